//! The messages of findings.

use std::sync::Arc;

use crate::check::Check;
use crate::check::lists::Ending;
use crate::check::message::{self, Field};
use crate::check::verdict::Failure;
use crate::finding::{Finding, Further};
use crate::model::{Attached, Resource};
use crate::source::Span;
use crate::value::{Kind, Lookup, Value};

/// Stands for a value that must not be shown.
pub(super) const SENSITIVE: &str = "(sensitive)";

/// Stands for a failing value where there is none: what fails is that something is missing.
const NOT_SET: &str = "(not set)";

/// Stands for attached resources where there is none: it fails for another reason.
const UNNAMED: &str = "something linked";

/// The message of a check for one failure.
pub(super) fn message(check: &Check, resource: &Resource, failure: &Failure) -> String {
    let ending = failure.ending.unwrap_or(Ending::UNTOLD);
    message::fill(check.wording(resource.platform).message, |field| match field {
        Field::Address => match &failure.part {
            Some(part) => format!("{} ({part})", resource.address),
            None => resource.address.to_string(),
        },
        Field::Kind => resource.kind.to_string(),
        Field::Name => resource.name.to_string(),
        Field::Linked => linked(&failure.linked),
        Field::Ends => ending.ends.to_owned(),
        Field::Until => ending.until(),
        Field::Use => ending.advice(),
        Field::Value(names) => shown(failure.value.as_ref(), names),
    })
}

/// What stands in a message for the attached resources.
fn linked(linked: &[Arc<Attached>]) -> String {
    let addresses: Vec<String> = linked.iter().map(|linked| linked.address.to_string()).collect();
    if addresses.is_empty() { UNNAMED.to_owned() } else { addresses.join(", ") }
}

/// What stands in a message for the failing value, or for the member of it to which `names` lead. A member that is not
/// there, or not known, is said to be so.
fn shown(value: Option<&Value>, names: &str) -> String {
    let Some(mut value) = value else { return NOT_SET.to_owned() };
    for name in names.split('.').filter(|name| !name.is_empty()) {
        match value.get(name) {
            Lookup::Found(member) => value = member,
            Lookup::Absent => return format!("(no {name})"),
            Lookup::Unknown(_) => return format!("(unknown {name})"),
        }
    }
    value.render()
}

/// The fields of the check's message that a finding could not fill.
pub(super) fn unfilled(finding: &Finding) -> Vec<String> {
    let fields = message::fields(finding.wording().message).unwrap_or_default();
    let placeholders = fields.into_iter().filter_map(|field| match field {
        Field::Value("") => Some(vec![NOT_SET.to_owned()]),
        Field::Value(names) => Some(names.split('.').map(|name| format!("(no {name})")).collect()),
        _ => None,
    });
    placeholders.flatten().filter(|placeholder| finding.message.contains(placeholder.as_str())).collect()
}

/// A further failing node, as a finding of it says it.
pub(super) fn further(check: &Check, resource: &Resource, place: Span, path: &str, value: Option<&Value>) -> Further {
    let name = name(check, resource, value);
    Further { path: path.to_owned(), place, value: value.map(Value::render_uncut), name }
}

/// What the message of a check says of a failing node; where it says nothing, the node itself if it is no list or map.
pub(super) fn name(check: &Check, resource: &Resource, value: Option<&Value>) -> Option<String> {
    let fields = message::fields(check.wording(resource.platform).message).unwrap_or_default();
    let said: Vec<String> = fields
        .into_iter()
        .filter_map(|field| match field {
            Field::Value(names) => Some(shown(value, names)),
            _ => None,
        })
        .collect();
    let node = value.filter(|value| !matches!(value.kind, Kind::List(_) | Kind::Map(_)));
    if said.is_empty() { node.map(Value::render) } else { Some(said.join(" ")) }
}
