//! Resources of Terraform's Kubernetes provider as Kubernetes objects.
//!
//! The provider writes the names of Kubernetes in snake case, every object as a block, and the elements of lists as
//! repeated blocks of a name in the singular. Maps such as labels keep their keys.

use std::sync::Arc;

use crate::model::{ATTACHED, Resource};
use crate::source::Span;
use crate::value::{Kind, List, Lookup, Map, Reason, Unknown, Value};

/// Deepest nesting that is followed; the provider's own schema is less deep.
const DEPTH_LIMIT: usize = 32;

/// Repeated blocks, with the names of the lists that they make.
const LISTS: &[(&str, &str)] = &[
    ("address", "addresses"),
    ("cluster_role_selectors", "clusterRoleSelectors"),
    ("container", "containers"),
    ("egress", "egress"),
    ("endpoint", "endpoints"),
    ("env", "env"),
    ("env_from", "envFrom"),
    ("from", "from"),
    ("host_aliases", "hostAliases"),
    ("http_header", "httpHeaders"),
    ("image_pull_secret", "imagePullSecrets"),
    ("image_pull_secrets", "imagePullSecrets"),
    ("ingress", "ingress"),
    ("init_container", "initContainers"),
    ("items", "items"),
    ("limit", "limits"),
    ("match_expression", "matchExpressions"),
    ("match_expressions", "matchExpressions"),
    ("match_fields", "matchFields"),
    ("metric", "metrics"),
    ("node_selector_term", "nodeSelectorTerms"),
    ("option", "options"),
    ("path", "paths"),
    ("port", "ports"),
    ("ports", "ports"),
    ("preferred_during_scheduling_ignored_during_execution", "preferredDuringSchedulingIgnoredDuringExecution"),
    ("range", "ranges"),
    ("readiness_gate", "readinessGates"),
    ("required_during_scheduling_ignored_during_execution", "requiredDuringSchedulingIgnoredDuringExecution"),
    ("rule", "rules"),
    ("sources", "sources"),
    ("subject", "subjects"),
    ("subset", "subsets"),
    ("sysctl", "sysctls"),
    ("tls", "tls"),
    ("to", "to"),
    ("toleration", "tolerations"),
    ("topology_spread_constraint", "topologySpreadConstraints"),
    ("volume", "volumes"),
    ("volume_claim_template", "volumeClaimTemplates"),
    ("volume_device", "volumeDevices"),
    ("volume_mount", "volumeMounts"),
    ("webhook", "webhooks"),
];

/// Arguments that are maps with keys of their own.
const MAPS: [&str; 13] = [
    "annotations",
    "binary_data",
    "data",
    "labels",
    "limits",
    "match_labels",
    "node_selector",
    "options",
    "overhead",
    "parameters",
    "requests",
    "string_data",
    "volume_attributes",
];

/// Names that are not simply the provider's in camel case.
const NAMES: &[(&str, &str)] = &[
    ("cluster_ip", "clusterIP"),
    ("cluster_ips", "clusterIPs"),
    ("external_ips", "externalIPs"),
    ("host_ip", "hostIP"),
    ("host_ipc", "hostIPC"),
    ("host_pid", "hostPID"),
    ("load_balancer_ip", "loadBalancerIP"),
    ("non_resource_urls", "nonResourceURLs"),
    ("run_as_username", "runAsUserName"),
    ("scale_io", "scaleIO"),
];

/// How the provider writes a name of Kubernetes: that of the block where it is a list of objects.
pub fn written_name(name: &str, is_list: bool) -> String {
    let listed = LISTS.iter().find(|(_, list)| is_list && *list == name);
    let own = listed.or_else(|| NAMES.iter().find(|(_, known)| *known == name));
    own.map_or_else(|| snake(name), |(own, _)| (*own).to_owned())
}

/// Whether the provider has a map with keys of its own under this name, and no block.
pub fn is_written_as_map(name: &str) -> bool {
    MAPS.contains(&name)
}

