//! Conditionals: the type that both branches share.

use super::super::identity::unstated;
use super::super::interpreter::Interpreter;
use super::super::scope::Scope;
use super::super::unify::{count, unified};
use super::super::unknowns::{either, error, is_error};
use super::operators::decide;
use crate::frontend::terraform::load::declaration::literal;
use crate::source::Span;
use crate::syntax::hcl::{BinaryOp, Conditional, Expr, ExprKind, ObjectItem, TemplatePart, UnaryOp};
use crate::value::{Kind, Map, Typing, Value};

/// What the form of an expression tells of its type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Bool,
    Number,
    Text,
    List,
    Map,
}

impl Form {
    /// Nothing where the value would have to be known.
    fn of(expr: &Expr<'_>) -> Option<Self> {
        match &expr.kind {
            ExprKind::Bool(_) | ExprKind::Unary(UnaryOp::Not, _) => Some(Self::Bool),
            ExprKind::Number(_) | ExprKind::Unary(UnaryOp::Negate, _) => Some(Self::Number),
            ExprKind::Template(template) => match template.parts.as_slice() {
                [TemplatePart::Interpolation(_)] => None,
                _ => Some(Self::Text),
            },
            ExprKind::List(_) => Some(Self::List),
            ExprKind::Object(_) => Some(Self::Map),
            ExprKind::For(each) => Some(if each.key.is_some() { Self::Map } else { Self::List }),
            ExprKind::Paren(inner) => Self::of(inner),
            ExprKind::Binary(operator, ..) => Some(match operator {
                BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo => {
                    Self::Number
                }
                _ => Self::Bool,
            }),
            _ => None,
        }
    }

    fn of_value(value: &Value) -> Option<Self> {
        match value.kind {
            Kind::Bool(_) => Some(Self::Bool),
            Kind::Number(_) => Some(Self::Number),
            Kind::String(_) | Kind::Template(_) | Kind::Json(_) => Some(Self::Text),
            Kind::List(_) => Some(Self::List),
            Kind::Map(_) => Some(Self::Map),
            Kind::Null | Kind::Either(_) | Kind::Unknown(_) => None,
        }
    }

    fn is_scalar(self) -> bool {
        !matches!(self, Self::List | Self::Map)
    }

    /// Whether no type holds values of both. That a schema says it otherwise is possible for scalars only.
    fn clashes(self, other: Self) -> bool {
        self != other && !(self.is_scalar() && other.is_scalar())
    }
}

impl<'p> Interpreter<'p> {
    pub(super) fn conditional(&self, conditional: &Conditional<'_>, span: Span, scope: Scope<'_, 'p>) -> Value {
        let condition = self.eval(&conditional.condition, scope);
        let mut value = match decide(&condition) {
            Ok(true) => self.beside(self.eval(&conditional.yes, scope), &conditional.no, span, scope),
            Ok(false) => self.beside(self.eval(&conditional.no, scope), &conditional.yes, span, scope),
            Err(cause) if is_error(&cause) => Value::unknown(cause, span),
            Err(cause) => {
                let options = vec![self.eval(&conditional.yes, scope), self.eval(&conditional.no, scope)];
                self.count_steps((count(&options) / 4) as u32);
                match clash(&options) {
                    true => inconsistent(span),
                    false => either(options, &cause, span),
                }
            }
        };
        value.sensitive |= condition.sensitive;
        value
    }

    /// The value of one branch as the other one converts it: both have one type, next to a text every scalar is a text,
    /// and next to a tuple of another length a tuple is a list. The other branch is not evaluated unless its form shows
    /// that it may matter, or it is a name, whose value is remembered.
    fn beside(&self, value: Value, other: &Expr<'_>, span: Span, scope: Scope<'_, 'p>) -> Value {
        let (own, form) = (Form::of_value(&value), Form::of(other));
        if own.zip(form).is_some_and(|(own, form)| own.clashes(form)) {
            return inconsistent(span);
        }
        let is_name = matches!(other.kind, ExprKind::Variable(_) | ExprKind::GetAttr(..) | ExprKind::Index(..));
        let matters = match (&value.kind, &other.kind) {
            (Kind::Null | Kind::Either(_) | Kind::Unknown(_), _) => false,
            (Kind::Bool(_) | Kind::Number(_), ExprKind::Template(_)) => form.is_some(),
            (Kind::Bool(_) | Kind::Number(_), _) if value.origin.is_none() && form != own => form.is_some() || is_name,
            (Kind::List(list), ExprKind::List(items)) => {
                list.items.iter().any(may_become_text) || list.items.len() != items.len()
            }
            (Kind::Map(map), ExprKind::Object(items)) => {
                map.entries().any(|entry| may_become_text(&entry.value)) || same_names(map, items) != Some(true)
            }
            (Kind::List(_) | Kind::Map(_), ExprKind::Call(_)) => value.children().any(may_become_text),
            _ => is_name,
        };
        if !matters {
            return as_typed_beside(value, other);
        }
        let both = [value, self.eval(other, scope)];
        self.count_steps((count(&both) / 4) as u32);
        let converted = unified(&both, both[0].span);
        let fails = converted.is_err() && clash(&both);
        let [value, _] = both;
        match converted.ok().and_then(|converted| converted.into_iter().next()) {
            Some(converted) => converted,
            None if fails => inconsistent(span),
            None => unstated(value),
        }
    }
}

fn inconsistent(span: Span) -> Value {
    error("both results of a condition must be of one type", span)
}

/// Whether the values certainly have no type in common.
fn clash(both: &[Value]) -> bool {
    let forms: Vec<Form> = both.iter().filter_map(Form::of_value).collect();
    match forms[..] {
        [first, second] if first.clashes(second) => true,
        [first, second] if !first.is_scalar() && !second.is_scalar() => {
            both.iter().all(is_typed) && unified(both, both[0].span).is_err_and(|why| is_error(&why))
        }
        // A schema may say that one of them is a text.
        [_, _] => {
            let written = both.iter().all(|value| value.origin.is_none());
            written && unified(both, both[0].span).is_err_and(|why| is_error(&why))
        }
        _ => false,
    }
}

/// Whether the types of all that a value holds are known.
fn is_typed(value: &Value) -> bool {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match &value.kind {
            Kind::List(list) if list.typing == Typing::Unstated || list.rest.is_some() => return false,
            Kind::Map(map) if map.typing == Typing::Unstated || map.rest().is_some() => return false,
            Kind::Either(_) | Kind::Unknown(_) => return false,
            Kind::Json(_) => {}
            _ => open.extend(value.children()),
        }
    }
    true
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
