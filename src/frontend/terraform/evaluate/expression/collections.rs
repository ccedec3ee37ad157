//! `for` expressions, and selecting members of values.

use std::sync::Arc;

use super::super::convert::{to_index, to_text};
use super::super::interpreter::Interpreter;
use super::super::scope::Scope;
use super::super::unknowns::{combine, error, for_each_option, invalid, is_error, leaves, member_at, narrowed};
use super::elements::{elements, list_with_rest};
use super::operators::decide;
use crate::source::Span;
use crate::syntax::hcl::{Expr, For};
use crate::value::{Kind, Map, Reason, Typing, Unknown, Value};

/// What a `for` expression has made so far.
#[derive(Default)]
struct Collected {
    items: Vec<Value>,
    map: Map,
    unknown: Vec<Arc<Unknown>>,
    failure: Option<Arc<Unknown>>,
}

impl Collected {
    /// There may be more; or the whole fails, where a condition or key certainly does.
    fn leave_unknown(&mut self, unknown: Arc<Unknown>) {
        if is_error(&unknown) {
            self.failure.get_or_insert(unknown);
        } else {
            self.unknown.push(unknown);
        }
    }
}

impl<'p> Interpreter<'p> {
    /// `[for …]` and `{for …}`.
    pub(super) fn for_expression(&self, each: &For<'_>, span: Span, scope: Scope<'_, 'p>) -> Value {
        let collection = self.eval(&each.collection, scope);
        let mut value = for_each_option(&collection, span, |option| self.for_over(each, option, span, scope));
        value.sensitive |= collection.sensitive;
        value
    }

    fn for_over(&self, each: &For<'_>, collection: &Value, span: Span, scope: Scope<'_, 'p>) -> Value {
        let Some(elements) = elements(collection) else {
            return match collection.as_unknown() {
                Some(unknown) => Value::unknown(Arc::clone(unknown), span),
                None => error("only a collection can be iterated", span),
            };
        };
        let mut collected = Collected::default();
        collected.unknown.extend(elements.rest.cloned());
        for (key, value) in &elements.items {
            let with_value = scope.bind(each.value_variable.text, value);
            let scope = scope.with(&with_value);
            match &each.key_variable {
                Some(name) => {
                    let with_key = scope.bind(name.text, key);
                    self.for_element(each, scope.with(&with_key), &mut collected);
                }
                None => self.for_element(each, scope, &mut collected),
            }
        }
        if let Some(failure) = collected.failure {
            return Value::unknown(failure, span);
        }
        let rest = combine(&collected.unknown);
        if each.key.is_none() {
            return list_with_rest(collected.items, rest, span).typed(Typing::Structural);
        }
        if let Some(rest) = rest {
            collected.map.open(rest);
        }
        Value::map(collected.map, span).typed(Typing::Structural)
    }

    fn for_element(&self, each: &For<'_>, scope: Scope<'_, 'p>, collected: &mut Collected) {
        if let Some(condition) = &each.condition {
            match decide(&self.eval(condition, scope)) {
                Ok(true) => {}
                Ok(false) => return,
                Err(unknown) => return collected.leave_unknown(unknown),
            }
        }
        let value = self.eval(&each.value, scope);
        match &each.key {
            None => collected.items.push(value),
            Some(key) => self.for_entry(each, key, value, scope, collected),
        }
    }

    fn for_entry(&self, each: &For<'_>, key: &Expr<'_>, value: Value, scope: Scope<'_, 'p>, collected: &mut Collected) {
        let key_span = scope.span(key.range);
        let key = match to_text(&self.eval(key, scope), key_span) {
            Ok(key) => key,
            Err(unknown) => return collected.leave_unknown(unknown),
        };
        if !each.group {
            if let Some(twice) = collected.map.insert(key, key_span, value) {
                let why = format!("the key `{}` is given twice", twice.key);
                collected.failure.get_or_insert_with(|| invalid(why, key_span));
            }
        } else if let Some(Value { kind: Kind::List(list), .. }) = collected.map.get_mut(&key) {
            Arc::make_mut(list).items.push(value);
        } else {
            let group = Value::list(vec![value], scope.span(each.value.range));
            collected.map.insert(key, key_span, group.typed(Typing::Structural));
        }
    }
}

/// `value.name`. `step` names the selection where nothing else leads to the member.
pub(in crate::frontend::terraform) fn attribute(
    value: &Value,
    name: &str,
    span: Span,
    step: &dyn Fn() -> Arc<str>,
) -> Value {
    let mut member = for_each_option(value, span, |value| match &value.kind {
        Kind::Map(map) => match (map.get(name), map.rest()) {
            (Some(member), _) => member_at(value, member, span, step),
            (None, Some(rest)) => member_called(rest, narrowed(rest, name), name, span),
            (None, None) => error(format!("there is no attribute `{name}`"), span),
        },
        Kind::Unknown(unknown) => member_called(unknown, narrowed(&member_of_unknown(unknown), name), name, span),
        _ => error(format!("{} has no attributes", value.type_name()), span),
    });
    member.sensitive |= value.sensitive;
    member
}

/// `value[key]`.
pub(in crate::frontend::terraform) fn index(
    value: &Value,
    key: &Value,
    span: Span,
    step: &dyn Fn() -> Arc<str>,
) -> Value {
    let mut member = for_each_option(value, span, |value| match &value.kind {
        Kind::List(list) if list.is_set() => error("a set has no indices", span),
        Kind::List(list) => match to_index(key, span) {
            Ok(position) => match usize::try_from(position).ok().and_then(|at| list.items.get(at)) {
                Some(member) => member_at(value, member, span, step),
                None => match &list.rest {
                    Some(rest) => Value::unknown(Arc::clone(rest), span),
                    None => error(format!("there is no element {position}"), span),
                },
            },
            Err(unknown) => with_references_of(&unknown, value, span),
        },
        Kind::Map(_) => match to_text(key, span) {
            Ok(name) => attribute(value, &name, span, step),
            Err(unknown) => with_references_of(&unknown, value, span),
        },
        Kind::Unknown(unknown) => match to_text(key, span) {
            Ok(name) => member_called(unknown, member_of_unknown(unknown), &name, span),
            Err(_) => Value::unknown(member_of_unknown(unknown), span),
        },
        _ => error(format!("{} has no elements", value.type_name()), span),
    });
    member.sensitive |= value.sensitive || key.sensitive;
    member
}

/// A member of what is not known. Where that has a name, the member has one too.
fn member_called(whole: &Unknown, member: Arc<Unknown>, name: &str, span: Span) -> Value {
    Value::unknown(member, span).called(|| Some(format!("{}.{name}", whole.identity.as_ref()?)))
}

/// A member of something unknown may be null even where the whole is not, unless a provider computes it.
fn member_of_unknown(unknown: &Arc<Unknown>) -> Arc<Unknown> {
    if unknown.nullable || matches!(unknown.reason, Reason::Computed(_) | Reason::DataSource(_) | Reason::Undefined(_))
    {
        return Arc::clone(unknown);
    }
    Arc::new(Unknown { nullable: true, ..Unknown::clone(unknown) })
}

/// The value at an unknown key may be any member, so what the members refer to may be referred to.
fn with_references_of(unknown: &Arc<Unknown>, value: &Value, span: Span) -> Value {
    let all = std::iter::once(unknown).chain(leaves(value));
    let mut combined = combine(all).map_or_else(|| Unknown::clone(unknown), Arc::unwrap_or_clone);
    combined.nullable = true;
    Value::unknown(combined, span)
}
