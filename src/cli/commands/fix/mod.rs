//! `ravelin fix`: shows how findings are mended, or mends them.
//!
//! | file | subject |
//! |---|---|
//! | `args` | what was typed |
//! | `trial` | the scans that try fixes out |
//! | `files` | what changes in files, and writing it |
//! | `text`, `json` | what is said |

mod args;
mod files;
mod json;
mod text;
mod trial;

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::bail;

use super::folder::current_folder;
use super::setup::Setup;
use super::{registry, unjudged};
use crate::check::Registry;
use crate::cli::color::Color;
use crate::cli::exit::Exit;
use crate::finding::Finding;
use crate::mend::{Mending, mend};
use crate::source::{Root, SourceFile};

pub(super) use args::Args;

use args::Format;
use trial::Trial;

pub(super) fn run(args: &Args, color: Color) -> anyhow::Result<Exit> {
    if args.input.is_standard() && args.write {
        bail!("`-` is standard input, which cannot be written: the fixed text is printed without `--write`");
    }
    if args.input.is_standard() && args.input.paths.len() > 1 {
        bail!("`-` is fixed alone: its text is printed");
    }
    refuse_links(&args.input.paths)?;
    let inputs = args.input.inputs()?;
    let mut setup = Setup::new(&inputs, &args.setup)?;
    if !args.check.is_empty() {
        setup.select_all();
    }
    let ids = asked(args, &setup.registry)?;
    let trial = Trial::new(&setup, inputs, args)?;
    let is_wanted = |finding: &Finding| ids.as_ref().is_none_or(|ids| ids.contains(finding.check.id));
    let may_write = |file: &SourceFile| trial.may_write(file);
    let mended = mend(&Mending {
        scan: &|texts: &[(&str, &str)]| trial.scan(texts),
        is_wanted: &is_wanted,
        may_write: &may_write,
        review: args.r#unsafe,
    })?;
    unjudged::warn(&mended.before.outcome);
    let files = files::Files::of(&mended, &trial);
    if args.write {
        files.write()?;
    }
    match args.format {
        Format::Json => json::print(&mended, &files, args.write)?,
        Format::Text => {
            if let Some(text) = trial.standard().filter(|_| !args.diff) {
                files.print_text(text)?;
            } else if !args.write {
                files.print(color)?;
            }
            text::say(&mended, &files, args)?;
        }
    }
    Ok(match () {
        () if !mended.before.outcome.unjudged.is_empty() => Exit::Incomplete,
        () if args.diff && !mended.files.is_empty() => Exit::Findings,
        () => Exit::Clean,
    })
}

/// Refuses links that leave the repository in which they stand: what they lead to is written elsewhere.
fn refuse_links(paths: &[PathBuf]) -> anyhow::Result<()> {
    let current = current_folder()?;
    for path in paths.iter().filter(|path| path.is_symlink()) {
        let link = current.join(path);
        let folder = link.parent().and_then(|folder| folder.canonicalize().ok()).unwrap_or_else(|| current.clone());
        if !link.canonicalize().is_ok_and(|target| target.starts_with(Root::repository(&folder))) {
            bail!("{}: is a link that leaves its repository, which is not fixed", path.display());
        }
    }
    Ok(())
}

/// The checks whose findings are mended; none where all are.
fn asked(args: &Args, registry: &Registry) -> anyhow::Result<Option<BTreeSet<&'static str>>> {
    if args.check.is_empty() { Ok(None) } else { registry::named(registry, &args.check).map(Some) }
}
