//! One service on top of another ([rules](https://docs.docker.com/reference/compose-file/merge/)).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::source::Span;
use crate::value::{Kind, List, Map, Value};

/// What a tag says of a value in an override.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// `!reset`: nothing is set.
    Reset,
    /// `!override`: this alone is set.
    Override,
}

/// The tagged values of a file, by their places.
pub(super) type Tags = HashMap<Span, Tag, foldhash::quality::RandomState>;

/// Sequences of which the last one counts.
const WHOLE: [&str; 3] = ["command", "entrypoint", "test"];

/// What may be written as a list of `name=value` or as a mapping.
const NAMED: [&str; 6] = ["environment", "labels", "annotations", "args", "sysctls", "extra_hosts"];

/// `over` on top of `base`. `name` is what both stand below. The height of both is limited by that of YAML.
pub(super) fn merge(base: &Value, over: &Value, name: &str, tags: &Tags) -> Value {
    match tags.get(&over.span) {
        Some(Tag::Reset) => return Value::null(over.span),
        Some(Tag::Override) => return over.clone(),
        None => {}
    }
    let both = match name {
        "build" => (built(base), built(over)),
        _ if NAMED.contains(&name) => (named(base), named(over)),
        _ => (base.clone(), over.clone()),
    };
    let kind = match (&both.0.kind, &both.1.kind) {
        (Kind::Map(below), Kind::Map(above)) => Kind::Map(Arc::new(maps(below, above, tags))),
        (Kind::List(below), Kind::List(above)) if !WHOLE.contains(&name) => {
            Kind::List(Arc::new(lists(below, above, name)))
        }
        (Kind::Map(_) | Kind::List(_), Kind::Null) => return base.clone(),
        _ => return over.clone(),
    };
    Value { kind, ..over.clone() }
}

fn maps(base: &Map, over: &Map, tags: &Tags) -> Map {
    let mut merged = base.clone();
    for entry in over.entries() {
        let value = match base.get(&entry.key) {
            Some(below) => merge(below, &entry.value, &entry.key, tags),
            None => entry.value.clone(),
        };
        merged.insert(Arc::clone(&entry.key), entry.key_span, value);
    }
    if let Some(rest) = over.rest() {
        merged.open(Arc::clone(rest));
    }
    merged
}

/// Both lists one after the other. Mounts replace those below with the same target.
fn lists(base: &List, over: &List, name: &str) -> List {
    let targets: HashSet<&str> = match name {
        "volumes" => over.items.iter().filter_map(target).collect(),
        _ => HashSet::new(),
    };
    let stays = |item: &&Value| target(item).is_none_or(|target| !targets.contains(target));
    let items = base.items.iter().filter(stays).chain(&over.items).cloned().collect();
    List::with_rest(items, base.rest.clone().or_else(|| over.rest.clone()))
}

/// Where a mount is found in the container.
fn target(item: &Value) -> Option<&str> {
    match item.as_str() {
        Some(text) => text.split(':').nth(1).or(Some(text)),
        None => item.member("target")?.as_str(),
    }
}

/// What `build` is short for, where it is nothing but the path of the context.
fn built(value: &Value) -> Value {
    if !matches!(value.kind, Kind::String(_) | Kind::Template(_) | Kind::Unknown(_)) {
        return value.clone();
    }
    let mut map = Map::new();
    map.insert("context", value.span, value.clone());
    Value::map(map, value.span)
}

/// A list of `name=value` as a mapping.
fn named(value: &Value) -> Value {
    let Kind::List(list) = &value.kind else {
        return value.clone();
    };
    let mut map = Map::new();
    for item in &list.items {
        let pair = item.split_once(&['=']).unwrap_or_else(|| (item.clone(), Value::null(item.span)));
        match (pair.0.as_str(), item.first_unknown()) {
            (Some(name), _) => {
                map.insert(name, item.span, pair.1);
            }
            (None, Some(unknown)) => map.open(Arc::clone(unknown)),
            (None, None) => {}
        }
    }
    Value { kind: Kind::Map(Arc::new(map)), ..value.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;
    use crate::syntax::yaml::{self, Dialect};

    fn merged(base: &str, over: &str) -> String {
        let sources = SourceMap::new();
        let read = |text: &str| {
            let file = sources.add("compose.yaml", text);
            let stream = yaml::parse(text, Dialect::Yaml12);
            stream.documents[0].root.to_value(&|range| file.span(range))
        };
        merge(&read(base), &read(over), "web", &Tags::default()).to_json().expect("is known")
    }

    #[test]
    fn services_are_merged_as_compose_does() {
        let cases = [
            ("{image: a, user: u}", "{image: b}", r#"{"image":"b","user":"u"}"#),
            ("{cap_drop: [a]}", "{cap_drop: [b]}", r#"{"cap_drop":["a","b"]}"#),
            ("{command: [a]}", "{command: [b]}", r#"{"command":["b"]}"#),
            (
                "{healthcheck: {test: [a], retries: 1}}",
                "{healthcheck: {test: [b]}}",
                r#"{"healthcheck":{"retries":1,"test":["b"]}}"#,
            ),
            (
                "{volumes: [a:/x, b:/y, /z]}",
                "{volumes: [c:/x:ro, {target: /z, type: bind}]}",
                r#"{"volumes":["b:/y","c:/x:ro",{"target":"/z","type":"bind"}]}"#,
            ),
            ("{environment: [A=1, B]}", "{environment: {A: 2, C: 3}}", r#"{"environment":{"A":2,"B":null,"C":3}}"#),
            ("{environment: [A=1]}", "{environment: [A=2=3]}", r#"{"environment":{"A":"2=3"}}"#),
            ("{build: .}", "{build: {context: x}}", r#"{"build":{"context":"x"}}"#),
            ("{build: ./a}", "{build: {target: x}}", r#"{"build":{"context":"./a","target":"x"}}"#),
            ("{build: {context: ., target: x}}", "{build: ./a}", r#"{"build":{"context":"./a","target":"x"}}"#),
            ("{deploy: {a: 1}}", "{deploy: }", r#"{"deploy":{"a":1}}"#),
            ("{user: a}", "{user: }", r#"{"user":null}"#),
        ];
        for (base, over, expected) in cases {
            assert_eq!(merged(base, over), expected, "{over} on {base}");
        }
    }
}
