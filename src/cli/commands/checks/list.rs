//! `ravelin checks list`

use std::collections::BTreeSet;
use std::io::{self, Write};

use anyhow::bail;
use serde::Serialize;

use super::super::registry;
use super::{markdown, search};
use crate::check::{Category, Check, Severity, Target, nearest};
use crate::cli::exit::Exit;
use crate::cli::shared::{FrameworkArg, OwnChecks};
use crate::cli::stdout::stdout;
use crate::cli::terminal;
use crate::cli::word::word;
use crate::compliance;

/// Which checks to list, and how. A check is listed when it fits every filter; of a filter with several words, one.
#[derive(clap::Args)]
pub(in crate::cli::commands) struct Args {
    /// Only checks that have all of these words in their ids, titles, other tools' names or kinds, the best first
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    /// Only checks on these clouds or systems, such as `aws`
    #[arg(long, value_name = "PROVIDER", value_delimiter = ',')]
    provider: Vec<String>,
    /// Only checks on these services, such as `s3`
    #[arg(long, value_name = "SERVICE", value_delimiter = ',')]
    service: Vec<String>,
    /// Only checks of these severities
    #[arg(long, value_name = "SEVERITY", value_delimiter = ',', value_parser = word::<Severity>())]
    severity: Vec<Severity>,
    /// Only checks of these categories
    #[arg(long, value_name = "CATEGORY", value_delimiter = ',', value_parser = word::<Category>())]
    category: Vec<Category>,
    /// Only checks that judge resources of these kinds, such as `aws_s3_bucket` or `Deployment`
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<String>,
    /// Only checks that other tools know by these names, or by names that fit a pattern such as `CKV_AWS_*`
    #[arg(long, value_name = "ALIAS", value_delimiter = ',')]
    alias: Vec<String>,
    /// Only checks that serve controls of these frameworks; `ravelin compliance list` shows them
    #[arg(
        long,
        value_name = "FRAMEWORK",
        value_delimiter = ',',
        value_parser = FrameworkArg::parser(),
        hide_possible_values = true
    )]
    framework: Vec<FrameworkArg>,
    /// Output format
    #[arg(short, long, value_enum, default_value = "text")]
    format: Layout,
    #[command(flatten)]
    own: OwnChecks,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Layout {
    /// One line each
    Text,
    /// An array with all that is short
    Json,
    /// A table
    Markdown,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let registry = registry::load(&args.own)?;
    all_known(&args.provider, "provider", &registry.checks().iter().map(|check| check.provider).collect())?;
    all_known(&args.service, "service", &registry.checks().iter().map(|check| check.service).collect())?;
    note_unnamed(&args.kind, registry.checks());
    let checks: Vec<&Check> = registry.checks().iter().copied().filter(|check| is_wanted(check, args)).collect();
    if checks.is_empty() {
        terminal::say("note: no check fits all of these options");
    }
    let checks = if args.words.is_empty() { checks } else { search::search(&checks, &args.words)? };
    let mut out = stdout();
    match args.format {
        Layout::Text => write_lines(&checks, &mut out)?,
        Layout::Json => {
            let rows: Vec<Row> = checks.iter().map(|check| Row::new(check)).collect();
            serde_json::to_writer_pretty(&mut out, &rows)?;
            writeln!(out)?;
        }
        Layout::Markdown => out.write_all(markdown::table(&checks).as_bytes())?,
    }
    Ok(Exit::Clean)
}

/// Asserts that every word of a filter is one of the names that checks have.
///
/// # Errors
/// One is none of them.
fn all_known(words: &[String], what: &str, names: &BTreeSet<&str>) -> anyhow::Result<()> {
    let Some(word) = words.iter().find(|word| !names.contains(word.as_str())) else { return Ok(()) };
    match nearest(word, names.iter().copied()) {
        Some(name) => bail!("no check has the {what} `{word}`: did you mean `{name}`?"),
        None => bail!("no check has the {what} `{word}`"),
    }
}

/// Says which of the kinds no check names. They may be misspelled; or they are real, and only judged as all kinds are.
fn note_unnamed(kinds: &[String], checks: &[&Check]) {
    let known: BTreeSet<&str> = checks.iter().flat_map(|check| check.target.kinds().iter().copied()).collect();
    for kind in kinds.iter().filter(|kind| !known.contains(kind.as_str())) {
        let help = nearest(kind, known.iter().copied()).map(|near| format!(": did you mean `{near}`?"));
        terminal::say(&format!("note: no check names the kind `{kind}`{}", help.unwrap_or_default()));
    }
}

/// Whether a check fits every filter. A filter without words fits all.
fn is_wanted(check: &Check, args: &Args) -> bool {
    fn any<T>(words: &[T], fits: impl Fn(&T) -> bool) -> bool {
        words.is_empty() || words.iter().any(fits)
    }
    any(&args.provider, |provider| check.provider == provider)
        && any(&args.service, |service| check.service == service)
        && any(&args.severity, |severity| check.severity == *severity)
        && any(&args.category, |category| check.category == *category)
        && any(&args.kind, |kind| check.target.judges(kind))
        && any(&args.alias, |alias| check.has_alias(alias))
        && any(&args.framework, |FrameworkArg(framework)| {
            compliance::controls_of(check.id).iter().any(|(serving, _)| serving.id == framework.id)
        })
}

fn write_lines(checks: &[&Check], out: &mut dyn Write) -> io::Result<()> {
    let width = checks.iter().map(|check| check.id.len()).max().unwrap_or(0);
    for check in checks {
        writeln!(out, "{:width$}  {:8}  {}", check.id, check.severity.as_str(), check.title)?;
    }
    Ok(())
}

/// A check in JSON.
#[derive(Serialize)]
struct Row {
    id: &'static str,
    title: &'static str,
    severity: &'static str,
    category: &'static str,
    provider: &'static str,
    service: &'static str,
    /// Kinds that it names; empty where it judges all that have the shape.
    kinds: &'static [&'static str],
    shape: Option<&'static str>,
    cwe: &'static [&'static str],
    aliases: &'static [&'static str],
    references: &'static [&'static str],
}

impl Row {
    fn new(check: &Check) -> Self {
        let shape = match check.target {
            Target::Kinds(_) => None,
            Target::Shape(shape, _) => Some(shape.as_str()),
        };
        Self {
            id: check.id,
            title: check.title,
            severity: check.severity.as_str(),
            category: check.category.as_str(),
            provider: check.provider,
            service: check.service,
            kinds: check.target.kinds(),
            shape,
            cwe: check.text.cwe,
            aliases: check.text.aliases,
            references: check.text.references,
        }
    }
}
