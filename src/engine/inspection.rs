//! What a scan reads, before anything is judged: for those who write checks.

use super::claim::claim;
use super::discover::{Bounds, discover};
use super::load::load;
use super::request::Request;
use super::select::select;
use super::stack;
use crate::conceal::{Concealed, conceal};
use crate::diagnostic::Diagnostic;
use crate::frontend::Context;
use crate::link::link;
use crate::model::Resource;
use crate::source::{Beside, Reading, Root, SourceMap};

/// The resources of a scan.
pub struct Inspection {
    /// The texts that their places refer to.
    pub sources: SourceMap,
    /// The resources with what is attached to them, in their order.
    pub resources: Vec<Resource>,
    /// What must not be shown of them.
    pub concealed: Concealed,
    /// What could not be read or understood.
    pub diagnostics: Vec<Diagnostic>,
    /// What stands before the paths of files, as the user would write them.
    pub root: String,
}

/// Reads all inputs as a scan does, and adds their texts to `sources`. Never fails: what cannot be read or understood is among
/// the diagnostics.
pub fn inspect(request: &Request<'_>, sources: SourceMap) -> Inspection {
    stack::deep(|| stages(request, sources))
}

fn stages(request: &Request<'_>, sources: SourceMap) -> Inspection {
    let paths = request.paths();
    let root = Root::find(&request.current, &paths);
    let settings = request.settings_below(&root);
    let reading = Reading::new(&root, request.storage());
    let files = Beside { given: request.beside, others: &reading };

    let (storage, everything) = (request.storage(), !request.use_ignore_files);
    let discovered = discover(&paths, &root, storage, everything, Bounds::NONE, request.progress);
    let selected = select(request, discovered.files, &paths, &root, &sources);
    let claimed = claim(request, selected.files, &sources);
    let loaded = load(&claimed.files, &Context { sources: &sources, files: &files, settings: &settings });
    let resources = link(loaded.units, &sources);
    let concealed = conceal(&resources, &loaded.documents, request.registry, &sources);
    let diagnostics = [selected.diagnostics, discovered.diagnostics, claimed.diagnostics, loaded.diagnostics].concat();
    Inspection { sources, resources, concealed, diagnostics, root: root.display.clone() }
}
