//! Objects that select pods by label.

use std::sync::Arc;

use super::found::{Found, Match, Uncertainty};
use super::index::Index;
use super::labels::{Selector, scalar};
use super::object::{Name, Node, Objects};
use super::table::{Form, Link, Otherwise, Selection, Strategy};
use crate::shape::workload::Pod;
use crate::value::{Lookup, Value};

/// The selector of an object; `None` where it selects nothing.
fn selector<'v>(body: &'v Value, selection: &Selection) -> Option<Selector<'v>> {
    if let Form::Other(why) = selection.form {
        return Some(Selector::uncertain(Uncertainty::Because(why)));
    }
    let has = |path: &str| path.split('.').try_fold(body, Value::member).is_some();
    if let Some((_, why)) = selection.beyond.iter().find(|(path, _)| has(path)) {
        return Some(Selector::uncertain(Uncertainty::Because(why)));
    }
    if selection.otherwise == Otherwise::All {
        body.member("spec")?;
    }
    let written = match body.get("spec") {
        Lookup::Found(spec) => spec.get(selection.at),
        other => other,
    };
    let selector = match selection.form {
        Form::Equalities if selects_nothing(written) => return None,
        Form::Equalities => Selector::at(written, Selector::equalities),
        Form::Labels => Selector::at(written, Selector::labels),
        Form::Expression => Selector::at(written, Selector::expression),
        Form::Other(_) => None,
    };
    match selection.otherwise {
        Otherwise::Nothing => selector,
        Otherwise::All => Some(selector.unwrap_or_default()),
    }
}

/// Whether there are no labels for certain.
fn selects_nothing(labels: Lookup<'_>) -> bool {
    matches!(labels, Lookup::Found(labels) if labels.as_map().is_some_and(|map| map.is_empty() && map.rest().is_none()))
}

/// How a selector is found in the index.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    /// By a label that all its pods have.
    Label(Arc<str>, Arc<str>),
    /// It has none.
    Loose,
    /// Every selector, for pods of which the labels are not known.
    Every,
}

/// An object with its selector.
struct Candidate<'v> {
    object: usize,
    link: &'static Link,
    selector: Selector<'v>,
}

/// Attaches selecting objects to workloads, and workloads to these.
pub(super) fn find(objects: &Objects<'_>, found: &mut Found) {
    let mut candidates = Vec::new();
    let mut index = Index::default();
    let cluster = Name::Known("".into());
    for (object, node, link) in objects.linked(|strategy| matches!(strategy, Strategy::Selects(_))) {
        let Strategy::Selects(selection) = &link.strategy else { continue };
        let Some(selector) = selector(&node.body, selection) else { continue };
        let key = selector.pair().map_or(Key::Loose, |(key, value)| Key::Label(key, value));
        // No namespace has an empty name.
        let namespace = if link.namespaced { &node.namespace } else { &cluster };
        let kept = index.insert(namespace, key, candidates.len());
        if !(index.insert(namespace, Key::Every, candidates.len()) && kept) {
            found.leave_open(objects, link, object, Uncertainty::Because("too many objects select pods here"));
        }
        if selector.asks_controllers() {
            let why = Uncertainty::Because("the controller of the pods sets a label that they are selected by");
            found.leave_open(objects, link, object, why);
        }
        candidates.push(Candidate { object, link, selector });
    }
    for (workload, node, pod) in objects.workloads() {
        for key in keys(pod) {
            for candidate in index.near(&node.namespace, &key).chain(index.near(&cluster, &key)) {
                let candidate = &candidates[candidate];
                let fit = fits(objects, candidate, (workload, node, pod));
                found.link(objects, candidate.link, (candidate.object, workload), fit);
            }
        }
    }
}

fn fits<'v>(
    objects: &'v Objects<'_>,
    candidate: &Candidate<'v>,
    (workload, node, pod): (usize, &'v Node<'_>, &'v Pod),
) -> Match<'v> {
    let same_namespace = || match candidate.link.namespaced {
        true => objects.nodes[candidate.object].namespace.is_same(&node.namespace),
        false => Match::True,
    };
    let within = if candidate.link.namespaced { &node.namespace } else { &Name::Absent };
    let selected = candidate.selector.selects_pods(pod.labels(), node);
    selected.and(same_namespace).and(|| objects.belong(candidate.object, workload, within))
}

/// The keys by which selectors of these pods are found.
fn keys(pod: &Pod) -> Vec<Key> {
    let labels = match pod.labels() {
        Lookup::Absent => return vec![Key::Loose],
        Lookup::Unknown(_) => return vec![Key::Every],
        Lookup::Found(labels) => labels,
    };
    if labels.first_unknown().is_some() {
        return vec![Key::Every];
    }
    let label = |entry: &crate::value::Entry| Some(Key::Label(Arc::clone(&entry.key), scalar(&entry.value)?));
    let labels = labels.as_map().into_iter().flat_map(|labels| labels.entries().filter_map(label));
    labels.chain([Key::Loose]).collect()
}
