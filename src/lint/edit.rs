//! Places in the body of a resource, and what is put there instead.

use std::sync::Arc;

use crate::value::{Kind, Value};

/// From a value to one of those that it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Member(Arc<str>),
    Index(usize),
    /// Into what a JSON text stands for.
    Json,
}

/// A member somewhere in the body of a resource.
#[derive(Clone, Debug)]
pub(super) struct Site {
    /// Which resource of the example.
    pub(super) resource: usize,
    /// From its body to the member.
    pub(super) path: Vec<Step>,
    /// The name of the member.
    pub(super) name: Arc<str>,
    pub(super) value: Value,
}

impl Site {
    /// Every member of `body`, at any depth.
    pub(super) fn all(resource: usize, body: &Value) -> Vec<Self> {
        let mut sites = Vec::new();
        let mut open = vec![(Vec::new(), body)];
        while let Some((path, value)) = open.pop() {
            let below = |step: Step| path.iter().cloned().chain([step]).collect::<Vec<_>>();
            match &value.kind {
                Kind::List(list) => {
                    open.extend(list.items.iter().enumerate().map(|(index, item)| (below(Step::Index(index)), item)));
                }
                Kind::Json(inner) => open.push((below(Step::Json), inner)),
                Kind::Map(map) => {
                    for entry in map.entries() {
                        let path = below(Step::Member(Arc::clone(&entry.key)));
                        let (name, value) = (Arc::clone(&entry.key), entry.value.clone());
                        sites.push(Self { resource, path: path.clone(), name, value });
                        open.push((path, &entry.value));
                    }
                }
                _ => {}
            }
        }
        sites
    }

    /// Whether it stands within a text of JSON.
    pub(super) fn is_in_json(&self) -> bool {
        self.path.contains(&Step::Json)
    }

    /// The name of the member in which it stands.
    pub(super) fn parent(&self) -> Option<&str> {
        self.path.iter().rev().skip(1).find_map(|step| match step {
            Step::Member(name) => Some(&**name),
            Step::Index(_) | Step::Json => None,
        })
    }

    /// Puts `value` there.
    pub(super) fn set(&self, body: &mut Value, value: Value) {
        if let Some(place) = self.path.iter().try_fold(body, within) {
            *place = value;
        }
    }

    /// Takes the member away.
    pub(super) fn remove(&self, body: &mut Value) {
        let holder = self.path.split_last().and_then(|(_, way)| way.iter().try_fold(body, within));
        if let Some(map) = holder.and_then(Value::as_map_mut) {
            map.remove(&self.name);
        }
    }
}

fn within<'v>(value: &'v mut Value, step: &Step) -> Option<&'v mut Value> {
    match step {
        Step::Member(name) => value.as_map_mut()?.get_mut(name),
        Step::Index(index) => value.as_list_mut()?.items.get_mut(*index),
        Step::Json => match &mut value.kind {
            Kind::Json(inner) => Some(Arc::make_mut(inner)),
            _ => None,
        },
    }
}
