//! YAML and JSON with exact places.
//!
//! [`parse`] gives every document of a text as a tree of [`Node`]s that know their bytes. The grammar is that of
//! `granit-parser`, which nothing outside this folder sees. What a plain scalar means depends on who will read the file, so
//! that is a choice of the caller: [`Dialect`].

mod builder;
mod convert;
mod entries;
mod lenient;
mod scalar;
#[cfg(test)]
mod tests;
mod tree;
mod within;
mod write;
mod written;

pub use scalar::Dialect;
pub use tree::{Document, Entry, Node, NodeKind, Stream};
pub use within::range_in_scalar;
pub use write::{is_plain, list, word};
pub use written::{Layout, Written, WrittenEntry, WrittenKind, parse_written};

use granit_parser::{Event, Options, Parser, ScanError};

use super::{Comment, SyntaxError};
use crate::source::TextRange;
use builder::Builder;
use lenient::{Mended, Oddity};

/// Reads all documents of `text`. A mistake costs the document that it is in, and no other.
pub fn parse(text: &str, dialect: Dialect) -> Stream {
    mended(text, dialect).1
}

/// The text as it could be read, and what it holds.
fn mended(text: &str, dialect: Dialect) -> (Mended<'_>, Stream) {
    let mut mended = Mended::new(text);
    loop {
        let (stream, oddities) = read(&mended, dialect);
        if !mended.mend(&oddities) {
            return (mended, stream);
        }
    }
}

/// What the text holds as far as it is mended, and what can be mended next.
fn read(mended: &Mended<'_>, dialect: Dialect) -> (Stream, Vec<Oddity>) {
    let mut parser = Parser::new_from_str_with_options(&mended.text, options(dialect));
    let mut builder = Builder::new(mended, dialect);
    let mut stream = Stream::default();
    let mut oddities = Vec::new();
    let mut scan_error = |error: &ScanError| {
        oddities.extend(Oddity::of(error, dialect));
        scan_error(mended.original, error)
    };
    while let Some(next) = parser.next_event() {
        let result = match next {
            Ok((Event::Comment(..), span)) => {
                stream.comments.extend(span.byte_range().map(|bytes| comment(mended, bytes)));
                Ok(())
            }
            Ok((event, span)) => builder.event(event, span).map(|document| stream.documents.extend(document)),
            Err(error) => Err(scan_error(&error)),
        };
        if let Err(error) = result {
            stream.errors.push(error);
            builder.abandon();
            if let Err(error) = parser.proceed_next_document() {
                stream.errors.push(scan_error(&error));
                break;
            }
        }
    }
    let (notes, refused) = builder.into_notes();
    stream.notes = notes;
    stream.errors.extend(refused);
    stream.errors.sort_by_key(|error| error.range);
    stream.comments.sort_by_key(|comment| comment.range);
    (stream, oddities)
}

fn options(dialect: Dialect) -> Options {
    let mut options = Options::default();
    // A manifest may hold a long block that is commented out, and JSON keys of any length.
    options.max_buffered_comment_events = 1 << 20;
    options.simple_key_max_lookahead = 1 << 16;
    options.block_scalar_eof_without_line_feed = !dialect.ends_last_line();
    options
}

fn comment(mended: &Mended<'_>, bytes: std::ops::Range<usize>) -> Comment {
    let start = mended.comment_start(bytes.start);
    let rest = mended.original.get(start..).unwrap_or_default();
    let before = mended.original.get(..start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    // Where a byte order mark was mended, the line of the copy is longer.
    let line_end = rest.find(['\n', '\r']).map_or(bytes.end, |length| start + length);
    Comment { range: TextRange::new(start, line_end.min(bytes.end)), own_line: line.trim().is_empty() }
}

/// The parser's error at the character that it stumbled over, or at the last one where the text ends too soon.
fn scan_error(text: &str, error: &ScanError) -> SyntaxError {
    let offset = error.marker().byte_offset().unwrap_or(text.len());
    let at = text.get(offset..).and_then(|rest| rest.chars().next()).filter(|char| !char.is_whitespace());
    let range = if let Some(char) = at {
        TextRange::new(offset, offset + char.len_utf8())
    } else {
        let before = text.get(..offset).unwrap_or(text).trim_end();
        let start = before.char_indices().next_back().map_or(0, |(start, _)| start);
        TextRange::new(start, before.len())
    };
    let message = error.info().trim_end_matches('.').to_owned();
    SyntaxError { range, message, help: None }
}
