//! Writing YAML byte for byte as Terraform does.

use std::fmt::Write as _;
use std::sync::Arc;

use super::json::check_exact;
use super::{Arguments, Outcome, TEXT_LIMIT, Table};
use crate::frontend::terraform::evaluate::convert::to_text;
use crate::value::{Kind, Map, Value};

pub(super) const TABLE: Table = &[("yamlencode", 1..=1, |call| call.value(encode(call)))];

/// A quoted text goes on in the next line at the first blank behind this column.
const WIDTH: usize = 80;
/// Longer names are written in a form that is not reproduced here.
const NAME_LIMIT: usize = 120;

fn encode(call: &Arguments<'_>) -> Outcome<Value> {
    let value = call.get(0)?;
    if let Some(unknown) = value.first_unknown() {
        return Err(Arc::clone(unknown));
    }
    check_exact(call, value)?;
    let mut writer = Writer { call, out: String::new(), column: 0 };
    writer.root(value)?;
    Ok(call.string(writer.out))
}

struct Writer<'a> {
    call: &'a Arguments<'a>,
    out: String,
    /// Characters of the current line so far.
    column: usize,
}

impl Writer<'_> {
    fn root(&mut self, value: &Value) -> Outcome<()> {
        match &value.kind {
            Kind::List(list) if !list.items.is_empty() => self.list(&list.items, 0)?,
            Kind::Map(map) if !map.is_empty() => self.map(map, 0)?,
            _ => self.scalar(value, 2)?,
        }
        self.end_line();
        if matches!(value.kind, Kind::Null | Kind::Bool(_) | Kind::Number(_)) {
            self.put("...");
            self.end_line();
        }
        Ok(())
    }

    fn put(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += text.chars().count();
    }

    /// Ends the line unless nothing is on it.
    fn end_line(&mut self) {
        if self.column > 0 {
            self.out.push('\n');
            self.column = 0;
        }
    }

    fn indent(&mut self, indent: usize) {
        self.end_line();
        self.put(&" ".repeat(indent));
    }

    /// The items of a list at `indent`; the first one where the line stands. Values are of limited depth.
    fn list(&mut self, items: &[Value], indent: usize) -> Outcome<()> {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.indent(indent);
            }
            self.put("- ");
            match &item.kind {
                Kind::List(list) if !list.items.is_empty() => self.list(&list.items, indent + 2)?,
                Kind::Map(map) if !map.is_empty() => self.map(map, indent + 2)?,
                _ => self.scalar(item, indent + 2)?,
            }
        }
        Ok(())
    }

    fn map(&mut self, map: &Map, indent: usize) -> Outcome<()> {
        let mut entries: Vec<_> = map.entries().collect();
        entries.sort_by(|a, b| a.key.cmp(&b.key));
        for (index, entry) in entries.into_iter().enumerate() {
            if index > 0 {
                self.indent(indent);
            }
            if entry.key.len() > NAME_LIMIT || entry.key.contains('\n') {
                return Err(self.call.unsupported("yamlencode of such a name"));
            }
            self.quoted(&entry.key, None);
            self.put(":");
            match &entry.value.kind {
                Kind::List(list) if !list.items.is_empty() => {
                    self.indent(indent);
                    self.list(&list.items, indent)?;
                }
                Kind::Map(map) if !map.is_empty() => {
                    self.indent(indent + 2);
                    self.map(map, indent + 2)?;
                }
                _ => {
                    self.put(" ");
                    self.scalar(&entry.value, indent + 2)?;
                }
            }
        }
        Ok(())
    }

    /// A scalar or an empty collection, whose further lines are at `indent`.
    fn scalar(&mut self, value: &Value, indent: usize) -> Outcome<()> {
        match &value.kind {
            Kind::Null => self.put("null"),
            Kind::List(_) => self.put("[]"),
            Kind::Map(_) => self.put("{}"),
            Kind::Bool(_) | Kind::Number(_) => self.put(&to_text(value, self.call.span)?),
            _ => {
                let text = to_text(value, self.call.span)?;
                if is_literal(&text) {
                    self.literal(&text, indent);
                } else {
                    self.quoted(&text, Some(indent));
                }
            }
        }
        match self.out.len() {
            length if length > TEXT_LIMIT => Err(self.call.limit("text length")),
            _ => Ok(()),
        }
    }

    /// `|`, with a hint at the indentation and at the line breaks at the end.
    fn literal(&mut self, text: &str, indent: usize) {
        self.put("|");
        if text.starts_with([' ', '\n']) {
            self.put("2");
        }
        match text.strip_suffix('\n') {
            None => self.put("-"),
            Some(rest) if rest.is_empty() || rest.ends_with('\n') => self.put("+"),
            Some(_) => {}
        }
        self.end_line();
        for line in text.split_inclusive('\n') {
            let content = line.strip_suffix('\n').unwrap_or(line);
            if !content.is_empty() {
                self.put(&" ".repeat(indent));
                self.put(content);
            }
            if line.ends_with('\n') {
                self.out.push('\n');
                self.column = 0;
            }
        }
    }

    /// A text in quotes; over several lines where an indentation is given.
    fn quoted(&mut self, text: &str, indent: Option<usize>) {
        self.put("\"");
        let mut after_blank = false;
        let mut chars = text.char_indices().peekable();
        while let Some((at, char)) = chars.next() {
            let is_last = chars.peek().is_none();
            match (char, indent) {
                (' ', Some(indent)) if !after_blank && self.column > WIDTH && at > 0 && !is_last => {
                    self.indent(indent);
                    if chars.peek().is_some_and(|(_, next)| *next == ' ') {
                        self.put("\\");
                    }
                }
                _ => self.char(char),
            }
            after_blank = char == ' ';
        }
        self.put("\"");
    }

    fn char(&mut self, char: char) {
        let short = match char {
            '\0' => "\\0",
            '\x07' => "\\a",
            '\x08' => "\\b",
            '\t' => "\\t",
            '\n' => "\\n",
            '\x0b' => "\\v",
            '\x0c' => "\\f",
            '\r' => "\\r",
            '\x1b' => "\\e",
            '"' => "\\\"",
            '\\' => "\\\\",
            '\u{85}' => "\\N",
            '\u{2028}' => "\\L",
            '\u{2029}' => "\\P",
            _ if is_printable(char) => {
                self.out.push(char);
                self.column += 1;
                return;
            }
            _ => "",
        };
        let code = u32::from(char);
        let mut escape = short.to_owned();
        // Writing to a string never fails.
        let _ = match code {
            _ if !short.is_empty() => Ok(()),
            0..=0xff => write!(escape, "\\x{code:02X}"),
            0x100..=0xffff => write!(escape, "\\u{code:04X}"),
            _ => write!(escape, "\\U{code:08X}"),
        };
        self.put(&escape);
    }
}

/// Whether a text is written in lines rather than in quotes.
fn is_literal(text: &str) -> bool {
    let breaks_well = text.contains('\n') && !text.contains(" \n") && !text.ends_with(' ');
    breaks_well && text.chars().all(|char| char == '\n' || is_printable(char) && !is_other_break(char))
}

fn is_other_break(char: char) -> bool {
    matches!(char, '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What is not escaped: nothing beyond the basic multilingual plane is.
fn is_printable(char: char) -> bool {
    matches!(char, ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}') && char != '\u{feff}'
}
