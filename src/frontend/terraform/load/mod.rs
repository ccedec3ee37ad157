//! Files to modules: reading and parsing, grouping by folder, which modules are roots, and what gives values to their
//! variables from outside. Nothing is evaluated here.

pub(super) mod declaration;
pub(super) mod glance;
pub(super) mod inputs;
pub(super) mod json;
pub(super) mod loader;
mod manifest;
pub(super) mod module;
pub(super) mod paths;
pub(super) mod project;
pub(super) mod provider_versions;
pub(super) mod sources;
pub(super) mod unknown_source;
