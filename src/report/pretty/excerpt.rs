//! Short pieces of files, one after the other in one small text, which is all that miette sees.
//!
//! miette itself would search for lines from the start of a file for every label, print lines of any length, and panic
//! when a label begins past column 65,535. Here lines come from the file's line index, long ones are cut around what they
//! are shown for, and a span over several lines ends with its first.

use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::super::place::{Located, clamp};
use super::super::text::{harmless, one_line, wrap};
use crate::source::{FileId, Shown, ShownFile, Span, TextRange};

/// Lines with more characters are cut, however wide the page is.
pub(in crate::report) const LINE_LIMIT: usize = 200;

/// Lines with fewer characters are shown whole, however narrow the page is.
const LINE_LEAST: usize = 12;

/// Of the characters of a line that is cut, those that are kept before the culprit, in per cent.
const LEAD: usize = 30;

/// Narrower than this no label is broken into lines.
const LABEL_LEAST: usize = 24;

/// What leads from a mark to its label.
const LABEL_LEAD: usize = 4;

/// What stands before a line beside its number: two blanks, a bar and a blank.
const GUTTER: usize = 4;

/// Lines that are shown before and after the marked ones, unless they are blank.
const CONTEXT: usize = 1;

/// Marks that are at most so many lines apart share an excerpt.
const REACH: usize = 4;

/// Stands for what is cut off.
pub(in crate::report) const ELLIPSIS: &str = "…";

/// What excerpts are made for.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a> {
    pub(super) sources: Shown<'a>,
    /// Stands before paths.
    pub(super) root: &'a str,
    /// Columns of the page.
    pub(super) width: usize,
    /// Stands for what is cut off.
    pub(super) ellipsis: &'static str,
}

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
    /// Most characters of a line that are shown.
    limit: usize,
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
    /// Where their line begins there.
    line_start: usize,
}

