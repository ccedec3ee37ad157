//! What the expressions of a plan refer to.

use std::collections::HashSet;
use std::sync::Arc;

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
    /// The key that is likely to stand where the reference leaves it out: that of the instance whose expression it is.
    key: Option<Arc<str>>,
}

/// Everything that expressions of an instance, given by the address of its module and its key, refer to, through variables
/// and outputs of modules.
pub(super) fn mentions(
    plan: &Plan<'_>,
    module: usize,
    (prefix, key): (&Address, Option<&str>),
    expressions: &[&Node],
) -> Mentions {
    let mut found = Mentions::default();
    let mut open = Vec::new();
    for expression in expressions {
        push(expression, module, (prefix, key), &mut open);
    }
    let mut seen = HashSet::new();
    while let Some(place) = open.pop() {
        if !seen.insert((place.prefix.clone(), place.text, place.key.clone())) {
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

/// Adds what an expression mentions. Terraform mentions `aws_x.y["a"].id` once more without the attribute and without the
/// key, and of `aws_x.y[each.key].id` just `aws_x.y` and `each.key`.
fn push<'n>(expression: &'n Node, module: usize, (prefix, key): (&Address, Option<&str>), open: &mut Vec<Place<'n>>) {
    let references = expression.get("references").map_or(&[][..], Node::items);
    let texts: Vec<&str> = references.iter().filter_map(|reference| reference.as_str()).collect();
    let key: Option<Arc<str>> =
        key.filter(|_| texts.iter().any(|text| matches!(*text, "each.key" | "count.index"))).map(Into::into);
    let is_longer = |text: &str, short: &str| text.strip_prefix(short).is_some_and(|rest| rest.starts_with(['.', '[']));
    let said_once = texts.iter().rev().filter(|short| !texts.iter().any(|text| is_longer(text, short)));
    open.extend(said_once.map(|text| Place { module, prefix: prefix.clone(), text, key: key.clone() }));
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
                Some(argument) => {
                    push(argument, caller, (&place.prefix.module(), place.prefix.last().key()), open);
                }
                None => found.partial = true,
            }
        }
        ["module", _, rest @ ..] => {
            let prefix = place.keyed(plan, &place.prefix.join("module").join(steps[1].as_str()));
            let Some(output) = rest.first() else { return any_output(plan, &prefix, open, found) };
            let child = plan.module(&prefix);
            let expression = child.and_then(|child| {
                let output = plan.modules[child].node.get("outputs")?.get(output)?;
                Some((child, output.get("expression")?))
            });
            match expression {
                Some((child, expression)) => push(expression, child, (&prefix, None), open),
                None => found.partial = true,
            }
        }
        ["local" | "each", ..] => found.partial = true,
        // An action has no values.
        ["action" | "count" | "path" | "terraform" | "self", ..] => {}
        ["data" | "ephemeral", _, _, rest @ ..] => add(plan, place, &steps[..3], rest, found),
        [_, _, rest @ ..] => add(plan, place, &steps[..2], rest, found),
        _ => found.partial = true,
    }
}

/// Of a module of which it is not said which output is meant, whatever any of them refers to.
fn any_output<'n>(plan: &Plan<'n>, prefix: &Address, open: &mut Vec<Place<'n>>, found: &mut Mentions) {
    let outputs = plan.module(prefix).and_then(|child| Some((child, plan.modules[child].node.get("outputs")?)));
    let Some((child, outputs)) = outputs else {
        found.partial = true;
        return;
    };
    for expression in outputs.entries().iter().filter_map(|output| output.value.get("expression")) {
        push(expression, child, (prefix, None), open);
    }
}

fn add(plan: &Plan<'_>, place: &Place<'_>, steps: &[Step<'_>], rest: &[&str], found: &mut Mentions) {
    let address = steps.iter().fold(place.prefix.clone(), |address, step| address.join(step.as_str()));
    let attribute = rest.first().map(|&attribute| attribute.into());
    // A mention with an attribute is of something that has no instances.
    let address = if attribute.is_none() { place.keyed(plan, &address) } else { address };
    found.references.push(Reference { address, attribute });
}

impl Place<'_> {
    /// The instance of this address that has the key of the one whose expression it is, where there is one.
    fn keyed(&self, plan: &Plan<'_>, address: &Address) -> Address {
        let Some(key) = self.key.as_deref().filter(|_| address.last().key().is_none()) else { return address.clone() };
        let instance = Address::new(format!("{address}[{key}]"));
        if plan.has(&instance) { instance } else { address.clone() }
    }
}
