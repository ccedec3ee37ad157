//! Whom an edited text serves beside those that it is edited for.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

use crate::finding::Edit;
use crate::model::{ATTACHED, Resource};
use crate::source::{FileId, Span, TextRange};
use crate::value::{Origin, Value};

/// Deepest level of values that is looked at.
const MAX_DEPTH: usize = 64;

/// Which resources have values that are written elsewhere, by where that is.
pub(super) struct Uses<'r> {
    resources: &'r [Resource],
    index: OnceCell<HashMap<FileId, Vec<(TextRange, usize)>>>,
}

impl<'r> Uses<'r> {
    pub(super) fn of(resources: &'r [Resource]) -> Self {
        Self { resources, index: OnceCell::new() }
    }

    /// The addresses of other deployed resources than `own` whose text or values edits change, sorted.
    pub(super) fn others(&self, edits: &[Edit], own: &[String]) -> Vec<String> {
        let index = self.index.get_or_init(|| self.build());
        let mut others = BTreeSet::new();
        for edit in edits {
            let Span { file, range } = edit.span;
            let touched = index.get(&file).into_iter().flatten().filter(|(used, _)| touches(*used, range));
            // The variable that is edited is nobody that it serves.
            let users = touched.map(|(_, index)| &self.resources[*index]).filter(|resource| resource.is_deployed());
            others.extend(users.map(|resource| resource.address.to_string()).filter(|address| !own.contains(address)));
        }
        others.into_iter().collect()
    }

    fn build(&self) -> HashMap<FileId, Vec<(TextRange, usize)>> {
        let mut index: HashMap<FileId, Vec<(TextRange, usize)>> = HashMap::new();
        for (number, resource) in self.resources.iter().enumerate() {
            let mut spans = BTreeSet::from([resource.declaration]);
            collect(&resource.body, resource.declaration, &mut spans, 0);
            for span in spans {
                index.entry(span.file).or_default().push((span.range, number));
            }
        }
        index
    }
}

/// Whether an edit changes what is written at a range. What is added behind a block is no part of it.
fn touches(used: TextRange, edit: TextRange) -> bool {
    match edit.is_empty() {
        true => used.start < edit.start && edit.start < used.end,
        false => used.start < edit.end && edit.start < used.end,
    }
}

/// The places outside a resource's own text where its values were written.
fn collect(value: &Value, own: Span, spans: &mut BTreeSet<Span>, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    let steps = value.origin.as_deref().into_iter().flat_map(Origin::steps).map(|step| step.span);
    spans.extend(steps.chain([value.span]).filter(|span| !own.contains(*span)));
    match value.as_map() {
        Some(map) => {
            let entries = map.entries().filter(|entry| &*entry.key != ATTACHED);
            entries.for_each(|entry| collect(&entry.value, own, spans, depth + 1));
        }
        None => value.children().for_each(|child| collect(child, own, spans, depth + 1)),
    }
}
