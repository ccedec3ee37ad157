//! The shared sample in every format, and what no format may do.

use super::samples::{
    NO_CHECK, OPEN_PORT, PLAIN, Sample, finding, judged, mendable, render, render_judged, sample, write,
};
use super::{Display, FORMATS, Format, Options};
use crate::check::{Check, Severity};
use crate::finding::{Coverage, Edit, Finding, Fix, Outcome};
use crate::source::{SourceMap, TextRange};
use crate::vocabulary::{Grouping, Safety, Sort};

fn everything() -> Options {
    Options { show_unknown: true, show_exceptions: true, ..PLAIN }
}

#[test]
fn concise() {
    insta::assert_snapshot!(render("concise", &PLAIN));
}

#[test]
fn json() {
    insta::assert_snapshot!(without_version(&render_judged("json")));
}

/// Formats that others define; `tests/it/schemas.rs` holds real reports against their schemas.
#[test]
fn formats_of_platforms() {
    let names = [
        "sarif",
        "github-sarif",
        "github-suggestions",
        "junit",
        "gitlab-sast",
        "gitlab-codequality",
        "github",
        "azure",
        "checkstyle",
        "csv",
        "ndjson",
        "markdown",
        "github-summary",
        "sonarqube",
        "teamcity",
        "bitbucket",
        "rdjson",
    ];
    for name in names {
        insta::assert_snapshot!(name, without_version(&render_judged(name)));
    }
}

#[test]
fn fixes_are_shown_where_a_format_has_a_place_for_them() {
    let Sample { sources, outcome } = mendable();
    for Format { name, .. } in FORMATS.iter().filter(|format| format.writer.shows_fixes()) {
        let report = write(name, &outcome, &sources, &PLAIN);
        assert!(!report.contains("t7Rk92qLsw"), "{name}: {report}");
        insta::assert_snapshot!(format!("fixes_in_{name}"), without_version(&report));
    }
}

/// `report` as it stays when the version of the program changes.
fn without_version(report: &str) -> String {
    report
        .replace(&format!("ersion\": \"{}\"", super::tool::TOOL_VERSION), "ersion\": \"VERSION\"")
        .replace(&format!("ersion\":\"{}\"", super::tool::TOOL_VERSION), "ersion\":\"VERSION\"")
        .replace(&format!("\"version\" value=\"{}\"", super::tool::TOOL_VERSION), "\"version\" value=\"VERSION\"")
        .replace(&format!("ravelin {}", super::tool::TOOL_VERSION), "ravelin VERSION")
}

#[test]
fn pretty() {
    insta::assert_snapshot!(render("pretty", &PLAIN));
}

#[test]
fn pretty_with_everything_in_a_narrow_terminal() {
    insta::assert_snapshot!(render("pretty", &Options { width: 60, ..everything() }));
}

#[test]
fn pretty_sorts_and_groups_in_any_combination() {
    for group in Grouping::ALL {
        for sort in Sort::ALL {
            let display = Display { sort, group, ..Display::PLAIN };
            let report = render("pretty", &Options { display, ..PLAIN });
            let name = format!("pretty_by_{sort}_and_{group}");
            let heads = report.lines().filter(|line| line.contains("]: ") && !line.contains("│"));
            insta::assert_snapshot!(name.clone(), heads.collect::<Vec<_>>().join("\n"));
            for said in ["Anyone can try passwords", "Add an `owner` tag.", "Set `runAsNonRoot: true`."] {
                assert_eq!(report.matches(said).count(), 1, "{name}: {said}");
            }
        }
    }
}

#[test]
fn pretty_counts_what_cannot_close_the_gate() {
    let display = Display { gate: Some(Severity::High), ..Display::PLAIN };
    let counted = render("pretty", &Options { display, ..PLAIN });
    assert!(!counted.contains("medium[") && counted.contains("high["), "{counted}");
    assert!(counted.contains("\n  medium         1  k8s-run-as-root "), "{counted}");
    assert!(counted.contains("3 findings do not close the gate and are only counted (--all shows"), "{counted}");
    let display = Display { all: true, ..display };
    let all = render("pretty", &Options { display, ..PLAIN });
    assert!(all.contains("medium[") && !all.contains("only counted"), "{all}");
}

