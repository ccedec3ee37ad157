//! Files that may declare something, and that nothing reads.

/// A file that is left alone though it may declare something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unread {
    /// Path of the file, relative to the scan root.
    pub path: String,
    /// Its kind, and why it is not read, in words that stand behind a number.
    pub reason: &'static str,
}

impl Unread {
    /// A text that becomes a configuration only once another program has filled it in.
    pub const TEMPLATE: &'static str = "template that is not rendered";
    /// What is put into templates.
    pub const VALUES: &'static str = "file of values for templates that are not rendered";
    /// Where what is declared is a part of something else.
    pub const EMBEDDED: &'static str = "file with objects inside something else";
}
