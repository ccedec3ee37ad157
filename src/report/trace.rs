//! The way of one finding's value, step by step: what `ravelin explain` prints for a scan.

use std::io;

use super::place::Located;
use super::text::{cut, one_line};
use crate::finding::{Finding, NotAssessed, Outcome, Pass};
use crate::source::{Shown, Span};

/// Longest expression that is quoted, in characters.
const QUOTE_LIMIT: usize = 100;

/// Writes how the value of `finding` came to be: the argument, each reference with the place that gave its value, down to
/// what was written, and the module calls that lead to the resource.
pub fn write_finding(
    finding: &Finding,
    outcome: &Outcome,
    sources: Shown<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    writeln!(out, "{} [{}]", one_line(&finding.message), finding.check.id)?;
    let steps = std::iter::once((finding.place, "judged here"))
        .chain(finding.related.iter().map(|label| (label.span, label.text.as_str())));
    for (span, label) in steps {
        write_step(span, label, outcome, sources, out)?;
    }
    if let Some(value) = &finding.value {
        writeln!(out, "  value: {}", one_line(value))?;
    }
    if let [_, others @ ..] = finding.addresses.as_slice()
        && !others.is_empty()
    {
        writeln!(out, "  also: {}", one_line(&others.join(", ")))?;
    }
    writeln!(out, "  fingerprint: {}", finding.fingerprint)
}

/// Writes why a verdict could not be given: the argument, each reference, and the end of the way.
pub fn write_not_assessed(
    entry: &NotAssessed,
    outcome: &Outcome,
    sources: Shown<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    writeln!(out, "{} could not be assessed [{}]", one_line(&entry.address), entry.check.id)?;
    for label in &entry.way {
        write_step(label.span, &label.text, outcome, sources, out)?;
    }
    write_step(entry.span, &entry.reason.to_string(), outcome, sources, out)
}

/// Writes by which settings of its account a resource passes.
pub fn write_pass(pass: &Pass, outcome: &Outcome, sources: Shown<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{} passes [{}]", one_line(&pass.address), pass.check.id)?;
    for label in &pass.settings {
        write_step(label.span, &label.text, outcome, sources, out)?;
    }
    Ok(())
}

/// `  path:line:column: expression`, and below it what the step is.
fn write_step(
    span: Span,
    label: &str,
    outcome: &Outcome,
    sources: Shown<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let located = Located::new(sources, span);
    let place = format!("{}{}:{}:{}", outcome.root, located.file.path(), located.start.line, located.start.column);
    let quote = one_line(located.on_first_line());
    writeln!(out, "  {}: {}\n    {}", one_line(&place), cut(&quote, QUOTE_LIMIT), one_line(label))
}
