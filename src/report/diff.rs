//! What changes in files, in the form of `git diff`.

use std::io::{self, Write};

use similar::{Algorithm, ChangeTag, DiffOp, capture_diff_slices, group_diff_ops};

use super::text::harmless;

/// Lines around a change.
pub(super) const CONTEXT: usize = 3;

/// A file that gets another text.
pub struct Change<'t> {
    /// Its path, as it is shown.
    pub path: &'t str,
    /// What it was; none where it is not there yet.
    pub before: Option<Text<'t>>,
    /// What it becomes.
    pub after: Text<'t>,
}

/// A text, and what is shown of it: as long, line by line.
#[derive(Clone, Copy)]
pub struct Text<'t> {
    /// What is compared.
    pub raw: &'t str,
    /// What is printed.
    pub shown: &'t str,
}

impl<'t> Text<'t> {
    /// A text with nothing to conceal.
    pub const fn plain(text: &'t str) -> Self {
        Self { raw: text, shown: text }
    }

    const EMPTY: Self = Self::plain("");
}

/// How a difference is printed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// Whether it is coloured, as git colours it.
    pub color: bool,
    /// Whether people read it, on a terminal that its text must not steer; otherwise `git apply` can.
    pub is_for_people: bool,
}

/// A line of a difference, with its line ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'t> {
    pub(super) sign: Sign,
    pub(super) text: &'t str,
}

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Kept,
    Removed,
    Added,
}

/// Lines that change, with those around them.
#[derive(Debug)]
pub(super) struct Hunk<'t> {
    /// The zero-based first line and the number of lines, before and after.
    old: (usize, usize),
    new: (usize, usize),
    pub(super) lines: Vec<Line<'t>>,
}

/// Writes the difference that a change makes; nothing where it makes none.
pub fn write(change: &Change<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let hunks = hunks(change.before.unwrap_or(Text::EMPTY), change.after, (0, 0));
    write_hunks(change.path, change.before.is_some(), &hunks, look, out)
}

/// Writes hunks under the name of their file.
pub(super) fn write_hunks(
    path: &str,
    is_there: bool,
    hunks: &[Hunk<'_>],
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    if hunks.is_empty() {
        return Ok(());
    }
    let old = if is_there { format!("a/{path}") } else { "/dev/null".to_owned() };
    for name in [format!("--- {}", quoted(&old)), format!("+++ {}", quoted(&format!("b/{path}")))] {
        writeln!(out, "{}", look.paint(&name, "1"))?;
    }
    hunks.iter().try_for_each(|hunk| hunk.write(look, out))
}

/// What differs between two texts that begin at these lines of their files, before and after.
pub(super) fn hunks<'t>(old: Text<'t>, new: Text<'t>, first: (usize, usize)) -> Vec<Hunk<'t>> {
    let lines = |text: Text<'t>| -> (Vec<&'t str>, Vec<&'t str>) {
        (text.raw.split_inclusive('\n').collect(), text.shown.split_inclusive('\n').collect())
    };
    let ((old, old_shown), (new, new_shown)) = (lines(old), lines(new));
    let groups = group_diff_ops(capture_diff_slices(Algorithm::Patience, &old, &new), CONTEXT);
    let hunk = |ops: Vec<DiffOp>| {
        let changes = ops.iter().flat_map(|op| op.iter_changes(&old, &new));
        let line = |change: similar::Change<&'t str>| {
            let (sign, shown, at) = match change.tag() {
                ChangeTag::Equal => (Sign::Kept, &old_shown, change.old_index()),
                ChangeTag::Delete => (Sign::Removed, &old_shown, change.old_index()),
                ChangeTag::Insert => (Sign::Added, &new_shown, change.new_index()),
            };
            Line { sign, text: at.and_then(|at| shown.get(at)).copied().unwrap_or_default() }
        };
        let start = ops.first().map_or((0, 0), |op| (op.old_range().start, op.new_range().start));
        let end = ops.last().map_or((0, 0), |op| (op.old_range().end, op.new_range().end));
        Hunk {
            old: (first.0 + start.0, end.0 - start.0),
            new: (first.1 + start.1, end.1 - start.1),
            lines: changes.map(line).collect(),
        }
    };
    groups.into_iter().filter(|ops| !ops.is_empty()).map(hunk).collect()
}

