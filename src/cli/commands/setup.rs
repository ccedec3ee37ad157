//! What every command that scans needs before it starts: the configuration, the checks, the settings.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::folder::current_folder;
use super::registry::{Loaded, Whose};
use super::{clock, registry};
use crate::check::Registry;
use crate::cli::file;
use crate::cli::format::Destination;
use crate::cli::shared::{SetupArgs, TerraformArgs};
use crate::cli::terminal;
use crate::config::{Configuration, ScanSettings, Vocabulary};
use crate::diagnostic::{Diagnostic, Place};
use crate::engine::{self, Found, Input, Progress, Request, Scan};
use crate::finding::{Baseline, SwitchedOff, SwitchedOffKind};
use crate::frontend::Settings;
use crate::report::Template;
use crate::source::{Fence, SourceMap, Trust};

/// Everything that a scan starts from.
pub(super) struct Setup {
    /// The texts of the configuration files.
    pub(super) sources: SourceMap,
    /// All checks.
    pub(super) registry: Registry,
    /// What the configuration says about the scan as a whole.
    pub(super) whole: ScanSettings,
    current: PathBuf,
    configuration: Configuration,
    /// What front ends are told.
    pub(super) settings: Settings,
    use_nested: bool,
    /// Where files that the configuration names may lie.
    pub(super) fence: Fence,
    trust: Trust,
    switched_off: Vec<SwitchedOff>,
}

impl Setup {
    /// Reads the configuration and the checks. Mistakes in them are printed to standard error.
    pub(super) fn new(inputs: &[Input], args: &SetupArgs) -> anyhow::Result<Self> {
        Self::trusting(Trust::default(), inputs, args, None)
    }

    /// As [`new`](Self::new), with what is scanned trusted as far as `trust` goes, and the configuration in `policy` where
    /// there is one.
    pub(super) fn trusting(
        trust: Trust,
        inputs: &[Input],
        args: &SetupArgs,
        policy: Option<&Path>,
    ) -> anyhow::Result<Self> {
        let SetupArgs { own, configuration, terraform } = args;
        let named = policy.or(configuration.config.as_deref());
        let current = current_folder()?;
        let sources = SourceMap::new();
        let found = match configuration.no_config {
            true => Ok(Found::none(&current, inputs)),
            false => engine::find_configuration(&current, inputs, named, &trust, &sources),
        };
        let found = match found {
            Ok(found) => found,
            Err(mistakes) => return Err(misconfigured(mistakes, &sources)),
        };
        let beside = match configuration.no_config {
            true => Vec::new(),
            false => engine::own_check_folders(&current, inputs, &found.fence, &trust),
        };
        let whose = Whose { configured: &found.settings.check_folders, beside, fence: &found.fence, trust: &trust };
        let Loaded { registry, replaced } = registry::load_for_scan(own, &whose)?;
        if !replaced.is_empty() {
            let ids = replaced.join(", ");
            terminal::say(&format!("note: built-in checks that files of --check-dir take the place of: {ids}"));
        }
        let vocabulary = Vocabulary { registry: &registry, is_format };
        let configuration_of_files = match found.resolve(&vocabulary, &sources) {
            Ok(configuration) => configuration,
            Err(mistakes) => return Err(misconfigured(mistakes, &sources)),
        };
        let mut switched_off = found.switched_off(&registry, &sources);
        switched_off.extend(replaced.into_iter().map(|id| SwitchedOff {
            kind: SwitchedOffKind::Check,
            what: format!("--replace-checks: {id}"),
            place: Place::None,
            count: 1,
            holds: true,
        }));
        Ok(Self {
            sources,
            settings: settings(terraform, &found)?,
            registry,
            current,
            configuration: configuration_of_files,
            use_nested: named.is_none() && !configuration.no_config,
            whole: found.settings,
            fence: found.fence,
            trust,
            switched_off,
        })
    }

    /// Sees that a file of the repository, which the command line names, is no link that leaves it, where its links are not
    /// trusted.
    pub(super) fn check_target(&self, file: &Path) -> anyhow::Result<()> {
        let path = self.current.join(file);
        if self.trust.is_of_tree() || !self.fence.names(&path) { Ok(()) } else { self.check_fence(file) }
    }

    /// Sees that a file which the configuration names may be written: below the repository, for those who trust it.
    pub(super) fn check_configured_target(&self, file: &Path) -> anyhow::Result<()> {
        if !self.trust.is_of_tree() {
            bail!("{}: where what is scanned is not trusted, only `--format` writes files", file.display());
        }
        self.check_fence(file)
    }

