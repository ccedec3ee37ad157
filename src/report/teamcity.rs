//! The `teamcity` format: service messages, which `TeamCity` shows as inspections of a build, and as its problem when the gate is
//! closed.
//!
//! Messages, their attributes, limits and escapes: <https://www.jetbrains.com/help/teamcity/service-messages.html>.

use std::fmt::Write as _;
use std::io;

use super::place::Spot;
use super::text::{cut, one_line};
use super::writer::{Options, Writer};
use super::{minor, rules, summary};
use crate::check::Severity;
use crate::diagnostic::Level;
use crate::finding::Outcome;
use crate::source::Shown;

/// Most characters of an id, a name or a category, less one for `…`.
const NAME_LIMIT: usize = 254;

/// Most characters of a message, a description or a path, less one for `…`.
const TEXT_LIMIT: usize = 3_999;

/// What `TeamCity` knows the problem by from one build to the next.
const PROBLEM: &str = "ravelin-gate";

/// The `teamcity` format.
pub(super) struct TeamCity;

impl Writer for TeamCity {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let line = format!("Ravelin: {}", minor::line(outcome, options.min_severity));
        writeln!(out, "##teamcity[message text='{}' status='NORMAL']", value(&line, TEXT_LIMIT))?;
        for rule in rules::of(outcome.active_from(options.min_severity)).into_values() {
            writeln!(
                out,
                "##teamcity[inspectionType id='{}' name='{}' category='{}' description='{}']",
                value(rule.check.id, NAME_LIMIT),
                value(rule.check.title, NAME_LIMIT),
                value(&format!("Ravelin: {}", rule.check.category), NAME_LIMIT),
                value(&rules::help(rule.check), TEXT_LIMIT)
            )?;
        }
        for finding in summary::worst_first(outcome.active_from(options.min_severity)) {
            let spot = Spot::at(sources, finding.place);
            writeln!(
                out,
                "##teamcity[inspection typeId='{}' message='{}' file='{}' line='{}' SEVERITY='{}']",
                value(finding.check.id, NAME_LIMIT),
                value(&finding.message, TEXT_LIMIT),
                value(&format!("{}{}", outcome.root, spot.path), TEXT_LIMIT),
                spot.line_range().0,
                word(finding.severity)
            )?;
        }
        write_problems(outcome, sources, out)
    }

    fn leaves_out_minor(&self) -> bool {
        true
    }
}

/// Writes the problems of the input, and the closed gate.
fn write_problems(outcome: &Outcome, sources: Shown<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    for diagnostic in &outcome.diagnostics {
        // A build can be set to fail on a message with the status of an error; whether it does is for the gate to say.
        let status = if diagnostic.level == Level::Note { "NORMAL" } else { "WARNING" };
        let place = Spot::of(sources, &diagnostic.place).map(|spot| format!("{}: ", spot.display(&outcome.root)));
        let text = format!("{}{} [{}]", place.unwrap_or_default(), diagnostic.message, diagnostic.code);
        writeln!(out, "##teamcity[message text='{}' status='{status}']", value(&text, TEXT_LIMIT))?;
    }
    if let Some(gate) = outcome.gate.as_ref().filter(|gate| gate.closed) {
        let text = value(&format!("Ravelin: gate closed: {}", gate.reason), TEXT_LIMIT);
        writeln!(out, "##teamcity[buildProblem description='{text}' identity='{PROBLEM}']")?;
    }
    Ok(())
}

/// The severity of an inspection.
const fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "ERROR",
        Severity::Medium => "WARNING",
        Severity::Low => "WEAK WARNING",
        Severity::Info => "INFO",
    }
}

/// A text on one line as the value of an attribute, in ASCII: the log may have another encoding.
fn value(text: &str, limit: usize) -> String {
    let mut value = String::with_capacity(text.len());
    for char in cut(&one_line(text), limit).chars() {
        match char {
            '\'' | '|' | '[' | ']' => value.extend(['|', char]),
            ' '..='~' => value.push(char),
            _ => {
                for unit in char.encode_utf16(&mut [0; 2]) {
                    // Writing to a string does not fail.
                    let _ = write!(value, "|0x{unit:04x}");
                }
            }
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::super::samples::{PLAIN, hostile, judged, write};
    use super::*;

    #[test]
    fn every_line_is_one_message() {
        for sample in [judged(), hostile()] {
            let report = write("teamcity", &sample.outcome, &sample.sources, &PLAIN);
            for line in report.lines() {
                let message =
                    line.strip_prefix("##teamcity[").and_then(|line| line.strip_suffix(']')).expect("a message");
                let (name, attributes) = message.split_once(' ').expect("attributes");
                assert!(["message", "inspectionType", "inspection", "buildProblem"].contains(&name), "{line}");
                // Outside of values there is nothing but names; within, what ends one is escaped.
                let unescaped = attributes.replace("||", "").replace("|'", "").replace("|[", "").replace("|]", "");
                assert!(!unescaped.contains(['[', ']']) && unescaped.matches('\'').count() % 2 == 0, "{line}");
                for outside in unescaped.split('\'').step_by(2) {
                    assert!(outside.bytes().all(|byte| byte.is_ascii_alphabetic() || b" =".contains(&byte)), "{line}");
                }
                assert!(line.is_ascii() && line.chars().all(|char| !char.is_control()), "{line}");
            }
        }
    }

    #[test]
    fn values_are_escaped() {
        assert_eq!(value("it's |a| [b]\nc", 99), "it|'s ||a|| |[b|] c");
        assert_eq!(value("é😀", 99), "|0x00e9|0xd83d|0xde00");
        assert_eq!(value("abc", 2), "ab|0x2026");
    }

    #[test]
    fn the_gate_is_a_problem_of_the_build() {
        let mut sample = judged();
        let problem =
            "##teamcity[buildProblem description='Ravelin: gate closed: 1 critical, 1 high' identity='ravelin-gate']\n";
        assert!(write("teamcity", &sample.outcome, &sample.sources, &PLAIN).ends_with(problem));
        sample.outcome.gate = None;
        assert!(!write("teamcity", &sample.outcome, &sample.sources, &PLAIN).contains("buildProblem"));
    }
}