/// `securityContext` as `security_context`.
fn snake(name: &str) -> String {
    let mut written = String::with_capacity(name.len() + 4);
    for char in name.chars() {
        if char.is_ascii_uppercase() {
            written.push('_');
        }
        written.push(char.to_ascii_lowercase());
    }
    written
}

/// The kind of the object of a `kubernetes_…` resource.
pub(super) fn kind(resource: &Resource) -> Option<Arc<str>> {
    match resource.kind.strip_prefix("kubernetes_")? {
        "manifest" => Some(resource.body.member("manifest")?.member("kind")?.as_str()?.into()),
        own => Some(kind_of(own).into()),
    }
}

/// The kind and the body of the object that a `kubernetes_…` resource declares.
pub(super) fn object(resource: &Resource) -> Option<(Arc<str>, Value)> {
    let own = resource.kind.strip_prefix("kubernetes_")?;
    let body = resource.body.as_map()?;
    if own == "manifest" {
        // Arguments that are objects keep their nulls, which manifests do not have.
        let manifest = within_limit(body.get("manifest")?, DEPTH_LIMIT).without_nulls();
        let kind = manifest.member("kind")?.as_str()?.into();
        return Some((kind, manifest));
    }
    let kind = kind_of(own);
    let mut object = block(body, "", DEPTH_LIMIT);
    // The provider's default. What is not in a namespace at all is known by its kind.
    if !kind.starts_with("Cluster")
        && let Some(Value { kind: Kind::Map(metadata), span, .. }) = object.get_mut("metadata")
        && matches!(metadata.lookup("namespace"), Lookup::Absent)
    {
        Arc::make_mut(metadata).insert("namespace", *span, Value::string("default", *span));
    }
    Some((kind.into(), Value::map(object, resource.body.span)))
}

/// The kind of object that a type of Terraform resource declares.
pub(super) fn kind_of_type(name: &str) -> Option<String> {
    name.strip_prefix("kubernetes_").map(kind_of)
}

/// `cron_job_v1` gives `CronJob`.
fn kind_of(own: &str) -> String {
    let is_version = |end: &str| end.starts_with('v') && end[1..].starts_with(|char: char| char.is_ascii_digit());
    let name = own.rsplit_once('_').filter(|(_, end)| is_version(end)).map_or(own, |(name, _)| name);
    if name == "daemonset" {
        return "DaemonSet".to_owned();
    }
    let mut kind = camel(name);
    if let Some(first) = kind.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    kind
}

fn camel(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    for part in name.split('_') {
        match part.chars().next() {
            Some(first) if !camel.is_empty() => {
                camel.push(first.to_ascii_uppercase());
                camel.push_str(&part[first.len_utf8()..]);
            }
            _ => camel.push_str(part),
        }
    }
    camel
}

fn name_of(name: &str) -> String {
    NAMES.iter().find(|(own, _)| *own == name).map_or_else(|| camel(name), |(_, name)| (*name).to_owned())
}

/// The arguments and blocks of a block, which is of type `of`.
fn block(map: &Map, of: &str, depth: usize) -> Map {
    let mut object = Map::new();
    for entry in map.entries().filter(|entry| &*entry.key != ATTACHED) {
        // Node affinity has one object where pod affinity has a list.
        let single = of == "node_affinity" && entry.key.starts_with("required_");
        let is_map = matches!(entry.value.kind, Kind::Map(_));
        let list = LISTS
            .iter()
            .find(|(name, _)| *name == &*entry.key && !single)
            .filter(|_| is_map || is_blocks(&entry.value));
        let value = match list {
            Some(_) => Some(each(&entry.value, &entry.key, depth)),
            None => only(&entry.value, &entry.key, depth),
        };
        if let Some(value) = value {
            let name = list.map_or_else(|| name_of(&entry.key), |(_, name)| (*name).to_owned());
            object.insert(name, entry.key_span, value);
        }
    }
    if let Some(rest) = map.rest() {
        object.open(Arc::clone(rest));
    }
    object
}

/// Whether a value is made of blocks, rather than an argument.
fn is_blocks(value: &Value) -> bool {
    match &value.kind {
        Kind::List(list) => list.items.iter().all(|item| matches!(item.kind, Kind::Map(_) | Kind::Unknown(_))),
        Kind::Either(either) => either.options.iter().any(is_blocks),
        _ => false,
    }
}

