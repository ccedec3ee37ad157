//! The `azure` format: logging commands, which Azure Pipelines shows as issues of the step.

use std::io;

use super::place::Spot;
use super::text::{cut, one_line};
use super::writer::{Options, Writer};
use super::{minor, summary};
use crate::check::Severity;
use crate::diagnostic::Level;
use crate::finding::Outcome;
use crate::source::Shown;

/// Issues of each level that the agent keeps for a step; the others are only in the log. It is `_maxIssueCount` in
/// <https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/ExecutionContext.cs>.
const SHOWN: usize = 10;

/// Most characters of a text. The agent cuts messages at 4,096, wherever that is.
const MESSAGE_LIMIT: usize = 1_000;

/// The `azure` format.
pub(super) struct Azure;

impl Writer for Azure {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let line = minor::line(outcome, options.min_severity);
        writeln!(out, "##[section]Ravelin: {line}{}", hidden(outcome, options))?;
        // The worst first, since only the first issues of each level are kept.
        for finding in summary::worst_first(outcome.active_from(options.min_severity)) {
            let level = level(finding.severity).as_str();
            let message = format!("{}: {}", finding.severity, finding.message);
            let spot = Spot::at(sources, finding.place);
            write_issue(level, Some(&spot), &outcome.root, finding.check.id, &message, out)?;
        }
        for diagnostic in &outcome.diagnostics {
            let spot = Spot::of(sources, &diagnostic.place);
            match diagnostic.level {
                Level::Error | Level::Warning => {
                    let level = diagnostic.level.as_str();
                    write_issue(level, spot.as_ref(), &outcome.root, diagnostic.code, &diagnostic.message, out)?;
                }
                // There are no issues of this level.
                Level::Note => {
                    let place = spot.map_or_else(String::new, |spot| format!("{}: ", spot.display(&outcome.root)));
                    let message = format!("{place}{} [{}]", diagnostic.message, diagnostic.code);
                    writeln!(out, "##vso[task.debug]{}", data(&message))?;
                }
            }
        }
        Ok(())
    }

    fn leaves_out_minor(&self) -> bool {
        true
    }
}

/// There are no issues of a lower level than warnings.
fn level(severity: Severity) -> Level {
    Level::of(severity).min(Level::Warning)
}

/// What to say when there are more issues than are kept; empty otherwise.
fn hidden(outcome: &Outcome, options: &Options) -> String {
    let findings = outcome.active_from(options.min_severity).map(|finding| level(finding.severity));
    let issues: Vec<Level> = findings.chain(outcome.diagnostics.iter().map(|diagnostic| diagnostic.level)).collect();
    let over = |level| issues.iter().filter(|issue| **issue == level).count().saturating_sub(SHOWN);
    match over(Level::Error) + over(Level::Warning) {
        0 => String::new(),
        count => format!("; {count} issues are only in the log, since {SHOWN} of each level are kept for a step"),
    }
}

fn write_issue(
    level: &str,
    spot: Option<&Spot<'_>>,
    root: &str,
    code: &str,
    message: &str,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    write!(out, "##vso[task.logissue type={level};")?;
    if let Some(spot) = spot {
        write!(out, "sourcepath={};", property(&format!("{root}{}", spot.path)))?;
        if let Some((start, _)) = spot.lines {
            write!(out, "linenumber={};columnnumber={};", start.line, start.column)?;
        }
    }
    writeln!(out, "code={};]{}", property(code), data(message))
}

/// A text as the message of a command.
fn data(text: &str) -> String {
    cut(&one_line(text), MESSAGE_LIMIT).replace('%', "%AZP25")
}

/// A text as a property of a command.
fn property(text: &str) -> String {
    data(text).replace(']', "%5D").replace(';', "%3B")
}

#[cfg(test)]
mod tests {
    use super::super::samples::{PLAIN, hostile, judged, write};
    use super::*;

    #[test]
    fn every_line_is_one_command() {
        for sample in [judged(), hostile()] {
            let report = write("azure", &sample.outcome, &sample.sources, &PLAIN);
            let mut lines = report.lines();
            assert!(lines.next().is_some_and(|line| line.starts_with("##[section]Ravelin: ")));
            for line in lines {
                // The agent takes the first `##vso[` of a line, wherever it is, and the first `]` after it.
                let command = line.strip_prefix("##vso[").expect("a command");
                let (command, message) = command.split_once(']').expect("an end");
                let (name, properties) = command.split_once(' ').unwrap_or((command, ""));
                assert!(["task.logissue", "task.debug"].contains(&name), "{line}");
                for property in properties.split_terminator(';') {
                    let (name, _) = property.split_once('=').expect("a name");
                    assert!(name.bytes().all(|byte| byte.is_ascii_lowercase()), "{property}");
                }
                assert!(message.chars().all(|char| !char.is_control()) && message.chars().count() < 4_096, "{line}");
            }
        }
    }

    #[test]
    fn escapes_mean_the_text_again() {
        let decode = |text: &str| text.replace("%3B", ";").replace("%5D", "]").replace("%AZP25", "%");
        for text in ["100%", "%3B", "%AZP25", "a]b;c", "##vso[task.x]y"] {
            assert_eq!(decode(&property(text)), text);
            assert!(!property(text).contains([']', ';']), "{text}");
        }
    }
}
