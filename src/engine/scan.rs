//! One scan from inputs to outcome: the stages in their order. Each takes values and gives a value with what it has to
//! say; nothing goes back.

use super::claim::claim;
use super::collect::collect;
use super::configuration::configure;
use super::discover::discover;
use super::extent;
use super::judge::{Rules, judge};
use super::load::load;
use super::outcome::{Verdicts, in_order, skipped};
use super::request::Request;
use super::stack;
use crate::check::Check;
use crate::conceal::{conceal, conceal_texts};
use crate::config::Configuration;
use crate::exception::{self, Surroundings};
use crate::finding::Outcome;
use crate::frontend::Context;
use crate::link::link;
use crate::source::{Reading, Root, SourceMap};

/// An outcome with the texts that its places refer to.
pub struct Scan {
    /// The texts.
    pub sources: SourceMap,
    /// What was found and covered.
    pub outcome: Outcome,
}

/// Scans all inputs, and adds their texts to `sources`. Never fails: what cannot be read or understood is among the
/// diagnostics of the outcome.
pub fn scan(request: &Request<'_>, sources: SourceMap) -> Scan {
    stack::deep(|| stages(request, sources))
}

/// The checks that the configuration lets run somewhere.
fn running(request: &Request<'_>, configuration: &Configuration) -> Vec<&'static Check> {
    request.registry.checks().iter().copied().filter(|check| configuration.may_run(check)).collect()
}

/// The stages, on a thread with a stack that parsers may use up.
fn stages(request: &Request<'_>, sources: SourceMap) -> Scan {
    let paths = request.paths();
    let root = Root::find(&request.current, &paths);
    let settings = request.settings_below(&root);
    let reading = Reading::new(&root, request.storage());
    let context = Context { sources: &sources, files: &reading, settings: &settings };

    let discovered = discover(&paths, &root, request.storage(), request.use_ignore_files);
    let named = extent::named(request, &discovered.files);
    let configured = configure(request, discovered.files, &sources);
    let claimed = claim(request, configured.files, &sources);
    let loaded = load(&claimed.files, &context);
    let resources = link(loaded.units, &sources);
    let concealed = conceal(&resources, &loaded.documents, request.registry, &sources);
    let rules = Rules::new(request, &configured.configuration);
    let judged = judge(&resources, &concealed, &rules, &sources);
    let collected = collect(judged.judgements, &concealed, &sources, request.keep_passes);
    let surroundings = Surroundings {
        documents: &loaded.documents,
        resources: &resources,
        sources: &sources,
        files: &reading,
        configuration: &configured.configuration,
        registry: request.registry,
        today: &request.today,
    };
    let excepted = exception::apply(collected.findings, &surroundings);

    // Exceptions are read from files of their own.
    conceal_texts(&sources);
    let checks = running(request, &configured.configuration);
    let others = [("excluded by the configuration", configured.excluded), ("symbolic link", discovered.links)];
    let verdicts = Verdicts::of(collected.passed, collected.not_assessed.len(), &excepted.findings);
    let unjudged = extent::unjudged(named, &loaded.documents, &resources, &sources);
    let mut coverage = verdicts.coverage(loaded.files, skipped(claimed.skipped, others), &resources, checks.len());
    coverage.nothing_judged = extent::nothing_judged(request, &root, &coverage);
    let mut said = [
        configured.diagnostics,
        discovered.diagnostics,
        claimed.diagnostics,
        loaded.diagnostics,
        judged.diagnostics,
        excepted.diagnostics,
    ]
    .concat();
    said.extend(extent::explain(&unjudged, &said, &sources));
    let outcome = Outcome {
        findings: excepted.findings,
        not_assessed: collected.not_assessed,
        passes: collected.passes,
        exceptions: excepted.exceptions,
        diagnostics: in_order(said, &concealed, &sources),
        coverage,
        unjudged,
        checks,
        root: root.display.clone(),
        ..Outcome::default()
    };
    Scan { sources, outcome }
}
