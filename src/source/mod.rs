//! Layer 0: the text that was read, places in it, and where it is read from.
//!
//! Everything above refers to text by [`Span`]: a file and a half-open range of byte offsets. Lines and columns exist
//! only at the edge, and [`LineIndex`] is the one converter.

mod address;
mod base;
mod changes;
mod commit_links;
mod entry;
mod fence;
mod fetch;
mod file;
mod files;
mod git;
mod head;
mod line_index;
mod map;
mod names;
mod provenance;
mod read;
mod remote;
mod revision;
mod root;
mod shown;
mod span;
mod storage;
mod texts;
mod work_tree;

pub use address::without_credentials;
pub use changes::Changes;
pub use entry::Entry;
pub use fence::{Fence, Trust};
pub use file::SourceFile;
pub use files::{Beside, Files, NoFiles};
pub use git::GitFailure;
pub use head::head_commit;
pub use line_index::{LineIndex, Position};
pub use map::SourceMap;
pub use names::path_text;
pub use provenance::Provenance;
pub use read::{SIZE_LIMIT, Unreadable, text as read_text};
pub use revision::{Revision, RevisionError, tracked_files};
pub use root::{Reading, Root};
pub use shown::{Shown, ShownFile};
pub use span::{FileId, Span, TextRange};
pub use storage::Storage;
pub use texts::Texts;
