//! Strings of which only parts are known.

use std::sync::Arc;

use super::{Truth, Unknown};

/// A string with at least one hole.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its pieces in order.
    pub parts: Vec<Part>,
}

/// A piece of a partly known string.
#[derive(Clone, Debug)]
pub enum Part {
    /// Known text.
    Text(Arc<str>),
    /// Text that is not known, possibly empty.
    Hole(Arc<Unknown>),
}

impl Template {
    /// The reasons for its holes, in order.
    pub fn holes(&self) -> impl Iterator<Item = &Arc<Unknown>> {
        self.parts.iter().filter_map(|part| match part {
            Part::Hole(unknown) => Some(unknown),
            Part::Text(_) => None,
        })
    }

    /// Everything that is known, without the holes.
    pub fn known(&self) -> String {
        let known = self.parts.iter().map(|part| match part {
            Part::Text(text) => text,
            Part::Hole(_) => "",
        });
        known.collect()
    }

    /// The text before the first hole.
    pub fn prefix(&self) -> &str {
        match self.parts.first() {
            Some(Part::Text(text)) => text,
            _ => "",
        }
    }

    /// The text after the last hole.
    pub fn suffix(&self) -> &str {
        match self.parts.last() {
            Some(Part::Text(text)) => text,
            _ => "",
        }
    }

    /// Whether the whole string can be `text`: certainly not when the known start or end differs.
    pub fn equals(&self, text: &str) -> Truth<'_> {
        let (prefix, suffix) = (self.prefix(), self.suffix());
        let fits = text.len() >= prefix.len() + suffix.len() && text.starts_with(prefix) && text.ends_with(suffix);
        match self.holes().next() {
            Some(hole) if fits => Truth::Unknown(hole),
            _ => Truth::False,
        }
    }
}