impl Hunk<'_> {
    fn write(&self, look: Look, out: &mut dyn Write) -> io::Result<()> {
        // An empty side is named by the line before it.
        let side = |(start, count): (usize, usize)| format!("{},{count}", if count == 0 { start } else { start + 1 });
        writeln!(out, "{}", look.paint(&format!("@@ -{} +{} @@", side(self.old), side(self.new)), "36"))?;
        for line in &self.lines {
            let (text, end) = line.split();
            let shown = if look.is_for_people { harmless(text) } else { text.into() };
            let end = if look.is_for_people { "\n" } else { end };
            writeln!(out, "{}", look.paint_line(line.sign, &shown, end).trim_end_matches('\n'))?;
            if !line.text.ends_with('\n') {
                writeln!(out, "\\ No newline at end of file")?;
            }
        }
        Ok(())
    }
}

impl<'t> Line<'t> {
    /// Its text, and its line ending.
    pub(super) fn split(&self) -> (&'t str, &'t str) {
        let text = self.text.trim_end_matches('\n').trim_end_matches('\r');
        self.text.split_at(text.len())
    }
}

impl Sign {
    pub(super) const fn as_char(self) -> char {
        match self {
            Self::Kept => ' ',
            Self::Removed => '-',
            Self::Added => '+',
        }
    }
}

impl Look {
    fn paint(self, text: &str, code: &str) -> String {
        if self.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn paint_line(self, sign: Sign, text: &str, end: &str) -> String {
        let line = format!("{}{text}", sign.as_char());
        let line = match sign {
            Sign::Kept => line,
            Sign::Removed => self.paint(&line, "31"),
            Sign::Added => self.paint(&line, "32"),
        };
        line + end
    }
}

/// A name as git writes it: in quotes where it has characters that would end the line or mean something else.
fn quoted(name: &str) -> String {
    if !name.contains(|char: char| char.is_control() || matches!(char, '"' | '\\')) {
        return name.to_owned();
    }
    let mut quoted = String::from("\"");
    for char in name.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            char if char.is_control() => {
                let mut bytes = [0; 4];
                quoted.extend(char.encode_utf8(&mut bytes).bytes().map(|byte| format!("\\{byte:03o}")));
            }
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(before: Option<&str>, after: &str, look: Look) -> String {
        let change = Change { path: "a", before: before.map(Text::plain), after: Text::plain(after) };
        let mut out = Vec::new();
        write(&change, look, &mut out).expect("writes");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn differences_are_those_of_git() {
        let show = |before, after| show(before, after, Look::default());
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12";
        let new = "1\nx\n2\n3\n4\n5\n6\n7\n8\n9\n10\nsay 11\n12";
        let expected = "--- a/a\n+++ b/a\n@@ -1,4 +1,5 @@\n 1\n+x\n 2\n 3\n 4\n@@ -8,5 +9,5 @@\n 8\n 9\n 10\n-11\n+say 11\n 12\n\
                        \\ No newline at end of file\n";
        assert_eq!(show(Some(old), new), expected);
        assert_eq!(show(None, "a\n"), "--- /dev/null\n+++ b/a\n@@ -0,0 +1,1 @@\n+a\n");
        assert_eq!(
            show(Some("a"), "a\nb\n"),
            "--- a/a\n+++ b/a\n@@ -1,1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n"
        );
        assert_eq!(show(Some("a\r\nb\r\n"), "a\r\n"), "--- a/a\n+++ b/a\n@@ -1,2 +1,1 @@\n a\r\n-b\r\n");
        assert_eq!(show(Some("same\n"), "same\n"), "");
    }

    #[test]
    fn people_see_no_control_characters() {
        let look = Look { color: true, is_for_people: true };
        let shown = show(Some("a\r\n"), "a\r\n\u{1b}[2Jb\r\n", look);
        let expected = "\u{1b}[1m--- a/a\u{1b}[0m\n\u{1b}[1m+++ b/a\u{1b}[0m\n\u{1b}[36m@@ -1,1 +1,2 @@\u{1b}[0m\n a\n\u{1b}[32m+?[2Jb\u{1b}[0m\n";
        assert_eq!(shown, expected);
    }

    #[test]
    fn what_is_concealed_is_not_printed_and_still_compared() {
        let (old, new) = ("p = \"one\"\nq = 1\n", "p = \"two\"\nq = 1\n");
        let change = Change {
            path: "a",
            before: Some(Text { raw: old, shown: "p = \"***\"\nq = 1\n" }),
            after: Text { raw: new, shown: "p = \"***\"\nq = 1\n" },
        };
        let mut out = Vec::new();
        write(&change, Look::default(), &mut out).expect("writes");
        let shown = String::from_utf8(out).expect("UTF-8");
        assert_eq!(shown, "--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n-p = \"***\"\n+p = \"***\"\n q = 1\n");
    }

    #[test]
    fn names_are_quoted_as_git_does() {
        assert_eq!(quoted("a/b c é"), "a/b c é");
        assert_eq!(quoted("a/\"b\"\n\u{1b}"), "\"a/\\\"b\\\"\\n\\033\"");
    }
}
