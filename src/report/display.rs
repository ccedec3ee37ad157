//! How findings are set out for people.

use crate::vocabulary::{Grouping, Severity, Sort};

/// What a terminal can show, and how much of the outcome its user wants to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Display {
    /// The order of findings.
    pub sort: Sort,
    /// What findings are put together by.
    pub group: Grouping,
    /// Whether every listed finding has its excerpt; otherwise the first few of each check that can close the gate.
    pub all: bool,
    /// Whether every message on the input is shown with its excerpt; otherwise errors are, and the rest is counted.
    pub all_messages: bool,
    /// Whether only errors of the input and the gate are said.
    pub quiet: bool,
    /// The least severity of which a finding can close the gate; none where nothing closes it.
    pub gate: Option<Severity>,
    /// Whether frames are drawn with characters beyond ASCII.
    pub unicode: bool,
    /// Whether checks are links to their documentation, by the escape sequence `OSC 8`
    /// (<https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda>).
    pub links: bool,
}

impl Display {
    /// The usual order, without links, for a terminal that knows Unicode.
    pub const PLAIN: Self = Self {
        sort: Sort::Severity,
        group: Grouping::Check,
        all: false,
        all_messages: false,
        quiet: false,
        gate: None,
        unicode: true,
        links: false,
    };
}
