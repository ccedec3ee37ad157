//! Options that take a format, and where it is written.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::check::nearest;
use crate::report::{FORMATS, Format, TEMPLATE, Writer};

/// A format, and where it goes.
#[derive(Clone)]
pub(super) struct Destination<W: 'static> {
    pub(super) format: &'static Format<W>,
    /// Standard output when there is none.
    pub(super) file: Option<PathBuf>,
    /// What it is written by, where the format needs it.
    pub(super) template: Option<PathBuf>,
}

impl<W> Destination<W> {
    /// Reads `FORMAT[=FILE]`.
    pub(super) fn parse(text: &str, table: &'static [Format<W>]) -> Result<Self, String> {
        let (name, file) = match text.split_once('=') {
            Some((_, "")) => return Err("a file name must follow `=`".into()),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let format = Format::named(table, name);
        format.map(|format| Self { format, file, template: None }).ok_or_else(|| {
            match nearest(name, table.iter().map(|format| format.name)) {
                Some(known) => format!("did you mean `{known}`? Expected one of {}", names(table)),
                None => format!("expected one of {}", names(table)),
            }
        })
    }

    /// Lets `write` write to the file, or to standard output.
    pub(super) fn write(&self, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> anyhow::Result<()> {
        let Some(path) = &self.file else {
            let mut out = BufWriter::new(io::stdout().lock());
            write(&mut out)?;
            return Ok(out.flush()?);
        };
        let to_file = || {
            let mut file = BufWriter::new(File::create(path)?);
            write(&mut file)?;
            file.flush()
        };
        to_file().with_context(|| path.display().to_string())
    }
}

impl Destination<&'static dyn Writer> {
    /// Reads a format of a scan: `FORMAT[=FILE]`, or `template=TEMPLATE[=FILE]`.
    pub(super) fn parse_scan(text: &str) -> Result<Self, String> {
        let (name, rest) = text.split_once('=').map_or((text, None), |(name, rest)| (name, Some(rest)));
        if name != TEMPLATE.name {
            return Self::parse(text, FORMATS);
        }
        let (template, file) = match rest.unwrap_or_default().split_once('=') {
            Some((_, "")) => return Err("a file name must follow `=`".into()),
            Some((template, file)) => (template, Some(PathBuf::from(file))),
            None => (rest.unwrap_or_default(), None),
        };
        if template.is_empty() {
            return Err("the file of a template must follow: `template=TEMPLATE` or `template=TEMPLATE=FILE`".into());
        }
        Ok(Self { format: &TEMPLATE, file, template: Some(PathBuf::from(template)) })
    }
}

/// Refuses formats of which two would be mixed on standard output.
pub(super) fn refuse_mixed<'f, W: 'static>(
    formats: impl IntoIterator<Item = &'f Destination<W>>,
) -> anyhow::Result<()> {
    if formats.into_iter().filter(|format| format.file.is_none()).count() > 1 {
        bail!("only one format can go to standard output; write the others to files with `--format FORMAT=FILE`");
    }
    Ok(())
}

/// Reads a format of `table` with the file that it goes to.
pub(super) fn destination<W: Clone + Send + Sync>(
    table: &'static [Format<W>],
) -> impl TypedValueParser<Value = Destination<W>> {
    move |text: &str| Destination::parse(text, table)
}

/// Reads a format of a scan with the file that it goes to.
pub(super) fn scan_destination() -> impl TypedValueParser<Value = Destination<&'static dyn Writer>> {
    Destination::parse_scan
}

/// Reads a format of `table` by its name.
pub(super) fn format<W: Send + Sync>(table: &'static [Format<W>]) -> impl TypedValueParser<Value = &'static Format<W>> {
    let values = table.iter().map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(values).try_map(|name| Format::named(table, &name).ok_or("there is no such format"))
}

/// The names of a table, for help and messages.
pub(super) fn names<W>(table: &[Format<W>]) -> String {
    table.iter().map(|format| format.name).collect::<Vec<_>>().join(", ")
}

/// The names of a table with what each is for, for long help.
pub(super) fn list<W>(table: &[Format<W>]) -> String {
    let width = table.iter().map(|format| format.name.len()).max().unwrap_or(0) + 1;
    let line = |format: &Format<W>| format!("\n- {:width$} {}", format!("{}:", format.name), format.about);
    table.iter().map(line).collect()
}
