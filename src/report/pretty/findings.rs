//! The findings with their excerpts: by check, by file, or one by one.

use std::collections::HashMap;
use std::{io, iter};

use super::super::context::Listed;
use super::super::text::one_line;
use super::columns::{Cell, Row};
use super::order::{self, Places, Said};
use super::page::{Page, STICKY, link, severity};
use super::{fix, label};
use crate::finding::Finding;
use crate::vocabulary::Grouping;

/// Places of a check that have an excerpt; the rest are listed by line.
const EXCERPTS: usize = 3;

/// Most further addresses of a finding that are listed.
const ADDRESS_LIMIT: usize = 5;

/// Writes the findings that are shown, and says how many of them are without an excerpt.
pub(super) fn write(page: &Page<'_>, listed: &[Listed<'_>], out: &mut dyn io::Write) -> io::Result<usize> {
    let display = page.display;
    let mut told = Told { page, shown: HashMap::new(), without: 0 };
    match display.group {
        Grouping::Check => {
            for places in order::by_check(listed, display.sort) {
                told.write_check(&places, out)?;
            }
        }
        Grouping::File => {
            for (file, places) in order::by_file(listed, display.sort) {
                let path = format!("{}{}", page.root, page.sources.get(file).path());
                writeln!(out, "{}\n", page.paint.bold(&one_line(&path)))?;
                for listed in places {
                    told.write_one(listed, out)?;
                }
            }
        }
        Grouping::None => {
            for listed in order::one_by_one(listed, display.sort) {
                told.write_one(listed, out)?;
            }
        }
    }
    Ok(told.without)
}

/// What the reader has been told.
struct Told<'p, 'a> {
    page: &'p Page<'a>,
    /// How many places of a check had an excerpt.
    shown: HashMap<Said, usize>,
    /// How many places had none.
    without: usize,
}

impl Told<'_, '_> {
    /// All places of a check: one with its message, several under the title of the check.
    fn write_check(&mut self, places: &Places<'_, '_>, out: &mut dyn io::Write) -> io::Result<()> {
        let all = places.all();
        if all.len() == 1 {
            return self.write_one(places.first(), out);
        }
        let page = self.page;
        let check = places.check();
        let title = format!("{}{}{}{STICKY}places", places.wording().title, page.dot(), all.len());
        page.write_head(severity(places.severity()), (check.id, link(check)), &title, out)?;
        self.write_advice(places.first().finding, out)?;
        let (shown, rest) = all.split_at(if page.display.all { all.len() } else { EXCERPTS.min(all.len()) });
        let telling = Telling::of(all);
        for listed in shown {
            writeln!(out)?;
            page.write_text(2, &telling.line(listed, page), out)?;
            self.write_excerpt(listed, out)?;
        }
        if !rest.is_empty() {
            writeln!(out, "\n  {} more:", rest.len())?;
            let row = |listed: &&Listed<'_>| {
                let text = Some(telling.short(listed, page)).filter(|text| !text.is_empty()).map(Cell::new);
                Row { cells: iter::once(page.place_cell(listed.finding.place)).chain(text).collect(), dim: false }
            };
            let rows: Vec<Row<'_>> = rest.iter().map(row).collect();
            out.write_all(page.columns(1).lines(&rows).as_bytes())?;
            self.without += rest.len();
        }
        writeln!(out)
    }

    /// One place with its message, and with what the check says unless that has been said.
    fn write_one(&mut self, listed: &Listed<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let (page, finding) = (self.page, listed.finding);
        page.write_head(severity(finding.severity), (finding.check.id, link(finding.check)), &finding.message, out)?;
        let shown = self.shown.entry(Said::by(finding)).or_default();
        *shown += 1;
        let shown = *shown;
        if shown <= EXCERPTS || page.display.all {
            self.write_excerpt(listed, out)?;
        } else {
            page.write_text(4, &page.place(finding.place), out)?;
            self.without += 1;
        }
        if shown == 1 {
            self.write_advice(finding, out)?;
        }
        writeln!(out)
    }

    /// The excerpt of a finding, and what it says beside its message.
    fn write_excerpt(&self, listed: &Listed<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let (page, finding) = (self.page, listed.finding);
        let label = page.plain(&label::of(finding, page.sources));
        out.write_all(page.renderer.draw(Some((finding.place, &label)), &finding.related)?.as_bytes())?;
        let also = others(&finding.addresses);
        let context = listed.context.as_deref().unwrap_or_default();
        for (head, note) in [("note", context), ("also", also.as_str())] {
            if !note.is_empty() {
                page.write_note(head, note, out)?;
            }
        }
        Ok(())
    }

    /// Why it matters and what to do.
    fn write_advice(&self, finding: &Finding, out: &mut dyn io::Write) -> io::Result<()> {
        let wording = finding.wording();
        for (head, note) in [("why", wording.why), ("help", wording.remedy)] {
            if !note.is_empty() {
                self.page.write_note(head, note, out)?;
            }
        }
        fix::write(self.page, finding, out)
    }
}

