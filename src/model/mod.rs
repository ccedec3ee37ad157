//! Layer 2: the common model. Whatever the language, a configuration is a list of [`Resource`]s with bodies of
//! [`Value`](crate::value::Value)s, and [`shape`]s that make one check serve many kinds.

mod document;
pub mod links;
mod resource;
mod secret;
pub mod shape;
#[cfg(test)]
mod testing;

pub use document::Document;
pub use resource::{ATTACHED, Call, Platform, Resource, without_keys};
pub(crate) use secret::hide_secret;
