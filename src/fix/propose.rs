//! From a finding to the edits that mend it, as its check says.

use std::collections::HashMap;

use super::act::{Actor, FileOp};
use super::aim::Aim;
use super::content::Filler;
use super::language::Language;
use super::serves::Uses;
use super::{Op, Unfixable};
use crate::check::fix::{Action, Recipe};
use crate::check::verdict::{self, Verdict};
use crate::check::{Check, Target};
use crate::finding::{Edit, Finding, Fix};
use crate::model::Resource;
use crate::source::{FileId, SourceMap};
use crate::value::Value;
use crate::vocabulary::Safety;

/// Most resources of one finding that are looked at: what is written once for more of them is written for all.
const MAX_RESOURCES: usize = 64;

/// Proposes fixes for the findings of one scan.
pub struct Proposer<'r> {
    resources: &'r [Resource],
    by_address: HashMap<&'r str, Vec<&'r Resource>>,
    uses: Uses<'r>,
    sources: &'r SourceMap,
}

/// What mends one finding, before it is text.
struct Plan {
    recipe: &'static Recipe,
    ops: Vec<FileOp>,
    placeholders: Vec<String>,
}

impl<'r> Proposer<'r> {
    /// For the resources in which something was found, and their texts.
    pub fn new(resources: &'r [Resource], sources: &'r SourceMap) -> Self {
        let mut by_address: HashMap<&str, Vec<&Resource>> = HashMap::new();
        for resource in resources {
            by_address.entry(resource.address.as_str()).or_default().push(resource);
        }
        Self { resources, by_address, uses: Uses::of(resources), sources }
    }

    /// How a finding is mended; `None` where its check does not say it.
    ///
    /// # Errors
    /// Why it cannot be done here.
    pub fn propose(&self, finding: &Finding) -> Option<Result<Fix, Unfixable>> {
        let recipes = finding.check.text.fix;
        if recipes.is_empty() {
            return None;
        }
        Some(self.mended(finding, recipes))
    }

    fn mended(&self, finding: &Finding, recipes: &'static [Recipe]) -> Result<Fix, Unfixable> {
        let plans: Vec<Plan> = self
            .resources_of(finding)
            .map(|resource| self.plans(finding, recipes, resource))
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect();
        let first = plans.first().ok_or_else(|| Unfixable::new("the place that fails is not found again"))?;
        let (title, is_safe) = (first.recipe.words(), plans.iter().all(|plan| plan.recipe.safety == Safety::Safe));
        let mut placeholders: Vec<String> = plans.iter().flat_map(|plan| plan.placeholders.iter().cloned()).collect();
        placeholders.sort();
        placeholders.dedup();
        let mut by_file: Vec<(FileId, Vec<Op>)> = Vec::new();
        for (file, op) in plans.into_iter().flat_map(|plan| plan.ops) {
            match by_file.iter_mut().find(|(known, _)| *known == file) {
                Some((_, ops)) => ops.push(op),
                None => by_file.push((file, vec![op])),
            }
        }
        let mut edits: Vec<Edit> = Vec::new();
        for (file, ops) in by_file {
            let source = self.sources.get(file);
            let made = Language::of(source, finding.platform).edits(source.text(), &ops, finding.platform)?;
            edits.extend(made.into_iter().map(|edit| edit.in_file(file)));
        }
        if edits.is_empty() {
            return Err(Unfixable::new("everything is as the fix would have it"));
        }
        let safety = if is_safe { Safety::Safe } else { Safety::Review };
        let serves = self.uses.others(&edits, &finding.addresses);
        Ok(Fix { title, safety, edits, placeholders, serves })
    }

