//! The `html` format: one file that needs nothing else, for people who read in a browser or on paper.
//!
//! Templates lie here as HTML files; what they show is prepared in [`page`] and the modules that it uses, where every text
//! from an input is made harmless. The templates escape. [`Shell`] is what all documents in HTML share: head, style, policy.

mod card;
mod excerpt;
mod index;
mod lists;
mod page;
mod prose;
mod shell;
#[cfg(test)]
pub(super) mod tests;

use std::io;

use askama::Template as _;

pub(super) use prose::Prose;
pub(super) use shell::{Script, Shell};

use super::writer::{Options, Writer};
use crate::finding::Outcome;
use crate::source::Shown;

/// The `html` format.
pub(super) struct Html;

impl Writer for Html {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        page::Page::new(outcome, sources, options).write_into(out)?;
        writeln!(out)
    }

    fn states_origin(&self) -> bool {
        true
    }
}
