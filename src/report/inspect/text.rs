//! Resources as people read them.

use std::io;

use super::super::text::{counted, cut, one_line};
use super::node::{Content, Node, Spot, Step};
use super::walk::nodes;
use super::{Subject, View};
use crate::model::Resource;

/// Longest value that is shown on a line, in characters.
const LONGEST: usize = 100;

/// Writes the address, kind and place of each resource, one line each.
///
/// # Errors
/// What `out` says.
pub fn write_list(view: &View<'_>, resources: &[&Resource], out: &mut dyn io::Write) -> io::Result<()> {
    let addresses: Vec<String> = resources.iter().map(|it| one_line(&it.address.to_string()).into_owned()).collect();
    let width = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or_default();
    let first = width(&mut addresses.iter().map(|address| address.chars().count()));
    let second = width(&mut resources.iter().map(|resource| resource.kind.chars().count()));
    for (resource, address) in resources.iter().zip(&addresses) {
        let Spot { path, line, .. } = Spot::of(view, resource.header);
        writeln!(out, "{address:first$}  {:second$}  {path}:{line}", resource.kind)?;
    }
    Ok(())
}

/// Writes what `$` stands for in checks on a resource: its body, and each of its shapes.
///
/// # Errors
/// What `out` says.
pub fn write_tree(view: &View<'_>, resource: &Resource, out: &mut dyn io::Write) -> io::Result<()> {
    let Spot { path, line, .. } = Spot::of(view, resource.header);
    writeln!(out, "{}  # {path}:{line}", one_line(&resource.address.to_string()))?;
    for subject in view.subjects(resource) {
        writeln!(out, "\n{}", heading(&subject, resource))?;
        if subject.same_as.is_none() {
            for node in nodes(view, resource, &subject.value) {
                writeln!(out, "{}{}", "  ".repeat(node.depth + 1), line_of(&node))?;
            }
        }
    }
    Ok(())
}

/// What a check says to judge this subject.
fn heading(subject: &Subject, resource: &Resource) -> String {
    let on = match subject.shape {
        None => format!("on: {{kinds: [{}]}}", resource.kind),
        Some(shape) => format!("on: {{shape: {shape}}}"),
    };
    let number = match subject.number {
        (_, 1) => String::new(),
        (number, count) => format!(", {number} of {count}"),
    };
    let same = subject.same_as.as_deref().map_or_else(String::new, |other| format!(": the same as {other}"));
    format!("{on}{number}{same}")
}

fn line_of(Node { path, content, place, way, .. }: &Node) -> String {
    let value = match content {
        Content::Scalar { value } => format!(" = {}", short(&value.to_string())),
        Content::Partial { value, reason } => format!(" = {}, in part unknown: {reason}", short(&format!("{value:?}"))),
        Content::Json { value } => format!(" = the text of {}", short(value)),
        Content::List { count, reason } => format!(": {}{}", counted(*count, "item"), more(reason.as_deref())),
        Content::Map { count, reason } => format!(": {}{}", counted(*count, "member"), more(reason.as_deref())),
        Content::Either { values, reason } => format!(" = {}, as {reason}", short(&values.join(" or "))),
        Content::Unknown { reason } => format!(": unknown: {reason}"),
        Content::Attached { address } => format!(" is {address}"),
        Content::Sensitive => ": (sensitive)".to_owned(),
        Content::Cut { count } => return format!("and {count} values more"),
    };
    format!("{}{}  # {}", one_line(path), one_line(&value), written(place, way))
}

fn more(reason: Option<&str>) -> String {
    reason.map_or_else(String::new, |reason| format!(", perhaps more: {reason}"))
}

/// Where a value was written, and the references that lead there.
fn written(place: &Spot, way: &[Step]) -> String {
    let line = |spot: &Spot| format!("{}:{}", spot.path, spot.line);
    match way.last() {
        None => line(place),
        Some(last) => {
            let labels: Vec<&str> = way.iter().map(|step| step.label.as_str()).collect();
            format!("{}, by {} at {}", line(&last.place), labels.join(", "), line(place))
        }
    }
}

fn short(text: &str) -> String {
    cut(text, LONGEST).into_owned()
}
