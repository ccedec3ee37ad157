//! What one command prints, and another reads.

use super::data::Data;
use super::words::Word;

/// What goes through a pipe, or stands in the script for a command to read.
#[derive(Debug, Default)]
pub(super) struct Stream {
    pub(super) data: Data,
    /// The words that it is made of, or that tell what it is.
    pub(super) text: String,
    /// Whether the last words of its lines are known.
    pub(super) is_exact: bool,
    /// All of it, where the script says it: `echo`, a here-document or a here-string.
    pub(super) written: Option<Word>,
}

impl Stream {
    pub(super) fn of(data: Data) -> Self {
        Self { data, ..Self::default() }
    }

    /// The stream with its words, which stay for nobody else.
    pub(super) fn take(&mut self) -> Self {
        let data = self.data;
        std::mem::replace(self, Self::of(data))
    }

    /// Adds what another command prints into the same pipe.
    pub(super) fn add(&mut self, other: Self) {
        let is_first = self.text.is_empty() && self.data == Data::NONE;
        self.data = self.data.and(other.data);
        self.is_exact = other.is_exact && (self.is_exact || is_first);
        self.written = other.written.filter(|_| is_first);
        self.text.push_str(&other.text);
        self.text.push('\n');
    }

    /// What commands print one after another.
    pub(super) fn together(printed: Vec<(usize, Self)>) -> Self {
        let mut all = Self::default();
        for (_, stream) in printed {
            all.add(stream);
        }
        all
    }
}
