//! The `pretty` format: findings with excerpts, grouped by file, and a summary.

pub(super) mod excerpt;
mod lists;
mod notice;
mod notices;
mod page;
mod paint;
mod summary;

pub use notices::write_notices;

use std::io;

use self::notice::Renderer;
use self::page::Page;
use self::paint::Paint;
use super::writer::{Options, Writer};
use crate::finding::Outcome;
use crate::source::Shown;

/// The narrowest and the widest that text is set, whatever the terminal says: prose in longer lines is hard to read.
const WIDTHS: (usize, usize) = (40, 120);

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
        let page = Page {
            sources,
            root: &outcome.root,
            paint: Paint::new(options.color),
            width: options.width.clamp(WIDTHS.0, WIDTHS.1),
        };
        let renderer = Renderer::new(options.color, page.width);
        page.write_findings(&renderer, outcome.active_from(options.min_severity), out)?;
        page.write_diagnostics(&renderer, &outcome.diagnostics, out)?;
        if options.show_unknown {
            lists::write_not_assessed(&page, &outcome.not_assessed, out)?;
            lists::write_unread(&page, &outcome.unread, out)?;
        }
        if options.show_exceptions {
            lists::write_excepted(&page, &outcome.findings, out)?;
        }
        summary::write(&page, outcome, options, out)
    }

    fn is_for_people(&self) -> bool {
        true
    }

    fn ends_with_gate(&self) -> bool {
        true
    }
}
