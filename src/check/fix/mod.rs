//! How a check file says how what it finds is mended: in terms of the model, whatever language it is written in.

mod compile;
mod content;
mod definition;
mod recipe;
#[cfg(test)]
mod tests;
mod words;

pub(super) use compile::compile;
pub(super) use definition::FixText;
pub use recipe::{Action, Content, Place, Recipe, fill_in};
