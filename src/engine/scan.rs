//! One scan from inputs to outcome.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::collect::{Collected, Collector, Judgement};
use super::configuration::add_nested;
use super::discover::{self, Discovery, Found, Input};
use super::progress::{Phase, Progress};
use super::secrets::{self, Concealed};
use super::stack;
use crate::check::verdict::{self, Verdict};
use crate::check::{Check, Registry, Severity};
use crate::config::{Configuration, FILE_NAMES};
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::exception::{self, Surroundings};
use crate::finding::{Coverage, FileCount, Outcome};
use crate::frontend::{self, Context, FRONTENDS, Frontend, Settings, VariableSource};
use crate::link;
use crate::model::{Document, Resource};
use crate::shape::Shape;
use crate::source::{Reading, Revision, Root, SourceFile, SourceMap, Storage, Unreadable};
use crate::value::Value;

/// What to scan, and how.
#[derive(Debug)]
pub struct Request<'r> {
    /// Files, folders and texts.
    pub inputs: Vec<Input>,
    /// The current folder, absolute: relative inputs and the scan root start from it.
    pub current: PathBuf,
    /// The checks to run.
    pub registry: &'r Registry,
    /// What configuration files above the inputs say; those below are found by the scan.
    pub configuration: Configuration,
    /// What is said about the configurations from outside; paths in it are relative to the current folder.
    pub settings: Settings,
    /// The commit to scan instead of the files on disk.
    pub revision: Option<&'r Revision>,
    /// Whether configuration files in folders below the scan root are honoured.
    pub use_nested_configuration: bool,
    /// Whether `.gitignore`, `.ignore` and `.ravelinignore` are honoured.
    pub use_ignore_files: bool,
    /// The day on which exceptions must still hold, `YYYY-MM-DD`.
    pub today: String,
    /// Whether the outcome lists the verdicts that passed.
    pub keep_passes: bool,
    /// Whether checks with a parameter take the words of their examples instead of those of the configuration.
    pub example_parameters: bool,
    /// Advanced as the scan goes on.
    pub progress: &'r Progress,
}

impl<'r> Request<'r> {
    /// A scan of `inputs` with nothing said beyond them.
    pub fn new(inputs: Vec<Input>, current: PathBuf, registry: &'r Registry, progress: &'r Progress) -> Self {
        Self {
            inputs,
            current,
            registry,
            configuration: Configuration::default(),
            settings: Settings::default(),
            revision: None,
            use_nested_configuration: true,
            use_ignore_files: true,
            today: String::new(),
            keep_passes: false,
            example_parameters: false,
            progress,
        }
    }

    fn storage(&self) -> Storage<'_> {
        self.revision.map_or(Storage::Disk, Storage::Revision)
    }
}

/// An outcome with the texts that its places refer to.
pub struct Scan {
    /// The texts.
    pub sources: SourceMap,
    /// What was found and covered.
    pub outcome: Outcome,
}

/// A file with its text, or why it has none.
type Loading = (Found, Result<String, Unreadable>);

/// Scans all inputs, and adds their texts to `sources`. Never fails: what cannot be read or understood is among the
/// diagnostics of the outcome.
pub fn scan(request: &Request<'_>, sources: SourceMap) -> Scan {
    stack::deep(|| stages(request, sources))
}

fn stages(request: &Request<'_>, sources: SourceMap) -> Scan {
    let paths: Vec<PathBuf> = request.inputs.iter().filter_map(|input| input.path(&request.current)).collect();
    let texts = request.inputs.iter().filter_map(|input| match input {
        Input::Path(_) => None,
        Input::Text { name, text } => Some((name.as_str(), text.as_str())),
    });
    let root = Root::find(&request.current, &paths);
    let mut discovery = discover::discover(&paths, &root, request.storage(), request.use_ignore_files);
    let mut outcome = Outcome { root: root.display.clone(), ..Outcome::default() };
    let configuration = configure(request, &sources, &mut discovery, &mut outcome);
    let claimed = claim(&sources, texts.collect(), discovery, request, &mut outcome);
    let settings = below_root(&request.settings, &request.current, &root);
    let files = Reading::new(&root, request.storage());
    let context = Context { sources: &sources, files: &files, settings: &settings };
    let loaded = load(&claimed, &context, &mut outcome);
    judge(&loaded, &context, request, &configuration, &mut outcome);
    Scan { sources, outcome }
}

/// The configuration of every folder: takes its files out of what was found, with all that they exclude.
fn configure(
    request: &Request<'_>,
    sources: &SourceMap,
    discovery: &mut Discovery,
    outcome: &mut Outcome,
) -> Configuration {
    let mut configuration = request.configuration.clone();
    let is_configuration = |found: &Found| {
        let name = found.relative.rsplit('/').next().unwrap_or_default();
        FILE_NAMES.contains(&name)
    };
    let (files, mut others): (Vec<Found>, Vec<Found>) = discovery.files.drain(..).partition(is_configuration);
    for file in files.iter().filter(|file| request.use_nested_configuration && file.relative.contains('/')) {
        let read_before = configuration.layers().iter().any(|layer| sources.get(layer.file).path() == file.relative);
        if !read_before {
            outcome.diagnostics.extend(add_nested(
                &mut configuration,
                file,
                request.storage(),
                request.registry,
                sources,
            ));
        }
    }
    let found = others.len();
    others.retain(|file| file.explicit || !configuration.excludes(&file.relative));
    count_skipped(&mut outcome.coverage, "excluded by the configuration", found - others.len());
    discovery.files = others;
    configuration
}

