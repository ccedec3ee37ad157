//! Fixes the examples of checks.

use std::collections::BTreeSet;

use super::example::request;
use super::{Progress, Request, Scan, scan};
use crate::check::{Check, Example, Expectation, Registry};
use crate::diagnostic::Level;
use crate::finding::{Edit, Finding};
use crate::fix::{TextEdit, apply, are_apart};
use crate::source::SourceMap;

/// Most times that the fixes of an example are made: those that touch each other are made one after the other.
const MAX_ROUNDS: usize = 10;

/// Why the fix of a check is not as it should be, in one of its examples that fail.
#[derive(Debug, thiserror::Error)]
pub enum FixError {
    /// No recipe fits it.
    #[error("is not fixed: {0}")]
    Unfixed(String),
    /// One fits, and the example says that none does.
    #[error("is fixed, and says that it is not")]
    Fixed,
    /// It still fails afterwards.
    #[error("still fails after its fix:\n{0}")]
    Remains(String),
    /// Something fails that did not fail before.
    #[error("has new findings after its fix: {findings}\n{text}")]
    New {
        /// The checks and addresses, in words.
        findings: String,
        /// The text after the fix.
        text: String,
    },
    /// It does not read well any more.
    #[error("does not read well after its fix: {message}\n{text}")]
    Broken {
        /// What is wrong.
        message: String,
        /// The text after the fix.
        text: String,
    },
}

/// The files of an example, by their names; its own text first.
type Files = Vec<(String, String)>;

/// Fixes an example that fails, of a check that says how, and holds that against all checks of `registry`: what the check finds
/// is gone, nothing new is found, and the text reads well. Of a resource that a fix adds, what is less severe than what it mends
/// may be found. Gives the files before and after that; none where there is nothing to
/// be fixed.
///
/// # Errors
/// What is not as it should be.
pub fn fix_example(
    check: &'static Check,
    example: &Example,
    registry: &Registry,
) -> Result<Option<(Files, Files)>, FixError> {
    if check.text.fix.is_empty() || example.expect != Expectation::Fails {
        return Ok(None);
    }
    let before = files_of(example);
    let first = scan_files(example, &before, registry);
    if !example.unfixed.is_empty() {
        let is_fixed = of(check, &first).any(|finding| finding.fix.is_some());
        return if is_fixed { Err(FixError::Fixed) } else { Ok(None) };
    }
    let (known, said, there) = (names(&first), messages(&first), addresses(&first));
    let mut after = before.clone();
    let mut last = first;
    for _ in 0..MAX_ROUNDS {
        if of(check, &last).next().is_none() {
            break;
        }
        if let Some(unfixed) = of(check, &last).find(|finding| finding.fix.is_none()) {
            if after != before {
                break;
            }
            let reason = unfixed.unfixable.clone().unwrap_or_else(|| "no recipe fits".to_owned());
            return Err(FixError::Unfixed(reason));
        }
        let edits = of(check, &last).filter_map(|finding| finding.fix.as_ref()).map(|fix| fix.edits.as_slice());
        after = edited(&after, edits, &last.sources);
        last = scan_files(example, &after, registry);
    }
    let text = || after.iter().map(|(name, text)| format!("--- {name}\n{text}")).collect::<Vec<_>>().concat();
    if of(check, &last).next().is_some() {
        return Err(FixError::Remains(text()));
    }
    if let Some(message) = messages(&last).difference(&said).next() {
        return Err(FixError::Broken { message: message.clone(), text: text() });
    }
    let is_minor = |finding: &&Finding| {
        finding.severity < check.severity && finding.addresses.iter().all(|address| !there.contains(address))
    };
    let minor: BTreeSet<String> = last.outcome.findings.iter().filter(is_minor).flat_map(names_of).collect();
    // A fix may change the address of what it mends.
    let count = |id: &str, names: &BTreeSet<String>| {
        names.iter().filter(|name| name.strip_prefix(id).is_some_and(|rest| rest.starts_with(' '))).count()
    };
    let found = names(&last);
    let is_more = |name: &String| {
        let id = name.split(' ').next().unwrap_or_default();
        count(id, &found) > count(id, &known)
    };
    let is_new = |name: &&String| !known.contains(*name) && !minor.contains(*name) && is_more(name);
    let new: Vec<String> = found.iter().filter(is_new).cloned().collect();
    if !new.is_empty() {
        return Err(FixError::New { findings: new.join(", "), text: text() });
    }
    Ok(Some((before, after)))
}

fn files_of(example: &Example) -> Files {
    let own = (example.platform.file_name().to_owned(), example.text.to_owned());
    std::iter::once(own).chain(example.beside.iter().map(|(name, text)| ((*name).into(), (*text).into()))).collect()
}

fn scan_files(example: &Example, files: &Files, registry: &Registry) -> Scan {
    let progress = Progress::default();
    let beside: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (own, beside) = beside.split_first().map_or(("", &[][..]), |(own, beside)| (own.1, beside));
    let request = Request {
        propose_fixes: true,
        keep_passes: true,
        ..request(example.platform, own, beside, registry, &progress)
    };
    scan(&request, SourceMap::new())
}

/// What a check found.
fn of<'s>(check: &Check, scan: &'s Scan) -> impl Iterator<Item = &'s Finding> {
    scan.outcome.findings.iter().filter(|finding| finding.check.id == check.id)
}

fn names(scan: &Scan) -> BTreeSet<String> {
    scan.outcome.findings.iter().flat_map(names_of).collect()
}

/// The check and each address.
fn names_of(finding: &Finding) -> Vec<String> {
    let id = finding.check.id;
    finding.addresses.iter().map(|address| format!("{id} at {address}")).collect()
}

/// The addresses of all that was judged.
fn addresses(scan: &Scan) -> BTreeSet<String> {
    let outcome = &scan.outcome;
    let found = outcome.findings.iter().flat_map(|finding| finding.addresses.iter().cloned());
    let passed = outcome.passes.iter().map(|pass| pass.address.clone());
    found.chain(passed).chain(outcome.not_assessed.iter().map(|open| open.address.clone())).collect()
}

fn messages(scan: &Scan) -> BTreeSet<String> {
    let serious = scan.outcome.diagnostics.iter().filter(|diagnostic| diagnostic.level != Level::Note);
    serious.map(|diagnostic| diagnostic.message.clone()).collect()
}

/// The files after all fixes that do not touch one before them.
fn edited<'e>(files: &Files, all: impl Iterator<Item = &'e [Edit]>, sources: &SourceMap) -> Files {
    let mut made: Vec<(String, Vec<TextEdit>)> = files.iter().map(|(name, _)| (name.clone(), Vec::new())).collect();
    for fix in all {
        let mut together = made.clone();
        for Edit { span, text } in fix {
            let path = sources.get(span.file).path();
            if let Some((_, edits)) = together.iter_mut().find(|(name, _)| name == path) {
                let edit = TextEdit::replace(span.range, text.clone());
                if !edits.contains(&edit) {
                    edits.push(edit);
                }
            }
        }
        if together.iter().all(|(_, edits)| are_apart(edits)) {
            made = together;
        }
    }
    files.iter().zip(made).map(|((name, text), (_, edits))| (name.clone(), apply(text, &edits))).collect()
}
