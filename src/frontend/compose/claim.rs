//! Which files are Compose files.

use crate::syntax::yaml::{self, Dialect, Node, NodeKind};

/// What a Compose file may have at its top, besides names that start with `x-`.
pub(super) const TOP_LEVEL: [&str; 9] =
    ["version", "name", "include", "services", "networks", "volumes", "configs", "secrets", "models"];

/// Whether a file of this path can be one. JSON is one only by its name.
pub(super) fn may_be(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    stem(name).is_some() && (name.strip_suffix(".json").is_none() || by_name(name))
}

/// Whether the name says so.
pub(super) fn by_name(name: &str) -> bool {
    stem(name).is_some_and(|stem| {
        stem == "compose"
            || stem.starts_with("compose.")
            || stem.starts_with("docker-compose")
            || stem.ends_with(".compose")
    })
}

/// Whether a text is certainly one: nothing at its top but what Compose knows, and services that have an image, are built
/// or are provided.
pub(super) fn by_content(text: &str) -> bool {
    if is_manifest(text) || !may_have_services(text) {
        return false;
    }
    let stream = yaml::parse(text, Dialect::Yaml12);
    let [document] = stream.documents.as_slice() else {
        return false;
    };
    let is_known = |key: &str| TOP_LEVEL.contains(&key) || key.starts_with("x-");
    let is_service = |node: &Node| {
        ["image", "build", "provider"]
            .iter()
            .any(|key| node.get(key).is_some_and(|value| !matches!(value.kind, NodeKind::Null)))
    };
    let services = document.root.get("services").map(Node::entries).unwrap_or_default();
    document.root.entries().iter().all(|entry| is_known(&entry.key))
        && services.iter().any(|service| is_service(&service.value))
        && services.iter().all(|service| is_service(&service.value) || service.value.get("extends").is_some())
}

/// Whether a text has the word without which it is none, where its name does not say so.
pub(super) fn may_have_services(text: &str) -> bool {
    let is_json = text.starts_with('{') && text.contains("\"services\"");
    is_json || text.lines().any(|line| line.starts_with("services:"))
}

/// Whether a text is a Kubernetes manifest, whatever its name.
pub(super) fn is_manifest(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("apiVersion:"))
}

/// A name without the ending.
fn stem(name: &str) -> Option<&str> {
    [".yaml", ".yml", ".json"].iter().find_map(|ending| name.strip_suffix(ending))
}
