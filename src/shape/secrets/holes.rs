//! Texts that are known in part, as text.

use crate::value::{Part, Template};

/// What stands for a part that is not known, in the form of a reference.
const HOLE: &str = "${}";

/// A text with references in the place of what is not known.
pub(super) fn with_holes(template: &Template) -> String {
    template.parts.iter().map(|part| if let Part::Text(text) = part { text } else { HOLE }).collect()
}
