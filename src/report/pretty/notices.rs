//! Messages about files that somebody wrote for Ravelin, drawn as `pretty` draws those about the input.

use std::io;

use super::super::text::{one_line, wrap};
use super::super::writer::Options;
use super::WIDTHS;
use super::notice::Renderer;
use super::paint::{Color, Paint};
use crate::diagnostic::Diagnostic;
use crate::source::Shown;

/// Stands before the way to mend a mistake.
const HEAD: &str = "  help: ";

/// Writes each message with an excerpt in which its place is marked, and the way to mend it.
///
/// # Errors
/// What `out` says.
pub fn write_notices(
    diagnostics: &[Diagnostic],
    sources: Shown<'_>,
    options: &Options,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let (paint, width) = (Paint::new(options.color), options.width.clamp(WIDTHS.0, WIDTHS.1));
    let renderer = Renderer::new(options.color, width);
    for diagnostic in diagnostics {
        out.write_all(renderer.diagnostic(diagnostic, sources, "")?.as_bytes())?;
        if let Some(help) = &diagnostic.help {
            let note = wrap(HEAD, &one_line(help), width);
            let body = note.strip_prefix(HEAD).unwrap_or(&note);
            write!(out, "{}{body}", paint.color(HEAD, Color::Cyan))?;
        }
        writeln!(out)?;
    }
    Ok(())
}
