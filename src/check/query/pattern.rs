//! Regular expressions of queries, compiled when they are first asked.

use std::sync::{Arc, OnceLock};

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{
    Hir, HirKind, Look, LookSet,
    literal::{ExtractKind, Extractor, Literal, Seq},
};

use crate::value::{Part, Template, Truth, Unknown};

/// A regular expression.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    regex: OnceLock<Option<Regex>>,
    any_case: OnceLock<Option<Regex>>,
    form: OnceLock<Form>,
}

/// What is known of the strings that a pattern matches, asked only for strings that are known in part.
#[derive(Debug, Default)]
struct Form {
    /// What a match in part of a string says of the whole string.
    reach: Reach,
    /// All whole strings that may match, when they are few.
    words: Option<Vec<String>>,
    /// What every string that matches starts with one of; none when that is not known.
    starts: Option<Vec<String>>,
    /// What every string that matches ends with one of; none when that is not known.
    ends: Option<Vec<String>>,
}

/// In which part of a string a match is a match in the string.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Reach {
    /// In any: there are no anchors or word boundaries.
    Anywhere,
    /// At its start: no other anchor is there.
    Start,
    /// At its end.
    End,
    /// In none that is less than the whole.
    #[default]
    Whole,
}

impl Pattern {
    /// A pattern in the syntax of the `regex` crate, checked when the query was compiled.
    pub const fn new(source: &'static str) -> Self {
        Self { source, regex: OnceLock::new(), any_case: OnceLock::new(), form: OnceLock::new() }
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
    pub fn words(&self) -> Option<&[String]> {
        self.form().words.as_deref()
    }

    /// Whether it matches a string of which only parts are known.
    pub fn matches_template<'v>(&self, template: &'v Template) -> Truth<'v> {
        let form = self.form();
        let matches = |text: &str| self.matches(text) == Some(true);
        let certain = match form.reach {
            Reach::Anywhere => template.parts.iter().any(|part| matches!(part, Part::Text(text) if matches(text))),
            Reach::Start => !template.prefix().is_empty() && matches(template.prefix()),
            Reach::End => !template.suffix().is_empty() && matches(template.suffix()),
            Reach::Whole => false,
        };
        if certain {
            return Truth::True;
        }
        match template.holes().next() {
            Some(hole) if !form.excludes(template) => Truth::Unknown(hole),
            _ => Truth::False,
        }
    }

    /// Whether it certainly does not match what this turns out to be.
    pub fn excludes(&self, unknown: &Arc<Unknown>) -> bool {
        let beginning = || unknown.beginning().filter(|beginning| !beginning.is_empty());
        let of_beginning =
            |beginning: &str| Template { parts: vec![Part::Text(beginning.into()), Part::Hole(Arc::clone(unknown))] };
        beginning().is_some_and(|beginning| self.form().excludes(&of_beginning(beginning)))
            || unknown
                .excluded()
                .is_some_and(|text| regex_syntax::parse(self.source).is_ok_and(|hir| needs(&hir, text)))
    }

    fn form(&self) -> &Form {
        self.form.get_or_init(|| regex_syntax::parse(self.source).map(|hir| Form::of(&hir)).unwrap_or_default())
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

impl Form {
    fn of(hir: &Hir) -> Self {
        let properties = hir.properties();
        let from_start = properties.look_set_prefix().contains(Look::Start);
        let to_end = properties.look_set_suffix().contains(Look::End);
        let literals = |kind: ExtractKind| Extractor::new().kind(kind).extract(hir);
        let words = (from_start && to_end).then(|| literals(ExtractKind::Prefix)).filter(Seq::is_exact);
        Self {
            reach: Reach::of(properties.look_set()),
            words: words.as_ref().and_then(texts),
            starts: from_start.then(|| literals(ExtractKind::Prefix)).as_ref().and_then(texts),
            ends: to_end.then(|| literals(ExtractKind::Suffix)).as_ref().and_then(texts),
        }
    }

    /// Whether no string that the template can be matches.
    fn excludes(&self, template: &Template) -> bool {
        let (prefix, suffix) = (template.prefix(), template.suffix());
        let none = |texts: &Option<Vec<String>>, excluded: &dyn Fn(&String) -> bool| {
            texts.as_ref().is_some_and(|texts| texts.iter().all(excluded))
        };
        none(&self.words, &|word| template.equals(word).is_false())
            || none(&self.starts, &|start| !start.starts_with(prefix) && !prefix.starts_with(start.as_str()))
            || none(&self.ends, &|end| !end.ends_with(suffix) && !suffix.ends_with(end.as_str()))
    }
}

impl Reach {
    fn of(looks: LookSet) -> Self {
        if looks.is_empty() {
            Self::Anywhere
        } else if looks == LookSet::singleton(Look::Start) {
            Self::Start
        } else if looks == LookSet::singleton(Look::End) {
            Self::End
        } else {
            Self::Whole
        }
    }
}

/// The literals of a sequence that is known to have no others.
fn texts(literals: &Seq) -> Option<Vec<String>> {
    let text = |literal: &Literal| String::from_utf8(literal.as_bytes().to_vec()).ok();
    literals.literals()?.iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceMap, TextRange};
    use crate::value::Reason;

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
            ("^(?:arn:.*)$", "arn:aws:?", "unknown"),
            ("^(?:arn:.*)$", "id-?", "no"),
            ("^(?:arn:.*)$", "ar?", "unknown"),
            ("^(?:arn:.*)$", "?:root", "unknown"),
            ("^(?:.*:root)$", "arn:?:user", "no"),
            ("^(?:.*:root)$", "arn:?:root", "unknown"),
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
