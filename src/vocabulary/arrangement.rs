//! How findings are set out for people.

words! {
    /// The order of findings; what comes last is nearest to the prompt.
    pub enum Sort {
        /// The least severe first, the worst last.
        Severity = "severity",
        /// By path and line.
        Path = "path",
        /// By the ids of checks.
        Check = "check",
    }
}

words! {
    /// What findings are put together by.
    pub enum Grouping {
        /// All places of a check, with what it says once.
        Check = "check",
        /// All findings in a file.
        File = "file",
        /// Nothing: one finding after the other.
        None = "none",
    }
}
