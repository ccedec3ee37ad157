//! Building strings of which parts may be unknown.

use std::ops::Range;
use std::sync::Arc;

use super::convert::to_text;
use super::unknowns::{combine, either, leaves, on_the_way};
use crate::source::{Span, TextRange};
use crate::value::{Either, Elsewhere, Kind, Part, Reason, TemplateBuilder, Unknown, Value};

/// Longest text that an expression may make, in bytes.
const LIMIT: usize = 1 << 20;

/// A piece of the known text of a template, and where it was written.
pub(in crate::frontend::terraform) struct Written {
    /// Where in the known text of the whole it is.
    pub(in crate::frontend::terraform) text: Range<usize>,
    /// Its place, or that of the expression that gives it.
    pub(in crate::frontend::terraform) place: TextRange,
    /// Whether it is literal text.
    pub(in crate::frontend::terraform) literal: bool,
}

/// Collects the pieces of a string. Alternatives among them make alternative strings, as long as they are few.
pub(in crate::frontend::terraform) struct TextBuilder {
    alternatives: Vec<TemplateBuilder>,
    causes: Vec<Arc<Unknown>>,
    failure: Option<Arc<Unknown>>,
    sensitive: bool,
    elsewheres: Vec<Arc<Elsewhere>>,
    length: usize,
    written: Vec<Written>,
    span: Span,
}

impl TextBuilder {
    /// An empty string at `span`.
    pub(in crate::frontend::terraform) fn new(span: Span) -> Self {
        let alternatives = vec![TemplateBuilder::default()];
        let (causes, written, elsewheres) = (Vec::new(), Vec::new(), Vec::new());
        Self { alternatives, causes, failure: None, sensitive: false, elsewheres, length: 0, written, span }
    }

    /// Adds known text that is written in the template itself.
    pub(in crate::frontend::terraform) fn push_literal(&mut self, text: &str, place: TextRange) {
        let start = self.length;
        self.push_text(text);
        self.written.push(Written { text: start..self.length, place, literal: true });
    }

    /// Adds the value of an expression in the template, converted to a string.
    pub(in crate::frontend::terraform) fn push_interpolation(&mut self, value: &Value, place: TextRange) {
        let start = self.length;
        self.push_value(value);
        let Kind::Json(inner) = &value.kind else {
            return self.written.push(Written { text: start..self.length, place, literal: false });
        };
        for (range, span) in inner.json_places() {
            let text = start + range.start as usize..start + range.end as usize;
            let place = if span.file == self.span.file { span.range } else { place };
            self.written.push(Written { text, place, literal: false });
        }
    }

    /// Where the pieces so far were written; nothing where there are alternatives.
    pub(in crate::frontend::terraform) fn take_written(&mut self) -> Vec<Written> {
        let written = std::mem::take(&mut self.written);
        if self.alternatives.len() == 1 { written } else { Vec::new() }
    }

    /// Adds known text.
    pub(in crate::frontend::terraform) fn push_text(&mut self, text: &str) {
        self.length += text.len();
        if self.length > LIMIT {
            self.fail(Arc::new(Unknown::new(Reason::Limit("text length"), self.span)));
            return;
        }
        for pieces in &mut self.alternatives {
            pieces.text().push_str(text);
        }
    }

    /// Adds text that is not known.
    pub(in crate::frontend::terraform) fn push_hole(&mut self, unknown: &Arc<Unknown>) {
        self.push_same(&Arc::clone(unknown).anonymous());
    }

    /// Adds the text that something unknown is itself.
    fn push_same(&mut self, unknown: &Arc<Unknown>) {
        // A name that is not defined may come from a file that is not here.
        if matches!(unknown.reason, Reason::Invalid(_)) {
            self.fail(Arc::clone(unknown));
        }
        for pieces in &mut self.alternatives {
            pieces.push_same(Arc::clone(unknown));
        }
    }

    /// Adds a value converted to a string.
    pub(in crate::frontend::terraform) fn push_value(&mut self, value: &Value) {
        self.sensitive |= value.sensitive;
        self.elsewheres.extend(value.elsewhere.clone());
        match &value.kind {
            Kind::Template(template) => self.push_parts(&template.parts),
            Kind::Either(either) if self.alternatives.len() * either.options.len() <= Either::LIMIT => {
                self.push_alternatives(either);
            }
            _ => match (to_text(value, value.span), &value.kind) {
                (Ok(text), _) => self.push_text(&text),
                (Err(_), Kind::Json(inner)) => self.push_parts(&inner.to_json_parts()),
                (Err(unknown), Kind::Unknown(_)) => self.push_same(&on_the_way(&unknown, value)),
                (Err(unknown), _) => self.push_hole(&on_the_way(&unknown, value)),
            },
        }
    }

    fn push_parts(&mut self, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Text(text) => self.push_text(text),
                Part::Hole(unknown) => self.push_same(unknown),
            }
        }
    }

    fn push_alternatives(&mut self, either: &Either) {
        let before = std::mem::take(&mut self.alternatives);
        let mut after = Vec::new();
        for option in &either.options {
            self.alternatives.clone_from(&before);
            self.push_value(option);
            after.append(&mut self.alternatives);
        }
        self.alternatives = after;
        self.causes.push(Arc::clone(&either.cause));
    }

    fn fail(&mut self, unknown: Arc<Unknown>) {
        self.failure.get_or_insert(unknown);
    }

    /// The string.
    pub(in crate::frontend::terraform) fn finish(self) -> Value {
        let span = self.span;
        let mut value = if let Some(failure) = self.failure {
            Value::unknown(failure, span)
        } else {
            let options: Vec<Value> = self.alternatives.into_iter().map(|pieces| assemble(pieces, span)).collect();
            // Of several conditions none says which alternative there is.
            let several = self.causes.len() > 1;
            match combine(&self.causes) {
                Some(cause) if several => either(options, &cause.anonymous(), span),
                Some(cause) => either(options, &cause, span),
                None => options.into_iter().next().unwrap_or_else(|| Value::string("", span)),
            }
        };
        value.sensitive |= self.sensitive;
        value.elsewhere = Elsewhere::of_parts(self.elsewheres.iter());
        value
    }
}

/// A string is never null.
fn assemble(pieces: TemplateBuilder, span: Span) -> Value {
    match pieces.finish() {
        Kind::Unknown(unknown) => Value::unknown(Unknown { nullable: false, ..Unknown::clone(&unknown) }, span),
        kind => Value::new(kind, span),
    }
}

/// Why no text can be made of a collection of values, or of a part of it.
pub(in crate::frontend::terraform) fn why_unknown(values: &[Value], span: Span) -> Arc<Unknown> {
    combine(values.iter().flat_map(leaves))
        .unwrap_or_else(|| super::unknowns::invalid("the arguments do not fit", span))
}
