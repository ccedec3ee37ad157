//! One scan from inputs to outcome: the stages in their order. Each takes values and gives a value with what it has to
//! say; nothing goes back.

use super::claim::claim;
use super::collect::collect;
use super::context::{Around, Focus, Reported, around};
use super::discover::{Bounds, discover};
use super::extent;
use super::inventory::{Declared, inventory};
use super::judge::{Rules, judge};
use super::load::load;
use super::outcome::{Counted, Verdicts, in_order, unread};
use super::progress::Phase;
use super::request::Request;
use super::select::{Selected, select};
use super::stack;
use super::switched_off::by_exceptions;
use crate::check::Check;
use crate::conceal::{Concealed, conceal, conceal_texts};
use crate::config::Configuration;
use crate::exception::{self, Applied, Distrusted, Surroundings};
use crate::finding::{Finding, Outcome};
use crate::fix::Proposer;
use crate::frontend::Context;
use crate::link::link;
use crate::model::{Document, Resource};
use crate::source::{Beside, Files, NoFiles, Reading, Root, SourceMap};

/// An outcome with the texts that its places refer to.
pub struct Scan {
    /// The texts.
    pub sources: SourceMap,
    /// What was found and covered.
    pub outcome: Outcome,
    /// What exceptions can stand for in each file that was read.
    pub documents: Vec<Document>,
    /// What each resource that is deployed comes to; only when the scan was asked for it.
    pub inventory: Vec<Declared>,
    /// The files that were asked for, where others are read for them.
    reported: Reported,
}

impl Scan {
    /// Leaves what has its place in the files that were asked for, where others were read with them. What compares findings
    /// with others, such as a baseline, comes before.
    pub fn narrow(&mut self) {
        self.reported.narrow(&mut self.outcome, &self.sources);
    }

    /// Whether a file is one that was asked for, by its path relative to the scan root.
    pub fn reports_on(&self, path: &str) -> bool {
        self.reported.has(path)
    }
}

/// A scan with the resources that were judged, for whoever shows what values they have.
pub struct Study {
    /// The scan.
    pub scan: Scan,
    /// The resources with what is attached to them, in their order.
    pub resources: Vec<Resource>,
    /// What must not be shown of them.
    pub concealed: Concealed,
}

/// Scans all inputs, and adds their texts to `sources`. Never fails: what cannot be read or understood is among the
/// diagnostics of the outcome.
pub fn scan(request: &Request<'_>, sources: SourceMap) -> Scan {
    study(request, sources).scan
}

/// As [`scan`], and keeps what was judged.
pub fn study(request: &Request<'_>, sources: SourceMap) -> Study {
    stack::deep(|| stages(request, sources))
}

