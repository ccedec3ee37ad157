//! String templates.

use super::super::interpreter::Interpreter;
use super::super::scope::Scope;
use super::super::text::TextBuilder;
use super::super::unknowns::invalid;
use super::{decide, elements};
use crate::source::Span;
use crate::syntax::hcl::{Expr, Ident, TemplatePart};
use crate::value::Value;

impl<'p> Interpreter<'p> {
    /// The value of a quoted string or heredoc. A string that is one hole has the value of that hole, whatever its type.
    pub(super) fn template(
        &self,
        parts: &[TemplatePart<'_>],
        heredoc: bool,
        span: Span,
        scope: Scope<'_, 'p>,
    ) -> Value {
        match parts {
            [TemplatePart::Interpolation(inner)] if !heredoc => self.eval(inner, scope),
            [TemplatePart::Text { text, .. }] => Value::string(text.as_ref(), span),
            _ => {
                let mut text = TextBuilder::new(span);
                self.template_parts(parts, scope, &mut text);
                let value = text.finish();
                self.count_size(&value);
                value
            }
        }
    }

    fn template_parts(&self, parts: &[TemplatePart<'_>], scope: Scope<'_, 'p>, text: &mut TextBuilder) {
        for part in parts {
            match part {
                TemplatePart::Text { text: piece, .. } => text.push_text(piece),
                TemplatePart::Interpolation(inner) => text.push_value(&self.eval(inner, scope)),
                TemplatePart::If { condition, yes, no } => match decide(&self.eval(condition, scope)) {
                    Ok(true) => self.template_parts(yes, scope, text),
                    Ok(false) => self.template_parts(no, scope, text),
                    Err(unknown) => text.push_hole(&unknown),
                },
                TemplatePart::For { key, value, collection, body } => {
                    self.template_for((key.as_ref(), value), collection, body, scope, text);
                }
            }
        }
    }

    fn template_for(
        &self,
        (key_name, value_name): (Option<&Ident<'_>>, &Ident<'_>),
        collection: &Expr<'_>,
        body: &[TemplatePart<'_>],
        scope: Scope<'_, 'p>,
        text: &mut TextBuilder,
    ) {
        let span = scope.span(collection.range);
        let _entered = match self.enter(span) {
            Ok(entered) => entered,
            Err(unknown) => return text.push_hole(&unknown),
        };
        let collection = self.eval(collection, scope);
        let Some(elements) = elements(&collection) else {
            let unknown = collection.as_unknown().cloned();
            return text.push_hole(&unknown.unwrap_or_else(|| invalid("only a collection can be iterated", span)));
        };
        for (key, value) in &elements.items {
            let with_value = scope.bind(value_name.text, value);
            let scope = scope.with(&with_value);
            match key_name {
                Some(name) => {
                    let with_key = scope.bind(name.text, key);
                    self.template_parts(body, scope.with(&with_key), text);
                }
                None => self.template_parts(body, scope, text),
            }
        }
        if let Some(rest) = elements.rest {
            text.push_hole(rest);
        }
    }
}
