//! Puts comments into a text.

use super::super::directive::{Directive, Reach};
use super::super::{foreign, native};
use super::comment::Terms;
use super::ground::Ground;
use crate::source::SourceFile;
use crate::syntax::Comment;

/// A comment that is to be written.
#[derive(Debug)]
pub struct NewComment<'c> {
    /// The zero-based line that it is to stand for.
    pub line: usize,
    /// Ids of the checks.
    pub checks: Vec<&'c str>,
}

/// A text with the comments in it.
#[derive(Debug)]
pub struct Edited {
    /// The text, with the byte order mark that it had.
    pub text: String,
    /// For each comment, in the order in which they were given, the zero-based line on which it now stands.
    pub lines: Vec<usize>,
}

/// Writes a comment that excepts `checks` in the whole file: above everything but what must come first. Where an exception with these
/// terms is there already, it gets the checks. Gives the text with the byte order mark that it had.
pub fn with_file_comment(ground: &Ground<'_>, checks: &[&str], terms: &Terms) -> String {
    let file = ground.file;
    let read = |comment: &Comment| native::parse(comment.range.slice(file.text()), comment.range.start);
    let mut same = ground.comments.iter().filter_map(read).filter(|directive| terms.are_of(directive, Reach::File));
    let known = same.find_map(|directive| directive.checks.last().map(|(_, range)| range.end as usize));
    let (at, new) = match known {
        Some(end) => (end, format!(",{}", checks.join(","))),
        None => {
            let start = file.lines().line_range(file.text(), ground.top).start as usize;
            (start, format!("{}{}", terms.comment(Reach::File, checks), ending(file, ground.top)))
        }
    };
    let (before, after) = file.text().split_at(at);
    format!("{}{before}{new}{after}", file.byte_order_mark())
}

/// What one comment does to the text.
enum Change {
    /// A line of its own above this one.
    Above(usize, String),
    /// Further checks for the exception that ends its list at this offset.
    Into(usize, String),
}

/// Writes comments, which stand for different lines. Where an exception with these terms is there already, it gets the checks;
/// otherwise the comment gets a line of its own, with the indentation and the ending of the line below.
pub fn with_comments(ground: &Ground<'_>, comments: &[NewComment<'_>], terms: &Terms) -> Edited {
    let file = ground.file;
    let mut changes: Vec<(usize, Change)> =
        comments.iter().enumerate().map(|(index, new)| (index, change(ground, new, terms))).collect();
    let offset = |change: &Change| match change {
        Change::Above(line, _) => file.lines().line_range(file.text(), *line).start as usize,
        Change::Into(offset, _) => *offset,
    };
    changes.sort_by_key(|(_, change)| offset(change));
    let mut edited = Edited { text: file.byte_order_mark().to_owned(), lines: vec![0; comments.len()] };
    let (mut copied, mut added) = (0, 0);
    for (index, change) in &changes {
        let at = offset(change);
        edited.text += &file.text()[copied..at];
        copied = at;
        let line = file.lines().line_of(at as u32);
        edited.lines[*index] = line + added;
        match change {
            Change::Above(_, text) => {
                edited.text += text;
                added += 1;
            }
            Change::Into(_, text) => edited.text += text,
        }
    }
    edited.text += &file.text()[copied..];
    edited
}

fn change(ground: &Ground<'_>, new: &NewComment<'_>, terms: &Terms) -> Change {
    let file = ground.file;
    if let Some(end) = extendable(ground, new.line, terms) {
        return Change::Into(end, format!(",{}", new.checks.join(",")));
    }
    let line = below_which(ground, new.line);
    let text = file.lines().line_range(file.text(), line).slice(file.text());
    let indentation = &text[..text.len() - text.trim_start().len()];
    Change::Above(line, format!("{indentation}{}{}", terms.comment(Reach::Here, &new.checks), ending(file, line)))
}

/// The offset behind the checks of an exception for the same line that says the same.
fn extendable(ground: &Ground<'_>, line: usize, terms: &Terms) -> Option<usize> {
    let file = ground.file;
    let line_of = |offset| file.lines().line_of(offset);
    let own = ground.comments.iter().filter(|comment| !comment.own_line && line_of(comment.range.start) == line);
    let mut candidates: Vec<&Comment> = own.collect();
    let mut next = line;
    while let Some(comment) = above(ground, next) {
        candidates.push(comment);
        next = line_of(comment.range.start);
    }
    let read = |comment: &Comment| native::parse(comment.range.slice(file.text()), comment.range.start);
    let directives = candidates.into_iter().filter_map(read);
    let mut same = directives.filter(|directive: &Directive| terms.are_of(directive, Reach::Here));
    same.find_map(|directive| directive.checks.last().map(|(_, range)| range.end as usize))
}

/// The line above which a comment for `line` is written. What other tools read of the next line alone stays next to it.
fn below_which(ground: &Ground<'_>, line: usize) -> usize {
    let file = ground.file;
    let mut line = line;
    while let Some(comment) = above(ground, line) {
        if foreign::parse(comment.range.slice(file.text()), comment.range.start).is_empty() {
            break;
        }
        line = file.lines().line_of(comment.range.start);
    }
    line
}

