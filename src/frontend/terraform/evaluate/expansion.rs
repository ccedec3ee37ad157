//! What the instances of a declaration are, once they are found.

use std::sync::Arc;

use super::convert::to_text;
use crate::value::{Address, InstanceKey, Unknown, Value};

/// The instances of a declaration.
#[derive(Debug)]
pub(in crate::frontend::terraform) struct Expansion {
    /// The instances, one of which stands for all where it is not known which there are. What is not repeated has one, or
    /// none if it is disabled.
    pub(in crate::frontend::terraform) items: Vec<Item>,
    /// Whether there is a `count` or `for_each`.
    pub(in crate::frontend::terraform) repeated: bool,
    /// Whether instances have names and not numbers.
    pub(in crate::frontend::terraform) keyed: bool,
    /// Why it is not known which instances there are.
    pub(in crate::frontend::terraform) unknown: Option<Arc<Unknown>>,
}

/// One instance.
#[derive(Debug)]
pub(in crate::frontend::terraform) struct Item {
    /// Its key; none where there is but one.
    pub(in crate::frontend::terraform) key: Option<InstanceKey>,
    /// What `each` or `count` is.
    pub(in crate::frontend::terraform) binding: Option<(&'static str, Value)>,
}

impl Item {
    /// Whether the key is known.
    pub(in crate::frontend::terraform) fn is_certain(&self) -> bool {
        self.key != Some(InstanceKey::Any)
    }

    /// The name that `for_each` gives; empty where it gives none.
    pub(in crate::frontend::terraform) fn name(&self) -> Arc<str> {
        match &self.key {
            Some(InstanceKey::Name(name)) => Arc::clone(name),
            _ => "".into(),
        }
    }
}

impl Expansion {
    /// The one instance of what is not repeated.
    pub(in crate::frontend::terraform) fn single() -> Self {
        let item = Item { key: None, binding: None };
        Self { items: vec![item], repeated: false, keyed: false, unknown: None }
    }

    /// Whether there certainly is no instance of what is not repeated.
    pub(in crate::frontend::terraform) fn is_disabled(&self) -> bool {
        !self.repeated && self.items.is_empty()
    }

    /// The address of an instance, by that of the declaration.
    pub(in crate::frontend::terraform) fn address(&self, declaration: Address, item: usize) -> Address {
        match self.items.get(item).and_then(|item| item.key.as_ref()) {
            Some(key) => declaration.instance(key),
            None => declaration,
        }
    }

    /// The instance that a key selects.
    pub(in crate::frontend::terraform) fn position(&self, key: &Value) -> Option<usize> {
        let key = to_text(key, key.span).ok()?;
        if !self.keyed {
            let position: usize = key.parse().ok()?;
            return self.items.get(position).filter(|item| item.is_certain()).map(|_| position);
        }
        self.items.iter().position(|item| matches!(&item.key, Some(InstanceKey::Name(name)) if *name == key))
    }
}
