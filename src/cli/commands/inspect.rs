//! `ravelin inspect`

use std::io;
use std::path::PathBuf;

use anyhow::bail;

use super::setup::Setup;
use super::{registry, scan};
use crate::check::{Question, nearest};
use crate::cli::exit::Exit;
use crate::cli::shared::SetupArgs;
use crate::cli::word::word;
use crate::diagnostic::{Diagnostic, Level};
use crate::engine::{self, Inspection, Progress};
use crate::model::Resource;
use crate::report::inspect::{self, Answer, View};
use crate::source::SourceMap;
use crate::value::fits;
use crate::vocabulary::Shape;

/// Most addresses that are named where one is not found.
const NAMED: usize = 5;

#[derive(clap::Args)]
pub(super) struct Args {
    /// File or folder; `-` is standard input
    #[arg(value_name = "PATH")]
    path: PathBuf,
    /// Address of a resource, or a pattern with `*`: print what checks see of it. Without it, list the addresses
    address: Option<String>,
    /// Name for standard input, which decides its language; guessed from the content when it is left out
    #[arg(long, value_name = "NAME")]
    stdin_name: Option<String>,
    /// Print only these shapes, and not the body; with `--query`, ask this shape
    #[arg(long, value_name = "SHAPE", value_delimiter = ',', value_parser = word::<Shape>())]
    shape: Vec<Shape>,
    /// Print also the bodies of what is attached
    #[arg(long)]
    attached: bool,
    /// Ask a query, such as `?@.acl == 'private'`, and print which resources match, which do not, and of which it is not known
    #[arg(long, value_name = "QUERY", conflicts_with = "attached")]
    query: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    setup: SetupArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let question = args.query.as_deref().map(|query| question(query, &args.shape)).transpose()?;
    let inputs = scan::named_inputs(std::slice::from_ref(&args.path), args.stdin_name.as_deref())?;
    let mut setup = Setup::new(&inputs, &args.setup)?;
    let sources = std::mem::take(&mut setup.sources);
    let progress = Progress::default();
    let request = setup.request(inputs, &setup.registry, &progress);
    let Inspection { sources, resources, concealed, diagnostics, root } = engine::inspect(&request, sources);
    let told: Vec<Diagnostic> = diagnostics.into_iter().filter(|diagnostic| diagnostic.level != Level::Note).collect();
    registry::print_diagnostics(told, &sources)?;
    let wanted = wanted(&resources, args.address.as_deref())?;
    let (sources, concealed) = (sources.shown(), &concealed);
    let view = View { sources, root: &root, concealed, shapes: &args.shape, attached: args.attached };
    let mut out = io::stdout().lock();
    match (question, &args.address, args.json) {
        (Some(question), _, is_json) => {
            let answer = |resource| Some(Answer { resource, verdict: question.ask(resource)? });
            let answers: Vec<Answer<'_>> = wanted.iter().filter_map(|resource| answer(*resource)).collect();
            match is_json {
                true => inspect::write_answers_json(&view, &answers, &mut out)?,
                false => inspect::write_answers(&view, &answers, &mut out)?,
            }
        }
        (None, None, true) => inspect::write_list_json(&view, &wanted, &mut out)?,
        (None, None, false) => inspect::write_list(&view, &wanted, &mut out)?,
        (None, Some(_), true) => inspect::write_json(&view, &wanted, &mut out)?,
        (None, Some(_), false) => {
            for (index, resource) in wanted.iter().enumerate() {
                if index > 0 {
                    io::Write::write_all(&mut out, b"\n\n")?;
                }
                inspect::write_tree(&view, resource, &mut out)?;
            }
        }
    }
    Ok(Exit::Clean)
}

/// The query, whose mistakes are printed to standard error.
fn question(query: &str, shapes: &[Shape]) -> anyhow::Result<Question> {
    let shape = match shapes {
        [] => None,
        [shape] => Some(*shape),
        _ => bail!("a query is asked of one shape"),
    };
    let sources = SourceMap::new();
    match Question::read(sources.add("--query", query), shape) {
        Ok(question) => Ok(question),
        Err(problems) => {
            registry::print_notices(&problems, &sources)?;
            bail!("the query is not valid")
        }
    }
}

/// The resources whose address fits `pattern`.
fn wanted<'r>(resources: &'r [Resource], pattern: Option<&str>) -> anyhow::Result<Vec<&'r Resource>> {
    let Some(pattern) = pattern else { return Ok(resources.iter().collect()) };
    let address = |resource: &Resource| resource.address.to_string();
    let mut found: Vec<&Resource> = resources.iter().filter(|resource| address(resource) == pattern).collect();
    if found.is_empty() {
        found = resources.iter().filter(|resource| fits(pattern, &address(resource))).collect();
    }
    if !found.is_empty() {
        return Ok(found);
    }
    let all: Vec<String> = resources.iter().map(address).collect();
    let alike = nearest(pattern, all.iter().map(String::as_str)).into_iter();
    let holding = all.iter().map(String::as_str).filter(|address| address.contains(pattern));
    let mut near: Vec<&str> = alike.chain(holding).collect();
    near.dedup();
    match near[..] {
        [] => bail!("nothing here has the address `{pattern}`; without an address, `ravelin inspect` lists them all"),
        [one] => bail!("nothing here has the address `{pattern}`: did you mean `{one}`?"),
        _ => {
            let names: Vec<String> = near.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
            bail!("nothing here has the address `{pattern}`: did you mean one of {}?", names.join(", "))
        }
    }
}
