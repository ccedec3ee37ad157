//! How one resource is attached to another.

/// How resources of one kind are attached to those of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// The name below which they are found.
    pub name: &'static str,
    /// The argument by which one of the two names the other; empty where none does.
    pub argument: &'static str,
    /// Whether it is the one that is attached that has the argument.
    pub names_holder: bool,
}