impl Excerpts {
    /// Excerpts for `marks`. The first mark comes first.
    pub(super) fn new<'a>(marks: impl Iterator<Item = Mark<'a>>, frame: &Frame<'_>) -> Self {
        let mut excerpts = Self::default();
        for group in group(marks, frame) {
            excerpts.add(&group, frame);
        }
        excerpts
    }

    /// Where the marks are in the text of all excerpts, with their words.
    pub(super) fn labels(&self) -> &[(Range<usize>, String)] {
        &self.labels
    }

    fn add(&mut self, group: &Group, frame: &Frame<'_>) {
        let (sources, root) = (frame.sources, frame.root);
        let file = sources.get(group.file);
        let window_start = self.text.len();
        let (first, last) = group.with_context(file);
        for line in first..=last {
            let marks = group.marks.iter().map(|mark| (clamp(file.text(), mark.span.range), mark.label));
            let mut marks = marks.filter(|(range, _)| file.lines().line_of(range.start) == line).peekable();
            let focus = marks.peek().filter(|_| group.cut).map(|(range, _)| range.start);
            let shown = shown_part(file, line, focus, group.limit, frame.ellipsis);
            let piece = self.push_line(file, line, shown, frame.ellipsis);
            for (range, label) in marks {
                let place = piece.place(range);
                let column = self.text[piece.line_start..place.start].chars().count() + place.len() / 2;
                let space = group.limit.saturating_sub(column + LABEL_LEAD).max(LABEL_LEAST);
                let label = wrap("", "", &one_line(label), space);
                self.labels.push((place, label.trim_end().to_owned()));
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

    /// Appends the part of a line that is shown.
    fn push_line(&mut self, file: ShownFile<'_>, line: usize, source: TextRange, ellipsis: &str) -> Piece {
        let whole = file.lines().line_range(file.text(), line);
        let line_start = self.text.len();
        if source.start > whole.start {
            self.text.push_str(ellipsis);
        }
        let at = self.text.len();
        self.text.push_str(&harmless(source.slice(file.text())));
        if source.end < whole.end {
            self.text.push_str(ellipsis);
        }
        self.text.push('\n');
        Piece { source, at, line_start }
    }
}

/// What is shown of a line, around `focus` if it is given and the line is long.
fn shown_part(file: ShownFile<'_>, line: usize, focus: Option<u32>, limit: usize, ellipsis: &str) -> TextRange {
    let whole = file.lines().line_range(file.text(), line);
    let text = whole.slice(file.text());
    let focus = focus.map_or(0, |at| at.saturating_sub(whole.start) as usize);
    let shown = match is_long(text, limit) {
        true => around(text, focus, limit.saturating_sub(2 * ellipsis.chars().count())),
        false => 0..text.len(),
    };
    TextRange::new(whole.start as usize + shown.start, whole.start as usize + shown.end)
}

impl Group<'_> {
    /// The first and the last line to show.
    fn with_context(&self, file: ShownFile<'_>) -> (usize, usize) {
        let blank = |line| line_text(file, line).chars().take(self.limit).all(char::is_whitespace);
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
fn group<'a>(marks: impl Iterator<Item = Mark<'a>>, frame: &Frame<'_>) -> Vec<Group<'a>> {
    let mut groups: Vec<Group> = Vec::new();
    for mark in marks {
        let file = frame.sources.get(mark.span.file);
        let line = file.lines().line_of(clamp(file.text(), mark.span.range).start);
        let limit = line_limit(frame.width, line);
        let cut = is_long(line_text(file, line), limit);
        let near = |group: &&mut Group| {
            let in_reach = group.first.saturating_sub(REACH) <= line && line <= group.last + REACH;
            group.file == mark.span.file && in_reach && !group.cut && !cut
        };
        if let Some(group) = groups.iter_mut().find(near) {
            group.first = group.first.min(line);
            group.last = group.last.max(line);
            group.marks.push(mark);
        } else {
            groups.push(Group { file: mark.span.file, limit, first: line, last: line, cut, marks: vec![mark] });
        }
    }
    groups
}

fn line_text(file: ShownFile<'_>, line: usize) -> &str {
    file.lines().line_range(file.text(), line).slice(file.text())
}

/// Most characters that are shown of a line near this one, on a page of this width.
pub(super) fn line_limit(width: usize, line: usize) -> usize {
    let number = (line + 1 + CONTEXT).to_string().len();
    width.saturating_sub(number + GUTTER).clamp(LINE_LEAST, LINE_LIMIT)
}

fn is_long(line: &str, limit: usize) -> bool {
    line.char_indices().nth(limit).is_some()
}

/// The part of `line` that is shown: all of it, or `limit` characters from a little before `focus`. Reads no more of the
/// line than that.
pub(in crate::report) fn around(line: &str, focus: usize, limit: usize) -> Range<usize> {
    if !is_long(line, limit) {
        return 0..line.len();
    }
    let (before, _) = line.split_at_checked(focus).unwrap_or_default();
    let start = before.char_indices().rev().nth((limit * LEAD / 100).saturating_sub(1)).map_or(0, |(at, _)| at);
    let end = line[start..].char_indices().nth(limit).map_or(line.len(), |(at, _)| start + at);
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

    fn frame<'a>(sources: &'a SourceMap, root: &'a str) -> Frame<'a> {
        Frame { sources: sources.shown(), root, width: 240, ellipsis: ELLIPSIS }
    }

    /// What is marked, by excerpt: its name, and the marked text.
    fn shown(text: &str, spans: &[(usize, usize)]) -> Vec<String> {
        let sources = SourceMap::new();
        let file = sources.add("a.tf", text);
        let marks = spans.iter().map(|&(start, end)| Mark { span: file.span(TextRange::new(start, end)), label: "x" });
        let excerpts = Excerpts::new(marks, &frame(&sources, ""));
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
        for (limit, lead) in [(LINE_LIMIT, 60), (80, 24), (LINE_LEAST, 3)] {
            let shown = around(&line, at, limit);
            assert_eq!(line[shown.clone()].chars().count(), limit);
            assert_eq!(line[shown.start..at].chars().count(), lead);
        }
        assert_eq!(around(&line, 0, LINE_LIMIT).start, 0);
        assert_eq!(around("short", 3, LINE_LIMIT), 0..5);
        let limits = [20, 40, 80, 140, 1000].map(|width| line_limit(width, 98));
        assert_eq!(limits, [13, 33, 73, 133, LINE_LIMIT]);
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
        let excerpts = Excerpts::new([at(50), at(10), at(53)].into_iter(), &frame(&sources, "in/"));
        let windows: Vec<_> = excerpts.windows.iter().map(|it| (it.name.as_str(), it.first_line, it.lines)).collect();
        assert_eq!(windows, [("in/a.tf:51:1", 49, 6), ("in/a.tf:11:1", 9, 3)]);
    }
}
