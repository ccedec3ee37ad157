//! Reads the fields of a check file, and goes on behind a mistake, so that all of them are told at once.

use std::collections::BTreeSet;

use super::definition::Definition;
use super::mistake;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::value::{self, Kind, Map, Mismatch, Value};

/// Most mistakes that are told of one file.
const MOST: usize = 50;

/// What was read of a check file.
pub(super) struct Fields {
    /// `None` where too little is right to go on.
    pub(super) definition: Option<Definition>,
    /// The mistakes in the forms of values.
    pub(super) problems: Vec<Diagnostic>,
    /// The fields that are not as they were written: nothing more can be said of them.
    pub(super) replaced: BTreeSet<String>,
}

/// Reads a check file. What is wrong is told, then left out or replaced by something that is right, and the rest is read.
pub(super) fn read(file: &Value) -> Fields {
    let mut fields = Fields { definition: None, problems: Vec::new(), replaced: BTreeSet::new() };
    let mut value = file.clone();
    for _ in 0..MOST {
        match value::from_value(&value) {
            Ok(definition) => {
                fields.definition = Some(definition);
                break;
            }
            Err(mismatch) => {
                fields.tell(mistake::of_form(&mismatch, file));
                if !fields.mend(&mut value, &mismatch) {
                    break;
                }
            }
        }
    }
    fields
}

impl Fields {
    /// Tells a mistake, unless it is that something is missing which another one has misspelt.
    fn tell(&mut self, problem: Diagnostic) {
        let missing = problem.message.strip_prefix("missing field ").map(|name| format!("did you mean {name}?"));
        if missing.is_none() || !self.problems.iter().any(|known| known.help == missing) {
            self.problems.push(problem);
        }
    }

    /// Takes a mistake out of the file; `false` where that cannot be done.
    fn mend(&mut self, file: &mut Value, mismatch: &Mismatch) -> bool {
        let whole = file.span;
        let Some(map) = file.as_map_mut() else { return false };
        let span = mismatch.span.unwrap_or(whole);
        if mismatch.message.starts_with("unknown field") {
            return remove(map, span);
        }
        let missing = mismatch.message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        let field = match missing.filter(|_| span == whole) {
            Some(missing) => missing.to_owned(),
            None => match map.entries().find(|entry| entry.value.span.contains(span)) {
                Some(entry) => entry.key.to_string(),
                None => return false,
            },
        };
        // The same mistake again would go on for ever.
        if !self.replaced.insert(field.clone()) {
            return false;
        }
        match stand_in(&field) {
            Some(kind) => {
                map.insert(field.as_str(), span, Value::new(kind, span));
            }
            None => {
                map.remove(&field);
            }
        }
        // A check that has one of them needs no other.
        if field == "require" {
            self.replaced.insert("deny".to_owned());
        }
        true
    }
}

/// Something right for a field that must be there; `None` for those that need not.
fn stand_in(field: &str) -> Option<Kind> {
    let text = |text: &str| Some(Kind::String(text.into()));
    match field {
        "id" | "title" | "message" | "why" | "remedy" => text("x"),
        "severity" => text("low"),
        "category" => text("maintenance"),
        "on" => Some(Kind::Map(Map::new().into())),
        "references" | "examples" => Some(Kind::List(value::List::new(Vec::new()).into())),
        _ => None,
    }
}

/// Removes the entry whose name stands at `name`, however deep it is.
fn remove(map: &mut Map, name: Span) -> bool {
    let found = map.entries().find(|entry| entry.key_span == name).map(|entry| entry.key.clone());
    if let Some(key) = found {
        return map.remove(&key).is_some();
    }
    let inside: Vec<_> = map.entries().map(|entry| entry.key.clone()).collect();
    inside.iter().any(|key| map.get_mut(key).is_some_and(|value| remove_below(value, name)))
}

fn remove_below(value: &mut Value, name: Span) -> bool {
    if let Some(list) = value.as_list_mut() {
        return list.items.iter_mut().any(|item| remove_below(item, name));
    }
    value.as_map_mut().is_some_and(|map| remove(map, name))
}
