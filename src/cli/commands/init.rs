//! `ravelin init`

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::cli::args::{InitArgs, MatcherArg};
use crate::cli::exit::Exit;
use crate::config;
use crate::report::matchers;

pub(super) fn run(args: &InitArgs) -> anyhow::Result<Exit> {
    if args.schema {
        writeln!(io::stdout().lock(), "{}", config::schema())?;
        return Ok(Exit::Clean);
    }
    if let Some(matcher) = args.problem_matcher {
        let text = match matcher {
            MatcherArg::Github => matchers::GITHUB_PROBLEM_MATCHER,
            MatcherArg::Vscode => matchers::VSCODE_TASKS,
            MatcherArg::Vim => matchers::VIM_COMPILER,
            MatcherArg::Emacs => matchers::EMACS_REGEXPS,
        };
        write!(io::stdout().lock(), "{text}")?;
        return Ok(Exit::Clean);
    }
    let [name, _] = config::FILE_NAMES;
    if let Some(existing) = config::FILE_NAMES.into_iter().find(|name| Path::new(name).exists()) {
        bail!("{existing} is there already");
    }
    let file = OpenOptions::new().write(true).create_new(true).open(name);
    file.and_then(|mut file| file.write_all(config::TEMPLATE.as_bytes())).context(name)?;
    writeln!(io::stdout().lock(), "wrote {name}")?;
    Ok(Exit::Clean)
}
