//! Rows of cells in columns, for any width.

use textwrap::core::display_width;

use super::super::text::wrap;
use super::paint::{Color, Paint};

/// Stands between cells.
const GAP: usize = 2;

/// Stands before rows.
const INDENT: usize = 2;

/// One cell.
pub(super) struct Cell<'a> {
    text: String,
    color: Option<Color>,
    /// Where it leads.
    link: Option<&'a str>,
    is_number: bool,
}

impl<'a> Cell<'a> {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), color: None, link: None, is_number: false }
    }

    pub(super) fn color(self, color: Color) -> Self {
        Self { color: Some(color), ..self }
    }

    pub(super) fn link(self, link: Option<&'a str>) -> Self {
        Self { link, ..self }
    }

    /// A number, which stands at the right of its column.
    pub(super) fn number(number: usize) -> Self {
        Self { is_number: true, ..Self::new(number.to_string()) }
    }

    /// The text on the screen, without what fills up the column.
    fn painted(&self, paint: Paint, dim: bool) -> String {
        let linked = paint.link(&self.text, self.link);
        match self.color {
            _ if dim => paint.dim(&linked),
            Some(color) => paint.color(&linked, color),
            None => linked,
        }
    }
}

/// One row.
pub(super) struct Row<'a> {
    pub(super) cells: Vec<Cell<'a>>,
    /// Whether it matters less than the others.
    pub(super) dim: bool,
}

/// How rows are set.
pub(super) struct Columns {
    pub(super) paint: Paint,
    /// Columns of the page.
    pub(super) width: usize,
    /// Cells that stay on the first line of a row that is too long for one, at least one.
    pub(super) head: usize,
}

impl Columns {
    /// The rows as lines. Where nearly all fit with every cell in its column, they are set so; otherwise only the head keeps
    /// its columns, since rows that are set in several ways are hard to read. A row that does not fit takes two lines, of which
    /// the second begins under the last cell of the first. Where that is still too long, words go on the next line, and a word
    /// that is too long stays whole.
    pub(super) fn lines(&self, rows: &[Row<'_>]) -> String {
        let widths = self.widths(rows);
        // The columns before the last of the head stay where they are.
        let tight = &widths[..widths.len().min(self.head - 1)];
        let set = if self.fitting(rows, &widths) * 4 >= rows.len() * 3 { &widths } else { tight };
        rows.iter().map(|row| self.line(row, set, &widths)).collect()
    }

    /// Whether most of the rows fit into one line each.
    pub(super) fn fit(&self, rows: &[Row<'_>]) -> bool {
        self.fitting(rows, &self.widths(rows)) * 2 > rows.len()
    }

    /// How many rows fit into one line with every cell in its column.
    fn fitting(&self, rows: &[Row<'_>], widths: &[usize]) -> usize {
        rows.iter().filter(|row| self.set(&row.cells, widths, row.dim).width <= self.width).count()
    }

    /// The width of each column: of its longest cell, but not so wide that nothing fits beside it.
    fn widths(&self, rows: &[Row<'_>]) -> Vec<usize> {
        let most = self.width / 2;
        let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let widest = |at: usize| {
            let cells = rows.iter().filter_map(|row| row.cells.get(at));
            cells.map(|cell| display_width(&cell.text)).filter(|width| *width <= most).max().unwrap_or(0)
        };
        (0..columns).map(widest).collect()
    }

    /// A row with its cells in the columns `set`, or in two lines by all columns.
    fn line(&self, row: &Row<'_>, set: &[usize], widths: &[usize]) -> String {
        let whole = self.set(&row.cells, set, row.dim);
        if whole.width <= self.width {
            return format!("{}{}\n", " ".repeat(INDENT), whole.text);
        }
        let (head, rest) = row.cells.split_at(self.head.min(row.cells.len()));
        let under = widths[..head.len().saturating_sub(1)].iter().map(|width| width + GAP).sum::<usize>();
        let under = INDENT + if head.len() > 1 && under * 2 <= self.width { under } else { GAP };
        let head = self.set(head, widths, row.dim).text;
        format!("{}{head}\n{}", " ".repeat(INDENT), self.rest(rest, under, row.dim))
    }

    /// The cells after the head, from a column on.
    fn rest(&self, cells: &[Cell<'_>], under: usize, dim: bool) -> String {
        if cells.is_empty() {
            return String::new();
        }
        let set = self.set(cells, &[], dim);
        let indent = " ".repeat(under);
        let has_words = cells.iter().any(|cell| cell.text.contains(' '));
        if under - INDENT + set.width <= self.width || !has_words {
            return format!("{indent}{}\n", set.text);
        }
        let plain: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
        wrap(&indent, &indent, &plain.join("  "), self.width)
    }

    /// Cells side by side, filled up to the widths of their columns.
    fn set(&self, cells: &[Cell<'_>], widths: &[usize], dim: bool) -> Set {
        let mut set = Set { text: String::new(), width: INDENT };
        for (at, cell) in cells.iter().enumerate() {
            let own = display_width(&cell.text);
            let is_last = at + 1 == cells.len() && !cell.is_number;
            let fill = widths.get(at).filter(|_| !is_last).map_or(0, |width| width.saturating_sub(own));
            let (before, after) = if cell.is_number { (fill, 0) } else { (0, fill) };
            let after = if at + 1 < cells.len() { after + GAP } else { 0 };
            set.text.push_str(&" ".repeat(before));
            set.text.push_str(&cell.painted(self.paint, dim));
            set.text.push_str(&" ".repeat(after));
            set.width += before + own + after;
        }
        set
    }
}

/// A line, and how many columns it takes with its indent.
struct Set {
    text: String,
    width: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(width: usize) -> String {
        let row = |severity: &str, check: &str, count, place: &str| Row {
            cells: vec![Cell::new(severity), Cell::number(count), Cell::new(check), Cell::new(place)],
            dim: false,
        };
        let rows = [row("high", "open-ssh", 2, "a/main.tf:1:1"), row("medium", "é", 113, "b.tf:10:2")];
        let paint = Paint { color: false, links: false, unicode: true };
        Columns { paint, width, head: 3 }.lines(&rows)
    }

    #[test]
    fn rows_take_one_line_where_there_is_room() {
        let wide = "  high      2  open-ssh  a/main.tf:1:1\n  medium  113  é         b.tf:10:2\n";
        assert_eq!(lines(80), wide);
        assert_eq!(lines(38), wide);
    }

    #[test]
    fn rows_take_two_lines_where_there_is_not() {
        let narrow = "  high      2  open-ssh\n               a/main.tf:1:1\n  medium  113  é  b.tf:10:2\n";
        assert_eq!(lines(36), narrow);
        let tiny = "  high      2  open-ssh\n    a/main.tf:1:1\n  medium  113  é\n    b.tf:10:2\n";
        assert_eq!(lines(20), tiny);
    }
}
