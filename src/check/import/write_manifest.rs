//! Examples in Kubernetes manifests.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

/// A manifest of this kind with what is set in `body`.
pub(super) fn manifest(body: &Json, kind: &str) -> String {
    let mut whole = json!({"apiVersion": api_version(kind), "kind": kind, "metadata": {"name": "example"}});
    if kind == "Pod" {
        whole["spec"] = json!({"containers": [{"image": "registry.example.com/app:1.0.0", "name": "app"}]});
    }
    merge(&mut whole, body);
    let mut text = String::new();
    block(&whole, 0, &mut text);
    text
}

fn api_version(kind: &str) -> &'static str {
    match kind {
        "DaemonSet" | "Deployment" | "ReplicaSet" | "StatefulSet" => "apps/v1",
        "CronJob" | "Job" => "batch/v1",
        "Ingress" | "NetworkPolicy" => "networking.k8s.io/v1",
        "ClusterRole" | "ClusterRoleBinding" | "Role" | "RoleBinding" => "rbac.authorization.k8s.io/v1",
        "HorizontalPodAutoscaler" => "autoscaling/v2",
        "PodDisruptionBudget" => "policy/v1",
        "StorageClass" => "storage.k8s.io/v1",
        _ => "v1",
    }
}

/// What `over` sets takes the place of what is there; elements of lists go together.
fn merge(under: &mut Json, over: &Json) {
    match (under, over) {
        (Json::Object(under), Json::Object(over)) => {
            for (name, value) in over {
                merge(under.entry(name.clone()).or_insert(Json::Null), value);
            }
        }
        (Json::Array(under), Json::Array(over)) if over.iter().all(|item| item.is_object() || item.is_null()) => {
            for (index, value) in over.iter().enumerate() {
                match under.get_mut(index) {
                    Some(item) => merge(item, value),
                    None => under.push(value.clone()),
                }
            }
        }
        (under, over) if !over.is_null() => *under = over.clone(),
        _ => {}
    }
}

/// A map in block style; what is no map is written as JSON, which YAML takes.
fn block(value: &Json, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    for (name, value) in value.as_object().into_iter().flatten() {
        let name =
            if name.chars().all(|char| char.is_ascii_alphanumeric()) { name.clone() } else { json!(name).to_string() };
        let _ = write!(text, "{indent}{name}:");
        match value {
            Json::Object(members) if !members.is_empty() => {
                text.push('\n');
                block(value, depth + 1, text);
            }
            Json::Array(items) if !items.is_empty() => {
                text.push('\n');
                for item in items {
                    element(item, depth + 1, text);
                }
            }
            other => {
                let _ = writeln!(text, " {}", scalar(other));
            }
        }
    }
}

fn element(item: &Json, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    if item.as_object().is_none_or(serde_json::Map::is_empty) {
        let _ = writeln!(text, "{indent}- {}", scalar(item));
        return;
    }
    let mut inner = String::new();
    block(item, depth + 1, &mut inner);
    // The dash stands in the place of the first line's indentation.
    let first = inner.trim_start_matches(' ');
    let _ = write!(text, "{indent}- {first}");
}

fn scalar(value: &Json) -> String {
    match value {
        Json::String(text)
            if text.starts_with(|char: char| char.is_ascii_alphabetic())
                && text.chars().all(|char| char.is_ascii_alphanumeric() || "-./".contains(char))
                && !matches!(
                    text.to_ascii_lowercase().as_str(),
                    "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
                ) =>
        {
            text.clone()
        }
        other => other.to_string(),
    }
}
