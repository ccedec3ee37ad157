//! What would change, in the form of `diff -u`.

use std::io::{self, Write};

use super::save::Change;

/// Lines around a change.
const CONTEXT: usize = 3;

/// One line of a difference.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line<'t> {
    Kept(&'t str),
    Removed(&'t str),
    Added(&'t str),
}

/// Prints the difference that each change makes.
pub(super) fn print(changes: &[Change]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    changes.iter().try_for_each(|change| write(change, &mut out))
}

fn write(change: &Change, out: &mut dyn Write) -> io::Result<()> {
    let before = change.before.as_deref();
    let old = before.map_or_else(|| "/dev/null".to_owned(), |_| format!("a/{}", change.shown));
    writeln!(out, "--- {old}\n+++ b/{}", change.shown)?;
    let lines = difference(before.unwrap_or_default(), &change.after);
    let changed: Vec<usize> = (0..lines.len()).filter(|&index| !matches!(lines[index], Line::Kept(_))).collect();
    let mut from = 0;
    while from < changed.len() {
        let mut to = from;
        while to + 1 < changed.len() && changed[to + 1] - changed[to] <= 2 * CONTEXT {
            to += 1;
        }
        let end = (changed[to] + CONTEXT + 1).min(lines.len());
        hunk(&lines, changed[from].saturating_sub(CONTEXT)..end, out)?;
        from = to + 1;
    }
    Ok(())
}

fn hunk(lines: &[Line<'_>], range: std::ops::Range<usize>, out: &mut dyn Write) -> io::Result<()> {
    let count = |lines: &[Line<'_>], is_old: bool| {
        let is_of = |line: &&Line<'_>| match line {
            Line::Kept(_) => true,
            Line::Removed(_) => is_old,
            Line::Added(_) => !is_old,
        };
        lines.iter().filter(is_of).count()
    };
    let side = |is_old| {
        let (above, within) = (count(&lines[..range.start], is_old), count(&lines[range.clone()], is_old));
        // An empty side is named by the line before it.
        format!("{},{within}", if within == 0 { above } else { above + 1 })
    };
    writeln!(out, "@@ -{} +{} @@", side(true), side(false))?;
    for line in &lines[range] {
        let (sign, text) = match line {
            Line::Kept(text) => (' ', text),
            Line::Removed(text) => ('-', text),
            Line::Added(text) => ('+', text),
        };
        write!(out, "{sign}{text}")?;
        if !text.ends_with('\n') {
            writeln!(out, "\n\\ No newline at end of file")?;
        }
    }
    Ok(())
}

/// Lines are only ever added, or changed in their place.
fn difference<'t>(before: &'t str, after: &'t str) -> Vec<Line<'t>> {
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let mut lines = Vec::new();
    let mut next = 0;
    for (index, line) in old.iter().enumerate() {
        let rest = &new[next..];
        // As many new lines may stand before it as there are more of them.
        let added = rest.len().saturating_sub(old.len() - index);
        let count = rest.iter().take(added + 1).position(|other| other == line);
        match count {
            Some(count) => {
                lines.extend(rest[..count].iter().copied().map(Line::Added));
                lines.push(Line::Kept(line));
                next += count + 1;
            }
            None => {
                lines.push(Line::Removed(line));
                lines.extend(rest.first().copied().map(Line::Added));
                next += rest.len().min(1);
            }
        }
    }
    lines.extend(new[next..].iter().copied().map(Line::Added));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_those_of_diff() {
        let show = |before: Option<&str>, after: &str| {
            let change = Change {
                path: "/a".into(),
                shown: "a".into(),
                before: before.map(str::to_owned),
                after: after.to_owned(),
            };
            let mut out = Vec::new();
            write(&change, &mut out).expect("writes");
            String::from_utf8(out).expect("UTF-8")
        };
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
    }
}
