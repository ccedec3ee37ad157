//! Dockerfiles that are written in a Compose file, under `build.dockerfile_inline`.

use std::collections::HashSet;

use super::file::Content;
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::api::Output;
use crate::frontend::dockerfile::Inline;
use crate::model::Platform;
use crate::source::SourceFile;
use crate::value::Value;

/// Most Dockerfiles of one file that are read.
const LIMIT: usize = 1_000;

/// What the Dockerfiles in the services of a file declare, each once.
pub(super) fn dockerfiles(file: &SourceFile, content: &Content) -> Output {
    let mut all = Output::default();
    let mut seen = HashSet::new();
    for (service, name) in content.services.values().zip(content.services.keys()) {
        let inline = service.body.member("build").and_then(|build| build.member("dockerfile_inline"));
        let Some(inline) = inline.filter(|inline| !inline.is_null() && seen.insert(inline.span)) else { continue };
        match read(file, name, inline).filter(|_| seen.len() <= LIMIT) {
            Some(output) => all.merge(output),
            None => {
                let why = match seen.len() > LIMIT {
                    true => format!("no more than {LIMIT} of one file are"),
                    false => "with variables, here-documents or quotes it has no places in this file".to_owned(),
                };
                let message = format!("the Dockerfile of service `{name}` was not assessed: {why}");
                all.diagnostics.push(
                    Diagnostic::at(Level::Error, "compose-dockerfile", inline.span, message)
                        .with_help("write it as a file of its own, or as a literal block (`|`)"),
                );
            }
        }
    }
    all
}

fn read(file: &SourceFile, name: &str, inline: &Value) -> Option<Output> {
    let address = Platform::Compose.address(file.path()).join(name).join("dockerfile_inline");
    Inline { file, span: inline.span, text: inline.as_str()?, name, address: &address }.read()
}
