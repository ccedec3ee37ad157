//! What the checks of a control say of it.

words! {
    /// What the checks of a control say of it.
    pub enum Basis {
        /// Together they judge all that the control asks of a resource, on the control's own subject.
        Whole = "whole",
        /// They judge the control's own subject, and not all that is asked.
        Part = "part",
        /// They judge something that bears on the control. A pass proves nothing.
        Related = "related",
    }
}
