//! What was probably meant by what is no part of the grammar: habits from other languages. Part of the build script as well.

use std::ops::Range;

/// Words of other languages, and what is written in their place.
const WORDS: &[(&str, &str)] = &[
    ("and", "`&&` joins conditions of which all must hold"),
    ("or", "`||` joins conditions of which one must hold"),
    ("not", "`!` negates what stands behind it: `!@.a`, `!(@.a == 1)`"),
    ("in", "whether a value is one of several is asked by a pattern: `match(@.a, 'one|other')`"),
    ("contains", "`search(@.a, 'part')` finds a part of a text, `@.a[?@ == 'item']` an item of a list"),
    ("matches", "`match(@.a, 'pattern')` compares with a pattern, `search` finds one within a text"),
    ("none", "nothing is `null`; whether a member is there is asked by `@.a` and `!@.a`"),
    ("nil", "nothing is `null`; whether a member is there is asked by `@.a` and `!@.a`"),
];

/// Operators of other languages, and what is written in their place.
const OPERATORS: &[(&str, &str)] = &[
    ("=", "two `=` compare: `==`"),
    ("===", "two `=` compare: `==`"),
    ("=~", "`match(@.a, 'pattern')` compares with a pattern, `search` finds one within a text"),
    ("<>", "`!=` says that two are not equal"),
    ("&", "`&&` joins conditions of which all must hold"),
    ("|", "`||` joins conditions of which one must hold"),
];

const QUOTES: &str = "a text stands within quotes: `'text'`";
const BRACKETS: &str = "a name with other characters than letters, digits and `_` stands in brackets: `@['app-name']`";
const END: &str = "something is missing at the end";
const SINGULAR: &str = "one value is compared with one: of several, `@.a[?@.b == 1]` selects those that compare so";

/// What was meant where the parser can read no more of a query than what stands before `rest`.
pub(super) fn meant(rest: &str) -> Option<&'static str> {
    match rest.trim_start() {
        "" => Some(END),
        rest if rest.starts_with(['=', '!', '<', '>']) => Some(SINGULAR),
        _ => None,
    }
}

/// The first thing that is written as in another language, and what is written in its place. The parser takes some of them for
/// parts of names.
pub(super) fn habit(query: &str) -> Option<(Range<usize>, &'static str)> {
    let mut at = 0;
    let mut before = Before::Nothing;
    while let Some(char) = query[at..].chars().next() {
        let rest = &query[at..];
        let length = match char {
            '\'' | '"' => quoted(rest),
            _ if is_part(char) => rest.find(|char| !is_part(char)).unwrap_or(rest.len()),
            _ if is_operator(char) => rest.find(|char| !is_operator(char)).unwrap_or(rest.len()),
            _ => char.len_utf8(),
        };
        let token = &rest[..length];
        let is_call = rest[length..].trim_start().starts_with('(');
        let found = match before {
            Before::Name if matches!(char, '-' | '/' | ':') => Some((1, BRACKETS)),
            _ if is_operator(char) => operator(token).map(|meant| (length, meant)),
            Before::Dot => None,
            _ if char.is_alphabetic() && !is_call => word(token).map(|meant| (length, meant)),
            _ => None,
        };
        if let Some((length, meant)) = found {
            return Some((at..at + length, meant));
        }
        before = match (char, before) {
            ('.', Before::Number) => Before::Number,
            ('.', _) => Before::Dot,
            _ if is_part(char) && matches!(before, Before::Dot) => Before::Name,
            _ if char.is_ascii_digit() => Before::Number,
            _ => Before::Nothing,
        };
        at += length;
    }
    None
}

/// What stands right before a token.
#[derive(Clone, Copy)]
enum Before {
    Dot,
    /// The name of a member, behind its dot.
    Name,
    /// A number, or a part of one.
    Number,
    Nothing,
}

fn word(token: &str) -> Option<&'static str> {
    if matches!(token, "true" | "false" | "null") {
        return None;
    }
    let known = WORDS.iter().find(|(word, _)| token.eq_ignore_ascii_case(word)).map(|(_, meant)| *meant);
    let truth = "truth values are `true` and `false`";
    known.or_else(|| matches!(token, "True" | "False").then_some(truth)).or(Some(QUOTES))
}

fn operator(token: &str) -> Option<&'static str> {
    OPERATORS.iter().find(|(operator, _)| *operator == token).map(|(_, meant)| *meant)
}

/// The bytes of the text within quotes with which `rest` starts.
fn quoted(rest: &str) -> usize {
    let mut chars = rest.char_indices();
    let quote = chars.next().map(|(_, quote)| quote);
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' => {
                chars.next();
            }
            _ if Some(char) == quote => return at + char.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

fn is_part(char: char) -> bool {
    char.is_alphanumeric() || char == '_' || !char.is_ascii()
}

fn is_operator(char: char) -> bool {
    matches!(char, '=' | '!' | '<' | '>' | '~' | '&' | '|')
}
