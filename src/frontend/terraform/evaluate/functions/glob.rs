//! Patterns for file names as Terraform reads them: `*`, `?`, `[a-z]`, `[^a-z]`, `{a,b}`, and `\\` before what means itself.
//!
//! Not those of globset, where `[!a]` is the complement of `[a]` and nothing can be escaped within brackets.

use std::str::Chars;

use regex::Regex;

/// A pattern for one part of a path.
pub(super) struct Glob(Regex);

impl Glob {
    /// `None` for a pattern that is wrong.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        // `.` is any character, also a line break.
        let mut regex = String::from("(?s)^");
        let mut chars = pattern.chars();
        let mut is_choice = false;
        while let Some(char) = chars.next() {
            match char {
                '*' => regex.push_str(".*"),
                '?' => regex.push('.'),
                '\\' => push(&mut regex, chars.next()?),
                '[' => push_class(&mut regex, &mut chars)?,
                '{' if is_choice => return None,
                '{' => regex.push_str("(?:"),
                ',' if is_choice => regex.push('|'),
                '}' if is_choice => regex.push(')'),
                char => push(&mut regex, char),
            }
            is_choice = if is_choice { char != '}' } else { char == '{' };
        }
        regex.push('$');
        Regex::new(&regex).ok().map(Self)
    }

    /// Whether the pattern describes the whole name.
    pub(super) fn matches(&self, name: &str) -> bool {
        self.0.is_match(name)
    }
}

/// A character that means itself.
fn push(regex: &mut String, char: char) {
    regex.push_str(&regex::escape(char.encode_utf8(&mut [0; 4])));
}

/// `[…]`, without the first bracket.
fn push_class(regex: &mut String, chars: &mut Chars<'_>) -> Option<()> {
    regex.push('[');
    if chars.as_str().starts_with('^') {
        chars.next();
        regex.push('^');
    }
    let mut before = None;
    loop {
        let char = chars.next()?;
        match char {
            ']' if before.is_some() => break,
            '\\' => push(regex, chars.next()?),
            // A range, which is written in the same way; two such signs would be a difference.
            '-' if !matches!(before, None | Some('-')) => regex.push('-'),
            char => push(regex, char),
        }
        before = Some(char);
    }
    regex.push(']');
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_whole() {
        let table = [
            ("*.tf", "main.tf", true),
            ("*.tf", "main.tfvars", false),
            ("a*b*c", "aXbYbZc", true),
            ("?", "é", true),
            ("[a-c]x", "bx", true),
            ("[^a-c]x", "bx", false),
            ("{a,b}.json", "b.json", true),
            ("{a,b}.json", "c.json", false),
            ("\\*", "*", true),
            ("[!a]x", "bx", false),
            ("[\\]a-]x", "]x", true),
            ("[a-]x", "-x", true),
            ("[&&~~]x", "&x", true),
            ("a{b,c.*}{,d}", "ac.xd", true),
            ("a+(b)$", "a+(b)$", true),
            ("*", "line\nbreak", true),
            ("", "", true),
        ];
        for (pattern, name, expected) in table {
            assert_eq!(Glob::new(pattern).map(|glob| glob.matches(name)), Some(expected), "{pattern} {name}");
        }
        assert!(Glob::new("[a").is_none());
        assert!(Glob::new("{a").is_none());
        assert!(Glob::new("a\\").is_none());
        assert!(Glob::new(&"{a,b}".repeat(200)).is_some_and(|glob| glob.matches(&"a".repeat(200))));
    }
}
