//! What is set the same everywhere in the report: headlines, notes and places.

use std::io;

use super::super::display::Display;
use super::super::place::Located;
use super::super::text::{one_line, wrap};
use super::super::writer::Options;
use super::columns::{Cell, Columns};
use super::notice::Renderer;
use super::paint::{Color, Paint};
use crate::check::{Check, Severity};
use crate::diagnostic::Level;
use crate::source::{Shown, Span};

/// The narrowest and the widest page that is set, whatever the terminal says.
const WIDTHS: (usize, usize) = (20, 240);

/// The widest that prose is set, whatever the terminal says: longer lines are hard to read.
const PROSE: usize = 120;

/// A blank that no line is broken at.
pub(super) const STICKY: char = '\u{a0}';

/// Pages that are narrower have less space before notes.
const NARROW: usize = 50;

/// What all parts of the report need.
pub(super) struct Page<'a> {
    pub(super) sources: Shown<'a>,
    pub(super) root: &'a str,
    pub(super) paint: Paint,
    /// Columns.
    pub(super) width: usize,
    pub(super) display: Display,
    pub(super) renderer: Renderer<'a>,
}

impl<'a> Page<'a> {
    /// A page for places below `root`, the path of the scan root as the user would write it.
    pub(super) fn new(sources: Shown<'a>, root: &'a str, options: &Options) -> Self {
        let display = options.display;
        let paint = Paint { color: options.color, links: display.links, unicode: display.unicode };
        let width = options.width.clamp(WIDTHS.0, WIDTHS.1);
        Self { sources, root, paint, width, display, renderer: Renderer::new(paint, width, sources, root) }
    }

    /// Writes `high[aws-s3-public-acl]: ` and a text, with the code in its colour, and as a link where there is one.
    pub(super) fn write_head(
        &self,
        (word, color): (&str, Color),
        (code, link): (&str, Option<&str>),
        text: &str,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let head = format!("{word}[{code}]:");
        let wrapped = wrap("  ", "    ", &format!("{head} {}", self.plain(text)), self.prose());
        let rest = wrapped.trim_start().strip_prefix(&head).unwrap_or_default().replace(STICKY, " ");
        let linked = format!("{word}[{}]:", self.paint.link(code, link));
        write!(out, "  {}{rest}", self.paint.color(&linked, color))
    }

    /// Writes a paragraph under its head, such as `help:`.
    pub(super) fn write_note(&self, head: &str, text: &str, out: &mut dyn io::Write) -> io::Result<()> {
        let head = format!("  {:<6}", format!("{head}:"));
        let indent = if self.width < NARROW { 4 } else { head.len() };
        let note = wrap(&head, &" ".repeat(indent), &self.plain(text), self.prose());
        let body = note.strip_prefix(head.as_str()).unwrap_or(&note);
        write!(out, "{}{body}", self.paint.color(&head, Color::Cyan))
    }

    /// Writes a paragraph with no head.
    pub(super) fn write_text(&self, indent: usize, text: &str, out: &mut dyn io::Write) -> io::Result<()> {
        let indent = " ".repeat(indent);
        out.write_all(wrap(&indent, &indent, &self.plain(text), self.prose()).as_bytes())
    }

    /// Writes what is called `name`, behind a space for names.
    pub(super) fn write_row(&self, name: &str, space: usize, text: &str, out: &mut dyn io::Write) -> io::Result<()> {
        let head = format!("  {name:<space$}");
        let indent = if self.width < NARROW { 4 } else { head.len() };
        out.write_all(wrap(&head, &" ".repeat(indent), &self.plain(text), self.prose()).as_bytes())
    }

    /// Whether findings of this severity cannot close the gate. Where nothing does, all matter alike.
    pub(super) fn is_below_gate(&self, severity: Severity) -> bool {
        self.display.gate.is_some_and(|least| severity < least)
    }

    /// Rows of which so many cells stay on one line.
    pub(super) fn columns(&self, head: usize) -> Columns {
        Columns { paint: self.paint, width: self.width, head }
    }

    /// A place with its path as the user would write it, `path:line:column`.
    pub(super) fn place(&self, span: Span) -> String {
        let Located { file, start, .. } = Located::new(self.sources, span);
        one_line(&format!("{}{}:{}:{}", self.root, file.path(), start.line, start.column)).into_owned()
    }

    pub(super) fn place_cell(&self, span: Span) -> Cell<'a> {
        Cell::new(self.place(span)).color(Color::Cyan)
    }

    /// Text on one line, with signs that the terminal shows.
    pub(super) fn plain(&self, text: &str) -> String {
        self.paint.signs(&one_line(text)).into_owned()
    }

    /// Stands between two parts of a headline.
    pub(super) fn dot(&self) -> &'static str {
        if self.paint.unicode { " ·\u{a0}" } else { " -\u{a0}" }
    }

    pub(super) fn prose(&self) -> usize {
        self.width.min(PROSE)
    }
}

/// The word of a severity and its colour.
pub(super) fn severity(severity: Severity) -> (&'static str, Color) {
    (severity.as_str(), color(Level::of(severity)))
}

pub(super) const fn color(level: Level) -> Color {
    match level {
        Level::Error => Color::Red,
        Level::Warning => Color::Yellow,
        Level::Note => Color::Cyan,
    }
}

/// The page that says more of a check: the first that it refers to.
pub(super) fn link(check: &Check) -> Option<&'static str> {
    check.text.references.first().copied()
}
