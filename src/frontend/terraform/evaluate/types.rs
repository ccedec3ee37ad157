//! Type constraints of variables: converting a value to the type that is declared.

use std::sync::Arc;

use super::convert::{to_bool, to_number, to_text};
use super::expression::list_with_rest;
use super::identity::unstated;
use super::sets::set_of;
use super::unify::unified;
use super::unknowns::{error, for_each_option};
use crate::frontend::terraform::load::declaration::literal;
use crate::source::Span;
use crate::syntax::hcl::{Call, Expr, ExprKind, ObjectItem};
use crate::value::{Kind, Map, Reason, Scalar, Typing, Unknown, Value};

/// Evaluates the default of an optional attribute.
type Default<'d> = &'d dyn Fn(&Expr<'_>) -> Value;

/// Deepest type constraint that is followed.
const DEPTH_LIMIT: usize = 50;

/// The value converted to the type that `constraint` says. What is not known stays as it is.
pub(in crate::frontend::terraform) fn convert(value: Value, constraint: &Expr<'_>, default: Default<'_>) -> Value {
    convert_at(value, constraint, default, 0)
}

fn convert_at(value: Value, constraint: &Expr<'_>, default: Default<'_>, depth: usize) -> Value {
    if matches!(value.kind, Kind::Null | Kind::Unknown(_)) {
        return value;
    }
    if depth > DEPTH_LIMIT {
        return Value::unknown(Unknown::new(Reason::Limit("nesting of types"), value.span), value.span);
    }
    if let Kind::Either(_) = value.kind {
        return for_each_option(&value, value.span, |option| {
            convert_at(option.clone(), constraint, default, depth + 1)
        });
    }
    match &constraint.kind {
        ExprKind::Variable(name) => scalar(value, name),
        ExprKind::Paren(inner) => convert_at(value, inner, default, depth + 1),
        ExprKind::Call(call) => collection(value, call, default, depth),
        // Of old: `type = "list"`.
        _ => unstated(value),
    }
}

fn scalar(value: Value, name: &str) -> Value {
    let span = value.span;
    let converted = match (name, &value.kind) {
        ("string", Kind::String(_) | Kind::Template(_) | Kind::Json(_))
        | ("number", Kind::Number(_) | Kind::Template(_) | Kind::Json(_))
        | ("bool", Kind::Bool(_) | Kind::Template(_) | Kind::Json(_))
        | ("any", _) => return value,
        ("string", _) => to_text(&value, span).map(Kind::String),
        ("number", _) => to_number(&value, span).map(Kind::Number),
        ("bool", _) => to_bool(&value, span).map(Kind::Bool),
        _ => return unstated(value),
    };
    replace(value, converted)
}

/// The type that a constraint says, where it is one of scalars.
fn scalar_of(constraint: &Expr<'_>) -> Option<Scalar> {
    match &constraint.kind {
        ExprKind::Variable("string") => Some(Scalar::Text),
        ExprKind::Variable("number") => Some(Scalar::Number),
        ExprKind::Variable("bool") => Some(Scalar::Bool),
        ExprKind::Paren(inner) => scalar_of(inner),
        _ => None,
    }
}

fn replace(value: Value, kind: Result<Kind, Arc<Unknown>>) -> Value {
    Value { kind: kind.unwrap_or_else(Kind::Unknown), ..value }
}

fn collection(value: Value, call: &Call<'_>, default: Default<'_>, depth: usize) -> Value {
    let Some(argument) = call.arguments.first() else { return value };
    let each = |item: &Value| convert_at(item.clone(), argument, default, depth + 1);
    let name = call.name.text;
    match (name, &value.kind, &argument.kind) {
        ("list" | "set", Kind::List(list), _) => {
            let mut items: Vec<Value> = list.items.iter().map(each).collect();
            unify(&mut items, argument, value.span);
            let make = if name == "set" { set_of } else { list_with_rest };
            let typing = if name == "set" { Typing::Set } else { Typing::Collection };
            let converted = make(items, list.rest.clone(), value.span).typed(typing).with_element(scalar_of(argument));
            replace(value, Ok(converted.kind))
        }
        ("map", Kind::Map(map), _) => {
            let mut items = map.entries().map(|entry| each(&entry.value)).collect();
            unify(&mut items, argument, value.span);
            let mut items = items.into_iter();
            let mut converted = map.filter_map(|_| items.next());
            (converted.typing, converted.element) = (Typing::Collection, scalar_of(argument));
            replace(value, Ok(Kind::Map(Arc::new(converted))))
        }
        ("object", Kind::Map(map), ExprKind::Object(items)) => {
            let converted = object(map, items, value.span, default, depth);
            replace(value, converted)
        }
        ("tuple", Kind::List(list), ExprKind::List(types)) if list.items.len() == types.len() => {
            let items = list.items.iter().zip(types);
            let items = items.map(|(item, kind)| convert_at(item.clone(), kind, default, depth + 1)).collect();
            let converted = list_with_rest(items, list.rest.clone(), value.span).typed(Typing::Structural);
            replace(value, Ok(converted.kind))
        }
        ("tuple", Kind::List(list), ExprKind::List(types)) if list.rest.is_none() => {
            let (needed, found) = (types.len(), list.items.len());
            error(format!("a tuple of {needed} elements is required, but this has {found}"), value.span)
        }
        ("tuple", Kind::List(_), _) | ("object", Kind::Map(_), _) => value,
        ("list" | "set" | "map" | "object" | "tuple", ..) => {
            error(format!("a {name} is required, but this is {}", value.type_name()), value.span)
        }
        _ => value,
    }
}

/// Gives the elements of a collection of `any` one type: strings, when some of them are.
fn unify(items: &mut Vec<Value>, constraint: &Expr<'_>, span: Span) {
    if matches!(constraint.kind, ExprKind::Variable("any")) {
        let converted = unified(items, span);
        *items = converted.unwrap_or_else(|_| items.drain(..).map(unstated).collect());
    }
}

/// An object with just the attributes of its type, and the defaults of those that are missing.
fn object(
    map: &Map,
    items: &[ObjectItem<'_>],
    span: Span,
    default: Default<'_>,
    depth: usize,
) -> Result<Kind, Arc<Unknown>> {
    let mut converted = Map::new();
    for item in items {
        let Some(name) = attribute_name(&item.key) else { return Ok(Kind::Map(Arc::new(map.clone()))) };
        let (constraint, optional, fallback) = attribute_type(&item.value);
        let given = map.entry(name).filter(|entry| !(entry.value.is_null() && fallback.is_some()));
        let (key_span, value) = match (given, map.rest(), fallback) {
            (Some(entry), ..) => (entry.key_span, entry.value.clone()),
            (None, Some(rest), _) => (span, Value::unknown(Arc::clone(rest), span)),
            (None, None, Some(fallback)) => {
                let value = default(fallback);
                (value.span, value)
            }
            (None, None, None) if optional => (span, Value::null(span)),
            (None, None, None) => {
                return Err(super::unknowns::invalid(format!("the attribute `{name}` is missing"), span));
            }
        };
        converted.insert(name, key_span, convert_at(value, constraint, default, depth + 1));
    }
    converted.typing = Typing::Structural;
    Ok(Kind::Map(Arc::new(converted)))
}

/// The type of an attribute, whether it may be missing, and its default.
fn attribute_type<'e, 's>(constraint: &'e Expr<'s>) -> (&'e Expr<'s>, bool, Option<&'e Expr<'s>>) {
    match &constraint.kind {
        ExprKind::Call(call) if call.name.text == "optional" => match call.arguments.as_slice() {
            [] => (constraint, true, None),
            [inner, rest @ ..] => (inner, true, rest.first()),
        },
        _ => (constraint, false, None),
    }
}

fn attribute_name<'e>(key: &'e Expr<'_>) -> Option<&'e str> {
    match &key.kind {
        ExprKind::Variable(name) => Some(name),
        _ => literal(key),
    }
}
