//! The `markdown` format: a comment on a pull request, or the summary of a job.

mod escape;
mod page;

use std::fmt::Write as _;
use std::io;

pub(super) use escape::escape;

use self::escape::code;
use self::page::Page;
use super::place::Spot;
use super::summary;
use super::text::{counted, cut};
use super::writer::{Options, Writer};
use crate::check::{Severity, Wording};
use crate::finding::{BaselineState, Finding, Outcome};
use crate::model::Platform;
use crate::source::Shown;

/// Most characters of a message, an address or a path.
const TEXT_LIMIT: usize = 300;

/// The `markdown` format.
pub(super) struct Markdown;

impl Writer for Markdown {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let mut page = Page::default();
        page.push(&head(outcome));
        let report = Report { outcome, sources };
        let mut left_out = 0;
        for severity in Severity::ALL.into_iter().filter(|severity| *severity >= options.min_severity) {
            left_out += report.findings(severity, &mut page);
        }
        if options.show_unknown {
            let entries = outcome.not_assessed.iter().map(|entry| {
                let place = report.place(&Spot::at(sources, entry.span));
                let reason = escape(&cut(&entry.reason.to_string(), TEXT_LIMIT));
                format!("- {place} {}: {reason} ({})\n", short(&entry.address), entry.check.id)
            });
            left_out += list("Not assessed", entries, &mut page);
            let files = outcome.unread.iter().map(|file| format!("- {}: {}\n", short(&file.path), file.reason));
            left_out += list("Not read", files, &mut page);
        }
        let problems = outcome.diagnostics.iter().map(|diagnostic| {
            let place = Spot::of(sources, &diagnostic.place).map_or_else(String::new, |spot| report.place(&spot) + " ");
            let message = escape(&cut(&diagnostic.message, TEXT_LIMIT));
            format!("- {}: {place}{message} ({})\n", diagnostic.level.as_str(), diagnostic.code)
        });
        left_out += list("Problems of the input", problems, &mut page);
        if left_out > 0 {
            page.close(&format!("\n{} did not fit here.\n", counted(left_out, "line")));
        }
        out.write_all(page.into_text().as_bytes())
    }

    fn leaves_out_minor(&self) -> bool {
        true
    }
}

/// Headline, gate, coverage and counts.
fn head(outcome: &Outcome) -> String {
    let mut head = format!("## Ravelin: {}\n\n", summary::headline(outcome));
    if let Some(gate) = &outcome.gate {
        let state = if gate.closed { "closed" } else { "open" };
        // Writing to a string does not fail.
        let _ = write!(head, "**Gate {state}:** {}\n\n", gate.reason);
    }
    head += &counts(outcome);
    let rows = summary::coverage(outcome).into_iter().map(|(name, text)| format!("{name}: {text}"));
    head + &rows.collect::<Vec<_>>().join(" · ") + "\n"
}

/// A table of findings by severity and standing; nothing without findings.
fn counts(outcome: &Outcome) -> String {
    let mut table = String::new();
    for severity in Severity::ALL {
        let count = |stands: fn(&Finding) -> bool| {
            outcome.findings.iter().filter(|finding| finding.severity == severity && stands(finding)).count()
        };
        let open = count(Finding::is_active);
        let excepted = count(|finding| finding.exception.is_some());
        let known = count(|finding| finding.exception.is_none() && finding.baseline == Some(BaselineState::Unchanged));
        if open + excepted + known > 0 {
            let _ = writeln!(table, "| {severity} | {open} | {excepted} | {known} |");
        }
    }
    if !table.is_empty() {
        table = format!("| severity | open | excepted | in the baseline |\n| --- | ---: | ---: | ---: |\n{table}\n");
    }
    match outcome.absent.len() {
        0 => table,
        1 => table + "1 finding of the baseline is gone.\n\n",
        gone => table + &format!("{gone} findings of the baseline are gone.\n\n"),
    }
}

struct Report<'o> {
    outcome: &'o Outcome,
    sources: Shown<'o>,
}

