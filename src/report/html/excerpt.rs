//! The lines around a culprit.

use std::borrow::Cow;

use super::super::place::Located;
use super::super::pretty::excerpt::{ELLIPSIS, LINE_LIMIT, around};
use super::super::text::{cut, harmless, one_line};
use crate::source::{Shown, ShownFile, Span, TextRange};

/// Most lines of a culprit that are shown.
const LINES: usize = 8;

/// Longest expression that is quoted as a step of a way, in characters.
const QUOTE_LIMIT: usize = 100;

/// Lines with what is wrong marked in them.
pub(super) struct Excerpt<'s> {
    pub(super) lines: Vec<Line<'s>>,
    /// Lines of the culprit that are left out.
    pub(super) more: usize,
}

/// A line in three pieces.
pub(super) struct Line<'s> {
    pub(super) number: usize,
    pub(super) before: Cow<'s, str>,
    pub(super) mark: Cow<'s, str>,
    pub(super) after: Cow<'s, str>,
}

impl<'s> Excerpt<'s> {
    /// The lines of `span`, with the line before and the line after it unless they are blank.
    pub(super) fn new(sources: Shown<'s>, span: Span) -> Self {
        let located = Located::new(sources, span);
        let file = located.file;
        let first = located.start.line as usize - 1;
        // A span that ends with a line break does not reach into the next line.
        let reaches = located.end.column > 1 || located.range.is_empty();
        let last = (located.end.line as usize - usize::from(!reaches)).max(first + 1) - 1;
        let shown = last.min(first + LINES - 1);
        let is_blank = |line: usize| whole(file, line).slice(file.text()).trim_ascii().is_empty();
        let from = if first > 0 && !is_blank(first - 1) { first - 1 } else { first };
        let after = shown + 1;
        let to = if shown == last && after < file.lines().len() && !is_blank(after) { after } else { shown };
        let line = |at: usize| Line::new(file, at, located.range);
        Self { lines: (from..=to).map(line).collect(), more: last - shown }
    }
}

impl<'s> Line<'s> {
    fn new(file: ShownFile<'s>, at: usize, marked: TextRange) -> Self {
        let range = whole(file, at);
        let line = range.slice(file.text());
        let offset = |at: u32| at.clamp(range.start, range.end) as usize - range.start as usize;
        let (mut start, end) = (offset(marked.start), offset(marked.end));
        if range.start > marked.start {
            // The indentation of further lines is not what is wrong.
            let inner = &line[start..end];
            start += inner.len() - inner.trim_start().len();
        }
        let piece = around(line, start, LINE_LIMIT);
        let (start, end) = (start.clamp(piece.start, piece.end), end.clamp(piece.start, piece.end));
        let mut before = harmless(&line[piece.start..start]);
        let mut after = harmless(&line[end..piece.end]);
        if piece.start > 0 {
            before = Cow::Owned(format!("{ELLIPSIS}{before}"));
        }
        if piece.end < line.len() {
            after = Cow::Owned(format!("{after}{ELLIPSIS}"));
        }
        Self { number: at + 1, before, mark: harmless(&line[start..end]), after }
    }
}

/// What stands at `span`, on one line.
pub(super) fn quote(sources: Shown<'_>, span: Span) -> Cow<'_, str> {
    let located = Located::new(sources, span);
    let text = located.on_first_line();
    match one_line(text) {
        Cow::Borrowed(text) => cut(text, QUOTE_LIMIT),
        Cow::Owned(text) => Cow::Owned(cut(&text, QUOTE_LIMIT).into_owned()),
    }
}

fn whole(file: ShownFile<'_>, line: usize) -> TextRange {
    file.lines().line_range(file.text(), line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    /// The excerpt of a span, with its mark in brackets.
    fn shown(text: &str, start: usize, end: usize) -> String {
        let sources = SourceMap::new();
        let file = sources.add("a.tf", text);
        let excerpt = Excerpt::new(sources.shown(), file.span(TextRange::new(start, end)));
        let line = |line: &Line| format!("{} {}[{}]{}\n", line.number, line.before, line.mark, line.after);
        let lines: String = excerpt.lines.iter().map(line).collect();
        format!("{lines}+{}", excerpt.more)
    }

    #[test]
    fn the_culprit_is_marked_and_has_context() {
        assert_eq!(shown("a {\n  b = c\n}\n", 10, 11), "1 a {[]\n2   b = [c]\n3 []}\n+0");
        assert_eq!(shown("a {\n  b = c\n}\n", 0, 14), "1 [a {]\n2   [b = c]\n3 [}]\n+0");
        assert_eq!(shown("a\r\n\r\nb\r\n\r\nc", 5, 6), "3 [b]\n+0");
        assert_eq!(shown("", 0, 0), "1 []\n+0");
        assert_eq!(shown("é😀x", 6, 7), "1 é😀[x]\n+0");
    }

    #[test]
    fn long_culprits_and_long_lines_are_cut() {
        let block = "x\n".repeat(30);
        let text = shown(&block, 0, block.len());
        assert_eq!((text.lines().count(), text.lines().last()), (LINES + 1, Some("+22")));
        let line = format!("{}needle{}", "é".repeat(1_000), "y".repeat(1_000));
        let text = shown(&line, 2_000, 2_006);
        assert!(text.starts_with("1 …é") && text.contains("é[needle]y") && text.ends_with("y…\n+0"), "{text}");
        assert!(text.chars().count() < 230, "{text}");
    }
}
