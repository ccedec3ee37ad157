//! The findings that are to be excepted.

use std::collections::{BTreeSet, HashSet};
use std::path::PathBuf;

use anyhow::bail;

use super::super::super::registry;
use super::super::super::setup::Setup;
use super::args::Args;
use super::granted::exception;
use crate::check::Severity;
use crate::cli::terminal;
use crate::engine::Scan;
use crate::exception::write::Terms;
use crate::finding::{Finding, Gate, Outcome};

/// Digits that tell one fingerprint from others.
const SHORTEST: usize = 6;

/// What the command line asks for.
pub(super) struct Asked<'a> {
    pub(super) paths: Vec<PathBuf>,
    fingerprints: Vec<&'a str>,
    all: bool,
    severity: Option<Severity>,
    checks: &'a [String],
}

impl<'a> Asked<'a> {
    /// Tells fingerprints from paths: what has the form of a fingerprint is one, and `./` before it makes it a path.
    pub(super) fn parse(args: &'a Args) -> anyhow::Result<Self> {
        let (mut fingerprints, mut paths) = (Vec::new(), Vec::new());
        for word in &args.what {
            let is_hexadecimal = word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
            let path = PathBuf::from(word);
            if is_hexadecimal && word.len() >= SHORTEST {
                fingerprints.push(word.as_str());
            } else if path.exists() {
                paths.push(path);
            } else if is_hexadecimal {
                bail!("`{word}` is too short: a fingerprint is known by {SHORTEST} digits or more");
            } else {
                bail!("`{word}` is neither the start of a fingerprint, in hexadecimal digits, nor a file or folder");
            }
        }
        if fingerprints.is_empty() && !args.add_all && args.check.is_empty() {
            bail!("say which findings: their fingerprints, `--check`, or `--add-all`");
        }
        if paths.is_empty() {
            paths.push(".".into());
        }
        Ok(Self { paths, fingerprints, all: args.add_all, severity: args.severity, checks: &args.check })
    }
}

/// The findings that are asked for and not excepted yet, with those that would count as soon as these are excepted, because
/// these say them already.
pub(super) fn findings<'s>(asked: &Asked<'_>, scan: &'s Scan, setup: &Setup) -> anyhow::Result<Vec<&'s Finding>> {
    let shown = shown(scan, &HashSet::new());
    let mut wanted: HashSet<&str> = HashSet::new();
    for start in &asked.fingerprints {
        let finding = named(start, scan)?;
        match &finding.exception {
            Some(_) => terminal::say(&format!("note: {} is excepted already", described(finding, scan))),
            None => drop(wanted.insert(&finding.fingerprint)),
        }
    }
    if asked.fingerprints.is_empty() {
        let ids = registry::named(&setup.registry, asked.checks)?;
        let least = least(asked, setup)?;
        let is_asked = |finding: &Finding| {
            finding.is_active()
                && least.is_none_or(|least| finding.severity >= least)
                && (ids.is_empty() || ids.contains(finding.check.id))
        };
        let findings = scan.outcome.findings.iter().filter(|finding| shown.contains(finding.fingerprint.as_str()));
        wanted.extend(findings.filter(|finding| is_asked(finding)).map(|finding| finding.fingerprint.as_str()));
    } else if asked.all || !asked.checks.is_empty() {
        bail!("fingerprints say which findings already; leave out `--add-all` and `--check`");
    }
    while let Some(more) = uncovered(scan, &shown, &wanted) {
        wanted.extend(more);
    }
    Ok(scan.outcome.findings.iter().filter(|finding| wanted.contains(finding.fingerprint.as_str())).collect())
}

/// The least severity that is asked for; none where a check is named.
fn least(asked: &Asked<'_>, setup: &Setup) -> anyhow::Result<Option<Severity>> {
    if !asked.all || asked.severity.is_some() {
        return Ok(asked.severity);
    }
    let whole = &setup.whole;
    let gate = Gate {
        fail_on: whole.fail_on.unwrap_or(Gate::default().fail_on),
        budgets: whole.budgets.clone(),
        fail_on_incomplete: false,
    };
    match gate.least() {
        Some(severity) => Ok(Some(severity)),
        None => bail!("no finding closes the gate, as the configuration has it; say with `--severity` what to except"),
    }
}

/// The finding whose fingerprint starts so.
fn named<'s>(start: &str, scan: &'s Scan) -> anyhow::Result<&'s Finding> {
    let mut found = scan.outcome.findings.iter().filter(|finding| finding.fingerprint.starts_with(start));
    let Some(first) = found.next() else {
        bail!("nothing here has the fingerprint `{start}`; `ravelin scan --format json` shows those that there are");
    };
    let others: Vec<String> = found.map(|finding| described(finding, scan)).collect();
    if !others.is_empty() {
        bail!("`{start}` is the start of several:\n  {}\n  {}", described(first, scan), others.join("\n  "));
    }
    Ok(first)
}

fn described(finding: &Finding, scan: &Scan) -> String {
    let file = scan.sources.get(finding.place.file);
    let line = file.position(finding.place.range.start).line;
    format!("{} ({}, {}{}:{line})", finding.fingerprint, finding.check.id, scan.outcome.root, file.path())
}

/// The findings that count once others have been taken out that say them already, if those in `excepted` were excepted.
fn shown<'s>(scan: &'s Scan, excepted: &HashSet<&str>) -> BTreeSet<&'s str> {
    let terms = Terms { reason: String::new(), owner: None, until: None };
    let mut findings = scan.outcome.findings.clone();
    for finding in findings.iter_mut().filter(|finding| excepted.contains(finding.fingerprint.as_str())) {
        finding.exception.get_or_insert_with(|| exception(&terms));
    }
    let mut outcome = Outcome { findings, checks: scan.outcome.checks.clone(), ..Outcome::default() };
    outcome.subsume();
    let shown: HashSet<&str> = outcome.active().map(|finding| finding.fingerprint.as_str()).collect();
    scan.outcome.findings.iter().map(|finding| finding.fingerprint.as_str()).filter(|it| shown.contains(it)).collect()
}

/// The findings that would count without having been shown before, if those in `wanted` were excepted; none when there are
/// no such ones.
fn uncovered<'s>(scan: &'s Scan, before: &BTreeSet<&str>, wanted: &HashSet<&str>) -> Option<Vec<&'s str>> {
    let new: Vec<&str> = shown(scan, wanted).into_iter().filter(|fingerprint| !before.contains(fingerprint)).collect();
    Some(new).filter(|new| !new.is_empty())
}