/// The comment that fills the line above `line`.
fn above<'g>(ground: &'g Ground<'_>, line: usize) -> Option<&'g Comment> {
    let line_of = |offset| ground.file.lines().line_of(offset);
    ground.comments.iter().find(|comment| comment.own_line && line_of(comment.range.end) + 1 == line)
}

/// How a line ends, or the one before where the text ends without an ending.
fn ending(file: &SourceFile, line: usize) -> &'static str {
    let lines = file.lines();
    let line = if line + 1 < lines.len() { line } else { line.saturating_sub(1) };
    let end = lines.line_range(file.text(), line).end as usize;
    if file.text()[end..].starts_with("\r\n") { "\r\n" } else { "\n" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Document;
    use crate::source::{SourceMap, TextRange};

    /// Writes an exception above a line of a text in which every line that starts with `#` is a comment.
    fn edit(text: &str, line: usize) -> String {
        let sources = SourceMap::new();
        let file = sources.add("main.tf", text);
        let document = document(file, 0);
        let ground = Ground::new(file, [&document]).expect("takes comments");
        let terms = Terms { reason: "r".into(), owner: None, until: None };
        let new = NewComment { line, checks: vec!["x"] };
        let edited = with_comments(&ground, &[new], &terms);
        let written = edited.text.lines().nth(edited.lines[0]).expect("a line");
        assert!(written.contains("ravelin:ignore") && written.contains('x'), "{written}");
        edited.text
    }

    #[test]
    fn a_comment_for_the_file_stands_above_all_but_what_must_come_first() {
        let cases = [
            ("a\n", 0, "# ravelin:ignore-file x reason=\"r\"\na\n"),
            ("#!/bin/x\r\na\r\n", 0, "#!/bin/x\r\n# ravelin:ignore-file x reason=\"r\"\r\na\r\n"),
            ("# syntax=a\n# escape=`\na\n", 2, "# syntax=a\n# escape=`\n# ravelin:ignore-file x reason=\"r\"\na\n"),
            ("\u{feff}a", 0, "\u{feff}# ravelin:ignore-file x reason=\"r\"\na"),
            ("a\n# ravelin:ignore-file y reason=\"r\"\n", 0, "a\n# ravelin:ignore-file y,x reason=\"r\"\n"),
            (
                "# ravelin:ignore y reason=\"r\"\na\n",
                0,
                "# ravelin:ignore-file x reason=\"r\"\n# ravelin:ignore y reason=\"r\"\na\n",
            ),
        ];
        for (text, directives, expected) in cases {
            let sources = SourceMap::new();
            let file = sources.add("Dockerfile", text);
            let document = document(file, directives);
            let ground = Ground::new(file, [&document]).expect("takes comments");
            let terms = Terms { reason: "r".into(), owner: None, until: None };
            assert_eq!(with_file_comment(&ground, &["x"], &terms), expected, "{text:?}");
        }
    }

    /// A document in which every line that has a `#` has a comment, but for the first `directives`.
    fn document(file: &SourceFile, directives: usize) -> Document {
        let lines: Vec<TextRange> =
            (0..file.lines().len()).map(|line| file.lines().line_range(file.text(), line)).collect();
        let comment = |range: &TextRange| {
            let at = range.slice(file.text()).find('#')?;
            let own_line = range.slice(file.text()).trim_start().starts_with('#');
            Some(Comment { range: TextRange::new(range.start as usize + at, range.end as usize), own_line })
        };
        let comments = lines[directives..].iter().filter_map(comment).collect();
        let directives = lines[..directives].to_vec();
        Document { file: file.id(), comments, directives, blocks: Vec::new(), complete: true }
    }

    #[test]
    fn a_comment_is_written_as_the_text_is() {
        let cases = [
            ("a\n  b\n", 1, "a\n  # ravelin:ignore x reason=\"r\"\n  b\n"),
            ("\ta\r\n", 0, "\t# ravelin:ignore x reason=\"r\"\r\n\ta\r\n"),
            ("\u{feff}a", 0, "\u{feff}# ravelin:ignore x reason=\"r\"\na"),
            ("a\r\nb", 1, "a\r\n# ravelin:ignore x reason=\"r\"\r\nb"),
            // Words about the line stay with it, and so does what another tool reads of the next line alone.
            ("# about a\na\n", 1, "# about a\n# ravelin:ignore x reason=\"r\"\na\n"),
            ("# kics-scan ignore-line\na\n", 1, "# ravelin:ignore x reason=\"r\"\n# kics-scan ignore-line\na\n"),
            // One that says the same gets the check, another one a line beside it.
            ("# ravelin:ignore y reason=\"r\"\na\n", 1, "# ravelin:ignore y,x reason=\"r\"\na\n"),
            ("a # ravelin:ignore y reason=\"r\"\n", 0, "a # ravelin:ignore y,x reason=\"r\"\n"),
            (
                "# ravelin:ignore y reason=\"s\"\na\n",
                1,
                "# ravelin:ignore y reason=\"s\"\n# ravelin:ignore x reason=\"r\"\na\n",
            ),
        ];
        for (text, line, expected) in cases {
            assert_eq!(edit(text, line), expected, "{text:?}");
        }
    }
}
