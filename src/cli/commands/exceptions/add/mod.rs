//! `ravelin exceptions add`: scans, finds a place for the exception of each finding that was asked for, scans again with the
//! exceptions in memory, and writes them when they cover these findings and nothing else.
//!
//! | file | subject |
//! |---|---|
//! | `args`, `granted` | what was typed, and the exception that it stands for |
//! | `select` | the findings that were asked for |
//! | `target` | one of them, and the places at which an exception may stand |
//! | `draft` | the edits that all of them make |
//! | `trial` | scans with a draft |
//! | `review` | what a draft covers that it should not, and the reverse |

mod args;
mod draft;
mod granted;
mod review;
mod select;
mod target;
mod trial;

use std::io::{self, Write as _};

use anyhow::bail;

use super::super::setup::Setup;
use super::super::{changes, clock};
use crate::cli::exit::Exit;
use crate::cli::terminal;
use crate::engine::{Input, Scan};
use crate::exception::Policy;
use crate::exception::write::Terms;

pub(in crate::cli::commands) use args::Args;

use draft::Draft;
use granted::exception;
use select::Asked;
use target::{Spot, Target};
use trial::Trial;

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let asked = Asked::parse(args)?;
    let inputs: Vec<Input> = asked.paths.iter().cloned().map(Input::Path).collect();
    let setup = Setup::new(&inputs, &args.setup)?;
    let terms = Terms { reason: args.reason.clone(), owner: args.owner.clone(), until: args.until.clone() };
    let today = clock::today();
    let policy = Policy::new(&setup.whole.policy, &setup.registry, &today);
    if let Some(refusal) = policy.refusal(&exception(&terms)) {
        bail!("{refusal}; nothing was written");
    }
    let trial = Trial::new(&setup, inputs, args.setup.configuration.config.as_deref())?;
    let before = trial.scan(&[], &[])?;
    super::super::unjudged::warn(&before.outcome);
    let findings = select::findings(&asked, &before, &setup)?;
    let place = |finding| Target::new(finding, &before, &trial, &policy, args.in_config);
    let mut targets: Vec<Target> = findings.iter().map(|finding| place(finding)).collect();
    let draft = settle(&mut targets, &before, &trial, &terms, args.setup.configuration.no_config)?;
    match args.dry_run {
        true => changes::print(&draft.changes(&trial)?)?,
        false => changes::save(&draft.changes(&trial)?)?,
    }
    report(&targets, &draft, &trial, args.dry_run)
}

/// Moves the exceptions of `targets` until they cover what they should. Every round moves one at least, and none goes back.
fn settle(
    targets: &mut [Target],
    before: &Scan,
    trial: &Trial<'_>,
    terms: &Terms,
    no_config: bool,
) -> anyhow::Result<Draft> {
    loop {
        if no_config {
            for target in targets.iter_mut().filter(|target| target.spot() == Spot::Configuration) {
                target.fail("it needs an entry in the configuration, which `--no-config` leaves out");
            }
        }
        let draft = Draft::of(targets, before, trial, terms);
        let unwritable = draft.unwritable(trial);
        let objections = match &unwritable {
            Some(why) => draft.in_configuration().map(|index| (index, why.clone())).collect(),
            None if draft.is_empty() => Vec::new(),
            None => review::review(targets, before, &draft, &draft.scan(trial)?),
        };
        if objections.is_empty() {
            return Ok(draft);
        }
        for (index, why) in objections {
            targets[index].move_on(&why);
        }
    }
}

/// Says what was written, and what could not be excepted.
fn report(targets: &[Target], draft: &Draft, trial: &Trial<'_>, is_dry: bool) -> anyhow::Result<Exit> {
    let mut lines: Vec<(String, u32, String)> = Vec::new();
    let mut failed = 0;
    for (index, target) in targets.iter().enumerate() {
        let Target { check, fingerprint, .. } = target;
        match draft.place_of(index, trial) {
            Some((path, line)) => {
                let why = target.why().map(|why| format!(": {why}")).unwrap_or_default();
                lines.push((path, line, format!("excepted {check} ({fingerprint}){why}")));
            }
            None => {
                failed += 1;
                let why = target.why().unwrap_or_default();
                let (path, line) = (&target.path, target.line);
                terminal::say(&format!("error: {path}:{line}: {check} ({fingerprint}) is not excepted: {why}"));
            }
        }
    }
    lines.sort();
    // What is printed beside a difference must not be taken for a part of it.
    let mut out: Box<dyn io::Write> = if is_dry { Box::new(io::stderr()) } else { Box::new(io::stdout()) };
    for (path, line, said) in &lines {
        writeln!(out, "{path}:{line}: {said}")?;
    }
    let verb = if is_dry { "would be excepted" } else { "excepted" };
    writeln!(out, "{}", summary(lines.len(), verb, draft, trial))?;
    Ok(if failed == 0 { Exit::Clean } else { Exit::Findings })
}

fn summary(count: usize, verb: &str, draft: &Draft, trial: &Trial<'_>) -> String {
    let counted = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let mut ways = Vec::new();
    let comments = draft.comments();
    if comments > 0 {
        let files = counted(draft.files(), "file", "files");
        ways.push(format!("{} in {files}", counted(comments, "comment", "comments")));
    }
    if draft.entries() > 0 {
        ways.push(format!("{} in {}", counted(draft.entries(), "entry", "entries"), trial.shown_home()));
    }
    let by = if ways.is_empty() { String::new() } else { format!(" by {}", ways.join(" and ")) };
    format!("{} {verb}{by}", counted(count, "finding", "findings"))
}
