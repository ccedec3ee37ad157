//! What is shown of a place: the findings there, the value of the expression, and on a header what is known of its resource.

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position, Range, Uri};

use super::diagnostics::{Telling, page};
use super::page::Page;
use super::studied::View;
use super::values::{self, Found, holds};
use crate::diagnostic::Place;
use crate::finding::{ExceptionRecord, ExceptionState, Finding};
use crate::model::Resource;
use crate::source::Span;
use crate::value::{Kind, Value};

/// Most findings at one place of which all is shown; of more, a line each.
const FULL: usize = 2;

/// Most lines of a list.
const LINES: usize = 12;

/// Most different values of the instances of a block.
const VALUES: usize = 4;

/// What is shown of a place; none where nothing is known.
pub(super) fn hover(view: &View, position: Position) -> Option<Hover> {
    let offset = view.offset(position)?;
    let mut page = Page::new(view.snapshot().client.reads_markdown);
    findings(view, offset, &mut page);
    let range = match resources(view, offset).as_slice() {
        [] => values(view, offset, &mut page),
        found => {
            for resource in found {
                about(view, resource, &mut page);
            }
            found.first().map(|resource| view.telling().range(resource.header))
        }
    };
    let kind = if page.is_markdown() { MarkupKind::Markdown } else { MarkupKind::PlainText };
    let contents = HoverContents::Markup(MarkupContent { kind, value: page.finish()? });
    Some(Hover { contents, range })
}

/// Adds why what is found here matters, and how to mend it.
fn findings(view: &View, offset: u32, page: &mut Page) {
    let is_here = |span: Span| view.has(span) && holds(span.range, offset);
    let places =
        |finding: &Finding| is_here(finding.place) || finding.more.iter().any(|further| is_here(further.place));
    let found: Vec<&Finding> = view.findings().filter(|finding| places(finding)).collect();
    if found.len() > FULL {
        let line = |finding: &&Finding| {
            let (severity, message) = (finding.severity, page.plain(&finding.message));
            format!("{}: {message} ({})", page.strong(severity.as_str()), check_link(finding, page))
        };
        let lines: Vec<String> = found.iter().map(line).collect();
        page.list(&shortened(lines));
        return;
    }
    for finding in found {
        let wording = finding.wording();
        let head = format!("{} · {} · {}", page.strong(wording.title), finding.severity, check_link(finding, page));
        page.paragraph(&head);
        page.paragraph(&page.plain(wording.why));
        page.paragraph(&format!("{} {}", page.strong("Remedy:"), page.plain(wording.remedy)));
    }
}

/// The id of the check, as a link to what there is to read on it.
fn check_link(finding: &Finding, page: &Page) -> String {
    page.link(finding.check.id, self::page(finding.check).as_ref().map(|page| page.as_str()))
}

/// Adds what is known of the value here, and where it came from. Gives the place of the expression.
fn values(view: &View, offset: u32, page: &mut Page) -> Option<Range> {
    let found = values::at(view.study(), &view.files, offset);
    let span = found.first()?.span;
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    for one in &found {
        let (text, way) = (value(view, one, page), way(view, one, page));
        let is_told = told.iter().any(|(known, its_way)| *known == text && *its_way == way);
        if !is_told && told.len() < VALUES {
            told.push((text, way));
        }
    }
    let expression = page.code(view.study().scan.sources.shown_slice(span));
    let is_several = told.len() > 1;
    for (text, way) in told {
        let or = if is_several { "may be" } else { "is" };
        page.paragraph(&format!("{expression} {or} {text}"));
        page.list(&shortened(way));
    }
    Some(view.telling().range(span))
}

/// What is known of a value, in words that stand behind «is».
fn value(view: &View, found: &Found<'_>, page: &Page) -> String {
    let value = found.value;
    let shown = shown(view, found);
    let reason =
        value.first_unknown().map(|unknown| page.plain(&mask(view, found.resource, unknown.reason.to_string())));
    match (&value.kind, reason) {
        (Kind::Unknown(_), Some(reason)) => format!("not known: {reason}"),
        (_, Some(reason)) => format!("{}, of which not all is known: {reason}", page.code(&shown)),
        (_, None) => page.code(&shown),
    }
}

/// The value as text, without what must not be shown.
fn shown(view: &View, found: &Found<'_>) -> String {
    let sources = &view.study().scan.sources;
    let is_concealed = |span: Span| sources.slice(span) != sources.shown_slice(span);
    let value = found.value;
    if value.sensitive || is_concealed(value.span) || is_concealed(value.written()) {
        return "(sensitive)".to_owned();
    }
    let text = mask(view, found.resource, value.render_uncut());
    if is_text(value) { format!("\"{text}\"") } else { text }
}

