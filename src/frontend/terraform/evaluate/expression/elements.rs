//! The elements of collections.

use std::sync::Arc;

use crate::source::Span;
use crate::value::{Kind, List, Unknown, Value};

/// The elements of a collection with their keys: indices of a list, names of a map in the order in which Terraform
/// iterates.
pub(in crate::frontend::terraform) struct Elements<'v> {
    /// Key and value of each element that is known to be there.
    pub(in crate::frontend::terraform) items: Vec<(Value, &'v Value)>,
    /// Why there may be more.
    pub(in crate::frontend::terraform) rest: Option<&'v Arc<Unknown>>,
}

/// The elements of a list or map; `None` for anything else.
pub(in crate::frontend::terraform) fn elements(collection: &Value) -> Option<Elements<'_>> {
    match &collection.kind {
        Kind::List(list) => {
            // The keys of a set are its elements.
            let key = |index: usize, item: &Value| match list.is_set() {
                true => item.clone(),
                false => Value::number(index as i64, collection.span),
            };
            let items = list.items.iter().enumerate().map(|(index, item)| (key(index, item), item)).collect();
            Some(Elements { items, rest: list.rest.as_ref() })
        }
        Kind::Map(map) => {
            let mut entries: Vec<_> = map.entries().collect();
            entries.sort_by(|a, b| a.key.cmp(&b.key));
            let items = entries
                .into_iter()
                .map(|entry| (Value::string(Arc::clone(&entry.key), entry.key_span), &entry.value))
                .collect();
            Some(Elements { items, rest: map.rest() })
        }
        _ => None,
    }
}

/// A list with possibly more elements.
pub(in crate::frontend::terraform) fn list_with_rest(
    items: Vec<Value>,
    rest: Option<Arc<Unknown>>,
    span: Span,
) -> Value {
    Value::new(Kind::List(Arc::new(List::with_rest(items, rest))), span)
}
