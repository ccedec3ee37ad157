//! Reading YAML as Terraform does: numbers of YAML 1.2, truth values of YAML 1.1, and dates as strings.

use std::sync::Arc;

use super::time::Stamp;
use super::{Arguments, Outcome, Table};
use crate::frontend::terraform::evaluate::unknowns::invalid;
use crate::syntax::yaml::{Dialect, Entry, Node, NodeKind, parse};
use crate::value::{Kind, Map, Typing, Value};

pub(super) const TABLE: Table = &[("yamldecode", 1..=1, |call| call.value(decode(call)))];

/// Most values that a document makes, with aliases written out.
const SIZE_LIMIT: usize = 100_000;

fn decode(call: &Arguments<'_>) -> Outcome<Value> {
    // What `jsonencode` wrote reads the same as YAML.
    if let Kind::Json(inner) = &call.get(0)?.kind {
        return Ok(call.pass(inner, "yamldecode"));
    }
    let text = call.text(0)?;
    call.spend(text.len() / 16);
    let stream = parse(&text, Dialect::Terraform);
    if let Some(error) = stream.errors.first() {
        return Err(invalid(format!("not YAML: {}", error.message), call.span));
    }
    match stream.documents.as_slice() {
        [document] => Reader { call, text: &text, size: 0 }.value(&document.root),
        _ => Err(invalid("exactly one YAML document is required", call.span)),
    }
}

struct Reader<'a> {
    call: &'a Arguments<'a>,
    text: &'a str,
    size: usize,
}

impl Reader<'_> {
    /// The parser limits the depth.
    fn value(&mut self, node: &Node) -> Outcome<Value> {
        self.size += 1;
        if self.size > SIZE_LIMIT {
            return Err(self.call.limit("alias expansion"));
        }
        let span = self.call.span;
        let written = node.range.slice(self.text);
        let plain = !written.starts_with(['"', '\'', '|', '>']);
        match node.tag.as_deref() {
            None | Some("!!map" | "!!seq") => {}
            Some("!!str") => return self.untagged(node, false),
            Some("!!null") => return Ok(Value::null(span)),
            Some("!!bool" | "!!int" | "!!float") if plain => {}
            Some(tag) if tag.starts_with("!!") => return Err(self.call.unsupported("a YAML tag")),
            Some(tag) => return Err(invalid(format!("the tag `{tag}` is not supported"), span)),
        }
        self.untagged(node, plain)
    }

    fn untagged(&mut self, node: &Node, plain: bool) -> Outcome<Value> {
        let span = self.call.span;
        match &node.kind {
            NodeKind::Null => Ok(Value::null(span)),
            NodeKind::Bool(bool) => Ok(Value::bool(*bool, span)),
            NodeKind::Number(number) => Ok(Value::number(*number, span)),
            NodeKind::String(text) if plain => self.plain(text),
            NodeKind::String(text) => Ok(Value::string(Arc::clone(text), span)),
            NodeKind::Sequence(items) => {
                let items = items.iter().map(|item| self.value(item)).collect::<Outcome<_>>()?;
                Ok(Value::list(items, span).typed(Typing::Structural))
            }
            NodeKind::Mapping(entries) => self.mapping(entries),
        }
    }

    fn mapping(&mut self, entries: &[Entry]) -> Outcome<Value> {
        let mut map = Map::new();
        for entry in entries {
            if matches!(entry.key_range.slice(self.text), "" | "~" | "null" | "Null" | "NULL") {
                return Err(invalid("a key must not be null", self.call.span));
            }
            map.insert(Arc::clone(&entry.key), self.call.span, self.value(&entry.value)?);
        }
        Ok(Value::map(map, self.call.span).typed(Typing::Structural))
    }

    /// A scalar without quotes that is neither null, nor a truth value or number of YAML 1.2.
    fn plain(&self, text: &Arc<str>) -> Outcome<Value> {
        let span = self.call.span;
        match &**text {
            "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => return Ok(Value::bool(true, span)),
            "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => return Ok(Value::bool(false, span)),
            ".nan" | ".NaN" | ".NAN" => return Err(invalid("there is no such number", span)),
            _ => {}
        }
        let digits = text.trim_start_matches(['+', '-']);
        if matches!(digits, ".inf" | ".Inf" | ".INF") {
            return Err(self.call.limit("digits"));
        }
        if let Some(date) = self.date(text)? {
            return Ok(Value::string(date, span));
        }
        Ok(Value::string(Arc::clone(text), span))
    }

    /// What a date becomes; nothing for a text that is none.
    fn date(&self, text: &str) -> Outcome<Option<String>> {
        let like_a_date = text.as_bytes().get(4) == Some(&b'-')
            && text.bytes().all(|byte| byte.is_ascii_digit() || b"-:.+ tTzZ".contains(&byte))
            && text.bytes().take(4).all(|byte| byte.is_ascii_digit());
        if !like_a_date {
            return Ok(None);
        }
        let whole = if text.len() == 10 { format!("{text}T00:00:00Z") } else { text.replacen('t', "T", 1) };
        match Stamp::parse(&whole) {
            Some(stamp) => Ok(Some(stamp.text())),
            // Digits may be missing, as in `2001-1-2`.
            None => Err(self.call.unsupported("this date")),
        }
    }
}
