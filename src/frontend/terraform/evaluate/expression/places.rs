//! Where the text of a template stands in the source, for texts that are read further. Escapes, indentation that a heredoc
//! drops and blanks that strip markers drop make the two differ.

use super::super::text::Written;
use crate::frontend::terraform::load::json::escape_at;
use crate::source::{SourceFile, TextRange};
use crate::value::{Kind, Places, Value};

/// Whether places are kept for a text: for JSON and YAML, in which findings are shown.
pub(super) fn matter(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(['{', '[']) || text.starts_with("---") || text.lines().next().is_some_and(is_key)
}

/// Whether a line starts with a key of YAML.
fn is_key(line: &str) -> bool {
    let in_key = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.' | '"' | '\'');
    line.trim_end().split_once(':').is_some_and(|(key, value)| {
        !key.is_empty() && key.chars().all(in_key) && (value.is_empty() || value.starts_with(' '))
    })
}

/// Adds to the value of a template where its pieces were written.
pub(super) fn add(value: &mut Value, written: &[Written], escapes: bool, file: &SourceFile) {
    let text: String = match &value.kind {
        Kind::String(text) if matter(text) => text.to_string(),
        Kind::Template(template) if matter(template.prefix()) => template.known(),
        _ => return,
    };
    let mut places = Places::new(text.as_str(), file.id());
    for piece in written.iter().filter(|piece| !piece.text.is_empty()) {
        if !piece.literal {
            places.push_whole(TextRange::new(piece.text.start, piece.text.end), piece.place);
            continue;
        }
        let Some(literal) = text.get(piece.text.clone()) else { return };
        let (to, start) = (piece.text.start, piece.place.start as usize);
        let mut reader = Reader { text: literal, written: piece.place.slice(file.text()), at: 0, from: 0 };
        while let Some((length, from)) = reader.next(escapes) {
            places.push(
                TextRange::new(to + reader.at - length, to + reader.at),
                TextRange::new(start + from, start + reader.from),
            );
        }
    }
    value.places = Some(places.into());
}

/// A text that is all of a file, with its places there.
pub(super) fn whole(value: Value, file: &SourceFile) -> Value {
    let mut places = Places::new(file.text(), file.id());
    let all = file.whole().range;
    places.push(all, all);
    Value { places: Some(places.into()), ..value }
}

/// Follows a text through what is written for it.
struct Reader<'t> {
    text: &'t str,
    written: &'t str,
    at: usize,
    from: usize,
}

impl Reader<'_> {
    /// Goes over the next character of the text: gives its length, and where it starts in what is written.
    fn next(&mut self, escapes: bool) -> Option<(usize, usize)> {
        loop {
            let char = self.text.get(self.at..)?.chars().next()?;
            let written = self.written.get(self.from..)?;
            let next = written.chars().next()?;
            let known = if escapes && next == '\\' { escape(written) } else { None };
            let (from, length) = (self.from, char.len_utf8());
            if let Some((meaning, width)) = known {
                if meaning != char {
                    return None;
                }
                self.from += width;
            } else if written.starts_with("$${") || written.starts_with("%%{") {
                self.from += 1;
                continue;
            } else if next == char {
                self.from += length;
            } else if next.is_whitespace() {
                self.from += next.len_utf8();
                continue;
            } else {
                return None;
            }
            self.at += length;
            return Some((length, from));
        }
    }
}

/// What an escape means, and its length. Those of the native and of the JSON syntax agree where both have them.
fn escape(written: &str) -> Option<(char, usize)> {
    let Some(digits) = written.strip_prefix("\\U") else { return escape_at(written) };
    let code = u32::from_str_radix(digits.get(..8)?, 16).ok()?;
    Some((char::from_u32(code)?, 10))
}
