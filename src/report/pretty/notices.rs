//! Messages about files that somebody wrote for Ravelin, drawn as `pretty` draws those about the input.

use std::io;

use super::super::writer::Options;
use super::messages;
use super::page::Page;
use crate::diagnostic::Diagnostic;
use crate::source::Shown;

/// Writes each message with an excerpt in which its place is marked, and the way to mend it.
///
/// # Errors
/// What `out` says.
pub fn write_notices(
    diagnostics: &[Diagnostic],
    sources: Shown<'_>,
    options: &Options,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let page = Page::new(sources, "", options);
    diagnostics.iter().try_for_each(|diagnostic| messages::write_one(&page, diagnostic, out))
}
