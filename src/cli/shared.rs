//! Arguments that several commands take.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::variables::VariableArgs;
use crate::check::nearest;

/// Where the user's own checks are.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(super) struct OwnChecks {
    /// Also use the check files below this folder (may be repeated)
    #[arg(long, value_name = "DIR")]
    pub(super) check_dir: Vec<PathBuf>,
}

/// Where the configuration comes from.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(super) struct ConfigurationArgs {
    /// Read this configuration file instead of looking for `.ravelin.yaml`
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Read no configuration file
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
    format.map(|format| (format, file)).ok_or_else(|| match nearest(name, table.iter().map(|(known, _)| *known)) {
        Some(known) => format!("did you mean `{known}`? Expected one of {}", names(table)),
        None => format!("expected one of {}", names(table)),
    })
}

/// The names of a table, for help and messages.
pub(super) fn names<T>(table: &[(&str, T)]) -> String {
    table.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}
