//! The `pretty` format: for reading from the prompt upwards. First what matters least, then the findings by check with
//! the worst last, a table of all checks, and the summary with the gate.

mod columns;
pub(super) mod excerpt;
mod findings;
mod fix;
mod label;
mod lists;
mod messages;
mod notice;
mod notices;
mod order;
mod page;
mod paint;
mod summary;
mod table;

pub use notices::write_notices;

use std::io;

use self::page::Page;
use super::context::{Listed, listed};
use super::writer::{Options, Writer};
use crate::finding::Outcome;
use crate::source::Shown;

/// The `pretty` format.
pub(super) struct Pretty;

impl Writer for Pretty {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let (display, root) = (options.display, &outcome.root);
        let page = Page::new(sources, root, options);
        messages::write_errors(&page, &outcome.diagnostics, out)?;
        if display.quiet {
            return summary::write_gate(&page, outcome, out);
        }
        messages::write_others(&page, &outcome.diagnostics, out)?;
        if options.show_unknown {
            lists::write_not_assessed(&page, &outcome.not_assessed, out)?;
            lists::write_unread(&page, &outcome.unread, out)?;
        }
        if options.show_exceptions {
            lists::write_excepted(&page, &outcome.findings, out)?;
        }
        let listed = listed(outcome.active_from(options.min_severity), sources, root);
        let (shown, counted): (Vec<Listed<'_>>, Vec<Listed<'_>>) =
            listed.into_iter().partition(|listed| display.all || !page.is_below_gate(listed.finding.severity));
        let without_excerpt = findings::write(&page, &shown, out)?;
        let left_out = summary::LeftOut { without_excerpt, only_counted: counted.len() };
        let all: Vec<Listed<'_>> = shown.into_iter().chain(counted).collect();
        table::write(&page, &order::by_check(&all, display.sort), out)?;
        summary::write(&page, outcome, options, &left_out, out)
    }

    fn leaves_out_minor(&self) -> bool {
        true
    }

    fn shows_fixes(&self) -> bool {
        true
    }

    fn ends_with_gate(&self) -> bool {
        true
    }
}
