//! What can be done about findings: mend them, except them, read about them.

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Command, Diagnostic, Range, WorkspaceEdit,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::edits::Edits;
use super::excepting::{self, Reach};
use super::explain;
use super::post::value;
use super::studied::View;
use crate::finding::{Finding, Fix};
use crate::vocabulary::Safety;

/// The kind under which an editor mends a file when it is saved.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.ravelin");

/// What an action does, by which its edit is made when it is chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Chosen {
    /// The document.
    pub(super) uri: lsp_types::Uri,
    /// The finding; none where it is about the whole document.
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<String>,
    what: What,
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum What {
    /// The finding is mended.
    Fix,
    /// All findings of its check in the document are mended.
    FixCheck,
    /// All that can be mended safely is.
    FixAll,
    /// The finding is excepted.
    Except(Reach),
}

/// What can be done about the findings in a range.
pub(super) fn actions(view: &View, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
    let mut actions = Vec::new();
    let only = params.context.only.as_deref();
    let wants = |kind: &CodeActionKind| only.is_none_or(|only| only.iter().any(|wanted| includes(wanted, kind)));
    let telling = view.telling();
    if wants(&CodeActionKind::QUICKFIX) {
        // A line is what people point at; what the cursor touches comes first.
        let on_lines =
            |range: &Range| range.start.line <= params.range.end.line && params.range.start.line <= range.end.line;
        let touches = |range: &Range| range.start <= params.range.end && params.range.start <= range.end;
        let placed = view.findings().map(|finding| (telling.range(finding.place), finding));
        let mut found: Vec<(Range, &Finding)> = placed.filter(|(range, _)| on_lines(range)).collect();
        found.sort_by_key(|(range, _)| !touches(range));
        for (_, finding) in &found {
            actions.extend(of_finding(view, finding));
        }
    }
    // Nobody is offered to mend a whole file who asks about a place in it.
    if only.is_some() && wants(&FIX_ALL) {
        let chosen = Chosen { uri: view.document.uri.clone(), fingerprint: None, what: What::FixAll };
        let title = "Ravelin: apply all safe fixes in this file".to_owned();
        actions.extend(action(view, title, FIX_ALL, None, &chosen));
    }
    actions
}

/// Whether the kind that a client wants has `kind` among its own.
fn includes(wanted: &CodeActionKind, kind: &CodeActionKind) -> bool {
    let rest = kind.as_str().strip_prefix(wanted.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || wanted.as_str().is_empty())
}

/// What can be done about a finding, the best first.
fn of_finding(view: &View, finding: &Finding) -> Vec<CodeActionOrCommand> {
    let diagnostic = view.telling().finding(finding);
    let id = finding.check.id;
    let chosen = |what| Chosen { uri: view.document.uri.clone(), fingerprint: Some(finding.fingerprint.clone()), what };
    let quick =
        |title: String, what| action(view, title, CodeActionKind::QUICKFIX, Some(diagnostic.clone()), &chosen(what));
    let mut actions = Vec::new();
    if let Some(fix) = &finding.fix {
        let mut fixing = quick(title(fix), What::Fix);
        if let Some(CodeActionOrCommand::CodeAction(action)) = &mut fixing {
            action.is_preferred = Some(fix.is_safe());
        }
        actions.extend(fixing);
        let alike = view.findings().filter(|other| other.check.id == id && other.fix.is_some()).count();
        if alike > 1 {
            actions.extend(quick(format!("Fix all {alike} findings of `{id}` in this file"), What::FixCheck));
        }
    }
    for reach in excepting::reaches(view, finding) {
        actions.extend(quick(format!("Except `{id}` {}", reach.words(finding)), What::Except(reach)));
    }
    let command = Command {
        title: format!("Explain `{id}`"),
        command: explain::COMMAND.to_owned(),
        arguments: Some(vec![json!(id), json!(view.document.uri)]),
    };
    actions.push(CodeActionOrCommand::CodeAction(CodeAction {
        title: command.title.clone(),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostic]),
        command: Some(command),
        ..CodeAction::default()
    }));
    actions
}

/// What a fix does, with what a person must look at.
fn title(fix: &Fix) -> String {
    let mut chars = fix.title.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let mut notes = Vec::new();
    if fix.safety == Safety::Review {
        notes.push("review it".to_owned());
    }
    if !fix.placeholders.is_empty() {
        notes.push(format!("fill in {}", fix.placeholders.join(", ")));
    }
    if !fix.serves.is_empty() {
        notes.push(format!("changes {} as well", fix.serves.join(", ")));
    }
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) };
    format!("{first}{}{notes}", chars.as_str())
}

/// An action whose edit is made now, or when it is chosen, if the client can wait until then. None where there would be no edit.
fn action(
    view: &View,
    title: String,
    kind: CodeActionKind,
    diagnostic: Option<Diagnostic>,
    chosen: &Chosen,
) -> Option<CodeActionOrCommand> {
    let (mut edit, mut data) = (None, None);
    if view.snapshot().client.resolves_edits {
        data = Some(value(chosen));
    } else {
        edit = Some(self::edit(view, chosen, false)?);
    }
    let diagnostics = diagnostic.map(|diagnostic| vec![diagnostic]);
    Some(CodeActionOrCommand::CodeAction(CodeAction {
        title,
        kind: Some(kind),
        diagnostics,
        edit,
        data,
        ..CodeAction::default()
    }))
}

/// The edit of an action. With `is_tried`, an exception is written where a scan shows that it covers its finding. None where what it is about
/// is gone, or nothing is to be changed.
pub(super) fn edit(view: &View, chosen: &Chosen, is_tried: bool) -> Option<WorkspaceEdit> {
    let mut edits = Edits::default();
    let fingerprint = chosen.fingerprint.as_deref();
    let found = || view.findings().find(|finding| Some(finding.fingerprint.as_str()) == fingerprint);
    match chosen.what {
        What::Fix => edits.extend(view, &found()?.fix.as_ref()?.edits),
        What::FixCheck => {
            let id = found()?.check.id;
            all(view, |finding| finding.check.id == id, &mut edits);
        }
        What::FixAll => all(view, |finding| finding.fix.as_ref().is_some_and(Fix::is_safe), &mut edits),
        What::Except(reach) => {
            let source = view.source()?;
            let text = excepting::text(view, found()?, reach, is_tried)?;
            edits.replace(view, source, &text);
        }
    }
    edits.finish(view)
}

/// The fixes of findings that do not touch those before them.
fn all(view: &View, is_meant: impl Fn(&Finding) -> bool, edits: &mut Edits) {
    let mut taken: Vec<crate::finding::Edit> = Vec::new();
    for finding in view.findings().filter(|finding| is_meant(finding)) {
        let Some(fix) = &finding.fix else { continue };
        let new: Vec<_> = fix.edits.iter().filter(|edit| !taken.contains(edit)).cloned().collect();
        if !new.iter().any(|edit| taken.iter().any(|other| touch(edit, other))) {
            edits.extend(view, &new);
            taken.extend(new);
        }
    }
}

fn touch(one: &crate::finding::Edit, other: &crate::finding::Edit) -> bool {
    let (a, b) = (one.span, other.span);
    a.file == b.file && a.range.start <= b.range.end && b.range.start <= a.range.end
}
