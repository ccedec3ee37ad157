//! Splats: `base[*].name` and `base.*.name`.

use std::sync::Arc;

use super::expression::list_with_rest;
use super::interpreter::Interpreter;
use super::references::{Access, Link, Object};
use super::scope::Scope;
use super::unknowns::{combine, for_each_option, leaves};
use crate::source::Span;
use crate::syntax::hcl::{Splat, Traversal};
use crate::value::{Kind, Typing, Value};

impl<'p> Interpreter<'p> {
    /// The list of what the rest of a traversal gives for each element.
    pub(in crate::frontend::terraform) fn splat(&self, splat: &Splat<'_>, scope: Scope<'_, 'p>) -> Value {
        let span = scope.span(splat.base.range);
        let base = self.object_of(&splat.base, scope);
        self.splat_object(base, &splat.each, span, scope)
    }

    fn splat_object<'o>(
        &'o self,
        base: Object<'o, 'p>,
        steps: &[Traversal<'_>],
        span: Span,
        scope: Scope<'o, 'p>,
    ) -> Value {
        let (instance, declaration) = match base {
            Object::Declared(instance, declaration) => (instance, declaration),
            Object::Item(..) => {
                return Value::list(vec![self.apply(base, steps, span, scope)], span).typed(Typing::Structural);
            }
            Object::Value(value) => {
                return splat_value(&value, span, |item| self.apply(Object::Value(item.clone()), steps, span, scope));
            }
        };
        let expansion = self.expansion(instance, declaration);
        let values: Vec<Value> = (0..expansion.items.len())
            .map(|item| self.apply(Object::Item(instance, declaration, item), steps, span, scope))
            .collect();
        match &expansion.unknown {
            None => Value::list(values, span).typed(Typing::Structural),
            Some(cause) => {
                // The instances may not be there, but what their values refer to is referred to.
                let rest = combine(std::iter::once(cause).chain(values.iter().flat_map(leaves)));
                list_with_rest(Vec::new(), rest, span)
            }
        }
    }

    /// What steps give for one element.
    fn apply<'o>(
        &'o self,
        mut object: Object<'o, 'p>,
        steps: &[Traversal<'_>],
        span: Span,
        scope: Scope<'o, 'p>,
    ) -> Value {
        let _entered = match self.enter(span) {
            Ok(entered) => entered,
            Err(unknown) => return Value::unknown(unknown, span),
        };
        for step in steps {
            let access = match step {
                Traversal::Attr(name) => Access::Attr(name.text),
                Traversal::Index(key) => Access::Index(key),
                // The parser nests: all further steps belong to the inner splat.
                Traversal::Splat { each, .. } => {
                    object = Object::Value(self.splat_object(object, each, span, scope));
                    continue;
                }
            };
            object = self.follow(object, &[Link { access, span }], None, scope);
        }
        self.materialise(object, span)
    }
}

fn splat_value(value: &Value, span: Span, each: impl Fn(&Value) -> Value) -> Value {
    for_each_option(value, span, |value| match &value.kind {
        Kind::Null => Value::list(Vec::new(), span).typed(Typing::Structural),
        Kind::Unknown(unknown) => Value::unknown(Arc::clone(unknown), span),
        Kind::List(list) => {
            let typing = if list.is_set() { Typing::Collection } else { list.typing };
            list_with_rest(list.items.iter().map(&each).collect(), list.rest.clone(), span).typed(typing)
        }
        _ => Value::list(vec![each(value)], span).typed(Typing::Structural),
    })
}
