//! Colours, links and signs of text that miette does not draw.

use std::borrow::Cow;

/// Colours that terminals adapt to their background.
#[derive(Clone, Copy)]
pub(super) enum Color {
    Red,
    Yellow,
    Green,
    Cyan,
}

/// Paints text as far as the terminal shows it, or leaves it alone.
#[derive(Clone, Copy)]
pub(super) struct Paint {
    pub(super) color: bool,
    /// Whether the terminal knows links.
    pub(super) links: bool,
    /// Whether it shows characters beyond ASCII.
    pub(super) unicode: bool,
}

/// What stands for the signs of prose where only ASCII is shown.
const SIGNS: [(char, &str); 8] =
    [('…', "..."), ('·', "-"), ('–', "-"), ('→', "->"), ('«', "\""), ('»', "\""), ('“', "\""), ('”', "\"")];

impl Paint {
    pub(super) fn color(self, text: &str, color: Color) -> String {
        let code = match color {
            Color::Red => "31",
            Color::Yellow => "33",
            Color::Green => "32",
            Color::Cyan => "36",
        };
        self.wrap(text, code)
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.wrap(text, "1")
    }

    pub(super) fn dim(self, text: &str) -> String {
        self.wrap(text, "2")
    }

    /// `text` as a link to an address.
    pub(super) fn link(self, text: &str, address: Option<&str>) -> String {
        match address {
            Some(address) if self.links => format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\"),
            _ => text.to_owned(),
        }
    }

    /// `text` with signs that the terminal shows.
    pub(super) fn signs(self, text: &str) -> Cow<'_, str> {
        if self.unicode || text.is_ascii() {
            return Cow::Borrowed(text);
        }
        let sign = |char| SIGNS.iter().find(|(sign, _)| *sign == char);
        let shown = text.chars().map(|char| match sign(char) {
            Some((_, ascii)) => Cow::Borrowed(*ascii),
            None => Cow::Owned(char.to_string()),
        });
        Cow::Owned(shown.collect())
    }

    fn wrap(self, text: &str, code: &str) -> String {
        if self.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Paint = Paint { color: false, links: false, unicode: true };

    #[test]
    fn links_are_there_where_the_terminal_knows_them() {
        let linking = Paint { links: true, ..PLAIN };
        let linked = "\u{1b}]8;;https://example.com/\u{1b}\\a\u{1b}]8;;\u{1b}\\";
        assert_eq!(linking.link("a", Some("https://example.com/")), linked);
        assert_eq!(linking.link("a", None), "a");
        assert_eq!(PLAIN.link("a", Some("https://example.com/")), "a");
    }

    #[test]
    fn signs_become_ascii_where_nothing_else_is_shown() {
        let ascii = Paint { unicode: false, ..PLAIN };
        assert_eq!(ascii.signs("`id=…` · «a» é"), "`id=...` - \"a\" é");
        assert_eq!(PLAIN.signs("id=…"), "id=…");
    }
}
