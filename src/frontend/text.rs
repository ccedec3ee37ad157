//! Strings that are put together from known text and holes.

use std::sync::Arc;

use crate::source::Span;
use crate::value::{Kind, Part, Reason, TemplateBuilder, Unknown, Value};

/// Most bytes and pieces of one value, so that variables that contain each other twice do not grow without end.
const SIZE_LIMIT: usize = 64 * 1024;

/// A string under construction.
#[derive(Default)]
pub(super) struct Text {
    pieces: TemplateBuilder,
    size: usize,
}

impl Text {
    pub(super) fn push(&mut self, char: char) {
        self.pieces.text().push(char);
    }

    pub(super) fn push_str(&mut self, text: &str) {
        self.size += text.len();
        if self.size <= SIZE_LIMIT {
            self.pieces.text().push_str(text);
        }
    }

    pub(super) fn push_hole(&mut self, unknown: Arc<Unknown>) {
        self.size += 1;
        if self.size <= SIZE_LIMIT {
            self.pieces.push_hole(unknown);
        }
    }

    pub(super) fn push_value(&mut self, value: &Value) {
        match &value.kind {
            Kind::String(text) => self.push_str(text),
            Kind::Template(template) => {
                for part in &template.parts {
                    match part {
                        Part::Text(text) => self.push_str(text),
                        Part::Hole(unknown) => self.push_hole(Arc::clone(unknown)),
                    }
                }
            }
            _ => {
                if let Some(unknown) = value.as_unknown() {
                    self.push_hole(Arc::clone(unknown));
                }
            }
        }
    }

    /// The value that was put together, written at `span`.
    pub(super) fn finish(self, span: Span) -> Value {
        if self.size > SIZE_LIMIT {
            return Value::unknown(Unknown::new(Reason::Limit("the length of a value"), span), span);
        }
        Value::new(self.pieces.finish(), span)
    }
}
