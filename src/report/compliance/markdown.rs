//! The `markdown` format: for people, and for the summary of a job.

use std::borrow::Cow;
use std::io;

use super::super::text::{cut, one_line};
use super::groups::{Against, Group, Standing, against, groups};
use super::scope::{self, method, not_judged};
use super::writer::{CAVEAT, Lines, Writer, detail, explanation, lines, remains, unread};
use crate::compliance::{
    Assessment, Basis, CheckEvidence, ControlResult, Evidence, NotAssessedReason, Observed, Report, Tally,
};
use crate::finding::Exception;
use crate::source::Shown;

/// Most characters of a text from the input.
const QUOTE_LIMIT: usize = 200;

/// Most things that are listed at a control: the rest stands at the check.
const ROW_LIMIT: usize = 25;

/// The `markdown` format.
pub(super) struct Markdown;

impl Writer for Markdown {
    fn write(&self, report: &Report<'_>, sources: Shown<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(out, "# {}\n", cell(&scope::title(report.run)))?;
        write_facts(&scope::origin(report.run), out)?;
        for problem in not_judged(report.outcome) {
            writeln!(out, "\n**{}.**", cell(&problem))?;
        }
        writeln!(out, "\n{CAVEAT}\n\n## Scope\n")?;
        write_facts(&method(report), out)?;
        write_unread(report, sources, out)?;
        write_exceptions(report, sources, out)?;
        for assessment in &report.assessments {
            write_assessment(assessment, sources, out)?;
        }
        Ok(())
    }
}

fn write_facts(facts: &[(&str, String)], out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "| | |\n|---|---|")?;
    for (name, value) in facts {
        let value = if *name == "Command" { code(value) } else { cell(value).into_owned() };
        writeln!(out, "| {name} | {value} |")?;
    }
    Ok(())
}

fn write_unread(report: &Report<'_>, sources: Shown<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    for (number, (lines, diagnostic)) in unread(report, sources).enumerate() {
        if number == 0 {
            writeln!(out, "\nCould not be read:\n")?;
        }
        let place = lines.map(|lines| format!("{}: ", code(&lines.text()))).unwrap_or_default();
        writeln!(out, "- {place}{}", cell(&diagnostic.message))?;
    }
    Ok(())
}

fn write_exceptions(report: &Report<'_>, sources: Shown<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    if report.outcome.exceptions.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## Exceptions\n\n| State | Checks | Findings | Exception |\n|---|---|---:|---|")?;
    for exception in &report.outcome.exceptions {
        let words = exception_words(&exception.exception, sources);
        let checks: Vec<String> = exception.checks.iter().map(|name| code(name)).collect();
        writeln!(out, "| {} | {} | {} | {words} |", exception.state.as_str(), checks.join(", "), exception.findings)?;
    }
    Ok(())
}

fn write_assessment(assessment: &Assessment<'_>, sources: Shown<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let framework = assessment.framework;
    writeln!(out, "\n## {} {}\n", cell(framework.title), cell(framework.version))?;
    writeln!(out, "{}, <{}>. Framework `{}`.\n", cell(framework.publisher), framework.link, framework.id)?;
    let grade = framework.grade;
    writeln!(out, "Mapping of grade **{}**: {} {}\n", grade.as_str(), grade.about(), cell(framework.mapping))?;
    write_summary(assessment, out)?;
    for group in groups(assessment) {
        write_group(assessment, &group, sources, out)?;
    }
    if assessment.checks.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### Evidence")?;
    assessment.checks.iter().try_for_each(|check| write_check(check, sources, out))
}

fn write_summary(assessment: &Assessment<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let summary = assessment.summary();
    writeln!(out, "| Status | Controls |\n|---|---:|")?;
    writeln!(out, "| fail | {} |\n| excepted | {} |", summary.failed, summary.excepted)?;
    for reason in NotAssessedReason::ALL {
        let count = summary.not_assessed.get(&reason).copied().unwrap_or(0);
        writeln!(out, "| not assessed: {} | {count} |", reason.words())?;
    }
    writeln!(out, "| pass (in part) | {} |\n| pass | {} |", summary.passed_in_part, summary.passed)?;
    writeln!(out, "| **all** | **{}** |", summary.controls)
}

fn write_group(
    assessment: &Assessment<'_>,
    group: &Group<'_>,
    sources: Shown<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    writeln!(out, "\n### {} ({})", group.standing.title(), group.results.len())?;
    if group.results.is_empty() {
        return writeln!(out, "\nNone.");
    }
    if matches!(group.standing, Standing::Failed | Standing::Excepted) {
        return group.results.iter().try_for_each(|result| write_against(assessment, result, sources, out));
    }
    let why = if group.standing == Standing::PassedInPart { "What remains" } else { "Why" };
    writeln!(out, "\n| Control | Title | Status | Basis | Verdicts | {why} |\n|---|---|---|---|---|---|")?;
    group.results.iter().try_for_each(|result| write_control(assessment, result, out))
}

