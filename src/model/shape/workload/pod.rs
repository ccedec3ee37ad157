//! The pod template of whatever runs pods.

use std::sync::Arc;

use super::object::Object;
use crate::model::Resource;
use crate::value::{Entry, Kind, Lookup, Map, Unknown, Value};

/// Kinds whose pod template need not show containers to be known as one.
const POD_KINDS: [&str; 9] = [
    "PodTemplate",
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "ReplicaSet",
    "ReplicationController",
    "Job",
    "CronJob",
    "DeploymentConfig",
];

/// Which list a container is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Role {
    App,
    Init,
    Ephemeral,
}

/// The pod template of a resource.
pub(in crate::model) struct Pod {
    /// What holds the pod's metadata: the template, or the Pod itself.
    template: Value,
    /// The entry of its `spec`.
    pub(in crate::model) spec: Entry,
}

impl Pod {
    /// Finds the template of a resource.
    pub(in crate::model) fn find(resource: &Resource) -> Option<Self> {
        Self::of(&Object::of(resource)?)
    }

    /// Finds the template by its shape, whatever the kind.
    pub(in crate::model) fn of(object: &Object) -> Option<Self> {
        let body = &object.body;
        if &*object.kind == "Pod" {
            let spec = body.as_map()?.entry("spec").filter(|spec| spec.value.as_map().is_some())?;
            return Some(Self { template: body.clone(), spec: spec.clone() });
        }
        let spec = body.member("spec");
        let job = spec.and_then(|spec| spec.member("jobTemplate")?.member("spec"));
        [spec, job, Some(body)].into_iter().flatten().find_map(|holder| {
            let template = holder.member("template")?;
            let spec = template.as_map()?.entry("spec")?;
            let is_pod = spec.value.as_map()?.get("containers").is_some() || POD_KINDS.contains(&&*object.kind);
            is_pod.then(|| Self { template: template.clone(), spec: spec.clone() })
        })
    }

    /// Its metadata, where there is any.
    pub(in crate::model) fn metadata(&self) -> Option<&Map> {
        self.template.member("metadata").and_then(Value::as_map)
    }

    /// Its labels, three-valued.
    pub(in crate::model) fn labels(&self) -> Lookup<'_> {
        match self.template.get("metadata") {
            Lookup::Found(metadata) => metadata.get("labels"),
            other => other,
        }
    }

    /// All containers, and why there may be more where that is not known.
    pub(in crate::model) fn containers(&self) -> (Vec<(Role, &Value)>, Option<Arc<Unknown>>) {
        let mut containers = Vec::new();
        let mut rest = None;
        let lists =
            [("containers", Role::App), ("initContainers", Role::Init), ("ephemeralContainers", Role::Ephemeral)];
        for (name, role) in lists {
            match self.spec.value.get(name) {
                Lookup::Found(Value { kind: Kind::List(list), .. }) => {
                    containers.extend(list.items.iter().map(|container| (role, container)));
                    rest = rest.or_else(|| list.rest.clone());
                }
                Lookup::Found(value) => rest = rest.or_else(|| value.as_unknown().cloned()),
                Lookup::Unknown(unknown) => rest = rest.or_else(|| Some(Arc::new(unknown.clone()))),
                Lookup::Absent => {}
            }
        }
        (containers, rest)
    }
}
