//! Options whose values the environment can give: weaker than the command line, stronger than the configuration.

use std::ffi::OsString;

use clap::builder::{OsStr, Resettable};
use clap::error::{ContextKind, ContextValue};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};

/// The value of a variable. An empty one is as good as none.
pub(super) fn value(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// What the words of a command line mean to `command`, with what the environment says where they say nothing.
///
/// # Errors
/// Usage that is wrong, a value in the environment that is, or help that was asked for.
pub(super) fn matches(command: &Command, words: &[OsString]) -> Result<ArgMatches, clap::Error> {
    let with = |is_heard: &dyn Fn(&Arg) -> bool| hearing(command.clone(), is_heard).try_get_matches_from(words);
    let error = match with(&is_set) {
        Ok(matches) => return Ok(matches),
        Err(error) => error,
    };
    let alone = match with(&|_| false) {
        Ok(matches) => matches,
        // The command line itself is wrong.
        Err(mistake) if mistake.use_stderr() => return Err(mistake),
        Err(_) => return Err(error),
    };
    // It is not, so that a variable is: one that an option of the command line rules out, or one with a value that is none.
    let mut built = command.clone();
    built.build();
    let (command, found) = innermost(&built, &alone);
    let typed = |arg: &Arg| found.value_source(arg.get_id().as_str()) == Some(ValueSource::CommandLine);
    let given: Vec<&Arg> = command.get_arguments().filter(|arg| typed(arg)).collect();
    let heard: Vec<&Arg> = command
        .get_arguments()
        .filter(|arg| is_set(arg) && !typed(arg) && !is_ruled_out(command, arg, &given))
        .collect();
    with(&|arg| heard.iter().any(|heard| heard.get_id() == arg.get_id())).map_err(|error| named(error, &heard))
}

/// The command with the variables of its options in their long help; in the short one, an option is a line.
pub(super) fn described(command: Command) -> Command {
    let command = command.mut_args(|arg| {
        let Some(variable) = arg.get_env().map(|name| name.to_string_lossy().into_owned()) else { return arg };
        let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
        arg.hide_env(true).long_help(format!("{help}\n\nEnvironment variable: {variable}"))
    });
    command.mut_subcommands(described)
}

/// The command whose arguments hear from the environment only where `is_heard`.
fn hearing(command: Command, is_heard: &dyn Fn(&Arg) -> bool) -> Command {
    let command = command.mut_args(|arg| match arg.get_env().is_some() && !is_heard(&arg) {
        true => arg.env(Resettable::<OsStr>::Reset),
        false => arg,
    });
    command.mut_subcommands(|command| hearing(command, is_heard))
}

fn is_set(arg: &Arg) -> bool {
    arg.get_env().and_then(|name| value(&name.to_string_lossy())).is_some()
}

/// The command that was asked for, below others, with its arguments.
fn innermost<'c>(mut command: &'c Command, mut matches: &'c ArgMatches) -> (&'c Command, &'c ArgMatches) {
    while let Some((name, below)) = matches.subcommand() {
        let Some(found) = command.find_subcommand(name) else { break };
        (command, matches) = (found, below);
    }
    (command, matches)
}

/// Whether one of the arguments that are `given` cannot be used with `arg`.
fn is_ruled_out(command: &Command, arg: &Arg, given: &[&Arg]) -> bool {
    let rules_out = |one: &Arg, other: &Arg| {
        command.get_arg_conflicts_with(one).iter().any(|conflicting| conflicting.get_id() == other.get_id())
    };
    given.iter().any(|given| rules_out(given, arg) || rules_out(arg, given))
}

/// The error with the variables that it is about, of those that are `heard`.
fn named(mut error: clap::Error, heard: &[&Arg]) -> clap::Error {
    let names = |value: &ContextValue, name: &str| match value {
        ContextValue::String(text) => text == name,
        ContextValue::Strings(texts) => texts.iter().any(|text| text == name),
        _ => false,
    };
    let is_meant = |arg: &Arg| {
        let shown = arg.to_string();
        [ContextKind::InvalidArg, ContextKind::PriorArg]
            .into_iter()
            .filter_map(|kind| error.get(kind))
            .any(|value| names(value, &shown))
    };
    let tips = heard.iter().filter(|arg| is_meant(arg)).filter_map(|arg| {
        let (option, variable) = (arg.get_long()?, arg.get_env()?.to_string_lossy());
        Some(format!("`--{option}` comes from the environment variable {variable}").into())
    });
    let tips: Vec<_> = tips.collect();
    error.insert(ContextKind::Suggested, ContextValue::StyledStrs(tips));
    error
}
