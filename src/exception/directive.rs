//! One exception as it is written in a comment or an annotation, whatever the tool whose syntax it is.

use crate::source::TextRange;

/// One exception as it is written.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Directive {
    /// The tool whose syntax it is.
    pub(super) syntax: &'static str,
    /// From the marker to the end of what belongs to it.
    pub(super) range: TextRange,
    /// What it stands for.
    pub(super) reach: Reach,
    /// Ids, aliases or patterns with `*`, each with its place.
    pub(super) checks: Vec<(String, TextRange)>,
    /// Whether it covers every check but those that it names.
    pub(super) inverted: bool,
    pub(super) until: Option<(String, TextRange)>,
    pub(super) owner: Option<String>,
    pub(super) reason: Option<String>,
    /// Words that mean nothing here.
    pub(super) strange: Vec<TextRange>,
}

/// What a comment stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Reach {
    /// The largest block that starts on its line, otherwise that line; the next line when it stands alone on its own.
    #[default]
    Here,
    /// As [`Here`](Self::Here), but the smallest block: an instruction, and not the stage that it opens.
    Instruction,
    /// The next line alone.
    NextLine,
    /// The resource in which it stands.
    Resource,
    /// The whole file.
    File,
}

/// Byte ranges of the words of `text` from `at` on; blanks within double quotes do not separate.
pub(super) fn words(text: &str, at: usize) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quoted = false;
    for (index, char) in text.char_indices().skip_while(|(index, _)| *index < at) {
        if char == '"' {
            quoted = !quoted;
        }
        let separates = !quoted && (char.is_whitespace() || (char == ':' && start.is_none()));
        match (separates, start) {
            (true, Some(from)) => {
                words.push((from, index));
                start = None;
            }
            (false, None) => start = Some(index),
            _ => {}
        }
    }
    words.extend(start.map(|from| (from, text.len())));
    words
}

/// The names of a list with commas, each with its place; `offset` is that of the list.
pub(super) fn names(list: &str, offset: usize) -> Vec<(String, TextRange)> {
    let mut at = offset;
    let mut found = Vec::new();
    for part in list.split(',') {
        let name = part.trim();
        if !name.is_empty() {
            let start = at + (part.len() - part.trim_start().len());
            found.push((name.to_owned(), TextRange::new(start, start + name.len())));
        }
        at += part.len() + 1;
    }
    found
}
