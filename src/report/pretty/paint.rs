//! Colours of text that miette does not draw.

/// Colours that terminals adapt to their background.
#[derive(Clone, Copy)]
pub(super) enum Color {
    Red,
    Yellow,
    Cyan,
}

/// Colours text, or leaves it alone.
#[derive(Clone, Copy)]
pub(super) struct Paint {
    enabled: bool,
}

impl Paint {
    pub(super) const fn new(enabled: bool) -> Self {
        Self { enabled }
    }

    pub(super) fn color(self, text: &str, color: Color) -> String {
        let code = match color {
            Color::Red => "31",
            Color::Yellow => "33",
            Color::Cyan => "36",
        };
        self.wrap(text, code)
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.wrap(text, "1")
    }

    fn wrap(self, text: &str, code: &str) -> String {
        if self.enabled { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
