//! Whether to use colour: what the command line says, then what the environment says, then whether there is a terminal.

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal as _};

use super::environment;

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE` or `FORCE_COLOR` says otherwise
    Auto,
    /// Always, but never in files
    Always,
    /// Never
    Never,
}

/// The option, for arguments that are not parsed yet.
const OPTION: &str = "--color";

/// The variable that stands for the option.
pub(super) const VARIABLE: &str = "RAVELIN_COLOR";

impl Color {
    /// Whether standard output is to be coloured.
    pub(super) fn on_stdout(self) -> bool {
        match self.or(variable) {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => io::stdout().is_terminal() && variable("TERM").is_none_or(|term| term != "dumb"),
        }
    }

    /// This choice; where there is none, that of the variables that many programs heed: `FORCE_COLOR`
    /// (<https://force-color.org>), `NO_COLOR` (<https://no-color.org>), `CLICOLOR_FORCE` and `CLICOLOR`
    /// (<https://bixense.com/clicolors>). Where they contradict each other, the first of these holds, as their pages have it.
    fn or(self, variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let is_filled = |name| variable(name).is_some_and(|value| !value.is_empty());
        let is_zero = |name| variable(name).is_some_and(|value| value == "0");
        match self {
            Self::Auto if is_filled("FORCE_COLOR") => Self::Always,
            Self::Auto if is_filled("NO_COLOR") => Self::Never,
            Self::Auto if is_filled("CLICOLOR_FORCE") && !is_zero("CLICOLOR_FORCE") => Self::Always,
            Self::Auto if is_zero("CLICOLOR") => Self::Never,
            asked => asked,
        }
    }
}

fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

/// The colour of help and of errors in arguments, which are printed before the arguments are known.
pub(super) fn of_help(words: &[OsString]) -> clap::ColorChoice {
    let asked = typed(words).or_else(|| environment::value(VARIABLE));
    let asked = match asked.as_deref().and_then(OsStr::to_str) {
        Some("always") => Color::Always,
        Some("never") => Color::Never,
        _ => Color::Auto,
    };
    match asked.or(variable) {
        Color::Auto => clap::ColorChoice::Auto,
        Color::Always => clap::ColorChoice::Always,
        Color::Never => clap::ColorChoice::Never,
    }
}

/// What follows the option in the words of a command line.
fn typed(words: &[OsString]) -> Option<OsString> {
    let mut words = words.iter().take_while(|word| *word != "--");
    while let Some(word) = words.next() {
        if word == OPTION {
            return words.next().cloned();
        }
        let assigned = word.to_str().and_then(|word| word.strip_prefix(OPTION)?.strip_prefix('='));
        if let Some(value) = assigned {
            return Some(value.into());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_heeded_as_their_pages_say() {
        let cases: [(&[(&str, &str)], Color); 11] = [
            (&[], Color::Auto),
            (&[("NO_COLOR", "1")], Color::Never),
            (&[("NO_COLOR", "")], Color::Auto),
            (&[("FORCE_COLOR", "0")], Color::Always),
            (&[("FORCE_COLOR", ""), ("NO_COLOR", "x")], Color::Never),
            (&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")], Color::Always),
            (&[("CLICOLOR_FORCE", "1")], Color::Always),
            (&[("CLICOLOR_FORCE", "0")], Color::Auto),
            (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], Color::Never),
            (&[("CLICOLOR", "0")], Color::Never),
            (&[("CLICOLOR", "1")], Color::Auto),
        ];
        for (set, expected) in cases {
            let variable = |name: &str| set.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).into());
            assert_eq!(Color::Auto.or(variable), expected, "{set:?}");
            assert_eq!(Color::Always.or(variable), Color::Always, "{set:?}");
            assert_eq!(Color::Never.or(variable), Color::Never, "{set:?}");
        }
    }

    #[test]
    fn the_option_is_found_among_words() {
        let found = |words: &[&str]| typed(&words.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(found(&["ravelin", "scan", "--color", "always"]), Some("always".into()));
        assert_eq!(found(&["ravelin", "--color=never"]), Some("never".into()));
        assert_eq!(found(&["ravelin", "--colors", "x", "--", "--color=never"]), None);
    }
}
