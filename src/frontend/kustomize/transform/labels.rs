//! `labels`, `commonLabels` and `commonAnnotations`.

use super::super::configuration::Configuration;
use super::super::definition::items;
use super::super::field_path::{FieldSpec, Leaf};
use super::super::object::Object;
use crate::source::Span;
use crate::value::{Map, Value};

const OWN_LABELS: FieldSpec<'static> = FieldSpec::any("metadata/labels", true);

/// Where the pods of each kind get their labels.
const TEMPLATES: [FieldSpec<'static>; 8] = [
    FieldSpec { version: Some("v1"), ..FieldSpec::of("ReplicationController", "spec/template/metadata/labels", true) },
    FieldSpec::of("Deployment", "spec/template/metadata/labels", true),
    FieldSpec::of("ReplicaSet", "spec/template/metadata/labels", true),
    FieldSpec::of("DaemonSet", "spec/template/metadata/labels", true),
    FieldSpec::of_group("apps", "StatefulSet", "spec/template/metadata/labels", true),
    FieldSpec::of_group("batch", "Job", "spec/template/metadata/labels", true),
    FieldSpec::of_group("batch", "CronJob", "spec/jobTemplate/metadata/labels", true),
    FieldSpec::of_group("batch", "CronJob", "spec/jobTemplate/spec/template/metadata/labels", true),
];

const CLAIM_TEMPLATES: FieldSpec<'static> =
    FieldSpec::of_group("apps", "StatefulSet", "spec/volumeClaimTemplates[]/metadata/labels", true);

/// Where labels select pods.
const SELECTORS: [FieldSpec<'static>; 12] = [
    FieldSpec { version: Some("v1"), ..FieldSpec::of("Service", "spec/selector", true) },
    FieldSpec { version: Some("v1"), ..FieldSpec::of("ReplicationController", "spec/selector", true) },
    FieldSpec::of("Deployment", "spec/selector/matchLabels", true),
    FieldSpec::of("ReplicaSet", "spec/selector/matchLabels", true),
    FieldSpec::of("DaemonSet", "spec/selector/matchLabels", true),
    FieldSpec::of_group("apps", "StatefulSet", "spec/selector/matchLabels", true),
    FieldSpec::of_group("batch", "Job", "spec/selector/matchLabels", false),
    FieldSpec::of_group("batch", "CronJob", "spec/jobTemplate/spec/selector/matchLabels", false),
    FieldSpec::of_group("policy", "PodDisruptionBudget", "spec/selector/matchLabels", false),
    FieldSpec::of_group("networking.k8s.io", "NetworkPolicy", "spec/podSelector/matchLabels", false),
    FieldSpec::of_group("networking.k8s.io", "NetworkPolicy", "spec/ingress/from/podSelector/matchLabels", false),
    FieldSpec::of_group("networking.k8s.io", "NetworkPolicy", "spec/egress/to/podSelector/matchLabels", false),
];

/// Where pods of a `Deployment` or `StatefulSet` say which others they want near.
const AFFINITIES: [&str; 5] = [
    "spec/template/spec/affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels",
    "spec/template/spec/affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels",
    "spec/template/spec/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels",
    "spec/template/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels",
    "spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels",
];

/// Where `commonAnnotations` go.
pub(in super::super) const ANNOTATIONS: [FieldSpec<'static>; 9] = [
    FieldSpec::any("metadata/annotations", true),
    FieldSpec {
        version: Some("v1"),
        ..FieldSpec::of("ReplicationController", "spec/template/metadata/annotations", true)
    },
    FieldSpec::of("Deployment", "spec/template/metadata/annotations", true),
    FieldSpec::of("ReplicaSet", "spec/template/metadata/annotations", true),
    FieldSpec::of("DaemonSet", "spec/template/metadata/annotations", true),
    FieldSpec::of("StatefulSet", "spec/template/metadata/annotations", true),
    FieldSpec::of_group("batch", "Job", "spec/template/metadata/annotations", true),
    FieldSpec::of_group("batch", "CronJob", "spec/jobTemplate/metadata/annotations", true),
    FieldSpec::of_group("batch", "CronJob", "spec/jobTemplate/spec/template/metadata/annotations", true),
];

/// One entry of `labels`.
pub(in super::super) fn labels(objects: &mut [Object], entry: &Value, configuration: &Configuration<'_>) {
    let is_set = |key| entry.member(key).and_then(Value::as_bool) == Some(true);
    let mut specs: Vec<FieldSpec<'_>> = items(entry, "fields").filter_map(FieldSpec::read).collect();
    if is_set("includeSelectors") {
        specs.extend(common_labels(configuration));
    } else {
        specs.extend(configuration.specs(&[OWN_LABELS], "labels"));
        if is_set("includeTemplates") {
            specs.extend(configuration.specs(&TEMPLATES, "templateLabels"));
            specs.push(CLAIM_TEMPLATES);
        }
    }
    set(objects, entry.member("pairs"), &specs);
}

/// Where `commonLabels` go: everywhere, selectors included.
pub(in super::super) fn common_labels<'p>(configuration: &Configuration<'p>) -> Vec<FieldSpec<'p>> {
    configuration.specs(&everywhere(), "commonLabels")
}

fn everywhere() -> Vec<FieldSpec<'static>> {
    let affinities = ["Deployment", "StatefulSet"]
        .into_iter()
        .flat_map(|kind| AFFINITIES.map(|path| FieldSpec::of_group("apps", kind, path, false)));
    SELECTORS.into_iter().chain(TEMPLATES).chain([OWN_LABELS, CLAIM_TEMPLATES]).chain(affinities).collect()
}

/// `buildMetadata: [managedByLabel]`: only on the objects themselves.
pub(in super::super) fn managed_by(objects: &mut [Object], span: Span) {
    const LABEL: &str = "app.kubernetes.io/managed-by";
    let mut pairs = Map::new();
    // What the Kustomize in kubectl calls itself.
    pairs.insert(LABEL, span, Value::string("kustomize-(devel)", span));
    set(objects, Some(&Value::map(pairs, span)), &[OWN_LABELS]);
}

/// Puts labels or annotations into these fields.
pub(in super::super) fn set(objects: &mut [Object], pairs: Option<&Value>, specs: &[FieldSpec<'_>]) {
    let Some(pairs) = pairs else { return };
    let Some(map) = pairs.as_map().filter(|map| !map.is_empty()) else { return };
    for object in objects {
        let id = object.id();
        for spec in specs.iter().filter(|spec| spec.applies(&id.group, &id.version, &id.kind)) {
            spec.visit(&mut object.body, Leaf::Map, pairs.span, &mut |value| add(value, map, pairs.span));
        }
        object.ground(pairs.span);
    }
}

fn add(value: &mut Value, pairs: &Map, span: Span) {
    if value.is_null() {
        *value = Value::map(Map::new(), span);
    }
    if let Some(map) = value.as_map_mut() {
        for pair in pairs.entries() {
            let is_empty = pair.value.is_null();
            let value = if is_empty { Value::string("", pair.value.span) } else { pair.value.clone() };
            map.insert(pair.key.clone(), pair.key_span, value);
        }
    }
}
