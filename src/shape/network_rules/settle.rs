//! What rules of one group make of each other: an earlier deny hides an allow, and the rules of which each lets in a part of
//! the internet let in all of it together.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::family::Family;
use super::reach::Reach;
use super::seen::{Seen, is_earlier};
use super::union::are_everyone;
use crate::value::{Kind, List, Origin, Reason, Truth, Unknown, Value};

/// The action of an allow that never comes to be asked.
const HIDDEN: &str = "hidden";

/// The reach of a rule that is a part of what another one is said to let in.
const PART: &str = "part";

/// Most parts that are shown.
const SHOWN: usize = 16;

/// Most comparisons of two rules of one group.
const COMPARED: usize = 10_000_000;

/// What has to be changed of a rule.
pub(super) struct Change {
    /// Which resource of the group has the rule.
    pub(super) resource: usize,
    /// Where it stands in the list of that one.
    pub(super) rule: usize,
    pub(super) fields: Vec<(&'static str, Value)>,
}

/// What the rules of a group change of each other, each list the rules of one resource.
pub(super) fn settle(lists: &[&List]) -> Vec<Change> {
    let mut rules = Vec::new();
    for (resource, list) in lists.iter().enumerate() {
        rules.extend(list.items.iter().enumerate().map(|(at, rule)| Seen::new((resource, at), rule)));
    }
    let mut changes = hidden(&rules);
    let gone: HashSet<_> = changes.iter().map(|change| (change.resource, change.rule)).collect();
    rules.retain(|rule| !gone.contains(&rule.at));
    let mut whole = HashSet::new();
    for family in [Family::Ipv4, Family::Ipv6] {
        together(&rules, family, &mut whole, &mut changes);
    }
    changes
}

/// Allows that an earlier deny hides, or may hide.
fn hidden(rules: &[Seen<'_>]) -> Vec<Change> {
    let denies: Vec<&Seen<'_>> =
        rules.iter().filter(|rule| !rule.denies().is_false() && rule.rule.member("rank").is_some()).collect();
    let allows = rules.iter().filter(|rule| rule.does("allow") && !denies.is_empty());
    let too_many = denies.len().saturating_mul(rules.len()) > COMPARED;
    let mut changes = Vec::new();
    for allow in allows {
        let limit = Unknown::new(Reason::Limit("comparisons of rules"), allow.rule.span);
        let truth = match too_many {
            true => Truth::Unknown(&limit),
            false => denies.iter().fold(Truth::False, |truth, deny| truth.or(|| hides(deny, allow))),
        };
        let Some(action) = allow.rule.member("action") else { continue };
        let kind = match truth {
            Truth::True => Kind::String(HIDDEN.into()),
            Truth::Unknown(unknown) => Value::unknown(unknown.clone(), action.span).kind,
            Truth::False => continue,
        };
        let fields = vec![("action", Value { kind, ..action.clone() })];
        changes.push(Change { resource: allow.at.0, rule: allow.at.1, fields });
    }
    changes
}

fn hides<'v>(deny: &Seen<'v>, allow: &Seen<'v>) -> Truth<'v> {
    deny.denies().and(|| deny.covers(allow)).and(|| is_earlier(deny, allow))
}

/// What rules have in common that let in parts of one whole: direction, protocol, ports and scope.
type Class<'v> = (&'v str, &'v str, Option<(i64, i64)>, String);

/// Rules that together let in everyone of a family, though none does so alone: the first wide one of each class with the
/// others as places of its reach.
///
/// `whole` are the rules of which that is said.
fn together(rules: &[Seen<'_>], family: Family, whole: &mut HashSet<(usize, usize)>, changes: &mut Vec<Change>) {
    let mut classes: BTreeMap<Class<'_>, Vec<&Seen<'_>>> = BTreeMap::new();
    let mut addresses: u128 = 0;
    for rule in rules.iter().filter(|rule| rule.does("allow") && rule.is_known()) {
        let (Some(direction), Some(protocol), Some(scope)) = (rule.direction, rule.protocol, rule.scope()) else {
            continue;
        };
        let ranges = || rule.extent.of_family(family).iter().filter_map(|range| family.within_space(*range));
        let own: u128 = ranges().map(|(first, last)| last - first + 1).sum();
        if own > 0 && !are_everyone(ranges(), family) {
            addresses = addresses.saturating_add(own);
            classes.entry((direction, protocol, rule.ports, scope)).or_default().push(rule);
        }
    }
    if addresses < family.nearly_all() {
        return;
    }
    // A rule for few addresses is not the one to show.
    for members in classes.values_mut() {
        members.sort_by_key(|rule| !is_wide(rule, family));
    }
    // Of very many, only those that are alike are compared.
    let few = classes.len().saturating_mul(rules.len()) <= COMPARED;
    for (class, members) in &classes {
        let wider = classes.iter().filter(|(other, _)| few && *other != class && holds(other, class));
        let others: Vec<&Seen<'_>> = wider.flat_map(|(_, others)| others).copied().collect();
        let ranges = members.iter().chain(&others).flat_map(|rule| rule.extent.of_family(family)).copied();
        if let Some((first, rest)) = members.split_first()
            && are_everyone(ranges, family)
        {
            let parts: Vec<&Seen<'_>> = rest.iter().chain(&others).copied().collect();
            changes.push(made_public(first, &parts, family));
            whole.insert(first.at);
            changes.extend(rest.iter().filter_map(|rule| made_part(rule, family, whole.contains(&rule.at))));
        }
    }
}

/// Whether a rule alone holds for nearly everyone of a family.
fn is_wide(rule: &Seen<'_>, family: Family) -> bool {
    rule.rule.member(names(family)[0]).and_then(Reach::read) == Some(Reach::NearlyPublic)
}

/// Whether rules of one class are about all that rules of the other are about.
fn holds(wide: &Class<'_>, narrow: &Class<'_>) -> bool {
    let ports = match (wide.2, narrow.2) {
        (Some(wide), Some(narrow)) => wide.0 <= narrow.0 && narrow.1 <= wide.1,
        (wide, narrow) => wide == narrow,
    };
    wide.0 == narrow.0 && (wide.1 == "all" || wide.1 == narrow.1) && ports && wide.3 == narrow.3
}

/// The names of the fields that say how far a family reaches.
const fn names(family: Family) -> [&'static str; 2] {
    match family {
        Family::Ipv4 => ["reach_ipv4", "public_ipv4"],
        Family::Ipv6 => ["reach_ipv6", "public_ipv6"],
    }
}

fn made_public(rule: &Seen<'_>, parts: &[&Seen<'_>], family: Family) -> Change {
    let [reach, public] = names(family);
    let place = |rule: &Seen<'_>| rule.rule.member(reach).unwrap_or(rule.rule).clone();
    let own = place(rule);
    let mut steps: Vec<_> =
        own.origin.iter().flat_map(|origin| origin.steps()).map(|step| (step.span, Arc::clone(&step.label))).collect();
    let label: Arc<str> = "everyone together with this".into();
    // Instances of one declaration have one place, and are told by where their addresses were written.
    let shown = |part: Value| if part.span == own.span { part.written() } else { part.span };
    steps.extend(parts.iter().take(SHOWN).map(|part| (shown(place(part)), Arc::clone(&label))));
    let origin = steps.into_iter().rev().fold(None, |next, (span, label)| Some(Arc::new(Origin { span, label, next })));
    let field = |kind| Value { kind, origin: origin.clone(), ..own.clone() };
    let word = field(Kind::String(Reach::Public.as_str().into()));
    let truth = field(Kind::Bool(true));
    let fields = vec![(reach, word.clone()), (public, truth.clone()), ("reach", word), ("public", truth)];
    Change { resource: rule.at.0, rule: rule.at.1, fields }
}

/// What is nearly everyone alone is told with the whole. A rule that is `whole` itself by its other family remains so.
fn made_part(rule: &Seen<'_>, family: Family, whole: bool) -> Option<Change> {
    let nearly = |name| rule.rule.member(name).filter(|reach| Reach::read(reach) == Some(Reach::NearlyPublic));
    let part = |name| Some((name, Value { kind: Kind::String(PART.into()), ..nearly(name)?.clone() }));
    let fields: Vec<_> =
        [names(family)[0], "reach"].into_iter().take(if whole { 1 } else { 2 }).filter_map(part).collect();
    (!fields.is_empty()).then_some(Change { resource: rule.at.0, rule: rule.at.1, fields })
}
