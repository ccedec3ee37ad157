//! The format of `.ravelin.yaml`. Its JSON schema is made of these types, and of their comments.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use super::words::{SeverityWord, Threshold};
use crate::value::Spanned;

/// Configuration of Ravelin. It is found in the folder that is scanned and in those above it, up to the repository;
/// files in folders below override for their folder.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct File {
    /// Which checks run, and how bad their failures are.
    #[serde(deserialize_with = "or_default")]
    pub checks: Checks,
    /// Which files are scanned.
    #[serde(deserialize_with = "or_default")]
    pub paths: Paths,
    /// What Terraform is told from outside. Taken from the file nearest above what is scanned.
    #[serde(deserialize_with = "or_default")]
    pub terraform: Terraform,
    /// Files of Compose that are read as one, the base first, as `docker compose -f` takes them; relative to this file.
    /// Taken from the file nearest above what is scanned.
    #[serde(deserialize_with = "or_default")]
    pub compose: Vec<Vec<Spanned<String>>>,
    /// Whether files such as `compose.prod.yaml` are also read on top of the `compose.yaml` beside them. Taken from the file
    /// nearest above what is scanned.
    pub compose_variants: Option<bool>,
    /// What stops a change. Taken from the file nearest above what is scanned.
    #[serde(deserialize_with = "or_default")]
    pub gate: Gate,
    /// What is written. Taken from the file nearest above what is scanned.
    #[serde(deserialize_with = "or_default")]
    pub report: Report,
    /// Findings that are accepted.
    #[serde(deserialize_with = "or_default")]
    pub exceptions: Vec<Spanned<Exception>>,
    /// What every exception must say. Taken from the file nearest above what is scanned.
    #[serde(deserialize_with = "or_default")]
    pub exception_policy: ExceptionPolicy,
}

/// Which checks run. Names are ids, other tools' names, patterns with `*`, categories or severities.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Checks {
    /// Run only these.
    #[serde(deserialize_with = "or_default")]
    pub only: Vec<Spanned<String>>,
    /// Leave these out.
    #[serde(deserialize_with = "or_default")]
    pub skip: Vec<Spanned<String>>,
    /// Folders with checks of your own, relative to this file. Taken from the file nearest above what is scanned.
    #[serde(deserialize_with = "or_default")]
    pub folders: Vec<Spanned<String>>,
    /// Severities by check, instead of the checks' own.
    #[serde(deserialize_with = "or_default")]
    #[schemars(with = "BTreeMap<String, SeverityWord>")]
    pub severity: BTreeMap<Spanned<String>, Spanned<String>>,
    /// Parameters by check: lists of words by name, in which `*` stands for any text. `ravelin checks show` names them.
    #[serde(deserialize_with = "or_default")]
    pub parameters: BTreeMap<Spanned<String>, Parameters>,
}

/// Lists of words by the name of the parameter.
pub type Parameters = BTreeMap<Spanned<String>, Vec<Spanned<String>>>;

/// Which files are scanned.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Paths {
    /// Files and folders to leave out, in the syntax of `.gitignore`, relative to this file.
    #[serde(deserialize_with = "or_default")]
    pub exclude: Vec<Spanned<String>>,
}

/// What Terraform is told from outside.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Terraform {
    /// Values of input variables, as `--var` takes them.
    #[serde(deserialize_with = "or_default")]
    pub variables: BTreeMap<Spanned<String>, String>,
    /// Files of values, relative to this file, as `--var-file` takes them.
    #[serde(deserialize_with = "or_default")]
    pub variable_files: Vec<Spanned<String>>,
    /// Name of the workspace.
    pub workspace: Option<Spanned<String>>,
}

/// What stops a change.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Gate {
    /// The least severity that fails a scan, or `none`.
    #[schemars(with = "Option<Threshold>")]
    pub fail_on: Option<Spanned<String>>,
    /// How many findings of a severity are allowed, by severity.
    #[serde(deserialize_with = "or_default")]
    #[schemars(with = "BTreeMap<SeverityWord, usize>")]
    pub max: BTreeMap<Spanned<String>, usize>,
    /// Whether input that cannot be read or parsed fails a scan.
    pub fail_on_incomplete: Option<bool>,
    /// A file of findings that are known and do not count, relative to this file.
    pub baseline: Option<Spanned<String>>,
}

/// What is written.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Report {
    /// Formats, each with `=FILE` to write it there, as `--format` takes them.
    #[serde(deserialize_with = "or_default")]
    pub formats: Vec<Spanned<String>>,
    /// Findings below this severity are left out of what people read.
    #[schemars(with = "Option<SeverityWord>")]
    pub min_severity: Option<Spanned<String>>,
}

/// Findings that are accepted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Exception {
    /// Ids, other tools' names, or patterns with `*`.
    pub checks: Vec<Spanned<String>>,
    /// Only in these files, in the syntax of `.gitignore`, relative to this file.
    #[serde(default, deserialize_with = "or_default")]
    pub paths: Vec<Spanned<String>>,
    /// Only for resources whose address fits one of these patterns, in which `*` stands for any text.
    #[serde(default, deserialize_with = "or_default")]
    pub resources: Vec<Spanned<String>>,
    /// Why it is accepted.
    #[serde(default)]
    pub reason: Option<String>,
    /// Who accepted it.
    #[serde(default)]
    pub owner: Option<String>,
    /// The last day on which it holds, YYYY-MM-DD.
    #[serde(default)]
    pub until: Option<Spanned<String>>,
}

/// What every exception must say.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ExceptionPolicy {
    /// Exceptions without a reason do not hold.
    pub require_reason: Option<bool>,
    /// Exceptions without an owner do not hold.
    pub require_owner: Option<bool>,
    /// Exceptions without a last day do not hold.
    pub require_until: Option<bool>,
    /// Exceptions whose last day is further away than this many days do not hold.
    pub max_days: Option<u32>,
    /// Checks that can be excepted in the configuration only.
    #[serde(deserialize_with = "or_default")]
    pub not_inline: Vec<Spanned<String>>,
}

/// A key without a value is the same as no key.
fn or_default<'de, T: Default + Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}
