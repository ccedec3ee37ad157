//! A line above each resource that says what was found in it.

use lsp_types::{CodeLens, Command};
use serde_json::json;

use super::explain;
use super::studied::View;
use super::symbols;
use crate::finding::Finding;
use crate::model::Resource;
use crate::vocabulary::Severity;

/// The lines, if the user wants them.
pub(super) fn lenses(view: &View) -> Vec<CodeLens> {
    if !view.snapshot().settings.code_lens {
        return Vec::new();
    }
    symbols::resources(view).into_iter().filter_map(|resource| lens(view, resource)).collect()
}

/// That of a resource; none where nothing was found. It leads to what there is to read on the worst.
fn lens(view: &View, resource: &Resource) -> Option<CodeLens> {
    let found: Vec<&Finding> = view.findings().filter(|finding| finding.resources.contains(&resource.header)).collect();
    let worst = found.iter().max_by_key(|finding| finding.severity)?;
    let command = Command {
        title: title(&found),
        command: explain::COMMAND.to_owned(),
        arguments: Some(vec![json!(worst.check.id), json!(view.document.uri)]),
    };
    Some(CodeLens { range: view.telling().range(resource.header), command: Some(command), data: None })
}

/// `3 findings: 1 high, 2 low`.
fn title(found: &[&Finding]) -> String {
    let of = |severity: Severity| found.iter().filter(|finding| finding.severity == severity).count();
    let counts = Severity::ALL.into_iter().map(|severity| (severity, of(severity))).filter(|(_, count)| *count > 0);
    let counts: Vec<String> = counts.map(|(severity, count)| format!("{count} {severity}")).collect();
    let noun = if found.len() == 1 { "finding" } else { "findings" };
    format!("{} {noun}: {}", found.len(), counts.join(", "))
}
