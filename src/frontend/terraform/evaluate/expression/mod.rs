//! Expressions to values.

mod branches;
mod calls;
mod collections;
mod elements;
mod operators;
mod places;
mod template;
mod template_call;

use self::template::Form;
pub(in crate::frontend::terraform) use collections::{attribute, index};
pub(in crate::frontend::terraform) use elements::{elements, list_with_rest};
pub(in crate::frontend::terraform) use operators::{binary, decide, unary};

use super::convert::to_text;
use super::interpreter::Interpreter;
use super::normal::normal_name;
use super::scope::Scope;
use super::unknowns::error;
use crate::source::Span;
use crate::syntax::hcl::{Expr, ExprKind, ObjectItem};
use crate::value::{Map, Number, Reason, Typing, Unknown, Value};

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
            ExprKind::Template(template) => self.template(&template.parts, Form::of(template), span, scope),
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
                ExprKind::Variable(name) => Ok(normal_name(name)),
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
}
