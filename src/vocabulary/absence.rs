//! What it means that an attribute is not there.

words! {
    /// What it means that an attribute which a check denies is not there.
    pub enum Absence {
        /// It is optional, and its documented default is no failure.
        Safe = "safe",
        /// Its absence is a failure as well.
        Unsafe = "unsafe",
        /// It cannot be absent: the provider requires it, or there is nothing to judge without it.
        Required = "required",
    }
}
