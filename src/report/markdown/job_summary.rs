//! The `github-summary` format: what a change brings and mends, for the summary of a job on GitHub.

use std::fmt::Write as _;
use std::io;

use super::super::commit_link::CommitLinks;
use super::super::writer::{Options, Writer};
use super::super::{minor, summary};
use super::page::Page;
use super::parts::{Report, advice, finish, gate, list, short, title};
use crate::check::Severity;
use crate::finding::{Absent, Finding, Outcome};
use crate::source::Shown;

/// Most bytes of the summary of a step: 1 MiB, see
/// <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits>. A longer one is
/// not shown at all.
const LIMIT: usize = 1_048_576;

/// The `github-summary` format.
pub(in super::super) struct JobSummary;

impl Writer for JobSummary {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let mut page = Page::new(LIMIT);
        let report = Report { outcome, sources, links: CommitLinks::of(&options.origin, &outcome.root) };
        page.push(&head(outcome, options));
        let mut left_out = 0;
        for severity in Severity::ALL.into_iter().filter(|severity| *severity >= options.min_severity) {
            left_out += findings(&report, severity, &mut page);
        }
        left_out += list("Mended", outcome.absent.iter().map(mended), &mut page);
        left_out += report.lists(options, &mut page);
        let rows = summary::coverage(outcome).into_iter().map(|(name, text)| format!("- {name}: {text}\n"));
        left_out += list("Coverage", rows, &mut page);
        out.write_all(finish(page, left_out).as_bytes())
    }

    fn leaves_out_minor(&self) -> bool {
        true
    }

    fn states_origin(&self) -> bool {
        true
    }
}

/// Headline, gate and counts.
fn head(outcome: &Outcome, options: &Options) -> String {
    let mut head = format!("## Ravelin: {}\n\n{}", summary::headline(outcome), gate(outcome));
    let is_compared = !outcome.absent.is_empty() || outcome.findings.iter().any(|finding| finding.baseline.is_some());
    head += &if is_compared { compared(outcome) } else { counts(outcome) };
    let excepted = outcome.findings.iter().filter(|finding| finding.exception.is_some()).count();
    let excepted = (excepted > 0).then(|| format!("{excepted} excepted"));
    let notes: Vec<_> = excepted.into_iter().chain(minor::left_out(outcome.active(), options.min_severity)).collect();
    if !notes.is_empty() {
        // Writing to a string does not fail.
        let _ = writeln!(head, "{}", notes.join(" · "));
    }
    head.trim_end().to_owned() + "\n"
}

/// A table of findings by severity; nothing without findings.
fn counts(outcome: &Outcome) -> String {
    let row = |(severity, count): (Severity, usize)| format!("| {severity} | {count} |\n");
    let rows = summary::counts(outcome).into_iter().map(row).collect::<Vec<_>>().concat();
    if rows.is_empty() { rows } else { format!("| severity | findings |\n| --- | ---: |\n{rows}\n") }
}

/// A table of what is new, mended and known by severity; what is mended has that of its check.
fn compared(outcome: &Outcome) -> String {
    let severity_of =
        |absent: &Absent| outcome.checks.iter().find(|check| check.id == absent.check).map(|check| check.severity);
    let row = |name: &str, counts: [usize; 3]| match counts {
        [0, 0, 0] => String::new(),
        [new, mended, known] => format!("| {name} | {new} | {mended} | {known} |\n"),
    };
    let row_of = |severity: Severity| {
        let new = outcome.active().filter(|finding| finding.severity == severity).count();
        let mended = outcome.absent.iter().filter(|absent| severity_of(absent) == Some(severity)).count();
        let is_known = |finding: &&Finding| finding.exception.is_none() && finding.severity == severity;
        row(severity.as_str(), [new, mended, outcome.known().filter(is_known).count()])
    };
    let rows: String = Severity::ALL.into_iter().map(row_of).collect();
    let without = outcome.absent.iter().filter(|absent| severity_of(absent).is_none()).count();
    let rows = rows + &row("checks that did not run", [0, without, 0]);
    format!("| severity | new | mended | known |\n| --- | ---: | ---: | ---: |\n{rows}\n")
}

