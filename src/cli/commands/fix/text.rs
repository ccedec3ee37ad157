//! What is said of fixes: on standard output where files are written, otherwise beside what would change.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::args::Args;
use super::files::Files;
use crate::cli::stdout::stdout;
use crate::mend::{Left, Mended, Why};
use crate::report;

/// Most findings that are named one by one for one reason.
const LISTED: usize = 20;

/// Says what was fixed, and what was not and why.
pub(super) fn say(mended: &Mended, files: &Files<'_>, args: &Args) -> io::Result<()> {
    // What is printed beside a difference must not be taken for a part of it.
    let mut out: Box<dyn Write> = if args.write { Box::new(stdout()) } else { Box::new(io::stderr()) };
    let root = &mended.before.outcome.root;
    if args.write {
        for fixed in &mended.fixed {
            writeln!(out, "{}: {} [{}]", place(root, &fixed.path, fixed.line), fixed.fix.title, fixed.check.id)?;
        }
    }
    for fixed in &mended.fixed {
        for text in &fixed.fix.placeholders {
            let paths: Vec<String> = fixed.files.iter().map(|path| format!("{root}{path}")).collect();
            writeln!(out, "fill in: `{text}` in {} [{}]", paths.join(", "), fixed.check.id)?;
        }
    }
    write_left(mended, &mut out)?;
    let concealed = files.files.iter().filter(|file| file.is_concealed()).count();
    if !args.write && concealed > 0 {
        let what = counted(concealed, "difference has", "differences have");
        writeln!(out, "note: {what} stand-ins for credentials and cannot be applied; `--write` writes the files")?;
    }
    writeln!(out, "{}", summary(mended, args))
}

fn summary(mended: &Mended, args: &Args) -> String {
    let count = mended.wanted.saturating_sub(mended.left.len()).max(mended.fixed.len().min(mended.wanted));
    let of = format!("{count} of {}", counted(mended.wanted, "finding", "findings"));
    if mended.files.is_empty() {
        return format!("0 of {} can be fixed", counted(mended.wanted, "finding", "findings"));
    }
    let files = counted(mended.files.len(), "file", "files");
    match args.write {
        true => format!("{of} fixed in {files}"),
        false if args.input.is_standard() => format!("{of} fixed"),
        false => format!("{of} would be fixed in {files}; `--write` writes them"),
    }
}

/// The findings that are left, by what stands in the way.
fn write_left(mended: &Mended, out: &mut dyn Write) -> io::Result<()> {
    let mut groups: BTreeMap<(u8, String), Vec<&Left>> = BTreeMap::new();
    for left in &mended.left {
        groups.entry(heading(&left.why)).or_default().push(left);
    }
    for ((_, heading), all) in groups {
        writeln!(out, "{}: {heading}", counted(all.len(), "finding is left", "findings are left"))?;
        let mut checks: BTreeMap<(&str, String), Vec<&Left>> = BTreeMap::new();
        for left in all {
            checks.entry((left.check.id, detail(&left.why))).or_default().push(left);
        }
        let hidden = checks.len().saturating_sub(LISTED);
        for ((check, detail), places) in checks.iter().take(LISTED) {
            let first = places.first().map(|left| place(&mended.before.outcome.root, &left.path, left.line));
            let more = match places.len() {
                1 => String::new(),
                count => format!(" and {} more", count - 1),
            };
            writeln!(out, "  {check}{detail}: {}{more}", first.unwrap_or_default())?;
        }
        if hidden > 0 {
            writeln!(out, "  and {}", counted(hidden, "more check", "more checks"))?;
        }
    }
    Ok(())
}

/// What findings are put together by, and its place among the others.
fn heading(why: &Why) -> (u8, String) {
    match why {
        Why::NoFix => (0, why.to_string()),
        Why::Unfixable(_) => (1, "a fix is known, and does not fit what is written there".to_owned()),
        Why::File(_) => (1, "a file cannot be edited".to_owned()),
        Why::Review(_) => (2, "somebody should look at the fix first, then `--unsafe` writes it".to_owned()),
        Why::Harm(_) => (3, "the fix was tried and taken back".to_owned()),
        Why::Unproven | Why::Rounds => (4, why.to_string()),
    }
}

/// What is said of a check beyond the heading.
fn detail(why: &Why) -> String {
    match why {
        Why::Review(fix) => report::caution(fix).map(|caution| format!(" ({caution})")).unwrap_or_default(),
        Why::Unfixable(_) | Why::File(_) | Why::Harm(_) => format!(" ({why})"),
        Why::NoFix | Why::Unproven | Why::Rounds => String::new(),
    }
}

fn place(root: &str, path: &str, line: u32) -> String {
    format!("{root}{path}:{line}")
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
