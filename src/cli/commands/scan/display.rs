//! How findings are shown, and how much is said.

use crate::cli::terminal;
use crate::cli::word::word;
use crate::finding::Gate;
use crate::report::Display;
use crate::vocabulary::{Grouping, Sort};

#[derive(clap::Args)]
pub(super) struct DisplayArgs {
    /// The order of findings in `pretty`
    #[arg(long, value_name = "ORDER", value_parser = word::<Sort>(), default_value = "severity")]
    sort: Sort,
    /// What `pretty` puts findings together by
    #[arg(long, value_name = "BY", value_parser = word::<Grouping>(), default_value = "check")]
    group: Grouping,
    /// Show every excerpt in `pretty`: of all places of a check, of findings that cannot close the gate, of all messages
    #[arg(long)]
    all: bool,
    /// Say only errors and how the gate stands: `pretty` has nothing else, and standard error beside other formats
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Say on standard error how long each phase took and what was left out, and show every message in `pretty`
    #[arg(short, long)]
    pub(super) verbose: bool,
}

impl DisplayArgs {
    pub(super) fn display(&self, gate: &Gate) -> Display {
        Display {
            sort: self.sort,
            group: self.group,
            all: self.all,
            all_messages: self.all || self.verbose,
            quiet: self.quiet,
            gate: gate.least(),
            ..Display::PLAIN
        }
    }
}

/// As standard output shows it, if it goes there.
pub(super) fn on_terminal(display: Display, color: bool) -> Display {
    // Links are escape sequences, which whoever wants no colour does not want either.
    Display { unicode: terminal::use_unicode(), links: color && terminal::use_links(), ..display }
}
