//! What the instances of a declaration are, once they are found.

use std::sync::Arc;

use super::convert::to_text;
use crate::value::{Unknown, Value};

/// The instances of a declaration.
#[derive(Debug)]
pub(in crate::frontend::terraform) struct Expansion {
    /// The instances, one of which stands for all where it is not known which there are.
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
    /// What follows the address: nothing, `[0]`, `["a"]`, or `[*]` where it is not known.
    pub(in crate::frontend::terraform) suffix: String,
    /// Name or number.
    pub(in crate::frontend::terraform) key: Arc<str>,
    /// Whether the key is known.
    pub(in crate::frontend::terraform) certain: bool,
    /// What `each` or `count` is.
    pub(in crate::frontend::terraform) binding: Option<(&'static str, Value)>,
}

impl Expansion {
    /// The one instance of what is not repeated.
    pub(in crate::frontend::terraform) fn single() -> Self {
        let item = Item { suffix: String::new(), key: "".into(), certain: true, binding: None };
        Self { items: vec![item], repeated: false, keyed: false, unknown: None }
    }

    /// The instance that a key selects.
    pub(in crate::frontend::terraform) fn position(&self, key: &Value) -> Option<usize> {
        let key = to_text(key, key.span).ok()?;
        if !self.keyed {
            let position: usize = key.parse().ok()?;
            return self.items.get(position).filter(|item| item.certain).map(|_| position);
        }
        self.items.iter().position(|item| item.certain && item.key == key)
    }
}
