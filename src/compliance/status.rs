//! How a control stands.

use std::fmt;

/// How a control stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Every resource that its checks judge passes.
    Pass,
    /// A resource fails, and no exception covers it.
    Fail,
    /// Every failure has an exception.
    Excepted,
    /// There is no answer.
    NotAssessed(NotAssessedReason),
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotAssessedReason {
    /// Nothing fails, but some values are not known before deployment.
    UnknownValues,
    /// Nothing in the input is judged by its checks.
    NoResource,
    /// Nothing is judged, and part of the input could not be read.
    Unread,
    /// Its checks pass, and judge only what bears on it.
    Related,
    /// No check serves it yet.
    NoCheck,
    /// Configuration cannot prove it.
    NotAssessable,
}

/// Why a pass does not stand for the whole control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Configuration shows only part of it, with the reason.
    PartlyAssessable(&'static str),
    /// This is asked for, and no check looks at all of it.
    Lacks(&'static [&'static str]),
    /// Part of the input could not be read.
    Unread,
}

impl Status {
    /// The word for machines.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Excepted => "excepted",
            Self::NotAssessed(_) => "not-assessed",
        }
    }

    /// Why there is no answer, when there is none.
    pub const fn reason(self) -> Option<NotAssessedReason> {
        match self {
            Self::NotAssessed(reason) => Some(reason),
            Self::Pass | Self::Fail | Self::Excepted => None,
        }
    }
}

impl NotAssessedReason {
    /// Every reason.
    pub const ALL: [Self; 6] =
        [Self::UnknownValues, Self::NoResource, Self::Unread, Self::Related, Self::NoCheck, Self::NotAssessable];

    /// The word for machines.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnknownValues => "unknown-values",
            Self::NoResource => "no-resource",
            Self::Unread => "unread",
            Self::Related => "related",
            Self::NoCheck => "no-check",
            Self::NotAssessable => "not-assessable",
        }
    }

    /// The words for people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::UnknownValues => "unknown values",
            Self::NoResource => "no resource in scope",
            Self::Unread => "input could not be read",
            Self::Related => "only related settings were seen",
            Self::NoCheck => "no check yet",
            Self::NotAssessable => "not assessable from source",
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PartlyAssessable(reason) => f.write_str(reason),
            Self::Lacks(settings) => write!(f, "What remains is {}", settings.join(", ")),
            Self::Unread => f.write_str("Part of the input could not be read"),
        }
    }
}
