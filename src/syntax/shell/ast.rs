//! What a command line consists of.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::source::TextRange;

/// The simple commands of a shell text, at any depth of groups, conditions, loops and substitutions.
#[derive(Debug, Default)]
pub struct Script {
    /// The commands in the order in which they begin.
    pub commands: Vec<Command>,
    /// What runs in a shell of its own, by the commands in it: `( … )`. In the order in which they begin.
    pub subshells: Vec<Range<usize>>,
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
    /// What is done with its input and output, in order.
    pub redirections: Vec<Redirection>,
    /// For redirections that stand after a group or a block: the commands in it.
    pub group: Option<Range<usize>>,
    /// Whether the output goes into another command.
    pub piped: bool,
    /// Index of the command that the output goes to; of a group the first one.
    pub pipe_to: Option<usize>,
    /// The `pipe_to` of the commands whose output it reads.
    pub reads: Option<usize>,
    /// What stands behind it.
    pub next: Next,
    /// Whether it is looked at for its success: between `if`, `while` or `until` and what that decides about.
    pub condition: bool,
    /// Whether it stands in no group, block or substitution.
    pub outermost: bool,
    /// From the first to the last character, redirections included.
    pub range: TextRange,
    /// How many substitutions the command is in.
    pub level: usize,
}

/// How a script goes on after a command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Next {
    /// It ends, or its group does.
    #[default]
    End,
    /// Whatever came of the command: `;` or a new line.
    Always,
    /// Only if it succeeds: `&&`.
    AndThen,
    /// Only if it fails: `||`.
    OrElse,
    /// Without waiting for it: `&`.
    AtOnce,
    /// With its output: `|`.
    Pipe,
}

/// A redirection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirection {
    /// What it does.
    pub kind: RedirectionKind,
    /// The number before it, where there is one.
    pub descriptor: Option<u32>,
    /// The file, descriptor, text or end marker.
    pub target: Word,
    /// From the number or mark to the end of the target.
    pub range: TextRange,
}

/// What a redirection does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedirectionKind {
    /// `<`
    Read,
    /// `>`, `>|`, `<>`
    Write,
    /// `>>`
    Append,
    /// `&>`, `&>>`: errors as well.
    WriteAll,
    /// `<&`, `>&`: a copy of another descriptor.
    Copy,
    /// `<<<`: the target is the text.
    Text,
    /// `<<`, `<<-`: the lines below are the text, where they are in this script.
    Heredoc {
        /// Where the text stands.
        body: Option<TextRange>,
    },
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
    Substitution {
        /// What stands in its place.
        kind: Substitution,
        /// The commands in it, among those of the script.
        commands: Range<usize>,
        /// Where it stands, with its marks.
        range: TextRange,
    },
}

/// What stands in place of a substitution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Substitution {
    /// The output of commands: `$(…)`, or backticks.
    Output,
    /// A file with the output of commands: `<(…)`.
    Reader,
    /// A file that commands read: `>(…)`.
    Writer,
    /// Something else.
    Other,
}

impl Part {
    /// Something that the shell computes, of which no commands are known.
    pub fn computed(range: TextRange) -> Self {
        Self::Substitution { kind: Substitution::Other, commands: 0..0, range }
    }
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