impl Report<'_> {
    /// Writes the findings of a severity by check, and gives the number of those that did not fit.
    fn findings(&self, severity: Severity, page: &mut Page) -> usize {
        let mut findings: Vec<_> = self.outcome.active().filter(|finding| finding.severity == severity).collect();
        if findings.is_empty() {
            return 0;
        }
        let subject =
            |finding: &&Finding| (finding.check.id, finding.check.own_wording(finding.platform).map(Platform::as_str));
        findings.sort_by_key(subject);
        let open = if severity >= Severity::High { " open" } else { "" };
        let opening = format!("\n<details{open}>\n<summary>{} {severity}</summary>\n", findings.len());
        if !page.push(&opening) {
            return findings.len();
        }
        let mut fitted = 0;
        for group in findings.chunk_by(|left, right| subject(left) == subject(right)) {
            page.push(&heading(group[0]));
            fitted += group.iter().take_while(|finding| page.push(&self.entry(finding))).count();
        }
        page.close("\n</details>\n");
        findings.len() - fitted
    }

    fn entry(&self, finding: &Finding) -> String {
        let message = escape(&cut(&finding.message, TEXT_LIMIT));
        let resources = match finding.addresses.as_slice() {
            [] => String::new(),
            [address] => format!(" ({})", short(address)),
            [address, others @ ..] => format!(" ({} and {} more)", short(address), others.len()),
        };
        format!("- {} {message}{resources}\n", self.place(&Spot::at(self.sources, finding.place)))
    }

    fn place(&self, spot: &Spot<'_>) -> String {
        short(&spot.display(&self.outcome.root))
    }
}

/// What is wrong, why it matters and what to do, once for all findings of a check. Its texts are Markdown.
fn heading(finding: &Finding) -> String {
    let Wording { title, why, remedy, .. } = finding.wording();
    let why = if why.is_empty() { String::new() } else { format!("{why}\n\n") };
    format!("\n**{}** {}\n\n{why}_Remedy:_ {remedy}\n\n", escape(title), code(finding.check.id))
}

/// Writes a collapsed list, and gives the number of its entries that did not fit.
fn list(title: &str, entries: impl Iterator<Item = String>, page: &mut Page) -> usize {
    let entries: Vec<_> = entries.collect();
    if entries.is_empty() {
        return 0;
    }
    if !page.push(&format!("\n<details>\n<summary>{title}: {}</summary>\n\n", entries.len())) {
        return entries.len();
    }
    let fitted = entries.iter().take_while(|entry| page.push(entry)).count();
    page.close("\n</details>\n");
    entries.len() - fitted
}

fn short(text: &str) -> String {
    code(&cut(text, TEXT_LIMIT))
}

#[cfg(test)]
mod tests {
    use super::super::samples::{OPEN_PORT, PLAIN, finding, hostile, judged, write};
    use super::*;
    use crate::source::SourceMap;

    #[test]
    fn a_long_report_ends_with_a_note_and_is_whole() {
        let sources = SourceMap::new();
        let file = sources.add("a.tf", "x");
        for (count, note) in [(10, None), (2_000, Some("lines did not fit here.\n"))] {
            let findings =
                (0..count).map(|_| finding(&OPEN_PORT, &["aws.a"], file.whole(), &"é".repeat(500))).collect();
            let outcome = Outcome { findings, ..Outcome::default() };
            let report = write("markdown", &outcome, &sources, &PLAIN);
            assert!(report.len() <= 65_536, "{}", report.len());
            assert_eq!(report.matches("<details").count(), report.matches("</details>").count());
            assert_eq!(report.contains("did not fit"), note.is_some());
            assert!(note.is_none_or(|note| report.ends_with(note)));
            let left_out: usize =
                report.lines().last().and_then(|line| line.split(' ').next()?.parse().ok()).unwrap_or(0);
            assert_eq!(report.matches("\n- ").count() + left_out, count);
        }
    }

    #[test]
    fn what_is_hidden_for_people_is_not_listed() {
        let sample = judged();
        let options = Options { min_severity: Severity::High, show_unknown: true, ..PLAIN };
        let report = write("markdown", &sample.outcome, &sample.sources, &options);
        assert!(!report.contains("no owner") && report.contains("| low | 2 | 0 | 0 |"), "{report}");
        assert!(report.contains("<summary>Not assessed: 2</summary>"), "{report}");
    }

    #[test]
    fn hostile_text_stays_text() {
        let sample = hostile();
        let report = write("markdown", &sample.outcome, &sample.sources, &PLAIN);
        assert!(!report.contains("<b>") && !report.contains('\u{1b}'), "{report}");
        let behind_code = |part: &str| part.split_once("</code>").map_or(part, |(_, rest)| rest).to_owned();
        let outside: String = report.split("<code>").map(behind_code).collect();
        assert!(outside.contains("@&#8203;all") && !outside.contains("@all"), "{outside}");
        // What the format itself writes begins every line.
        for line in report.lines() {
            let own = ["## ", "**", "| ", "- ", "<details", "</details>", "<summary>", "_Remedy:_", "Anyone", "files:"];
            assert!(line.is_empty() || own.iter().any(|start| line.starts_with(start)), "{line}");
        }
    }
}
