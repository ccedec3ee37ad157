//! What is scanned.

use std::io::{self, IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};

use crate::cli::commands::folder::current_folder;
use crate::cli::terminal;
use crate::engine::{Input, Project};
use crate::finding::Outcome;
use crate::frontend::FRONTENDS;
use crate::source::Texts;

/// Stands for standard input.
const STDIN: &str = "-";

/// Stands for the folder that is scanned when none is named.
const HERE: &str = ".";

#[derive(clap::Args)]
#[command(next_help_heading = "Input")]
pub(in crate::cli::commands) struct InputArgs {
    /// Files and folders; `-` is standard input
    #[arg(value_name = "PATH", default_value = HERE, help_heading = None)]
    pub(in crate::cli::commands) paths: Vec<PathBuf>,
    /// Name for standard input, which decides its language
    ///
    /// It is guessed from the content when it is left out.
    #[arg(long, value_name = "NAME")]
    stdin_name: Option<String>,
    /// Scan also what ignore files leave out, and folders of tools
    ///
    /// Ignore files are `.gitignore`, `.ignore` and `.ravelinignore`; folders of tools are such as `node_modules`.
    #[arg(long)]
    pub(in crate::cli::commands) no_ignore: bool,
    /// With which other files the files that are named are judged
    ///
    /// Folders are judged with what is in them.
    #[arg(long, value_enum, value_name = "WHICH", default_value = "project")]
    context: Context,
}

/// With which other files one is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Context {
    /// Those of its repository that have to do with it, as in a scan of the whole
    Project,
    /// Those that are named beside it
    None,
}

impl InputArgs {
    /// The files, folders and texts.
    ///
    /// # Errors
    /// One is not there, or standard input is no text.
    pub(in crate::cli::commands) fn inputs(&self) -> anyhow::Result<Vec<Input>> {
        named_inputs(&self.paths, self.stdin_name.as_deref())
    }

    /// Whether standard input is among them.
    pub(in crate::cli::commands) fn is_standard(&self) -> bool {
        self.paths.iter().any(|path| path == Path::new(STDIN))
    }

    /// The repository of the files that are named, of which texts among the inputs become files. Its files are those of
    /// `texts`.
    pub(in crate::cli::commands) fn project(
        &self,
        inputs: &mut [Input],
        texts: Texts,
    ) -> anyhow::Result<Option<Project>> {
        // A text without a name is one by itself.
        let is_nameless = self.stdin_name.is_none() && inputs.iter().any(|input| matches!(input, Input::Text { .. }));
        if self.context == Context::None || is_nameless {
            return Ok(None);
        }
        Ok(Project::of_inputs(&current_folder()?, inputs, Arc::new(texts), !self.no_ignore))
    }

    /// Says how to go on where the current folder was scanned and holds nothing.
    pub(super) fn hint(&self, outcome: &Outcome) {
        let is_empty = outcome.coverage.files.values().all(|count| count.found == 0);
        if is_empty && self.paths == [Path::new(HERE)] {
            terminal::say(
                "hint: name the files or folders, as in `ravelin infra/`; `ravelin --help` shows what else there is",
            );
        }
    }
}

/// What the paths of a command line name; standard input has the name `stdin_name`, or one that its content tells.
///
/// # Errors
/// One is not there, or standard input is no text.
pub(in crate::cli::commands) fn named_inputs(
    paths: &[PathBuf],
    stdin_name: Option<&str>,
) -> anyhow::Result<Vec<Input>> {
    if stdin_name.is_some() && !paths.iter().any(|path| path == Path::new(STDIN)) {
        bail!("`--stdin-name` is the name of standard input, which is not scanned: give `-` for a path");
    }
    let mut inputs = Vec::new();
    for path in paths {
        if path == Path::new(STDIN) {
            let text = standard_input()?;
            let name = stdin_name.unwrap_or_else(|| name_for(&text)).to_owned();
            inputs.push(Input::Text { name, text });
        } else if path.exists() {
            inputs.push(Input::Path(path.clone()));
        } else {
            bail!("{}: there is no such file or folder", path.display());
        }
    }
    Ok(inputs)
}

fn standard_input() -> anyhow::Result<String> {
    let mut stdin = io::stdin().lock();
    if stdin.is_terminal() {
        terminal::say("note: reading standard input, up to the end of the file (Ctrl-D)");
    }
    let mut text = String::new();
    stdin.read_to_string(&mut text).context("standard input")?;
    Ok(text)
}

/// A name for a text that has none: by the first line that only one of the languages has.
fn name_for(text: &str) -> &'static str {
    let opens = |line: &str| {
        let word = line.split_whitespace().next().unwrap_or_default();
        FRONTENDS.iter().find_map(|frontend| frontend.name_for(word))
    };
    text.lines().find_map(opens).unwrap_or("stdin.tf")
}
