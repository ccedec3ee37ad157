//! What could not be read or understood: errors with excerpts, the rest in one block.

use std::io;

use super::super::place::Spot;
use super::super::text::counted;
use super::columns::{Cell, Row};
use super::page::{Page, color};
use crate::diagnostic::{Diagnostic, Level, Place};

/// Messages of one kind that have an excerpt where not all are asked for.
const EXCERPTS: usize = 3;

/// All messages of one kind, in the order of their places.
type Kind<'d> = Vec<&'d Diagnostic>;

/// Writes the errors.
pub(super) fn write_errors(page: &Page<'_>, all: &[Diagnostic], out: &mut dyn io::Write) -> io::Result<()> {
    for kind in kinds(all.iter().filter(|diagnostic| diagnostic.level == Level::Error)) {
        let shown = if page.display.all_messages { kind.len() } else { EXCERPTS };
        for diagnostic in kind.iter().take(shown) {
            write_one(page, diagnostic, out)?;
        }
        let rest: Vec<Row<'_>> = kind.iter().skip(shown).map(|diagnostic| row(page, diagnostic)).collect();
        if let Some(first) = kind.first().filter(|_| !rest.is_empty()) {
            let head = format!("{}[{}]: {} more", first.level.as_str(), first.code, rest.len());
            writeln!(out, "  {}", page.paint.color(&head, color(first.level)))?;
            writeln!(out, "{}", page.columns(1).lines(&rest))?;
        }
    }
    Ok(())
}

/// Writes the warnings and notes: a line for each kind, unless all are asked for.
pub(super) fn write_others(page: &Page<'_>, all: &[Diagnostic], out: &mut dyn io::Write) -> io::Result<()> {
    let others = || all.iter().filter(|diagnostic| diagnostic.level != Level::Error);
    if page.display.all_messages {
        return others().try_for_each(|diagnostic| write_one(page, diagnostic, out));
    }
    let mut kinds = kinds(others());
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.first().map(|first| first.level)));
    for kind in &kinds {
        if let Some(first) = kind.first() {
            let text = format!("{}{}", first.message, summed_up(page, first, kind.len()));
            page.write_head((first.level.as_str(), color(first.level)), (first.code, None), &text, out)?;
            if let Some(help) = &first.help {
                page.write_note("help", help, out)?;
            }
        }
    }
    match others().count() {
        0 => Ok(()),
        count => {
            page.write_text(2, &format!("-v shows {} with excerpts", counted(count, "message")), out)?;
            writeln!(out)
        }
    }
}

/// ` · 4 places, first a.yaml:12:3`
fn summed_up(page: &Page<'_>, first: &Diagnostic, count: usize) -> String {
    let place = Spot::of(page.sources, &first.place).map(|spot| spot.display(page.root));
    match (place, count) {
        (None, 1) => String::new(),
        (None, count) => format!("{}{count} times", page.dot()),
        (Some(place), 1) => format!("{}{place}", page.dot()),
        (Some(place), count) => format!("{}{count} places, first {place}", page.dot()),
    }
}

/// Writes a message with an excerpt, and the way to mend it.
pub(super) fn write_one(page: &Page<'_>, diagnostic: &Diagnostic, out: &mut dyn io::Write) -> io::Result<()> {
    let (text, culprit) = match &diagnostic.place {
        Place::File(path) => (format!("{}{path}: {}", page.root, diagnostic.message), None),
        Place::Text(span) => (diagnostic.message.clone(), Some((*span, ""))),
        Place::None => (diagnostic.message.clone(), None),
    };
    page.write_head((diagnostic.level.as_str(), color(diagnostic.level)), (diagnostic.code, None), &text, out)?;
    out.write_all(page.renderer.draw(culprit, &diagnostic.related)?.as_bytes())?;
    if let Some(help) = &diagnostic.help {
        page.write_note("help", help, out)?;
    }
    writeln!(out)
}

/// One message by its place.
fn row<'a>(page: &Page<'_>, diagnostic: &Diagnostic) -> Row<'a> {
    let place = Spot::of(page.sources, &diagnostic.place).map_or_else(String::new, |spot| spot.display(page.root));
    Row { cells: vec![Cell::new(place), Cell::new(page.plain(&diagnostic.message))], dim: false }
}

/// Messages by their codes and levels, in the order of the first ones.
fn kinds<'d>(messages: impl Iterator<Item = &'d Diagnostic>) -> Vec<Kind<'d>> {
    let mut kinds: Vec<Kind<'d>> = Vec::new();
    for message in messages {
        let is_its = |kind: &&mut Kind<'_>| {
            kind.first().is_some_and(|first| (first.code, first.level) == (message.code, message.level))
        };
        match kinds.iter_mut().find(is_its) {
            Some(kind) => kind.push(message),
            None => kinds.push(vec![message]),
        }
    }
    kinds
}