/// The settings with paths relative to the root instead of the current folder.
fn below_root(settings: &Settings, current: &Path, root: &Root) -> Settings {
    let mut settings = settings.clone();
    for source in &mut settings.variables {
        if let VariableSource::File { path, .. } = source {
            *path = root.relative(&discover::absolute(current, Path::new(path)));
        }
    }
    settings
}

/// The files of each front end, in its order.
fn claim<'s>(
    sources: &'s SourceMap,
    texts: Vec<(&str, &str)>,
    discovery: Discovery,
    request: &Request<'_>,
    outcome: &mut Outcome,
) -> Vec<Vec<&'s SourceFile>> {
    let Discovery { files, diagnostics, links } = discovery;
    outcome.diagnostics.extend(diagnostics);
    count_skipped(&mut outcome.coverage, "symbolic link", links);
    let (known, other): (Vec<Found>, Vec<Found>) = files
        .into_iter()
        .partition(|found| found.explicit || FRONTENDS.iter().any(|frontend| frontend.may_claim(&found.relative)));
    count_skipped(&mut outcome.coverage, "not a kind of file that is scanned", other.len());

    let storage = request.storage();
    request.progress.start(Phase::Load, known.len());
    let readings: Vec<Loading> = known
        .into_par_iter()
        .map(|found| {
            let text = storage.text(&found.path);
            request.progress.advance();
            (found, text)
        })
        .collect();
    let mut files: Vec<(&SourceFile, bool)> = Vec::with_capacity(readings.len() + texts.len());
    files.extend(texts.into_iter().map(|(name, text)| (sources.add(name, text), true)));
    for (found, text) in readings {
        match text {
            Ok(text) => files.push((sources.add(found.relative, text), found.explicit)),
            Err(problem) => outcome.diagnostics.push(unreadable(&found, &problem)),
        }
    }

    let owners: Vec<Option<usize>> = files
        .par_iter()
        .map(|(file, explicit)| {
            let by_name = |frontend: &&dyn Frontend| frontend.may_claim(file.path()) && frontend.claims(file);
            // A file that the user names is scanned whatever its name is, if its content says what it is.
            let by_content = |frontend: &&dyn Frontend| *explicit && frontend.claims(file);
            FRONTENDS.iter().position(by_name).or_else(|| FRONTENDS.iter().position(by_content))
        })
        .collect();
    let mut claimed = vec![Vec::new(); FRONTENDS.len()];
    for ((file, explicit), owner) in files.into_iter().zip(owners) {
        match owner {
            Some(owner) => claimed[owner].push(file),
            None if explicit => outcome.diagnostics.push(
                Diagnostic::on_file(Level::Warning, "not-recognised", file.path(), "is of no kind that Ravelin reads")
                    .with_help(
                        "Terraform, Kubernetes manifests, Dockerfiles and Compose files are known by name and content",
                    ),
            ),
            None => count_skipped(&mut outcome.coverage, "of other content", 1),
        }
    }
    claimed
}

fn unreadable(found: &Found, problem: &Unreadable) -> Diagnostic {
    Diagnostic::on_file(Level::Error, problem.code(), found.relative.as_str(), problem.to_string())
}

fn count_skipped(coverage: &mut Coverage, reason: &'static str, count: usize) {
    if count > 0 {
        *coverage.skipped.entry(reason).or_default() += count;
    }
}

/// What all front ends made of their files.
struct Loaded {
    resources: Vec<Resource>,
    documents: Vec<Document>,
}

fn load(claimed: &[Vec<&SourceFile>], context: &Context<'_>, outcome: &mut Outcome) -> Loaded {
    let outputs: Vec<Vec<frontend::Output>> = FRONTENDS
        .par_iter()
        .zip(claimed)
        .map(|(frontend, files)| if files.is_empty() { Vec::new() } else { frontend.load(files, context) })
        .collect();
    let mut units = Vec::new();
    let mut documents = Vec::new();
    for (frontend, outputs) in FRONTENDS.iter().zip(outputs) {
        let mut count = FileCount::default();
        for output in outputs {
            count.found += output.documents.len();
            count.complete += output.documents.iter().filter(|document| document.complete).count();
            units.push(output.resources);
            documents.extend(output.documents);
            outcome.diagnostics.extend(output.diagnostics);
        }
        if count.found > 0 {
            outcome.coverage.files.insert(frontend.platform(), count);
        }
    }
    let loaded = Loaded { resources: link::link(units, context.sources), documents };
    for resource in loaded.resources.iter().filter(|resource| resource.is_deployed()) {
        *outcome.coverage.resources.entry(resource.platform).or_default() += 1;
    }
    loaded
}

