//! How reliable a mapping of controls to checks is.

words! {
    /// How reliable a mapping of controls to checks is, the most reliable first.
    pub enum Grade {
        /// Control and setting correspond closely.
        A = "A",
        /// The control is published, the choice of settings that stand for it is ours.
        B = "B",
        /// The settings support the control and never complete it.
        C = "C",
    }
}
