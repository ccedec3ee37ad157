//! Writes exceptions: as comments in the language of a file, and as entries of `.ravelin.yaml`. Everything here takes a text
//! and gives another one, in which nothing else has changed.

mod comment;
mod edit;
mod entry;
mod ground;

pub use comment::Terms;
pub use edit::{Edited, NewComment, with_comments, with_file_comment};
pub use entry::{Entry, Unwritable, with_entries};
pub use ground::Ground;
