//! How a finding is mended: what changes, under what the check says.

use std::io;

use super::super::diff::{Line, Sign};
use super::super::fix::{self, hunks};
use super::super::text::{counted, harmless};
use super::excerpt::{around, line_limit};
use super::page::Page;
use super::paint::Color;
use crate::finding::Finding;

/// Most lines that are shown.
const LINE_LIMIT: usize = 12;

/// Lines around those that change.
const CONTEXT: usize = 1;

/// Stands before every line.
const INDENT: &str = "        ";

/// Writes how a finding is mended, where that is known.
pub(super) fn write(page: &Page<'_>, finding: &Finding, out: &mut dyn io::Write) -> io::Result<()> {
    let Some(proposed) = &finding.fix else { return Ok(()) };
    let how = match fix::caution(proposed) {
        None => "fix available: `ravelin fix`".to_owned(),
        Some(caution) => format!("fix available: `ravelin fix --unsafe`, but look at it first: {caution}"),
    };
    page.write_note("fix", &format!("{} ({how})", fix::title(proposed)), out)?;
    let files = fix::files(proposed, page.sources);
    // What stands in the file of the finding needs no name.
    let is_elsewhere = |path: &str| files.len() > 1 || path != page.sources.get(finding.place.file).path();
    let mut left = LINE_LIMIT;
    let mut hidden = 0;
    for file in &files {
        if left > 0 && is_elsewhere(file.file.path()) {
            page.write_text(INDENT.len(), &format!("{}{}", page.root, file.file.path()), out)?;
        }
        let Some(windows) = file.windows(CONTEXT) else { continue };
        for hunk in hunks(&windows) {
            let shown = &hunk.lines[..left.min(hunk.lines.len())];
            shown.iter().try_for_each(|line| write_line(page, line, out))?;
            left -= shown.len();
            hidden += hunk.lines.len() - shown.len();
        }
    }
    if hidden > 0 {
        page.write_text(
            INDENT.len(),
            &format!("and {} (`ravelin fix` shows them)", counted(hidden, "more line")),
            out,
        )?;
    }
    Ok(())
}

fn write_line(page: &Page<'_>, line: &Line<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let text = line.split().0.trim_start_matches('\u{feff}');
    let shown = around(text, 0, line_limit(page.width, 0));
    let ellipsis = if shown.len() < text.len() { page.paint.signs("…").into_owned() } else { String::new() };
    let text = format!("{}{}{ellipsis}", line.sign.as_char(), harmless(&text[shown]));
    let text = match line.sign {
        Sign::Kept => page.paint.dim(&text),
        Sign::Removed => page.paint.color(&text, Color::Red),
        Sign::Added => page.paint.color(&text, Color::Green),
    };
    writeln!(out, "{INDENT}{text}")
}
