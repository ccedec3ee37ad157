//! Examples in Terraform.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json};

use super::path::MAPS;
use super::sample::{Beside, Sample};
use crate::shape::Shape;

/// The resource of an example, with those beside it.
pub(super) fn resources(sample: &Sample, kind: &str) -> String {
    let mut texts = Vec::new();
    add(sample.body.clone(), &sample.beside, kind, "example", &mut texts);
    texts.join("\n")
}

fn add(mut body: Json, beside: &[Beside], kind: &str, label: &str, texts: &mut Vec<String>) {
    let own = texts.len();
    texts.push(String::new());
    for beside in beside {
        let other = if texts.len() == 1 { "other".to_owned() } else { format!("other_{}", texts.len()) };
        let mut other_body = beside.sample.body.clone();
        let (holder, named) = match beside.names_holder {
            true => (&mut other_body, format!("{kind}.{label}")),
            false => (&mut body, format!("{}.{other}", beside.kind)),
        };
        let way: Vec<&str> = beside.argument.split('.').filter(|name| !name.is_empty()).collect();
        refer(holder, &way, &format!("{named}.id"));
        add(other_body, &beside.sample.beside, &beside.kind, &other, texts);
    }
    texts[own] = block(kind, label, &body);
}

/// What stands before an expression that is written as it is.
const REFERENCE: &str = "\u{0}";

fn refer(body: &mut Json, names: &[&str], expression: &str) {
    let (Some((name, rest)), Some(map)) = (names.split_first(), body.as_object_mut()) else { return };
    if rest.is_empty() {
        map.insert((*name).to_owned(), Json::String(format!("{REFERENCE}{expression}")));
        return;
    }
    let inner = map.entry((*name).to_owned()).or_insert_with(|| Json::Object(Map::new()));
    refer(inner, rest, expression);
}

fn block(kind: &str, label: &str, body: &Json) -> String {
    let head = match kind.split_once('.') {
        Some(("data", kind)) => format!("data \"{kind}\" \"{label}\""),
        Some(("provider", name)) => format!("provider \"{name}\""),
        _ if matches!(kind, "module" | "output" | "variable") => format!("{kind} \"{label}\""),
        _ => format!("resource \"{kind}\" \"{label}\""),
    };
    let mut text = format!("{head} {{");
    let inner = members(body, 1, Shape::StructuredText.serves(kind));
    if !inner.is_empty() {
        text.push('\n');
        text.push_str(&inner);
    }
    text.push_str("}\n");
    text
}

/// Arguments and blocks, one line each at least.
fn members(body: &Json, depth: usize, holds_texts: bool) -> String {
    let indent = "  ".repeat(depth);
    let mut arguments: Vec<(&str, String)> = Vec::new();
    let mut blocks = String::new();
    for (name, value) in body.as_object().into_iter().flatten() {
        let is_block = |value: &Json| value.is_object();
        let several = match value {
            _ if holds_texts && depth == 1 && (value.is_object() || value.is_array()) => {
                arguments.push((name, format!("jsonencode({})", expression(value))));
                continue;
            }
            Json::Object(_) if !MAPS.contains(&name.as_str()) => std::slice::from_ref(value),
            Json::Array(items) if !items.is_empty() && items.iter().all(is_block) => items,
            _ => {
                arguments.push((name, expression(value)));
                continue;
            }
        };
        for value in several {
            let inner = members(value, depth + 1, false);
            let inner = if inner.is_empty() { inner } else { format!("\n{inner}{indent}") };
            let _ = writeln!(blocks, "{indent}{name} {{{inner}}}");
        }
    }
    let width = arguments.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let mut lines = String::new();
    for (name, value) in &arguments {
        let _ = writeln!(lines, "{indent}{name:width$} = {value}");
    }
    let gap = if lines.is_empty() || blocks.is_empty() { "" } else { "\n" };
    format!("{lines}{gap}{blocks}")
}

fn expression(value: &Json) -> String {
    match value {
        Json::String(text) => match text.strip_prefix(REFERENCE) {
            Some(expression) => expression.to_owned(),
            None => quoted(text),
        },
        Json::Array(items) => format!("[{}]", items.iter().map(expression).collect::<Vec<_>>().join(", ")),
        Json::Object(members) if members.is_empty() => "{}".to_owned(),
        Json::Object(members) => {
            let is_word = |name: &str| {
                name.starts_with(|char: char| char.is_ascii_alphabetic())
                    && name.chars().all(|char| char.is_ascii_alphanumeric() || char == '_')
            };
            let member = |(name, value): (&String, &Json)| {
                let name = if is_word(name) { name.clone() } else { quoted(name) };
                format!("{name} = {}", expression(value))
            };
            format!("{{ {} }}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

fn quoted(text: &str) -> String {
    Json::String(text.replace("${", "$${").replace("%{", "%%{")).to_string()
}
