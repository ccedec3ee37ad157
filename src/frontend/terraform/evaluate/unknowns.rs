//! Making unknown values: errors, what several unknowns make together, and alternatives.

use std::collections::HashSet;
use std::sync::Arc;

use crate::source::Span;
use crate::value::{Either, Kind, Origin, Reason, Reference, Unknown, Value};

/// Most references that the way of an unknown value tells.
const WAY_LIMIT: usize = 32;

/// The unknown of an operation that certainly fails.
pub(in crate::frontend::terraform) fn invalid(why: impl Into<Arc<str>>, span: Span) -> Arc<Unknown> {
    Arc::new(Unknown { nullable: false, ..Unknown::new(Reason::Invalid(why.into()), span) })
}

/// A value of an operation that certainly fails.
pub(in crate::frontend::terraform) fn error(why: impl Into<Arc<str>>, span: Span) -> Value {
    Value::unknown(invalid(why, span), span)
}

/// Whether an unknown stands for an expression that Terraform would reject, which is what `try` and `can` look for.
pub(in crate::frontend::terraform) fn is_error(unknown: &Unknown) -> bool {
    matches!(unknown.reason, Reason::Invalid(_) | Reason::Undefined(_))
}

/// Everything in `value`, at any depth, that is not known.
pub(in crate::frontend::terraform) fn leaves(value: &Value) -> Vec<&Arc<Unknown>> {
    let mut found = Vec::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        found.extend(value.own_unknowns());
        open.extend(value.children().rev());
    }
    found
}

/// The first part of `value`, at any depth, that certainly fails. An alternative may not be taken, so what fails in one is
/// not certain.
pub(in crate::frontend::terraform) fn certain_error(value: &Value) -> Option<&Arc<Unknown>> {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match &value.kind {
            Kind::Unknown(unknown) if is_error(unknown) => return Some(unknown),
            Kind::Template(template) => {
                if let Some(unknown) = template.holes().find(|unknown| is_error(unknown)) {
                    return Some(unknown);
                }
            }
            Kind::Either(_) => {}
            _ => open.extend(value.children().rev()),
        }
    }
    None
}

/// What both operands of an operation make: that one certainly fails matters more than that one is not known.
pub(in crate::frontend::terraform) fn combine_operands(left: &Arc<Unknown>, right: &Arc<Unknown>) -> Arc<Unknown> {
    let (first, second) = if is_error(right) && !is_error(left) { (right, left) } else { (left, right) };
    combine([first, second]).unwrap_or_else(|| Arc::clone(first))
}

/// What several unknowns make together: the reason of the first, and the references of all. `None` when there are none.
pub(in crate::frontend::terraform) fn combine<'v>(
    unknowns: impl IntoIterator<Item = &'v Arc<Unknown>>,
) -> Option<Arc<Unknown>> {
    let all: Vec<&Arc<Unknown>> = unknowns.into_iter().collect();
    let lead = *all.first()?;
    let mut seen: HashSet<&Reference> = lead.references.iter().collect();
    let mut added = Vec::new();
    for unknown in &all {
        added.extend(unknown.references.iter().filter(|reference| seen.insert(reference)).cloned());
    }
    if added.is_empty() && !lead.nullable {
        return Some(Arc::clone(lead));
    }
    let mut unknown = Unknown::clone(lead);
    unknown.references.extend(added);
    unknown.nullable = false;
    Some(Arc::new(unknown))
}

/// One of `options`. Options that are themselves alternatives are spread; alternatives that are all the same known
/// scalar are just that; too many are plainly unknown.
pub(in crate::frontend::terraform) fn either(options: Vec<Value>, cause: &Arc<Unknown>, span: Span) -> Value {
    let mut spread: Vec<Value> = Vec::with_capacity(options.len());
    // The conditions within choose too.
    let nested = options.iter().any(|option| matches!(option.kind, Kind::Either(_)));
    let cause = &if nested { Arc::clone(cause).anonymous() } else { Arc::clone(cause) };
    for option in options {
        match &option.kind {
            Kind::Either(inner) => spread.extend(inner.options.iter().cloned()),
            _ => spread.push(option),
        }
    }
    if let Some((first, others)) = spread.split_first()
        && others.iter().all(|other| same_scalar(first, other))
    {
        return first.clone();
    }
    if spread.len() > Either::LIMIT {
        let all: Vec<&Arc<Unknown>> = std::iter::once(cause).chain(spread.iter().flat_map(leaves)).collect();
        let mut unknown = combine(all).map_or_else(|| Unknown::clone(cause), Arc::unwrap_or_clone);
        unknown.nullable = true;
        return Value::unknown(unknown, span);
    }
    let sensitive = spread.iter().any(|option| option.sensitive);
    let mut value = Value::either(spread, Arc::clone(cause), span);
    value.sensitive |= sensitive;
    value
}

