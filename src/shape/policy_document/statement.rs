//! Statements with one spelling for everything that IAM lets authors spell in several ways.

use std::sync::Arc;

use super::conditions::judged;
use super::lists::{branches, listed, map_items};
use super::principals::{everyone, principals};
use super::wildcard::{Wildcard, unknown_at};
use crate::value::{Entry, Kind, List, Lookup, Map, Truth, Value};

/// IAM's names of the members that hold strings, and ours.
const STRINGS: [(&str, &str); 4] =
    [("Action", "actions"), ("NotAction", "not_actions"), ("Resource", "resources"), ("NotResource", "not_resources")];

const PRINCIPALS: [(&str, &str); 2] = [("Principal", "principals"), ("NotPrincipal", "not_principals")];

/// The statements of a policy: a list, or unknown.
pub(super) fn normalise_all(document: &Value) -> Value {
    match document.get("Statement") {
        Lookup::Found(statements) => map_items(&listed(statements), normalise),
        Lookup::Absent => Value::list(Vec::new(), document.span),
        Lookup::Unknown(unknown) => Value { kind: Kind::Unknown(Arc::new(unknown.clone())), ..document.clone() },
    }
}

/// One statement. What is not a map, because it is not known, stays as it is.
fn normalise(statement: &Value) -> Value {
    let Kind::Map(source) = &statement.kind else {
        return branches(statement, normalise).unwrap_or_else(|| statement.clone());
    };
    let mut result = Map::new();
    copy(source, "Effect", &mut result, "effect", Value::clone);
    for (from, to) in STRINGS {
        copy(source, from, &mut result, to, listed);
    }
    for (from, to) in PRINCIPALS {
        copy(source, from, &mut result, to, principals);
    }
    if source.get("Condition").is_some_and(|condition| !is_empty(condition)) {
        // A policy without principals is of those who hold it.
        let signed = !["principals", "not_principals"].iter().any(|name| result.get(name).is_some());
        copy(source, "Condition", &mut result, "conditions", |condition| judged(&conditions(condition), signed));
    }
    if let Some(rest) = source.rest() {
        result.open(Arc::clone(rest));
    }
    let derived = [
        ("wildcard_actions", Wildcard::AllActions.any(result.get("actions"))),
        ("service_wildcard", Wildcard::WholeService.any(result.get("actions"))),
        ("wildcard_resources", all_resources(&result)),
        ("restricted", restriction(&result, statement)),
        ("public", public(&result)),
    ];
    // A member that may yet come could change the answer.
    let otherwise = match source.rest() {
        Some(rest) => unknown_at(rest, statement),
        None => Value { kind: Kind::Bool(false), ..statement.clone() },
    };
    for (name, answer) in derived {
        let value = answer.unwrap_or_else(|| otherwise.clone());
        result.insert(name, value.span, value);
    }
    Value { kind: Kind::Map(Arc::new(result)), ..statement.clone() }
}

fn copy(source: &Map, from: &str, target: &mut Map, to: &str, change: impl Fn(&Value) -> Value) {
    if let Some(Entry { key_span, value, .. }) = source.entry(from)
        && !value.is_null()
    {
        target.insert(to, *key_span, change(value));
    }
}

/// `{"StringEquals": {"aws:SourceAccount": "…"}}` as a list of `{test, variable, values}`.
fn conditions(value: &Value) -> Value {
    let Kind::Map(tests) = &value.kind else {
        return branches(value, conditions).unwrap_or_else(|| value.clone());
    };
    let mut list = List::with_rest(Vec::new(), tests.rest().cloned());
    for test in tests.entries() {
        let Kind::Map(variables) = &test.value.kind else {
            list.rest = list.rest.or_else(|| test.value.as_unknown().cloned());
            continue;
        };
        for variable in variables.entries() {
            let mut map = Map::new();
            map.insert("test", test.key_span, Value::string(Arc::clone(&test.key), test.key_span));
            map.insert("variable", variable.key_span, Value::string(Arc::clone(&variable.key), variable.key_span));
            map.insert("values", variable.value.span, listed(&variable.value));
            list.items.push(Value { kind: Kind::Map(Arc::new(map)), ..variable.value.clone() });
        }
        list.rest = list.rest.or_else(|| variables.rest().cloned());
    }
    Value { kind: Kind::List(Arc::new(list)), ..value.clone() }
}

