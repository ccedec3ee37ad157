//! What a `ConfigMap` or `Secret` holds, as a list of names and values in which nothing is encoded.

use std::sync::Arc;

use super::secrets;
use crate::model::Resource;
use crate::value::{Entry, Kind, List, Lookup, Map, Value};

/// The name of the list in the view.
pub(super) const NAME: &str = "_entries";

/// The members that hold data.
const MEMBERS: [&str; 3] = ["data", "stringData", "binaryData"];

/// In which form an object has its data.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Secret,
    /// A `ConfigMap`, or a Secret whose data Terraform's provider encodes itself.
    Plain,
}

impl Form {
    /// Whether the values of a member are in Base64.
    fn encodes(self, member: &str) -> bool {
        match member {
            "data" => self == Self::Secret,
            _ => member == "binaryData",
        }
    }
}

/// `{name, value}` of each entry; `None` where the object is of another kind.
pub(super) fn of(resource: &Resource, kind: &str, body: &Value) -> Option<Value> {
    let is_encoded_by_provider = resource.kind.starts_with("kubernetes_") && &*resource.kind != "kubernetes_manifest";
    let form = match kind {
        "Secret" if !is_encoded_by_provider => Form::Secret,
        "Secret" | "ConfigMap" => Form::Plain,
        _ => return None,
    };
    let mut entries = List::default();
    for name in MEMBERS {
        let (own, rest) = match body.get(name) {
            Lookup::Found(value) => match value.as_map() {
                Some(map) => (Some(map), map.rest().cloned()),
                None => (None, value.first_unknown().cloned()),
            },
            Lookup::Unknown(unknown) => (None, Some(Arc::new(unknown.clone()))),
            Lookup::Absent => (None, None),
        };
        let own = own.into_iter().flat_map(Map::entries);
        entries.items.extend(own.map(|entry| item(entry, form.encodes(name))));
        entries.rest = entries.rest.or(rest);
    }
    Some(Value::new(Kind::List(Arc::new(entries)), body.span))
}

fn item(entry: &Entry, is_encoded: bool) -> Value {
    let mut item = Map::new();
    item.insert("name", entry.key_span, Value::string(Arc::clone(&entry.key), entry.key_span));
    let decoded = entry.value.as_str().filter(|_| is_encoded).and_then(secrets::decode);
    let kind = decoded.map_or_else(|| entry.value.kind.clone(), |text| Kind::String(text.into()));
    item.insert("value", entry.key_span, Value { kind, ..entry.value.clone() });
    Value::map(item, entry.value.span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::Fixture;

    #[test]
    fn entries_are_decoded_where_they_are_encoded() {
        let rows = [
            (
                "kubernetes_config_map_v1",
                "ConfigMap",
                r#"{"data": {"a": "aGVsbG8="}}"#,
                r#"[{name: "a", value: "aGVsbG8="}]"#,
            ),
            (
                "kubernetes_config_map_v1",
                "ConfigMap",
                r#"{"binaryData": {"a": "aGVsbG8="}}"#,
                r#"[{name: "a", value: "hello"}]"#,
            ),
            ("kubernetes_secret_v1", "Secret", r#"{"data": {"a": "aGVsbG8="}}"#, r#"[{name: "a", value: "aGVsbG8="}]"#),
            ("kubernetes_manifest", "Secret", r#"{"data": {"a": "aGVsbG8="}}"#, r#"[{name: "a", value: "hello"}]"#),
            (
                "kubernetes_manifest",
                "Secret",
                r#"{"stringData": {"a": "aGVsbG8="}}"#,
                r#"[{name: "a", value: "aGVsbG8="}]"#,
            ),
            ("kubernetes_manifest", "Secret", r#"{"data": {"a": "/////w=="}}"#, r#"[{name: "a", value: "/////w=="}]"#),
            (
                "kubernetes_manifest",
                "Secret",
                r#"{"data": "${x}", "stringData": {"b": "c"}}"#,
                r#"[{name: "b", value: "c"}, …]"#,
            ),
            ("kubernetes_manifest", "Secret", "{}", "[]"),
        ];
        for (kind, object, body, expected) in rows {
            let resource = Fixture::new(kind, &format!("{kind}.a"), body).resource;
            let entries = of(&resource, object, &resource.body).expect("it has data");
            assert_eq!(entries.render(), expected, "{kind} {body}");
        }
        let other = Fixture::new("kubernetes_manifest", "kubernetes_manifest.a", r#"{"data": {"a": "b"}}"#).resource;
        assert!(of(&other, "Deployment", &other.body).is_none());
    }
}
