//! Short pieces of files, one after the other in one small text, which is all that miette sees.
//!
//! miette itself would search for lines from the start of a file for every label, print lines of any length, and panic
//! when a label begins past column 65,535. Here lines come from the file's line index, long ones are cut around what they
//! are shown for, and a span over several lines ends with its first.

use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::super::place::{Located, clamp};
use super::super::text::{harmless, one_line};
use crate::source::{FileId, Shown, ShownFile, Span, TextRange};

/// Lines with more characters are cut.
const LINE_LIMIT: usize = 200;

/// Characters that are kept before the culprit in a line that is cut.
const LEAD: usize = 60;

/// Lines that are shown before and after the marked ones, unless they are blank.
const CONTEXT: usize = 1;

/// Marks that are at most so many lines apart share an excerpt.
const REACH: usize = 4;

/// Stands for what is cut off.
pub(in crate::report) const ELLIPSIS: &str = "…";

/// A place to mark with a few words, which may be empty.
#[derive(Clone, Copy)]
pub(super) struct Mark<'a> {
    pub(super) span: Span,
    pub(super) label: &'a str,
}

/// Excerpts with the marks in them.
#[derive(Debug, Default)]
pub(super) struct Excerpts {
    text: String,
    windows: Vec<Window>,
    labels: Vec<(Range<usize>, String)>,
}

/// One excerpt.
#[derive(Debug)]
struct Window {
    /// Its bytes in the text of all excerpts.
    range: Range<usize>,
    /// Zero-based number of its first line in its file.
    first_line: usize,
    lines: usize,
    /// Path, line and column of its first mark.
    name: String,
}

/// Marks that share an excerpt.
struct Group<'a> {
    file: FileId,
    /// Zero-based numbers of the first and the last marked line.
    first: usize,
    last: usize,
    /// Whether the one marked line is cut, so that it can hold no mark elsewhere.
    cut: bool,
    marks: Vec<Mark<'a>>,
}

/// The part of a line that is shown.
struct Piece {
    /// Bytes in the file.
    source: TextRange,
    /// Where they begin in the text of all excerpts.
    at: usize,
}

impl Excerpts {
    /// Excerpts for `marks`, with paths under `root`. The first mark comes first.
    pub(super) fn new<'a>(marks: impl Iterator<Item = Mark<'a>>, sources: Shown<'_>, root: &str) -> Self {
        let mut excerpts = Self::default();
        for group in group(marks, sources) {
            excerpts.add(&group, sources, root);
        }
        excerpts
    }

    /// Where the marks are in the text of all excerpts, with their words.
    pub(super) fn labels(&self) -> &[(Range<usize>, String)] {
        &self.labels
    }

    fn add(&mut self, group: &Group, sources: Shown<'_>, root: &str) {
        let file = sources.get(group.file);
        let window_start = self.text.len();
        let (first, last) = group.with_context(file);
        for line in first..=last {
            let marks = group.marks.iter().map(|mark| (clamp(file.text(), mark.span.range), mark.label));
            let mut marks = marks.filter(|(range, _)| file.lines().line_of(range.start) == line).peekable();
            let focus = marks.peek().filter(|_| group.cut).map(|(range, _)| range.start);
            let piece = self.push_line(file, line, focus);
            for (range, label) in marks {
                self.labels.push((piece.place(range), one_line(label).into_owned()));
            }
        }
        let name = group.marks.first().map_or_else(String::new, |mark| {
            let Located { start, .. } = Located::new(sources, mark.span);
            one_line(&format!("{root}{}:{}:{}", file.path(), start.line, start.column)).into_owned()
        });
        self.windows.push(Window {
            range: window_start..self.text.len(),
            first_line: first,
            lines: last - first + 1,
            name,
        });
    }

    /// Appends what is shown of a line, around `focus` if it is given and the line is long.
    fn push_line(&mut self, file: ShownFile<'_>, line: usize, focus: Option<u32>) -> Piece {
        let whole = file.lines().line_range(file.text(), line);
        let shown = around(whole.slice(file.text()), focus.map_or(0, |at| at.saturating_sub(whole.start) as usize));
        let source = TextRange::new(whole.start as usize + shown.start, whole.start as usize + shown.end);
        if source.start > whole.start {
            self.text.push_str(ELLIPSIS);
        }
        let at = self.text.len();
        self.text.push_str(&harmless(source.slice(file.text())));
        if source.end < whole.end {
            self.text.push_str(ELLIPSIS);
        }
        self.text.push('\n');
        Piece { source, at }
    }
}

impl Group<'_> {
    /// The first and the last line to show.
    fn with_context(&self, file: ShownFile<'_>) -> (usize, usize) {
        let blank = |line| line_text(file, line).chars().take(LINE_LIMIT).all(char::is_whitespace);
        let before = self.first.saturating_sub(CONTEXT);
        let after = (self.last + CONTEXT).min(file.lines().len() - 1);
        (if blank(before) { self.first } else { before }, if blank(after) { self.last } else { after })
    }
}

