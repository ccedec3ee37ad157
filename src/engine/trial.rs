//! Judges the resources of an example again and again, each time with something changed.

use super::Progress;
use super::claim::claim;
use super::example;
use super::load::load;
use crate::check::verdict::{self, Verdict};
use crate::check::{Check, Example, Registry, Target};
use crate::diagnostic::Level;
use crate::frontend::Context;
use crate::link::link;
use crate::model::Resource;
use crate::source::{Beside, Reading, Root, SourceMap};
use crate::value::Value;

/// The resources of one example as its front end reads them, before they are linked.
pub struct Trial {
    sources: SourceMap,
    units: Vec<Vec<Resource>>,
}

impl Trial {
    /// Reads an example; `None` where it does not read well. Parsers may use up the stack of a thread that is not
    /// [`deep`](super::deep).
    pub fn of(example: &Example) -> Option<Self> {
        let (registry, progress) = (Registry::default(), Progress::default());
        let request = example::request(example.platform, example.text, example.beside, &registry, &progress);
        let sources = SourceMap::new();
        let root = Root::find(&request.current, &request.paths());
        let reading = Reading::new(&root, request.storage());
        let files = Beside { given: request.beside, others: &reading };
        let claimed = claim(&request, Vec::new(), &sources);
        let loaded = load(&claimed.files, &Context { sources: &sources, files: &files, settings: &request.settings });
        let is_well = loaded.diagnostics.iter().all(|diagnostic| diagnostic.level == Level::Note);
        let units = loaded.units;
        is_well.then_some(Self { sources, units })
    }

    /// The resources, in their order.
    pub fn resources(&self) -> impl Iterator<Item = &Resource> {
        self.units.iter().flatten()
    }

    /// The verdict on each resource, in their order; `None` where it is not one that the check judges.
    pub fn judge(&self, check: &Check) -> Vec<Option<Verdict>> {
        self.judge_units(check, self.units.clone())
    }

    /// The same with the body of the resource at `index` changed.
    pub fn judge_with(&self, check: &Check, index: usize, change: impl FnOnce(&mut Value)) -> Vec<Option<Verdict>> {
        let mut units = self.units.clone();
        if let Some(resource) = units.iter_mut().flatten().nth(index) {
            change(&mut resource.body);
        }
        self.judge_units(check, units)
    }

    fn judge_units(&self, check: &Check, units: Vec<Vec<Resource>>) -> Vec<Option<Verdict>> {
        link(units, &self.sources).iter().map(|resource| judge(check, resource)).collect()
    }
}

/// The verdict of one check on one resource, with the words of its examples.
fn judge(check: &Check, resource: &Resource) -> Option<Verdict> {
    let subjects = match check.target {
        Target::Kinds(kinds) => kinds.contains(&&*resource.kind).then(|| vec![resource.body.clone()])?,
        Target::Shape(shape, kinds) => {
            let kind = shape.kind(resource)?;
            (kinds.is_empty() || kinds.contains(&&*kind)).then(|| shape.derive_each(resource))?
        }
    };
    let words = check.list.as_ref().and_then(|list| list.words(Some(list.example.iter().copied())));
    match check.list.as_ref().zip(words) {
        None => Some(verdict::judge_each(check, resource, &subjects)),
        Some((list, words)) => Some(list.judge(check, resource, &subjects, &words)),
    }
}
