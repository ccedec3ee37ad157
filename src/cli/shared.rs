//! Arguments that several commands take.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::variables::VariableArgs;

/// Where the user's own checks are.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(super) struct OwnChecks {
    /// Also use the check files below this folder (may be repeated)
    #[arg(long, value_name = "DIR")]
    pub(super) check_dir: Vec<PathBuf>,
    /// Let check files of `--check-dir` take the place of built-in checks with their ids
    #[arg(long, requires = "check_dir")]
    pub(super) replace_checks: bool,
}

/// Where the configuration comes from.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(super) struct ConfigurationArgs {
    /// Read this configuration file instead of looking for `.ravelin.yaml`
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Read no configuration file, and no checks of the repository in `.ravelin/checks`
    #[arg(long, conflicts_with = "config")]
    pub(super) no_config: bool,
}

/// What Terraform is told on its command line.
#[derive(Debug, ClapArgs)]
pub(super) struct TerraformArgs {
    #[command(flatten)]
    pub(super) variables: VariableArgs,
    /// Take values of Terraform variables from `TF_VAR_*` in the environment as well
    #[arg(long)]
    pub(super) env_vars: bool,
    /// Name of the Terraform workspace
    #[arg(long, value_name = "NAME")]
    pub(super) workspace: Option<String>,
}

/// Reads `FORMAT[=FILE]`: the index of the format in `table`, and the file.
pub(super) fn format_and_file<T>(text: &str, table: &[(&str, T)]) -> Result<(usize, Option<PathBuf>), String> {
    let (name, file) = match text.split_once('=') {
        Some((_, "")) => return Err("a file name must follow `=`".into()),
        Some((name, file)) => (name, Some(PathBuf::from(file))),
        None => (text, None),
    };
    let format = table.iter().position(|(known, _)| *known == name);
    format.map(|format| (format, file)).ok_or_else(|| format!("expected one of {}", names(table)))
}

/// The names of a table, for help and messages.
pub(super) fn names<T>(table: &[(&str, T)]) -> String {
    table.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}
