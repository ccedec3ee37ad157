//! `ravelin init`

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::cli::exit::Exit;
use crate::cli::stdout::stdout;
use crate::config;
use crate::report::matchers;

#[derive(clap::Args)]
pub(super) struct Args {
    /// Print the JSON schema of the configuration instead
    #[arg(long)]
    schema: bool,
    /// Print how an editor or CI platform finds places in `concise` output instead
    #[arg(long, value_enum, value_name = "PROGRAM", conflicts_with = "schema")]
    problem_matcher: Option<Matcher>,
}

/// What reads `concise` output.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Matcher {
    /// The JSON for `::add-matcher::`
    Github,
    /// A `tasks.json`
    Vscode,
    /// A compiler file
    Vim,
    /// An entry of `compilation-error-regexp-alist-alist`
    Emacs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    if args.schema {
        writeln!(stdout(), "{}", config::schema())?;
        return Ok(Exit::Clean);
    }
    if let Some(matcher) = args.problem_matcher {
        let text = match matcher {
            Matcher::Github => matchers::GITHUB_PROBLEM_MATCHER,
            Matcher::Vscode => matchers::VSCODE_TASKS,
            Matcher::Vim => matchers::VIM_COMPILER,
            Matcher::Emacs => matchers::EMACS_REGEXPS,
        };
        write!(stdout(), "{text}")?;
        return Ok(Exit::Clean);
    }
    let [name, _] = config::FILE_NAMES;
    if let Some(existing) = config::FILE_NAMES.into_iter().find(|name| Path::new(name).exists()) {
        bail!("{existing} is there already");
    }
    let file = OpenOptions::new().write(true).create_new(true).open(name);
    file.and_then(|mut file| file.write_all(config::TEMPLATE.as_bytes())).context(name)?;
    writeln!(stdout(), "wrote {name}")?;
    Ok(Exit::Clean)
}
