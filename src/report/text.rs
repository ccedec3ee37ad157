//! Text for people: made harmless for terminals, kept on one line, cut, and wrapped.

use std::borrow::Cow;

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// What is shown in place of `char`: itself, or a stand-in of the same length in UTF-8 for what would steer a terminal
/// or reorder the text around it. The length stays so that offsets into the text do too.
fn stand_in(char: char) -> char {
    match char {
        '\t' => char,
        '\u{61c}' => '\u{b7}',
        '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        _ if char.is_control() && char.is_ascii() => '?',
        _ if char.is_control() => '\u{b7}',
        _ => char,
    }
}

/// `text` with harmless stand-ins, in as many bytes.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    if text.chars().all(|char| stand_in(char) == char) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(stand_in).collect())
}

/// `text` on one line and harmless: line breaks and the white space around them become one space.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(['\n', '\r', '\t']) {
        return harmless(text);
    }
    let mut line = String::with_capacity(text.len());
    for part in text.split(['\n', '\r', '\t']).map(str::trim).filter(|part| !part.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&harmless(part));
    }
    Cow::Owned(line)
}

/// The first `limit` characters of `text`, with `…` when there are more.
pub(super) fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    match text.char_indices().nth(limit) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// `count` with a noun, such as `1 finding` or `2 findings`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// `text` after `head`, broken between words so that lines have at most `width` characters where words allow it. Further
/// lines stand after `indent`.
pub(super) fn wrap(head: &str, indent: &str, text: &str, width: usize) -> String {
    let options = Options::new(width)
        .initial_indent(head)
        .subsequent_indent(indent)
        .break_words(false)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let mut lines = if words.is_empty() { head.to_owned() } else { textwrap::fill(&words.join(" "), options) };
    lines.push('\n');
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_never_reach_a_terminal() {
        let cases = ["a\u{1b}[31mb", "\u{9b}2J", "\u{202e}abc", "\u{61c}", "\u{2028}", "bell\u{7}", "\u{7f}"];
        for text in cases {
            let shown = harmless(text);
            assert_eq!(shown.len(), text.len(), "{text:?}");
            assert!(shown.chars().all(|char| stand_in(char) == char), "{shown:?}");
        }
        assert_eq!(harmless("a\u{1b}[31mb"), "a?[31mb");
        assert!(matches!(harmless("é😀 plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn line_breaks_become_one_space() {
        assert_eq!(one_line("a\r\n   b\n\nc\td"), "a b c d");
        assert_eq!(one_line("a  b"), "a  b");
    }

    #[test]
    fn cutting_counts_characters() {
        assert_eq!(cut("é😀x", 3), "é😀x");
        assert_eq!(cut("é😀x", 2), "é😀…");
    }

    #[test]
    fn wrapped_text_keeps_to_the_width_and_to_its_indent() {
        assert_eq!(wrap("why: ", "     ", "one two three four", 14), "why: one two\n     three\n     four\n");
        assert_eq!(wrap("a: ", "   ", "incomprehensibilities x", 5), "a: incomprehensibilities\n   x\n");
        assert_eq!(wrap("a: ", "  ", "", 5), "a: \n");
    }
}
