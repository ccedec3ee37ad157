//! Arguments that several commands take.

use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};

use super::variables::VariableArgs;
use super::word::offering;
use crate::check::nearest;
use crate::compliance::{self, Framework};

/// What every command that scans takes.
#[derive(clap::Args)]
pub(super) struct SetupArgs {
    #[command(flatten)]
    pub(super) own: OwnChecks,
    #[command(flatten)]
    pub(super) configuration: ConfigurationArgs,
    #[command(flatten)]
    pub(super) terraform: TerraformArgs,
}

/// Where the user's own checks are.
#[derive(clap::Args)]
#[command(next_help_heading = "Checks")]
pub(super) struct OwnChecks {
    /// Also use the check files below this folder (may be repeated)
    #[arg(long, value_name = "DIR")]
    pub(super) check_dir: Vec<PathBuf>,
    /// Let check files of `--check-dir` replace built-in checks with their ids
    #[arg(long, requires = "check_dir")]
    pub(super) replace_checks: bool,
}

/// Where the configuration comes from.
#[derive(clap::Args)]
#[command(next_help_heading = "Configuration")]
pub(super) struct ConfigurationArgs {
    /// Read this file instead of looking for `.ravelin.yaml`
    #[arg(long, value_name = "FILE", env = "RAVELIN_CONFIG")]
    pub(super) config: Option<PathBuf>,
    /// Read no configuration file, and no checks in `.ravelin/checks`
    #[arg(long, conflicts_with = "config")]
    pub(super) no_config: bool,
}

/// What Terraform is told on its command line.
#[derive(clap::Args)]
#[command(next_help_heading = "Terraform")]
pub(super) struct TerraformArgs {
    #[command(flatten)]
    pub(super) variables: VariableArgs,
    /// Take values of Terraform variables from `TF_VAR_*` as well
    #[arg(long)]
    pub(super) env_vars: bool,
    /// Name of the Terraform workspace
    #[arg(long, value_name = "NAME")]
    pub(super) workspace: Option<String>,
}

/// A framework by its id.
#[derive(Clone, Copy, Debug)]
pub(super) struct FrameworkArg(pub(super) &'static Framework);

impl FrameworkArg {
    /// Reads one, and lets completion offer them all.
    pub(super) fn parser() -> impl TypedValueParser<Value = Self> {
        offering(StringValueParser::new().try_map(|id| id.parse::<Self>()), || {
            compliance::frameworks().iter().map(|framework| PossibleValue::new(framework.id)).collect()
        })
    }
}

impl FromStr for FrameworkArg {
    type Err = String;

    fn from_str(id: &str) -> Result<Self, String> {
        let found = compliance::framework(id);
        found.map(Self).ok_or_else(|| {
            let ids = compliance::frameworks().iter().map(|framework| framework.id);
            match nearest(id, ids) {
                Some(known) => format!("did you mean `{known}`? `ravelin compliance list` shows them all"),
                None => "there is no such framework; `ravelin compliance list` shows them all".to_owned(),
            }
        })
    }
}
