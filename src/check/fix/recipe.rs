//! How a finding is mended, compiled. Only `'static` data, so that it can be a constant of the program.

use super::super::query::{Clause, Query};
use crate::vocabulary::{Platform, Safety};

pub use super::definition::Place;

/// One way to mend, and where it can be used.
#[derive(Debug)]
pub struct Recipe {
    /// What it can do beyond mending.
    pub safety: Safety,
    /// The languages in which it can be used; none means all.
    pub platforms: &'static [Platform],
    /// The kinds of which it mends resources; none means all.
    pub kinds: &'static [&'static str],
    /// It can be used only where this holds, with the subject of the check as `$`.
    pub applies: Option<Clause>,
    /// What it does, as an order without a full stop; empty where its actions say it.
    pub title: &'static str,
    /// What it does, in order.
    pub actions: &'static [Action],
}

/// One change. A path selects the nodes to change, or leads to where something is added.
#[derive(Clone, Copy, Debug)]
pub enum Action {
    /// Sets a value.
    Set {
        /// Where.
        path: Query,
        /// What.
        value: Content,
    },
    /// Removes what is there.
    Remove {
        /// Where.
        path: Query,
    },
    /// Adds an element to a list.
    Append {
        /// The list.
        path: Query,
        /// The element.
        value: Content,
    },
    /// Adds a nested block.
    AddBlock {
        /// What holds it, and its name.
        path: Query,
        /// What is in it.
        body: Content,
    },
    /// Replaces each match in a text.
    Replace {
        /// The text.
        path: Query,
        /// In the syntax of the `regex` crate.
        pattern: &'static str,
        /// With `$1` for what the first group matches.
        with: &'static str,
    },
    /// Puts a version that has not ended in place of one that has.
    Pin {
        /// The version.
        path: Query,
        /// The name of the list that knows it.
        list: &'static str,
    },
    /// Adds a placeholder for a digest to the name of an image.
    PinDigest {
        /// The name.
        path: Query,
    },
    /// Adds a resource behind the subject.
    AddResource {
        /// Its kind.
        kind: &'static str,
        /// Its name; that of the subject where it is empty.
        name: &'static str,
        /// What is in it.
        body: Content,
    },
    /// Adds an instruction to a Dockerfile.
    AddInstruction {
        /// The instruction.
        text: &'static str,
        /// Where.
        place: Place,
    },
    /// Adds an option to the failing command or instruction of a Dockerfile.
    AddOption {
        /// The option, with its dashes.
        option: &'static str,
    },
    /// Gives something another name.
    Rename {
        /// What.
        path: Query,
        /// Its new name.
        name: &'static str,
    },
}

/// A value that a fix writes.
#[derive(Clone, Copy, Debug)]
pub enum Content {
    /// Nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A number with a fraction.
    Float(f64),
    /// A text, in which `{{name}}` stands for the name of the subject, and `{{fill: words}}` for what a person must fill in.
    Text(&'static str),
    /// A sequence.
    List(&'static [Content]),
    /// Named values in their order; of Terraform a list of maps is a sequence of nested blocks.
    Map(&'static [(&'static str, Content)]),
    /// An attribute of the subject.
    Ref(&'static str),
    /// What is written at a path of the subject; left out where nothing is.
    Copy(Query),
    /// What a person must fill in, said in words.
    Fill(&'static str),
    /// An expression of Terraform.
    Raw(&'static str),
}

impl Content {
    /// Whether a person must fill in something in it.
    pub fn has_placeholder(&self) -> bool {
        match self {
            Self::Fill(_) => true,
            Self::Text(text) | Self::Raw(text) => fill_in(text).is_some(),
            Self::List(items) => items.iter().any(Self::has_placeholder),
            Self::Map(entries) => entries.iter().any(|(_, value)| value.has_placeholder()),
            _ => false,
        }
    }
}

impl Action {
    /// The paths that it names, but for those within what it writes.
    pub fn path(&self) -> Option<&Query> {
        match self {
            Self::Set { path, .. }
            | Self::Remove { path }
            | Self::Append { path, .. }
            | Self::AddBlock { path, .. }
            | Self::Replace { path, .. }
            | Self::Pin { path, .. }
            | Self::PinDigest { path }
            | Self::Rename { path, .. } => Some(path),
            Self::AddResource { .. } | Self::AddInstruction { .. } | Self::AddOption { .. } => None,
        }
    }

    /// What it writes.
    pub fn content(&self) -> Option<&Content> {
        match self {
            Self::Set { value: content, .. }
            | Self::Append { value: content, .. }
            | Self::AddBlock { body: content, .. }
            | Self::AddResource { body: content, .. } => Some(content),
            _ => None,
        }
    }

    /// Whether a person must fill in something in what it writes.
    pub fn has_placeholder(&self) -> bool {
        let is_text = |text: &str| fill_in(text).is_some();
        matches!(self, Self::PinDigest { .. })
            || matches!(self, Self::Replace { with, .. } if is_text(with))
            || self.content().is_some_and(Content::has_placeholder)
    }
}

/// The first part of a text that a person must fill in: the text before it, the words for it, and the text behind.
pub fn fill_in(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{fill:")?;
    let (words, behind) = rest.split_once("}}")?;
    Some((before, words.trim(), behind))
}
