//! What the expressions of a plan refer to.

use std::collections::HashSet;
use std::sync::Arc;

use super::document::{Plan, segments, within};
use crate::syntax::yaml::Node;
use crate::value::Reference;

/// Most references that are followed for one value.
const LIMIT: usize = 1_000;

/// What some expressions refer to.
#[derive(Default)]
pub(super) struct Mentions {
    /// The resources.
    pub(super) references: Vec<Reference>,
    /// Whether there may be others: a plan does not say what local values are made of.
    pub(super) partial: bool,
}

/// Where a reference stands.
struct Place<'n> {
    /// Position of the module in the configuration.
    module: usize,
    /// The module's address, with those keys that are known.
    prefix: String,
    /// The reference as it is written.
    text: &'n str,
}

/// Everything that expressions in a module refer to, through variables and outputs of modules.
pub(super) fn mentions(plan: &Plan<'_>, module: usize, prefix: &str, expressions: &[&Node]) -> Mentions {
    let mut found = Mentions::default();
    let mut open = Vec::new();
    for expression in expressions {
        push(expression, module, prefix, &mut open);
    }
    let mut seen = HashSet::new();
    while let Some(place) = open.pop() {
        if !seen.insert((place.prefix.clone(), place.text)) {
            continue;
        }
        if seen.len() > LIMIT {
            found.partial = true;
            break;
        }
        follow(plan, &place, &mut open, &mut found);
    }
    // Terraform mentions each resource once more without the attribute.
    let with_attribute: HashSet<Arc<str>> = found
        .references
        .iter()
        .filter(|reference| reference.attribute.is_some())
        .map(|reference| Arc::clone(&reference.address))
        .collect();
    found.references.retain(|reference| reference.attribute.is_some() || !with_attribute.contains(&reference.address));
    found
}

fn push<'n>(expression: &'n Node, module: usize, prefix: &str, open: &mut Vec<Place<'n>>) {
    let references = expression.get("references").map_or(&[][..], Node::items).iter().rev();
    let references = references.filter_map(|reference| reference.as_str());
    open.extend(references.map(|text| Place { module, prefix: prefix.to_owned(), text }));
}

fn follow<'n>(plan: &Plan<'n>, place: &Place<'n>, open: &mut Vec<Place<'n>>, found: &mut Mentions) {
    let parts = segments(place.text);
    match parts.as_slice() {
        ["var", name, ..] => {
            let Some((caller, call)) = plan.modules.get(place.module).and_then(|module| module.caller) else { return };
            let argument = call.get("expressions").and_then(|expressions| expressions.get(plain(name)));
            match argument {
                Some(argument) => push(argument, caller, outer(&place.prefix), open),
                None => found.partial = true,
            }
        }
        ["module", call, rest @ ..] => {
            let Some(output) = rest.first() else { return };
            let prefix = within(&place.prefix, &format!("module.{call}"));
            let child = plan.module(&prefix);
            let expression = child.and_then(|child| {
                let output = plan.modules[child].node.get("outputs")?.get(plain(output))?;
                Some((child, output.get("expression")?))
            });
            match expression {
                Some((child, expression)) => push(expression, child, &prefix, open),
                None => found.partial = true,
            }
        }
        ["local" | "each", ..] => found.partial = true,
        ["count" | "path" | "terraform" | "self", ..] => {}
        ["data", kind, name, rest @ ..] => add(place, &format!("data.{kind}.{name}"), rest, found),
        [kind, name, rest @ ..] => add(place, &format!("{kind}.{name}"), rest, found),
        _ => found.partial = true,
    }
}

fn add(place: &Place<'_>, address: &str, rest: &[&str], found: &mut Mentions) {
    let attribute = rest.first().map(|attribute| Arc::from(plain(attribute)));
    found.references.push(Reference { address: within(&place.prefix, address).into(), attribute });
}

/// A part of an address without its key.
pub(super) fn plain(part: &str) -> &str {
    part.split('[').next().unwrap_or(part)
}

/// The address of the calling module.
fn outer(prefix: &str) -> &str {
    let parts = segments(prefix);
    let last: usize = parts.iter().rev().take(2).map(|part| part.len() + 1).sum();
    prefix.get(..prefix.len().saturating_sub(last)).unwrap_or_default()
}
