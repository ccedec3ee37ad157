//! What a format is.

use std::io;

use super::display::Display;
use super::jinja::Template;
use crate::check::Severity;
use crate::finding::Outcome;
use crate::source::{Provenance, Shown};

/// Writes the outcome of a scan in one format. Writers are pure: the same outcome gives the same bytes.
pub trait Writer: Sync {
    /// Writes everything to `out`.
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()>;

    /// Whether it leaves out findings below [`Options::min_severity`]: what people read, and what platforms show as alerts,
    /// failures or annotations. Formats for programs and for evidence hold every finding.
    fn leaves_out_minor(&self) -> bool {
        false
    }

    /// Whether it ends with the line on the gate, which is then not said on standard error as well.
    fn ends_with_gate(&self) -> bool {
        false
    }

    /// Whether it says how findings are mended, for which the scan must find it out.
    fn shows_fixes(&self) -> bool {
        false
    }

    /// Whether it writes [`Options::origin`], for which git must be asked.
    fn states_origin(&self) -> bool {
        false
    }
}

/// How to write, where a format has a choice.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether to colour; formats for machines never do.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// How findings are set out, in the formats that leave a choice.
    pub display: Display,
    /// Least severity that is listed, in formats that [leave out what is minor](Writer::leaves_out_minor).
    pub min_severity: Severity,
    /// Whether formats that describe checks describe every one that ran, not only those with findings.
    pub all_rules: bool,
    /// Whether to list what could not be assessed.
    pub show_unknown: bool,
    /// Whether to list findings with an exception, in formats for people.
    pub show_exceptions: bool,
    /// When the scan was made, in UTC to the second: `2026-01-15T10:00:42Z`. Only formats that must state a time write
    /// it.
    pub timestamp: String,
    /// What was scanned, as the user named it.
    pub paths: Vec<String>,
    /// Where it comes from; only formats that state it need it.
    pub origin: Provenance,
    /// What the format `template` writes.
    pub template: Option<Template>,
}

impl Default for Options {
    /// Everything that was found, without colour.
    fn default() -> Self {
        Self {
            color: false,
            width: 100,
            display: Display::PLAIN,
            min_severity: Severity::Info,
            all_rules: false,
            show_unknown: false,
            show_exceptions: false,
            timestamp: "1970-01-01T00:00:00Z".to_owned(),
            paths: Vec::new(),
            origin: Provenance::UNKNOWN,
            template: None,
        }
    }
}
