//! Markdown for pull requests: the `markdown` format, a comment, and `github-summary`, the summary of a job.

mod escape;
mod job_summary;
mod page;
mod parts;

use std::fmt::Write as _;
use std::io;

pub(super) use escape::escape;
pub(super) use job_summary::JobSummary;

use self::page::Page;
use self::parts::{Report, advice, finish, gate, title};
use super::summary;
use super::writer::{Options, Writer};
use crate::check::Severity;
use crate::finding::{BaselineState, Finding, Outcome};
use crate::source::Shown;

/// Most bytes of a comment. GitHub counts characters, of which there are never more than bytes.
const COMMENT: usize = 65_536;

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
        let mut page = Page::new(COMMENT);
        page.push(&head(outcome));
        let report = Report { outcome, sources, links: None };
        let mut left_out = 0;
        for severity in Severity::ALL.into_iter().filter(|severity| *severity >= options.min_severity) {
            left_out += findings(&report, severity, &mut page);
        }
        left_out += report.lists(options, &mut page);
        out.write_all(finish(page, left_out).as_bytes())
    }

    fn leaves_out_minor(&self) -> bool {
        true
    }
}

/// Headline, gate, coverage and counts.
fn head(outcome: &Outcome) -> String {
    let rows = summary::coverage(outcome).into_iter().map(|(name, text)| format!("{name}: {text}"));
    let rows = rows.collect::<Vec<_>>().join(" · ");
    format!("## Ravelin: {}\n\n{}{}{rows}\n", summary::headline(outcome), gate(outcome), counts(outcome))
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

/// Writes the findings of a severity by check, and gives the number of those that did not fit.
fn findings(report: &Report<'_>, severity: Severity, page: &mut Page) -> usize {
    let groups = report.groups(severity);
    let count: usize = groups.iter().map(Vec::len).sum();
    if count == 0 {
        return 0;
    }
    let open = if severity >= Severity::High { " open" } else { "" };
    if !page.push(&format!("\n<details{open}>\n<summary>{count} {severity}</summary>\n")) {
        return count;
    }
    let mut fitted = 0;
    for group in groups {
        page.push(&format!("\n{}\n{}\n", title(group[0]), advice(group[0])));
        fitted += group.iter().take_while(|finding| page.push(&report.entry(finding))).count();
    }
    page.close("\n</details>\n");
    count - fitted
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
