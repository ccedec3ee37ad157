//! The lists of `checks/lists/`, each a constant of its own for the constants of checks. The build script writes them.

use super::list::{Form, List, Removed, Versions};

include!(concat!(env!("OUT_DIR"), "/lists.rs"));

/// The list of this name.
pub fn find(name: &str) -> Option<&'static List> {
    LISTS.iter().copied().find(|list| list.name == name)
}

/// The names of the lists of versions, or of those of what is removed.
pub fn names(of_versions: bool) -> Vec<&'static str> {
    LISTS.iter().filter(|list| list.is_of_versions() == of_versions).map(|list| list.name).collect()
}
