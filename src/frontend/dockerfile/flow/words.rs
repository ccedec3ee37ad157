//! Words with what the shell computes in them.

use super::data::Data;
use crate::source::Span;

/// Stands in a text for the first thing that the shell computes, the next character for the second, and so on. They are
/// characters for private use, so that the text can be read as a script again.
const FIRST: u32 = 0xF_0000;

/// How many there are.
const COUNT: usize = 0xFFFD;

/// A word, as far as it is known: variables that are not known are written as `${name}`.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) span: Span,
}

/// What stands in place of a substitution.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hole {
    pub(super) data: Data,
    /// Whether it is the name of a file with the data, and not the data.
    pub(super) is_file: bool,
}

/// What the shell has computed.
#[derive(Default)]
pub(super) struct Holes {
    all: Vec<Hole>,
}

impl Holes {
    /// A character that stands for it.
    pub(super) fn add(&mut self, hole: Hole) -> char {
        if self.all.len() < COUNT {
            self.all.push(hole);
        }
        char::from_u32(FIRST + self.all.len() as u32 - 1).unwrap_or('?')
    }

    fn get(&self, char: char) -> Option<Hole> {
        let index = u32::from(char).checked_sub(FIRST)?;
        self.all.get(index as usize).copied()
    }

    /// What is known of the data in a text.
    pub(super) fn data(&self, text: &str) -> Data {
        if text.is_ascii() {
            return Data::NONE;
        }
        let holes = text.chars().filter_map(|char| self.get(char)).filter(|hole| !hole.is_file);
        holes.fold(Data::NONE, |data, hole| data.and(hole.data))
    }

    /// The data that a text is, where it is nothing else, or begins with it and goes on behind a blank.
    pub(super) fn whole(&self, text: &str) -> Data {
        let mut chars = text.trim_start().chars();
        let first = chars.next().and_then(|char| self.get(char)).filter(|hole| !hole.is_file);
        match first {
            Some(hole) if chars.next().is_none_or(char::is_whitespace) => hole.data,
            _ => Data::NONE,
        }
    }

    /// The data in the file that a word names by a substitution.
    pub(super) fn file(&self, text: &str) -> Option<Data> {
        let mut chars = text.chars();
        let (first, rest) = (chars.next()?, chars.next());
        self.get(first).filter(|hole| hole.is_file && rest.is_none()).map(|hole| hole.data)
    }
}

/// Whether a character stands for what the shell computes.
pub(super) fn is_mark(char: char) -> bool {
    u32::from(char) >= FIRST
}

/// Whether the last word of each line is known: what a list of checksums has there are names of files.
pub(super) fn names_are_known(text: &str) -> bool {
    let mut lines = text.lines().filter_map(|line| line.split_whitespace().next_back());
    lines.all(|name| !name.contains('$') && !name.contains(is_mark))
}
