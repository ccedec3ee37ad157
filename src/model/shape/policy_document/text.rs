//! From the JSON text of a policy, with holes where parts of it are not known, to a value.
//!
//! The place of everything in it is the expression that gives the text: the text may have been put together from
//! several places, and its escapes are resolved.

use std::sync::Arc;

use crate::value::{Kind, List, Map, Number, Part, Reason, Template, Unknown, Value};

/// Stand for holes while the text is parsed: the private-use characters of plane 15, one for each hole.
const FIRST_PLACEHOLDER: u32 = 0xF_0000;
const LAST_PLACEHOLDER: u32 = 0xF_FFFD;

/// The value of a text. `policy` gives its place.
pub(super) fn parse(text: &str, policy: &Value) -> Result<Value, Arc<Unknown>> {
    let json = serde_json::from_str(text).map_err(|error| {
        Unknown::new(Reason::Invalid(format!("the policy is not JSON: {error}").into()), policy.span)
    })?;
    Ok(Reader { policy, holes: &[] }.value(json))
}

/// The value of a text with holes. A hole within a JSON string makes that string partly known, a hole in place of a JSON
/// value makes the value unknown, and any other hole the whole policy.
pub(super) fn parse_template(template: &Template, policy: &Value) -> Result<Value, Arc<Unknown>> {
    let mut holes = Vec::new();
    let mut text = String::new();
    let mut scan = Scan::default();
    for part in &template.parts {
        match part {
            Part::Text(known) if known.chars().any(is_placeholder) => {
                return Err(
                    Unknown::new(Reason::Unsupported("a policy with private-use characters"), policy.span).into()
                );
            }
            Part::Text(known) => {
                scan.advance(known);
                text.push_str(known);
            }
            Part::Hole(unknown) => {
                let Some(placeholder) = placeholder(holes.len()) else {
                    return Err(Arc::clone(unknown));
                };
                if scan.in_string {
                    text.push(placeholder);
                } else {
                    text.extend(['"', placeholder, '"']);
                }
                holes.push(Hole { unknown, bare: !scan.in_string });
            }
        }
    }
    match (serde_json::from_str(&text), holes.first()) {
        (Ok(json), _) => Ok(Reader { policy, holes: &holes }.value(json)),
        (Err(_), Some(hole)) => Err(Arc::clone(hole.unknown)),
        (Err(_), None) => parse(&text, policy),
    }
}

fn is_placeholder(char: char) -> bool {
    (FIRST_PLACEHOLDER..=LAST_PLACEHOLDER).contains(&u32::from(char))
}

fn placeholder(index: usize) -> Option<char> {
    let code = u32::try_from(index).ok()?.checked_add(FIRST_PLACEHOLDER)?;
    char::from_u32(code).filter(|char| is_placeholder(*char))
}

/// Whether the end of the text so far is within a JSON string.
#[derive(Default)]
struct Scan {
    in_string: bool,
    escaped: bool,
}

impl Scan {
    fn advance(&mut self, text: &str) {
        for char in text.chars() {
            match char {
                _ if self.escaped => self.escaped = false,
                '\\' if self.in_string => self.escaped = true,
                '"' => self.in_string = !self.in_string,
                _ => {}
            }
        }
    }
}

struct Hole<'t> {
    unknown: &'t Arc<Unknown>,
    /// Whether it stood for a whole JSON value, or for several elements of a list.
    bare: bool,
}

struct Reader<'t> {
    policy: &'t Value,
    holes: &'t [Hole<'t>],
}

impl Reader<'_> {
    /// Recursion is bounded: the JSON parser stops at a depth of 128.
    fn value(&self, json: serde_json::Value) -> Value {
        let kind = match json {
            serde_json::Value::Null => Kind::Null,
            serde_json::Value::Bool(bool) => Kind::Bool(bool),
            serde_json::Value::Number(number) => {
                let text = number.to_string();
                Number::parse(&text).map_or_else(|| Kind::String(text.into()), Kind::Number)
            }
            serde_json::Value::String(text) => self.string(&text),
            serde_json::Value::Array(items) => Kind::List(Arc::new(self.list(items))),
            serde_json::Value::Object(members) => {
                let mut map = Map::new();
                for (key, member) in members {
                    match self.hole_in(&key) {
                        Some(hole) => map.open(Arc::clone(hole.unknown)),
                        None => {
                            map.insert(key, self.policy.span, self.value(member));
                        }
                    }
                }
                Kind::Map(Arc::new(map))
            }
        };
        self.place(kind)
    }

    fn list(&self, items: Vec<serde_json::Value>) -> List {
        let mut list = List::default();
        for item in items {
            match item.as_str().and_then(|text| self.hole_in(text)) {
                Some(Hole { unknown, bare: true }) => list.rest = list.rest.or_else(|| Some(Arc::clone(unknown))),
                _ => list.items.push(self.value(item)),
            }
        }
        list
    }

    fn string(&self, text: &str) -> Kind {
        let mut parts = Vec::new();
        let mut known = String::new();
        for char in text.chars() {
            let Some(hole) = self.hole(char) else {
                known.push(char);
                continue;
            };
            if !known.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut known).into()));
            }
            parts.push(Part::Hole(Arc::clone(hole.unknown)));
        }
        match parts.as_slice() {
            [] => return Kind::String(known.into()),
            [Part::Hole(unknown)] if known.is_empty() => return Kind::Unknown(Arc::clone(unknown)),
            _ => {}
        }
        if !known.is_empty() {
            parts.push(Part::Text(known.into()));
        }
        Kind::Template(Arc::new(Template { parts }))
    }

    fn hole_in(&self, text: &str) -> Option<&Hole<'_>> {
        text.chars().find_map(|char| self.hole(char))
    }

    fn hole(&self, char: char) -> Option<&Hole<'_>> {
        let index = u32::from(char).checked_sub(FIRST_PLACEHOLDER)?;
        self.holes.get(usize::try_from(index).ok()?)
    }

    fn place(&self, kind: Kind) -> Value {
        Value { kind, ..self.policy.clone() }
    }
}