#[test]
fn pretty_shows_the_first_places_of_a_check_and_lists_the_rest() {
    let sources = SourceMap::new();
    let file = sources.add("a.tf", "line\n".repeat(50));
    let place = |at: usize| file.span(TextRange::new(at * 50, at * 50 + 4));
    let findings = (0..5).map(|at| {
        let address = format!("aws_a.b{at}");
        finding(&OPEN_PORT, &[&address], place(at), &format!("{address} is open"))
    });
    let mut outcome = Outcome { findings: findings.collect(), ..Outcome::default() };
    let some = write("pretty", &outcome, &sources, &PLAIN);
    assert!(some.contains("\n  2 more:\n  a.tf:31:1  aws_a.b3\n  a.tf:41:1  aws_a.b4\n"), "{some}");
    assert!(some.contains("2 places have no excerpt (--all shows them)"), "{some}");
    let display = Display { all: true, ..Display::PLAIN };
    let all = write("pretty", &outcome, &sources, &Options { display, ..PLAIN });
    assert_eq!([some, all].map(|report| report.matches("╭─[").count()), [3, 5]);
    outcome.findings.pop();
    let one = write("pretty", &outcome, &sources, &PLAIN);
    assert!(one.contains("1 place has no excerpt (--all shows it)"), "{one}");
}

#[test]
fn pretty_keeps_to_ascii_where_nothing_else_is_shown() {
    let display = Display { unicode: false, ..Display::PLAIN };
    let report = render("pretty", &Options { display, ..everything() });
    // What is not ASCII stands in the input.
    let strange: Vec<char> = report.chars().filter(|char| !char.is_ascii() && !"é😀".contains(*char)).collect();
    assert_eq!(strange, [], "{report}");
    assert!(report.contains(" ,-[infra/main.tf:6:19]"), "{report}");
}

#[test]
fn pretty_links_checks_to_their_documentation() {
    let display = Display { links: true, ..Display::PLAIN };
    let linked = render("pretty", &Options { display, ..PLAIN });
    let link = "critical[\u{1b}]8;;https://example.com/ssh\u{1b}\\aws-ec2-open-ssh\u{1b}]8;;\u{1b}\\]: port 22";
    assert!(linked.contains(link), "{linked}");
}

#[test]
fn pretty_says_only_errors_and_the_gate_when_it_is_quiet() {
    let Sample { sources, outcome } = judged();
    let display = Display { quiet: true, ..Display::PLAIN };
    insta::assert_snapshot!(write("pretty", &outcome, &sources, &Options { display, ..everything() }));
}

#[test]
fn pretty_fits_pages_of_any_width() {
    for width in [20, 40, 80, 140] {
        let report = render("pretty", &Options { width, ..everything() });
        let is_long = |line: &&str| textwrap::core::display_width(line) > width;
        // Only a word, a path, or a label that cannot be broken is longer.
        let long: Vec<&str> = report.lines().filter(is_long).filter(|line| line.trim().contains(' ')).collect();
        insta::assert_snapshot!(format!("pretty_too_long_for_{width}_columns"), long.join("\n"));
    }
}

#[test]
fn pretty_without_findings() {
    let outcome = Outcome { coverage: Coverage { checks: 3, ..Coverage::default() }, ..Outcome::default() };
    let expected = "No findings.\n  files      none\n  checks     3\n  verdicts   0 passed, 0 failed, 0 not assessed, 0 excepted\n";
    assert_eq!(write("pretty", &outcome, &SourceMap::new(), &PLAIN), expected);
}

