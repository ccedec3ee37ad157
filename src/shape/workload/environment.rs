//! Environment variables of a container that are set more than once.

use std::collections::HashSet;

use crate::value::{Kind, List, Value};

/// The names of variables that an earlier entry of the same list sets as well; `None` without a list.
pub(super) fn repeated(container: &Value) -> Option<Value> {
    let env = container.member("env")?;
    let mut seen = HashSet::new();
    let names = env.as_list()?.items.iter().filter_map(|variable| variable.member("name"));
    let items = names.filter(|name| name.as_str().is_some_and(|text| !seen.insert(text))).cloned().collect();
    Some(Value { kind: Kind::List(List::new(items).into()), ..env.clone() })
}
