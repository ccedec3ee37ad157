//! What belongs to what, and how certainly.

use std::collections::HashSet;
use std::sync::Arc;

use indexmap::IndexMap;

use super::object::Objects;
use super::table::Link;
use crate::source::Span;
use crate::value::{Kind, Kleene, List, Reason, Truth, Unknown, Value};

/// Why it is not known whether two objects belong together.
#[derive(Clone, Copy, Debug)]
pub(super) enum Uncertainty<'v> {
    /// A value that is not known.
    Value(&'v Unknown),
    /// Something about the whole.
    Because(&'static str),
}

impl Uncertainty<'_> {
    fn at(self, span: Span) -> Arc<Unknown> {
        Arc::new(match self {
            Self::Value(unknown) => unknown.clone(),
            Self::Because(why) => Unknown::new(Reason::Ambiguous(why), span),
        })
    }
}

/// Whether two objects belong together.
pub(super) type Match<'v> = Kleene<Uncertainty<'v>>;

impl<'v> From<Truth<'v>> for Match<'v> {
    fn from(truth: Truth<'v>) -> Self {
        match truth {
            Truth::True => Self::True,
            Truth::False => Self::False,
            Truth::Unknown(unknown) => Self::Unknown(Uncertainty::Value(unknown)),
        }
    }
}

/// The list of one role on one object.
#[derive(Default)]
struct Attached {
    /// What is certainly attached, with the scope that its rules have there.
    items: Vec<(usize, Option<&'static str>)>,
    seen: HashSet<(usize, Option<&'static str>)>,
    /// Names that the object gives, and that nothing has.
    missing: Vec<Value>,
    uncertainty: Option<Arc<Unknown>>,
}

/// All that was found.
#[derive(Default)]
pub(super) struct Found {
    attached: IndexMap<(usize, &'static str), Attached>,
}

/// A resource and which of its pods, a role, the list to attach there, and the resources that the list is made of.
pub(super) type Attachment = ((usize, usize), &'static str, List, Vec<usize>);

impl Found {
    /// Attaches `source` to `target` as far as they belong together.
    pub(super) fn add(
        &mut self,
        objects: &Objects<'_>,
        target: usize,
        role: &'static str,
        source: usize,
        fit: Match<'_>,
    ) {
        self.add_scoped(objects, target, role, (source, None), fit);
    }

    /// Attaches `source` to `target` in the role of its row, and the other way round where that says so.
    pub(super) fn link(
        &mut self,
        objects: &Objects<'_>,
        link: &'static Link,
        (source, target): (usize, usize),
        fit: Match<'_>,
    ) {
        self.add(objects, target, link.role, source, fit);
        if let Some(role) = link.reverse {
            self.add(objects, source, role, target, fit);
        }
    }

    /// Says that there may be more that `source` concerns.
    pub(super) fn leave_open(
        &mut self,
        objects: &Objects<'_>,
        link: &'static Link,
        source: usize,
        uncertainty: Uncertainty<'_>,
    ) {
        if let Some(role) = link.reverse {
            self.uncertainty(objects, source, role, uncertainty);
        }
    }

    /// Like [`add`](Self::add), with the scope that the source has there.
    pub(super) fn add_scoped(
        &mut self,
        objects: &Objects<'_>,
        target: usize,
        role: &'static str,
        source: (usize, Option<&'static str>),
        fit: Match<'_>,
    ) {
        match fit {
            Match::False => {}
            Match::Unknown(uncertainty) => self.uncertainty(objects, target, role, uncertainty),
            Match::True => {
                let attached = self.attached.entry((target, role)).or_default();
                if attached.seen.insert(source) {
                    attached.items.push(source);
                }
            }
        }
    }

    /// Says that there may be more than was found.
    pub(super) fn uncertainty(
        &mut self,
        objects: &Objects<'_>,
        target: usize,
        role: &'static str,
        uncertainty: Uncertainty<'_>,
    ) {
        let attached = self.attached.entry((target, role)).or_default();
        attached.uncertainty.get_or_insert_with(|| uncertainty.at(objects.nodes[target].header));
    }

    /// Adds a name to the list of those that nothing has.
    pub(super) fn miss(&mut self, target: usize, role: &'static str, name: Value) {
        self.attached.entry((target, role)).or_default().missing.push(name);
    }

    /// What is certainly attached.
    pub(super) fn certain(&self, target: usize, role: &'static str) -> impl Iterator<Item = usize> {
        self.attached.get(&(target, role)).into_iter().flat_map(|attached| attached.items.iter().map(|item| item.0))
    }

    /// Whether anything is attached, or may be.
    pub(super) fn is_empty(&self, target: usize, role: &'static str) -> bool {
        !self.attached.contains_key(&(target, role))
    }

    /// Why there may be more than was found; `None` where that is all.
    pub(super) fn doubt_about(&self, target: usize, role: &'static str) -> Option<Arc<Unknown>> {
        self.attached.get(&(target, role))?.uncertainty.clone()
    }

    /// The lists to attach.
    pub(super) fn lists(self, objects: &Objects<'_>) -> Vec<Attachment> {
        let list = |((target, role), mut attached): ((usize, &'static str), Attached)| {
            attached.items.sort_unstable();
            // An object with several pods is attached once.
            attached.items.dedup_by_key(|(source, scope)| (objects.nodes[*source].resource, *scope));
            let items = attached.items.iter().map(|&(source, scope)| body(objects, source, scope));
            let items = items.chain(attached.missing).collect();
            let sources = attached.items.iter().map(|&(source, _)| objects.nodes[source].resource).collect();
            let target = &objects.nodes[target];
            ((target.resource, target.part), role, List::with_rest(items, attached.uncertainty), sources)
        };
        self.attached.into_iter().map(list).collect()
    }
}

/// The body of an object, with its kind, which those of Terraform do not say; of a role, with the scope that its rules
/// have.
fn body(objects: &Objects<'_>, source: usize, scope: Option<&'static str>) -> Value {
    let node = &objects.nodes[source];
    let mut body = node.body.clone();
    if let Kind::Map(map) = &mut body.kind {
        let kind = (map.get("kind").is_none()).then_some(("kind", &*node.kind));
        for (name, text) in kind.into_iter().chain(scope.map(|scope| ("scope", scope))) {
            Arc::make_mut(map).insert(name, node.header, Value::string(text, node.header));
        }
    }
    body
}
