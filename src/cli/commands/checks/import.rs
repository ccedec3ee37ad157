//! `ravelin checks import`

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::super::registry;
use crate::check::import::{Attachment, Draft, Gap, Imported, Request, import};
use crate::check::{Check, Expectation, Registry, load_user_check};
use crate::cli::exit::Exit;
use crate::cli::file;
use crate::cli::shared::OwnChecks;
use crate::source::{SourceFile, SourceMap};
use crate::{engine, link};

/// The folder in which own checks are found without being named.
const FOLDER: &str = ".ravelin/checks";

#[derive(clap::Args)]
pub(in crate::cli::commands) struct Args {
    /// Policies of Checkov, in YAML or JSON: files, or folders of them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write the check files into this folder
    #[arg(long, value_name = "DIR", default_value = FOLDER, conflicts_with = "stdout")]
    dir: PathBuf,
    /// Print the check files instead
    #[arg(long)]
    stdout: bool,
    /// What the ids start with, in place of the provider
    #[arg(long, value_name = "WORD", value_parser = prefix)]
    prefix: Option<String>,
    /// The kinds that `all` and `taggable` stand for (may be repeated)
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<String>,
    /// Import what a check has as an alias already, and write over files that are there
    #[arg(long)]
    force: bool,
}

fn prefix(word: &str) -> Result<String, String> {
    let is_part =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if word.split('-').all(is_part) {
        Ok(word.to_owned())
    } else {
        Err("must be lower-case words joined by `-`".to_owned())
    }
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let registry = registry::load(&OwnChecks::default())?;
    let sources = SourceMap::new();
    let mut import =
        Import { args, ids: HashSet::new(), out: io::stdout().lock(), written: 0, skipped: 0, left_out: 0 };
    import.ids.extend(Registry::embedded().checks().iter().map(|check| check.id.to_owned()));
    for path in policy_files(&args.paths)? {
        let text = file::read(&path)?;
        import.file(sources.add(path.to_string_lossy(), text), &registry)?;
    }
    import.end()
}

/// The files that were named, and those of policies below the folders that were, in order.
fn policy_files(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let before = files.len();
        for entry in ignore::WalkBuilder::new(path).sort_by_file_name(Ord::cmp).build() {
            let entry = entry?;
            let is_policy =
                entry.path().extension().is_some_and(|end| ["json", "yaml", "yml"].iter().any(|known| end == *known));
            if is_policy && entry.file_type().is_some_and(|kind| kind.is_file()) {
                files.push(entry.into_path());
            }
        }
        if files.len() == before {
            bail!("{}: holds no policies: no .yaml, .yml or .json files", path.display());
        }
    }
    Ok(files)
}

struct Import<'a> {
    args: &'a Args,
    /// Ids that are taken.
    ids: HashSet<String>,
    out: io::StdoutLock<'a>,
    written: usize,
    skipped: usize,
    left_out: usize,
}

