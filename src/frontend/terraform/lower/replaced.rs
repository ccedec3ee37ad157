//! Arguments that `ignore_changes` covers: what is written there stands for a value that is put in its place later.

use std::sync::Arc;

use crate::value::{Elsewhere, Kind, Map, Value};

/// Marks the values of a resource that its `lifecycle` block says to be changed elsewhere.
pub(in crate::frontend::terraform) fn mark_replaced(body: &mut Map) {
    let covered: Vec<String> = covered(body).map(str::to_owned).collect();
    if covered.is_empty() {
        return;
    }
    let all = covered.iter().any(|path| path == "all");
    for (name, value) in body.members_mut().filter(|(name, _)| *name != "lifecycle") {
        for path in covered.iter().map(|path| steps(path)) {
            match path.split_first() {
                _ if all => *value = marked(value, &[]),
                Some((first, rest)) if *first == name => *value = marked(value, rest),
                _ => {}
            }
        }
    }
}

/// The paths, as they are written.
fn covered(body: &Map) -> impl Iterator<Item = &str> {
    let lifecycle = body.get("lifecycle").and_then(Value::as_list).into_iter().flat_map(|blocks| &blocks.items);
    let covered = lifecycle.filter_map(|block| block.member("ignore_changes"));
    covered.flat_map(|covered| match &covered.kind {
        Kind::List(list) => list.items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::from_iter(covered.as_str()),
    })
}

/// The names and positions of a path such as `user[0].password`, which old configurations write within quotes.
fn steps(path: &str) -> Vec<&str> {
    let steps = path.split(['.', '[', ']', '"', ' ']);
    steps.filter(|step| !step.is_empty()).collect()
}

/// A value of which the part below these steps is replaced.
fn marked(value: &Value, steps: &[&str]) -> Value {
    match (steps.split_first(), &value.kind) {
        (None, _) => value.from_elsewhere(&mut |_| Some(Arc::new(Elsewhere::Replaced))),
        (Some((step, rest)), Kind::List(_)) => {
            let mut index = 0..;
            value.map_children(|item| {
                let is_meant = index.next().is_some_and(|index: usize| *step == "*" || *step == index.to_string());
                if is_meant { marked(item, rest) } else { item.clone() }
            })
        }
        (Some((step, rest)), Kind::Map(map)) => {
            let marked = map.filter_map(|entry| {
                Some(if *entry.key == **step { marked(&entry.value, rest) } else { entry.value.clone() })
            });
            Value { kind: Kind::Map(Arc::new(marked)), ..value.clone() }
        }
        _ => value.clone(),
    }
}