/// Repeated blocks as a list of objects.
fn each(value: &Value, of: &str, depth: usize) -> Value {
    let kind = match &value.kind {
        Kind::List(list) => {
            let items = list.items.iter().map(|item| converted(item, of, depth)).collect();
            Kind::List(Arc::new(List::with_rest(items, list.rest.clone())))
        }
        Kind::Either(either) => {
            let options = either.options.iter().map(|option| each(option, of, depth)).collect();
            return Value::either(options, Arc::clone(&either.cause), value.span);
        }
        // JSON and older configurations write a block as an object.
        Kind::Map(_) => Kind::List(Arc::new(List::new(vec![converted(value, of, depth)]))),
        _ => return value.clone(),
    };
    Value { kind, ..value.clone() }
}

/// A block that there is at most once as an object; an argument as it is. `None` where there is none.
fn only(value: &Value, of: &str, depth: usize) -> Option<Value> {
    match &value.kind {
        Kind::Null => None,
        Kind::Map(_) if !MAPS.contains(&of) => Some(converted(value, of, depth)),
        Kind::List(list) if is_blocks(value) => match (list.items.first(), &list.rest) {
            (Some(item), None) => Some(converted(item, of, depth)),
            (Some(item), Some(rest)) => Some(opened(converted(item, of, depth), rest)),
            (None, Some(rest)) => Some(Value::unknown(Arc::clone(rest), value.span)),
            (None, None) => None,
        },
        Kind::Either(either) if is_blocks(value) => {
            let absent = |option: &Value| Value::null(option.span);
            let option = |option| only(option, of, depth).unwrap_or_else(|| absent(option));
            let options = either.options.iter().map(option).collect();
            Some(Value::either(options, Arc::clone(&either.cause), value.span))
        }
        _ => Some(value.clone()),
    }
}

fn converted(item: &Value, of: &str, depth: usize) -> Value {
    let Some(map) = item.as_map() else {
        return item.clone();
    };
    if depth == 0 {
        return too_deep(item.span);
    }
    Value { kind: Kind::Map(Arc::new(block(map, of, depth - 1))), ..item.clone() }
}

/// A block that a condition which is not known may leave out.
fn opened(value: Value, rest: &Arc<Unknown>) -> Value {
    let Kind::Map(map) = &value.kind else {
        return value;
    };
    let mut map = Map::clone(map);
    map.open(Arc::clone(rest));
    Value { kind: Kind::Map(Arc::new(map)), ..value }
}

/// The value with lists and maps that are nested deeper than this unknown.
fn within_limit(value: &Value, depth: usize) -> Value {
    match value.kind {
        Kind::List(_) | Kind::Map(_) if depth == 0 => too_deep(value.span),
        Kind::List(_) | Kind::Map(_) => value.map_children(|child| within_limit(child, depth - 1)),
        _ => value.clone(),
    }
}

