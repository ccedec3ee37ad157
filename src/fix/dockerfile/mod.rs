//! Edits of Dockerfiles.
//!
//! Places are those of the resource that the front end makes of the file: of instructions, flags, pairs, commands and words.
//! What runs in a shell of Windows, and what an `ONBUILD` leaves to another build, is not edited.
//!
//! | file | does |
//! |---|---|
//! | `source` | a Dockerfile, its lines, and what stands at a place |
//! | `script` | the commands of an instruction |
//! | `add` | instructions, options and flags |
//! | `remove` | takes away what stands at a place |
//! | `replace` | other words, keywords and forms |

mod add;
mod remove;
mod replace;
mod script;
mod source;
#[cfg(test)]
mod tests;

pub use add::Place;
pub use source::Dockerfile;
