//! The command lines of Windows: `cmd` and PowerShell, split into the calls that they make.
//!
//! These are no full parsers: conditions, loops and blocks are looked through, not kept. What cannot be read is said.

mod cmd;
mod powershell;

#[cfg(test)]
mod tests;

pub use cmd::parse as parse_cmd;
pub use powershell::parse as parse_powershell;

use super::shell::Word;
use crate::source::TextRange;

/// The calls of a text, at any depth of groups and blocks.
#[derive(Debug, Default)]
pub struct Script {
    /// In the order in which they begin; a method stands behind what computes its object.
    pub calls: Vec<Call>,
    /// What could not be read: from where it begins to the end of the text.
    pub unread: Option<TextRange>,
}

/// One call, or a value that stands where a call could stand.
///
/// Variables of the environment have the names `env:NAME`.
#[derive(Debug, Default)]
pub struct Call {
    /// What it is.
    pub role: Role,
    /// The program, cmdlet or method with its arguments, or the words of an expression.
    pub words: Vec<Word>,
    /// The variable, or the key, that takes the result.
    pub assigned: Option<String>,
    /// The call whose argument, object or value it computes.
    pub within: Option<usize>,
    /// The call that its output goes to.
    pub pipe_to: Option<usize>,
    /// From the first to the last character.
    pub range: TextRange,
}

/// What a [`Call`] is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// A program or cmdlet.
    #[default]
    Program,
    /// A method of an object or a type; the object is not among the words.
    Method,
    /// An expression, or the head of a statement such as `if`.
    Value,
}

impl Script {
    /// Without the words of calls that were not read to their end.
    fn of(mut calls: Vec<Call>, unread: Option<TextRange>) -> Self {
        if let Some(unread) = unread {
            let cut = calls.iter_mut().filter(|call| call.range.end > unread.start);
            cut.for_each(|call| call.words.clear());
        }
        Self { calls, unread }
    }
}
