//! Layer 6: what other tools' configuration files say, as a `.ravelin.yaml`.
//!
//! | file | subject |
//! |---|---|
//! | `settings` | YAML, JSON, and the flat TOML and HCL that some tools take, as keys and values with their places |
//! | `tool` | what becomes of each key of a tool: a table |
//! | `tools` | one file for each tool, with its table |
//! | `migration` | what is gathered from all files, and what has no equivalent |
//! | `carry` | what a setting adds to it |
//! | `paths`, `formats` | patterns of paths, and names of formats, in our words |
//! | `write` | the text of `.ravelin.yaml` |
//!
//! To add a tool: its file in `tools`, one row in `TOOLS` there, its table in `docs/migrating.md`.

mod carry;
mod formats;
mod migration;
mod paths;
mod settings;
mod tool;
mod tools;
mod write;

pub use migration::{Migration, Note};

use crate::config::Vocabulary;
use crate::source::{Entry, SourceFile};

use tool::Reader;

/// Names of the files that are read, relative to a folder.
pub fn files() -> impl Iterator<Item = &'static str> {
    tools::TOOLS.iter().flat_map(|tool| tool.files.iter().copied())
}

/// What the files of other tools in a folder say, each with its name relative to that folder. `entry` tells what a path
/// relative to it is.
pub fn migrate(
    files: &[(&'static str, &SourceFile)],
    vocabulary: &Vocabulary<'_>,
    entry: &dyn Fn(&str) -> Option<Entry>,
) -> Migration {
    let mut gathered = Migration::default();
    for (name, file) in files {
        let mut tools = tools::TOOLS.iter().filter(|tool| tool.files.contains(name));
        if let Some(tool) = tools.next() {
            tool::read(tool, Reader { name, file, vocabulary, entry, gathered: &mut gathered });
        }
    }
    gathered
}
