//! The part of this folder that the build script includes: from the text of a fix to Rust source of a constant.
//! The library does not declare this module.

mod compile;
mod content;
mod definition;
mod emit;
mod recipe;

pub use compile::compile;
pub use definition::FixText;
pub use emit::recipe;
pub use recipe::Recipe;
