//! Values as messages show them: short, on one line, never secret.

use std::fmt::{self, Write as _};

use super::{Kind, Part, Value};

/// Longest text that a message shows of one value, in characters.
const LIMIT: usize = 80;

impl Value {
    /// The value on one line, cut after 80 characters; `(sensitive)` where its author marked it.
    pub fn render(&self) -> String {
        cut(self.render_uncut())
    }

    /// The same before it is [`cut`], for whoever still looks for words in it.
    pub fn render_uncut(&self) -> String {
        let mut text = String::new();
        // Writing to a string never fails.
        let _ = write_value(&mut text, self, true);
        text
    }
}

/// A text that is not longer than messages show it.
pub fn cut(text: String) -> String {
    match text.char_indices().nth(LIMIT) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

fn write_value(out: &mut String, value: &Value, outermost: bool) -> fmt::Result {
    if value.sensitive {
        return out.write_str("(sensitive)");
    }
    if out.len() > LIMIT * 4 {
        return Ok(()); // cut anyway
    }
    match &value.kind {
        Kind::Null => out.write_str("null"),
        Kind::Bool(bool) => write!(out, "{bool}"),
        Kind::Number(number) => write!(out, "{number}"),
        Kind::String(text) if outermost => {
            out.write_str(&text.escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'"))
        }
        Kind::String(text) => write!(out, "{text:?}"),
        Kind::Template(template) => template.parts.iter().try_for_each(|part| match part {
            Part::Text(text) => out.write_str(text),
            Part::Hole(_) => out.write_str("${…}"),
        }),
        Kind::Json(value) => write_value(out, value, false),
        Kind::List(list) => {
            out.write_str("[")?;
            for (index, item) in list.items.iter().enumerate() {
                out.write_str(if index > 0 { ", " } else { "" })?;
                write_value(out, item, false)?;
            }
            out.write_str(if list.rest.is_some() { ", …]" } else { "]" })
        }
        Kind::Map(map) => {
            out.write_str("{")?;
            for (index, entry) in map.entries().enumerate() {
                write!(out, "{}{}: ", if index > 0 { ", " } else { "" }, entry.key)?;
                write_value(out, &entry.value, false)?;
            }
            out.write_str(if map.rest().is_some() { ", …}" } else { "}" })
        }
        Kind::Either(either) => either.options.iter().enumerate().try_for_each(|(index, option)| {
            out.write_str(if index > 0 { " or " } else { "" })?;
            write_value(out, option, outermost)
        }),
        Kind::Unknown(unknown) => write!(out, "(unknown: {})", unknown.reason),
    }
}
