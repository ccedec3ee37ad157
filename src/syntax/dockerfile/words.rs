//! Splits the text of an instruction into words.

use std::ops::Range;

/// Words that are separated by blanks, quotes without meaning: `FROM`, `COPY`, `ADD`, `EXPOSE`, `VOLUME`.
pub(super) fn plain(text: &str, within: Range<usize>) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, char) in text[within.clone()].char_indices() {
        let at = within.start + at;
        match (char.is_whitespace(), start) {
            (true, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    words.extend(start.map(|from| from..within.end));
    words
}

/// Words in which quotes and the escape character keep blanks: `ENV`, `ARG`, `LABEL`, and commands.
pub(super) fn quoted(text: &str, within: Range<usize>, escape: char) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let rest = &text[at..within.end];
        at = within.end - rest.trim_start().len();
        let end = word_end(text, at..within.end, escape);
        if end > at {
            words.push(at..end);
        }
        at = end;
    }
    words
}

/// Where the word at the start of `within` ends.
pub(super) fn word_end(text: &str, within: Range<usize>, escape: char) -> usize {
    let mut quote = None;
    let mut chars = text[within.clone()].char_indices();
    while let Some((at, char)) = chars.next() {
        match quote {
            Some(open) if char == open => quote = None,
            None if char == '"' || char == '\'' => quote = Some(char),
            None if char.is_whitespace() => return within.start + at,
            _ if char == escape && quote != Some('\'') => {
                chars.next();
            }
            _ => {}
        }
    }
    within.end
}

/// The first `=` of a word outside quotes.
pub(super) fn equals_sign(word: &str) -> Option<usize> {
    word.find('=').filter(|&at| at > 0)
}

/// The strings of a JSON array with their places, quotes excluded. `None` where the text is anything else: then it is
/// of the shell form.
pub(super) fn json_array(text: &str, within: Range<usize>) -> Option<Vec<(String, Range<usize>)>> {
    let body = &text[within.clone()];
    let inner = body.trim().strip_prefix('[')?.strip_suffix(']')?;
    let mut at = within.start + body.find('[')? + 1;
    let end = at + inner.len();
    let mut items = Vec::new();
    let skip_blanks = |at: usize| end - text[at..end].trim_start().len();
    at = skip_blanks(at);
    if at == end {
        return Some(items);
    }
    loop {
        let close = string_end(text, at..end)?;
        items.push((serde_json::from_str(&text[at..close]).ok()?, at + 1..close - 1));
        at = skip_blanks(close);
        if at == end {
            return Some(items);
        }
        at = skip_blanks(at + text[at..end].strip_prefix(',').map(|_| 1)?);
    }
}

/// Where the JSON string that starts at `within` ends, quotes included.
fn string_end(text: &str, within: Range<usize>) -> Option<usize> {
    let body = text[within.clone()].strip_prefix('"')?;
    let mut escaped = false;
    for (at, byte) in body.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(within.start + 1 + at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_escapes_keep_blanks() {
        let text = r#"a="b c" d\ e 'f\' "g\" h"  i"#;
        let words: Vec<_> = quoted(text, 0..text.len(), '\\').into_iter().map(|at| &text[at]).collect();
        assert_eq!(words, [r#"a="b c""#, r"d\ e", r"'f\'", r#""g\" h""#, "i"]);
        let words: Vec<_> = plain(text, 0..10).into_iter().map(|at| &text[at]).collect();
        assert_eq!(words, [r#"a="b"#, r#"c""#, "d\\"]);
    }

    #[test]
    fn only_arrays_of_strings_are_the_exec_form() {
        let text = r#" [ "a", "b\"c\u0041" ,"" ] "#;
        let items = json_array(text, 0..text.len()).unwrap();
        let read: Vec<_> = items.iter().map(|(value, at)| (value.as_str(), &text[at.clone()])).collect();
        assert_eq!(read, [("a", "a"), ("b\"cA", r#"b\"c\u0041"#), ("", "")]);
        assert_eq!(json_array("[]", 0..2), Some(Vec::new()));
        for text in ["['a']", "[\"a\"] x", "[\"a\",]", "[1]", "[\"a\" \"b\"]", "[ -f x ]", "[", "[\"a]", "x"] {
            assert_eq!(json_array(text, 0..text.len()), None, "{text}");
        }
    }
}
