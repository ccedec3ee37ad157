//! The checks of `checks/`, as constants of the program. The build script writes them.

#![allow(clippy::unreadable_literal, reason = "numbers stand as check files have them")]

use super::Check;

include!(concat!(env!("OUT_DIR"), "/checks.rs"));

/// Every embedded check, sorted by id.
pub fn all() -> &'static [Check] {
    CHECKS
}
