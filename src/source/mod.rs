//! Layer 0: the text that was read, and places in it.
//!
//! Everything above refers to text by [`Span`]: a file and a half-open range of byte offsets. Lines and columns exist
//! only at the edge, and [`LineIndex`] is the one converter.

mod file;
mod line_index;
mod map;
mod span;

pub use file::SourceFile;
pub use line_index::{LineIndex, Position};
pub use map::SourceMap;
pub use span::{FileId, Span, TextRange};
