//! Regular expressions of queries, compiled when they are first asked.

use std::sync::OnceLock;

use regex::Regex;
use regex_syntax::hir::{
    Hir, Look,
    literal::{Extractor, Literal, Seq},
};

use crate::value::{Part, Template, Truth};

/// A regular expression.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    regex: OnceLock<Option<Regex>>,
    form: OnceLock<Form>,
}

/// What is known of the strings that a pattern matches, asked only for strings that are known in part.
#[derive(Debug, Default)]
struct Form {
    /// Whether a match within a part of a string is a match in the string: there are no anchors or word boundaries.
    local: bool,
    /// All whole strings that may match, when they are few.
    words: Option<Vec<String>>,
}

impl Pattern {
    /// A pattern in the syntax of the `regex` crate, checked when the query was compiled.
    pub const fn new(source: &'static str) -> Self {
        Self { source, regex: OnceLock::new(), form: OnceLock::new() }
    }

    /// Whether it matches this text. `None` when the pattern is too large to be compiled.
    pub fn matches(&self, text: &str) -> Option<bool> {
        let regex = self.regex.get_or_init(|| Regex::new(self.source).ok());
        regex.as_ref().map(|regex| regex.is_match(text))
    }

    /// Whether it matches a string of which only parts are known.
    pub fn matches_template<'v>(&self, template: &'v Template) -> Truth<'v> {
        let form =
            self.form.get_or_init(|| regex_syntax::parse(self.source).map(|hir| Form::of(&hir)).unwrap_or_default());
        let known = |part: &Part| matches!(part, Part::Text(text) if self.matches(text) == Some(true));
        if form.local && template.parts.iter().any(known) {
            return Truth::True;
        }
        let excluded = |word: &String| template.equals(word).is_false();
        match template.holes().next() {
            Some(hole) if !form.words.as_ref().is_some_and(|words| words.iter().all(excluded)) => Truth::Unknown(hole),
            _ => Truth::False,
        }
    }
}

impl Form {
    fn of(hir: &Hir) -> Self {
        let properties = hir.properties();
        let whole =
            properties.look_set_prefix().contains(Look::Start) && properties.look_set_suffix().contains(Look::End);
        let words = whole.then(|| Extractor::new().extract(hir)).filter(Seq::is_exact);
        let text = |literal: &Literal| String::from_utf8(literal.as_bytes().to_vec()).ok();
        Self {
            local: properties.look_set().is_empty(),
            words: words.and_then(|words| words.literals()?.iter().map(text).collect()),
        }
    }
}
