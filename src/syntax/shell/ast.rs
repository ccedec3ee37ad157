//! What a command line consists of.

use std::collections::BTreeSet;

use crate::source::TextRange;

/// The simple commands of a shell text, at any depth of groups, conditions, loops and substitutions.
#[derive(Debug, Default)]
pub struct Script {
    /// The commands in the order in which they begin.
    pub commands: Vec<Command>,
    /// Names of variables that the script itself sets, so that their values from outside do not hold.
    pub assigned: BTreeSet<String>,
    /// Whether all of the text was read: quotes and groups are closed, and no limit was reached.
    pub complete: bool,
    /// Whether part of it is nested too deeply to be read.
    pub too_deep: bool,
}

/// A simple command: assignments, program and arguments.
#[derive(Debug, Default)]
pub struct Command {
    /// `name=value` before the program.
    pub assignments: Vec<Word>,
    /// The program and its arguments; none for a command of assignments or redirections only.
    pub words: Vec<Word>,
    /// Marks of here-documents, such as `<<EOF`.
    pub heredocs: Vec<TextRange>,
    /// Whether the output goes into another command.
    pub piped: bool,
    /// Index of the command that the output goes to.
    pub pipe_to: Option<usize>,
    /// From the first to the last character, redirections included.
    pub range: TextRange,
    /// How many substitutions the command is in.
    pub(super) level: usize,
}

/// A word with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its pieces in order, quotes and escapes resolved. Neighbours are never both text.
    pub parts: Vec<Part>,
    /// Where it stands, quotes included.
    pub range: TextRange,
}

/// A piece of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Known text.
    Text(String),
    /// `$name` or `${name}`.
    Variable {
        /// The name.
        name: String,
        /// Where it stands, with its marks.
        range: TextRange,
    },
    /// Anything else that the shell computes: `$(command)`, a backtick command, `${name:-default}`, `$((1 + 1))`, `$1`.
    Substitution(TextRange),
}

impl Word {
    /// The text of a word without substitutions.
    pub fn literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The text before the first substitution.
    pub fn prefix(&self) -> &str {
        match self.parts.first() {
            Some(Part::Text(text)) => text,
            _ => "",
        }
    }
}
