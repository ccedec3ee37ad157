//! The Docker checks against [hadolint](https://github.com/hadolint/hadolint): the same rules at the same instructions.
//!
//! `testdata/hadolint/cases.yaml` holds Dockerfiles with what hadolint says of them in its default configuration, without
//! the rules of `ShellCheck`. Where Ravelin differs, `ours` names each difference, `+` for what only Ravelin reports and `-`
//! for what only hadolint does, and `because` says why. Any other difference fails the test.
//!
//! To ask hadolint again (the `hadolint:` lines are rewritten in place):
//!
//! ```sh
//! RAVELIN_HADOLINT=hadolint cargo test --test it hadolint
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ravelin::check::Registry;
use ravelin::diagnostic::{Diagnostic, Place};
use ravelin::engine::{Input, Progress, Request, scan};
use ravelin::source::SourceMap;
use ravelin::syntax::dockerfile;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    dockerfile: String,
    hadolint: Vec<String>,
    #[serde(default)]
    ours: BTreeSet<String>,
    because: Option<String>,
}

/// Rules that hadolint has, and leaves out unless asked for.
const OFF_BY_DEFAULT: [&str; 2] = ["DL1001", "DL3057"];

/// A rule of hadolint at the line on which an instruction begins.
type Hit = (usize, String);

fn cases_path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/hadolint/cases.yaml")
}

#[test]
fn same_rules_at_the_same_instructions() {
    if let Some(program) = std::env::var_os("RAVELIN_HADOLINT") {
        regenerate(&program);
    }
    let text = fs::read_to_string(cases_path()).expect("readable");
    let cases: Vec<Case> = serde_yaml::from_str(&text).expect("cases");
    assert!(cases.len() >= 200, "{} cases", cases.len());
    let rules = rules_of_checks();
    let mut wrong = Vec::new();
    let (mut agreed, mut declared) = (0, 0);
    for case in &cases {
        let (same, differences) = compare(case, &rules);
        agreed += same;
        declared += differences.len();
        if differences != case.ours {
            wrong.push(format!("{}: {differences:?}, declared {:?}", case.name, case.ours));
        }
        assert_eq!(case.ours.is_empty(), case.because.is_none(), "{}: a difference has a reason", case.name);
    }
    assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong.join("\n"));
    report(cases.len(), agreed, declared);
}

#[expect(clippy::print_stdout, reason = "the figures are for whoever runs the comparison")]
fn report(cases: usize, agreed: usize, declared: usize) {
    println!("{cases} Dockerfiles: {agreed} findings agree, {declared} are declared to differ");
}

/// The rules of hadolint that each check stands for.
fn rules_of_checks() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let is_rule = |alias: &&str| alias.starts_with("DL") && !OFF_BY_DEFAULT.contains(alias);
    let rules = |aliases: &[&'static str]| aliases.iter().copied().filter(is_rule).collect();
    Registry::embedded().checks().iter().map(|check| (check.id, rules(check.text.aliases))).collect()
}

/// How many findings agree, and what does not: ours with `+`, hadolint's with `-`.
fn compare(case: &Case, rules: &BTreeMap<&str, BTreeSet<&'static str>>) -> (usize, BTreeSet<String>) {
    let theirs: BTreeSet<Hit> = case.hadolint.iter().map(|hit| parse_hit(hit)).collect();
    let ours = ours(&case.dockerfile, rules);
    let mut differences = BTreeSet::new();
    for (line, rules) in &ours {
        if !rules.iter().any(|rule| theirs.contains(&(*line, (*rule).to_owned()))) {
            differences.extend(rules.first().map(|rule| format!("+{line} {rule}")));
        }
    }
    for (line, rule) in &theirs {
        if !ours.iter().any(|(ours, rules)| ours == line && rules.contains(rule.as_str())) {
            differences.insert(format!("-{line} {rule}"));
        }
    }
    let missing = differences.iter().filter(|difference| difference.starts_with('-')).count();
    (theirs.len() - missing, differences)
}

/// What Ravelin reports: lines, and the rules that each check stands for.
fn ours(text: &str, rules: &BTreeMap<&str, BTreeSet<&'static str>>) -> BTreeSet<(usize, BTreeSet<&'static str>)> {
    let (registry, progress) = (Registry::embedded(), Progress::default());
    let input = Input::Text { name: "Dockerfile".into(), text: text.into() };
    let request = Request::new(vec![input], PathBuf::from("/nonexistent"), &registry, &progress);
    let outcome = scan(&request, SourceMap::new()).outcome;
    let starts: Vec<u32> = dockerfile::parse(text).instructions.iter().map(|found| found.range.start).collect();
    let begin = |offset: u32| starts.iter().copied().take_while(|start| *start <= offset).last().unwrap_or(offset);
    let findings = outcome.findings.iter().map(|found| (begin(found.place.range.start), rules[found.check.id].clone()));
    // What is no instruction begins where the mistake is.
    let all = findings.chain(outcome.diagnostics.iter().filter_map(mistake)).filter(|(_, rules)| !rules.is_empty());
    all.map(|(start, rules)| (text[..start as usize].matches('\n').count() + 1, rules)).collect()
}

/// Two rules of hadolint are syntax errors to Ravelin, as they are to the builder.
fn mistake(diagnostic: &Diagnostic) -> Option<(u32, BTreeSet<&'static str>)> {
    let Place::Text(span) = &diagnostic.place else { return None };
    let message = &diagnostic.message;
    let order = message.ends_with("stands before any `FROM`").then_some("DL3061");
    let trigger = message.ends_with("cannot be a trigger of `ONBUILD`").then_some("DL3043");
    order.or(trigger).map(|rule| (span.range.start, BTreeSet::from([rule])))
}

fn parse_hit(text: &str) -> Hit {
    let (line, rule) = text.split_once(' ').expect("a line and a rule");
    (line.parse().expect("a line"), rule.to_owned())
}

/// Writes anew what hadolint says of each case.
fn regenerate(program: &OsStr) {
    let text = fs::read_to_string(cases_path()).expect("readable");
    let cases: Vec<Case> = serde_yaml::from_str(&text).expect("cases");
    let mut answers = cases.iter().map(|case| ask(program, &case.dockerfile).join(", "));
    let lines = text.lines().map(|line| match line.starts_with("  hadolint: [") {
        true => format!("  hadolint: [{}]\n", answers.next().expect("a case")),
        false => format!("{line}\n"),
    });
    let text: String = lines.collect();
    fs::write(cases_path(), text).expect("writable");
}

fn ask(program: &OsStr, dockerfile: &str) -> Vec<String> {
    let mut child = Command::new(program)
        .args(["--format", "json", "--no-fail", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("hadolint starts");
    child.stdin.take().expect("piped").write_all(dockerfile.as_bytes()).expect("hadolint reads");
    let output = child.wait_with_output().expect("hadolint ends").stdout;
    let answer: serde_json::Value = serde_json::from_slice(&output).expect("JSON");
    let hit = |found: &serde_json::Value| {
        let rule = found["code"].as_str().filter(|rule| rule.starts_with("DL"))?;
        Some((found["line"].as_u64()?, rule.to_owned()))
    };
    let hits: BTreeSet<(u64, String)> = answer.as_array().expect("a list").iter().filter_map(hit).collect();
    hits.into_iter().map(|(line, rule)| format!("{line} {rule}")).collect()
}
