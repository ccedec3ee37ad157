//! JSON text of known values, byte for byte as Terraform's `jsonencode` writes it.

use std::fmt::Write as _;
use std::sync::Arc;

use super::{Entry, Kind, Map, Part, TemplateBuilder, Unknown, Value};
use crate::source::{Span, TextRange};

impl Value {
    /// The JSON text of this value: keys sorted, no blanks, and `<`, `>`, `&`, U+2028 and U+2029 escaped, as
    /// Terraform's [`jsonencode`](https://developer.hashicorp.com/terraform/language/functions/jsonencode) does.
    ///
    /// # Errors
    /// The first thing that is not known.
    pub fn to_json(&self) -> Result<String, &Unknown> {
        let mut out = String::new();
        write(&mut out, self)?;
        Ok(out)
    }

    /// The JSON text of this value in pieces, with holes for what is not known. Where members may be missing, nothing is
    /// said of what stands between the others.
    pub fn to_json_parts(&self) -> Vec<Part> {
        let mut pieces = Pieces::default();
        pieces.write(self);
        pieces.out.into_parts()
    }

    /// Where each stretch of the known text of [`to_json_parts`](Self::to_json_parts) was written. A bracket stands for
    /// all that it holds.
    pub fn json_places(&self) -> Vec<(TextRange, Span)> {
        let mut pieces = Pieces { places: Some(Vec::new()), ..Pieces::default() };
        pieces.write(self);
        pieces.places.unwrap_or_default()
    }
}

#[derive(Default)]
struct Pieces {
    out: TemplateBuilder,
    /// Length of the known text so far.
    length: usize,
    /// Where its stretches were written, if that is asked.
    places: Option<Vec<(TextRange, Span)>>,
}

impl Pieces {
    /// Values are of limited depth.
    fn write(&mut self, value: &Value) {
        match &value.kind {
            Kind::Template(template) => {
                let start = self.length;
                self.put("\"");
                for part in &template.parts {
                    match part {
                        Part::Text(text) => {
                            let mut escaped = String::new();
                            escape(&mut escaped, text);
                            self.put(&escaped);
                        }
                        Part::Hole(unknown) => self.hole(unknown),
                    }
                }
                self.put("\"");
                self.place(start, value.span);
            }
            Kind::List(list) => {
                self.token("[", value.span);
                for (index, item) in list.items.iter().enumerate() {
                    self.put(if index > 0 { "," } else { "" });
                    self.write(item);
                }
                list.rest.iter().for_each(|rest| self.hole(rest));
                self.token("]", value.span);
            }
            Kind::Map(map) => self.map(map, value.span),
            Kind::Either(either) => self.hole(&either.cause),
            Kind::Unknown(unknown) => self.hole(unknown),
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) | Kind::Json(_) => {
                let mut text = String::new();
                match write(&mut text, value) {
                    Ok(()) => self.token(&text, value.span),
                    Err(_) => value.first_unknown().into_iter().for_each(|unknown| self.hole(unknown)),
                }
            }
        }
    }

    fn map(&mut self, map: &Map, span: Span) {
        self.token("{", span);
        for (index, entry) in sorted(map).into_iter().enumerate() {
            self.put(if index > 0 { "," } else { "" });
            map.rest().into_iter().for_each(|rest| self.hole(rest));
            let mut key = String::new();
            write_string(&mut key, &entry.key);
            self.token(&key, entry.key_span);
            self.put(":");
            self.write(&entry.value);
        }
        map.rest().into_iter().for_each(|rest| self.hole(rest));
        self.token("}", span);
    }

    fn hole(&mut self, unknown: &Arc<Unknown>) {
        self.out.push_hole(Arc::clone(unknown));
    }

    fn put(&mut self, text: &str) {
        self.length += text.len();
        self.out.text().push_str(text);
    }

    /// Adds a text that stands for what was written at `span`.
    fn token(&mut self, text: &str, span: Span) {
        let start = self.length;
        self.put(text);
        self.place(start, span);
    }

    fn place(&mut self, start: usize, span: Span) {
        let range = TextRange::new(start, self.length);
        self.places.iter_mut().for_each(|places| places.push((range, span)));
    }
}

/// The entries in the order in which they are written.
fn sorted(map: &Map) -> Vec<&Entry> {
    let mut entries: Vec<_> = map.entries().collect();
    entries.sort_by(|a, b| a.key.cmp(&b.key));
    entries
}

fn write<'v>(out: &mut String, value: &'v Value) -> Result<(), &'v Unknown> {
    match &value.kind {
        Kind::Null => out.push_str("null"),
        Kind::Bool(bool) => out.push_str(if *bool { "true" } else { "false" }),
        Kind::Number(number) => {
            // Writing to a string never fails.
            let _ = write!(out, "{number}");
        }
        Kind::String(text) => write_string(out, text),
        Kind::Json(inner) => write_string(out, &inner.to_json()?),
        Kind::List(list) => {
            if let Some(rest) = &list.rest {
                return Err(rest);
            }
            out.push('[');
            for (index, item) in list.items.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write(out, item)?;
            }
            out.push(']');
        }
        Kind::Map(map) => {
            if let Some(rest) = map.rest() {
                return Err(rest);
            }
            out.push('{');
            for (index, entry) in sorted(map).into_iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write_string(out, &entry.key);
                out.push(':');
                write(out, &entry.value)?;
            }
            out.push('}');
        }
        Kind::Template(_) | Kind::Either(_) | Kind::Unknown(_) => {
            return value.first_unknown().map_or(Ok(()), |unknown| Err(unknown.as_ref()));
        }
    }
    Ok(())
}

fn write_string(out: &mut String, text: &str) {
    out.push('"');
    escape(out, text);
    out.push('"');
}

fn escape(out: &mut String, text: &str) {
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(char));
            }
            _ => out.push(char),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;
    use crate::value::{List, Reason, Template};

    #[test]
    fn what_is_not_known_leaves_holes_that_are_read_again() {
        let span = SourceMap::new().add("x", "").whole();
        let hole: Arc<Unknown> = Unknown::new(Reason::Condition, span).into();
        let parts = vec![Part::Text("a\"".into()), Part::Hole(Arc::clone(&hole))];
        let text = Value::new(Kind::Template(Arc::new(Template { parts })), span);
        let list = List::open(vec![text, Value::number(1, span)], Arc::clone(&hole));
        let mut map = Map::new();
        map.insert("z", span, Value::new(Kind::List(Arc::new(list)), span));
        map.insert("b", span, Value::unknown(Arc::clone(&hole), span));
        let show = |parts: &[Part]| -> String {
            parts
                .iter()
                .map(|part| if let Part::Text(text) = part { text.to_string() } else { "$".to_owned() })
                .collect()
        };
        let closed = Value::map(map.clone(), span).to_json_parts();
        assert_eq!(show(&closed), r#"{"b":$,"z":["a\"$",1$]}"#);
        map.open(hole);
        let open = Value::map(map, span).to_json_parts();
        assert_eq!(show(&open), r#"{$"b":$,$"z":["a\"$",1$]$}"#);
        for parts in [closed, open] {
            let again = Value::new(Kind::Template(Arc::new(Template { parts })), span).parse_json().expect("is JSON");
            let z = again.member("z").and_then(Value::as_list).expect("a list");
            assert_eq!(z.items[0].render(), "a\"${…}");
            assert!(z.rest.is_none() && z.items[1].as_unknown().is_some(), "the 1 may go on");
        }
    }
}