#[test]
fn colour_is_only_where_it_was_asked_for() {
    for Format { name, .. } in FORMATS {
        assert!(!render(name, &everything()).contains('\u{1b}'), "{name}");
    }
    let colored = render("pretty", &Options { color: true, ..everything() });
    assert_eq!(without_colors(&colored), render("pretty", &everything()));
    assert!(colored.contains("\u{1b}[31m1 critical\u{1b}[0m"));
    for Format { name, .. } in FORMATS.iter().filter(|format| format.name != "pretty") {
        assert!(!render(name, &Options { color: true, ..everything() }).contains('\u{1b}'), "{name}");
    }
}

/// `text` without what follows an escape character, up to the `m` that ends it.
fn without_colors(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').map_or("", |(_, rest)| rest))
}

#[test]
fn no_name_can_break_a_line_or_steer_a_terminal() {
    let sources = SourceMap::new();
    let file = sources.add("a\n\u{1b}b.tf", "x");
    let outcome = Outcome {
        findings: vec![finding(&OPEN_PORT, &["a\n\u{1b}b", "c\n\u{1b}d"], file.whole(), "e\n\u{1b}f")],
        ..Outcome::default()
    };
    assert_eq!(write("concise", &outcome, &sources, &PLAIN), "a ?b.tf:1:1: critical: e ?f [aws-ec2-open-ssh]\n");
    let pretty = write("pretty", &outcome, &sources, &everything());
    for expected in ["[a ?b.tf:1:1]", "── a ?b\n", "c ?d", "e ?f"] {
        assert!(pretty.contains(expected), "{expected}: {pretty}");
    }
    assert!(!pretty.contains('\u{1b}'));
}

#[test]
fn machine_formats_agree_on_positions() {
    let Sample { sources, outcome } = sample();
    let json: serde_json::Value = serde_json::from_str(&render("json", &PLAIN)).expect("JSON");
    let sarif: serde_json::Value = serde_json::from_str(&render("sarif", &PLAIN)).expect("JSON");
    for (at, finding) in outcome.findings.iter().enumerate() {
        let text = sources.get(finding.place.file).text();
        let (line, column, utf16) = count(text, finding.place.range.start);
        let (end_line, end_column, end_utf16) = count(text, finding.place.range.end);
        let json = &json["findings"][at]["location"];
        assert_eq!(json["start"], serde_json::json!({ "line": line, "column": column }));
        assert_eq!(json["end"], serde_json::json!({ "line": end_line, "column": end_column }));
        let results = sarif["runs"][0]["results"].as_array().expect("results");
        let same = |result: &&serde_json::Value| result["partialFingerprints"]["ravelin/v1"] == *finding.fingerprint;
        let result = results.iter().find(same).expect("a result");
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let region = ["startLine", "startColumn", "endLine", "endColumn"].map(|name| region[name].as_u64());
        assert_eq!(region, [line, utf16, end_line, end_utf16].map(|number| Some(number as u64)));
    }
}

/// Line, column and UTF-16 column of a byte offset, counted character by character.
fn count(text: &str, offset: u32) -> (usize, usize, usize) {
    let (mut line, mut column, mut utf16) = (1, 1, 1);
    for (at, char) in text.char_indices() {
        if at >= offset as usize {
            break;
        }
        (column, utf16) = (column + 1, utf16 + char.len_utf16());
        if char == '\n' {
            (line, column, utf16) = (line + 1, 1, 1);
        }
    }
    (line, column, utf16)
}

