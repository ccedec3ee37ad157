//! Builds the maps of the `dockerfile` shape.

use crate::source::Span;
use crate::value::{Map, Value};

/// A map under construction.
pub(super) struct View {
    map: Map,
    span: Span,
}

impl View {
    pub(super) fn new(span: Span) -> Self {
        Self { map: Map::new(), span }
    }

    pub(super) fn set(&mut self, name: &str, value: Value) {
        self.map.insert(name, value.span, value);
    }

    pub(super) fn maybe(&mut self, name: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }

    /// A list at the place of the whole map.
    pub(super) fn list(&mut self, name: &str, items: Vec<Value>) {
        let span = self.span;
        self.set(name, Value::list(items, span));
    }

    pub(super) fn finish(self) -> Value {
        Value::map(self.map, self.span)
    }
}
