//! What is meant where no command is named: `ravelin infra/ --format json` scans.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use crate::check::nearest;

/// The command that is meant.
const SCAN: &str = "scan";

/// What stands where a command can stand and asks for something else than a scan.
const OTHERS: [&str; 5] = ["-h", "--help", "-V", "--version", "help"];

/// The words of a command line with the command that they mean.
///
/// # Errors
/// A word that is neither a command nor a path, and like a command.
pub(super) fn with_command(mut words: Vec<OsString>, command: &Command) -> Result<Vec<OsString>, clap::Error> {
    let first = words.get(1..).and_then(|words| behind_globals(words, command)).map(OsString::as_os_str);
    match first {
        Some(word) if OTHERS.iter().any(|other| *other == word) || command.find_subcommand(word).is_some() => {
            return Ok(words);
        }
        Some(word) => not_misspelled(word, command)?,
        None => {}
    }
    words.insert(1.min(words.len()), SCAN.into());
    Ok(words)
}

/// The first word that is no option of all commands, and no value of one.
fn behind_globals<'w>(words: &'w [OsString], command: &Command) -> Option<&'w OsString> {
    let mut words = words.iter();
    loop {
        let word = words.next()?;
        let text = word.to_str().unwrap_or_default();
        let (name, value) = text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)));
        let is_named = |arg: &&Arg| arg.get_long().is_some_and(|long| name.strip_prefix("--") == Some(long));
        let Some(global) = command.get_arguments().filter(|arg| arg.is_global_set()).find(is_named) else {
            return Some(word);
        };
        if value.is_none() && global.get_action().takes_values() {
            words.next();
        }
    }
}

/// Lets pass what may be a path.
fn not_misspelled(word: &OsStr, command: &Command) -> Result<(), clap::Error> {
    let Some(text) = word.to_str().filter(|text| !text.starts_with('-') && !text.contains(['/', '\\', '.'])) else {
        return Ok(());
    };
    let commands = command.get_subcommands().map(Command::get_name);
    let Some(meant) = nearest(text, commands).filter(|_| Path::new(word).symlink_metadata().is_err()) else {
        return Ok(());
    };
    let mut error = clap::Error::new(ErrorKind::InvalidSubcommand).with_cmd(command);
    error.insert(ContextKind::InvalidSubcommand, ContextValue::String(text.to_owned()));
    error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(vec![meant.to_owned()]));
    let tip = format!("there is no file or folder '{text}' to scan either");
    error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    Err(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(words: &[&str]) -> Result<Vec<String>, String> {
        let color = Arg::new("color").long("color").global(true);
        let command = Command::new("ravelin").subcommands([Command::new(SCAN), Command::new("checks")]).arg(color);
        let words = std::iter::once("ravelin").chain(words.iter().copied()).map(OsString::from).collect();
        let words = with_command(words, &command).map_err(|error| error.to_string())?;
        Ok(words.into_iter().skip(1).filter_map(|word| word.into_string().ok()).collect())
    }

    #[test]
    fn what_is_no_command_is_scanned() {
        let cases: [(&[&str], &[&str]); 12] = [
            (&[], &["scan"]),
            (&["."], &["scan", "."]),
            (&["-"], &["scan", "-"]),
            (&["infra/", "--format", "json"], &["scan", "infra/", "--format", "json"]),
            (&["--format", "json"], &["scan", "--format", "json"]),
            (&["--format", "json", "checks"], &["scan", "--format", "json", "checks"]),
            (&["./checks"], &["scan", "./checks"]),
            (&["--", "checks"], &["scan", "--", "checks"]),
            (&["checks", "list"], &["checks", "list"]),
            (&["--color", "never", "checks"], &["--color", "never", "checks"]),
            (&["--color=never", "infra"], &["scan", "--color=never", "infra"]),
            (&["--help"], &["--help"]),
        ];
        for (words, expected) in cases {
            let expected = expected.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(meant(words), Ok(expected), "{words:?}");
        }
    }

    #[test]
    fn a_word_like_a_command_is_no_path() {
        let error = meant(&["chekcs", "list"]).expect_err("is none");
        assert!(error.contains("a similar subcommand exists: 'checks'"), "{error}");
        assert_eq!(meant(&["src"]), Ok(vec!["scan".to_owned(), "src".to_owned()]), "a folder of this project");
    }
}