fn is_text(value: &Value) -> bool {
    matches!(value.kind, Kind::String(_) | Kind::Template(_))
}

/// Takes out of a text about a resource what must not be shown of it and of what is attached to it.
fn mask(view: &View, resource: &Resource, mut text: String) -> String {
    let attached = resource.attached.iter().map(|attached| &attached.address);
    for address in std::iter::once(&resource.address).chain(attached) {
        view.study().concealed.mask_about(address.as_str(), "", &mut text);
    }
    text
}

/// The references that lead from here to where the value was written, each with its place.
fn way(view: &View, found: &Found<'_>, page: &Page) -> Vec<String> {
    let telling = view.telling();
    let step =
        |step: &crate::value::Origin| format!("{}: {}", page.plain(&step.label), place(&telling, step.span, page));
    found.way().filter(|step| step.span != found.span).map(step).collect()
}

/// A place as a link to it.
fn place(telling: &Telling<'_>, span: Span, page: &Page) -> String {
    let file = telling.sources.get(span.file);
    let line = file.position(span.range.start).line;
    let target = telling.location(span).map(|location| with_line(&location.uri, line));
    page.link(&format!("{}:{line}", file.path()), target.as_deref())
}

/// The form in which editors open a file at a line.
fn with_line(uri: &Uri, line: u32) -> String {
    format!("{}#L{line}", uri.as_str())
}

/// The resources of whose header this is a part, each text once.
fn resources(view: &View, offset: u32) -> Vec<&Resource> {
    let is_here = |resource: &&Resource| view.has(resource.header) && holds(resource.header.range, offset);
    let mut found: Vec<&Resource> = view.study().resources.iter().filter(is_here).collect();
    found.dedup_by_key(|resource| resource.header);
    found
}

/// Adds what is known of a resource.
fn about(view: &View, resource: &Resource, page: &mut Page) {
    let telling = view.telling();
    let instances = view.study().resources.iter().filter(|other| other.header == resource.header);
    let addresses: Vec<String> = instances.map(|instance| page.code(instance.address.as_str())).collect();
    page.paragraph(&shortened(addresses).join(", "));
    let linked = |attached: &std::sync::Arc<crate::model::Attached>| {
        format!("{}: {}", page.code(attached.address.as_str()), place(&telling, attached.header, page))
    };
    let linked: Vec<String> = resource.attached.iter().map(linked).collect();
    section("Linked", linked, page);
    let outcome = &view.study().scan.outcome;
    let exceptions = outcome.exceptions.iter().filter(|record| stands_in(record, resource));
    section("Exceptions", exceptions.map(|record| exception(record, page)).collect(), page);
    let address = resource.address.as_str();
    let open = outcome.not_assessed.iter().filter(|entry| entry.address == address && view.has(entry.span));
    let line = |entry: &crate::finding::NotAssessed| {
        format!("{}: {}", entry.check.id, page.plain(&mask(view, resource, entry.reason.to_string())))
    };
    section("Not assessed", open.map(line).collect(), page);
}

fn section(head: &str, lines: Vec<String>, page: &mut Page) {
    if !lines.is_empty() {
        page.paragraph(&page.strong(head));
        page.list(&shortened(lines));
    }
}

/// Whether an exception is written in the text of a resource, or right above it.
fn stands_in(record: &ExceptionRecord, resource: &Resource) -> bool {
    let Place::Text(place) = record.exception.place else { return false };
    let declaration = resource.declaration;
    place.file == declaration.file && declaration.range.contains(place.range)
}

/// An exception on one line.
fn exception(record: &ExceptionRecord, page: &Page) -> String {
    let exception = &record.exception;
    let until = exception.until.as_deref().map_or_else(String::new, |until| format!(", until {until}"));
    let owner = exception.owner.as_deref().map_or_else(String::new, |owner| format!(", by {}", page.plain(owner)));
    let reason = exception.reason.as_deref().map_or_else(String::new, |why| format!(": {}", page.plain(why)));
    let state = match record.state {
        ExceptionState::Active => String::new(),
        state => format!(" ({})", state.as_str()),
    };
    format!("{}{state}{until}{owner}{reason}", page.plain(&record.checks.join(", ")))
}

/// No more lines than are read, with how many more there are.
fn shortened(mut lines: Vec<String>) -> Vec<String> {
    let rest = lines.len().saturating_sub(LINES);
    if rest > 0 {
        lines.truncate(LINES);
        lines.push(format!("{rest} more"));
    }
    lines
}
