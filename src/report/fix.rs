//! How findings are mended, as every format says it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::diff::{self, Hunk, Look, Text};
use super::text::one_line;
use crate::finding::{Edit, Fix};
use crate::source::{Shown, ShownFile, TextRange};
use crate::vocabulary::Safety;

/// Longest lines that are shown together, in bytes.
const WINDOW_LIMIT: usize = 64 * 1024;

/// Most addresses of other resources that are named.
const SERVED_LIMIT: usize = 3;

/// What a fix does to one file.
pub(super) struct FileFix<'a> {
    pub(super) file: ShownFile<'a>,
    /// In the order of the text.
    edits: Vec<&'a Edit>,
}

/// Whole lines that a fix changes, with some around them.
pub(super) struct Window<'a> {
    /// Their zero-based numbers.
    pub(super) lines: Range<usize>,
    /// What is shown of them, with all line endings, and the byte order mark where they are the first.
    pub(super) before: Cow<'a, str>,
    /// What stands there afterwards.
    pub(super) after: String,
    /// Whether `after` is all that stands there: nothing in it is concealed.
    pub(super) is_open: bool,
    /// Whether the same holds for `before`.
    was_open: bool,
}

/// The files that a fix changes, by path.
pub(super) fn files<'a>(fix: &'a Fix, sources: Shown<'a>) -> Vec<FileFix<'a>> {
    let mut files: BTreeMap<&str, FileFix<'a>> = BTreeMap::new();
    for edit in &fix.edits {
        let file = sources.get(edit.span.file);
        files.entry(file.path()).or_insert_with(|| FileFix { file, edits: Vec::new() }).edits.push(edit);
    }
    let mut files: Vec<FileFix<'a>> = files.into_values().collect();
    for file in &mut files {
        file.edits.sort_by_key(|edit| edit.span.range);
    }
    files
}

impl<'a> FileFix<'a> {
    /// The edits as programs can apply them; none where a text of them holds what must not be shown.
    pub(super) fn edits(&self) -> Option<&[&'a Edit]> {
        self.edits.iter().all(|edit| self.file.without_concealed(&edit.text) == edit.text).then_some(&self.edits)
    }

    /// The lines that change, with up to `context` around them. Edits that are nearer to each other share a window. None
    /// where the lines are too long to be shown.
    pub(super) fn windows(&self, context: usize) -> Option<Vec<Window<'a>>> {
        let mut groups: Vec<(Range<usize>, Vec<&Edit>)> = Vec::new();
        for edit in &self.edits {
            let lines = self.touched(edit);
            match groups.last_mut() {
                Some((last, edits)) if lines.start <= last.end + 2 * context => {
                    last.end = last.end.max(lines.end);
                    edits.push(edit);
                }
                _ => groups.push((lines, vec![edit])),
            }
        }
        let count = self.file.lines().len();
        let widened = |lines: Range<usize>| lines.start.saturating_sub(context)..(lines.end + context).min(count);
        let window = |(lines, edits): (Range<usize>, Vec<&Edit>)| {
            let lines = widened(lines);
            let length = self.start_of(lines.end) - self.start_of(lines.start);
            (length <= WINDOW_LIMIT).then(|| self.window(lines, &edits))
        };
        groups.into_iter().map(window).collect()
    }

    /// The lines that an edit touches.
    fn touched(&self, edit: &Edit) -> Range<usize> {
        let (lines, range) = (self.file.lines(), edit.span.range);
        let (first, last) = (lines.line_of(range.start), lines.line_of(range.end));
        let is_at_start = |offset, line| self.start_of(line) == offset;
        let takes_whole_lines = first < last
            && is_at_start(range.start as usize, first)
            && is_at_start(range.end as usize, last)
            && (edit.text.is_empty() || edit.text.ends_with('\n'));
        first..if takes_whole_lines { last } else { last + 1 }
    }

    fn start_of(&self, line: usize) -> usize {
        let lines = self.file.lines();
        if line < lines.len() {
            lines.line_range(self.file.text(), line).start as usize
        } else {
            self.file.text().len()
        }
    }

    fn window(&self, lines: Range<usize>, edits: &[&Edit]) -> Window<'a> {
        let text = self.file.text();
        let (start, end) = (self.start_of(lines.start), self.start_of(lines.end));
        let whole = TextRange::new(start, end);
        let mark = if lines.start == 0 { self.file.byte_order_mark() } else { "" };
        let before = whole.slice(text);
        let before = if mark.is_empty() { Cow::Borrowed(before) } else { Cow::Owned(format!("{mark}{before}")) };
        let (mut after, mut is_open, mut at) = (mark.to_owned(), true, start);
        let keep = |after: &mut String, start: usize, end: usize| {
            let range = TextRange::new(start, end.max(start));
            after.push_str(range.slice(text));
            !self.file.is_concealed(range)
        };
        for edit in edits {
            let range = edit.span.range;
            is_open &= keep(&mut after, at, range.start as usize);
            let shown = self.file.without_concealed(&edit.text);
            is_open &= shown == edit.text;
            after.push_str(&shown);
            at = range.end as usize;
        }
        is_open &= keep(&mut after, at, end);
        Window { lines, before, after, is_open, was_open: !self.file.is_concealed(whole) }
    }
}

