//! What every command that scans needs before it starts: the configuration, the checks, the settings.

use std::path::PathBuf;

use super::folder::current_folder;
use super::{clock, registry};
use crate::check::Registry;
use crate::cli::format::Destination;
use crate::cli::shared::{SetupArgs, TerraformArgs};
use crate::config::{Configuration, FILE_NAMES, ScanSettings, Vocabulary};
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::engine::{self, Found, Input, Progress, Request, Scan};
use crate::frontend::{Settings, VariableSource};
use crate::report::FORMATS;
use crate::source::SourceMap;

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
}

impl Setup {
    /// Reads the configuration and the checks. Mistakes in them are printed to standard error.
    pub(super) fn new(inputs: &[Input], args: &SetupArgs) -> anyhow::Result<Self> {
        let SetupArgs { own, configuration, terraform } = args;
        let current = current_folder()?;
        let sources = SourceMap::new();
        let found = match configuration.no_config {
            true => Ok(Found::default()),
            false => engine::find_configuration(&current, inputs, configuration.config.as_deref(), &sources),
        };
        let found = match found {
            Ok(found) => found,
            Err(mistakes) => return Err(misconfigured(mistakes, &sources)),
        };
        let registry = registry::load(own, &found.settings.check_folders, inputs)?;
        let vocabulary = Vocabulary { registry: &registry, is_format };
        let configuration_of_files = match found.resolve(&vocabulary, &sources) {
            Ok(configuration) => configuration,
            Err(mistakes) => return Err(misconfigured(mistakes, &sources)),
        };
        Ok(Self {
            sources,
            settings: settings(terraform, &found.settings)?,
            registry,
            current,
            configuration: configuration_of_files,
            use_nested: configuration.config.is_none() && !configuration.no_config,
            whole: found.settings,
        })
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
    let (mistakes, others) = std::mem::take(&mut scan.outcome.diagnostics).into_iter().partition(is_mistake);
    scan.outcome.diagnostics = others;
    if !Vec::is_empty(&mistakes) {
        return Err(misconfigured(mistakes, &scan.sources));
    }
    Ok(scan)
}

/// Whether a diagnostic is about a configuration file that is wrong, or that cannot be read.
fn is_mistake(diagnostic: &Diagnostic) -> bool {
    let is_configuration = match &diagnostic.place {
        // One that the user named as an input is no mistake of its author.
        Place::File(path) => {
            diagnostic.code != "not-judged" && FILE_NAMES.contains(&path.rsplit('/').next().unwrap_or_default())
        }
        Place::Text(_) | Place::None => diagnostic.code == "configuration",
    };
    is_configuration && diagnostic.level == Level::Error
}

/// Prints the mistakes to standard error.
fn misconfigured(mistakes: Vec<Diagnostic>, sources: &SourceMap) -> anyhow::Error {
    match registry::print_diagnostics(mistakes, sources) {
        Ok(()) => anyhow::anyhow!("the configuration is not valid"),
        Err(error) => error,
    }
}

/// Whether the command line would take this as a format.
fn is_format(text: &str) -> Result<(), String> {
    Destination::parse(text, FORMATS).map(|_| ())
}

/// What Terraform is told: the command line is stronger than the configuration.
fn settings(args: &TerraformArgs, whole: &ScanSettings) -> anyhow::Result<Settings> {
    let mut variables: Vec<VariableSource> = Vec::new();
    for path in &whole.variable_files {
        variables.push(crate::cli::variables::file(path)?);
    }
    let assigned = whole.variables.iter();
    variables
        .extend(assigned.map(|(name, value)| VariableSource::Assignment { name: name.clone(), value: value.clone() }));
    variables.extend(args.variables.sources(args.env_vars)?);
    Ok(Settings { variables, workspace: args.workspace.clone().or_else(|| whole.workspace.clone()) })
}
