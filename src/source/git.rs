//! git as a program. This is the only place where Ravelin starts another program.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Why git gives no answer; in words that continue a sentence.
#[derive(Debug, thiserror::Error)]
pub enum GitFailure {
    /// It refuses, and says why, or nothing.
    #[error("{}{_0}", if _0.is_empty() { "" } else { ": " })]
    Refused(String),
    /// It is not installed, or the system does not run it.
    #[error(": git cannot be run: {0}")]
    NoGit(io::Error),
}

/// git at the top of a working tree: deaf to the variables of the environment that could lead it elsewhere, kept from the
/// folders above, from the network, and from writing.
pub(super) fn git(top: &Path) -> Command {
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
    // What lies at the top may be no repository that git accepts; one further up is another one.
    command.envs(top.parent().map(|above| ("GIT_CEILING_DIRECTORIES", above)));
    command.arg("-C").arg(top);
    command
}

/// What a command prints.
pub(super) fn output(command: &mut Command) -> Result<Vec<u8>, GitFailure> {
    match command.stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() => Ok(output.stdout),
        Ok(output) => Err(GitFailure::Refused(String::from_utf8_lossy(&output.stderr).trim().to_owned())),
        Err(error) => Err(GitFailure::NoGit(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_continue_a_sentence() {
        let shown = |said: &str| GitFailure::Refused(said.to_owned()).to_string();
        assert_eq!((shown("").as_str(), shown("fatal").as_str()), ("", ": fatal"));
    }
}
