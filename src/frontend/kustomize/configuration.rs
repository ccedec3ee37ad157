//! Which fields transformations are about, beside those that Kustomize knows: what `configurations` and `crds` add. It holds
//! in the kustomization that says it and in all that use it.

use std::collections::HashSet;

use super::definition::items;
use super::field_path::FieldSpec;
use crate::value::Value;

/// What was said so far in one build, each list in the order of its text.
#[derive(Clone, Debug, Default)]
pub(super) struct Configuration<'p> {
    documents: Vec<&'p Value>,
}

impl<'p> Configuration<'p> {
    /// Adds what one kustomization says.
    pub(super) fn add(&mut self, documents: &'p [Value]) {
        for document in documents {
            if !self.documents.iter().any(|known| std::ptr::eq(*known, document)) {
                self.documents.push(document);
            }
        }
    }

    /// Adds what a kustomization that is used says.
    pub(super) fn merge(&mut self, other: &Self) {
        other.documents.iter().for_each(|document| self.add(std::slice::from_ref(*document)));
    }

    /// The fields of one list, behind those that Kustomize knows. As there, each counts once, and one that is about
    /// certain kinds takes the place of the same path for more.
    pub(super) fn specs(&self, known: &[FieldSpec<'static>], list: &str) -> Vec<FieldSpec<'p>> {
        let own = self.documents.iter().flat_map(|document| items(document, list)).filter_map(FieldSpec::read);
        let all: Vec<FieldSpec<'p>> = known.iter().copied().chain(own).collect();
        let mut passed_over: HashSet<_> = all.iter().flat_map(FieldSpec::wider).collect();
        all.into_iter().filter(|spec| passed_over.insert(spec.key())).collect()
    }

    /// The entries of `nameReference`.
    pub(super) fn references(&self) -> impl Iterator<Item = &'p Value> {
        self.documents.iter().flat_map(|document| items(document, "nameReference"))
    }
}
