//! The table at the end: a row for each check.

use std::io;

use super::columns::{Cell, Row};
use super::order::Places;
use super::page::{Page, link, severity};

/// Writes a row for each check: severity, how many places, id, and the first place. What cannot close the gate is dimmed. One
/// place that has just been shown needs no table.
pub(super) fn write(page: &Page<'_>, checks: &[Places<'_, '_>], out: &mut dyn io::Write) -> io::Result<()> {
    let is_enough = match checks {
        [] => true,
        [only] => only.all().len() == 1 && !page.is_below_gate(only.severity()),
        _ => false,
    };
    if is_enough {
        return Ok(());
    }
    let head = Row { cells: ["severity", "places", "check", "first place"].map(Cell::new).into(), dim: true };
    let row = |places: &Places<'_, '_>| {
        let (word, color) = severity(places.severity());
        let cells = vec![
            Cell::new(word).color(color),
            Cell::number(places.all().len()),
            Cell::new(places.check().id).link(link(places.check())),
            page.place_cell(places.first().finding.place),
        ];
        Row { cells, dim: page.is_below_gate(places.severity()) }
    };
    let mut rows: Vec<Row<'_>> = std::iter::once(head).chain(checks.iter().map(row)).collect();
    let columns = page.columns(3);
    // In two lines for each check, nothing would stand under the heads.
    if !columns.fit(&rows) {
        rows.remove(0);
    }
    writeln!(out, "{}", columns.lines(&rows))
}
