//! The `ndjson` format: one JSON object on each line, so that a report can be read as it comes, filtered and joined
//! with others.

use std::io;

use serde::Serialize;

use super::super::tool::{TOOL_NAME, TOOL_VERSION};
use super::super::writer::{Options, Writer};
use super::{convert, v1};
use crate::finding::Outcome;
use crate::source::Shown;

/// The `ndjson` format.
pub(in super::super) struct Lines;

/// A line: an object of the `json` format, with its kind as `type`.
#[derive(Serialize)]
struct Line<T> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(flatten)]
    object: T,
}

/// The last line, without which a report is not whole.
#[derive(Serialize)]
struct Summary<'a> {
    version: u32,
    tool: v1::Tool,
    gate: Option<v1::Gate<'a>>,
    coverage: v1::Coverage<'a>,
}

impl Writer for Lines {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        _options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        write_lines("finding", outcome.findings.iter().map(|it| convert::finding(it, sources)), out)?;
        write_lines("subsumed", outcome.subsumed.iter().map(|it| convert::subsumed(it, sources)), out)?;
        write_lines("absent", outcome.absent.iter().map(convert::absent), out)?;
        write_lines("notAssessed", outcome.not_assessed.iter().map(|it| convert::not_assessed(it, sources)), out)?;
        write_lines("diagnostic", outcome.diagnostics.iter().map(|it| convert::diagnostic(it, sources)), out)?;
        write_lines("switchedOff", outcome.switched_off.iter().map(|it| convert::switched_off(it, sources)), out)?;
        let summary = Summary {
            version: v1::VERSION,
            tool: v1::Tool { name: TOOL_NAME, version: TOOL_VERSION },
            gate: convert::gate(outcome),
            coverage: convert::coverage(outcome),
        };
        write_lines("summary", std::iter::once(summary), out)
    }

    fn shows_fixes(&self) -> bool {
        true
    }
}

fn write_lines<T: Serialize>(
    kind: &'static str,
    objects: impl Iterator<Item = T>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    for object in objects {
        serde_json::to_writer(&mut *out, &Line { kind, object })?;
        writeln!(out)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::super::samples::{PLAIN, hostile, judged, write};

    #[test]
    fn every_line_is_an_object_that_the_json_format_has_too() {
        for sample in [judged(), hostile()] {
            let lines = write("ndjson", &sample.outcome, &sample.sources, &PLAIN);
            let json = write("json", &sample.outcome, &sample.sources, &PLAIN);
            let mut json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
            let lists = [
                ("finding", "findings"),
                ("subsumed", "subsumed"),
                ("absent", "absent"),
                ("notAssessed", "notAssessed"),
                ("diagnostic", "diagnostics"),
                ("switchedOff", "switchedOff"),
            ];
            let mut expected = Vec::new();
            for (kind, list) in lists {
                for object in json[list].as_array_mut().expect("a list") {
                    object["type"] = kind.into();
                    expected.push(object.clone());
                }
            }
            let mut lines: Vec<serde_json::Value> =
                lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
            let summary = lines.pop().expect("a last line");
            assert_eq!(summary["type"], "summary");
            for name in ["version", "tool", "gate", "coverage"] {
                assert_eq!(summary[name], json[name]);
            }
            assert_eq!(lines, expected);
        }
    }
}
