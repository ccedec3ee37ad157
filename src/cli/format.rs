//! Options that take a format, and where it is written.

use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};

use super::stdout::stdout;
use super::word::{offering, one_of};
use super::{file, inputs};
use crate::check::nearest;
use crate::report::{FORMATS, Format, TEMPLATE, Writer};

/// What stands for standard output where a file is asked for.
const STDOUT: &str = "-";

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
        let (name, file) = split(text);
        let format = Format::named(table, name).ok_or_else(|| unknown(name, table.iter()))?;
        Ok(Self { format, file: file.map_or(Ok(None), target)?, template: None })
    }

    /// Lets `write` write to the file, or to standard output.
    pub(super) fn write(&self, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> anyhow::Result<()> {
        let Some(path) = &self.file else {
            let mut out = BufWriter::new(stdout());
            write(&mut out)?;
            return Ok(out.flush()?);
        };
        file::write(path, write)
    }
}

impl Destination<&'static dyn Writer> {
    /// Reads a format of a scan: `FORMAT[=FILE]`, or `template=TEMPLATE[=FILE]`.
    pub(super) fn parse_scan(text: &str) -> Result<Self, String> {
        let (name, rest) = split(text);
        if name != TEMPLATE.name {
            let is_known = Format::named(FORMATS, name).is_some();
            return if is_known { Self::parse(text, FORMATS) } else { Err(unknown(name, scan_formats())) };
        }
        let (template, file) = split(rest.unwrap_or_default());
        if template.is_empty() {
            return Err("the file of a template must follow: `template=TEMPLATE` or `template=TEMPLATE=FILE`".into());
        }
        let file = file.map_or(Ok(None), target)?;
        Ok(Self { format: &TEMPLATE, file, template: Some(PathBuf::from(template)) })
    }
}

/// What stands before the first `=`, and behind it.
fn split(text: &str) -> (&str, Option<&str>) {
    text.split_once('=').map_or((text, None), |(name, rest)| (name, Some(rest)))
}

/// The file that is asked for; none for standard output.
fn target(file: &str) -> Result<Option<PathBuf>, String> {
    match file {
        "" => Err("a file name must follow `=`".into()),
        STDOUT => Ok(None),
        file => Ok(Some(PathBuf::from(file))),
    }
}

/// What is said of a name that is none of `formats`.
fn unknown<W: 'static>(name: &str, formats: impl Iterator<Item = &'static Format<W>>) -> String {
    let names: Vec<&str> = formats.map(|format| format.name).collect();
    let expected = names.join(", ");
    match nearest(name, names) {
        Some(known) => format!("did you mean `{known}`? Expected one of {expected}"),
        None => format!("expected one of {expected}"),
    }
}

/// All formats of a scan.
fn scan_formats() -> impl Iterator<Item = &'static Format<&'static dyn Writer>> {
    FORMATS.iter().chain([&TEMPLATE])
}

/// Sends what would go to standard output to `file`, where there is one.
///
/// # Errors
/// Nothing would go there.
pub(super) fn redirect<W>(formats: &mut [Destination<W>], file: Option<&Path>) -> anyhow::Result<()> {
    let Some(file) = file.filter(|file| *file != Path::new(STDOUT)) else { return Ok(()) };
    if formats.iter().all(|format| format.file.is_some()) {
        bail!("there is nothing to write to `--output {}`: every format has a file of its own", file.display());
    }
    for format in formats.iter_mut().filter(|format| format.file.is_none()) {
        format.file = Some(file.to_path_buf());
    }
    Ok(())
}

/// Refuses formats of which two would be mixed, and files that cannot be written or are read: one of `inputs` or below one of
/// them, or a template.
pub(super) fn check<W>(formats: &[Destination<W>], inputs: &[PathBuf]) -> anyhow::Result<()> {
    let templates = formats.iter().filter_map(|format| format.template.as_ref());
    let read: Vec<PathBuf> = inputs.iter().chain(templates).cloned().collect();
    for (index, format) in formats.iter().enumerate() {
        let is_first = formats[..index].iter().all(|other| !is_one(other.file.as_deref(), format.file.as_deref()));
        match &format.file {
            None if !is_first => bail!(
                "only one format can go to standard output; write the others to files with `--format FORMAT=FILE`"
            ),
            Some(file) if !is_first => bail!(
                "only one format can go to {}; write the others to files with `--format FORMAT=FILE`",
                file.display()
            ),
            Some(path) => {
                file::check_target(path)?;
                inputs::refuse(path, &read)?;
            }
            None => {}
        }
    }
    Ok(())
}

/// Whether two destinations are one, under whatever names: standard output where there is no file.
fn is_one(left: Option<&Path>, right: Option<&Path>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => left == right || place(left).is_some_and(|left| Some(left) == place(right)),
        (left, right) => left == right,
    }
}

/// Where a file is, or will be.
fn place(file: &Path) -> Option<PathBuf> {
    let of_new = || {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(folder.canonicalize().ok()?.join(file.file_name()?))
    };
    file.canonicalize().ok().or_else(of_new)
}

/// Reads a format of `table` with the file that it goes to.
pub(super) fn destination<W: Clone + Send + Sync>(
    table: &'static [Format<W>],
) -> impl TypedValueParser<Value = Destination<W>> {
    let parser = StringValueParser::new().try_map(move |text| Destination::parse(&text, table));
    offering(parser, move || table.iter().map(possible).collect())
}

/// Reads a format of a scan with the file that it goes to.
pub(super) fn scan_destination() -> impl TypedValueParser<Value = Destination<&'static dyn Writer>> {
    let parser = StringValueParser::new().try_map(|text| Destination::parse_scan(&text));
    offering(parser, || scan_formats().map(possible).collect())
}

/// Reads a format of `table` by its name.
pub(super) fn format<W: Send + Sync>(table: &'static [Format<W>]) -> impl TypedValueParser<Value = &'static Format<W>> {
    one_of(table.iter().map(possible)).try_map(|name| Format::named(table, &name).ok_or("there is no such format"))
}

fn possible<W>(format: &Format<W>) -> PossibleValue {
    PossibleValue::new(format.name).help(format.about)
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