/// What tells the places of one check apart.
enum Telling {
    /// The resource: all else in the messages is the same.
    Address,
    /// The message.
    Message,
}

impl Telling {
    fn of(places: &[&Listed<'_>]) -> Self {
        let rest = |listed: &Listed<'_>| {
            let Finding { addresses, message, .. } = listed.finding;
            let address = addresses.first().filter(|address| !address.is_empty());
            address.map(|address| message.replacen(address.as_str(), "", 1))
        };
        let mut rests = places.iter().map(|listed| rest(listed));
        match rests.next().flatten() {
            Some(first) if rests.all(|rest| rest.as_deref() == Some(first.as_str())) => Self::Address,
            _ => Self::Message,
        }
    }

    /// What stands over an excerpt.
    fn line(&self, listed: &Listed<'_>, page: &Page<'_>) -> String {
        let Finding { addresses, message, .. } = listed.finding;
        match (self, addresses.first()) {
            // The message is the same everywhere, and has no address.
            (Self::Address, Some(address)) if !message.contains(address.as_str()) => page.plain(address),
            _ => page.plain(message),
        }
    }

    /// What stands behind a place.
    fn short(&self, listed: &Listed<'_>, page: &Page<'_>) -> String {
        let address = listed.finding.addresses.split_first();
        match (self, address) {
            (Self::Address, Some((address, others))) => {
                let address = without_path(address, listed, page);
                let more = if others.is_empty() { String::new() } else { format!(" and {} more", others.len()) };
                let context = listed.context.as_ref().map(|context| format!(" ({context})")).unwrap_or_default();
                page.plain(&format!("{address}{more}{context}"))
            }
            (_, Some((address, _))) if !address.is_empty() => {
                let message = listed.message().replacen(address.as_str(), without_path(address, listed, page), 1);
                page.plain(message.trim_start_matches(": "))
            }
            _ => page.plain(&listed.message()),
        }
    }
}

/// An address without the path of its file, which stands before it: that of a service of Compose begins with it, and that
/// of a Dockerfile is nothing else.
fn without_path<'f>(address: &'f str, listed: &Listed<'_>, page: &Page<'_>) -> &'f str {
    let path = page.sources.get(listed.finding.place.file).path();
    match address.strip_prefix(path) {
        Some("") => "",
        Some(rest) => rest.strip_prefix('/').unwrap_or(address),
        None => address,
    }
}

/// The addresses after the first, which the message or the excerpt names.
fn others(addresses: &[String]) -> String {
    let Some((_, others)) = addresses.split_first() else { return String::new() };
    let listed = others.iter().take(ADDRESS_LIMIT).map(String::as_str).collect::<Vec<_>>().join(", ");
    match others.len().saturating_sub(ADDRESS_LIMIT) {
        0 => listed,
        more => format!("{listed} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::others;

    #[test]
    fn at_most_five_further_addresses_are_listed() {
        let addresses: Vec<String> = (0..41).map(|at| format!("a.b[{at}]")).collect();
        assert_eq!(others(&addresses), "a.b[1], a.b[2], a.b[3], a.b[4], a.b[5] and 35 more");
        assert_eq!(others(&addresses[..6]), "a.b[1], a.b[2], a.b[3], a.b[4], a.b[5]");
        assert_eq!(others(&addresses[..1]), "");
        assert_eq!(others(&[]), "");
    }
}
