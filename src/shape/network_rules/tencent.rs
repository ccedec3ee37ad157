//! Rules of Tencent Cloud in one string each: `ACCEPT#10.0.0.0/8#80-90#TCP`.

use std::sync::Arc;

use super::layout::{Layout, Order};
use crate::value::{Kind, List, Map, Value};

/// Where the parts go.
const LAYOUT: Layout = Layout {
    sources: (&["address"], &[]),
    destinations: (&["address"], &[]),
    order: Order::Number("place", None),
    ..Layout::PLAIN
};

/// `ingress` and `egress` of `tencentcloud_security_group_lite_rule`.
pub(super) fn lite_rules(body: &Value) -> List {
    let mut rules = List::default();
    for direction in ["ingress", "egress"] {
        let Some(value) = body.member(direction) else {
            continue;
        };
        let Some(list) = value.as_list() else {
            rules.rest = rules.rest.or_else(|| value.as_unknown().cloned());
            continue;
        };
        for item in &list.items {
            let place = rules.items.len();
            rules.items.extend(LAYOUT.rules(&parts(item, direction, place)).items);
        }
        rules.rest = rules.rest.or_else(|| list.rest.clone());
    }
    rules
}

/// The parts of a rule by the names of [`LAYOUT`], each at the place of the whole; all unknown where the text is.
fn parts(rule: &Value, direction: &str, place: usize) -> Value {
    let mut parts = Map::new();
    parts.insert("direction", rule.span, Value::string(direction, rule.span));
    parts.insert("place", rule.span, Value::number(place as i64, rule.span));
    let names = ["action", "address", "port_range", "protocol"];
    match (rule.as_str(), rule.first_unknown()) {
        (Some(text), _) => {
            for (name, part) in names.iter().zip(text.split('#')) {
                parts.insert(*name, rule.span, Value { kind: Kind::String(part.into()), ..rule.clone() });
            }
        }
        (None, Some(unknown)) => {
            for name in names {
                parts.insert(name, rule.span, Value::unknown(Arc::clone(unknown), rule.span));
            }
        }
        (None, None) => {}
    }
    Value::map(parts, rule.span)
}
