//! Splits the text of an instruction into words.

use std::ops::Range;

/// What stands around a text that another program fills in, which is one word with its blanks.
const FILLED_IN: [(&str, &str); 4] = [("{{", "}}"), ("{%", "%}"), ("<%", "%>"), ("<", ">")];

/// Words that are separated by blanks, quotes without meaning: `FROM`, `COPY`, `ADD`, `EXPOSE`, `VOLUME`.
pub(super) fn plain(text: &str, within: Range<usize>) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut filled_in = FilledIn::default();
    let mut at = within.start;
    while let Some(char) = text[at..within.end].chars().next() {
        let end = filled_in.word_end(text, at..within.end);
        if end > at {
            words.push(at..end);
        }
        at = end.max(at + char.len_utf8());
    }
    words
}

/// Finds the ends of what another program fills in.
#[derive(Default)]
pub(super) struct FilledIn {
    /// Those that nothing closes from some place on: they are looked for once.
    open: [bool; FILLED_IN.len()],
}

impl FilledIn {
    /// Where the flag at the start of `within` ends.
    pub(super) fn flag_end(&mut self, text: &str, within: Range<usize>, escape: char) -> usize {
        let end = self.word_end(text, within.clone());
        let is_quoted = text[within.start..end].contains(['"', '\'', escape]);
        if is_quoted { word_end(text, within, escape) } else { end }
    }

    /// Where the word at the start of `within` ends, quotes without meaning.
    fn word_end(&mut self, text: &str, within: Range<usize>) -> usize {
        let mut at = within.start;
        while let Some(char) = text[at..within.end].chars().next().filter(|char| !char.is_whitespace()) {
            at = self.end(text, at..within.end).unwrap_or(at + char.len_utf8());
        }
        at
    }

    /// Where the text that is filled in at the start of `within` ends.
    fn end(&mut self, text: &str, within: Range<usize>) -> Option<usize> {
        let rest = &text[within.clone()];
        let (kind, (open, close)) = FILLED_IN.into_iter().enumerate().find(|(_, (open, _))| rest.starts_with(open))?;
        let inner = &rest[open.len()..];
        // A here-document begins with this as well.
        let is_heredoc = text[..within.start].ends_with('<') || !inner.starts_with(|char: char| char.is_alphabetic());
        if self.open[kind] || (open == "<" && is_heredoc) {
            return None;
        }
        let length = inner.find(close);
        self.open[kind] = length.is_none();
        Some(within.start + open.len() + length? + close.len())
    }
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

/// What a text is that may be a JSON array.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Json {
    /// Its strings with their places, quotes excluded.
    Strings(Vec<(String, Range<usize>)>),
    /// An array that holds something else, at this place: the builder refuses it.
    Other(Range<usize>),
    /// No array: the text is of the shell form.
    Plain,
}

/// Reads a text that may be a JSON array.
pub(super) fn json_array(text: &str, within: Range<usize>) -> Json {
    match strings(text, within.clone()) {
        Ok(items) => Json::Strings(items),
        Err(Some(at)) => other(text, at, within).map_or(Json::Plain, Json::Other),
        Err(None) => Json::Plain,
    }
}

/// The strings of an array, or the place of an item that is none.
fn strings(text: &str, within: Range<usize>) -> Result<Vec<(String, Range<usize>)>, Option<usize>> {
    let body = &text[within.clone()];
    let inner = body.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).ok_or(None)?;
    let mut at = within.start + body.find('[').ok_or(None)? + 1;
    let end = at + inner.len();
    let mut items = Vec::new();
    let skip_blanks = |at: usize| end - text[at..end].trim_start().len();
    at = skip_blanks(at);
    if at == end {
        return Ok(items);
    }
    loop {
        let close = string_end(text, at..end).ok_or(Some(at))?;
        items.push((serde_json::from_str(&text[at..close]).ok().ok_or(None)?, at + 1..close - 1));
        at = skip_blanks(close);
        if at == end {
            return Ok(items);
        }
        at = skip_blanks(at + text[at..end].strip_prefix(',').map(|_| 1).ok_or(None)?);
    }
}

/// The item at `at`, where all of the text is an array.
fn other(text: &str, at: usize, within: Range<usize>) -> Option<Range<usize>> {
    serde_json::from_str::<Vec<serde_json::Value>>(text[within.clone()].trim()).ok()?;
    let mut items = serde_json::Deserializer::from_str(&text[at..within.end]).into_iter::<serde_json::Value>();
    items.next()?.ok()?;
    Some(at..at + items.byte_offset())
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
    fn what_another_program_fills_in_is_one_word() {
        let cases: [(&str, &[&str]); 7] = [
            ("{{ image }} AS x", &["{{ image }}", "AS", "x"]),
            ("a:{{ .Tag }}-slim b", &["a:{{ .Tag }}-slim", "b"]),
            ("<your image>:1 x", &["<your image>:1", "x"]),
            ("<%= @base %> {% if x %}", &["<%= @base %>", "{% if x %}"]),
            ("<<EOF a <<B b> c", &["<<EOF", "a", "<<B", "b>", "c"]),
            ("{{ a b", &["{{", "a", "b"]),
            ("é{ {é }}", &["é{", "{é", "}}"]),
        ];
        for (text, expected) in cases {
            let words: Vec<_> = plain(text, 0..text.len()).into_iter().map(|at| &text[at]).collect();
            assert_eq!(words, expected, "{text}");
        }
        let end = |text: &str| FilledIn::default().flag_end(text, 0..text.len(), '\\');
        assert_eq!([end("--from={{ a }} b"), end("--a=\"b c\" d"), end("--a")], [14, 9, 3]);
    }

    #[test]
    fn only_arrays_of_strings_are_the_exec_form() {
        let text = r#" [ "a", "b\"c\u0041" ,"" ] "#;
        let Json::Strings(items) = json_array(text, 0..text.len()) else { panic!("is an array") };
        let read: Vec<_> = items.iter().map(|(value, at)| (value.as_str(), &text[at.clone()])).collect();
        assert_eq!(read, [("a", "a"), ("b\"cA", r#"b\"c\u0041"#), ("", "")]);
        assert_eq!(json_array("[]", 0..2), Json::Strings(Vec::new()));
        for text in ["['a']", "[\"a\"] x", "[\"a\",]", "[\"a\" \"b\"]", "[ -f x ]", "[", "[\"a]", "x", "[1, x]", "[[1]"]
        {
            assert_eq!(json_array(text, 0..text.len()), Json::Plain, "{text}");
        }
        let others = [
            (r#"["echo", ["x"]]"#, r#"["x"]"#),
            ("[1]", "1"),
            (r#" ["a", {"b": 1} , "c"] "#, r#"{"b": 1}"#),
            ("[null]", "null"),
            ("[ true,2]", "true"),
        ];
        for (text, place) in others {
            let Json::Other(at) = json_array(text, 0..text.len()) else { panic!("{text} holds something else") };
            assert_eq!(&text[at], place, "{text}");
        }
    }
}
