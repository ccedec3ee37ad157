//! What the terminal can show.

use std::io::{self, IsTerminal as _, Write as _};

/// Narrowest and widest page that reports are laid out for, in columns.
const WIDTHS: std::ops::RangeInclusive<usize> = 60..=120;

/// Columns of the terminal, within what is comfortable to read; 100 where there is none.
pub(super) fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let asked = io::stdout().is_terminal().then(console_width).flatten();
    columns.or(asked).unwrap_or(100).clamp(*WIDTHS.start(), *WIDTHS.end())
}

fn console_width() -> Option<usize> {
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
}

/// Prints a line to standard error.
pub(super) fn say(line: &str) {
    // Nothing can be done when standard error is closed as well.
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Prints an error with its causes to standard error.
pub(super) fn error(error: &anyhow::Error) {
    say(&format!("error: {error:#}"));
}
