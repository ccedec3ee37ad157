//! `ravelin migrate`

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::folder::current_folder;
use super::{registry, setup};
use crate::check::Registry;
use crate::cli::exit::Exit;
use crate::cli::terminal;
use crate::config::{self, Vocabulary};
use crate::engine::{Input, scan_root};
use crate::migrate::{self, Migration};
use crate::source::{Fence, SourceFile, SourceMap, Storage, Trust};

#[derive(clap::Args)]
pub(super) struct Args {
    /// The folder with the configuration files of Checkov, Trivy, KICS, `kube-linter`, hadolint, tfsec or Terrascan; `.ravelin.yaml`
    /// is written there
    #[arg(value_name = "PATH", default_value = ".")]
    folder: PathBuf,
    /// Print the configuration, and write no file
    #[arg(long)]
    stdout: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let folder = &args.folder;
    if !folder.is_dir() {
        bail!("{}: there is no such folder", folder.display());
    }
    let [name, _] = config::FILE_NAMES;
    let existing = config::FILE_NAMES.into_iter().find(|name| folder.join(name).symlink_metadata().is_ok());
    if let Some(existing) = existing.filter(|_| !args.stdout) {
        bail!("{} is there already; `--stdout` prints what would be written", shown(folder, existing));
    }
    let sources = SourceMap::new();
    let files = files(folder, &sources)?;
    if files.is_empty() {
        let known: Vec<&str> = migrate::files().collect();
        bail!("{}: no configuration of another tool is here; looked for {}", folder.display(), known.join(", "));
    }
    let registry = Registry::embedded();
    let vocabulary = Vocabulary { registry: &registry, is_format: setup::is_format };
    let mut migration = migrate::migrate(&files, &vocabulary, &|path| Storage::Disk.entry(&folder.join(path)));
    let mistakes = std::mem::take(&mut migration.mistakes);
    if !mistakes.is_empty() {
        registry::print_diagnostics(mistakes, &sources)?;
        bail!("nothing was written");
    }
    if args.stdout {
        io::stdout().lock().write_all(migration.text().as_bytes())?;
    } else {
        let path = folder.join(name);
        let file = OpenOptions::new().write(true).create_new(true).open(&path);
        file.and_then(|mut file| file.write_all(migration.text().as_bytes())).with_context(|| shown(folder, name))?;
    }
    tell(&migration, folder, (!args.stdout).then_some(name))
}

/// The files of other tools. One that leads out of the repository is no file of it.
fn files<'s>(folder: &Path, sources: &'s SourceMap) -> anyhow::Result<Vec<(&'static str, &'s SourceFile)>> {
    let current = current_folder()?;
    let fence = Fence::of(&scan_root(&current, &[Input::Path(folder.to_path_buf())]));
    let mut files = Vec::new();
    for name in migrate::files() {
        let path = current.join(folder).join(name);
        if path.symlink_metadata().is_ok_and(|entry| !entry.is_dir()) {
            let text = fence.text(&Trust::Tree, &path);
            let text = text.map_err(|problem| anyhow::anyhow!("{} {problem}", shown(folder, name)))?;
            files.push((name, sources.add(shown(folder, name), text)));
        }
    }
    Ok(files)
}

/// Lists what was not carried over on standard error, and says what was written.
fn tell(migration: &Migration, folder: &Path, written: Option<&str>) -> anyhow::Result<Exit> {
    for note in &migration.notes {
        let file = shown(folder, &note.file);
        terminal::say(&format!("{file}:{}: {}: {}", note.line, note.what, note.why));
    }
    let count = migration.notes.len();
    if count > 0 {
        let was = if count == 1 { "setting or name was" } else { "settings and names were" };
        terminal::say(&format!("{count} {was} not carried over, or not in full"));
    }
    if let Some(name) = written {
        let read = migration.files.join(", ");
        let mut out = io::stdout().lock();
        writeln!(out, "wrote {} from {read}", shown(folder, name))?;
        writeln!(out, "Ravelin needs these files no more: delete them when the other tool is gone")?;
    }
    Ok(Exit::Clean)
}

fn shown(folder: &Path, name: &str) -> String {
    let path = folder.join(name);
    path.strip_prefix(".").unwrap_or(&path).display().to_string()
}