/// A control with what counts against it.
fn write_against(
    assessment: &Assessment<'_>,
    result: &ControlResult,
    sources: Shown<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let control = result.control;
    let basis = control.basis.map_or("", Basis::as_str);
    let facts = [
        (cell(control.section).into_owned(), ""),
        (format!("**{}**", result.words()), "Status: "),
        (basis.to_owned(), "Basis: "),
        (verdicts(result.tally), "Verdicts: "),
        (cell(&remains(result)).into_owned(), ""),
    ];
    let facts: Vec<String> =
        facts.iter().filter(|(text, _)| !text.is_empty()).map(|(text, name)| format!("{name}{text}.")).collect();
    writeln!(out, "\n#### {} {}\n\n{}\n", cell(control.id), cell(control.title), facts.join(" "))?;
    writeln!(out, "| Result | Severity | Resource | Place | Check | Detail |\n|---|---|---|---|---|---|")?;
    let all = against(assessment, result);
    for Against { check, evidence } in all.iter().take(ROW_LIMIT) {
        let severity = evidence.observed.finding().map_or(check.check.severity, |finding| finding.severity);
        writeln!(
            out,
            "| {} | {severity} | {} | {} | {} | {} |",
            observed(evidence),
            code(evidence.address),
            code(&Lines::of(sources, evidence.place).text()),
            code(check.check.id),
            details(evidence, sources),
        )?;
    }
    match all.len().saturating_sub(ROW_LIMIT) {
        0 => Ok(()),
        more => writeln!(out, "\n{more} more stand at the checks, under Evidence."),
    }
}

fn write_control(assessment: &Assessment<'_>, result: &ControlResult, out: &mut dyn io::Write) -> io::Result<()> {
    let control = result.control;
    let mut why = match result.status.reason() {
        // The status says it all.
        Some(NotAssessedReason::NoResource | NotAssessedReason::Unread | NotAssessedReason::NoCheck) => String::new(),
        Some(NotAssessedReason::UnknownValues | NotAssessedReason::Related | NotAssessedReason::NotAssessable)
        | None => cell(&explanation(result)).into_owned(),
    };
    for check in assessment.checks_of(result).filter(|check| check.tally.unknown > 0) {
        why.push_str(if why.is_empty() { "" } else { " " });
        why.push_str(&code(check.check.id));
    }
    let (id, title) = (cell(control.id), cell(control.title));
    let basis = control.basis.map_or("", Basis::as_str);
    writeln!(out, "| {id} | {title} | {} | {basis} | {} | {why} |", result.words(), verdicts(result.tally))
}

fn write_check(check: &CheckEvidence<'_>, sources: Shown<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "\n#### {}\n", code(check.check.id))?;
    writeln!(out, "Looks for: {} ({}). {}.\n", cell(check.check.title), check.check.severity, verdicts(check.tally))?;
    writeln!(out, "| Result | Resource | Place | Detail |\n|---|---|---|---|")?;
    for evidence in &check.evidence {
        let (result, place) = (observed(evidence), code(&Lines::of(sources, evidence.place).text()));
        writeln!(out, "| {result} | {} | {place} | {} |", code(evidence.address), details(evidence, sources))?;
    }
    Ok(())
}

fn observed(evidence: &Evidence<'_>) -> &'static str {
    match evidence.observed {
        Observed::Fail(_) => "**fail**",
        _ => evidence.observed.as_str(),
    }
}

fn details(evidence: &Evidence<'_>, sources: Shown<'_>) -> String {
    let mut details = vec![cell(&cut(&detail(evidence), QUOTE_LIMIT)).into_owned()];
    if let Some(finding) = evidence.observed.finding() {
        let value = finding.value.as_deref().map(|value| format!("Value: {}", code(&cut(value, QUOTE_LIMIT))));
        details.extend(value);
        details.push(format!("Fingerprint: {}", code(&finding.fingerprint)));
    }
    if let Observed::Excepted(_, exception) = evidence.observed {
        details.push(exception_words(exception, sources));
    }
    details.join(". ")
}

fn exception_words(exception: &Exception, sources: Shown<'_>) -> String {
    let or = |text: &Option<String>, none: &'static str| text.as_deref().map_or(none.into(), cell).into_owned();
    let place = lines(&exception.place, sources).map(|lines| format!("; at {}", code(&lines.text())));
    format!(
        "Reason: {}; owner: {}; until: {}{}",
        or(&exception.reason, "none given"),
        or(&exception.owner, "none"),
        or(&exception.until, "no end"),
        place.unwrap_or_default(),
    )
}

fn verdicts(tally: Tally) -> String {
    let Tally { passed, failed, excepted, unknown } = tally;
    let parts = [(passed, "passed"), (failed, "failed"), (excepted, "excepted"), (unknown, "unknown")];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    parts.join(", ")
}

/// Text that markdown shows as it is, on one line.
fn cell(text: &str) -> Cow<'_, str> {
    const SPECIAL: [char; 11] = ['\\', '`', '*', '_', '[', ']', '<', '>', '|', '&', '~'];
    let line = one_line(text);
    if !line.contains(SPECIAL) {
        return line;
    }
    let mut escaped = String::with_capacity(line.len() + 8);
    for char in line.chars() {
        if SPECIAL.contains(&char) {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    Cow::Owned(escaped)
}

/// Text in code font, with a fence longer than any run of backticks in it.
fn code(text: &str) -> String {
    let line = one_line(text);
    let longest = line.split(|char| char != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let gap = if longest > 0 { " " } else { "" };
    // Tables end a cell at a bar in code font too.
    format!("{fence}{gap}{}{gap}{fence}", line.replace('|', "\\|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_from_the_input_cannot_write_markdown() {
        assert_eq!(cell("a|b <img> [x](y) `c`"), "a\\|b \\<img\\> \\[x\\](y) \\`c\\`");
        assert_eq!(cell("plain\ntext"), "plain text");
        assert_eq!(code("a|b"), "`a\\|b`");
        assert_eq!(code("a``b"), "``` a``b ```");
    }
}
