//! What reports say of the program itself.

/// Name of the program in formats for machines.
pub(super) const TOOL_NAME: &str = "ravelin";

/// Version of the program in formats for machines.
pub(super) const TOOL_VERSION: &str = env!("CARGO_PKG_VERSION");

/// Home of the program.
pub(super) const INFORMATION_URI: &str = "https://github.com/ravelin-scanner/ravelin";
