//! Whether configuration can prove a control.

words! {
    /// Whether configuration can prove a control.
    pub enum Assessable {
        /// For the resources that are found, checks decide.
        Yes = "yes",
        /// Configuration shows part of it.
        Partly = "partly",
        /// Nothing in configuration proves it.
        No = "no",
    }
}