fn too_deep(span: Span) -> Value {
    Value::unknown(Unknown::new(Reason::Limit("nesting"), span), span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::Fixture;

    fn converted(kind: &str, body: &str) -> Option<(String, String)> {
        let fixture = Fixture::new(kind, &format!("{kind}.web"), body);
        object(&fixture.resource).map(|(kind, body)| (kind.to_string(), body.render()))
    }

    #[test]
    fn kinds_lose_prefix_and_version() {
        let rows = [
            ("kubernetes_pod", Some("Pod")),
            ("kubernetes_deployment_v1", Some("Deployment")),
            ("kubernetes_daemonset", Some("DaemonSet")),
            ("kubernetes_daemon_set_v1", Some("DaemonSet")),
            ("kubernetes_stateful_set", Some("StatefulSet")),
            ("kubernetes_cron_job_v1", Some("CronJob")),
            ("kubernetes_horizontal_pod_autoscaler_v2beta2", Some("HorizontalPodAutoscaler")),
            ("aws_instance", None),
        ];
        for (kind, expected) in rows {
            let found = converted(kind, "{}").map(|(kind, _)| kind);
            assert_eq!(found.as_deref(), expected, "{kind}");
        }
    }

    #[test]
    fn blocks_become_objects_and_lists_of_their_own_names() {
        let rows = [
            (r#"{"spec": [{"host_pid": true}]}"#, "{spec: {hostPID: true}}"),
            (r#"{"spec": [{"init_container": [{"name": "a"}]}]}"#, r#"{spec: {initContainers: [{name: "a"}]}}"#),
            (r#"{"http_get": [{"port": 80}]}"#, "{httpGet: {port: 80}}"),
            (r#"{"host_path": [{"path": "/a"}]}"#, r#"{hostPath: {path: "/a"}}"#),
            (r#"{"command": ["a"], "args": []}"#, r#"{command: ["a"]}"#),
            (r#"{"limits": {"a_b/c": "1"}}"#, r#"{limits: {a_b/c: "1"}}"#),
            (r#"{"limits": [{"cpu": "1"}]}"#, r#"{limits: {cpu: "1"}}"#),
            (r#"{"ingress": [{}], "pod_selector": [{}]}"#, "{ingress: [{}], podSelector: {}}"),
            (
                r#"{"container": {"security_context": {"run_as_user": 1}}}"#,
                "{containers: [{securityContext: {runAsUser: 1}}]}",
            ),
            (
                r#"{"metadata": [{"namespace": "a", "labels": {"a_b": "c"}}]}"#,
                r#"{metadata: {labels: {a_b: "c"}, namespace: "a"}}"#,
            ),
            (r#"{"metadata": [{"name": "a"}]}"#, r#"{metadata: {name: "a", namespace: "default"}}"#),
            (r#"{"metadata": [{"namespace": "a"}]}"#, r#"{metadata: {namespace: "a"}}"#),
            (r#"{"container": ["...${x}"]}"#, "{containers: [, …]}"),
            (r#"{"security_context": [{"privileged": true}, "...${x}"]}"#, "{securityContext: {privileged: true, …}}"),
            (r#"{"security_context": []}"#, "{}"),
            (r#"{"webhook": [{"failure_policy": "Ignore"}]}"#, r#"{webhooks: [{failurePolicy: "Ignore"}]}"#),
            (r#"{"spec": [{"limit": [{"type": "Pod"}]}]}"#, r#"{spec: {limits: [{type: "Pod"}]}}"#),
            (r#"{"node_affinity": [{"required_during_a": [{}]}]}"#, "{nodeAffinity: {requiredDuringA: {}}}"),
            (r#"{"_attached": {"service": []}}"#, "{}"),
        ];
        for (body, expected) in rows {
            let found = converted("kubernetes_pod", body).map(|(_, body)| body);
            assert_eq!(found.as_deref(), Some(expected), "{body}");
        }
    }

    #[test]
    fn a_block_that_may_not_be_there_is_unknown() {
        let fixture = Fixture::new("kubernetes_pod", "kubernetes_pod.a", r#"{"security_context": ["...${x}"]}"#);
        let (_, body) = object(&fixture.resource).expect("is one");
        assert!(body.member("securityContext").is_some_and(|value| value.as_unknown().is_some()));
    }

    #[test]
    fn a_manifest_is_in_kubernetes_names_already() {
        let body = r#"{"manifest": {"kind": "Pod", "spec": {"hostPID": true, "x": null}}}"#;
        let (kind, body) = converted("kubernetes_manifest", body).expect("is one");
        assert_eq!((kind.as_str(), body.as_str()), ("Pod", r#"{kind: "Pod", spec: {hostPID: true}}"#));
        assert!(converted("kubernetes_manifest", r#"{"manifest": "${x}"}"#).is_none());
    }

    #[test]
    fn nesting_is_limited() {
        let deep = format!("{}1{}", r#"{"a": [{"a": ["#.repeat(20), "]}]}".repeat(20));
        let fixture = Fixture::new("kubernetes_pod", "kubernetes_pod.a", &deep);
        let (_, body) = object(&fixture.resource).expect("is one");
        assert!(body.first_unknown().is_some());
    }
}
