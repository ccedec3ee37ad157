//! What `${name…}` means alike in Dockerfiles and in Compose files; how either quotes and escapes is its own matter.

use crate::value::Value;

/// Deepest nesting of `${a:-${b:-…}}` that is followed.
pub(super) const DEPTH_LIMIT: usize = 32;

/// What stands in the place of a substitution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// `${name}`: the value.
    Value,
    /// `${name-text}`: the value, or the text where the variable is not set.
    Default,
    /// `${name+text}`: the text where the variable is set, or nothing.
    Alternative,
    /// `${name?text}`: the value, which must be set.
    Required,
}

/// How a substitution goes on behind the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Operator {
    pub(super) rule: Rule,
    /// Whether a variable that is empty counts as set; not in the forms with a colon.
    pub(super) empty_counts: bool,
}

impl Operator {
    /// Reads what `rest` starts with, and gives its length; nothing for any other substitution.
    pub(super) fn read(rest: &str) -> Option<(Self, usize)> {
        let bytes = rest.as_bytes();
        let colon = usize::from(matches!(bytes, [b':', b'-' | b'+' | b'?', ..]));
        let rule = match bytes.get(colon)? {
            b'}' => Rule::Value,
            b'-' => Rule::Default,
            b'+' => Rule::Alternative,
            b'?' => Rule::Required,
            _ => return None,
        };
        Some((Self { rule, empty_counts: colon == 0 }, colon + 1))
    }

    /// Whether a variable of this value counts as set; nothing where that is not known.
    pub(super) fn is_set(self, value: &Value) -> Option<bool> {
        value.as_str().map(|text| self.empty_counts || !text.is_empty())
    }
}

/// The length of the variable name that a text starts with.
pub(super) fn name_length(text: &str) -> usize {
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        return 0;
    }
    text.find(|char: char| !(char.is_ascii_alphanumeric() || char == '_')).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_read() {
        let operator = |rule, empty_counts| Operator { rule, empty_counts };
        let cases = [
            ("}x", Some((operator(Rule::Value, true), 1))),
            ("-x}", Some((operator(Rule::Default, true), 1))),
            (":-x}", Some((operator(Rule::Default, false), 2))),
            (":+", Some((operator(Rule::Alternative, false), 2))),
            ("?", Some((operator(Rule::Required, true), 1))),
            (":}", None),
            (":", None),
            ("/a/b}", None),
            ("", None),
        ];
        for (rest, expected) in cases {
            assert_eq!(Operator::read(rest), expected, "{rest}");
        }
    }

    #[test]
    fn names_start_with_no_digit() {
        for (text, expected) in [("A_1-x", 3), ("a", 1), ("1a", 0), ("", 0), ("é", 0)] {
            assert_eq!(name_length(text), expected, "{text}");
        }
    }
}
