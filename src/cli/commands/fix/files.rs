//! What changes in files, and writing it.

use std::io::{self, BufWriter, IsTerminal as _, Write as _};

use super::super::changes::{self, Change};
use super::trial::Trial;
use crate::cli::color::Color;
use crate::cli::stdout::stdout;
use crate::mend::{Changed, Mended};
use crate::report::diff::{self, Look, Text};
use crate::source::SourceMap;

/// A file that changes.
pub(super) struct File<'m> {
    pub(super) changed: &'m Changed,
    /// Its path as the user writes it.
    pub(super) shown: String,
    before: Text<'m>,
    after: Text<'m>,
}

/// The files that change, and where they are.
pub(super) struct Files<'m> {
    pub(super) files: Vec<File<'m>>,
    trial: &'m Trial<'m>,
}

impl<'m> Files<'m> {
    pub(super) fn of(mended: &'m Mended, trial: &'m Trial<'m>) -> Self {
        let after = mended.after.as_ref().unwrap_or(&mended.before);
        let file = |changed: &'m Changed| File {
            changed,
            shown: trial.shown(&changed.path),
            before: text(&mended.before.sources, &changed.path),
            after: text(&after.sources, &changed.path),
        };
        Self { files: mended.files.iter().map(file).collect(), trial }
    }

    /// Writes them, all or none.
    pub(super) fn write(&self) -> anyhow::Result<()> {
        let change = |file: &File<'_>| Change {
            path: self.trial.absolute(&file.changed.path),
            shown: file.shown.clone(),
            before: Some(file.changed.before.clone()),
            after: file.changed.after.clone(),
        };
        changes::save(&self.files.iter().map(change).collect::<Vec<_>>())
    }

    /// Prints what changes.
    pub(super) fn print(&self, color: Color) -> io::Result<()> {
        let look = Look { color: color.on_stdout(), is_for_people: io::stdout().is_terminal() };
        let mut out = BufWriter::new(stdout());
        self.files.iter().try_for_each(|file| file.write(look, &mut out))?;
        out.flush()
    }

    /// Prints the text that standard input becomes.
    pub(super) fn print_text(&self, (name, text): (&str, &str)) -> io::Result<()> {
        let file = self.files.iter().find(|file| file.changed.path == name);
        let mut out = stdout();
        out.write_all(file.map_or(text, |file| &file.changed.after).as_bytes())?;
        out.flush()
    }
}

impl File<'_> {
    /// Writes what changes in it.
    pub(super) fn write(&self, look: Look, out: &mut dyn io::Write) -> io::Result<()> {
        diff::write(&diff::Change { path: &self.shown, before: Some(self.before), after: self.after }, look, out)
    }

    /// Whether what is printed of it has stand-ins for what must not be shown, so that it cannot be applied.
    pub(super) fn is_concealed(&self) -> bool {
        let (before, after) = (Text::plain(self.before.raw), Text::plain(self.after.raw));
        let open = Self { shown: self.shown.clone(), before, after, ..*self };
        open.printed() != self.printed()
    }

    /// What changes in it, as `git apply` takes it.
    pub(super) fn printed(&self) -> String {
        let mut out = Vec::new();
        // Writing to a vector does not fail.
        let _ = self.write(Look::default(), &mut out);
        String::from_utf8(out).unwrap_or_default()
    }
}

/// The text of a file in a scan, without its byte order mark, and what may be shown of it.
fn text<'m>(sources: &'m SourceMap, path: &str) -> Text<'m> {
    sources
        .iter()
        .find(|file| file.path() == path)
        .map_or(Text::plain(""), |file| Text { raw: file.text(), shown: file.shown() })
}