    /// The template for reports in the file `path`, which the command line names or the configuration does. One of the repository is
    /// trusted as its other files are, and the configuration names no other.
    pub(super) fn template(&self, path: &Path, is_configured: bool) -> anyhow::Result<Template> {
        let real = self.current.join(path);
        let is_inside = || self.fence.names(&real) || self.fence.real(&real).is_ok();
        let text = if is_configured || (!self.trust.is_of_tree() && is_inside()) {
            let text = self.fence.text(&self.trust, &real);
            text.map_err(|problem| anyhow::anyhow!("{} {problem}", path.display()))?
        } else {
            file::read(path)?
        };
        Template::new(path.to_string_lossy().into_owned(), text).map_err(anyhow::Error::msg)
    }

    fn check_fence(&self, file: &Path) -> anyhow::Result<()> {
        let target = self.fence.target(&self.current.join(file));
        target.map(|_| ()).map_err(|problem| anyhow::anyhow!("{} {problem}", file.display()))
    }

    /// What is said of the findings that the baseline of the configuration has.
    pub(super) fn known(&self, count: usize) -> Option<SwitchedOff> {
        let path = self.whole.baseline.as_ref().filter(|_| count > 0)?;
        let shown = path.strip_prefix(self.fence.repository()).unwrap_or(path).to_string_lossy().into_owned();
        let (kind, what) = (SwitchedOffKind::Known, "gate.baseline".to_owned());
        Some(SwitchedOff { kind, what, place: Place::File(shown), count, holds: true })
    }

    /// Takes from the configuration which checks run: the command line says it.
    pub(super) fn select_all(&mut self) {
        self.configuration = std::mem::take(&mut self.configuration).without_selection();
    }

    /// The baseline that the configuration names.
    pub(super) fn baseline(&self) -> anyhow::Result<Option<Baseline>> {
        let Some(path) = &self.whole.baseline else { return Ok(None) };
        let text = self.fence.text(&self.trust, path);
        let text = text.map_err(|problem| anyhow::anyhow!("`gate.baseline`: {} {problem}", path.display()))?;
        Baseline::from_json(&text).map(Some).with_context(|| path.display().to_string())
    }

    /// The texts of the configuration files once more, for another scan.
    pub(super) fn sources_again(&self) -> SourceMap {
        let sources = SourceMap::new();
        // The configuration knows its files by their numbers.
        for file in self.sources.iter() {
            sources.add(file.path(), format!("{}{}", file.byte_order_mark(), file.text()));
        }
        sources
    }

    /// The scan of `inputs` with the checks of `registry`.
    pub(super) fn request<'r>(
        &self,
        inputs: Vec<Input>,
        registry: &'r Registry,
        progress: &'r Progress,
    ) -> Request<'r> {
        Request {
            configuration: self.configuration.clone(),
            settings: self.settings.clone(),
            use_nested_configuration: self.use_nested,
            is_format,
            trust: self.trust.clone(),
            switched_off: self.switched_off.clone(),
            today: clock::today(),
            ..Request::new(inputs, self.current.clone(), registry, progress)
        }
    }
}

/// Scans, and lets no mistake in a configuration file below the scan root pass: what it says could not be followed.
///
/// # Errors
/// There is such a mistake.
pub(super) fn scan(request: &Request<'_>, sources: SourceMap) -> anyhow::Result<Scan> {
    let mut scan = engine::scan(request, sources);
    let (mistakes, others) =
        std::mem::take(&mut scan.outcome.diagnostics).into_iter().partition(engine::is_configuration_mistake);
    scan.outcome.diagnostics = others;
    if !Vec::is_empty(&mistakes) {
        return Err(misconfigured(mistakes, &scan.sources));
    }
    Ok(scan)
}

/// Prints the mistakes to standard error.
fn misconfigured(mistakes: Vec<Diagnostic>, sources: &SourceMap) -> anyhow::Error {
    match registry::print_diagnostics(mistakes, sources) {
        Ok(()) => anyhow::anyhow!("the configuration is not valid"),
        Err(error) => error,
    }
}

/// Whether the command line would take this as a format.
pub(super) fn is_format(text: &str) -> Result<(), String> {
    Destination::parse_scan(text).map(|_| ())
}

/// What front ends are told: the command line is stronger than the configuration.
fn settings(args: &TerraformArgs, found: &Found) -> anyhow::Result<Settings> {
    let mut settings = found.front_end_settings().map_err(anyhow::Error::msg)?;
    settings.variables.extend(args.variables.sources(args.env_vars)?);
    if args.workspace.is_some() {
        settings.workspace.clone_from(&args.workspace);
    }
    Ok(settings)
}
