//! What an argument says of the resource that it names.

use std::sync::Arc;

use super::row::Attachment;
use crate::model::Resource;
use crate::value::{
    Address, Coercion, Either, Kind, Lookup, Part, Reason, Reference, Template, Truth, Unknown, Value, equals,
};

/// The names that the argument of a row holds in this body.
pub(super) fn named(body: &Value, row: &Attachment) -> Vec<Value> {
    let mut values = vec![body.clone()];
    for member in row.argument.split('.') {
        values = values.iter().filter_map(|value| read(value, member)).flat_map(elements).collect();
    }
    values.into_iter().filter_map(|value| behind(value, row.prefix)).map(|value| in_arn(value, row.arn)).collect()
}

/// The name that a body has by this path, which leads into the first of some blocks.
pub(super) fn own_name<'v>(body: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(body, |value, member| {
        let block = value.as_list().map_or(Some(value), |blocks| blocks.items.first())?;
        block.member(member)
    })
}

/// Whether two resources agree on what must be the same beside the name. Who says nothing agrees with who says nothing.
pub(super) fn agree<'v>(source: &'v Resource, target: &'v Resource, row: &Attachment) -> Truth<'v> {
    let Some([argument, other]) = row.beside else { return Truth::True };
    match [own_name(&source.body, argument), own_name(&target.body, other)] {
        // Taken from the target itself.
        [Some(one), _] if references(one).any(|reference| reference.address == target.address) => Truth::True,
        [Some(one), Some(other)] => equals(one, other, Coercion::Scalars),
        [one, other] => Truth::from(one.is_none() && other.is_none()),
    }
}

fn read(value: &Value, member: &str) -> Option<Value> {
    match value.get(member) {
        Lookup::Found(found) => Some(found.clone()),
        Lookup::Absent => None,
        Lookup::Unknown(unknown) => Some(Value::unknown(unknown.clone(), value.span)),
    }
}

/// The elements of a list, with an unknown one where there may be more; any other value itself.
fn elements(value: Value) -> Vec<Value> {
    let Kind::List(list) = &value.kind else {
        return vec![value];
    };
    let rest = list.rest.as_ref().map(|rest| Value::unknown(Arc::clone(rest), value.span));
    list.items.iter().cloned().chain(rest).collect()
}

/// The value without its prefix; none where it certainly has another one.
fn behind(value: Value, prefix: &str) -> Option<Value> {
    let kind = match &value.kind {
        Kind::String(text) => Kind::String(text.strip_prefix(prefix)?.into()),
        Kind::Template(template) => match template.prefix().strip_prefix(prefix) {
            Some(start) => without_start(template, start),
            None if prefix.starts_with(template.prefix()) => return Some(value),
            None => return None,
        },
        Kind::Either(either) => {
            let option = |option: &Value| behind(option.clone(), prefix).unwrap_or_else(|| Value::null(option.span));
            let options = either.options.iter().map(option).collect();
            Kind::Either(Arc::new(Either { options, cause: Arc::clone(&either.cause) }))
        }
        _ => return Some(value),
    };
    Some(Value { kind, ..value })
}

/// What stands in an ARN behind `mark`, up to what may follow it; anything else itself.
fn in_arn(value: Value, mark: &str) -> Value {
    let kind = match &value.kind {
        _ if mark.is_empty() => return value,
        Kind::String(text) if text.starts_with("arn:") => match text.split_once(mark) {
            Some((_, rest)) => Kind::String(rest.split(':').next().unwrap_or_default().into()),
            None => return value,
        },
        Kind::Template(template) => match behind_mark(template, mark) {
            Some(kind) => kind,
            None => return value,
        },
        Kind::Either(either) => {
            let options = either.options.iter().map(|option| in_arn(option.clone(), mark)).collect();
            Kind::Either(Arc::new(Either { options, cause: Arc::clone(&either.cause) }))
        }
        _ => return value,
    };
    Value { kind, ..value }
}

/// What stands in a partly known ARN behind `mark`.
fn behind_mark(template: &Template, mark: &str) -> Option<Kind> {
    let is_marked = |part: &Part| matches!(part, Part::Text(text) if text.contains(mark));
    let at = template.parts.iter().position(is_marked)?;
    let mut name = Vec::new();
    for (index, part) in template.parts[at..].iter().enumerate() {
        let Part::Text(text) = part else {
            name.push(part.clone());
            continue;
        };
        let text = if index == 0 { text.split_once(mark)?.1 } else { text };
        let (text, ends) = text.split_once(':').map_or((text, false), |(text, _)| (text, true));
        name.push(Part::Text(text.into()));
        if ends {
            break;
        }
    }
    Some(Kind::joined(name))
}

/// The template with `start` in the place of its known prefix; what the hole stands for when nothing else is left.
fn without_start(template: &Template, start: &str) -> Kind {
    let known = usize::from(matches!(template.parts.first(), Some(Part::Text(_))));
    let rest = template.parts[known..].iter().cloned();
    Kind::joined(std::iter::once(Part::Text(start.into())).chain(rest).collect())
}

/// Whether all of a name is known, so that it is either the name of a resource or not.
pub(super) fn is_known(name: &Value) -> bool {
    matches!(name.kind, Kind::String(_))
}

/// Whether a resource with the name `own` may be the one that is meant by `name`, though neither says so.
pub(super) fn may_be(own: &Value, name: &Value) -> bool {
    let is_elsewhere = |value: &Value| matches!(value.kind, Kind::Unknown(_)) && undecided(value).is_none();
    !is_elsewhere(own) && !is_elsewhere(name) && matches!(equals(own, name, Coercion::Scalars), Truth::Unknown(_))
}

/// Whether `name`, which refers to a resource with the name `own`, certainly is the name of another one, such as
/// `"${own}-copy"`. A path or an ARN that ends with the name is a longer way to say it.
pub(super) fn is_other(own: &Value, name: &Value) -> bool {
    equals(own, name, Coercion::Scalars).is_false() && !is_path(name)
}

/// Whether `name` is the same expression of the same unknown as `own`.
pub(super) fn is_own(own: &Value, name: &Value) -> bool {
    equals(own, name, Coercion::Scalars).is_true()
}

/// Whether `name` has more in it than what it refers to, as `"${var.prefix}${id}"` has, so that it may be another one.
pub(super) fn is_made(name: &Value) -> bool {
    matches!(name.kind, Kind::Template(_)) && !is_path(name)
}

fn is_path(name: &Value) -> bool {
    match &name.kind {
        Kind::Template(template) => template.known().contains(['/', ':']),
        _ => false,
    }
}

/// What a name that is not known was made of.
pub(super) fn references(name: &Value) -> impl Iterator<Item = &Reference> {
    unknowns(name).flat_map(|unknown| &unknown.references)
}

/// Why it is not known which resource a name stands for. What the provider or another module computes is known to be
/// something else than the resources here, and so is a resource that is declared nowhere; what a data source that is
/// declared nowhere would look up is not.
pub(super) fn undecided(name: &Value) -> Option<&Arc<Unknown>> {
    unknowns(name).find(|unknown| match &unknown.reason {
        Reason::Computed(_) | Reason::DataSource(_) | Reason::MissingModule(_) => false,
        Reason::Undefined(name) => unknown.references.is_empty() || Address::new(Arc::clone(name)).is_data(),
        _ => true,
    })
}

fn unknowns(name: &Value) -> impl Iterator<Item = &Arc<Unknown>> {
    let (holes, other) = match &name.kind {
        Kind::Template(template) => (Some(template.holes()), None),
        _ => (None, name.first_unknown()),
    };
    holes.into_iter().flatten().chain(other)
}
