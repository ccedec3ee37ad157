//! The transformations of a kustomization that are no patches, one file for each.

pub(super) mod images;
pub(super) mod labels;
pub(super) mod names;
pub(super) mod namespace;
pub(super) mod replicas;
