//! What is listed only when it is asked for: verdicts that are not known, and findings with an exception.

use std::io;

use super::super::place::Located;
use super::super::text::one_line;
use super::page::Page;
use super::paint::Color;
use crate::finding::{Exception, Finding, NotAssessed};
use crate::model::Unread;
use crate::source::Span;

/// Lists what could not be assessed.
pub(super) fn write_not_assessed(page: &Page, entries: &[NotAssessed], out: &mut dyn io::Write) -> io::Result<()> {
    let entries = entries.iter().map(|entry| Entry {
        place: entry.span,
        check: entry.check.id,
        subject: &entry.address,
        reason: entry.reason.to_string(),
    });
    write_list(page, "Not assessed", entries, out)
}

/// Lists the files that may declare something and are not read.
pub(super) fn write_unread(page: &Page, files: &[Unread], out: &mut dyn io::Write) -> io::Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}\n", page.paint.bold("Not read"))?;
    for file in files {
        let path = page.paint.color(&one_line(&format!("{}{}", page.root, file.path)), Color::Cyan);
        writeln!(out, "  {path}: {}", file.reason)?;
    }
    writeln!(out)
}

/// Lists the findings that an exception covers.
pub(super) fn write_excepted(page: &Page, findings: &[Finding], out: &mut dyn io::Write) -> io::Result<()> {
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
    page: &Page,
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
        let Located { file, start, .. } = Located::new(page.sources, place);
        let place = format!("{}{}:{}:{}", page.root, file.path(), start.line, start.column);
        let place = page.paint.color(&one_line(&place), Color::Cyan);
        writeln!(out, "  {place}: {} [{check}]\n    {}", one_line(subject), one_line(&reason))?;
    }
    writeln!(out)
}

/// The exception in its author's words.
fn describe(exception: &Exception) -> String {
    let owner = exception.owner.as_ref().map(|owner| format!("by {owner}"));
    let until = exception.until.as_ref().map(|until| format!("until {until}"));
    let parts: Vec<_> = [exception.reason.clone(), owner, until].into_iter().flatten().collect();
    if parts.is_empty() { "no reason given".to_owned() } else { parts.join(", ") }
}
