//! Why a finding is not mended.

use std::fmt;

use crate::finding::Fix;

/// Why a finding is not mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its check does not say how.
    NoFix,
    /// It cannot be done for what is written there, with the reason.
    Unfixable(String),
    /// Somebody should look at this fix first, and nobody said that it may be written nevertheless.
    Review(Fix),
    /// A file that would have to be edited cannot be, with the reason.
    File(String),
    /// It did harm.
    Harm(Harm),
    /// Too many fixes did harm for all to be tried.
    Unproven,
    /// It met others in every round.
    Rounds,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFix => f.write_str("no fix is known"),
            Self::Unfixable(why) | Self::File(why) => f.write_str(why),
            Self::Review(_) => f.write_str("somebody should look at the fix first"),
            Self::Harm(harm) => harm.fmt(f),
            Self::Unproven => f.write_str("the fix was not tried: too many others do harm"),
            Self::Rounds => f.write_str("the fix met others in every round"),
        }
    }
}

/// Why a fix was taken back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Harm {
    /// Its finding is still there.
    Stays,
    /// Its check could not be decided any more.
    NotAssessed,
    /// A file could not be read any more: its path, and why.
    Breaks(String, String),
    /// Another finding came up: its check, and the address of its resource.
    Finding(&'static str, String),
    /// Another resource came to something else.
    Changes(String),
    /// A resource was not there any more.
    Removes(String),
    /// A resource came up that no fix has added.
    Adds(String),
}

impl fmt::Display for Harm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stays => f.write_str("the finding would stay"),
            Self::NotAssessed => f.write_str("the check could not be decided any more"),
            Self::Breaks(path, why) => write!(f, "{path} could not be read any more: {why}"),
            Self::Finding(check, address) => write!(f, "{address} would fail {check}"),
            Self::Changes(address) => write!(f, "{address} would change as well"),
            Self::Removes(address) => write!(f, "{address} would not be there any more"),
            Self::Adds(address) => write!(f, "{address} would come up"),
        }
    }
}
