//! The variables that a text mentions where the builder replaces them.

use std::ops::Range;

use crate::frontend::substitution::name_length;

/// One mention of a variable.
pub(super) struct Reference<'t> {
    /// The variable.
    pub(super) name: &'t str,
    /// From the dollar sign to the end of the name.
    pub(super) at: Range<usize>,
    /// Whether the text says what holds where the variable is not set: `${name:-x}`, `${name+x}`.
    pub(super) is_optional: bool,
}

/// Every mention in `text`, in order; those within single quotes and behind escapes are none.
pub(super) fn references(text: &str, escape: char) -> impl Iterator<Item = Reference<'_>> {
    let (mut at, mut in_quotes) = (0, false);
    std::iter::from_fn(move || {
        while let Some(char) = text[at..].chars().next() {
            let start = at;
            at += char.len_utf8();
            match char {
                '"' => in_quotes = !in_quotes,
                '\'' if !in_quotes => at += text[at..].find('\'').map_or(text.len() - at, |end| end + 1),
                '$' => {
                    let braces = text[at..].starts_with('{');
                    at += usize::from(braces);
                    let name = &text[at..at + name_length(&text[at..])];
                    at += name.len();
                    let behind = text[at..].strip_prefix(':').unwrap_or(&text[at..]);
                    let is_optional = braces && behind.starts_with(['-', '+']);
                    if !name.is_empty() {
                        return Some(Reference { name, at: start..at, is_optional });
                    }
                }
                _ if char == escape => at += text[at..].chars().next().map_or(0, char::len_utf8),
                _ => {}
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_are_found_where_the_builder_replaces_them() {
        let text = r#"$a-${b}\$c '$d' "'$e'" ${f:-$g} ${h+x} ${i%j} $ $1 ü$k"#;
        let found: Vec<(&str, &str, bool)> = references(text, '\\')
            .map(|reference| (reference.name, &text[reference.at], reference.is_optional))
            .collect();
        let expected = [
            ("a", "$a", false),
            ("b", "${b", false),
            ("e", "$e", false),
            ("f", "${f", true),
            ("g", "$g", false),
            ("h", "${h", true),
            ("i", "${i", false),
            ("k", "$k", false),
        ];
        assert_eq!(found, expected);
    }
}
