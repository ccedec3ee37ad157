//! The variable modifiers that cut and replace: `${x#p}`, `${x##p}`, `${x%p}`, `${x%%p}`, `${x/p/r}` and `${x//p/r}`.
//!
//! In patterns `*` stands for any text, `?` for any character, and a backslash takes the meaning from what follows it.

use std::borrow::Cow;

use regex::{NoExpand, Regex};

/// Longest pattern in bytes.
const PATTERN_LIMIT: usize = 1024;

/// Most characters of the value times those of the pattern: what one match may cost.
const COST_LIMIT: usize = 1 << 18;

/// Which part of a value is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Modifier {
    /// `#`, or `##` for the longest match.
    Prefix { longest: bool },
    /// `%`, or `%%` for the longest match.
    Suffix { longest: bool },
    /// `/`, or `//` for all matches.
    Replace { all: bool },
}

impl Modifier {
    /// The modifier at the start of `text`, and its length.
    pub(super) fn read(text: &str) -> Option<(Self, usize)> {
        let modifiers = [
            ("##", Self::Prefix { longest: true }),
            ("#", Self::Prefix { longest: false }),
            ("%%", Self::Suffix { longest: true }),
            ("%", Self::Suffix { longest: false }),
            ("//", Self::Replace { all: true }),
            ("/", Self::Replace { all: false }),
        ];
        modifiers.into_iter().find(|(mark, _)| text.starts_with(mark)).map(|(mark, modifier)| (modifier, mark.len()))
    }

    /// Whether the builder takes what stands behind backslashes in a pattern.
    pub(super) fn has_valid_escapes(pattern: &str) -> bool {
        let mut chars = pattern.chars();
        while let Some(char) = chars.next() {
            if char == '\\' && !chars.next().is_some_and(|next| matches!(next, '*' | '?' | '\\' | '}' | '/')) {
                return false;
            }
        }
        true
    }

    /// The value with the modifier applied. `None` for a pattern that is too large, or empty where something is to be
    /// replaced.
    pub(super) fn apply(self, value: &str, pattern: &str, replacement: &str) -> Option<String> {
        if value.len().saturating_mul(pattern.len()) > COST_LIMIT || pattern.len() > PATTERN_LIMIT {
            return None;
        }
        let tokens = tokens(pattern);
        match self {
            Self::Prefix { longest } => {
                let regex = Regex::new(&format!("(?s)^{}", expression(&tokens, longest))).ok()?;
                Some(regex.replace(value, NoExpand("")).into_owned())
            }
            Self::Suffix { longest } => {
                // The shortest match at the end is the shortest one at the start of the reversed text.
                let reversed: Vec<Token> = tokens.into_iter().rev().collect();
                let regex = Regex::new(&format!("(?s)^{}", expression(&reversed, longest))).ok()?;
                let value: String = value.chars().rev().collect();
                Some(regex.replace(&value, NoExpand("")).chars().rev().collect())
            }
            // In a replacement of all, `$1` has a meaning of its own.
            Self::Replace { all } if tokens.is_empty() || (all && replacement.contains('$')) => None,
            Self::Replace { all } => {
                let regex = Regex::new(&format!("(?s){}", expression(&tokens, true))).ok()?;
                let limit = usize::from(!all);
                let replaced: Cow<'_, str> = regex.replacen(value, limit, NoExpand(replacement));
                Some(replaced.into_owned())
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Token {
    AnyText,
    AnyChar,
    Char(char),
}

fn tokens(pattern: &str) -> Vec<Token> {
    let mut chars = pattern.chars();
    let mut tokens = Vec::new();
    while let Some(char) = chars.next() {
        tokens.push(match char {
            '*' => Token::AnyText,
            '?' => Token::AnyChar,
            '\\' => Token::Char(chars.next().unwrap_or('\\')),
            _ => Token::Char(char),
        });
    }
    tokens
}

fn expression(tokens: &[Token], longest: bool) -> String {
    let mut expression = String::new();
    for token in tokens {
        match token {
            Token::AnyText => expression.push_str(if longest { ".*" } else { ".*?" }),
            Token::AnyChar => expression.push('.'),
            Token::Char(char) => expression.push_str(&regex::escape(char.encode_utf8(&mut [0; 4]))),
        }
    }
    expression
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_cut_and_replace() {
        let cases = [
            ("#", "foobarbaz", "*b", "", Some("arbaz")),
            ("##", "foobarbaz", "*b", "", Some("az")),
            ("%", "foobarbaz", "b*", "", Some("foobar")),
            ("%%", "foobarbaz", "b*", "", Some("foo")),
            ("#", "v1.2", "v", "", Some("1.2")),
            ("#", "1.2", "v", "", Some("1.2")),
            ("#", "a.b", "?", "", Some(".b")),
            ("#", "a.b", ".", "", Some("a.b")),
            ("%", "a*b", r"\*b", "", Some("a")),
            ("%", "é1ü", "ü", "", Some("é1")),
            ("#", "x", "", "", Some("x")),
            ("/", "a.b.c", ".", "-", Some("a-b.c")),
            ("//", "a.b.c", ".", "-", Some("a-b-c")),
            ("/", "a/b", "/", "$1", Some("a$1b")),
            ("//", "a/b", "/", "$1", None),
            ("//", "/t/f", r"\/", r"\/", Some(r"\/t\/f")),
            ("/", "abcabc", "b*", "X", Some("aX")),
            ("//", "a", "", "X", None),
        ];
        for (mark, value, pattern, replacement, expected) in cases {
            let (modifier, length) = Modifier::read(mark).unwrap();
            assert_eq!(length, mark.len());
            assert_eq!(modifier.apply(value, pattern, replacement).as_deref(), expected, "{value}{mark}{pattern}");
        }
        for (pattern, expected) in [("a", true), (r"\*\?\\\}\/", true), (r"\a", false), ("\\", false)] {
            assert_eq!(Modifier::has_valid_escapes(pattern), expected, "{pattern}");
        }
        assert_eq!(Modifier::read("^a"), None);
        assert!(Modifier::Prefix { longest: true }.apply("a", &"?*".repeat(1_000), "").is_none());
    }
}
