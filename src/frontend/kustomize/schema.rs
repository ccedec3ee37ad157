//! The fields of the files that Kustomize reads, with their forms, as `kubectl` takes them: the case of names does not
//! count, a field that is not known is refused, and so is a value of another form.

use super::fields::{Field, Form};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Span;
use crate::value::{Entry, Kind, List, Map, Number, Value};

/// The value with the names of its fields as they are in the table, without what is not of their form.
pub(super) fn read(value: &Value, fields: &'static [Field], owner: &str, said: &mut Vec<Diagnostic>) -> Value {
    Reader { said, strict: true }.map(value, fields, owner)
}

/// Like [`read`], for configurations of transformers: what is not known there means nothing, and numbers and truth values
/// are texts where texts are asked for (`newTag: 2`).
pub(super) fn read_loosely(value: &Value, fields: &'static [Field], owner: &str, said: &mut Vec<Diagnostic>) -> Value {
    Reader { said, strict: false }.map(value, fields, owner)
}

struct Reader<'r> {
    said: &'r mut Vec<Diagnostic>,
    /// Whether unknown fields are mistakes, and numbers that should be texts.
    strict: bool,
}

impl Reader<'_> {
    /// As deep as the tables.
    fn map(&mut self, value: &Value, fields: &'static [Field], owner: &str) -> Value {
        let Some(map) = value.as_map() else { return value.clone() };
        // Of two spellings of one field the later one counts, in the order of their bytes.
        let mut entries: Vec<&Entry> = map.entries().collect();
        entries.sort_by(|a, b| a.key.cmp(&b.key));
        let mut read = Map::new();
        for entry in entries {
            let Some(field) = fields.iter().find(|field| field.name.eq_ignore_ascii_case(&entry.key)) else {
                if self.strict {
                    let message = format!("`{}` is no field of {owner}", entry.key);
                    self.said.push(Diagnostic::at(Level::Warning, "kustomize-field", entry.key_span, message));
                }
                continue;
            };
            if let Some(value) = self.value(&entry.value, field) {
                read.insert(field.name, entry.key_span, value);
            }
        }
        Value { kind: Kind::Map(read.into()), ..value.clone() }
    }

    /// The value of a field; `None` where it is of another form.
    fn value(&mut self, value: &Value, field: &Field) -> Option<Value> {
        let name = field.name;
        let fits = match field.form {
            _ if value.is_null() => true,
            Form::Any => true,
            Form::Text => self.text(value).is_some(),
            Form::Flag => value.as_bool().is_some(),
            Form::Integer => value.as_number().and_then(Number::as_i64).is_some(),
            Form::Pairs | Form::Flags | Form::Map(_) => value.as_map().is_some(),
            Form::Texts | Form::Maps(_) | Form::TextsOrMaps(_) => value.as_list().is_some(),
        };
        if !fits {
            self.wrong(value.span, name, field.form);
            return None;
        }
        Some(match field.form {
            _ if value.is_null() => value.clone(),
            Form::Pairs | Form::Flags => self.pairs(value, field),
            Form::Map(fields) => self.map(value, fields, &format!("`{name}`")),
            Form::Texts | Form::Maps(_) | Form::TextsOrMaps(_) => self.list(value, field),
            Form::Text => self.text(value)?,
            Form::Any | Form::Flag | Form::Integer => value.clone(),
        })
    }

    /// A value as the text that is asked for.
    fn text(&self, value: &Value) -> Option<Value> {
        let text = match &value.kind {
            Kind::String(_) => return Some(value.clone()),
            Kind::Number(number) if !self.strict => number.to_string(),
            Kind::Bool(bool) if !self.strict => bool.to_string(),
            _ => return None,
        };
        Some(Value { kind: Kind::String(text.into()), ..value.clone() })
    }

    /// A map without the members that are not of the one form that they all have.
    fn pairs(&mut self, value: &Value, field: &Field) -> Value {
        let are_flags = matches!(field.form, Form::Flags);
        let mut read = Map::new();
        for entry in value.as_map().into_iter().flat_map(Map::entries) {
            let fits_as_it_is = entry.value.is_null() || (are_flags && entry.value.as_bool().is_some());
            let value = match are_flags || fits_as_it_is {
                true => fits_as_it_is.then(|| entry.value.clone()),
                false => self.text(&entry.value),
            };
            if let Some(value) = value {
                read.insert(entry.key.clone(), entry.key_span, value);
            } else {
                self.wrong(entry.value.span, &entry.key, if are_flags { Form::Flag } else { Form::Text });
            }
        }
        Value { kind: Kind::Map(read.into()), ..value.clone() }
    }

    fn list(&mut self, value: &Value, field: &Field) -> Value {
        let mut read = Vec::new();
        for item in value.as_list().into_iter().flat_map(|list| &list.items) {
            match field.form {
                Form::Maps(fields) | Form::TextsOrMaps(fields) if item.as_map().is_some() => {
                    read.push(self.map(item, fields, &format!("`{}`", field.name)));
                }
                Form::Texts | Form::TextsOrMaps(_) if item.as_str().is_some() => read.push(item.clone()),
                _ if item.is_null() => {}
                Form::Maps(fields) => self.wrong(item.span, field.name, Form::Map(fields)),
                _ => self.wrong(item.span, field.name, Form::Text),
            }
        }
        let list = List { items: read, ..value.as_list().cloned().unwrap_or_default() };
        Value { kind: Kind::List(list.into()), ..value.clone() }
    }

    fn wrong(&mut self, span: Span, name: &str, form: Form) {
        let what = match form {
            Form::Text => "text: write it in quotes",
            Form::Flag => "true or false",
            Form::Integer => "a whole number",
            Form::Pairs | Form::Flags | Form::Map(_) | Form::Any => "a map",
            Form::Texts | Form::Maps(_) | Form::TextsOrMaps(_) => "a list",
        };
        let message = format!("`{name}` must be {what}");
        self.said.push(Diagnostic::at(Level::Error, "kustomize-field", span, message));
    }
}
