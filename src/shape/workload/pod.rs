//! The pod template of whatever runs pods.

use std::sync::Arc;

use crate::value::{Entry, Kind, Lookup, Map, Unknown, Value};

/// Which list a container is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    App,
    Init,
    Ephemeral,
}

/// A container of a pod.
pub(crate) struct Container {
    pub(crate) role: Role,
    pub(crate) value: Value,
    /// The pod spec whose settings it inherits.
    pub(crate) pod: Value,
}

/// Containers, and why there may be more where that is not known.
#[derive(Default)]
pub(crate) struct Containers {
    pub(crate) items: Vec<Container>,
    pub(crate) rest: Option<Arc<Unknown>>,
}

impl Containers {
    /// Adds the containers of the list `name` of `owner`.
    pub(super) fn add_list(&mut self, owner: &Value, name: &str, role: Role, pod: &Value) {
        match owner.get(name) {
            Lookup::Found(Value { kind: Kind::List(list), .. }) => {
                let container = |value: &Value| Container { role, value: value.clone(), pod: pod.clone() };
                self.items.extend(list.items.iter().map(container));
                self.open(list.rest.as_ref());
            }
            Lookup::Found(value) => self.open(value.as_unknown()),
            Lookup::Unknown(unknown) => self.open(Some(&Arc::new(unknown.clone()))),
            Lookup::Absent => {}
        }
    }

    /// Says why there may be more.
    pub(super) fn open(&mut self, rest: Option<&Arc<Unknown>>) {
        if self.rest.is_none() {
            self.rest = rest.cloned();
        }
    }

    /// Adds all containers of a pod spec.
    fn add_pod(&mut self, pod: &Value) {
        self.add_list(pod, "containers", Role::App, pod);
        self.add_list(pod, "initContainers", Role::Init, pod);
        self.add_list(pod, "ephemeralContainers", Role::Ephemeral, pod);
    }
}

/// A pod template of a resource.
pub(crate) struct Pod {
    /// What holds the pod's metadata: the template, or the Pod itself.
    pub(super) template: Value,
    /// The entry of its `spec`.
    pub(crate) spec: Entry,
    /// Where its containers are.
    pub(super) layout: Layout,
    /// What tells it from the other pods of its object: where it stands, or its name.
    pub(super) part: Option<Arc<str>>,
}

/// Where the containers of a resource are.
pub(super) enum Layout {
    /// In its pod spec.
    Pod,
    /// In steps of its own form.
    Steps(Containers),
}

impl Pod {
    /// Its metadata, where there is any.
    pub(crate) fn metadata(&self) -> Option<&Map> {
        self.template.member("metadata").and_then(Value::as_map)
    }

    /// Its labels, three-valued.
    pub(crate) fn labels(&self) -> Lookup<'_> {
        match self.template.get("metadata") {
            Lookup::Found(metadata) => metadata.get("labels"),
            other => other,
        }
    }

    /// All containers.
    pub(crate) fn into_containers(self) -> Containers {
        let mut containers = Containers::default();
        match self.layout {
            Layout::Pod => containers.add_pod(&self.spec.value),
            Layout::Steps(steps) => containers = steps,
        }
        containers
    }

    /// Whether its containers are steps, which end.
    pub(super) fn has_steps(&self) -> bool {
        matches!(self.layout, Layout::Steps(_))
    }
}