fn judge(
    loaded: &Loaded,
    context: &Context<'_>,
    request: &Request<'_>,
    configuration: &Configuration,
    outcome: &mut Outcome,
) {
    let sources = context.sources;
    request.progress.start(Phase::Check, loaded.resources.len());
    let judgements: Vec<Result<Judged<'_>, Diagnostic>> = loaded
        .resources
        .par_iter()
        .map(|resource| {
            let path = sources.get(resource.declaration.file).path();
            let rules = Rules { configuration, path, example_parameters: request.example_parameters };
            let judged = frontend::api::catch(path, || judge_resource(resource, request.registry, &rules));
            request.progress.advance();
            judged
        })
        .collect();
    let mut collector = Collector::new(sources, request.keep_passes);
    for judged in judgements {
        match judged {
            Ok(Judged { judgements, concealed }) => {
                for judgement in judgements {
                    collector.add(judgement, &mut outcome.coverage);
                }
                collector.conceal(concealed);
            }
            Err(diagnostic) => outcome.diagnostics.push(diagnostic),
        }
    }
    let Collected { mut findings, not_assessed, passes } = collector.finish();
    let surroundings = Surroundings {
        documents: &loaded.documents,
        resources: &loaded.resources,
        sources,
        files: context.files,
        configuration,
        registry: request.registry,
        today: &request.today,
    };
    let applied = exception::apply(&mut findings, &surroundings);
    outcome.diagnostics.extend(applied.diagnostics);
    outcome.exceptions = applied.exceptions;
    (outcome.findings, outcome.not_assessed, outcome.passes) = (findings, not_assessed, passes);
    let checks = request.registry.checks().iter().copied();
    outcome.checks = checks.filter(|check| configuration.may_run(check)).collect();
    outcome.coverage.checks = outcome.checks.len();
    count_verdicts(outcome);
    sort_diagnostics(&mut outcome.diagnostics, sources);
}

/// All judgements on one resource, and what must not be shown of it.
struct Judged<'r> {
    judgements: Vec<Judgement<'r>>,
    concealed: Vec<Concealed>,
}

/// What the configuration says of the checks in one file.
struct Rules<'r> {
    configuration: &'r Configuration,
    path: &'r str,
    example_parameters: bool,
}

impl Rules<'_> {
    /// The verdict of a check, with how bad a failure is; `None` where the check does not run.
    fn judge(&self, check: &Check, resource: &Resource, subject: &Value) -> Option<(Severity, Verdict)> {
        let severity = self.configuration.severity(self.path, check)?;
        let Some(list) = &check.allow else { return Some((severity, verdict::judge(check, resource, subject))) };
        let words: Vec<String> = match self.example_parameters {
            true => list.example.iter().map(|&word| word.to_owned()).collect(),
            false => self.configuration.parameter(self.path, check)?.to_vec(),
        };
        Some((severity, list.apply(verdict::judge(check, resource, subject), &words)))
    }
}

fn judge_resource<'r>(resource: &'r Resource, registry: &Registry, rules: &Rules<'_>) -> Judged<'r> {
    let judge = |check: &'static Check, subject: &Value| {
        let (severity, verdict) = rules.judge(check, resource, subject)?;
        Some(Judgement { check, severity, resource, verdict })
    };
    let mut judgements: Vec<_> =
        registry.for_kind(resource).iter().filter_map(|&check| judge(check, &resource.body)).collect();
    let mut concealed = Vec::new();
    for shape in Shape::ALL {
        let mut checks = registry.for_shape(shape, resource).peekable();
        if checks.peek().is_none() {
            continue;
        }
        if let Some(subject) = &shape.derive(resource) {
            judgements.extend(checks.filter_map(|check| judge(check, subject)));
            if shape == Shape::Secrets {
                concealed = secrets::found(subject, resource);
            }
        }
    }
    Judged { judgements, concealed }
}

/// A check on a resource counts once, however many places fail, and as failed while any of them has no exception.
fn count_verdicts(outcome: &mut Outcome) {
    let mut verdicts: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    for finding in &outcome.findings {
        for address in finding.addresses.iter().chain(finding.affected.iter().map(|other| &other.text)) {
            *verdicts.entry((finding.check.id, address)).or_default() |= finding.exception.is_none();
        }
    }
    let failed = verdicts.values().filter(|active| **active).count();
    let excepted = verdicts.len() - failed;
    (outcome.coverage.failed, outcome.coverage.excepted) = (failed, excepted);
}

fn sort_diagnostics(diagnostics: &mut Vec<Diagnostic>, sources: &SourceMap) {
    diagnostics.sort_by_cached_key(|diagnostic| {
        let (path, offset) = match &diagnostic.place {
            Place::Text(span) => (sources.get(span.file).path().to_owned(), span.range.start),
            Place::File(path) => (path.clone(), 0),
            Place::None => (String::new(), 0),
        };
        (path, offset, diagnostic.code, diagnostic.message.clone())
    });
    let mut seen = BTreeSet::new();
    diagnostics
        .retain(|diagnostic| seen.insert((diagnostic.place.clone(), diagnostic.code, diagnostic.message.clone())));
}
