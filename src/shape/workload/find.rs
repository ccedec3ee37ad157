//! Finding the pod template of a resource.

use super::object::Object;
use super::pod::{Layout, Pod};
use super::{argo, custom, tekton};
use crate::model::Resource;
use crate::value::{Entry, Map, Value};

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

/// Whether objects of this kind are known to run pods.
pub(super) fn is_kind(kind: &str) -> bool {
    kind == "Pod" || POD_KINDS.contains(&kind)
}

impl Pod {
    /// Finds the template of a resource.
    pub(crate) fn find(resource: &Resource) -> Option<Self> {
        Self::of(&Object::of(resource)?)
    }

    /// Finds the template by its shape, whatever the kind.
    pub(crate) fn of(object: &Object) -> Option<Self> {
        Self::usual(object).or_else(|| match object.custom_group()? {
            "argoproj.io" => argo::pod(object).or_else(|| custom::pod(object)),
            "tekton.dev" => tekton::pod(object),
            _ => custom::pod(object),
        })
    }

    /// The template where Kubernetes' own kinds have it.
    fn usual(object: &Object) -> Option<Self> {
        let body = &object.body;
        if &*object.kind == "Pod" {
            let spec = body.as_map()?.entry("spec").filter(|spec| spec.value.as_map().is_some())?;
            return Some(Self { template: body.clone(), spec: spec.clone(), layout: Layout::Pod });
        }
        let spec = body.member("spec");
        let job = spec.and_then(|spec| spec.member("jobTemplate")?.member("spec"));
        [spec, job, Some(body)].into_iter().flatten().find_map(|holder| {
            let template = holder.member("template")?;
            let is_known = POD_KINDS.contains(&&*object.kind);
            let Some(spec) = template.as_map()?.entry("spec") else {
                // Its labels are enough for what selects it.
                return is_known.then(|| Self::empty(template));
            };
            let is_pod = spec.value.as_map()?.get("containers").is_some() || is_known;
            is_pod.then(|| Self { template: template.clone(), spec: spec.clone(), layout: Layout::Pod })
        })
    }

    /// A template without a spec.
    fn empty(template: &Value) -> Self {
        let value = Value::map(Map::new(), template.span);
        let spec = Entry { key: "spec".into(), key_span: template.span, value };
        Self { template: template.clone(), spec, layout: Layout::Pod }
    }
}
