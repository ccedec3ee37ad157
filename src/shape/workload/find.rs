//! Finding the pod templates of a resource.

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
    /// Finds the templates of a resource.
    pub(crate) fn find(resource: &Resource) -> Vec<Self> {
        Object::of(resource).map_or_else(Vec::new, |object| Self::all(&object))
    }

    /// Finds the templates by their shape, whatever the kind.
    pub(crate) fn all(object: &Object) -> Vec<Self> {
        let usual = Self::usual(object);
        let others = match object.custom_group() {
            None => Vec::new(),
            Some("argoproj.io") => {
                Some(argo::pods(object)).filter(|pods| !pods.is_empty()).unwrap_or_else(|| custom::pods(object))
            }
            Some("tekton.dev") => tekton::pod(object).into_iter().collect(),
            Some(_) => custom::pods(object),
        };
        let is_known = |pod: &Self| others.iter().any(|other| other.spec.value.span == pod.spec.value.span);
        usual.filter(|pod| !is_known(pod)).into_iter().chain(others).collect()
    }

    /// The template where Kubernetes' own kinds have it.
    fn usual(object: &Object) -> Option<Self> {
        let body = &object.body;
        if &*object.kind == "Pod" {
            let spec = body.as_map()?.entry("spec").filter(|spec| spec.value.as_map().is_some())?;
            return Some(Self { template: body.clone(), spec: spec.clone(), layout: Layout::Pod, part: None });
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
            is_pod.then(|| Self { template: template.clone(), spec: spec.clone(), layout: Layout::Pod, part: None })
        })
    }

    /// A template without a spec.
    fn empty(template: &Value) -> Self {
        let value = Value::map(Map::new(), template.span);
        let spec = Entry { key: "spec".into(), key_span: template.span, value };
        Self { template: template.clone(), spec, layout: Layout::Pod, part: None }
    }
}
