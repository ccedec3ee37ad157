//! Statements with one spelling for everything that IAM lets authors spell in several ways.

use std::sync::Arc;

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
        copy(source, "Condition", &mut result, "conditions", conditions);
    }
    if let Some(rest) = source.rest() {
        result.open(Arc::clone(rest));
    }
    let derived = [
        ("wildcard_actions", Wildcard::AllActions.any(result.get("actions"))),
        ("service_wildcard", Wildcard::WholeService.any(result.get("actions"))),
        ("wildcard_resources", Wildcard::Everything.any(result.get("resources"))),
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

/// Changes each branch of a conditional value; `None` for any other.
fn branches(value: &Value, change: impl Fn(&Value) -> Value) -> Option<Value> {
    matches!(value.kind, Kind::Either(_)).then(|| value.map_children(change))
}

/// A list as it is; nothing as an empty list; anything else that is known as a list of one.
fn listed(value: &Value) -> Value {
    let items = match &value.kind {
        Kind::List(_) | Kind::Unknown(_) => return value.clone(),
        Kind::Null => Vec::new(),
        _ => match branches(value, listed) {
            Some(conditional) => return conditional,
            None => vec![value.clone()],
        },
    };
    Value { kind: Kind::List(Arc::new(List::new(items))), ..value.clone() }
}

/// Changes each element of a list, and of each branch of a conditional one.
fn map_items(value: &Value, change: fn(&Value) -> Value) -> Value {
    match value.kind {
        Kind::List(_) => value.map_children(change),
        Kind::Either(_) => value.map_children(|branch| map_items(branch, change)),
        _ => value.clone(),
    }
}

/// `"*"`, `{"AWS": "…"}` or `{"Service": ["…"]}` as a list of `{type, id}`.
fn principals(value: &Value) -> Value {
    let Kind::Map(map) = &value.kind else {
        return branches(value, principals).unwrap_or_else(|| map_items(&listed(value), bare_principal));
    };
    let mut list = List::with_rest(Vec::new(), map.rest().cloned());
    for entry in map.entries() {
        let kind = Value::string(Arc::clone(&entry.key), entry.key_span);
        let ids = listed(&entry.value);
        match ids.as_list() {
            Some(ids) => {
                list.items.extend(ids.items.iter().map(|id| principal(&kind, id)));
                list.rest = list.rest.or_else(|| ids.rest.clone());
            }
            None => list.items.push(principal(&kind, &ids)),
        }
    }
    Value { kind: Kind::List(Arc::new(list)), ..value.clone() }
}

/// A principal that is written without a type.
fn bare_principal(id: &Value) -> Value {
    match id.as_unknown() {
        Some(_) => id.clone(),
        None => principal(&Value { kind: Kind::String("*".into()), ..id.clone() }, id),
    }
}

fn principal(kind: &Value, id: &Value) -> Value {
    let mut map = Map::new();
    map.insert("type", kind.span, kind.clone());
    map.insert("id", id.span, id.clone());
    Value { kind: Kind::Map(Arc::new(map)), ..id.clone() }
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

/// Whether the statement allows something to everyone without a condition; `None` when it does not.
fn public(statement: &Map) -> Option<Value> {
    let principals = statement.get("principals");
    let place = everyone(principals)?;
    let verdict = allows(statement).and(|| unconditional(statement)).and(|| match &place.kind {
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

fn unconditional(statement: &Map) -> Truth<'_> {
    match statement.lookup("conditions") {
        Lookup::Found(Value { kind: Kind::List(list), .. }) => match &list.rest {
            Some(rest) if list.items.is_empty() => Truth::Unknown(rest),
            _ => Truth::False,
        },
        Lookup::Found(conditions) => conditions.as_unknown().map_or(Truth::False, |unknown| Truth::Unknown(unknown)),
        Lookup::Absent => Truth::True,
        Lookup::Unknown(unknown) => Truth::Unknown(unknown),
    }
}

/// The id of a principal that is everyone, otherwise something unknown that may be.
fn everyone(principals: Option<&Value>) -> Option<Value> {
    let principals = principals?;
    let Kind::List(list) = &principals.kind else {
        return principals.as_unknown().map(|unknown| unknown_at(unknown, principals));
    };
    let mut undecided = list.rest.as_ref().map(|rest| unknown_at(rest, principals));
    for principal in &list.items {
        let kind = principal.member("type").and_then(Value::as_str);
        if !matches!(kind, None | Some("*" | "AWS")) {
            continue;
        }
        let id = principal.member("id").unwrap_or(principal);
        match Wildcard::Everything.test(id) {
            Truth::True => return Some(id.clone()),
            Truth::False => {}
            Truth::Unknown(unknown) => {
                undecided.get_or_insert_with(|| unknown_at(&Arc::new(unknown.clone()), id));
            }
        }
    }
    undecided
}
