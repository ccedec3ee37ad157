//! Fills what the source does not know with what the plan knows. The places stay those of the source.

use std::collections::HashSet;
use std::sync::Arc;

use crate::value::{Coercion, Elsewhere, Kind, List, Map, Part, Reason, Template, Unknown, Value, equals};

/// What a value goes through on its way from the plan.
const STEP: &str = "planned value";
/// Longest lists whose elements are matched by what they are and not only by where they stand.
const MATCH_LIMIT: usize = 64;

/// Whose knowledge counts where the source and the plan both know a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// The source: the plan may be older.
    Source,
    /// The plan: the source is that of another instance.
    Plan,
}

/// A value of the source with what the plan knows of it. The recursion is limited by the height of the planned value,
/// which is a parsed document.
pub(super) fn fill(source: &Value, planned: &Value, known: Known) -> Value {
    let filled = match (&source.kind, &planned.kind) {
        (_, Kind::Unknown(_)) => return source.clone(),
        (Kind::Unknown(unknown), _) if links(unknown) => return source.clone(),
        (Kind::Map(own), Kind::Map(plan)) => map(source, own, plan, known),
        (Kind::List(own), Kind::List(plan)) => list(source, own, (planned, plan), known),
        (Kind::Either(either), _) => {
            let mut fitting = either.options.iter().filter(|option| agree(option, planned));
            match (fitting.next(), fitting.next()) {
                (Some(option), None) => fill(option, planned, known),
                _ => replaced(source, planned),
            }
        }
        (Kind::Unknown(_), _) => replaced(source, planned),
        (Kind::Template(template), _) if template.holes().all(|hole| !links(hole)) => replaced(source, planned),
        (Kind::Json(inner), Kind::String(_)) if inner.first_unknown().is_some_and(|unknown| !links(unknown)) => {
            replaced(source, planned)
        }
        (Kind::Bool(_) | Kind::Number(_) | Kind::String(_), _)
            if known == Known::Plan && equals(source, planned, Coercion::Scalars).is_false() =>
        {
            replaced(source, planned)
        }
        _ => return source.clone(),
    };
    Value { sensitive: source.sensitive || planned.sensitive, ..filled }
}

/// Whether an unknown is an attribute of a resource. It is worth more than its value: it says which resource is meant.
fn links(unknown: &Unknown) -> bool {
    matches!(unknown.reason, Reason::Computed(_)) && !unknown.references.is_empty()
}

/// The planned value in the place of the source's.
fn replaced(source: &Value, planned: &Value) -> Value {
    let mut value = planned.referenced_at(source.span, STEP);
    if let Some(text) = planned.as_str() {
        value.elsewhere = elsewhere(source, text, planned);
    }
    value
}

/// Where a planned text comes from. What the source only refers to, it does not say; for the rest the plan tells.
fn elsewhere(source: &Value, text: &str, planned: &Value) -> Option<Arc<Elsewhere>> {
    let refers = |unknown: &Unknown| {
        matches!(unknown.reason, Reason::UnsetVariable(_) | Reason::Computed(_) | Reason::DataSource(_))
    };
    let pieces = match &source.kind {
        Kind::Unknown(unknown) if refers(unknown) => vec![text.into()],
        Kind::Template(template) => unsaid(template, text),
        Kind::Json(inner) => {
            let said: HashSet<&str> = strings(inner).collect();
            let json = serde_json::from_str(text).unwrap_or_default();
            strings_of_json(&json).filter(|text| !said.contains(text)).map(Arc::from).collect()
        }
        _ => return planned.elsewhere.clone(),
    };
    Some(Arc::new(Elsewhere::Given(pieces.into())))
}

/// What stands in the holes of a template that gives `text`.
fn unsaid(template: &Template, text: &str) -> Vec<Arc<str>> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    for part in &template.parts {
        if let Part::Text(said) = part
            && let Some((before, after)) = rest.split_once(&**said)
        {
            pieces.push(before.into());
            rest = after;
        }
    }
    pieces.push(rest.into());
    pieces.retain(|piece: &Arc<str>| !piece.is_empty());
    pieces
}

/// The texts in a value, which is of limited depth.
fn strings(value: &Value) -> impl Iterator<Item = &str> {
    let mut open = vec![value];
    std::iter::from_fn(move || {
        let value = open.pop()?;
        open.extend(value.children());
        Some(value.as_str().unwrap_or_default())
    })
}

