//! The `checkstyle` format: errors by file, which review bots and Jenkins' warnings plug-in read.

use std::collections::BTreeMap;
use std::io;

use quick_xml::events::{BytesText, Event};

use super::minor;
use super::place::Spot;
use super::text::one_line;
use super::tool::{TOOL_NAME, TOOL_VERSION};
use super::writer::{Options, Writer};
use super::xml::{self, Xml};
use crate::check::Severity;
use crate::diagnostic::Level;
use crate::finding::Outcome;
use crate::source::{Position, Shown};

/// The name that stands for no file.
const NO_FILE: &str = "-";

/// The `checkstyle` format.
pub(super) struct Checkstyle;

struct Entry<'a> {
    start: Option<Position>,
    severity: &'static str,
    message: &'a str,
    source: &'a str,
}

impl Writer for Checkstyle {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let files = entries(outcome, sources, options.min_severity);
        xml::document(out, |xml| {
            // The format has no field for it. There are no two hyphens in it, which would end a comment.
            let about = format!(" {TOOL_NAME} {TOOL_VERSION}: {} ", minor::line(outcome, options.min_severity));
            xml.write_event(Event::Comment(BytesText::from_escaped(about.replace("--", "- -"))))?;
            let root = xml.create_element("checkstyle").with_attribute(("version", "10.0"));
            root.write_inner_content(|xml| {
                files.iter().try_for_each(|(path, entries)| write_file(xml, path, entries))
            })?;
            Ok(())
        })
    }

    fn leaves_out_minor(&self) -> bool {
        true
    }
}

/// Findings that count, of severity `least` and above, and diagnostics, by path.
fn entries<'a>(outcome: &'a Outcome, sources: Shown<'a>, least: Severity) -> BTreeMap<String, Vec<Entry<'a>>> {
    let mut files: BTreeMap<String, Vec<Entry<'_>>> = BTreeMap::new();
    let mut add = |spot: Option<Spot<'_>>, level, message, source| {
        let severity = match level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "info",
        };
        let path = spot.as_ref().map_or_else(|| NO_FILE.to_owned(), |spot| format!("{}{}", outcome.root, spot.path));
        let start = spot.and_then(|spot| spot.lines).map(|(start, _)| start);
        files.entry(path).or_default().push(Entry { start, severity, message, source });
    };
    for finding in outcome.active_from(least) {
        add(Some(Spot::at(sources, finding.place)), Level::of(finding.severity), &finding.message, finding.check.id);
    }
    for diagnostic in &outcome.diagnostics {
        add(Spot::of(sources, &diagnostic.place), diagnostic.level, &diagnostic.message, diagnostic.code);
    }
    files
}

fn write_file(xml: &mut Xml<'_>, path: &str, entries: &[Entry<'_>]) -> io::Result<()> {
    let file = xml.create_element("file").with_attribute(("name", &*xml::text(path)));
    file.write_inner_content(|xml| entries.iter().try_for_each(|entry| write_entry(xml, entry)))?;
    Ok(())
}

fn write_entry(xml: &mut Xml<'_>, entry: &Entry<'_>) -> io::Result<()> {
    let mut element = xml.create_element("error");
    if let Some(start) = entry.start {
        let (line, column) = (start.line.to_string(), start.column.to_string());
        element = element.with_attributes([("line", line.as_str()), ("column", column.as_str())]);
    }
    let source = format!("{TOOL_NAME}.{}", one_line(entry.source));
    let message = xml::text(entry.message);
    let rest = [("severity", entry.severity), ("message", &*message), ("source", source.as_str())];
    element.with_attributes(rest).write_empty()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::samples::{PLAIN, hostile, judged, write};

    #[test]
    fn only_what_counts_is_listed() {
        let sample = judged();
        let report = write("checkstyle", &sample.outcome, &sample.sources, &PLAIN);
        // Four findings and four diagnostics: not the excepted one, not the one of the baseline.
        assert_eq!(report.matches("<error ").count(), 8, "{report}");
        assert!(!report.contains("user 0 is root"));
    }

    #[test]
    fn hostile_text_stays_text() {
        let sample = hostile();
        let report = write("checkstyle", &sample.outcome, &sample.sources, &PLAIN);
        assert!(!report.contains(['\u{1b}', '\u{ffff}']) && !report.contains("]]>"), "{report}");
        let mut reader = quick_xml::Reader::from_str(&report);
        let mut errors = 0;
        loop {
            match reader.read_event().expect("well-formed") {
                quick_xml::events::Event::Empty(tag) if tag.name().as_ref() == "error" => errors += 1,
                quick_xml::events::Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(errors, 3);
    }
}
