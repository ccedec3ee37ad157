//! Terraform's JSON syntax: `.tf.json`, `.tofu.json` and `.tfvars.json` files to the tree of the native syntax
//! ([JSON configuration syntax](https://developer.hashicorp.com/terraform/language/syntax/json)).
//!
//! | file | does |
//! |---|---|
//! | `blocks` | objects to blocks and arguments |
//! | `roles` | which object is which |
//! | `texts` | strings to templates and expressions, with their places |

mod blocks;
mod roles;
#[cfg(test)]
mod tests;
mod texts;

pub(in crate::frontend::terraform) use texts::{Texts, escape_at};

use blocks::Converter;
use roles::Body;

use crate::source::SourceFile;
use crate::syntax::hcl::Parsed;
use crate::syntax::yaml::{self, Dialect};

/// Reads a file. `texts` keeps those strings that are written with escapes.
pub(in crate::frontend::terraform) fn parse<'p>(file: &'p SourceFile, texts: &'p Texts) -> Parsed<'p> {
    parse_as(if file.name().ends_with(".tfvars.json") { Body::Values } else { Body::File }, file, texts)
}

/// Reads a file of values, whatever its name.
pub(in crate::frontend::terraform) fn parse_values<'p>(file: &'p SourceFile, texts: &'p Texts) -> Parsed<'p> {
    parse_as(Body::Values, file, texts)
}

fn parse_as<'p>(kind: Body, file: &'p SourceFile, texts: &'p Texts) -> Parsed<'p> {
    let stream = yaml::parse(file.text(), Dialect::Json);
    let mut converter = Converter::new(file, texts);
    // A repeated name hides part of the file.
    converter.errors.extend(stream.errors.iter().chain(&stream.notes).cloned());
    let body = stream.documents.first().map(|document| converter.body(&document.root, kind)).unwrap_or_default();
    let mut errors = converter.errors;
    errors.sort_by_key(|error| error.range.start);
    Parsed { body, comments: Vec::new(), errors }
}
