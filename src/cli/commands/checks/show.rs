//! `ravelin checks show`

use std::io::{self, Write};

use super::super::{compliance, lists, registry};
use super::markdown;
use crate::check::{Check, Target};
use crate::cli::exit::Exit;
use crate::cli::shared::OwnChecks;
use crate::cli::stdout::stdout;
use crate::cli::word::check_name;

#[derive(clap::Args)]
pub(in crate::cli::commands) struct Args {
    /// Id of a check, or what another tool calls it
    #[arg(value_parser = check_name(), hide_possible_values = true)]
    id: String,
    /// Output format
    #[arg(short, long, value_enum, default_value = "text")]
    format: Layout,
    #[command(flatten)]
    own: OwnChecks,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Layout {
    /// One line for each field
    Text,
    /// A page with everything, examples included
    Markdown,
}

pub(super) fn run(Args { id, format, own }: &Args) -> anyhow::Result<Exit> {
    let registry = registry::load(own)?;
    let found = registry.find_some(id)?;
    let mut out = stdout();
    for (index, check) in found.into_iter().enumerate() {
        match format {
            Layout::Text => write_fields(check, &mut out)?,
            Layout::Markdown => {
                let gap = if index > 0 { "\n" } else { "" };
                write!(out, "{gap}{}", markdown::page(check))?;
            }
        }
    }
    Ok(Exit::Clean)
}

fn write_fields(check: &Check, out: &mut dyn Write) -> io::Result<()> {
    let mut row = |name: &str, value: String| match value.is_empty() {
        true => Ok(()),
        false => writeln!(out, "{name:10} {value}"),
    };
    row("id", check.id.into())?;
    row("title", check.title.into())?;
    row("severity", check.severity.to_string())?;
    row("category", check.category.as_str().into())?;
    row("provider", format!("{} / {}", check.provider, check.service))?;
    row("judges", judged(check))?;
    for (name, clause) in check.text.logic {
        row(name, (*clause).into())?;
    }
    if let Some(list) = &check.list {
        row("parameter", format!("{}: {}", list.parameter, list.about))?;
    }
    for list in lists::told(check) {
        row("list", list.title)?;
        row("", list.soon.unwrap_or_default())?;
        list.sources.iter().try_for_each(|source| row("", format!("from {source}")))?;
    }
    row("message", check.message.into())?;
    for recipe in check.text.fix {
        row("fix", recipe.to_string())?;
    }
    for own in check.text.wordings {
        row(own.platform.as_str(), format!("{}; {}; {}", own.severity, own.title, own.message))?;
    }
    row("cwe", check.text.cwe.join(", "))?;
    row("aliases", check.text.aliases.join(", "))?;
    row("related", check.text.related.join(", "))?;
    row("covers", check.text.covers.join(", "))?;
    for (framework, controls) in compliance::served(check.id) {
        row("controls", format!("{framework}: {controls}"))?;
    }
    for reference in check.text.references {
        row("reference", (*reference).into())?;
    }
    row("examples", format!("{}; `ravelin explain {}` prints them", check.text.examples.len(), check.id))
}

fn judged(check: &Check) -> String {
    match check.target {
        Target::Kinds(kinds) => kinds.join(", "),
        Target::Shape(shape, []) => format!("shape {}", shape.as_str()),
        Target::Shape(shape, kinds) => format!("shape {} of {}", shape.as_str(), kinds.join(", ")),
    }
}
