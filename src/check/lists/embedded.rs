//! The lists of `checks/lists/`, each a constant of its own for the constants of checks. The build script writes them.

use super::list::{Form, List, Removed, Versions};

include!(concat!(env!("OUT_DIR"), "/lists.rs"));

/// The list of this name.
pub fn find(name: &str) -> Option<&'static List> {
    LISTS.iter().copied().find(|list| list.name == name)
}