/// The unknown of a value that becomes part of another one, with the references that the value came through.
pub(in crate::frontend::terraform) fn on_the_way(unknown: &Arc<Unknown>, value: &Value) -> Arc<Unknown> {
    let (Some(origin), Kind::Unknown(_)) = (&value.origin, &value.kind) else { return Arc::clone(unknown) };
    let later = unknown.way.iter().flat_map(|way| way.steps());
    let steps: Vec<&Origin> = origin.steps().chain(later).take(WAY_LIMIT).collect();
    let next = steps
        .into_iter()
        .rev()
        .fold(None, |next, step| Some(Arc::new(Origin { span: step.span, label: Arc::clone(&step.label), next })));
    let way = Origin { span: value.span, label: "used here".into(), next };
    Arc::new(Unknown { way: Some(Arc::new(way)), ..Unknown::clone(unknown) })
}

/// Applies `operation` to the value, or to each of its alternatives.
pub(in crate::frontend::terraform) fn for_each_option(
    value: &Value,
    span: Span,
    mut operation: impl FnMut(&Value) -> Value,
) -> Value {
    match &value.kind {
        Kind::Either(either_of) => {
            either(either_of.options.iter().map(&mut operation).collect(), &either_of.cause, span)
        }
        _ => operation(value),
    }
}

fn same_scalar(left: &Value, right: &Value) -> bool {
    match (&left.kind, &right.kind) {
        (Kind::Null, Kind::Null) => true,
        (Kind::Bool(a), Kind::Bool(b)) => a == b,
        (Kind::Number(a), Kind::Number(b)) => a == b,
        (Kind::String(a), Kind::String(b)) => a == b,
        _ => false,
    }
}

/// A member of `base` as an expression at `span` selects it. The way of `base` is kept, except that it ends at the
/// member instead of the whole.
pub(in crate::frontend::terraform) fn member_at(
    base: &Value,
    member: &Value,
    span: Span,
    step: impl FnOnce() -> Arc<str>,
) -> Value {
    let mut value = match &base.origin {
        None => member.referenced_at(span, step()),
        Some(origin) => {
            let steps: Vec<&Origin> = origin.steps().collect();
            let mut next = member.origin.clone();
            for (index, step) in steps.iter().enumerate().rev() {
                let at = if index + 1 == steps.len() { member.span } else { step.span };
                next = Some(Arc::new(Origin { span: at, label: Arc::clone(&step.label), next }));
            }
            Value { span, origin: next, ..member.clone() }
        }
    };
    value.sensitive |= base.sensitive;
    value
}

/// A value that was read from an attribute. As far as it is not known, it refers to that too, beside what it is made of:
/// that tells which object is meant.
pub(in crate::frontend::terraform) fn referring_to(value: &Value, reference: &Reference) -> Value {
    let add = |unknown: Arc<Unknown>| match unknown.references.contains(reference) {
        true => unknown,
        false => {
            let mut unknown = Arc::unwrap_or_clone(unknown);
            unknown.references.push(reference.clone());
            Arc::new(unknown)
        }
    };
    let kind = match &value.kind {
        Kind::Unknown(unknown) => Kind::Unknown(add(Arc::clone(unknown))),
        Kind::Template(template) => Kind::Template(Arc::new(template.map_holes(add))),
        Kind::Either(either) => {
            let options = either.options.iter().map(|option| referring_to(option, reference)).collect();
            Kind::Either(Arc::new(Either { options, cause: add(Arc::clone(&either.cause)) }))
        }
        _ => return value.clone(),
    };
    Value { kind, ..value.clone() }
}

/// The unknown that stands for the member `name` of something of which `rest` is not known.
pub(in crate::frontend::terraform) fn narrowed(rest: &Arc<Unknown>, name: &str) -> Arc<Unknown> {
    let [Reference { address, attribute: None }] = rest.references.as_slice() else { return Arc::clone(rest) };
    let reference = Reference { address: address.clone(), attribute: Some(name.into()) };
    let path: Arc<str> = format!("{address}.{name}").into();
    let reason = match &rest.reason {
        Reason::Computed(_) => Reason::Computed(path),
        other => other.clone(),
    };
    Arc::new(Unknown { reason, references: vec![reference], ..Unknown::clone(rest) })
}
