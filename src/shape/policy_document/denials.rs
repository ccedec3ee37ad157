//! What statements deny that stands against others of their document
//! (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html>).

use std::sync::Arc;

use super::conditions::keeps_out_others;
use super::principals::everyone;
use crate::value::{Kind, List, Map, Part, Value, includes};

/// Most texts of statements that deny. AWS allows no document that holds more, so each of the others is compared with few.
const MOST: usize = 2_000;

/// Adds to the statements that allow what others deny to everyone whatever the conditions, and says of those that are
/// `public` that they are not, but `guarded`, where others keep out all but some callers.
pub(super) fn applied(statements: Value) -> Value {
    let Kind::List(list) = &statements.kind else { return statements };
    let is = |statement: &Value, effect: &str| statement.member("effect").and_then(Value::as_str) == Some(effect);
    let denying = list.items.iter().filter(|statement| is(statement, "Deny") && is_closed_to_all(statement));
    let denying: Vec<&Value> = denying.collect();
    if denying.is_empty() || denying.iter().map(|denial| length(denial)).sum::<usize>() > MOST {
        return statements;
    }
    let (always, guards): (Vec<&Value>, Vec<&Value>) =
        denying.into_iter().partition(|statement| statement.member("conditions").is_none());
    let guards: Vec<&Value> = guards.into_iter().filter(|guard| keeps_out(guard)).collect();
    let always = Value::list(always.into_iter().cloned().collect(), statements.span);
    let has_denials = always.as_list().is_some_and(|list| !list.items.is_empty());
    statements.map_children(|statement| {
        let Kind::Map(members) = &statement.kind else { return statement.clone() };
        if is(statement, "Deny") {
            return statement.clone();
        }
        let mut members = Map::clone(members);
        if has_denials {
            members.insert("denials", statements.span, always.clone());
        }
        if guards.iter().any(|guard| is_about_all(guard, statement)) {
            members.insert("public", statement.span, Value { kind: Kind::Bool(false), ..statement.clone() });
            members.insert("guarded", statement.span, Value { kind: Kind::Bool(true), ..statement.clone() });
        }
        Value { kind: Kind::Map(Arc::new(members)), ..statement.clone() }
    })
}

/// Whether a statement that denies is for everyone, and known whole.
fn is_closed_to_all(statement: &Value) -> bool {
    let (principals, others) = (statement.member("principals"), statement.member("not_principals"));
    let is_for_all = match (principals, others) {
        (None, None) => true,
        (principals, None) => everyone(principals, None).is_some_and(|id| id.as_unknown().is_none()),
        // It spares those of a list.
        (_, Some(_)) => false,
    };
    is_for_all && statement.as_map().is_some_and(|map| map.rest().is_none())
}

fn length(statement: &Value) -> usize {
    let members = ["actions", "not_actions", "resources", "not_resources", "conditions"];
    let count = |member: &&str| statement.member(member).and_then(Value::as_list).map_or(1, |list| list.items.len());
    members.iter().map(count).sum()
}

/// Whether a statement that denies under conditions keeps out all but some callers: each of its conditions spares some.
fn keeps_out(guard: &Value) -> bool {
    let conditions = guard.member("conditions").and_then(Value::as_list);
    conditions.is_some_and(|list| list.rest.is_none() && list.items.iter().all(keeps_out_others))
}

/// Whether a statement that denies is about all that another one allows.
fn is_about_all(guard: &Value, statement: &Value) -> bool {
    [("actions", "not_actions"), ("resources", "not_resources")].iter().all(|(member, others)| {
        let list = |of: &Value| of.member(member).and_then(Value::as_list).filter(|list| list.rest.is_none()).cloned();
        if guard.member(others).is_some() || statement.member(others).is_some() {
            return false;
        }
        match (list(guard), list(statement)) {
            (Some(guard), Some(statement)) => {
                let (guard, statement) = (texts(&guard), texts(&statement));
                statement.iter().all(|asked| guard.iter().any(|pattern| includes(pattern, asked)))
            }
            (_, statement) => statement.is_none(),
        }
    })
}

/// The texts of a list, with one character for each part that is not known.
fn texts(list: &List) -> Vec<String> {
    let part = |part: &Part| match part {
        Part::Text(text) => text.to_string(),
        Part::Hole(_) => "\u{1}".to_owned(),
    };
    let text = |value: &Value| match &value.kind {
        Kind::String(text) => text.to_string(),
        Kind::Template(template) => template.parts.iter().map(part).collect(),
        _ => "\u{1}".to_owned(),
    };
    list.items.iter().map(text).collect()
}
