//! What is done to one text, before it is known in which language it is written.

use regex::Regex;

use super::Unfixable;
use super::dockerfile::Place;
use super::draft::Draft;
use super::yaml::Step;
use crate::source::TextRange;

/// One change of a text.
#[derive(Clone, Debug)]
pub enum Op {
    /// Puts a value in the place of the one that is written at a range, or, where steps lead on from there, adds what they lead
    /// to.
    Set {
        /// What is there.
        at: TextRange,
        /// What is not there yet.
        rest: Vec<Step>,
        /// The value.
        value: Draft,
    },
    /// Adds an element to the list at a range, or to the one that steps lead to from there.
    Append {
        /// The list, or what is there.
        at: TextRange,
        /// What is not there yet.
        rest: Vec<Step>,
        /// The element.
        value: Draft,
    },
    /// Removes an entry, a block or an element.
    Remove(Written),
    /// Gives an entry another name.
    Rename {
        /// What it is called.
        entry: Written,
        /// What it will be called.
        name: &'static str,
    },
    /// Puts a text in the place of the one that a range stands for.
    Rewrite {
        /// The text, as it is written.
        at: TextRange,
        /// How it changes.
        change: Change,
        /// What it says, where that is known.
        old: Option<String>,
    },
    /// Adds a resource behind the one at a range.
    Behind {
        /// The subject.
        subject: TextRange,
        /// Its kind.
        kind: String,
        /// Its name.
        name: String,
        /// What is in it.
        body: Draft,
    },
    /// Adds an instruction to a Dockerfile.
    AddInstruction {
        /// Where.
        place: Place,
        /// The instruction.
        text: String,
    },
    /// Adds an option to a command in a Dockerfile.
    AddOption {
        /// The word behind which it goes.
        behind: TextRange,
        /// The option.
        option: String,
    },
    /// Gives an instruction of a Dockerfile a flag.
    AddFlag {
        /// The instruction.
        at: TextRange,
        /// The flag, with its dashes.
        flag: String,
    },
}

/// Something that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its name, where it is an entry.
    pub key: Option<TextRange>,
    /// The value, the block or the element.
    pub value: TextRange,
    /// The list that it is an element of.
    pub list: Option<TextRange>,
}

/// How a text changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What gives way wherever it matches, in the syntax of the `regex` crate.
    pub pattern: &'static str,
    /// What takes its place, with `$1` for what the first group matches.
    pub with: String,
}

impl Op {
    /// Where it happens; what is added at an end stands behind all else.
    pub(super) fn place(&self) -> TextRange {
        match self {
            Self::Set { at, .. } | Self::Append { at, .. } | Self::Rewrite { at, .. } | Self::AddFlag { at, .. } => *at,
            Self::Remove(Written { key, value, .. }) | Self::Rename { entry: Written { key, value, .. }, .. } => {
                key.unwrap_or(*value)
            }
            Self::Behind { subject, .. } => *subject,
            Self::AddOption { behind, .. } => *behind,
            Self::AddInstruction { place, .. } => match place {
                Place::EndOfStage(range) | Place::Before(range) | Place::After(range) => *range,
                Place::End => TextRange { start: u32::MAX, end: u32::MAX },
            },
        }
    }
}

/// Only Dockerfiles have instructions.
pub(super) fn no_instructions() -> Unfixable {
    Unfixable::new("only Dockerfiles have instructions")
}

impl Change {
    /// The text after it; `None` where nothing changes.
    ///
    /// # Errors
    /// Where the pattern is too large.
    pub fn of(&self, text: &str) -> Result<Option<String>, Unfixable> {
        let regex = Regex::new(self.pattern).map_err(|_| Unfixable::new("the pattern is too large"))?;
        let new = regex.replace_all(text, self.with.as_str());
        Ok((new != text).then(|| new.into_owned()))
    }
}

/// What is to be edited is not written as it is used. The text may hold a credential, so that it is not shown.
pub(super) fn computed() -> Unfixable {
    Unfixable::new("the value is computed by an expression")
}
