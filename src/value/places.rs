//! Where the pieces of a text were written, so that what is found within the text can be shown at its place.

use std::sync::Arc;

use crate::source::{FileId, Span, TextRange};

/// Where the known pieces of a text were written.
#[derive(Debug)]
pub struct Places {
    text: Arc<str>,
    file: FileId,
    runs: Vec<Run>,
}

/// A stretch of the text, and where it was written: byte by byte, or as a whole.
#[derive(Clone, Copy, Debug)]
struct Run {
    text: TextRange,
    written: TextRange,
    verbatim: bool,
}

impl Places {
    /// Places of a text, in which unknown parts have no length, written in `file`. None are known yet.
    pub fn new(text: impl Into<Arc<str>>, file: FileId) -> Self {
        Self { text: text.into(), file, runs: Vec::new() }
    }

    /// The file that has the text.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// Adds a stretch behind the earlier ones that is written as it is read, unless the lengths differ.
    pub fn push(&mut self, text: TextRange, written: TextRange) {
        let verbatim = text.len() == written.len();
        match self.runs.last_mut() {
            Some(last)
                if verbatim && last.verbatim && last.text.end == text.start && last.written.end == written.start =>
            {
                last.text.end = text.end;
                last.written.end = written.end;
            }
            _ => self.runs.push(Run { text, written, verbatim }),
        }
    }

    /// Adds a stretch behind the earlier ones that is what an expression gives.
    pub fn push_whole(&mut self, text: TextRange, written: TextRange) {
        self.runs.push(Run { text, written, verbatim: false });
    }

    /// The places of a part of the text, which starts at an offset.
    #[must_use]
    pub fn part(&self, start: usize, text: &str) -> Self {
        let kept = TextRange::new(start, start + text.len());
        let mut part = Self::new(text, self.file);
        for run in &self.runs {
            let (from, to) = (run.text.start.max(kept.start), run.text.end.min(kept.end));
            if from >= to {
                continue;
            }
            let text = TextRange { start: from - kept.start, end: to - kept.start };
            let written = run.written.start + (from - run.text.start);
            part.runs.push(match run.verbatim {
                true => Run { text, written: TextRange { start: written, end: written + (to - from) }, verbatim: true },
                false => Run { text, ..*run },
            });
        }
        part
    }

    /// Whether these are the places of this text: values are copied and changed, and their places may stay behind.
    pub fn belong_to(&self, text: &str) -> bool {
        *self.text == *text
    }

    /// Where a part of the text stands; nothing where its first or last byte was not written as a part of the text.
    pub fn span(&self, part: TextRange) -> Option<Span> {
        let start = self.written(part.start)?.start;
        let end = if part.is_empty() { start } else { self.written(part.end - 1)?.end };
        (start <= end).then_some(TextRange { start, end }.in_file(self.file))
    }

    /// Where the byte at an offset stands.
    fn written(&self, offset: u32) -> Option<TextRange> {
        let index = self.runs.partition_point(|run| run.text.start <= offset).checked_sub(1)?;
        let run = self.runs.get(index).filter(|run| offset < run.text.end)?;
        if !run.verbatim {
            return Some(run.written);
        }
        let start = run.written.start + (offset - run.text.start);
        Some(TextRange { start, end: start + 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    #[test]
    fn parts_are_found_where_they_were_written() {
        let sources = SourceMap::new();
        let file = sources.add("x", r#"a = "{\"k\": ${v}2}""#);
        let mut places = Places::new(r#"{"k": 12}"#, file.id());
        for (text, written) in
            [((0, 1), (5, 6)), ((1, 2), (6, 8)), ((2, 3), (8, 9)), ((3, 4), (9, 11)), ((4, 6), (11, 13))]
        {
            places.push(TextRange::new(text.0, text.1), TextRange::new(written.0, written.1));
        }
        places.push_whole(TextRange::new(6, 7), TextRange::new(15, 16));
        places.push(TextRange::new(8, 9), TextRange::new(18, 19));
        let at = |start, end| places.span(TextRange::new(start, end)).map(|span| sources.slice(span));
        assert_eq!(at(1, 4), Some(r#"\"k\""#));
        assert_eq!(at(2, 3), Some("k"));
        assert_eq!(at(0, 9), Some(r#"{\"k\": ${v}2}"#));
        assert_eq!(at(6, 7), Some("v"));
        assert_eq!(at(6, 8), None, "the 2 has no place");
        let part = places.part(1, r#""k": 12"#);
        let in_part = |start, end| part.span(TextRange::new(start, end)).map(|span| sources.slice(span));
        assert_eq!((in_part(0, 3), in_part(5, 6), in_part(7, 8)), (Some(r#"\"k\""#), Some("v"), None));
        assert!(places.belong_to(r#"{"k": 12}"#) && !places.belong_to("{}"));
    }
}
