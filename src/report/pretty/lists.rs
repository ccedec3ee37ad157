//! What is listed only when it is asked for: verdicts that are not known, and findings with an exception.

use std::io;

use super::super::text::{one_line, wrap};
use super::page::Page;
use super::paint::Color;
use crate::finding::{Exception, Finding, NotAssessed};
use crate::model::Unread;
use crate::source::Span;

/// Lists what could not be assessed.
pub(super) fn write_not_assessed(page: &Page<'_>, entries: &[NotAssessed], out: &mut dyn io::Write) -> io::Result<()> {
    let entries = entries.iter().map(|entry| Entry {
        place: entry.span,
        check: entry.check.id,
        subject: &entry.address,
        reason: entry.reason.to_string(),
    });
    write_list(page, "Not assessed", entries, out)
}

/// Lists the files that may declare something and are not read.
pub(super) fn write_unread(page: &Page<'_>, files: &[Unread], out: &mut dyn io::Write) -> io::Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}\n", page.paint.bold("Not read"))?;
    for file in files {
        write_at(page, &one_line(&format!("{}{}", page.root, file.path)), file.reason, out)?;
    }
    writeln!(out)
}

/// Lists the findings that an exception covers.
pub(super) fn write_excepted(page: &Page<'_>, findings: &[Finding], out: &mut dyn io::Write) -> io::Result<()> {
    let entries = findings.iter().filter_map(|finding| {
        let exception = finding.exception.as_ref()?;
        let reason = describe(exception);
        Some(Entry { place: finding.place, check: finding.check.id, subject: &finding.message, reason })
    });
    write_list(page, "Excepted", entries, out)
}

/// One entry of a list.
struct Entry<'a> {
    place: Span,
    check: &'a str,
    subject: &'a str,
    reason: String,
}

fn write_list<'a>(
    page: &Page<'_>,
    title: &str,
    entries: impl Iterator<Item = Entry<'a>>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut entries = entries.peekable();
    if entries.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "{}\n", page.paint.bold(title))?;
    for Entry { place, check, subject, reason } in entries {
        write_at(page, &page.place(place), &format!("{subject} [{check}]"), out)?;
        page.write_text(4, &reason, out)?;
    }
    writeln!(out)
}

/// Writes what is said of a place or a path.
fn write_at(page: &Page<'_>, place: &str, text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let wrapped = wrap("  ", "    ", &format!("{place}: {}", page.plain(text)), page.width);
    match wrapped.trim_start().strip_prefix(place) {
        Some(rest) => write!(out, "  {}{rest}", page.paint.color(place, Color::Cyan)),
        // A path with blanks, of which one became the end of a line.
        None => out.write_all(wrapped.as_bytes()),
    }
}

/// The exception in its author's words.
fn describe(exception: &Exception) -> String {
    let owner = exception.owner.as_ref().map(|owner| format!("by {owner}"));
    let until = exception.until.as_ref().map(|until| format!("until {until}"));
    let parts: Vec<_> = [exception.reason.clone(), owner, until].into_iter().flatten().collect();
    if parts.is_empty() { "no reason given".to_owned() } else { parts.join(", ") }
}
