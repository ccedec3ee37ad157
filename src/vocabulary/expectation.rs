//! The verdict that an example must get.

words! {
    /// The verdict that an example must get.
    pub enum Expectation {
        /// At least one finding.
        Fails = "fails",
        /// No finding, nothing unknown.
        Passes = "passes",
        /// No finding, and at least one resource that could not be assessed.
        Unknown = "unknown",
    }
}
