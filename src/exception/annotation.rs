//! Exceptions in the annotations of Kubernetes objects:
//!
//! | annotation | tool |
//! |---|---|
//! | `ravelin/ignore: CHECK[,CHECK] until=… owner=… reason="…"` | Ravelin |
//! | `checkov.io/skipN: ID=reason`, `bridgecrew.io/skipN`, `cortex.io/skipN` | Checkov |
//! | `ignore-check.kube-linter.io/CHECK: reason`, `kube-linter.io/ignore-all: reason` | kube-linter |
//! | `kube-score/ignore: CHECK,CHECK` | kube-score |
//! | `runterrascan.io/skip: '[{"rule": "ID", "comment": "reason"}]'` | Terrascan |

use super::directive::{Directive, Fault, names, said};
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
    // What is not known yet may become an exception.
    let Some(text) = entry.value.as_str() else { return Vec::new() };
    let range = entry.key_span.range.cover(entry.value.span.range);
    let one = |syntax, name: &str, reason| {
        let checks = vec![(name.to_owned(), entry.key_span.range)];
        vec![Directive { syntax, range, checks, reason, ..Directive::default() }]
    };
    match entry.key.split_once('/') {
        Some((native::SYNTAX, name)) => vec![own(name, text, entry)],
        Some(("checkov.io" | "bridgecrew.io" | "cortex.io", key)) if key.starts_with("skip") => {
            let (id, why) = text.split_once('=').unwrap_or((text, ""));
            one("checkov", id.trim(), said(why))
        }
        Some(("ignore-check.kube-linter.io", check)) => one("kube-linter", check, said(text)),
        Some(("kube-linter.io", "ignore-all")) => one("kube-linter", "all", said(text)),
        Some(("kube-score", "ignore")) => vec![Directive {
            syntax: "kube-score",
            range: entry.value.span.range,
            checks: names(text, entry.value.span.range.start as usize),
            ..Directive::default()
        }],
        Some(("runterrascan.io", "skip")) => terrascan(text, entry.value.span.range),
        _ => Vec::new(),
    }
}

/// An annotation that is ours by its name. Its places are that of the value: what is quoted or folded has other offsets
/// than its text.
fn own(name: &str, text: &str, entry: &Entry) -> Directive {
    let value = entry.value.span.range;
    let mut directive = native::fields(text, 0, value.start);
    directive.range = entry.key_span.range.cover(value);
    directive.checks.iter_mut().for_each(|(_, range)| *range = value);
    directive.until.iter_mut().for_each(|(_, range)| *range = value);
    for fault in &mut directive.faults {
        fault.range = value;
    }
    if name != "ignore" {
        let fault = Fault::syntax(entry.key_span.range, format!("there is no annotation `{}`", entry.key));
        directive.faults = vec![fault.with_help("did you mean `ravelin/ignore`?")];
    }
    directive
}

fn terrascan(text: &str, range: TextRange) -> Vec<Directive> {
    #[derive(serde::Deserialize)]
    struct Skip {
        rule: String,
        #[serde(default)]
        comment: Option<String>,
    }
    let directive = |checks, reason, faults| Directive {
        syntax: "terrascan",
        range,
        checks,
        reason,
        faults,
        ..Directive::default()
    };
    match serde_json::from_str::<Vec<Skip>>(text) {
        Ok(skips) => {
            skips.into_iter().map(|skip| directive(vec![(skip.rule, range)], skip.comment, Vec::new())).collect()
        }
        Err(_) => {
            let fault = Fault::syntax(range, "Terrascan reads a list in JSON here")
                .with_help("the form is `[{\"rule\": \"AC_K8S_0051\", \"comment\": \"reason\"}]`");
            vec![directive(Vec::new(), None, vec![fault])]
        }
    }
}