fn strings_of_json(json: &serde_json::Value) -> impl Iterator<Item = &str> {
    let mut open = vec![json];
    std::iter::from_fn(move || {
        let value = open.pop()?;
        open.extend(value.as_array().into_iter().flatten());
        open.extend(value.as_object().into_iter().flat_map(serde_json::Map::values));
        Some(value.as_str().unwrap_or_default())
    })
}

fn map(source: &Value, own: &Map, plan: &Map, known: Known) -> Value {
    let mut filled = Map::new();
    for entry in own.entries() {
        let value = match plan.get(&entry.key) {
            Some(planned) => fill(&entry.value, planned, known),
            None => entry.value.clone(),
        };
        // What turns out to be null is not set.
        if !value.is_null() || entry.value.is_null() {
            filled.insert(Arc::clone(&entry.key), entry.key_span, value);
        }
    }
    match own.rest() {
        // The plan tells which other names there are.
        Some(rest) if !links(rest) && plan.rest().is_none() => {
            for entry in plan.entries().filter(|entry| own.get(&entry.key).is_none() && !entry.value.is_null()) {
                filled.insert(Arc::clone(&entry.key), source.span, replaced(source, &entry.value));
            }
        }
        Some(rest) => filled.open(Arc::clone(rest)),
        None => {}
    }
    Value { kind: Kind::Map(Arc::new(filled)), ..source.clone() }
}

fn list(source: &Value, own: &List, (planned, plan): (&Value, &List), known: Known) -> Value {
    let kind = match (&own.rest, own.items.as_slice()) {
        (None, own) if known == Known::Plan && own.len() != plan.items.len() => return replaced(source, planned),
        (None, _) => List::new(elements(&own.items, &plan.items, known)),
        (Some(rest), _) if links(rest) => return source.clone(),
        // One block stands for all that a `dynamic` block makes.
        (Some(_), [block]) if block.as_map().is_some() => {
            List::new(plan.items.iter().map(|item| fill(block, item, known)).collect())
        }
        _ => return replaced(source, planned),
    };
    Value { kind: Kind::List(Arc::new(kind)), ..source.clone() }
}

/// The elements of a list, each with the planned one that it is. A plan holds sets in an order of its own.
fn elements(own: &[Value], plan: &[Value], known: Known) -> Vec<Value> {
    let in_place = own.len() == plan.len() && own.iter().zip(plan).all(|(own, plan)| agree(own, plan));
    if in_place || own.len() != plan.len() || own.len() > MATCH_LIMIT {
        let fitting = |(index, item): (usize, &Value)| match plan.get(index).filter(|plan| agree(item, plan)) {
            Some(plan) => fill(item, plan, known),
            None => item.clone(),
        };
        return own.iter().enumerate().map(fitting).collect();
    }
    let mut filled: Vec<Value> = own.to_vec();
    let mut free: Vec<&Value> = plan.iter().collect();
    // Those that are known choose first.
    let (certain, others): (Vec<usize>, Vec<usize>) =
        (0..own.len()).partition(|&index| own[index].first_unknown().is_none());
    for index in certain.into_iter().chain(others) {
        if let Some(position) = free.iter().position(|plan| agree(&own[index], plan)) {
            filled[index] = fill(&own[index], free.remove(position), known);
        }
    }
    filled
}

/// Whether the planned value can be what the source's value turns out to be.
fn agree(own: &Value, plan: &Value) -> bool {
    match (&own.kind, &plan.kind) {
        (Kind::Map(own), Kind::Map(plan)) => {
            own.entries().all(|entry| plan.get(&entry.key).is_none_or(|plan| agree(&entry.value, plan)))
        }
        (Kind::List(own), Kind::List(plan)) if own.rest.is_none() => {
            let (own, plan) = (&own.items, &plan.items);
            let in_place = || own.iter().zip(plan).all(|(own, plan)| agree(own, plan));
            let in_any_order = || own.iter().all(|own| plan.iter().any(|plan| agree(own, plan)));
            own.len() == plan.len() && if own.len() > MATCH_LIMIT { in_place() } else { in_any_order() }
        }
        (Kind::List(_), Kind::List(_)) | (Kind::Json(_), Kind::String(_)) => true,
        _ => !equals(own, plan, Coercion::Scalars).is_false(),
    }
}
