//! Dockerfiles, as `BuildKit` reads them ([reference](https://docs.docker.com/reference/dockerfile/)).
//!
//! The parser recovers: an instruction that is wrong is reported and left out, and the rest of the file is read.

mod ast;
mod directive;
mod heredoc;
mod instruction;
mod lines;
mod text;
mod words;

#[cfg(test)]
mod tests;

pub use ast::{Directive, Flag, Form, Heredoc, Instruction, Keyword, Pair, Word};
pub use text::JoinedText;

use self::heredoc::EndMarkers;
use self::lines::Lines;
use super::{Comment, SyntaxError};
use crate::source::TextRange;

/// What was read from one file.
#[derive(Debug)]
pub struct Parsed<'s> {
    /// The parser directives at the top.
    pub directives: Vec<Directive<'s>>,
    /// The character that continues lines: a backslash, or what the directive `escape` says.
    pub escape: char,
    /// The instructions in the order of the text, also those before the first `FROM`.
    pub instructions: Vec<Instruction<'s>>,
    /// Every comment, in the order of the text. Directives are none.
    pub comments: Vec<Comment>,
    /// What could not be read, in the order of the text.
    pub errors: Vec<SyntaxError>,
}

/// Reads a whole file.
pub fn parse(text: &str) -> Parsed<'_> {
    let mut errors = Vec::new();
    let mut lines = Lines::new(text);
    let directives = directive::parse(&mut lines, &mut errors);
    let mut ends = EndMarkers::default();
    let mut instructions = Vec::new();
    while let Some(joined) = lines.next_instruction() {
        match instruction::parse(joined, lines.escape) {
            Ok(mut instruction) => {
                instruction.gap = lines.gap;
                read_heredocs(&mut instruction, &mut lines, &mut ends, &mut errors);
                instructions.push(instruction);
            }
            Err(error) => errors.push(error),
        }
    }
    errors.extend(missing_from(&instructions));
    errors.sort_by_key(|error| error.range);
    Parsed { directives, escape: lines.escape, instructions, comments: lines.comments, errors }
}

/// Reads the here-documents that an instruction, or the one in its `ONBUILD`, announces.
fn read_heredocs<'s>(
    instruction: &mut Instruction<'s>,
    lines: &mut Lines<'s>,
    ends: &mut EndMarkers<'s>,
    errors: &mut Vec<SyntaxError>,
) {
    if let Some(trigger) = instruction.trigger.as_deref_mut() {
        read_heredocs(trigger, lines, ends, errors);
        instruction.range.end = trigger.range.end;
        return;
    }
    if !instruction.keyword.takes_heredocs() {
        return;
    }
    for mark in heredoc::marks(instruction.text.as_str(), instruction.rest.start, lines.escape) {
        let (range, is_loose) = (instruction.text.range(mark.at()), mark.is_loose());
        if let Some((heredoc, end)) = ends.body(mark, lines) {
            instruction.range.end = end as u32;
            instruction.heredocs.push(heredoc);
        } else if !is_loose {
            errors.push(SyntaxError { range, message: "the here-document has no end marker".to_owned(), help: None });
        }
    }
}

/// Only `ARG` may stand before the first `FROM`.
fn missing_from(instructions: &[Instruction<'_>]) -> Option<SyntaxError> {
    let first = instructions.iter().find(|instruction| instruction.keyword != Keyword::Arg);
    let culprit = match first {
        Some(first) if first.keyword == Keyword::From => return None,
        Some(first) => first,
        None => instructions.first()?,
    };
    Some(SyntaxError {
        range: culprit.keyword_range,
        message: format!("`{}` stands before any `FROM`", culprit.keyword),
        help: Some("a stage begins with `FROM`"),
    })
}

impl Parsed<'_> {
    /// From the first instruction of each stage to its last; what stands before the first `FROM` is none.
    pub fn stages(&self) -> Vec<TextRange> {
        let mut stages: Vec<TextRange> = Vec::new();
        for instruction in &self.instructions {
            if instruction.keyword == Keyword::From {
                stages.push(instruction.range);
            } else if let Some(stage) = stages.last_mut() {
                *stage = stage.cover(instruction.range);
            }
        }
        stages
    }
}