/// Whether a condition certainly asks for nothing.
fn is_empty(condition: &Value) -> bool {
    let empty = |map: &Map| map.is_empty() && map.rest().is_none();
    match &condition.kind {
        Kind::Null => true,
        Kind::Map(tests) => {
            tests.rest().is_none() && tests.entries().all(|test| test.value.as_map().is_some_and(empty))
        }
        _ => false,
    }
}

/// Whether the statement allows something to everyone, where no condition limits that; `None` when it does not.
fn public(statement: &Map) -> Option<Value> {
    let place = everyone(statement.get("principals"), statement.get("not_principals"))?;
    let verdict = allows(statement).and(|| !restricted(statement)).and(|| match &place.kind {
        Kind::Unknown(unknown) => Truth::Unknown(unknown),
        _ => Truth::True,
    });
    let kind = match verdict {
        Truth::True => Kind::Bool(true),
        Truth::False => return None,
        Truth::Unknown(unknown) => Kind::Unknown(Arc::new(unknown.clone())),
    };
    Some(Value { kind, ..place.clone() })
}

/// Whether it is about every resource, or about all but those in a list.
fn all_resources(statement: &Map) -> Option<Value> {
    match statement.get("not_resources") {
        None => Wildcard::Everything.any(statement.get("resources")),
        Some(others) => Some(match others.as_unknown().filter(|unknown| unknown.nullable) {
            Some(unknown) => unknown_at(unknown, others),
            None => Value { kind: Kind::Bool(true), ..others.clone() },
        }),
    }
}

/// The answer of [`restricted`] at the place of the conditions; `None` when there is no restriction.
fn restriction(statement: &Map, whole: &Value) -> Option<Value> {
    let place = statement.get("conditions").unwrap_or(whole);
    match restricted(statement) {
        Truth::True => Some(Value { kind: Kind::Bool(true), ..place.clone() }),
        Truth::False => None,
        Truth::Unknown(unknown) => Some(unknown_at(&Arc::new(unknown.clone()), place)),
    }
}

fn allows(statement: &Map) -> Truth<'_> {
    match statement.lookup("effect") {
        Lookup::Found(Value { kind: Kind::Either(either), .. }) => {
            let allow = |option: &Value| option.as_str() == Some("Allow");
            match either.options.iter().filter(|option| allow(option)).count() {
                0 => Truth::False,
                count if count == either.options.len() => Truth::True,
                _ => Truth::Unknown(&either.cause),
            }
        }
        Lookup::Found(effect) => match effect.first_unknown() {
            Some(unknown) => Truth::Unknown(unknown),
            None => Truth::from(effect.as_str() == Some("Allow")),
        },
        Lookup::Absent => Truth::False,
        Lookup::Unknown(unknown) => Truth::Unknown(unknown),
    }
}

/// Whether a condition limits who may do it, from where, or what it is done to.
fn restricted(statement: &Map) -> Truth<'_> {
    match statement.lookup("conditions") {
        Lookup::Found(conditions) => limits(conditions),
        Lookup::Absent => Truth::False,
        Lookup::Unknown(unknown) => Truth::Unknown(unknown),
    }
}

fn limits(conditions: &Value) -> Truth<'_> {
    match &conditions.kind {
        Kind::List(list) => {
            let is_limit = |condition: &Value| {
                condition
                    .member("limits")
                    .and_then(Value::as_str)
                    .is_some_and(|word| !matches!(word, "nothing" | "form"))
            };
            if list.items.iter().any(is_limit) {
                return Truth::True;
            }
            let open = list.items.iter().find_map(|condition| condition.member("limits")?.as_unknown());
            open.or(list.rest.as_ref()).map_or(Truth::False, |unknown| Truth::Unknown(unknown))
        }
        Kind::Either(either) => {
            let limited = either.options.iter().filter(|option| limits(option).is_true()).count();
            let open = either.options.iter().filter(|option| limits(option).is_false()).count();
            match either.options.len() {
                all if all == limited => Truth::True,
                all if all == open => Truth::False,
                _ => Truth::Unknown(&either.cause),
            }
        }
        _ => conditions.as_unknown().map_or(Truth::False, |unknown| Truth::Unknown(unknown)),
    }
}
