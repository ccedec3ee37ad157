//! Resources for programs.

use std::io;

use serde::Serialize;

use super::node::{Node, Spot};
use super::walk::nodes;
use super::{Subject, View};
use crate::model::Resource;

/// A resource without what it holds.
#[derive(Serialize)]
struct Head {
    address: String,
    kind: String,
    language: &'static str,
    place: Spot,
}

/// A resource with all that checks can ask of it.
#[derive(Serialize)]
struct Whole {
    #[serde(flatten)]
    head: Head,
    subjects: Vec<Shaped>,
}

/// What `$` stands for.
#[derive(Serialize)]
struct Shaped {
    /// None for the body.
    shape: Option<&'static str>,
    values: Vec<Node>,
}

impl Head {
    fn of(view: &View<'_>, resource: &Resource) -> Self {
        Self {
            address: resource.address.to_string(),
            kind: resource.kind.to_string(),
            language: resource.platform.as_str(),
            place: Spot::of(view, resource.header),
        }
    }
}

/// Writes the address, kind, language and place of each resource, as an array.
///
/// # Errors
/// What `out` says.
pub fn write_list_json(view: &View<'_>, resources: &[&Resource], out: &mut dyn io::Write) -> io::Result<()> {
    let heads: Vec<Head> = resources.iter().map(|resource| Head::of(view, resource)).collect();
    write(&heads, out)
}

/// Writes what `$` stands for in checks on each resource, as an array.
///
/// # Errors
/// What `out` says.
pub fn write_json(view: &View<'_>, resources: &[&Resource], out: &mut dyn io::Write) -> io::Result<()> {
    let whole = |resource: &&Resource| {
        let shaped = |subject: Subject| Shaped {
            shape: subject.shape.map(crate::shape::Shape::as_str),
            values: nodes(view, resource, &subject.value),
        };
        Whole { head: Head::of(view, resource), subjects: view.subjects(resource).into_iter().map(shaped).collect() }
    };
    write(&resources.iter().map(whole).collect::<Vec<_>>(), out)
}

pub(super) fn write(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}
