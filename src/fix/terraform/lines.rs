//! Lines of a text around an offset.

use std::ops::Range;

/// Where the line that holds an offset starts.
pub(super) fn start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Where the line that holds an offset ends, before its line break.
pub(super) fn end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    if text[at..end].ends_with('\r') { end - 1 } else { end }
}

/// What ends the lines of a text.
pub(super) fn ending(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The blanks with which the line that holds an offset starts.
pub(super) fn indent(text: &str, at: usize) -> &str {
    let line = &text[start(text, at)..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// Whether nothing but blanks stands before a range on its first line, and nothing but blanks, a comma and a comment behind it on
/// its last.
pub(super) fn is_alone(text: &str, range: &Range<usize>) -> bool {
    let before = &text[start(text, range.start)..range.start];
    let behind = text[range.end..end(text, range.end)].trim();
    let behind = behind.strip_prefix(',').unwrap_or(behind).trim_start();
    before.trim().is_empty() && is_blank_or_comment(behind)
}

/// Whether a line, or the rest of one, says nothing.
pub(super) fn is_blank_or_comment(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || is_comment(line)
}

/// Whether a line is a comment and nothing else.
pub(super) fn is_comment(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('#')
        || line.starts_with("//")
        || (line.starts_with("/*") && line.find("*/").is_some_and(|end| end + 2 == line.len()))
}

/// The line above the one that holds an offset: its range without its line break.
pub(super) fn above(text: &str, at: usize) -> Option<Range<usize>> {
    let end = start(text, at).checked_sub(1)?;
    let start = start(text, end);
    Some(start..self::end(text, start))
}

/// The line below the one that holds an offset.
pub(super) fn below(text: &str, at: usize) -> Option<Range<usize>> {
    let newline = text[at..].find('\n')?;
    let start = at + newline + 1;
    (start < text.len()).then(|| start..end(text, start))
}
