//! `ravelin checks list`

use std::io::{self, Write};

use serde::Serialize;

use super::super::registry;
use super::markdown;
use crate::check::{Check, Target};
use crate::cli::args::{ListArgs, ListFormat};
use crate::cli::compliance::FrameworkArg;
use crate::cli::exit::Exit;
use crate::compliance;

pub(super) fn run(args: &ListArgs) -> anyhow::Result<Exit> {
    let registry = registry::load(&args.own)?;
    let checks: Vec<&Check> = registry.checks().iter().copied().filter(|check| is_wanted(check, args)).collect();
    let mut out = io::stdout().lock();
    match args.format {
        ListFormat::Text => write_lines(&checks, &mut out)?,
        ListFormat::Json => {
            let rows: Vec<Row> = checks.iter().map(|check| Row::new(check)).collect();
            serde_json::to_writer_pretty(&mut out, &rows)?;
            writeln!(out)?;
        }
        ListFormat::Markdown => out.write_all(markdown::table(&checks).as_bytes())?,
    }
    Ok(Exit::Clean)
}

/// Whether a check fits every filter. A filter without words fits all.
fn is_wanted(check: &Check, args: &ListArgs) -> bool {
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
        let (kinds, shape) = match check.target {
            Target::Kinds(kinds) => (kinds, None),
            Target::Shape(shape, kinds) => (kinds, Some(shape.as_str())),
        };
        Self {
            id: check.id,
            title: check.title,
            severity: check.severity.as_str(),
            category: check.category.as_str(),
            provider: check.provider,
            service: check.service,
            kinds,
            shape,
            cwe: check.text.cwe,
            aliases: check.text.aliases,
            references: check.text.references,
        }
    }
}
