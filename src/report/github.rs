//! The `github` format: workflow commands, which GitHub Actions shows as annotations on the changed lines.

use std::io;

use super::place::Spot;
use super::text::{cut, one_line};
use super::writer::{Options, Writer};
use super::{minor, summary};
use crate::diagnostic::Level;
use crate::finding::Outcome;
use crate::source::Shown;

/// Annotations of each level that are shown for one step, see
/// <https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations>. A job shows 50.
const SHOWN: usize = 10;

/// Most characters of a message. The runner cuts at 4,096, wherever that is.
const MESSAGE_LIMIT: usize = 1_000;

/// The `github` format.
pub(super) struct Github;

struct Annotation<'a> {
    level: &'static str,
    spot: Option<Spot<'a>>,
    title: &'a str,
    message: String,
}

impl Writer for Github {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let annotations = annotations(outcome, sources, options);
        // First, so that it is among those that are shown.
        writeln!(
            out,
            "::notice title=Ravelin::{}{}",
            data(&minor::line(outcome, options.min_severity)),
            hidden(&annotations)
        )?;
        annotations.iter().try_for_each(|annotation| annotation.write(&outcome.root, out))
    }

    fn leaves_out_minor(&self) -> bool {
        true
    }
}

/// Findings that count, the worst first since only the first of a level are shown, then diagnostics.
fn annotations<'a>(outcome: &'a Outcome, sources: Shown<'a>, options: &Options) -> Vec<Annotation<'a>> {
    let findings =
        summary::worst_first(outcome.active_from(options.min_severity)).into_iter().map(|finding| Annotation {
            level: word(Level::of(finding.severity)),
            spot: Some(Spot::at(sources, finding.place)),
            title: finding.check.title,
            message: message(&finding.message, finding.check.id),
        });
    let diagnostics = outcome.diagnostics.iter().map(|diagnostic| Annotation {
        level: word(diagnostic.level),
        spot: Spot::of(sources, &diagnostic.place),
        title: diagnostic.code,
        message: message(&diagnostic.message, diagnostic.code),
    });
    findings.chain(diagnostics).collect()
}

const fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    }
}

fn message(text: &str, id: &str) -> String {
    format!("{} [{id}]", cut(&one_line(text), MESSAGE_LIMIT))
}

/// What to say when there are more annotations than are shown; empty otherwise.
fn hidden(annotations: &[Annotation<'_>]) -> String {
    let over = |level: &str, others: usize| {
        let count = annotations.iter().filter(|annotation| annotation.level == level).count() + others;
        count.saturating_sub(SHOWN)
    };
    match over("error", 0) + over("warning", 0) + over("notice", 1) {
        0 => String::new(),
        count => format!("; {count} annotations are only in the log, since {SHOWN} of each level are shown for a step"),
    }
}

impl Annotation<'_> {
    fn write(&self, root: &str, out: &mut dyn io::Write) -> io::Result<()> {
        write!(out, "::{} ", self.level)?;
        if let Some(spot) = &self.spot {
            write!(out, "file={},", property(&one_line(&format!("{root}{}", spot.path))))?;
            if let Some((start, end)) = spot.lines {
                write!(out, "line={},endLine={},col={},", start.line, end.line, start.column)?;
                // Columns of different lines are not a range for the platform.
                if start.line == end.line {
                    write!(out, "endColumn={},", end.column)?;
                }
            }
        }
        writeln!(out, "title={}::{}", property(&one_line(self.title)), data(&self.message))
    }
}

/// A text as the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text as a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::samples::{OPEN_PORT, PLAIN, finding, hostile, judged, write};
    use super::*;
    use crate::source::SourceMap;

    #[test]
    fn every_line_is_one_command() {
        for sample in [judged(), hostile()] {
            let report = write("github", &sample.outcome, &sample.sources, &PLAIN);
            for line in report.lines() {
                let (properties, message) = line[2..].split_once("::").expect("a command");
                let (level, properties) = properties.split_once(' ').expect("a level");
                assert!(["error", "warning", "notice"].contains(&level), "{line}");
                for property in properties.split(',') {
                    let (name, value) = property.split_once('=').expect("a name");
                    assert!(name.bytes().all(|byte| byte.is_ascii_alphabetic()), "{property}");
                    assert!(!value.contains(':'), "{property}");
                }
                assert!(message.chars().all(|char| !char.is_control()) && message.chars().count() < 4_096, "{line}");
            }
        }
    }

    #[test]
    fn escapes_mean_the_text_again() {
        let decode = |text: &str| {
            let text = text.replace("%2C", ",").replace("%3A", ":").replace("%0A", "\n").replace("%0D", "\r");
            text.replace("%25", "%")
        };
        for text in ["100%", "%0A", "%250A", "a:b,c", "a\r\nb", "::error::x"] {
            assert_eq!(decode(&property(text)), text);
            assert!(!property(text).contains([':', ',', '\n', '\r']), "{text}");
        }
    }

    #[test]
    fn more_than_are_shown_is_said() {
        let sources = SourceMap::new();
        let file = sources.add("a.tf", "x");
        let findings = (0..13).map(|_| finding(&OPEN_PORT, &["a"], file.whole(), "open")).collect();
        let outcome = Outcome { findings, ..Outcome::default() };
        let report = write("github", &outcome, &sources, &PLAIN);
        let first = report.lines().next().expect("a line");
        assert!(first.ends_with("; 3 annotations are only in the log, since 10 of each level are shown for a step"));
        assert_eq!(report.lines().count(), 14);
    }
}