/// The checks that the configuration lets run somewhere.
fn running(request: &Request<'_>, configuration: &Configuration) -> Vec<&'static Check> {
    request.registry.checks().iter().copied().filter(|check| configuration.may_run(check)).collect()
}

/// The stages, on a thread with a stack that parsers may use up.
fn stages(request: &Request<'_>, sources: SourceMap) -> Study {
    let paths = request.paths();
    let root = Root::find(&request.current, &paths);
    let reading = Reading::new(&root, request.storage());
    let files = Beside { given: request.beside, others: &reading };
    let context = Context { sources: &sources, files: &files, settings: &request.settings_below(&root) };

    request.progress.start(Phase::Discover, 0);
    let (storage, everything) = (request.storage(), !request.use_ignore_files);
    let mut discovered = discover(&paths, &root, storage, everything, Bounds::NONE, request.progress);
    if request.names_as_found {
        discovered.files.iter_mut().for_each(|found| found.explicit = false);
    }
    let named = extent::named(request, &discovered.files);
    let Around { reported, within } = around(request, paths, &mut discovered, &root);
    let mut selected = select(request, discovered.files, &within, &root, &sources);
    let mut claimed = claim(request, std::mem::take(&mut selected.files), &sources);
    request.progress.start(Phase::Evaluate, claimed.files.iter().map(Vec::len).sum());
    let mut loaded = load(&claimed.files, &context);
    claimed.recognise(&loaded.documents, &sources);
    let resources = link(std::mem::take(&mut loaded.units), &sources);
    let concealed = conceal(&resources, &loaded.documents, request.registry, &sources);
    let focus = if request.focus { Focus::on(&reported, &resources, &concealed, &sources) } else { Focus::ALL };
    let judged = judge(&resources, &concealed, &Rules::new(request, &selected.configuration), &focus, &sources);
    let collected = collect(judged.judgements, (&resources, &concealed), (&reported, &sources), request);
    let excepted = except(collected.findings, &resources, &loaded.documents, &selected, request, &root, &sources);
    let inventory = if request.keep_inventory { inventory(&resources, &sources) } else { Vec::new() };

    // Exceptions are read from files of their own.
    conceal_texts(&sources);
    let checks = running(request, &selected.configuration);
    let left_alone = left_alone(selected.excluded, discovered.links, discovered.skipped_folders);
    let unread = unread(&[claimed.unread, loaded.unread.clone()], claimed.templates, &sources);
    let unjudged = extent::unjudged(named, &loaded.documents, &resources, &sources);
    let counted = Counted { reported: &reported, sources: &sources };
    let verdicts = Verdicts::of(collected.passed, &collected.not_assessed, &excepted.findings, &counted);
    let skipped = counted.skipped(claimed.skipped, &unread, left_alone);
    let mut coverage = verdicts.coverage(&loaded, skipped, &resources, checks.len(), &counted);
    coverage.nothing_judged = extent::nothing_judged(request, &root, &coverage);
    let before = [selected.diagnostics, discovered.diagnostics, claimed.diagnostics];
    let mut said = [before.concat(), loaded.diagnostics, judged.diagnostics, excepted.diagnostics].concat();
    said.extend(extent::explain(&unjudged, &said, &sources));
    said.extend(extent::empty_folders(request, &root, &loaded.documents, &sources));
    let outcome = Outcome {
        switched_off: selected.switched_off.into_iter().chain(by_exceptions(&excepted.exceptions)).collect(),
        findings: excepted.findings,
        not_assessed: collected.not_assessed,
        passes: collected.passes,
        exceptions: excepted.exceptions,
        diagnostics: in_order(said, &concealed, &sources),
        coverage,
        unjudged,
        unread,
        checks,
        root: root.display.clone(),
        ..Outcome::default()
    };
    let scan = Scan { sources, outcome, documents: loaded.documents, inventory, reported };
    Study { scan, resources, concealed }
}

/// Says of what no exception covers how it is mended.
fn propose(findings: &mut [Finding], resources: &[Resource], sources: &SourceMap) {
    let proposer = Proposer::new(resources, sources);
    for finding in findings.iter_mut().filter(|finding| finding.exception.is_none()) {
        match proposer.propose(finding) {
            Some(Ok(fix)) => finding.fix = Some(fix),
            Some(Err(reason)) => finding.unfixable = Some(reason.to_string()),
            None => {}
        }
    }
}

/// How many files and folders were left alone for reasons that concern no single file.
fn left_alone(excluded: usize, links: usize, folders: usize) -> [(&'static str, usize); 3] {
    [("excluded by the configuration", excluded), ("symbolic link", links), ("folder of a tool", folders)]
}

/// Marks what exceptions cover, those of them that are trusted, and says how the rest is mended if that is asked.
fn except(
    findings: Vec<Finding>,
    resources: &[Resource],
    documents: &[Document],
    selected: &Selected,
    request: &Request<'_>,
    root: &Root,
    sources: &SourceMap,
) -> Applied {
    let scanned = Reading::new(root, request.storage());
    let trusted = request.rules().map(|storage| Reading::new(root, storage));
    let distrusted = selected.distrusted.as_ref().map(|configuration| Distrusted {
        configuration,
        files: &scanned,
        before: request.excepted_before.as_ref(),
    });
    let surroundings = Surroundings {
        documents,
        resources,
        sources,
        files: trusted.as_ref().map_or(&NoFiles as &dyn Files, |reading| reading),
        configuration: &selected.configuration,
        distrusted,
        registry: request.registry,
        today: &request.today,
    };
    let mut applied = exception::apply(findings, &surroundings);
    if request.propose_fixes {
        propose(&mut applied.findings, resources, sources);
    }
    applied
}
