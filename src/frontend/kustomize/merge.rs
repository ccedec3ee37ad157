//! Strategic merge: a patch in the form of the object that it changes.
//!
//! The rules are those of `kubectl kustomize`, which differ from those of the API server: what a patch adds to a list
//! comes first, and of the directives only `$patch` means something.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::kinds::{self, ListStrategy};
use crate::value::{Kind, List, Map, Value};

const DIRECTIVE: &str = "$patch";

/// The object after the patch; `None` where the patch deletes it.
pub(super) fn merge(object: &Value, patch: &Value) -> Option<Value> {
    let text = |key| object.member(key).and_then(Value::as_str).unwrap_or_default();
    let (group, version) = super::object::split_api(text("apiVersion"));
    let merger = Merger { kind: kinds::is_known(group, version).then(|| text("kind")) };
    merger.map(Some(object), patch, None)
}

struct Merger<'k> {
    /// The kind of the object, where its form is known.
    kind: Option<&'k str>,
}

impl Merger<'_> {
    /// Patches are no deeper than the documents that they were read from, whose depth is limited; so is this recursion.
    fn value(&self, old: Option<&Value>, patch: &Value, parent: Option<&str>, field: &str) -> Option<Value> {
        match &patch.kind {
            Kind::Null => None,
            Kind::Map(_) => self.map(old, patch, Some(field)),
            Kind::List(list) => self.list(old, patch, list, parent, field),
            _ => Some(patch.clone()),
        }
    }

    /// `name` is what the map is called.
    fn map(&self, old: Option<&Value>, patch: &Value, name: Option<&str>) -> Option<Value> {
        let Some(changes) = patch.as_map() else { return Some(patch.clone()) };
        let old = match directive(changes) {
            Some("delete") => return None,
            Some("replace") => None,
            _ => old.filter(|old| old.as_map().is_some()),
        };
        let mut merged = old.map_or_else(|| Value::map(Map::new(), patch.span), Clone::clone);
        let entries = merged.as_map_mut()?;
        for change in changes.entries().filter(|change| &*change.key != DIRECTIVE) {
            match self.value(entries.get(&change.key), &change.value, name, &change.key) {
                None => {
                    entries.remove(&change.key);
                }
                Some(value) => {
                    let key_span = entries.entry(&change.key).map_or(change.key_span, |entry| entry.key_span);
                    entries.insert(change.key.clone(), key_span, value);
                }
            }
        }
        Some(merged)
    }

    fn list(
        &self,
        old: Option<&Value>,
        patch: &Value,
        changes: &List,
        parent: Option<&str>,
        field: &str,
    ) -> Option<Value> {
        let strategy = self.kind.map_or(ListStrategy::Replace, |kind| kinds::list_strategy(kind, parent, field));
        let old_items = old.and_then(Value::as_list).map_or(&[][..], |list| list.items.as_slice());
        let items = match strategy {
            ListStrategy::Replace => return Some(patch.clone()),
            ListStrategy::Union => union(&changes.items, old_items),
            ListStrategy::ByKeys(keys) => match list_directive(changes) {
                Some("delete") => return None,
                Some("replace") => self.by_keys(&[], &changes.items, keys, field),
                _ => self.by_keys(old_items, &changes.items, keys, field),
            },
        };
        let span = old.filter(|_| !old_items.is_empty()).map_or(patch.span, |old| old.span);
        Some(Value::list(items, span))
    }

    /// Where elements have one key: the patch's elements, each merged with the old one of the same key, and then the
    /// other old ones. Where they have several: what is new in the patch, and then the old ones with their changes.
    fn by_keys(&self, old: &[Value], changes: &[Value], keys: &[&str], field: &str) -> Vec<Value> {
        let keyed = |item: &Value| keys.iter().map(|key| item.member(key).and_then(scalar)).collect::<Key>();
        let old_keys: Vec<Key> = old.iter().map(keyed).collect();
        let positions: HashMap<&Key, usize> = old_keys.iter().enumerate().rev().map(|(at, key)| (key, at)).collect();
        // Of elements with the same key in one patch the last one counts.
        let changes: IndexMap<Key, &Value> =
            changes.iter().filter(|change| !is_list_directive(change)).map(|change| (keyed(change), change)).collect();
        let all = || old_keys.iter().chain(changes.keys());
        let keeps_order = all().any(|key| key.iter().skip(1).any(Option::is_some));
        let is_vague = all().any(|key| key.contains(&None));
        let mut rest: Vec<Option<Value>> = old.iter().cloned().map(Some).collect();
        let mut first = Vec::with_capacity(changes.len());
        for (key, change) in &changes {
            let Some(&at) = positions.get(key) else {
                // Kustomize compares only the keys that both have, but does not merge then: the old element wins.
                if !is_vague || !old_keys.iter().any(|other| agree(key, other)) {
                    first.extend(self.map(None, change, Some(field)));
                }
                continue;
            };
            // Nor does it replace an element: the old one stays as it is.
            let replaces = change.as_map().and_then(directive) == Some("replace");
            let merged = if replaces { Some(old[at].clone()) } else { self.map(Some(&old[at]), change, Some(field)) };
            if keeps_order {
                rest[at] = merged;
            } else {
                rest[at] = None;
                first.extend(merged);
            }
        }
        first.extend(rest.into_iter().flatten());
        first
    }
}