    fn resources_of<'f>(&'f self, finding: &'f Finding) -> impl Iterator<Item = &'r Resource> + 'f {
        let named = finding.addresses.iter().filter_map(|address| self.by_address.get(address.as_str()));
        let has_header = |resource: &&&Resource| finding.resources.contains(&resource.header);
        named.flatten().filter(has_header).copied().take(MAX_RESOURCES)
    }

    /// What mends a resource, for each failing node of it: by the first recipe that fits all of them.
    fn plans(
        &self,
        finding: &Finding,
        recipes: &'static [Recipe],
        resource: &Resource,
    ) -> Result<Vec<Plan>, Unfixable> {
        let check = finding.check;
        let mut plans = Vec::new();
        for subject in subjects(check, resource) {
            let mut reason = None;
            let fitting = recipes.iter().filter(|recipe| fits(recipe, check, resource, &subject));
            let mut found = false;
            for recipe in fitting {
                match self.plan(finding, recipe, resource, &subject) {
                    Ok(plan) => {
                        plans.extend(plan);
                        found = true;
                        break;
                    }
                    Err(error) => reason = reason.or(Some(error)),
                }
            }
            match reason {
                Some(reason) if !found => return Err(reason),
                None if !found => return Err(Unfixable::new("no fix of the check is for what is written here")),
                _ => {}
            }
        }
        Ok(plans)
    }

    /// What a recipe does to a subject; `None` where it does not fail.
    fn plan(
        &self,
        finding: &Finding,
        recipe: &'static Recipe,
        resource: &Resource,
        subject: &Value,
    ) -> Result<Option<Plan>, Unfixable> {
        let check = finding.check;
        let nodes = failing(finding, resource, subject);
        if nodes.is_empty() {
            return Ok(None);
        }
        let limit = verdict::limit(resource);
        let eval = verdict::evaluator(check, subject, &limit);
        let mut plan = Plan { recipe, ops: Vec::new(), placeholders: Vec::new() };
        for node in &nodes {
            let filler = Filler { resource, node, eval: &eval, sources: self.sources, placeholders: Vec::new() };
            let mut actor = Actor { filler, is_view: matches!(check.target, Target::Shape(..)) };
            for action in recipe.actions {
                plan.ops.extend(self.with_free_name(resource, action, actor.act(action)?));
            }
            plan.placeholders.extend(actor.filler.placeholders);
        }
        // Language by language, so that what cannot be written there leaves room for another recipe.
        if plan.ops.is_empty() { Err(Unfixable::new("everything is as the fix would have it")) } else { Ok(Some(plan)) }
    }

    /// Gives a resource that is added a name which no other of its kind has in the module.
    fn with_free_name(&self, resource: &Resource, action: &Action, ops: Vec<FileOp>) -> Vec<FileOp> {
        let Action::AddResource { .. } = action else { return ops };
        let module = resource.address.module();
        let named = |op: Op| match op {
            Op::Behind { subject, kind, name, body } => {
                let is_taken = |name: &str| {
                    let address = module.join(&format!("{kind}.{name}")).without_keys();
                    self.resources
                        .iter()
                        .any(|other| other.kind.as_ref() == kind && other.address.without_keys() == address)
                };
                let free = std::iter::once(name.clone())
                    .chain((2..=self.resources.len() + 2).map(|number| format!("{name}_{number}")))
                    .find(|name| !is_taken(name));
                Op::Behind { subject, kind, name: free.unwrap_or(name), body }
            }
            other => other,
        };
        ops.into_iter().map(|(file, op)| (file, named(op))).collect()
    }
}

/// What a check looks at in a resource: its body, or the views of it.
fn subjects(check: &Check, resource: &Resource) -> Vec<Value> {
    match check.target {
        Target::Kinds(_) => vec![resource.body.clone()],
        Target::Shape(shape, _) => shape.derive_each(resource),
    }
}

fn fits(recipe: &Recipe, check: &Check, resource: &Resource, subject: &Value) -> bool {
    let is_one = |all: bool, one: bool| all || one;
    is_one(recipe.platforms.is_empty(), recipe.platforms.contains(&resource.platform))
        && is_one(recipe.kinds.is_empty(), recipe.kinds.contains(&&*resource.kind))
        && recipe.applies.as_ref().is_none_or(|clause| verdict::holds(clause, check, resource, subject))
}

/// The nodes of a subject that a finding is about: those that a path in `deny` selects, or the subject itself.
fn failing<'v>(finding: &Finding, resource: &Resource, subject: &'v Value) -> Vec<Aim<'v>> {
    let check = finding.check;
    let found: Vec<&str> = std::iter::once(finding.path.as_str())
        .chain(finding.more.iter().map(|further| further.path.as_str()))
        .collect();
    // With words of the configuration, which of the nodes fail is known of the finding alone.
    let failing: Vec<String> = match (verdict::judge(check, resource, subject), &check.list) {
        (_, Some(_)) => found.iter().map(|&path| path.to_owned()).collect(),
        (Verdict::Fail(failures), None) => {
            let paths = |failure: verdict::Failure| {
                std::iter::once(failure.path).chain(failure.more.into_iter().map(|(path, _)| path)).collect::<Vec<_>>()
            };
            failures.into_iter().flat_map(paths).filter(|path| found.contains(&path.as_str())).collect()
        }
        _ => return Vec::new(),
    };
    let root = Aim::root(subject, matches!(check.target, Target::Shape(..)));
    let denied = verdict::denied_paths(check, resource, subject);
    let mut nodes = Vec::new();
    let mut is_whole = false;
    for path in failing {
        match denied.contains(&path).then(|| Aim::at(root.clone(), &path)).flatten() {
            Some(node) => nodes.push(node),
            None => is_whole = true,
        }
    }
    if is_whole {
        nodes.push(root);
    }
    nodes
}