impl Piece {
    /// Where a range of the file is in the text of all excerpts, as far as this piece shows it.
    fn place(&self, range: TextRange) -> Range<usize> {
        let place =
            |offset: u32| self.at + (offset.clamp(self.source.start, self.source.end) - self.source.start) as usize;
        place(range.start)..place(range.end)
    }
}

/// Puts marks that are near each other together, in the order of their first ones.
fn group<'a>(marks: impl Iterator<Item = Mark<'a>>, sources: Shown<'_>) -> Vec<Group<'a>> {
    let mut groups: Vec<Group> = Vec::new();
    for mark in marks {
        let file = sources.get(mark.span.file);
        let line = file.lines().line_of(clamp(file.text(), mark.span.range).start);
        let cut = is_long(line_text(file, line));
        let near = |group: &&mut Group| {
            let in_reach = group.first.saturating_sub(REACH) <= line && line <= group.last + REACH;
            group.file == mark.span.file && in_reach && !group.cut && !cut
        };
        if let Some(group) = groups.iter_mut().find(near) {
            group.first = group.first.min(line);
            group.last = group.last.max(line);
            group.marks.push(mark);
        } else {
            groups.push(Group { file: mark.span.file, first: line, last: line, cut, marks: vec![mark] });
        }
    }
    groups
}

fn line_text(file: ShownFile<'_>, line: usize) -> &str {
    file.lines().line_range(file.text(), line).slice(file.text())
}

fn is_long(line: &str) -> bool {
    line.char_indices().nth(LINE_LIMIT).is_some()
}

/// The part of `line` that is shown: all of it, or [`LINE_LIMIT`] characters from a little before `focus`. Reads no more
/// of the line than that.
pub(in crate::report) fn around(line: &str, focus: usize) -> Range<usize> {
    if !is_long(line) {
        return 0..line.len();
    }
    let (before, _) = line.split_at_checked(focus).unwrap_or_default();
    let start = before.char_indices().rev().nth(LEAD - 1).map_or(0, |(at, _)| at);
    let end = line[start..].char_indices().nth(LINE_LIMIT).map_or(line.len(), |(at, _)| start + at);
    start..end
}

impl SourceCode for Excerpts {
    /// The excerpt that holds `span`. A span over two excerpts is refused, which tells miette not to join them.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset() + span.len();
        let holds = |window: &&Window| window.range.contains(&span.offset()) && end <= window.range.end;
        let window = self.windows.iter().find(holds).ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(MietteSpanContents::new_named(
            window.name.clone(),
            &self.text.as_bytes()[window.range.clone()],
            (window.range.start, window.range.len()).into(),
            window.first_line,
            0,
            window.lines,
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    /// What is marked, by excerpt: its name, and the marked text.
    fn shown(text: &str, spans: &[(usize, usize)]) -> Vec<String> {
        let sources = SourceMap::new();
        let file = sources.add("a.tf", text);
        let marks = spans.iter().map(|&(start, end)| Mark { span: file.span(TextRange::new(start, end)), label: "x" });
        let excerpts = Excerpts::new(marks, sources.shown(), "");
        excerpts.labels().iter().map(|(range, _)| excerpts.text[range.clone()].to_owned()).collect()
    }

    #[test]
    fn marks_cover_the_text_of_their_first_line() {
        assert_eq!(shown("a {\r\n  bc\r\n}\r\n", &[(7, 9)]), ["bc"]);
        assert_eq!(shown("a {\r\n  bc\r\n}\r\n", &[(0, 12)]), ["a {"]);
        assert_eq!(shown("é😀 x", &[(7, 8)]), ["x"]);
        assert_eq!(shown("", &[(0, 0)]), [""]);
        assert_eq!(shown("a\n", &[(2, 2)]), [""]);
        assert_eq!(shown("a\n", &[(50, 60)]), [""]);
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let line = format!("{}needle{}", "é".repeat(70_000), "y".repeat(1_000));
        let at = 140_000;
        assert_eq!(shown(&line, &[(at, at + 6)]), ["needle"]);
        let shown = around(&line, at);
        assert_eq!(line[shown.clone()].chars().count(), LINE_LIMIT);
        assert_eq!(line[shown.start..at].chars().count(), LEAD);
        assert_eq!(around(&line, 0).start, 0);
        assert_eq!(around("short", 3), 0..5);
    }

    #[test]
    fn control_characters_do_not_move_marks() {
        assert_eq!(shown("\u{1b}[31m \u{202e}\u{85} needle", &[(12, 18)]), ["needle"]);
    }

    #[test]
    fn marks_far_apart_are_in_excerpts_of_their_own() {
        let sources = SourceMap::new();
        let file = sources.add("a.tf", "line\n".repeat(100));
        let at = |line: usize| Mark { span: file.span(TextRange::new(line * 5, line * 5 + 4)), label: "" };
        let excerpts = Excerpts::new([at(50), at(10), at(53)].into_iter(), sources.shown(), "in/");
        let windows: Vec<_> = excerpts.windows.iter().map(|it| (it.name.as_str(), it.first_line, it.lines)).collect();
        assert_eq!(windows, [("in/a.tf:51:1", 49, 6), ("in/a.tf:11:1", 9, 3)]);
    }
}
