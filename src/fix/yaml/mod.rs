//! Edits of YAML and JSON: manifests, Compose files, Kustomize, `.tf.json`. JSON is a dialect, and the same functions serve it.
//!
//! Nothing is printed again. An edit replaces the text of a value, adds lines, or takes lines away; comments, anchors,
//! quotes and the indentation of everything else stay as they are. What cannot be done so is refused with its reason.
//!
//! | file | does |
//! |---|---|
//! | `source` | a text, and its lines |
//! | `path` | where something stands |
//! | `place` | follows a path through what is written |
//! | `style` | how the document is indented and quoted |
//! | `print` | values as text |
//! | `set`, `write`, `insert` | sets values, in place or added |
//! | `remove` | takes entries and items away |
//! | `rename` | other names and texts |
//! | `document` | adds documents |

mod document;
mod insert;
mod path;
mod place;
mod print;
mod remove;
mod rename;
mod set;
mod source;
mod style;
#[cfg(test)]
mod tests;
mod write;

pub use path::{Path, Step};
pub use remove::Emptied;
pub use source::Yaml;
