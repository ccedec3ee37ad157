//! Regular expressions of queries, compiled when they are first asked.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::literal::{ExtractKind, Extractor, Literal};
use regex_syntax::hir::{Hir, HirKind, Look};

use super::automaton::Automaton;
use crate::value::{Piece, Template, Truth, Unknown};

/// A regular expression.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    regex: OnceLock<Option<Regex>>,
    any_case: OnceLock<Option<Regex>>,
    /// Asked only for strings that are known in part; none where it would be too large.
    automaton: OnceLock<Option<Automaton>>,
}

impl Pattern {
    /// A pattern in the syntax of the `regex` crate, checked when the query was compiled.
    pub const fn new(source: &'static str) -> Self {
        Self { source, regex: OnceLock::new(), any_case: OnceLock::new(), automaton: OnceLock::new() }
    }

    /// Whether it matches this text. `None` when the pattern is too large to be compiled.
    pub fn matches(&self, text: &str) -> Option<bool> {
        let regex = self.regex.get_or_init(|| Regex::new(self.source).ok());
        regex.as_ref().map(|regex| regex.is_match(text))
    }

    /// The same, whatever the case of letters.
    pub fn matches_in_any_case(&self, text: &str) -> Option<bool> {
        let compile = || RegexBuilder::new(self.source).case_insensitive(true).build().ok();
        self.any_case.get_or_init(compile).as_ref().map(|regex| regex.is_match(text))
    }

    /// All whole strings that match, where the pattern is for the whole of a string and they are few.
    pub fn words(&self) -> Option<Vec<String>> {
        let hir = regex_syntax::parse(self.source).ok()?;
        let properties = hir.properties();
        let is_whole =
            properties.look_set_prefix().contains(Look::Start) && properties.look_set_suffix().contains(Look::End);
        let words = Extractor::new().kind(ExtractKind::Prefix).extract(&hir);
        let text = |literal: &Literal| String::from_utf8(literal.as_bytes().to_vec()).ok();
        if is_whole && words.is_exact() { words.literals()?.iter().map(text).collect() } else { None }
    }

    /// Whether it matches a string of which only parts are known.
    pub fn matches_template<'v>(&self, template: &'v Template) -> Truth<'v> {
        match (self.decide(&template.pieces()), template.holes().next()) {
            (Some(matches), _) => matches.into(),
            (None, Some(hole)) => Truth::Unknown(hole),
            (None, None) => Truth::False,
        }
    }

    /// Whether it matches what this turns out to be, as far as the provider's names for things tell it.
    pub fn matches_unknown<'v>(&self, unknown: &'v Unknown) -> Truth<'v> {
        if let Some(matches) = unknown.form().and_then(|form| self.decide(&form)) {
            return matches.into();
        }
        let lacks = unknown.lacks();
        let excluded = !lacks.is_empty()
            && regex_syntax::parse(self.source).is_ok_and(|hir| lacks.iter().any(|text| needs(&hir, text)));
        if excluded { Truth::False } else { Truth::Unknown(unknown) }
    }

    fn decide(&self, form: &[Piece<'_>]) -> Option<bool> {
        self.automaton.get_or_init(|| Automaton::new(self.source)).as_ref()?.decide(form)
    }
}

/// Whether this text stands in every string that matches, as far as the form of the expression says it.
fn needs(hir: &Hir, text: &str) -> bool {
    match hir.kind() {
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0).is_ok_and(|literal| literal.contains(text)),
        HirKind::Concat(parts) => parts.iter().any(|part| needs(part, text)),
        HirKind::Alternation(options) => options.iter().all(|option| needs(option, text)),
        HirKind::Capture(capture) => needs(&capture.sub, text),
        HirKind::Repetition(repetition) => repetition.min > 0 && needs(&repetition.sub, text),
        HirKind::Empty | HirKind::Class(_) | HirKind::Look(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::source::{SourceMap, TextRange};
    use crate::value::{Part, Reason};

    /// The answer for a text in which `?` stands for what is not known.
    fn answer(source: &'static str, text: &str) -> &'static str {
        let span = SourceMap::new().add("x", "x").span(TextRange::empty(0));
        let hole = Part::Hole(Arc::new(Unknown::new(Reason::Condition, span)));
        let mut parts = Vec::new();
        for (index, known) in text.split('?').enumerate() {
            if index > 0 {
                parts.push(hole.clone());
            }
            if !known.is_empty() {
                parts.push(Part::Text(known.into()));
            }
        }
        match Pattern::new(source).matches_template(&Template { parts }) {
            Truth::True => "yes",
            Truth::False => "no",
            Truth::Unknown(_) => "unknown",
        }
    }

    #[test]
    fn the_known_parts_decide_where_they_can() {
        let rows = [
            ("secret", "my-secret-?", "yes"),
            ("secret", "my-?", "unknown"),
            ("^(?:arn:.*)$", "arn:aws:?", "yes"),
            ("^(?:arn:.*)$", "id-?", "no"),
            ("^(?:arn:.*)$", "ar?", "unknown"),
            ("^(?:arn:.*)$", "?:root", "unknown"),
            ("^(?:.*:root)$", "arn:?:user", "no"),
            ("^(?:.*:root)$", "arn:?:root", "yes"),
            ("^(?:.*:root)$", "arn:?t", "unknown"),
            ("^(?:a|b)$", "a?", "unknown"),
            ("^(?:a|b)$", "?c", "no"),
            ("^arn:", "arn:aws:?", "yes"),
            ("^arn:", "?arn:", "unknown"),
            ("^arn:", "x?arn:", "no"),
            (":root$", "?:root", "yes"),
            (":root$", ":root?", "unknown"),
            (":root$", ":root?x", "no"),
            ("(?i)^arn:", "ARN:?", "yes"),
            ("^(?:arn:.*)$", "arn:\naws:?", "no"),
            ("^(?:a(.|\n)*)$", "a\n?", "yes"),
            ("^(?:a.*)$", "a?\n", "no"),
            (r"\bkey\b", "?key?", "unknown"),
        ];
        for (pattern, text, expected) in rows {
            assert_eq!(answer(pattern, text), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn a_text_that_every_match_has_is_found_in_the_expression() {
        let rows = [
            ("^(?:(.*:)?alias/aws/.*)$", true),
            ("^(?:alias/aws/ebs|arn:.*:alias/aws/.*)$", true),
            ("^(?:alias/aws/ebs|arn:.*)$", false),
            ("(alias/aws/)?x", false),
            ("(alias/aws/)+x", true),
            ("(?i)alias/aws/", false),
        ];
        for (pattern, expected) in rows {
            let hir = regex_syntax::parse(pattern).expect(pattern);
            assert_eq!(needs(&hir, "alias/aws/"), expected, "{pattern}");
        }
    }
}
