//! `ravelin exceptions import`

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::check::Registry;
use crate::cli::exit::Exit;
use crate::cli::file;
use crate::exception::write::{Entry, Terms};
use crate::exception::{self, Listed};
use crate::source::SourceMap;

pub(super) fn run(path: &Path) -> anyhow::Result<Exit> {
    let text = file::read(path)?;
    let sources = SourceMap::new();
    let name = path.file_name().map(PathBuf::from).unwrap_or_default();
    let source = sources.add(name.to_string_lossy(), text);
    let Some(listed) = exception::importable(source) else {
        bail!("{}: exceptions of other tools are known by the names of their files; see --help", path.display());
    };
    let registry = Registry::embedded();
    let mut out = io::stdout().lock();
    writeln!(out, "exceptions:")?;
    for entry in &listed {
        write_entry(entry, source.name(), &registry, &mut out)?;
    }
    Ok(Exit::Clean)
}

/// One entry of `.ravelin.yaml`, where names must mean something: those that no check has become comments.
fn write_entry(entry: &Listed, origin: &str, registry: &Registry, out: &mut dyn Write) -> anyhow::Result<()> {
    let names = entry.checks.iter().map(|(name, _)| name.clone());
    let (names, unknown): (Vec<String>, Vec<String>) = names.partition(|name| !registry.find(name).is_empty());
    for name in unknown {
        writeln!(out, "  # no check has the name {}", serde_json::to_string(&name)?)?;
    }
    if names.is_empty() {
        return Ok(());
    }
    let reason = entry.reason.clone().unwrap_or_else(|| format!("imported from {origin}"));
    let until = entry.until.as_ref().map(|(date, _)| date.clone());
    let entry = Entry {
        checks: names,
        paths: entry.paths.clone(),
        resources: entry.resources.clone(),
        terms: Terms { reason, owner: entry.owner.clone(), until },
    };
    for line in entry.lines() {
        writeln!(out, "  {line}")?;
    }
    Ok(())
}
