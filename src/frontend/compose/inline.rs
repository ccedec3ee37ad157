//! Dockerfiles that are written in a Compose file, under `build.dockerfile_inline`.

use std::collections::HashSet;

use super::file::Content;
use super::interpolate::{Environment, interpolated, pieces, resolve};
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::api::Output;
use crate::frontend::dockerfile::Inline;
use crate::frontend::embedded::Embedded;
use crate::model::Platform;
use crate::source::{SourceFile, Span, TextRange};
use crate::value::{Kind, Places, Reason, Value};

/// Most Dockerfiles of one file that are read.
const LIMIT: usize = 1_000;

/// What the Dockerfiles in the services of a file declare, each once.
pub(super) fn dockerfiles(file: &SourceFile, content: &Content, environment: &Environment) -> Output {
    let mut all = Output::default();
    let mut seen = HashSet::new();
    for (name, build) in &content.dockerfiles {
        let Some(inline) = build.member("dockerfile_inline").filter(|inline| !inline.is_null()) else { continue };
        let target = build.member("target").filter(|target| !target.is_null());
        if !seen.insert((inline.span, target.map(|target| target.span))) {
            continue;
        }
        let target = target.map(|target| resolve(target, environment));
        match read(file, name, inline, target.as_ref(), environment).filter(|_| seen.len() <= LIMIT) {
            Some(output) => all.merge(output),
            None => {
                let why = match seen.len() > LIMIT {
                    true => format!("no more than {LIMIT} of one file are"),
                    false => "it is no text of which the variables are known".to_owned(),
                };
                let message = format!("the Dockerfile of service `{name}` was not assessed: {why}");
                all.diagnostics.push(
                    Diagnostic::at(Level::Error, "compose-dockerfile", inline.span, message)
                        .with_help("write it as a file of its own"),
                );
            }
        }
    }
    all
}

fn read(
    file: &SourceFile,
    name: &str,
    inline: &Value,
    target: Option<&Value>,
    environment: &Environment,
) -> Option<Output> {
    let written = inline.as_str()?;
    let (text, places) = substituted(written, inline.span, environment)?;
    let embedded = Embedded::new(file, inline.span, written);
    let place = |range: TextRange| places.span(range).map_or(inline.span, |span| embedded.place(span.range));
    let address = Platform::Compose.address(file.path()).join(name).join("dockerfile_inline");
    Some(Inline { file, whole: inline.span, place: &place, name, address: &address, target }.read(text))
}

/// The text that Compose hands to the builder, and where its pieces stand in what is written. A variable that nothing sets
/// stays, as one that the builder does not know either. None where it cannot: the Dockerfile has one of this name.
fn substituted(written: &str, span: Span, environment: &Environment) -> Option<(String, Places)> {
    let mut text = String::new();
    let mut runs = Vec::new();
    let declared = declared(written);
    for piece in pieces(written) {
        let start = text.len();
        let whole = piece.slice(written);
        let value =
            if whole.starts_with('$') { interpolated(whole, span, environment) } else { Value::string(whole, span) };
        match value.kind {
            Kind::String(known) => text.push_str(&known),
            Kind::Unknown(unknown) => match &unknown.reason {
                Reason::EnvironmentVariable(name) if !declared.contains(&**name) => {
                    text.extend(["${", name, "}"]);
                }
                _ => return None,
            },
            _ => return None,
        }
        runs.push((TextRange::new(start, text.len()), piece));
    }
    let mut places = Places::new(text.as_str(), span.file);
    for (read, piece) in runs {
        places.push(read, piece);
    }
    Some((text, places))
}

/// What may be the names of variables that a Dockerfile has itself.
fn declared(text: &str) -> HashSet<&str> {
    text.split_whitespace().filter_map(|word| word.split('=').next()).collect()
}