#[test]
fn results_refer_to_their_rules() {
    let mut sample = judged();
    // A check that ran and found nothing.
    sample.outcome.checks.push(&NO_CHECK_FOUND);
    for (format, all_rules, expected) in
        [("sarif", false, 4), ("github-sarif", false, 4), ("sarif", true, 5), ("github-sarif", true, 5)]
    {
        let report = write(format, &sample.outcome, &sample.sources, &Options { all_rules, ..PLAIN });
        let sarif: serde_json::Value = serde_json::from_str(&report).expect("JSON");
        let run = &sarif["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
        assert_eq!(rules.len(), expected, "{format}");
        for result in run["results"].as_array().expect("results") {
            let index = result["ruleIndex"].as_u64().expect("an index") as usize;
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
    }
}

static NO_CHECK_FOUND: Check = Check { id: "found-nothing", ..NO_CHECK };

#[test]
fn results_come_by_severity() {
    for format in ["sarif", "github-sarif"] {
        let sarif: serde_json::Value = serde_json::from_str(&render(format, &PLAIN)).expect("JSON");
        let results = sarif["runs"][0]["results"].as_array().expect("results");
        let severities = results.iter().map(|result| result["properties"]["severity"].as_str().expect("a severity"));
        let severities: Vec<Severity> = severities.map(|severity| severity.parse().expect("a severity")).collect();
        assert!(severities.is_sorted_by(|left, right| left >= right), "{format}: {severities:?}");
    }
}

#[test]
fn many_findings_in_a_large_file_are_written() {
    const WORD: &str = "ééééééééééééééééééééé x";
    for (separator, last) in [("\n", "large.tf:10000:22"), (" ", "large.tf:1:239998")] {
        let sources = SourceMap::new();
        let file = sources.add("large.tf", format!("{WORD}{separator}").repeat(10_000));
        let place = |at: usize| {
            let end = at * (WORD.len() + 1) + WORD.len();
            file.span(TextRange::new(end - 2, end))
        };
        let mended = |at| {
            let edit = Edit { span: place(at), text: "y".to_owned() };
            let (title, safety) = ("close it".to_owned(), Safety::Safe);
            Some(Fix { title, safety, edits: vec![edit], placeholders: Vec::new(), serves: Vec::new() })
        };
        let found = |at| Finding { fix: mended(at), ..finding(&OPEN_PORT, &["a.b"], place(at), "open") };
        let findings = (0..10_000).map(found).collect();
        let outcome = Outcome { findings, ..Outcome::default() };
        for Format { name, .. } in FORMATS {
            let report = write(name, &outcome, &sources, &PLAIN);
            // Nobody reviews lines of such a length.
            let is_left_out = *name == "github-suggestions" && separator == " ";
            assert_ne!(report.contains("large.tf"), is_left_out, "{name}");
        }
        let concise = write("concise", &outcome, &sources, &PLAIN);
        assert_eq!(concise.lines().count(), 10_000);
        assert!(concise.lines().last().is_some_and(|line| line.starts_with(last)), "{last}");
    }
}

#[test]
fn places_that_are_hard_to_show_are_written() {
    let sources = SourceMap::new();
    let wide = sources.add("wide.tf", "é".repeat(1_000_000));
    let empty = sources.add("empty.tf", "");
    let spans = [(999_999, 1_000_000), (140_001, 140_003), (140_000, 2_000_000), (3_000_000, 4_000_000)];
    let mut findings: Vec<_> = spans
        .into_iter()
        .map(|(start, end)| finding(&OPEN_PORT, &[], wide.span(TextRange::new(start, end)), ""))
        .collect();
    findings.push(finding(&OPEN_PORT, &[], empty.whole(), ""));
    findings.push(finding(&OPEN_PORT, &[], empty.span(TextRange::new(9, 12)), ""));
    let outcome = Outcome { findings, ..Outcome::default() };
    for Format { name, .. } in FORMATS {
        for width in [0, 1, 80, usize::MAX] {
            let report = write(name, &outcome, &sources, &Options { width, ..PLAIN });
            // One format has only what can be mended.
            let is_named = report.contains("wide.tf") != (*name == "github-suggestions");
            assert!(is_named && report.len() < 30_000, "{name}: {}", report.len());
        }
    }
}

/// What the help of `--min-severity` says of formats is so.
#[test]
fn formats_for_people_leave_out_what_matters_less() {
    for Format { name, writer, .. } in FORMATS {
        let render = |min_severity| render(name, &Options { min_severity, ..PLAIN });
        assert_eq!(render(Severity::Info) != render(Severity::Critical), writer.leaves_out_minor(), "{name}");
    }
}
