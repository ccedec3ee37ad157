//! Regular expressions of queries, compiled when they are first asked.

use std::sync::OnceLock;

use regex::Regex;

use crate::value::{Part, Template, Truth};

/// A regular expression.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    local: bool,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern in the syntax of the `regex` crate, checked when the query was compiled. `local` says that a match
    /// anywhere in a part of a string is a match in the string: the pattern has no anchors or word boundaries.
    pub const fn new(source: &'static str, local: bool) -> Self {
        Self { source, local, regex: OnceLock::new() }
    }

    /// Whether it matches this text. `None` when the pattern does not compile, as when it is too large.
    pub fn matches(&self, text: &str) -> Option<bool> {
        self.regex().map(|regex| regex.is_match(text))
    }

    /// Whether it matches a string of which only parts are known.
    pub fn matches_template<'v>(&self, template: &'v Template) -> Truth<'v> {
        let known = |part: &Part| matches!(part, Part::Text(text) if self.matches(text) == Some(true));
        if self.local && template.parts.iter().any(known) {
            return Truth::True;
        }
        template.holes().next().map_or(Truth::False, |hole| Truth::Unknown(hole))
    }

    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| Regex::new(self.source).ok()).as_ref()
    }
}
