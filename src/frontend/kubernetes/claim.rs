//! Which files hold manifests.

use crate::syntax::yaml::{self, Dialect, Node};

/// Well-known files of other programs, which need not be opened.
const OTHERS: [&str; 9] = [
    "Chart.yaml",
    "composer.json",
    "jsconfig.json",
    "npm-shrinkwrap.json",
    "package-lock.json",
    "package.json",
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    "tsconfig.json",
];

/// What Kustomize builds from. Its files have the form of a manifest, but are never sent to a cluster.
const KUSTOMIZE_API: &str = "kustomize.config.k8s.io/";

/// Whether a file of this path can be a manifest.
pub(super) fn by_name(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    matches!(extension, Some("yaml" | "yml" | "json"))
        && !OTHERS.contains(&name)
        && ![".tf.json", ".tfvars.json", ".tofu.json", ".lock.json"].iter().any(|end| name.ends_with(end))
}

/// Whether a text has the words without which it is no manifest.
pub(super) fn may_be_one(text: &str) -> bool {
    text.contains("apiVersion") && text.contains("kind")
}

/// Whether some document has both `apiVersion` and `kind` at its top.
pub(super) fn by_content(text: &str) -> bool {
    if !may_be_one(text) {
        return false;
    }
    // Nearly every manifest is recognised by its lines, even where it does not parse; JSON and the like are not.
    if text.split("\n---").any(has_both_lines) {
        return true;
    }
    let stream = yaml::parse(text, Dialect::Kubernetes);
    let broken = stream.documents.is_empty() && text.trim_start().starts_with('{') && text.contains("\"apiVersion\"");
    broken || stream.documents.iter().any(|document| is_object(&document.root))
}

/// Whether a document has the form of a Kubernetes object.
fn is_object(node: &Node) -> bool {
    let text = |key| node.get(key).and_then(Node::as_str);
    matches!((text("apiVersion"), text("kind")), (Some(version), Some(_)) if is_for_clusters(version))
}

/// Whether objects of this API version are sent to a cluster.
pub(super) fn is_for_clusters(version: &str) -> bool {
    !version.starts_with(KUSTOMIZE_API)
}

fn has_both_lines(document: &str) -> bool {
    let (mut version, mut kind) = (false, false);
    for line in document.lines() {
        if let Some(value) = line.strip_prefix("apiVersion:") {
            let value = value.trim().trim_matches(['"', '\'']);
            version = is_for_clusters(value) && has_content(value);
        } else if let Some(value) = line.strip_prefix("kind:") {
            kind = has_content(value.trim());
        }
    }
    version && kind
}

fn has_content(value: &str) -> bool {
    !value.is_empty() && !value.starts_with('#')
}

/// Whether a text holds what template languages write: `{{`, but not the `${{` of workflows, `{%` of Jinja, or `%{` of
/// Terraform.
pub(super) fn is_template(text: &str) -> bool {
    text.contains("{%") || text.contains("%{") || text.match_indices("{{").any(|(at, _)| !text[..at].ends_with('$'))
}
