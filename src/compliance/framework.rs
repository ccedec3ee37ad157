//! What a framework is once it is loaded. Everything is `'static`: frameworks are constants of the program.

use crate::vocabulary::{Assessable, Basis, Grade, Scope};

/// A published list of controls, with the checks that serve each.
#[derive(Debug)]
pub struct Framework {
    /// Stable name with its version, such as `cis-aws-7.0`.
    pub id: &'static str,
    /// Its title, without the version.
    pub title: &'static str,
    /// Its version, in its publisher's words.
    pub version: &'static str,
    /// Who publishes it.
    pub publisher: &'static str,
    /// Where its text can be read or bought.
    pub link: &'static str,
    /// How reliable the mapping is.
    pub grade: Grade,
    /// How the mapping was made.
    pub mapping: &'static str,
    /// The resources that it is about.
    pub scope: &'static [Scope],
    /// Its controls, in its own order.
    pub controls: &'static [Control],
}

/// One control of a framework.
#[derive(Debug)]
pub struct Control {
    /// The id as the framework writes it.
    pub id: &'static str,
    /// The heading that it stands under.
    pub section: &'static str,
    /// What it asks for, in words of our own where the framework's are not free.
    pub title: &'static str,
    /// Whether configuration can prove it.
    pub assessable: Assessable,
    /// Why it is not, or not wholly, assessable.
    pub reason: Option<&'static str>,
    /// What its checks say of it; none while it has none.
    pub basis: Option<Basis>,
    /// What it asks for and no check, or only part of one, looks at.
    pub lacks: &'static [&'static str],
    /// Ids of the checks that serve it. Empty while there are none.
    pub checks: &'static [&'static str],
}
