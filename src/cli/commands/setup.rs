//! What every command that scans needs before it starts: the configuration, the checks, the settings.

use std::path::PathBuf;

use anyhow::{Context as _, bail};

use super::{clock, registry};
use crate::check::Registry;
use crate::cli::shared::{SetupArgs, TerraformArgs};
use crate::config::{Configuration, ScanSettings};
use crate::diagnostic::Diagnostic;
use crate::engine::{self, Found, Input, Progress, Request};
use crate::frontend::{Settings, VariableSource};
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
    /// What is odd about the configuration.
    pub(super) diagnostics: Vec<Diagnostic>,
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
            Err(diagnostics) => {
                registry::print_diagnostics(diagnostics, &sources)?;
                bail!("the configuration is not valid");
            }
        };
        let registry = registry::load(own, &found.settings.check_folders)?;
        let (configuration_of_files, diagnostics) = found.resolve(&registry, &sources);
        Ok(Self {
            sources,
            settings: settings(terraform, &found.settings)?,
            registry,
            current,
            configuration: configuration_of_files,
            diagnostics,
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
            today: clock::today(),
            ..Request::new(inputs, self.current.clone(), registry, progress)
        }
    }
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

/// The current folder without symbolic links.
pub(super) fn current_folder() -> anyhow::Result<PathBuf> {
    let folder = std::env::current_dir().and_then(|folder| folder.canonicalize());
    folder.context("the current folder is not accessible")
}
