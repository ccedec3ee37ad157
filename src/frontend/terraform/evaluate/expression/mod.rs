//! Expressions to values.

mod calls;
mod collections;
mod elements;
mod operators;
mod places;
mod template;
mod template_call;

use std::sync::Arc;

pub(in crate::frontend::terraform) use collections::{attribute, index};
pub(in crate::frontend::terraform) use elements::{elements, list_with_rest};
pub(in crate::frontend::terraform) use operators::decide;

use super::convert::to_text;
use super::identity::unstated;
use super::interpreter::Interpreter;
use super::scope::Scope;
use super::unify::{count, unified};
use super::unknowns::{either, error};
use crate::frontend::terraform::load::declaration::literal;
use crate::source::Span;
use crate::syntax::hcl::{Conditional, Expr, ExprKind, ObjectItem, TemplatePart};
use crate::value::{Kind, Map, Number, Reason, Typing, Unknown, Value};

impl<'p> Interpreter<'p> {
    /// The value of an expression. Its span is the place of the expression, or of the part of it that gives the value.
    pub(in crate::frontend::terraform) fn eval(&self, expr: &Expr<'_>, scope: Scope<'_, 'p>) -> Value {
        let span = scope.span(expr.range);
        let _entered = match self.enter(span) {
            Ok(entered) => entered,
            Err(unknown) => return Value::unknown(unknown, span),
        };
        match &expr.kind {
            ExprKind::Null => Value::null(span),
            ExprKind::Bool(bool) => Value::bool(*bool, span),
            ExprKind::Number(text) => match Number::parse(text) {
                Some(number) => Value::number(number, span),
                None => error("the number is out of range", span),
            },
            ExprKind::Template(template) => self.template(&template.parts, template.heredoc, span, scope),
            ExprKind::Variable(_) | ExprKind::GetAttr(..) | ExprKind::Index(..) | ExprKind::Splat(_) => {
                self.traversal(expr, scope)
            }
            ExprKind::Call(call) => self.call(call, span, scope),
            ExprKind::List(items) => {
                Value::list(items.iter().map(|item| self.eval(item, scope)).collect(), span).typed(Typing::Structural)
            }
            ExprKind::Object(items) => self.object(items, span, scope),
            ExprKind::For(each) => self.for_expression(each, span, scope),
            ExprKind::Conditional(conditional) => self.conditional(conditional, span, scope),
            ExprKind::Unary(operator, operand) => operators::unary(*operator, &self.eval(operand, scope), span),
            ExprKind::Binary(operator, left, right) => {
                operators::binary(*operator, &self.eval(left, scope), || self.eval(right, scope), span)
            }
            ExprKind::Paren(inner) => self.eval(inner, scope),
            ExprKind::Error => Value::unknown(Unknown::new(Reason::Syntax, span), span),
        }
    }

    fn object(&self, items: &[ObjectItem<'_>], span: Span, scope: Scope<'_, 'p>) -> Value {
        let mut map = Map::new();
        for item in items {
            let key_span = scope.span(item.key.range);
            let key = match &item.key.kind {
                ExprKind::Variable(name) => Ok(Arc::from(*name)),
                _ => to_text(&self.eval(&item.key, scope), key_span),
            };
            let value = self.eval(&item.value, scope);
            match key {
                Ok(key) => {
                    map.insert(key, key_span, value);
                }
                Err(unknown) => map.open(unknown),
            }
        }
        Value::map(map, span).typed(Typing::Structural)
    }

    /// The value of one branch as the other one converts it: both have one type, next to a text every scalar is a text,
    /// and next to a tuple of another length a tuple is a list. The other branch is not evaluated unless its form shows
    /// that it may matter.
    fn beside(&self, value: Value, other: &Expr<'_>, scope: Scope<'_, 'p>) -> Value {
        let matters = match (&value.kind, &other.kind) {
            (Kind::Bool(_) | Kind::Number(_), ExprKind::Template(template)) => {
                !matches!(template.parts.as_slice(), [TemplatePart::Interpolation(_)])
            }
            (Kind::List(list), ExprKind::List(_)) => list.items.iter().any(may_become_text),
            (Kind::Map(map), ExprKind::Object(_)) => map.entries().any(|entry| may_become_text(&entry.value)),
            _ => false,
        };
        if !matters {
            return as_typed_beside(value, other);
        }
        let both = [value, self.eval(other, scope)];
        self.count_steps((count(&both) / 4) as u32);
        let converted = unified(&both, both[0].span).ok().and_then(|converted| converted.into_iter().next());
        let [value, _] = both;
        converted.unwrap_or_else(|| unstated(value))
    }

    fn conditional(&self, conditional: &Conditional<'_>, span: Span, scope: Scope<'_, 'p>) -> Value {
        let condition = self.eval(&conditional.condition, scope);
        let mut value = match operators::decide(&condition) {
            Ok(true) => self.beside(self.eval(&conditional.yes, scope), &conditional.no, scope),
            Ok(false) => self.beside(self.eval(&conditional.no, scope), &conditional.yes, scope),
            Err(cause) if super::unknowns::is_error(&cause) => Value::unknown(cause, span),
            Err(cause) => {
                let options = vec![self.eval(&conditional.yes, scope), self.eval(&conditional.no, scope)];
                either(options, &cause, span)
            }
        };
        value.sensitive |= condition.sensitive;
        value
    }
}

/// The value of a branch with the type that it has next to a branch that is not evaluated.
fn as_typed_beside(value: Value, other: &Expr<'_>) -> Value {
    match (&value.kind, &other.kind) {
        (_, ExprKind::Null) => value,
        (Kind::Map(map), ExprKind::Object(items)) => match map.typing {
            Typing::Collection => value,
            Typing::Structural if map.rest().is_none() => match same_names(map, items) {
                Some(true) => value,
                Some(false) => value.typed(Typing::Collection),
                None => unstated(value),
            },
            _ => unstated(value),
        },
        (Kind::List(list), ExprKind::List(items)) => match list.typing {
            Typing::Structural if list.rest.is_none() && list.items.len() != items.len() => {
                value.typed(Typing::Collection)
            }
            Typing::Structural | Typing::Collection => value,
            Typing::Set | Typing::Unstated => unstated(value),
        },
        (Kind::List(_) | Kind::Map(_), _) => unstated(value),
        _ => value,
    }
}

/// Whether a map has just the names of an object; nothing where those would have to be evaluated.
fn same_names(map: &Map, items: &[ObjectItem<'_>]) -> Option<bool> {
    let name = |item: &ObjectItem<'_>| match &item.key.kind {
        ExprKind::Variable(name) => Some(map.get(name).is_some()),
        _ => literal(&item.key).map(|name| map.get(name).is_some()),
    };
    let found = items.iter().map(name).collect::<Option<Vec<bool>>>()?;
    Some(found.len() == map.len() && found.into_iter().all(|found| found))
}

/// Whether a value may be converted to text next to others.
fn may_become_text(value: &Value) -> bool {
    matches!(value.kind, Kind::Bool(_) | Kind::Number(_) | Kind::List(_) | Kind::Map(_))
}
