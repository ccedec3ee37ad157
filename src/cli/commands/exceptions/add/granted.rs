//! The exception that is asked for, as policies and reports see one.

use crate::diagnostic::Place;
use crate::exception::write::Terms;
use crate::finding::{Exception, Origin};

/// A comment with these terms.
pub(super) fn exception(terms: &Terms) -> Exception {
    Exception {
        origin: Origin::Comment,
        syntax: "ravelin",
        place: Place::None,
        reason: Some(terms.reason.clone()),
        owner: terms.owner.clone(),
        until: terms.until.clone(),
    }
}