/// Writes the findings of a severity by check, and gives the number of those that did not fit. What does not close the gate is
/// collapsed.
fn findings(report: &Report<'_>, severity: Severity, page: &mut Page) -> usize {
    let groups = report.groups(severity);
    let count: usize = groups.iter().map(Vec::len).sum();
    let Some(&first) = groups.first().and_then(|group| group.first()) else { return 0 };
    let closes = report.outcome.is_closed_by(first);
    let opening = match closes {
        true => format!("\n### {count} {severity}\n"),
        false => format!("\n<details>\n<summary>{count} {severity}</summary>\n"),
    };
    if !page.push(&opening) {
        return count;
    }
    let mut fitted = 0;
    for group in groups {
        page.push(&format!("\n{}\n", title(group[0])));
        fitted += group.iter().take_while(|finding| page.push(&report.entry(finding))).count();
        page.push(&format!(
            "\n<details>\n<summary>Why, and what to do</summary>\n\n{}\n</details>\n",
            advice(group[0])
        ));
    }
    page.close(if closes { "" } else { "\n</details>\n" });
    count - fitted
}

fn mended(absent: &Absent) -> String {
    format!("- {} {} ({})\n", short(&absent.path), short(&absent.address), short(&absent.check))
}

#[cfg(test)]
mod tests {
    use super::super::super::samples::{OPEN_PORT, PLAIN, finding, hostile, judged, provenance, write};
    use super::*;
    use crate::source::{Changes, Provenance, SourceMap};

    #[test]
    fn places_lead_to_the_commit() {
        let sample = judged();
        let clean = Some(Changes { changed: 0, untracked: 0 });
        let options = Options { origin: Provenance { changes: clean, ..provenance() }, ..PLAIN };
        let report = write("github-summary", &sample.outcome, &sample.sources, &options);
        let commit = "https://git.example.com/team/shop/blob/3f9c2d1e0b7a4c55d1e9a0b2c3d4e5f60718293a";
        let link = format!("- [<code>infra/main.tf&#58;6&#58;19</code>]({commit}/infra/main.tf#L6) port 22 is open");
        assert!(report.contains(&link), "{report}");
    }

    #[test]
    fn a_long_summary_ends_with_a_note_and_is_whole() {
        let sources = SourceMap::new();
        let file = sources.add("a.tf", "x");
        let low =
            || Finding { severity: Severity::Low, ..finding(&OPEN_PORT, &["a"], file.whole(), &"é".repeat(500)) };
        let findings = (0..3_000).map(|_| low()).chain([finding(&OPEN_PORT, &["b"], file.whole(), "the worst")]);
        let outcome = Outcome { findings: findings.collect(), ..Outcome::default() };
        let report = write("github-summary", &outcome, &sources, &PLAIN);
        assert!(report.len() <= LIMIT, "{}", report.len());
        assert_eq!(report.matches("<details").count(), report.matches("</details>").count());
        assert!(report.contains("the worst") && report.ends_with(" lines did not fit here.\n"));
    }

    #[test]
    fn without_a_baseline_nothing_is_new_or_known() {
        let mut sample = judged();
        sample.outcome.absent.clear();
        sample.outcome.findings.iter_mut().for_each(|finding| finding.baseline = None);
        let report = write("github-summary", &sample.outcome, &sample.sources, &PLAIN);
        assert!(report.contains("| severity | findings |") && report.contains("| medium | 1 |"), "{report}");
    }

    #[test]
    fn hostile_text_stays_text() {
        let sample = hostile();
        let report = write("github-summary", &sample.outcome, &sample.sources, &PLAIN);
        assert!(!report.contains("<b>") && !report.contains('\u{1b}'), "{report}");
        let behind_code = |part: &str| part.split_once("</code>").map_or(part, |(_, rest)| rest).to_owned();
        let outside: String = report.split("<code>").map(behind_code).collect();
        assert!(outside.contains("@&#8203;all") && !outside.contains("@all"), "{outside}");
        // What the format itself writes begins every line.
        for line in report.lines() {
            let own =
                ["## ", "**", "| ", "- ", "<details", "</details>", "<summary>", "_Remedy:_", "Anyone", "1 excepted"];
            assert!(line.is_empty() || own.iter().any(|start| line.starts_with(start)), "{line}");
        }
    }
}
