//! What a fix can do beyond mending.

words! {
    /// What a fix can do beyond mending.
    pub enum Safety {
        /// It causes no outage, replaces no resource and costs nothing.
        Safe = "safe",
        /// It may interrupt, replace or cost something, or a person must fill in a value: somebody must look at it.
        Review = "review",
    }
}
