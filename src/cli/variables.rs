//! `--var` and `--var-file`: of values for the same variable the last one wins, whichever way it is given, so their
//! order among each other matters.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use super::file;
use crate::frontend::VariableSource;

/// Start of the names of environment variables that give values.
const ENVIRONMENT_PREFIX: &str = "TF_VAR_";

/// Values of Terraform variables, in the order of the command line.
#[derive(Clone, Debug, Default)]
pub(super) struct VariableArgs(Vec<VariableArg>);

#[derive(Clone, Debug)]
enum VariableArg {
    Assignment(Assignment),
    File(PathBuf),
}

#[derive(Clone, Debug)]
struct Assignment {
    name: String,
    value: String,
}

impl FromStr for Assignment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => {
                Ok(Self { name: name.trim().to_owned(), value: value.to_owned() })
            }
            _ => Err("expected NAME=VALUE".into()),
        }
    }
}

impl VariableArgs {
    /// What gives values to variables, the weakest first; the environment only when it is `asked`.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub(super) fn sources(&self, asked: bool) -> anyhow::Result<Vec<VariableSource>> {
        let mut sources = if asked { environment() } else { Vec::new() };
        for argument in &self.0 {
            sources.push(match argument.clone() {
                VariableArg::Assignment(Assignment { name, value }) => VariableSource::Assignment { name, value },
                VariableArg::File(path) => values(&path)?,
            });
        }
        Ok(sources)
    }
}

/// A file of values.
///
/// # Errors
/// It cannot be read.
fn values(path: &Path) -> anyhow::Result<VariableSource> {
    Ok(VariableSource::File { path: path.to_string_lossy().into_owned(), text: file::read(path)? })
}

/// The variables of the environment, by name, so that the same environment gives the same result.
fn environment() -> Vec<VariableSource> {
    let mut variables: Vec<(String, String)> = std::env::vars_os()
        .filter_map(|(name, value)| {
            let name = name.to_str()?.strip_prefix(ENVIRONMENT_PREFIX)?.to_owned();
            Some((name, value.into_string().ok()?))
        })
        .collect();
    variables.sort();
    variables.into_iter().map(|(name, value)| VariableSource::Environment { name, value }).collect()
}

/// The values of a repeatable argument with their positions on the command line.
fn positioned<T: Clone + Send + Sync + 'static>(matches: &ArgMatches, id: &str) -> Vec<(usize, T)> {
    let indices = matches.indices_of(id).into_iter().flatten();
    indices.zip(matches.get_many::<T>(id).into_iter().flatten().cloned()).collect()
}

impl FromArgMatches for VariableArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut arguments: Vec<(usize, VariableArg)> = Vec::new();
        let assignments = positioned(matches, "var").into_iter();
        arguments.extend(assignments.map(|(position, assignment)| (position, VariableArg::Assignment(assignment))));
        let files = positioned(matches, "var_file").into_iter();
        arguments.extend(files.map(|(position, file)| (position, VariableArg::File(file))));
        arguments.sort_by_key(|(position, _)| *position);
        Ok(Self(arguments.into_iter().map(|(_, argument)| argument).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for VariableArgs {
    fn augment_args(command: Command) -> Command {
        let assignment = Arg::new("var")
            .long("var")
            .value_name("NAME=VALUE")
            .help("Give a Terraform variable a value (may be repeated)")
            .value_parser(ValueParser::new(Assignment::from_str))
            .action(ArgAction::Append);
        let file = Arg::new("var_file")
            .long("var-file")
            .value_name("FILE")
            .help("Give Terraform variables the values of a `.tfvars` file (may be repeated)")
            .long_help("Give Terraform variables the values of a `.tfvars` or `.tfvars.json` file (may be repeated)")
            .value_parser(clap::value_parser!(PathBuf))
            .action(ArgAction::Append);
        command.arg(assignment).arg(file)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<VariableArgs, clap::Error> {
        let command = VariableArgs::augment_args(Command::new("x"));
        let matches = command.try_get_matches_from(std::iter::once(&"x").chain(arguments))?;
        VariableArgs::from_arg_matches(&matches)
    }

    #[test]
    fn the_order_of_the_command_line_is_kept() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("b.tfvars");
        std::fs::write(&file, "b = 2\n").expect("writable");
        let path = file.to_string_lossy().into_owned();
        let given = parse(&["--var", "a=1", "--var-file", &path, "--var=c==3"]).expect("well formed");
        let assignment =
            |name: &str, value: &str| VariableSource::Assignment { name: name.into(), value: value.into() };
        let expected =
            [assignment("a", "1"), VariableSource::File { path, text: "b = 2\n".into() }, assignment("c", "=3")];
        assert_eq!(given.sources(false).expect("readable"), expected);
    }

    #[test]
    fn mistakes_are_usage_errors() {
        assert!(parse(&["--var", "novalue"]).is_err());
        assert!(parse(&["--var", "=1"]).is_err());
        assert!(parse(&["--var-file", "/nonexistent.tfvars"]).expect("well formed").sources(false).is_err());
    }
}
