//! String templates.

use std::sync::Arc;

use super::super::interpreter::Interpreter;
use super::super::normal::normal;
use super::super::scope::Scope;
use super::super::text::TextBuilder;
use super::super::unknowns::{combine, invalid, leaves};
use super::elements::elements;
use super::operators::decide;
use super::places;
use crate::source::Span;
use crate::syntax::hcl::{Expr, Ident, Template, TemplatePart};
use crate::value::{Unknown, Value};

/// How a template is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// With escapes.
    Quoted,
    Heredoc,
    /// As a text of its own.
    Text,
}

impl Form {
    pub(super) fn of(template: &Template<'_>) -> Self {
        if template.heredoc { Self::Heredoc } else { Self::Quoted }
    }
}

impl<'p> Interpreter<'p> {
    /// The value of a quoted string or heredoc. A string that is one hole has the value of that hole, whatever its type.
    pub(super) fn template(&self, parts: &[TemplatePart<'_>], form: Form, span: Span, scope: Scope<'_, 'p>) -> Value {
        normal(self.template_value(parts, form, span, scope))
    }

    fn template_value(&self, parts: &[TemplatePart<'_>], form: Form, span: Span, scope: Scope<'_, 'p>) -> Value {
        match parts {
            [TemplatePart::Interpolation(inner)] if form != Form::Heredoc => self.eval(inner, scope),
            [TemplatePart::Text { text, .. }] if !places::matter(text) => Value::string(text.as_ref(), span),
            _ => {
                let mut text = TextBuilder::new(span);
                self.template_parts(parts, span, scope, &mut text);
                let written = text.take_written();
                let mut value = text.finish();
                self.count_size(&value);
                if let Some(file) = scope.written_in() {
                    places::add(&mut value, &written, form == Form::Quoted, self.context.sources.get(file));
                }
                value
            }
        }
    }

    fn template_parts(&self, parts: &[TemplatePart<'_>], span: Span, scope: Scope<'_, 'p>, text: &mut TextBuilder) {
        for part in parts {
            match part {
                TemplatePart::Text { text: piece, range } => text.push_literal(piece, *range),
                TemplatePart::Interpolation(inner) => text.push_interpolation(&self.eval(inner, scope), inner.range),
                TemplatePart::If { condition, yes, no } => match decide(&self.eval(condition, scope)) {
                    Ok(true) => self.template_parts(yes, span, scope, text),
                    Ok(false) => self.template_parts(no, span, scope, text),
                    Err(cause) => text.push_hole(&self.undecided(&cause, [yes, no], span, scope)),
                },
                TemplatePart::For { key, value, collection, body } => {
                    self.template_for((key.as_ref(), value), collection, body, scope, text);
                }
            }
        }
    }

    /// The hole that an unknown condition leaves, with what either branch refers to.
    fn undecided(
        &self,
        cause: &Arc<Unknown>,
        branches: [&[TemplatePart<'_>]; 2],
        span: Span,
        scope: Scope<'_, 'p>,
    ) -> Arc<Unknown> {
        let texts = branches.map(|branch| {
            let mut text = TextBuilder::new(span);
            self.template_parts(branch, span, scope, &mut text);
            text.finish()
        });
        let unknown = combine(std::iter::once(cause).chain(texts.iter().flat_map(leaves)));
        unknown.unwrap_or_else(|| Arc::clone(cause))
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
                    self.template_parts(body, span, scope.with(&with_key), text);
                }
                None => self.template_parts(body, span, scope, text),
            }
        }
        if let Some(rest) = elements.rest {
            text.push_hole(rest);
        }
    }
}
