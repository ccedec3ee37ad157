//! A Dockerfile that is to be edited.

use crate::fix::Unfixable;
use crate::source::TextRange;
use crate::syntax::dockerfile::{Instruction, Keyword, Parsed, parse};

/// A Dockerfile, and how it is written.
#[derive(Debug)]
pub struct Dockerfile<'t> {
    pub(super) text: &'t str,
    pub(super) parsed: Parsed<'t>,
}

impl<'t> Dockerfile<'t> {
    /// Reads a file.
    ///
    /// # Errors
    /// It has mistakes.
    pub fn read(text: &'t str) -> Result<Self, Unfixable> {
        let parsed = parse(text);
        match parsed.errors.is_empty() {
            true => Ok(Self { text, parsed }),
            false => Err(Unfixable::new("the file has syntax errors")),
        }
    }

    /// The instruction that a range lies in.
    pub(super) fn instruction(&self, at: TextRange) -> Result<&Instruction<'t>, Unfixable> {
        let all = &self.parsed.instructions;
        let index = all.partition_point(|instruction| instruction.range.start <= at.start).checked_sub(1);
        let found = index.map(|index| &all[index]).filter(|instruction| instruction.range.contains(at));
        let found = found.ok_or_else(|| Unfixable::new("no instruction stands there"))?;
        match found.keyword {
            Keyword::Onbuild => Err(Unfixable::new("what `ONBUILD` says is for another build")),
            _ => Ok(found),
        }
    }

    /// Where the line of an offset starts.
    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// Where the line of an offset ends, before its line break.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |end| at + end);
        let has_return = self.text[..end].ends_with('\r') && end < self.text.len();
        if has_return { end - 1 } else { end }
    }

    /// Where the next line starts, or the end of the text.
    pub(super) fn next_line(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |end| at + end + 1)
    }

    /// Whether only blanks stand before an offset on its line.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        self.text[self.line_start(at)..at].trim().is_empty()
    }

    /// How lines end.
    pub(super) fn newline(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// An instruction in the case that most keywords of the file are written in.
    pub(super) fn in_case(&self, text: &str) -> String {
        let is_lower = |instruction: &&Instruction<'_>| {
            instruction.keyword_range.slice(self.text).chars().all(|char| char.is_ascii_lowercase())
        };
        let lower = self.parsed.instructions.iter().filter(is_lower).count();
        let (keyword, rest) = text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()));
        match lower * 2 > self.parsed.instructions.len() {
            true => keyword.to_ascii_lowercase() + rest,
            false => text.to_owned(),
        }
    }

    /// Refuses what the shells of Windows read, by their own rules.
    pub(super) fn refuse_windows(&self, instruction: &Instruction<'_>) -> Result<(), Unfixable> {
        let before = |other: &&Instruction<'_>| other.range.start < instruction.range.start;
        let stage = self.parsed.instructions.iter().filter(before).rev();
        let mut stage = stage.scan(false, |is_over, other| {
            let is_of_stage = !*is_over;
            *is_over |= other.keyword == Keyword::From;
            is_of_stage.then_some(other)
        });
        let is_windows = stage.any(|other| {
            let text = other.text.as_str().to_ascii_lowercase();
            match other.keyword {
                Keyword::Shell => text.contains("powershell") || text.contains("pwsh") || text.contains("cmd"),
                Keyword::From => text.contains("windows") || text.contains("nanoserver"),
                _ => false,
            }
        });
        match is_windows || self.parsed.escape == '`' {
            true => Err(Unfixable::new("commands for a shell of Windows are not edited")),
            false => Ok(()),
        }
    }
}

/// Refuses a range with the mark of a here-document, and not with its text.
pub(super) fn refuse_heredocs(instruction: &Instruction<'_>, at: TextRange) -> Result<(), Unfixable> {
    let marks =
        instruction.heredocs.iter().map(|heredoc| (instruction.text.range(heredoc.mark.clone()), heredoc.range));
    let mut parted = marks.filter(|(mark, body)| {
        let touches = mark.start < at.end && at.start < mark.end;
        touches && !at.contains(*body)
    });
    match parted.next() {
        Some(_) => Err(Unfixable::new("a here-document begins there")),
        None => Ok(()),
    }
}
