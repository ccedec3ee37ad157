//! Trees to values.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Node, NodeKind};
use crate::source::{Span, TextRange};
use crate::value::{Kind, Map, Reason, Unknown, Value};

/// Most nodes that aliases may stand for in one value. A few lines of nested aliases can stand for billions.
const EXPANSION_LIMIT: u64 = 100_000;

impl Node {
    /// This node as a value; `place` says where a range of the text is. Nulls are kept. What aliases stand for is
    /// unknown past a limit.
    pub fn to_value(&self, place: &dyn Fn(TextRange) -> Span) -> Value {
        Converter::new(place, true).value(self)
    }

    /// As [`to_value`](Self::to_value), without the entries of mappings that are null.
    pub fn to_value_without_nulls(&self, place: &dyn Fn(TextRange) -> Span) -> Value {
        Converter::new(place, false).value(self)
    }
}

struct Converter<'c> {
    place: &'c dyn Fn(TextRange) -> Span,
    keep_nulls: bool,
    /// Nodes that aliases may still stand for.
    budget: u64,
    within_shared: bool,
    /// Nodes with aliases, so that all their occurrences share one value.
    shared: HashMap<*const Node, Value>,
}

impl<'c> Converter<'c> {
    fn new(place: &'c dyn Fn(TextRange) -> Span, keep_nulls: bool) -> Self {
        Self { place, keep_nulls, budget: EXPANSION_LIMIT, within_shared: false, shared: HashMap::new() }
    }

    /// The tree's height is limited when it is built, and so is this recursion.
    fn value(&mut self, node: &Node) -> Value {
        let span = (self.place)(node.range);
        match &node.kind {
            NodeKind::Null => Value::null(span),
            NodeKind::Bool(value) => Value::bool(*value, span),
            NodeKind::Number(number) => Value::new(Kind::Number(*number), span),
            NodeKind::String(text) => Value::string(Arc::clone(text), span),
            NodeKind::Sequence(items) => Value::list(items.iter().map(|item| self.child(item)).collect(), span),
            NodeKind::Mapping(entries) => {
                let mut map = Map::new();
                for entry in entries {
                    if self.keep_nulls || !matches!(entry.value.kind, NodeKind::Null) {
                        map.insert(Arc::clone(&entry.key), (self.place)(entry.key_range), self.child(&entry.value));
                    }
                }
                Value::map(map, span)
            }
        }
    }

    fn child(&mut self, node: &Arc<Node>) -> Value {
        // Only aliases and merge keys hold a node twice.
        if Arc::strong_count(node) == 1 {
            return self.value(node);
        }
        if !self.within_shared {
            let Some(budget) = self.budget.checked_sub(node.expanded) else {
                let span = (self.place)(node.range);
                return Value::unknown(Unknown::new(Reason::Limit("alias expansion"), span), span);
            };
            self.budget = budget;
        }
        let key = Arc::as_ptr(node);
        if let Some(value) = self.shared.get(&key) {
            return value.clone();
        }
        let outermost = !std::mem::replace(&mut self.within_shared, true);
        let value = self.value(node);
        self.within_shared = !outermost;
        self.shared.insert(key, value.clone());
        value
    }
}