impl Import<'_> {
    fn file(&mut self, file: &SourceFile, registry: &Registry) -> anyhow::Result<()> {
        let attachments = |holder: &str, attached: &str| {
            let roles = link::roles_between(holder, attached).into_iter();
            roles
                .map(|role| Attachment { role: role.name, argument: role.argument, names_holder: role.names_holder })
                .collect()
        };
        let request = Request {
            origin: file.name(),
            prefix: self.args.prefix.as_deref(),
            kinds: &self.args.kind,
            attachments: &attachments,
        };
        let policies = import(file.text(), &request);
        if policies.is_empty() {
            bail!("{}: holds no policies", file.path());
        }
        for policy in policies {
            match policy {
                Ok(imported) => self.policy(file, imported, registry)?,
                Err(gaps) => self.leave_out(file, &gaps)?,
            }
        }
        Ok(())
    }

    fn policy(&mut self, file: &SourceFile, imported: Imported, registry: &Registry) -> anyhow::Result<()> {
        let known = registry.find(&imported.id);
        if let (Some(check), false) = (known.first(), self.args.force) {
            self.skipped += 1;
            let reason =
                format!("`{}` has the alias {} already; `--force` imports it all the same", check.id, imported.id);
            return say(file, &Gap { reason, ..imported.place });
        }
        let mut checks = Vec::new();
        for draft in &imported.drafts {
            match self.check(draft) {
                Ok(check) => checks.push(check),
                Err(reason) => return self.leave_out(file, &[Gap { reason, ..imported.place }]),
            }
        }
        for (id, text) in checks {
            self.write(&id, &text)?;
        }
        Ok(())
    }

    /// The id and the text of a check, with one example of each verdict that it gives.
    fn check(&mut self, draft: &Draft) -> Result<(String, String), String> {
        let id = self.free_id(&draft.id);
        let text = draft.text(&id, draft.fails.iter().map(String::as_str), draft.passes.iter().map(String::as_str));
        let check = load(&id, &text)?;
        let first = |expected: Expectation| {
            let mut examples = check.text.examples.iter().filter(|example| example.expect == expected);
            examples.find(|example| engine::run_example(check, example).is_ok()).map(|example| example.text)
        };
        let fails = first(Expectation::Fails).ok_or("no example was found that fails: write the check by hand")?;
        let passes = first(Expectation::Passes).ok_or("no example was found that passes: write the check by hand")?;
        self.ids.insert(id.clone());
        let text = draft.text(&id, [fails], [passes]);
        Ok((id, text))
    }

    /// The id, with a number where another check has it.
    fn free_id(&self, id: &str) -> String {
        let numbered = (2..).map(|number| format!("{id}-{number}"));
        let mut ids = std::iter::once(id.to_owned()).chain(numbered);
        ids.find(|id| !self.ids.contains(id)).unwrap_or_else(|| id.to_owned())
    }

    fn write(&mut self, id: &str, text: &str) -> anyhow::Result<()> {
        if self.args.stdout {
            let gap = if self.written > 0 { "---\n" } else { "" };
            write!(self.out, "{gap}{text}")?;
        } else {
            let path = self.args.dir.join(format!("{id}.yaml"));
            create(&path, text, self.args.force)?;
            writeln!(self.out, "wrote {}", path.display())?;
        }
        self.written += 1;
        Ok(())
    }

    fn leave_out(&mut self, file: &SourceFile, gaps: &[Gap]) -> anyhow::Result<()> {
        self.left_out += 1;
        gaps.iter().try_for_each(|gap| say(file, gap))
    }

    fn end(mut self) -> anyhow::Result<Exit> {
        let Self { written, skipped, left_out, .. } = self;
        if !self.args.stdout {
            let plural = if written == 1 { "" } else { "s" };
            writeln!(self.out, "{written} check{plural} written, {skipped} known already, {left_out} left out")?;
        }
        Ok(if left_out == 0 { Exit::Clean } else { Exit::Findings })
    }
}

fn say(file: &SourceFile, gap: &Gap) -> anyhow::Result<()> {
    let line = file.position(gap.range.start).line;
    writeln!(io::stderr().lock(), "{}:{line}: {}: {}", file.path(), gap.part, gap.reason)?;
    Ok(())
}

/// The check that a text is. It is our own text, so that a mistake in it is one of the translation.
fn load(id: &str, text: &str) -> Result<&'static Check, String> {
    let sources = SourceMap::new();
    let loaded = load_user_check(sources.add(format!("{id}.yaml"), text));
    let problem = |problems: Vec<crate::diagnostic::Diagnostic>| {
        let messages: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
        format!("makes no valid check: {}", messages.join("; "))
    };
    loaded.map_err(problem)?.into_iter().next().ok_or_else(|| "makes no check".to_owned())
}

fn create(path: &Path, text: &str, may_replace: bool) -> anyhow::Result<()> {
    let shown = || path.display().to_string();
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).truncate(true);
    let opened = if may_replace { options.create(true).open(path) } else { options.create_new(true).open(path) };
    match opened {
        Ok(mut file) => file.write_all(text.as_bytes()).with_context(shown),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            bail!("{} is there already; `--force` writes over it", path.display())
        }
        Err(error) => Err(error).with_context(shown),
    }
}
