//! One scan from inputs to outcome: the stages in their order. Each takes values and gives a value with what it has to
//! say; nothing goes back.

use std::path::{Path, PathBuf};

use super::claim::claim;
use super::collect::collect;
use super::configuration::configure;
use super::discover::{self, Input, discover};
use super::judge::{Rules, judge};
use super::load::load;
use super::outcome::{count_resources, count_verdicts, in_order, skip};
use super::progress::Progress;
use super::stack;
use crate::check::Registry;
use crate::conceal::{conceal, conceal_texts};
use crate::config::Configuration;
use crate::exception::{self, Surroundings};
use crate::finding::{Coverage, Outcome};
use crate::frontend::{Context, Settings, VariableSource};
use crate::link::link;
use crate::source::{Reading, Revision, Root, SourceMap, Storage};

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

    pub(super) fn storage(&self) -> Storage<'_> {
        self.revision.map_or(Storage::Disk, Storage::Revision)
    }

    /// The files and folders among the inputs, absolute.
    fn paths(&self) -> Vec<PathBuf> {
        self.inputs.iter().filter_map(|input| input.path(&self.current)).collect()
    }

    /// The settings with paths relative to the root instead of the current folder.
    fn settings_below(&self, root: &Root) -> Settings {
        let mut settings = self.settings.clone();
        for source in &mut settings.variables {
            if let VariableSource::File { path, .. } = source {
                *path = root.relative(&discover::absolute(&self.current, Path::new(path)));
            }
        }
        settings
    }
}

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

/// The stages, on a thread with a stack that parsers may use up.
fn stages(request: &Request<'_>, sources: SourceMap) -> Scan {
    let paths = request.paths();
    let root = Root::find(&request.current, &paths);
    let settings = request.settings_below(&root);
    let reading = Reading::new(&root, request.storage());
    let context = Context { sources: &sources, files: &reading, settings: &settings };

    let discovered = discover(&paths, &root, request.storage(), request.use_ignore_files);
    let configured = configure(request, discovered.files, &sources);
    let claimed = claim(request, configured.files, &sources);
    let loaded = load(&claimed.files, &context);
    let resources = link(loaded.units, &sources);
    let concealed = conceal(&resources, &loaded.documents, request.registry, &sources);
    let rules = Rules::new(request, &configured.configuration);
    let judged = judge(&resources, &concealed, &rules, &sources);
    let collected = collect(judged.judgements, &concealed, &sources, request.keep_passes);
    let excepted = exception::apply(
        collected.findings,
        &Surroundings {
            documents: &loaded.documents,
            resources: &resources,
            sources: &sources,
            files: &reading,
            configuration: &configured.configuration,
            registry: request.registry,
            today: &request.today,
        },
    );

    // Exceptions are read from files of their own.
    conceal_texts(&sources);
    let diagnostics = [
        configured.diagnostics,
        discovered.diagnostics,
        claimed.diagnostics,
        loaded.diagnostics,
        judged.diagnostics,
        excepted.diagnostics,
    ];
    let mut skipped = claimed.skipped;
    skip(&mut skipped, "excluded by the configuration", configured.excluded);
    skip(&mut skipped, "symbolic link", discovered.links);
    let checks: Vec<_> =
        request.registry.checks().iter().copied().filter(|check| configured.configuration.may_run(check)).collect();
    let (failed, excepted_verdicts) = count_verdicts(&excepted.findings);
    let coverage = Coverage {
        files: loaded.files,
        skipped,
        resources: count_resources(&resources),
        checks: checks.len(),
        passed: collected.passed,
        failed,
        not_assessed: collected.not_assessed.len(),
        excepted: excepted_verdicts,
    };
    let outcome = Outcome {
        findings: excepted.findings,
        not_assessed: collected.not_assessed,
        passes: collected.passes,
        exceptions: excepted.exceptions,
        diagnostics: in_order(diagnostics.concat(), &concealed, &sources),
        coverage,
        checks,
        root: root.display.clone(),
        ..Outcome::default()
    };
    Scan { sources, outcome }
}