/// The values of an element's keys, with gaps.
type Key = Vec<Option<String>>;

/// Whether two keys are the same in all members that both have.
fn agree(left: &[Option<String>], right: &[Option<String>]) -> bool {
    left.iter().zip(right).all(|pair| !matches!(pair, (Some(left), Some(right)) if left != right))
}

fn scalar(value: &Value) -> Option<String> {
    match &value.kind {
        Kind::String(text) => Some(text.to_string()),
        Kind::Number(number) => Some(number.to_string()),
        Kind::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// Each value once, those of the patch first.
fn union(changes: &[Value], old: &[Value]) -> Vec<Value> {
    let mut seen = HashSet::new();
    let all = changes.iter().chain(old);
    all.filter(|value| scalar(value).is_none_or(|text| seen.insert(text))).cloned().collect()
}

fn directive(map: &Map) -> Option<&str> {
    map.get(DIRECTIVE).and_then(Value::as_str)
}

/// The directive of an element that holds nothing else: it is about the list.
fn list_directive(list: &List) -> Option<&str> {
    list.items.iter().find(|item| is_list_directive(item)).and_then(Value::as_map).and_then(directive)
}

fn is_list_directive(item: &Value) -> bool {
    item.as_map().is_some_and(|map| map.len() == 1 && directive(map).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;
    use crate::syntax::yaml::{Dialect, parse};

    fn read(sources: &SourceMap, text: &str) -> Value {
        let file = sources.add("x.yaml", text);
        parse(file.text(), Dialect::Kustomize).documents[0].root.to_value(&|range| file.span(range))
    }

    /// The `spec` of an object of this API and kind after a patch of its `spec`, as JSON.
    fn merged(api: &str, kind: &str, spec: &str, patch: &str) -> String {
        let sources = SourceMap::new();
        let object = read(&sources, &format!("{{apiVersion: {api}, kind: {kind}, spec: {spec}}}"));
        let patch = read(&sources, &format!("{{spec: {patch}}}"));
        let merged = merge(&object, &patch).expect("is not deleted");
        merged.member("spec").map_or("nothing".to_owned(), |spec| spec.to_json().expect("known"))
    }

    #[test]
    fn maps_are_merged_and_lists_by_their_keys() {
        let table = [
            ("{a: 1, b: {c: 1}}", "{b: {d: 2}, a: null}", r#"{"b":{"c":1,"d":2}}"#),
            ("{a: {b: 1}}", "{a: {$patch: replace, c: 2}}", r#"{"a":{"c":2}}"#),
            ("{a: {b: 1}, c: 1}", "{a: {$patch: delete}}", r#"{"c":1}"#),
            ("{a: 1}", "{b: {c: null, d: 1}}", r#"{"a":1,"b":{"d":1}}"#),
            (
                "{containers: [{name: a, image: x}, {name: b}]}",
                "{containers: [{name: c}, {name: b, image: y}]}",
                r#"{"containers":[{"name":"c"},{"image":"y","name":"b"},{"image":"x","name":"a"}]}"#,
            ),
            (
                "{containers: [{name: a}, {name: b}]}",
                "{containers: [{name: a, $patch: delete}]}",
                r#"{"containers":[{"name":"b"}]}"#,
            ),
            (
                "{containers: [{name: a}]}",
                "{containers: [{$patch: replace}, {name: b}]}",
                r#"{"containers":[{"name":"b"}]}"#,
            ),
            (
                "{containers: [{name: a}]}",
                "{containers: [{name: b, x: 1}, {name: b, x: 2}]}",
                r#"{"containers":[{"name":"b","x":2},{"name":"a"}]}"#,
            ),
            ("{tolerations: [{key: a}]}", "{tolerations: [{key: b}]}", r#"{"tolerations":[{"key":"b"}]}"#),
            ("{containers: [{name: a}]}", "{containers: []}", r#"{"containers":[{"name":"a"}]}"#),
        ];
        for (spec, patch, expected) in table {
            assert_eq!(merged("v1", "Pod", spec, patch), expected, "{spec} + {patch}");
        }
    }

    #[test]
    fn elements_with_several_keys_keep_their_order_and_win_when_keys_are_incomplete() {
        let table = [
            ("[{port: 80, protocol: TCP}]", "[{port: 80, name: x}]", r#"[{"port":80,"protocol":"TCP"}]"#),
            ("[{port: 80}]", "[{port: 80, protocol: TCP}]", r#"[{"port":80}]"#),
            ("[{port: 80}]", "[{port: 80, name: x}]", r#"[{"name":"x","port":80}]"#),
            (
                "[{port: 80, protocol: TCP}]",
                "[{port: 80, protocol: UDP}, {port: 81}]",
                r#"[{"port":80,"protocol":"UDP"},{"port":81},{"port":80,"protocol":"TCP"}]"#,
            ),
            (
                "[{port: 1, protocol: TCP}, {port: 2, protocol: TCP}]",
                "[{port: 2, protocol: TCP, name: x}, {port: 1, protocol: TCP}]",
                r#"[{"port":1,"protocol":"TCP"},{"name":"x","port":2,"protocol":"TCP"}]"#,
            ),
            ("[{port: 1}, {port: 2}]", "[{port: 2, name: x}]", r#"[{"name":"x","port":2},{"port":1}]"#),
        ];
        for (old, patch, expected) in table {
            let merged = merged("v1", "Service", &format!("{{ports: {old}}}"), &format!("{{ports: {patch}}}"));
            assert_eq!(merged, format!("{{\"ports\":{expected}}}"), "{old} + {patch}");
        }
    }

    #[test]
    fn lists_of_unknown_kinds_are_replaced() {
        let merged = merged("example.org/v1", "Foo", "{containers: [{name: a}]}", "{containers: [{name: b}]}");
        assert_eq!(merged, r#"{"containers":[{"name":"b"}]}"#);
    }

    #[test]
    fn every_value_keeps_the_place_where_it_was_written() {
        let sources = SourceMap::new();
        let object = read(&sources, "{apiVersion: v1, kind: Pod, spec: {hostPID: false, hostIPC: false}}");
        let patch = read(&sources, "spec: {hostPID: true}");
        let merged = merge(&object, &patch).expect("is not deleted");
        let spec = merged.member("spec").expect("is there");
        let slice = |key| sources.slice(spec.member(key).expect("is there").span);
        assert_eq!((slice("hostPID"), slice("hostIPC")), ("true", "false"));
        assert_eq!(sources.slice(spec.span), "{hostPID: false, hostIPC: false}");
    }
}
