//! One exception as it is written in a comment or an annotation, whatever the tool whose syntax it is.

use crate::diagnostic::{Diagnostic, Level};
use crate::source::{FileId, TextRange};

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
    /// Whether it holds only above everything else in its file.
    pub(super) leads: bool,
    /// What is wrong with it. It excepts nothing when there is any.
    pub(super) faults: Vec<Fault>,
}

/// What is wrong with an exception.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Code of the diagnostic.
    pub(super) code: &'static str,
    pub(super) range: TextRange,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Fault {
    /// Something that is not of the form that the syntax asks for.
    pub(super) fn syntax(range: TextRange, message: impl Into<String>) -> Self {
        Self { code: "exception-syntax", range, message: message.into(), help: None }
    }

    pub(super) fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The message to the user.
    pub(super) fn diagnostic(&self, file: FileId) -> Diagnostic {
        let message = format!("the exception does not hold: {}", self.message);
        let diagnostic = Diagnostic::at(Level::Warning, self.code, self.range.in_file(file), message);
        Diagnostic { help: self.help.clone(), ..diagnostic }
    }
}

/// What a comment stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Reach {
    /// The largest block that starts on its line, otherwise that line; the next line when it stands alone on its own.
    #[default]
    Here,
    /// As [`Here`](Self::Here), but the smallest block: an instruction, and not the stage that it opens.
    Instruction,
    /// The build stage that starts on the next line.
    Stage,
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

/// A reason, if it has words.
pub(super) fn said(reason: &str) -> Option<String> {
    Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty())
}
