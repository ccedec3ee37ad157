//! Exceptions in the annotations of Kubernetes objects:
//!
//! | annotation | tool |
//! |---|---|
//! | `ravelin/ignore: CHECK[,CHECK] until=… owner=… reason="…"` | Ravelin |
//! | `checkov.io/skipN: ID=reason` | Checkov |
//! | `ignore-check.kube-linter.io/CHECK: reason`, `kube-linter.io/ignore-all: reason` | kube-linter |
//! | `kube-score/ignore: CHECK,CHECK` | kube-score |
//! | `runterrascan.io/skip: '[{"rule": "ID", "comment": "reason"}]'` | Terrascan |

use super::directive::{Directive, names};
use super::native;
use crate::model::{Platform, Resource};
use crate::source::{Span, TextRange};
use crate::value::{Entry, Map, Value};

/// The exceptions on an object, each with the span of its annotation.
pub(super) fn read(resource: &Resource) -> Vec<(Span, Directive)> {
    let mut found = Vec::new();
    for annotations in annotations(resource) {
        for entry in annotations.entries() {
            let span = entry.value.span;
            found.extend(parse(entry).into_iter().map(|directive| (span, directive)));
        }
    }
    found
}

/// The annotations of the object and of its pods, in manifests and in resources of Terraform's Kubernetes provider.
fn annotations(resource: &Resource) -> Vec<&Map> {
    let is_terraform = resource.platform == Platform::Terraform && resource.kind.starts_with("kubernetes_");
    if resource.platform != Platform::Kubernetes && !is_terraform {
        return Vec::new();
    }
    let template = member(&resource.body, "spec").and_then(|spec| member(spec, "template"));
    let owners = [Some(&resource.body), member(&resource.body, "manifest"), template];
    let metadata = owners.into_iter().flatten().filter_map(|owner| member(owner, "metadata"));
    metadata.filter_map(|metadata| member(metadata, "annotations")?.as_map()).collect()
}

/// A member of a map, or of the only block of a list.
fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let owner = value.as_list().and_then(|list| list.items.first()).unwrap_or(value);
    owner.member(name)
}

fn parse(entry: &Entry) -> Vec<Directive> {
    let text = entry.value.as_str().unwrap_or_default();
    let start = entry.value.span.range.start;
    let reason = || Some(text.trim().to_owned()).filter(|reason| !reason.is_empty());
    let one = |syntax, name: &str, reason| {
        let key = entry.key_span.range;
        let range = key.cover(entry.value.span.range);
        vec![Directive { syntax, range, checks: vec![(name.to_owned(), key)], reason, ..Directive::default() }]
    };
    match entry.key.split_once('/') {
        Some(("ravelin", "ignore")) => vec![native::fields(text, 0, start)],
        Some(("checkov.io", key)) if key.starts_with("skip") => {
            let (id, why) = text.split_once('=').unwrap_or((text, ""));
            let why = Some(why.trim().to_owned()).filter(|why| !why.is_empty());
            one("checkov", id.trim(), why)
        }
        Some(("ignore-check.kube-linter.io", check)) => one("kube-linter", check, reason()),
        Some(("kube-linter.io", "ignore-all")) => one("kube-linter", "all", reason()),
        Some(("kube-score", "ignore")) => vec![Directive {
            syntax: "kube-score",
            range: entry.value.span.range,
            checks: names(text, start as usize),
            ..Directive::default()
        }],
        Some(("runterrascan.io", "skip")) => terrascan(text, entry.value.span.range),
        _ => Vec::new(),
    }
}

fn terrascan(text: &str, range: TextRange) -> Vec<Directive> {
    #[derive(serde::Deserialize)]
    struct Skip {
        rule: String,
        #[serde(default)]
        comment: Option<String>,
    }
    let skips: Vec<Skip> = serde_json::from_str(text).unwrap_or_default();
    let directive = |skip: Skip| Directive {
        syntax: "terrascan",
        range,
        checks: vec![(skip.rule, range)],
        reason: skip.comment,
        ..Directive::default()
    };
    skips.into_iter().map(directive).collect()
}
