//! The names that shapes have where they are all their own, so that a check which asks another one can be told.
//! `docs/checks.md` describes each.

use super::Shape;
use super::network_rules::services;

/// The fields of the parts of a shape that are all its own, by the names that lead there. What is not here has names from
/// elsewhere: of the platform, or of whoever wrote the file.
type Parts = &'static [(&'static [&'static str], &'static [&'static str])];

const POD: &[&str] = &[
    "kind",
    "name",
    "namespace",
    "metadata",
    "labels",
    "annotations",
    "spec",
    "pod",
    "windows",
    "completes",
    "automount",
    "unmatched",
    "containers",
    "host_paths",
    "attached",
    "_part",
];

const HOST_PATH: &[&str] = &["name", "path", "type", "writable", "sort"];

const WORKLOAD: Parts = &[(&[], POD), (&["host_paths"], HOST_PATH)];

const NETWORK_RULES: Parts = &[
    (&[], &["type", "rules"]),
    (
        &["rules"],
        &[
            "direction",
            "action",
            "rank",
            "scope",
            "protocol",
            "from_port",
            "to_port",
            "port_count",
            "services",
            "peers",
            "reach",
            "reach_ipv4",
            "reach_ipv6",
            "public",
            "public_ipv4",
            "public_ipv6",
            "everyone_by_word",
            "description",
        ],
    ),
];

const POLICY_DOCUMENT: Parts = &[
    (&[], &["documents"]),
    (&["documents"], &["attribute", "role", "statements"]),
    (
        &["documents", "statements"],
        &[
            "sid",
            "effect",
            "actions",
            "not_actions",
            "resources",
            "not_resources",
            "principals",
            "not_principals",
            "conditions",
            "restricted",
            "denials",
            "guarded",
            "wildcard_actions",
            "service_wildcard",
            "wildcard_resources",
            "public",
        ],
    ),
    (&["documents", "statements", "conditions"], &["test", "variable", "values", "limits"]),
    (&["documents", "statements", "principals"], &["type", "id"]),
    (&["documents", "statements", "not_principals"], &["type", "id"]),
];

const IMAGES: Parts = &[
    (&[], &["kind", "images"]),
    (&["images"], &["text", "registry", "repository", "tag", "digest", "name", "platform"]),
];

const DOCKERFILE: Parts = &[(&[], &["stages", "user", "instructions", "labels", "comments", "commands", "downloads"])];

const SECRETS: Parts =
    &[(&[], &["secrets", "elsewhere"]), (&["secrets"], &["class", "kind", "name", "excerpt", "secret"])];

impl Shape {
    /// The names that there can be where `way` leads from `$`, list items being no step of their own; `None` where any can be.
    pub fn fields(self, way: &[&str]) -> Option<Vec<&'static str>> {
        let parts = match self {
            Self::Workload | Self::Containers => WORKLOAD,
            Self::NetworkRules if way == ["rules", "services"] => return Some(services::names()),
            Self::NetworkRules => NETWORK_RULES,
            Self::PolicyDocument => POLICY_DOCUMENT,
            Self::Dockerfile => DOCKERFILE,
            Self::ImageReference => IMAGES,
            Self::Secrets => SECRETS,
            Self::KubernetesObject | Self::StructuredText => return None,
        };
        parts.iter().find(|(part, _)| *part == way).map(|(_, fields)| fields.to_vec())
    }
}
