//! What the expressions of a plan refer to.

use std::collections::HashSet;

use super::document::Plan;
use crate::syntax::yaml::Node;
use crate::value::{Address, Reference, Step};

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
    prefix: Address,
    /// The reference as it is written.
    text: &'n str,
}

/// Everything that expressions in a module refer to, through variables and outputs of modules.
pub(super) fn mentions(plan: &Plan<'_>, module: usize, prefix: &Address, expressions: &[&Node]) -> Mentions {
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
    let with_attribute: HashSet<Address> = found
        .references
        .iter()
        .filter(|reference| reference.attribute.is_some())
        .map(|reference| reference.address.clone())
        .collect();
    found.references.retain(|reference| reference.attribute.is_some() || !with_attribute.contains(&reference.address));
    found
}

fn push<'n>(expression: &'n Node, module: usize, prefix: &Address, open: &mut Vec<Place<'n>>) {
    let references = expression.get("references").map_or(&[][..], Node::items).iter().rev();
    let references = references.filter_map(|reference| reference.as_str());
    open.extend(references.map(|text| Place { module, prefix: prefix.clone(), text }));
}

fn follow<'n>(plan: &Plan<'n>, place: &Place<'n>, open: &mut Vec<Place<'n>>, found: &mut Mentions) {
    let written = Address::new(place.text);
    let steps: Vec<Step<'_>> = written.steps().collect();
    let names: Vec<&str> = steps.iter().map(|step| step.name()).collect();
    match names.as_slice() {
        ["var", name, ..] => {
            let Some((caller, call)) = plan.modules.get(place.module).and_then(|module| module.caller) else { return };
            let argument = call.get("expressions").and_then(|expressions| expressions.get(name));
            match argument {
                Some(argument) => push(argument, caller, &place.prefix.module(), open),
                None => found.partial = true,
            }
        }
        ["module", _, rest @ ..] => {
            let Some(output) = rest.first() else { return };
            let prefix = place.prefix.join("module").join(steps[1].as_str());
            let child = plan.module(&prefix);
            let expression = child.and_then(|child| {
                let output = plan.modules[child].node.get("outputs")?.get(output)?;
                Some((child, output.get("expression")?))
            });
            match expression {
                Some((child, expression)) => push(expression, child, &prefix, open),
                None => found.partial = true,
            }
        }
        ["local" | "each", ..] => found.partial = true,
        ["count" | "path" | "terraform" | "self", ..] => {}
        ["data", _, _, rest @ ..] => add(place, &steps[..3], rest, found),
        [_, _, rest @ ..] => add(place, &steps[..2], rest, found),
        _ => found.partial = true,
    }
}

fn add(place: &Place<'_>, steps: &[Step<'_>], rest: &[&str], found: &mut Mentions) {
    let address = steps.iter().fold(place.prefix.clone(), |address, step| address.join(step.as_str()));
    found.references.push(Reference { address, attribute: rest.first().map(|&attribute| attribute.into()) });
}
