//! `ravelin checks lint`

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::super::registry;
use crate::cli::exit::Exit;
use crate::cli::shared::OwnChecks;
use crate::cli::stdout::stdout;
use crate::cli::word::word;
use crate::lint::{Weakness, lint};
use crate::vocabulary::Lint;

#[derive(clap::Args)]
pub(in crate::cli::commands) struct Args {
    /// Only these checks: ids, other tools' names, or patterns with `*`
    ids: Vec<String>,
    /// Only weaknesses of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = word::<Lint>())]
    kind: Vec<Lint>,
    /// Output format
    #[arg(short, long, value_enum, default_value = "text")]
    format: Layout,
    #[command(flatten)]
    own: OwnChecks,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Layout {
    /// One line each, and how many there are of each kind
    Text,
    /// An array
    Json,
}

#[derive(Serialize)]
struct Row<'w> {
    check: &'static str,
    lint: &'static str,
    attribute: &'w str,
    message: &'w str,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let all = registry::load(&args.own)?;
    let wanted = registry::named(&all, &args.ids)?;
    let mut found = lint(&all, |check| args.ids.is_empty() || wanted.contains(check.id));
    found.retain(|weakness| args.kind.is_empty() || args.kind.contains(&weakness.lint));
    let mut out = stdout();
    match args.format {
        Layout::Text => write_lines(&found, &mut out)?,
        Layout::Json => {
            let rows: Vec<Row<'_>> = found
                .iter()
                .map(|Weakness { check, lint, message, attribute }| Row {
                    check,
                    lint: lint.as_str(),
                    attribute,
                    message,
                })
                .collect();
            serde_json::to_writer_pretty(&mut out, &rows)?;
            writeln!(out)?;
        }
    }
    Ok(if found.is_empty() { Exit::Clean } else { Exit::Findings })
}

fn write_lines(found: &[Weakness], out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<Lint, usize> = BTreeMap::new();
    for Weakness { check, lint, message, .. } in found {
        *counts.entry(*lint).or_default() += 1;
        writeln!(out, "{check}: {lint}: {message}")?;
    }
    let counts: Vec<String> = counts.iter().map(|(lint, count)| format!("{count} {lint}")).collect();
    match counts.is_empty() {
        true => writeln!(out, "nothing found"),
        false => writeln!(out, "{}", counts.join(", ")),
    }
}
