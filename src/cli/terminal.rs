//! What the terminal can show.

use std::io::{self, IsTerminal as _, Write as _};

/// When to use colour.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    Always,
    Never,
}

/// Narrowest and widest page that reports are laid out for, in columns.
const WIDTHS: std::ops::RangeInclusive<usize> = 60..=120;

/// Whether standard output is to be coloured. `NO_COLOR` (<https://no-color.org>) and pipes mean no.
pub(super) fn use_color(choice: Color) -> bool {
    match choice {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
            io::stdout().is_terminal() && !refused && !dumb
        }
    }
}

/// Whether messages on standard error are to be coloured.
pub(super) fn use_color_on_errors() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

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
