//! Here-documents: their marks in an instruction, and their bodies in the lines below.

use std::collections::HashMap;
use std::ops::Range;

use super::lines::Lines;
use super::{Heredoc, words};
use crate::source::TextRange;

/// A mark such as `<<-EOF`, before its body is found.
pub(super) struct Mark {
    delimiter: String,
    expand: bool,
    strip_tabs: bool,
    at: Range<usize>,
    /// Whether a blank stands within: then it may be something else, unless its end marker is there.
    is_loose: bool,
}

impl Mark {
    pub(super) fn at(&self) -> Range<usize> {
        self.at.clone()
    }

    pub(super) fn is_loose(&self) -> bool {
        self.is_loose
    }
}

/// The marks among the words of `text`. As for the builder, a mark is a whole word, with an optional descriptor number
/// before it; the delimiter may also be the word after it, as the shell has it (`cat << EOF`).
pub(super) fn marks(text: &str, from: usize, escape: char) -> Vec<Mark> {
    if !text.contains("<<") {
        return Vec::new();
    }
    let words = words::quoted(text, from..text.len(), escape);
    let next = words.iter().skip(1).cloned().map(Some).chain([None]);
    words.iter().zip(next).filter_map(|(at, next)| mark(text, at.clone(), next, escape)).collect()
}

fn mark(text: &str, at: Range<usize>, next: Option<Range<usize>>, escape: char) -> Option<Mark> {
    let rest = text[at.clone()].trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("<<")?;
    let (strip_tabs, raw) = rest.strip_prefix('-').map_or((false, rest), |raw| (true, raw));
    let is_loose = raw.is_empty();
    let (raw, at) = match next.filter(|_| is_loose) {
        Some(next) => (&text[next.clone()], at.start..next.end),
        None => (raw, at),
    };
    let delimiter: String = raw.chars().filter(|&c| c != '"' && c != '\'' && c != escape).collect();
    let valid = !delimiter.is_empty() && !raw.contains('<');
    valid.then_some(Mark { expand: delimiter.len() == raw.len(), delimiter, strip_tabs, at, is_loose })
}

/// Finds end markers by the text of whole lines, so that many marks without an end cost no more than one.
#[derive(Default)]
pub(super) struct EndMarkers<'s> {
    exact: Option<HashMap<&'s str, Vec<usize>>>,
    without_tabs: Option<HashMap<&'s str, Vec<usize>>>,
}

impl<'s> EndMarkers<'s> {
    /// The body of `mark`, which starts at the next line of `lines`; moves `lines` past its end marker. `None` when no
    /// line ends it.
    pub(super) fn body(&mut self, mark: Mark, lines: &mut Lines<'s>) -> Option<(Heredoc<'s>, usize)> {
        let start = lines.position;
        let index = if mark.strip_tabs { &mut self.without_tabs } else { &mut self.exact };
        let index = index.get_or_insert_with(|| line_starts(lines.source, start, mark.strip_tabs));
        let starts = index.get(mark.delimiter.as_str())?;
        let end = *starts.get(starts.partition_point(|&at| at < start))?;
        lines.position = end;
        let marker = lines.next_line()?;
        let heredoc = Heredoc {
            delimiter: mark.delimiter,
            expand: mark.expand,
            strip_tabs: mark.strip_tabs,
            mark: mark.at,
            body: &lines.source[start..end],
            range: TextRange::new(start, end),
        };
        Some((heredoc, marker.end))
    }
}

fn line_starts(source: &str, from: usize, strip_tabs: bool) -> HashMap<&str, Vec<usize>> {
    let mut index: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut lines = Lines::new(source);
    lines.position = from;
    while let Some(line) = lines.next_line() {
        let text = &source[line.clone()];
        let text = if strip_tabs { text.trim_start_matches('\t') } else { text };
        index.entry(text).or_default().push(line.start);
    }
    index
}
