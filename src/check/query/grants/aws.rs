//! Statements of IAM policies, after the rules for their elements
//! (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html>) and for how they are evaluated
//! (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>).

use super::super::Grant;
use super::managed;
use super::patterns::{Resolve, any, any_of, has, is_such};
use crate::value::{Kind, Lookup, Truth, Value, includes};

/// Stands for every resource.
const ALL: &str = "*";

/// Whether a statement of the shape `policy_document` grants one of the actions, itself or by a wildcard, on all of what is
/// asked, where nothing in its document denies that; whether an action in one includes it; whether a policy that AWS
/// manages, by its ARN, does so.
pub(super) fn grants<'v>(grant: &Grant, of: &'v Value, resolve: Resolve<'_, 'v>) -> Truth<'v> {
    let any_action = |grants: &dyn Fn(&str) -> Truth<'v>| {
        grant.actions.iter().fold(Truth::False, |any, action| any.or(|| grants(action)))
    };
    if !matches!(of.kind, Kind::Map(_)) {
        return any_of(of, resolve, &|pattern| any_action(&|action| is_or_manages(pattern, action, resolve)));
    }
    let denies = |denial: &'v Value, action: &str| {
        names(denial, action, resolve).and(|| opens(denial, grant.on.unwrap_or(ALL), resolve))
    };
    let allowed = |action: &str| {
        let named = names(of, action, resolve);
        named.and(|| !any(of, "denials", resolve, &|denial| denies(denial, action)))
    };
    let on = || grant.on.map_or(Truth::True, |on| opens(of, on, resolve));
    allows(of, resolve).and(on).and(|| any_action(&allowed))
}

/// Whether an action in a statement includes one, or the policy of an ARN grants it.
fn is_or_manages<'v>(pattern: &'v Value, action: &str, resolve: Resolve<'_, 'v>) -> Truth<'v> {
    if let Kind::Template(template) = &pattern.kind
        && let Some(granted) = managed::grants(template.suffix(), action)
    {
        return granted.into();
    }
    is_pattern(pattern, resolve, &|text| managed::grants(text, action).unwrap_or_else(|| includes(text, action)))
}

fn allows<'v>(statement: &'v Value, resolve: Resolve<'_, 'v>) -> Truth<'v> {
    match statement.get("effect") {
        Lookup::Found(effect) => is_pattern(effect, resolve, &|effect| includes(effect, "Allow")),
        Lookup::Absent => Truth::False,
        Lookup::Unknown(unknown) => Truth::Unknown(unknown),
    }
}

/// Whether a text is such a pattern. The name that a provider gives to one thing is none.
fn is_pattern<'v>(text: &'v Value, resolve: Resolve<'_, 'v>, such: &dyn Fn(&str) -> bool) -> Truth<'v> {
    match &resolve(text).kind {
        Kind::Unknown(unknown) if unknown.names_one_thing() => Truth::False,
        _ => is_such(text, resolve, such),
    }
}

/// Whether a statement is about an action: one of `Action` includes it, or none of `NotAction` has part in it.
fn names<'v>(statement: &'v Value, action: &str, resolve: Resolve<'_, 'v>) -> Truth<'v> {
    let is_in = |pattern: &'v Value| is_pattern(pattern, resolve, &|text| includes(text, action));
    let touches =
        |pattern: &'v Value| is_pattern(pattern, resolve, &|text| includes(text, action) || includes(action, text));
    any(statement, "actions", resolve, &is_in)
        .or(|| has(statement, "not_actions").and(|| !any(statement, "not_actions", resolve, &touches)))
}

/// Whether a statement is about all of these resources. Where it is about all but those in a list, it is, unless they are
/// in the list.
fn opens<'v>(statement: &'v Value, asked: &str, resolve: Resolve<'_, 'v>) -> Truth<'v> {
    let is_in = |pattern: &'v Value| is_pattern(pattern, resolve, &|text| holds(text, asked));
    any(statement, "resources", resolve, &is_in)
        .or(|| has(statement, "not_resources").and(|| !any(statement, "not_resources", resolve, &is_in)))
}

/// Whether the pattern of an ARN stands for all that are asked for, in the region and account that it is about.
fn holds(pattern: &str, asked: &str) -> bool {
    let (own, asked) = (fields(pattern), fields(asked));
    match (own, asked) {
        (Some([_, _, own_service, _, _, own]), Some([_, _, service, _, _, resource])) => {
            includes(own_service, service) && includes(own, resource)
        }
        // A wildcard may span the colons.
        (None, Some(asked)) => includes(pattern, &asked.join(":")),
        (Some([_, own @ ..]), None) => own.iter().all(|field| *field == ALL),
        (None, None) => includes(pattern, ALL),
    }
}

/// The six fields of an ARN, of which the last may have colons.
fn fields(arn: &str) -> Option<[&str; 6]> {
    arn.splitn(6, ':').collect::<Vec<_>>().try_into().ok()
}
