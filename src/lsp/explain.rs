//! What there is to read on a check.

use serde_json::{Value, json};

use super::diagnostics::page;
use super::page::Page;
use crate::check::{Check, Registry};

/// The command that opens it.
pub(super) const COMMAND: &str = "ravelin.explain";

/// What a command is given: the id of a check.
pub(super) fn argument(arguments: &[Value]) -> Option<&str> {
    arguments.first().and_then(Value::as_str)
}

/// The check of an id, or of another tool's name.
pub(super) fn check(id: &str, registry: &Registry) -> Option<&'static Check> {
    registry.find(id).first().copied()
}

/// A check in full: its names, its text, and its page.
pub(super) fn explanation(check: &Check) -> Value {
    let mut text = Page::new(true);
    text.paragraph(&format!("# {}", text.plain(check.title)));
    text.paragraph(&format!("`{}` · {} · {}", check.id, check.severity, check.category.as_str()));
    text.paragraph(&text.plain(check.text.why));
    text.paragraph(&format!("{} {}", text.strong("Remedy:"), text.plain(check.text.remedy)));
    text.list(&check.text.references.iter().map(|page| format!("<{page}>")).collect::<Vec<_>>());
    let page = page(check);
    json!({
        "id": check.id,
        "title": check.title,
        "text": text.finish(),
        "url": page.as_ref().map(|page| page.as_str()),
    })
}
