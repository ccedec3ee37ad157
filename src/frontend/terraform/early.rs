//! The sources of modules that are no literals. They are known only when variables and local values are, and those only
//! when it is known which modules are roots: so both are found in turns.

use std::collections::BTreeSet;

use super::evaluate::interpreter::Interpreter;
use super::load::project::Project;
use super::load::sources::Sources;
use crate::frontend::api::Context;

/// Most turns until the roots stay the same.
const TURNS: usize = 16;

/// Finds the sources, and sets them. Gives the folders that they mean.
pub(super) fn settle(project: &mut Project<'_>, context: &Context<'_>) -> BTreeSet<String> {
    if !project.has_open_sources() {
        return BTreeSet::new();
    }
    let mut folders = BTreeSet::new();
    for turn in 0..=TURNS {
        let sources = found(project, context);
        folders.extend(sources.targets().map(|(_, target)| target.to_owned()));
        if sources == *project.sources() {
            break;
        }
        // Modules that call each other in a way that has no end: all of them are judged on their own.
        project.set_sources(if turn == TURNS { sources.without_targets() } else { sources });
    }
    folders
}

fn found(project: &Project<'_>, context: &Context<'_>) -> Sources {
    let mut sources = Sources::default();
    for root in project.roots() {
        Interpreter::new(project, context, root).add_sources(&mut sources);
    }
    sources
}
