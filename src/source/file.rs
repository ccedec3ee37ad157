//! One file that was read.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use super::{FileId, LineIndex, Position, Span, TextRange};

/// Shortest part of a file that is looked for in other texts. Shorter ones are words that stand anywhere.
const SHORTEST_WORD: usize = 6;

/// A text with its name. A leading byte order mark is removed when the file is read, so offsets count from the first
/// character.
#[derive(Debug)]
pub struct SourceFile {
    id: FileId,
    path: String,
    text: Arc<str>,
    has_byte_order_mark: bool,
    /// Set once what must not be shown is known; none when that is nothing.
    shown: OnceLock<Option<Hidden>>,
    lines: OnceLock<LineIndex>,
}

/// A text of which a part must not be shown.
#[derive(Debug)]
struct Hidden {
    /// The text with stand-ins for it.
    shown: String,
    /// Where it stands.
    ranges: Vec<TextRange>,
}

impl SourceFile {
    pub(super) fn new(id: FileId, path: String, text: Arc<str>) -> Self {
        let unmarked = text.strip_prefix('\u{feff}').map(Arc::from);
        let has_byte_order_mark = unmarked.is_some();
        let text = unmarked.unwrap_or(text);
        Self { id, path, text, has_byte_order_mark, shown: OnceLock::new(), lines: OnceLock::new() }
    }

    /// The same file with another text, for what is read of it apart. Places in that text are none in this file.
    #[must_use]
    pub fn with_text(&self, text: String) -> Self {
        Self::new(self.id, self.path.clone(), text.into())
    }

    /// This file's name in its map.
    pub fn id(&self) -> FileId {
        self.id
    }

    /// Path relative to the scan root, with `/` between its parts on every platform.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Folder part of [`path`](Self::path), without a trailing slash; empty for the scan root.
    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Last part of [`path`](Self::path).
    pub fn name(&self) -> &str {
        self.path.rsplit_once('/').map_or(self.path.as_str(), |(_, name)| name)
    }

    /// The whole text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stood before [`text`](Self::text) in the file: a byte order mark or nothing.
    pub fn byte_order_mark(&self) -> &'static str {
        if self.has_byte_order_mark { "\u{feff}" } else { "" }
    }

    /// The text as people and reports may see it: of the same length, line by line, but without secrets.
    pub fn shown(&self) -> &str {
        self.hidden().map_or(&self.text, |hidden| &hidden.shown)
    }

    fn hidden(&self) -> Option<&Hidden> {
        self.shown.get().and_then(Option::as_ref)
    }

    /// Whether something in `range` must not be shown.
    pub(super) fn is_concealed(&self, range: TextRange) -> bool {
        let meets = |hidden: &TextRange| hidden.start < range.end && range.start < hidden.end;
        self.hidden().is_some_and(|hidden| hidden.ranges.iter().any(meets))
    }

    /// `text`, which stands in no file, without the words that must not be shown of this one.
    pub(super) fn without_concealed<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut shown = Cow::Borrowed(text);
        for range in self.hidden().into_iter().flat_map(|hidden| &hidden.ranges) {
            let word = range.slice(&self.text);
            if word.len() >= SHORTEST_WORD && shown.contains(word) {
                shown = Cow::Owned(shown.replace(word, &stand_ins(word)));
            }
        }
        shown
    }

    /// Keeps the text of `ranges` from being [shown](Self::shown). Only the first call for a file has an effect, so that
    /// nobody who has seen the text sees another one.
    pub fn conceal(&self, ranges: &[TextRange]) {
        self.shown.get_or_init(|| {
            let ranges: Vec<TextRange> =
                ranges.iter().copied().filter(|range| !range.slice(&self.text).is_empty()).collect();
            if ranges.is_empty() {
                return None;
            }
            let mut shown = self.text.to_string();
            for range in &ranges {
                shown.replace_range(range.start as usize..range.end as usize, &stand_ins(range.slice(&self.text)));
            }
            Some(Hidden { shown, ranges })
        });
    }

    /// The span of `range` in this file.
    pub fn span(&self, range: TextRange) -> Span {
        range.in_file(self.id)
    }

    /// The span of the whole text.
    pub fn whole(&self) -> Span {
        self.span(TextRange::new(0, self.text.len()))
    }

    /// Line starts of this text, found on first use.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        self.lines().position(&self.text, offset)
    }
}

/// As many characters as `secret` has, each of the same length in UTF-8 and UTF-16, so that all places stay the same.
fn stand_ins(secret: &str) -> String {
    let stand_in = |char: char| match (char, char.len_utf8()) {
        ('\n' | '\r', _) => char,
        (_, 1) => '*',
        (_, 2) => '\u{b7}',
        (_, 3) => '\u{2022}',
        _ => '\u{1f512}',
    };
    secret.chars().map(stand_in).collect()
}

#[cfg(test)]
mod tests {
    use super::super::SourceMap;
    use super::*;

    #[test]
    fn what_is_concealed_keeps_its_place() {
        let sources = SourceMap::new();
        let file = sources.add("a.tf", "a = \"sé\u{20ac}\u{1f600}\r\nx\" b");
        assert_eq!(file.shown(), file.text());
        let whole = file.text().find('s').expect("is there");
        let end = file.text().find("\" b").expect("is there");
        file.conceal(&[TextRange::new(whole, end), TextRange::new(0, 99)]);
        assert_eq!(file.shown(), "a = \"*·•\u{1f512}\r\n*\" b");
        assert_eq!(file.shown().len(), file.text().len());
        assert_eq!(file.shown().encode_utf16().count(), file.text().encode_utf16().count());
        assert!(file.is_concealed(TextRange::new(0, whole + 1)) && !file.is_concealed(TextRange::new(0, whole)));
        let kept = format!("b = \"{}\"", &file.text()[whole..end]);
        assert_eq!(file.without_concealed(&kept), "b = \"*·•\u{1f512}\r\n*\"");
        assert_eq!(file.without_concealed("a = 1"), "a = 1");
        file.conceal(&[TextRange::new(0, 1)]);
        assert!(file.shown().starts_with('a'), "the first word holds");
    }
}
