//! What exceptions need to know of a file: its comments, and what each may stand for.

use crate::source::{FileId, TextRange};
use crate::syntax::Comment;

/// One file that a front end read.
#[derive(Debug)]
pub struct Document {
    /// The file.
    pub file: FileId,
    /// Every comment, in the order of the text.
    pub comments: Vec<Comment>,
    /// Parser directives of a Dockerfile, which are no comments.
    pub directives: Vec<TextRange>,
    /// Every block, mapping entry with nested content, or instruction, from its first to its last character. A comment
    /// on the first line of one of them, or above it, stands for the whole of it.
    pub blocks: Vec<TextRange>,
    /// Whether all of the file was read. False when part of it is missing from the model; a diagnostic says which.
    pub complete: bool,
}
