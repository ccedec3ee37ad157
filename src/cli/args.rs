//! What can be typed.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use super::compliance::{ComplianceCommand, FrameworkArg};
use super::shared::{ConfigurationArgs, OwnChecks, TerraformArgs, format_and_file, names};
use super::trend::TrendArgs;
use crate::check::{Category, Severity};
use crate::report::FORMATS;

/// Finds misconfigurations in Terraform, Kubernetes manifests, Dockerfiles and Compose files
#[derive(Debug, Parser)]
#[command(name = "ravelin", version, propagate_version = true, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage, 3 incomplete (with --fail-on-incomplete)"
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Scan files and folders
    Scan(ScanArgs),
    /// List, show and test checks
    #[command(subcommand)]
    Checks(ChecksCommand),
    /// Explain a check in full, or how its findings in a scan came to be
    Explain {
        /// Id of a check, or what another tool calls it, such as DL3008
        id: String,
        /// Files and folders to scan: print how the values that the check judges came to be, or why they are not known.
        /// The id can then also be the fingerprint of a finding, or the start of it
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        configuration: ConfigurationArgs,
        #[command(flatten)]
        terraform: TerraformArgs,
        #[command(flatten)]
        own: OwnChecks,
    },
    /// Keep the findings of today as known ones, which do not count
    #[command(subcommand)]
    Baseline(BaselineCommand),
    /// List the exceptions that hold, or import those of other tools
    #[command(subcommand)]
    Exceptions(ExceptionsCommand),
    /// Write a configuration file with every setting explained, or print its schema
    Init(InitArgs),
    /// Report how the controls of compliance frameworks stand
    #[command(subcommand)]
    Compliance(ComplianceCommand),
    /// Show how findings changed from scan to scan, from the file that `ravelin scan --record` wrote
    Trend(TrendArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum ChecksCommand {
    /// List the checks
    List(ListArgs),
    /// Show one check: what it judges, its logic and its other names
    Show {
        /// Id of a check, or what another tool calls it
        id: String,
        /// Output format
        #[arg(short, long, value_enum, default_value = "text")]
        format: ShowFormat,
        #[command(flatten)]
        own: OwnChecks,
    },
    /// Write the index of the built-in checks, one file for each provider
    Docs {
        /// Folder of the files
        #[arg(long, value_name = "DIR", default_value = "docs/reference/checks")]
        output: PathBuf,
        /// Write nothing; fail (exit code 1) when the files are not what would be written
        #[arg(long)]
        check: bool,
    },
    /// Run the examples of the checks
    Test {
        /// Only these checks: ids, other tools' names, or patterns with `*`
        ids: Vec<String>,
        #[command(flatten)]
        own: OwnChecks,
    },
}

/// Which checks to list, and how. A check is listed when it fits every filter; of a filter with several words, one.
#[derive(Debug, ClapArgs)]
pub(super) struct ListArgs {
    /// Only checks on these clouds or systems, such as `aws`
    #[arg(long, value_name = "PROVIDER", value_delimiter = ',')]
    pub(super) provider: Vec<String>,
    /// Only checks on these services, such as `s3`
    #[arg(long, value_name = "SERVICE", value_delimiter = ',')]
    pub(super) service: Vec<String>,
    /// Only checks of these severities
    #[arg(long, value_name = "SEVERITY", value_delimiter = ',')]
    pub(super) severity: Vec<Severity>,
    /// Only checks of these categories
    #[arg(long, value_name = "CATEGORY", value_delimiter = ',')]
    pub(super) category: Vec<Category>,
    /// Only checks that judge resources of these kinds, such as `aws_s3_bucket` or `Deployment`
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub(super) kind: Vec<String>,
    /// Only checks that other tools know by these names, or by names that fit a pattern such as `CKV_AWS_*`
    #[arg(long, value_name = "ALIAS", value_delimiter = ',')]
    pub(super) alias: Vec<String>,
    /// Only checks that serve controls of these frameworks; `ravelin compliance list` shows them
    #[arg(long, value_name = "FRAMEWORK", value_delimiter = ',')]
    pub(super) framework: Vec<FrameworkArg>,
    /// Output format
    #[arg(short, long, value_enum, default_value = "text")]
    pub(super) format: ListFormat,
    #[command(flatten)]
    pub(super) own: OwnChecks,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ListFormat {
    /// One line each
    Text,
    /// An array with all that is short
    Json,
    /// A table
    Markdown,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ShowFormat {
    /// One line for each field
    Text,
    /// A page with everything, examples included
    Markdown,
}

#[derive(Debug, Subcommand)]
pub(super) enum BaselineCommand {
    /// Write what is found today to a file
    Write(BaselineArgs),
    /// Take out of the file what is no longer found
    Prune(BaselineArgs),
}

#[derive(Debug, ClapArgs)]
pub(super) struct BaselineArgs {
    /// Files and folders to scan
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The file of known findings
    #[arg(long, value_name = "FILE", default_value = "ravelin-baseline.json")]
    pub(super) baseline: PathBuf,
    #[command(flatten)]
    pub(super) configuration: ConfigurationArgs,
    #[command(flatten)]
    pub(super) terraform: TerraformArgs,
    #[command(flatten)]
    pub(super) own: OwnChecks,
}

#[derive(Debug, Subcommand)]
pub(super) enum ExceptionsCommand {
    /// List every exception in files and folders, with what became of it
    List {
        /// Files and folders
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        configuration: ConfigurationArgs,
        #[command(flatten)]
        terraform: TerraformArgs,
        #[command(flatten)]
        own: OwnChecks,
    },
    /// Print what a file of another tool excepts as entries for `.ravelin.yaml`: `.trivyignore`, `.trivyignore.yaml`,
    /// `.checkov.baseline`, `.checkov.yaml`, `.hadolint.yaml`, `.kube-linter.yaml`
    Import {
        /// The file
        file: PathBuf,
    },
}

#[derive(Debug, ClapArgs)]
pub(super) struct InitArgs {
    /// Print the JSON schema of the configuration instead
    #[arg(long)]
    pub(super) schema: bool,
    /// Print how an editor or CI platform finds places in `concise` output instead
    #[arg(long, value_enum, value_name = "PROGRAM", conflicts_with = "schema")]
    pub(super) problem_matcher: Option<MatcherArg>,
}

/// What reads `concise` output.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum MatcherArg {
    /// The JSON for `::add-matcher::`
    Github,
    /// A `tasks.json`
    Vscode,
    /// A compiler file
    Vim,
    /// An entry of `compilation-error-regexp-alist-alist`
    Emacs,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ScanArgs {
    /// Files and folders; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Name for standard input, which decides its language; guessed from the content when it is left out
    #[arg(long, value_name = "NAME")]
    pub(super) stdin_name: Option<String>,
    /// Output format, with `=FILE` to write it there (may be repeated)
    #[arg(short, long, value_name = "FORMAT[=FILE]", help = format_help())]
    pub(super) format: Vec<FormatArg>,
    /// Fail (exit code 1) on findings of this severity and above [default: medium]
    #[arg(long, value_name = "SEVERITY")]
    pub(super) fail_on: Option<FailOn>,
    /// Bear this many findings of a severity, such as `high=0,medium=10`, instead of what `--fail-on` says of it
    #[arg(long, value_name = "SEVERITY=COUNT", value_delimiter = ',')]
    pub(super) max: Vec<Budget>,
    /// Fail (exit code 3) when part of the input could not be read or parsed
    #[arg(long)]
    pub(super) fail_on_incomplete: bool,
    /// Do not count the findings in this file, which `ravelin baseline write` made
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Do not count what the scanned files had at this git revision: a commit, a branch or a tag
    #[arg(long, value_name = "REVISION", conflicts_with = "baseline")]
    pub(super) since: Option<String>,
    /// Whose configuration, ignore files, exceptions, baseline and own checks hold
    #[arg(long, value_enum, default_value = "tree")]
    pub(super) trust: TrustArg,
    /// Trust this configuration file from outside of the repository, and not what is scanned
    #[arg(long, value_name = "FILE", conflicts_with_all = ["config", "no_config"])]
    pub(super) policy: Option<PathBuf>,
    /// Leave findings that the baseline or revision has out of every report
    #[arg(long)]
    pub(super) new_only: bool,
    /// Append what the scan found to this history, for `ravelin trend`
    #[arg(long, value_name = "FILE")]
    pub(super) record: Option<PathBuf>,
    /// Run only these checks: ids, other tools' names, patterns with `*`, categories or severities
    #[arg(long, value_name = "CHECK", value_delimiter = ',')]
    pub(super) checks: Vec<String>,
    /// Leave out these checks
    #[arg(long, value_name = "CHECK", value_delimiter = ',')]
    pub(super) skip_checks: Vec<String>,
    #[command(flatten)]
    pub(super) own: OwnChecks,
    #[command(flatten)]
    pub(super) configuration: ConfigurationArgs,
    #[command(flatten)]
    pub(super) terraform: TerraformArgs,
    /// Leave findings below this severity out of what people read: pretty, concise, markdown, github, azure [default: low]
    #[arg(long, value_name = "SEVERITY")]
    pub(super) min_severity: Option<Severity>,
    /// List what could not be assessed, and why
    #[arg(long)]
    pub(super) show_unknown: bool,
    /// List the findings that exceptions cover
    #[arg(long, alias = "show-suppressed")]
    pub(super) show_exceptions: bool,
    /// Scan also what `.gitignore`, `.ignore` and `.ravelinignore` leave out, and folders such as `node_modules`
    #[arg(long)]
    pub(super) no_ignore: bool,
    /// When to use colour
    #[arg(long, value_enum, default_value = "auto")]
    pub(super) color: Color,
}

/// Who may say what a scan leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TrustArg {
    /// What is scanned
    Tree,
    /// The revision of `--since`, or the file of `--policy`; for pull requests of others
    Base,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    Always,
    Never,
}

/// The least severity that fails a run; none never fails it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FailOn(pub(super) Option<Severity>);

impl FromStr for FailOn {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match (text, Severity::parse(text)) {
            ("none", _) => Ok(Self(None)),
            (_, Some(severity)) => Ok(Self(Some(severity))),
            (_, None) => Err("expected critical, high, medium, low, info or none".into()),
        }
    }
}

/// How many findings of a severity are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Budget(pub(super) Severity, pub(super) usize);

impl FromStr for Budget {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (severity, count) = text.split_once('=').ok_or("expected SEVERITY=COUNT, such as high=0")?;
        let count = count.parse().map_err(|_| format!("`{count}` is not a count"))?;
        Ok(Self(severity.parse()?, count))
    }
}

/// A format and where it goes.
#[derive(Clone, Debug)]
pub(super) struct FormatArg {
    /// Index into [`FORMATS`].
    pub(super) format: usize,
    /// Standard output when there is none.
    pub(super) file: Option<PathBuf>,
}

impl FromStr for FormatArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        format_and_file(text, FORMATS).map(|(format, file)| Self { format, file })
    }
}

fn format_help() -> String {
    format!("Output format, with `=FILE` to write it there (may be repeated): {} [default: pretty]", names(FORMATS))
}
