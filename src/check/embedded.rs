//! The checks of `checks/`, as constants of the program. The build script writes them.

use super::Check;

include!(concat!(env!("OUT_DIR"), "/checks.rs"));

/// Every embedded check, sorted by id.
pub fn all() -> &'static [Check] {
    CHECKS
}
