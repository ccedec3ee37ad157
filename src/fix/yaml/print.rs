//! Values as text.

use super::style::Style;
use crate::fix::Plain;
use crate::syntax::yaml::is_plain;

/// Where brackets are printed.
#[derive(Clone, Copy)]
pub(super) struct Brackets<'s> {
    pub(super) style: &'s Style,
    /// How the line is indented that they start on, where they go over several lines.
    pub(super) indentation: Option<&'s str>,
}

/// A value that fits on a line: a scalar, or an empty collection.
pub(super) fn inline(value: &Plain, quote: Option<char>, style: &Style) -> Option<String> {
    let text = match value {
        Plain::Null => "null".to_owned(),
        Plain::Bool(value) => value.to_string(),
        Plain::Number(number) => number.to_string(),
        Plain::String(text) => string(text, quote, style.quote),
        Plain::List(items) if items.is_empty() => "[]".to_owned(),
        Plain::Map(entries) if entries.is_empty() => "{}".to_owned(),
        Plain::List(_) | Plain::Map(_) => return None,
    };
    Some(text)
}

/// A string: in quotes of this sort, or plain where none are asked for and nothing else could be read in it.
pub(super) fn string(text: &str, quote: Option<char>, preferred: char) -> String {
    if quote.is_none() && is_plain(text) {
        return text.to_owned();
    }
    let takes_single = !text.chars().any(char::is_control);
    match quote.unwrap_or(preferred) {
        '\'' if takes_single => format!("'{}'", text.replace('\'', "''")),
        _ => serde_json::Value::from(text).to_string(),
    }
}

/// A value in lines, the first of which begins where the value stands, the others indented against it.
pub(super) fn block(value: &Plain, style: &Style) -> Vec<String> {
    match value {
        Plain::List(items) if !items.is_empty() => {
            items.iter().flat_map(|item| behind("- ", block(item, style), 2)).collect()
        }
        Plain::Map(entries) if !entries.is_empty() => {
            entries.iter().flat_map(|(key, value)| entry(key, value, style)).collect()
        }
        _ => text_lines(value, style.step).unwrap_or_else(|| vec![inline(value, None, style).unwrap_or_default()]),
    }
}

/// An entry of a mapping in lines.
pub(super) fn entry(key: &str, value: &Plain, style: &Style) -> Vec<String> {
    let key = string(key, None, style.quote);
    let indent = match value {
        Plain::List(items) if !items.is_empty() => style.dashes,
        Plain::Map(entries) if !entries.is_empty() => style.step,
        _ => return behind(&format!("{key}: "), block(value, style), 0),
    };
    let lines = block(value, style).into_iter().map(|line| indented(&line, indent));
    std::iter::once(format!("{key}:")).chain(lines).collect()
}

/// Lines as a text, the further ones at a column.
pub(super) fn joined(lines: &[String], newline: &str, column: usize) -> String {
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        text.push_str(if index == 0 { "" } else { newline });
        text.push_str(&if index == 0 { line.clone() } else { indented(line, column) });
    }
    text
}

/// Lines behind a mark, the further ones indented.
pub(super) fn behind(mark: &str, lines: Vec<String>, indent: usize) -> Vec<String> {
    let line = |(index, line): (usize, String)| {
        if index == 0 { format!("{mark}{line}") } else { indented(&line, indent) }
    };
    lines.into_iter().enumerate().map(line).collect()
}

/// A text of several lines as a block scalar, where that means the same.
fn text_lines(value: &Plain, step: usize) -> Option<Vec<String>> {
    let Plain::String(text) = value else { return None };
    let body = text.strip_suffix('\n').unwrap_or(text);
    let is_odd = |line: &str| line.ends_with([' ', '\t']) || line.chars().any(|char| char.is_control() && char != '\t');
    let fits = body.contains('\n')
        && !body.starts_with([' ', '\t', '\n'])
        && !body.ends_with('\n')
        && !body.split('\n').any(is_odd);
    let mark = if body.len() == text.len() { "|-" } else { "|" };
    let lines = body.split('\n').map(|line| indented(line, step));
    fits.then(|| std::iter::once(mark.to_owned()).chain(lines).collect())
}

fn indented(line: &str, indent: usize) -> String {
    if line.is_empty() { String::new() } else { format!("{}{line}", " ".repeat(indent)) }
}

impl Brackets<'_> {
    /// A value in brackets.
    pub(super) fn value(self, value: &Plain, newline: &str) -> String {
        match value {
            Plain::List(items) if !items.is_empty() => {
                let items = items.iter().map(|item| self.deeper(|inner| inner.value(item, newline)));
                self.enclosed(['[', ']'], &items.collect::<Vec<_>>(), newline)
            }
            Plain::Map(entries) if !entries.is_empty() => {
                let entries = entries.iter().map(|(key, value)| self.deeper(|inner| inner.entry(key, value, newline)));
                self.enclosed(['{', '}'], &entries.collect::<Vec<_>>(), newline)
            }
            _ => inline(value, self.quote(), self.style).unwrap_or_default(),
        }
    }

    /// An entry in braces.
    pub(super) fn entry(self, key: &str, value: &Plain, newline: &str) -> String {
        let key = string(key, self.quote(), self.style.quote);
        format!("{key}{}{}", self.style.colon, self.value(value, newline))
    }

    fn quote(self) -> Option<char> {
        self.style.quotes_all.then_some('"')
    }

    /// Prints what stands one level deeper.
    pub(super) fn deeper<T>(self, print: impl FnOnce(Brackets<'_>) -> T) -> T {
        let indentation = self.indentation.map(|outer| format!("{outer}{}", self.style.flow_step));
        print(Brackets { style: self.style, indentation: indentation.as_deref() })
    }

    /// Items between brackets.
    pub(super) fn enclosed(self, [open, close]: [char; 2], items: &[String], newline: &str) -> String {
        let Some(outer) = self.indentation else {
            return format!("{open}{}{close}", items.join(self.style.comma()));
        };
        let inner = format!("{newline}{outer}{}", self.style.flow_step);
        format!("{open}{inner}{}{newline}{outer}{close}", items.join(&format!(",{inner}")))
    }
}
