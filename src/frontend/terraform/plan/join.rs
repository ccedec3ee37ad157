//! Which root module a plan was made of, and which of its resources are there.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::document::{Plan, text};
use super::fill::{Known, fill};
use super::values::{self, Extent};
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::frontend::api::Output;
use crate::model::Resource;
use crate::source::{SourceMap, Span, TextRange};
use crate::syntax::yaml::Node;
use crate::value::Address;

/// What came of joining a plan with the source.
#[derive(Default)]
pub(super) struct Joined {
    /// Whether the source is there.
    pub(super) found: bool,
    /// Positions of the planned resources that are judged as those of the source.
    pub(super) consumed: HashSet<usize>,
    /// What the user should know.
    pub(super) note: Option<Diagnostic>,
}

/// Gives what a plan knows to the resources of the root module that it was made of.
pub(super) fn join(plan: &Plan<'_>, roots: &mut [Output], sources: &SourceMap) -> Joined {
    let names = planned_names(plan);
    // More than half of the names must be there: a few are alike by chance.
    let scores: Vec<usize> = roots.iter().map(|root| names.intersection(&source_names(root)).count()).collect();
    let best = scores.iter().copied().max().unwrap_or(0);
    if best * 2 <= names.len() {
        return Joined::default();
    }
    let mut fitting = scores.iter().zip(roots).filter(|(score, _)| **score == best).map(|(_, root)| root);
    let (Some(root), next) = (fitting.next(), fitting.next()) else { return Joined::default() };
    if let Some(other) = next {
        return Joined { note: Some(ambiguous(plan, [root, other], sources)), ..Joined::default() };
    }
    let planned = Index::new(plan);
    let mut consumed = HashSet::new();
    root.resources = std::mem::take(&mut root.resources)
        .into_iter()
        .flat_map(|resource| planned.instances(resource, &mut consumed))
        .collect();
    let extra = planned.extra(&root.resources, &mut consumed);
    root.resources.extend(extra);
    forget_missing(plan, root);
    Joined { found: true, consumed, note: None }
}

/// Drops the notes on modules that are not on this machine and that the plan holds.
fn forget_missing(plan: &Plan<'_>, root: &mut Output) {
    let is_held = |resource: &&Resource| &*resource.kind == "module" && plan.module(&resource.address).is_some();
    let held: HashSet<Span> = root.resources.iter().filter(is_held).map(|call| call.header).collect();
    root.diagnostics.retain(|diagnostic| match diagnostic.place {
        Place::Text(span) => {
            !(matches!(diagnostic.code, "module-remote" | "module-missing" | "module-source") && held.contains(&span))
        }
        _ => true,
    });
}

fn ambiguous(plan: &Plan<'_>, roots: [&mut Output; 2], sources: &SourceMap) -> Diagnostic {
    let folder = |root: &Output| match root.resources.first() {
        Some(resource) => match sources.get(resource.declaration.file).folder() {
            "" => ".".to_owned(),
            folder => folder.to_owned(),
        },
        None => String::new(),
    };
    let [first, second] = roots.map(|root| folder(root));
    let message = format!(
        "the plan was assessed without its source: the root modules `{first}` and `{second}` fit it equally well"
    );
    Diagnostic::at(Level::Note, "plan-ambiguous", plan.span(TextRange::empty(0)), message)
}

/// What the root module of a plan declares.
fn planned_names(plan: &Plan<'_>) -> HashSet<Address> {
    let Some(root) = plan.modules.first().map(|module| module.node) else {
        let own = plan.planned.iter().filter(|planned| planned.calls.is_empty());
        return own.map(|planned| planned.address.without_keys()).collect();
    };
    let resources = root.get("resources").into_iter().flat_map(Node::items);
    let calls = root.get("module_calls").into_iter().flat_map(Node::entries);
    let resources = resources.filter_map(|resource| text(resource, "address")).map(Address::new);
    resources.chain(calls.map(|call| Address::new("module").join(&call.key))).collect()
}

/// What a root module declares, in the same words.
fn source_names(root: &Output) -> HashSet<Address> {
    let own = root.resources.iter().filter(|resource| resource.calls.is_empty());
    own.map(|resource| resource.address.without_keys()).collect()
}

/// The planned resources by address.
struct Index<'p, 'n> {
    plan: &'p Plan<'n>,
    exact: HashMap<Address, usize>,
    /// All instances of an address without keys.
    plain: BTreeMap<Address, Vec<usize>>,
}

impl<'p, 'n> Index<'p, 'n> {
    fn new(plan: &'p Plan<'n>) -> Self {
        let mut index = Self { plan, exact: HashMap::new(), plain: BTreeMap::new() };
        for (position, planned) in plan.planned.iter().enumerate() {
            index.exact.insert(planned.address.clone(), position);
            index.plain.entry(planned.address.without_keys()).or_default().push(position);
        }
        index
    }

    /// A resource of the source with what the plan knows of it. Where the source does not know which instances there
    /// are, those of the plan.
    fn instances(&self, resource: Resource, consumed: &mut HashSet<usize>) -> Vec<Resource> {
        if let Some(&position) = self.exact.get(&resource.address) {
            consumed.insert(position);
            return vec![self.filled(&resource, position, Known::Source)];
        }
        if !resource.address.has_unknown_key() {
            return vec![resource];
        }
        let all = self.plain.get(&resource.address.without_keys()).map_or(&[][..], Vec::as_slice);
        let fitting = all.iter().copied().filter(|&position| {
            resource.address.may_be(&self.plan.planned[position].address) && consumed.insert(position)
        });
        let instances: Vec<_> = fitting.map(|position| self.filled(&resource, position, Known::Source)).collect();
        if instances.is_empty() { vec![resource] } else { instances }
    }

    /// Planned instances that the source does not have although it declares their resource: it was planned with other
    /// values of variables.
    fn extra(&self, source: &[Resource], consumed: &mut HashSet<usize>) -> Vec<Resource> {
        let mut declared: HashMap<Address, &Resource> = HashMap::new();
        for resource in source {
            declared.entry(resource.address.without_keys()).or_insert(resource);
        }
        let mut extra = Vec::new();
        for (address, positions) in &self.plain {
            let Some(resource) = declared.get(address) else { continue };
            let missing = positions.iter().copied().filter(|&position| consumed.insert(position));
            extra.extend(missing.map(|position| self.filled(resource, position, Known::Plan)));
        }
        extra
    }

    fn filled(&self, resource: &Resource, position: usize, known: Known) -> Resource {
        let planned = values::resource(self.plan, position, Extent::Everything);
        let body = fill(&resource.body, &planned.body, known);
        Resource { address: planned.address, body, ..resource.clone() }
    }
}
