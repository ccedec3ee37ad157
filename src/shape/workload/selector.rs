//! Whether a workload selects the pods that it makes.

use std::sync::Arc;

use super::pod::Pod;
use crate::value::{Coercion, Kind, List, Lookup, Map, Truth, Value, equals};

/// The labels of the selector that the pods do not have; `None` where the workload selects nothing by label.
pub(super) fn unmatched(body: &Map, pod: &Pod) -> Option<Value> {
    let selector = body.get("spec")?.member("selector")?;
    // A ReplicationController has the labels themselves.
    let wanted = selector.member("matchLabels").unwrap_or(selector);
    let wanted_labels = wanted.as_map()?;
    let mut items = Vec::new();
    let mut rest = wanted_labels.rest().cloned();
    for entry in
        wanted_labels.entries().filter(|entry| entry.value.as_map().is_none() && entry.value.as_list().is_none())
    {
        let label = match pod.labels() {
            Lookup::Found(labels) => labels.get(&entry.key),
            other => other,
        };
        let same = match label {
            Lookup::Found(label) => equals(&entry.value, label, Coercion::Scalars),
            Lookup::Absent => Truth::False,
            Lookup::Unknown(unknown) => Truth::Unknown(unknown),
        };
        match same {
            Truth::True => {}
            Truth::False => items.push(entry.value.clone()),
            Truth::Unknown(unknown) => rest = rest.or_else(|| Some(Arc::new(unknown.clone()))),
        }
    }
    Some(Value::new(Kind::List(Arc::new(List::with_rest(items, rest))), wanted.span))
}
