//! JSON text of known values, byte for byte as Terraform's `jsonencode` writes it.

use std::fmt::Write as _;

use super::{Kind, Unknown, Value};

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
            let mut entries: Vec<_> = map.entries().collect();
            entries.sort_by(|a, b| a.key.cmp(&b.key));
            out.push('{');
            for (index, entry) in entries.into_iter().enumerate() {
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
    out.push('"');
}