/// What changes in the windows of one file.
pub(super) fn hunks<'w>(windows: &'w [Window<'_>]) -> impl Iterator<Item = Hunk<'w>> {
    let count = |text: &str| text.split_inclusive('\n').count() as isize;
    let mut shift = 0;
    windows.iter().flat_map(move |window| {
        let new = window.lines.start.saturating_add_signed(shift);
        shift += count(&window.after) - count(&window.before);
        diff::hunks(Text::plain(&window.before), Text::plain(&window.after), (window.lines.start, new))
    })
}

/// What a fix changes, as `git apply` takes it, with paths below `root`; none where a line is too long or holds what must not
/// be shown.
pub(super) fn patch(fix: &Fix, sources: Shown<'_>, root: &str) -> Option<String> {
    let mut out = Vec::new();
    for file in files(fix, sources) {
        let windows = file.windows(diff::CONTEXT)?;
        if !windows.iter().all(|window| window.is_open && window.was_open) {
            return None;
        }
        let hunks: Vec<Hunk<'_>> = hunks(&windows).collect();
        let path = format!("{root}{}", file.file.path());
        diff::write_hunks(&path, true, &hunks, Look::default(), &mut out).ok()?;
    }
    String::from_utf8(out).ok().filter(|patch| !patch.is_empty())
}

/// Whole lines of one file that others take the place of.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Replaced<'a> {
    pub(super) path: &'a str,
    /// First and last line, from 1.
    pub(super) lines: (usize, usize),
    /// What stands there afterwards, without the last line ending.
    pub(super) text: String,
}

/// The lines that a fix replaces, as few as there can be but one; none where it changes several places, or where a line is
/// too long or holds what must not be shown.
pub(super) fn replaced<'a>(fix: &'a Fix, sources: Shown<'a>) -> Option<Replaced<'a>> {
    let [file] = &*files(fix, sources) else { return None };
    let [window] = &*file.windows(1)? else { return None };
    let old: Vec<&str> = window.before.split_inclusive('\n').collect();
    let new: Vec<&str> = window.after.split_inclusive('\n').collect();
    // A line that stays is needed to say where others are added.
    let above = old.iter().zip(&new).take_while(|(old, new)| old == new).count().min(old.len().saturating_sub(1));
    let below = old[above..].iter().rev().zip(new[above..].iter().rev()).take_while(|(old, new)| old == new).count();
    let below = below.min((old.len() - above).saturating_sub(1));
    let (old, new) = (above..old.len() - below, &new[above..new.len() - below]);
    let first = window.lines.start + old.start + 1;
    let text = new.concat();
    let text = text.strip_suffix('\n').map_or(text.as_str(), |text| text.strip_suffix('\r').unwrap_or(text)).to_owned();
    let is_there = !old.is_empty() && window.is_open;
    is_there.then(|| Replaced { path: file.file.path(), lines: (first, first + old.len() - 1), text })
}

/// What a fix does, on one line.
pub(super) fn title(fix: &Fix) -> String {
    one_line(&fix.title).into_owned()
}

/// What somebody has to know before the fix is written; none where it is safe.
pub fn caution(fix: &Fix) -> Option<String> {
    let mut said = Vec::new();
    if fix.safety == Safety::Review {
        said.push("it may interrupt, replace or cost something".to_owned());
    }
    if !fix.serves.is_empty() {
        let named: Vec<&str> = fix.serves.iter().take(SERVED_LIMIT).map(String::as_str).collect();
        let more = fix.serves.len() - named.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        said.push(format!("it changes {}{more} as well", named.join(", ")));
    }
    if !fix.placeholders.is_empty() {
        let named: Vec<String> = fix.placeholders.iter().map(|text| format!("`{text}`")).collect();
        said.push(format!("fill in {}", named.join(", ")));
    }
    (!said.is_empty()).then(|| one_line(&said.join("; ")).into_owned())
}
