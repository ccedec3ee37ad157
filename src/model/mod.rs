//! Layer 2: the common model. Whatever the language, a configuration is a list of [`Resource`]s with bodies of
//! [`Value`](crate::value::Value)s.

mod document;
mod resource;
mod secret;
#[cfg(test)]
pub(crate) mod testing;
mod unread;

pub use crate::vocabulary::Platform;
pub use document::Document;
pub use resource::{ATTACHED, Attached, Call, Reading, Resource, Setting};
pub(crate) use secret::hide_secret;
pub use unread::Unread;
