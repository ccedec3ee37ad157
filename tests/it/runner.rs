//! Runs the real command in a scrubbed environment.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What a run printed, and how it ended.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code().expect("ends by itself"),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// Standard output as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.stdout, self.stderr))
    }

    /// Standard error without the lines at its end: what is silenced, and how the gate stands.
    pub fn problems(&self) -> &str {
        ["gate ", "silenced: "].into_iter().fold(&self.stderr, |said, start| match said.trim_end().rsplit_once('\n') {
            Some((problems, last)) if last.starts_with(start) => problems,
            None if said.starts_with(start) => "",
            _ => said,
        })
    }

    /// The check ids of the findings in `concise` output, in order.
    pub fn ids(&self) -> Vec<&str> {
        let id = |line: &'_ str| line.rfind('[').map(|at| at + 1);
        self.stdout.lines().filter_map(|line| Some(&line[id(line)?..line.len() - 1])).collect()
    }
}

/// `ravelin` in `folder`, with nothing in its environment.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ravelin"));
    command.current_dir(folder).env_clear();
    // Nothing starts on Windows without it.
    command.envs(std::env::var_os("SystemRoot").map(|folder| ("SystemRoot", folder)));
    command
}

/// Runs `ravelin` in `folder` with nothing in its environment but `variables`.
pub fn ravelin_in(folder: &Path, args: &[&str], variables: &[(&str, &str)], stdin: Option<&str>) -> Run {
    let mut command = command(folder);
    command.args(args).envs(variables.iter().copied());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    let mut input = child.stdin.take().expect("was piped");
    // A command that does not read its input closes it early.
    let _ = input.write_all(stdin.unwrap_or_default().as_bytes());
    drop(input);
    Run::of(child.wait_with_output().expect("the command ends"))
}

/// A file of this repository.
pub fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("UTF-8")
}

/// Runs `ravelin` at the top of this repository.
pub fn ravelin(args: &[&str]) -> Run {
    ravelin_in(Path::new(env!("CARGO_MANIFEST_DIR")), args, &[], None)
}

/// A folder of files that lasts as long as this value.
pub struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let project = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        for (name, text) in files {
            project.write(name, text.as_bytes());
        }
        project
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("has a parent")).expect("writable");
        fs::write(path, bytes).expect("writable");
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().to_path_buf()
    }

    /// Runs `ravelin` in this folder.
    pub fn run(&self, args: &[&str]) -> Run {
        ravelin_in(&self.path(), args, &[], None)
    }
}
