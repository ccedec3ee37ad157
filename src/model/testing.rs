//! Resources for tests, from JSON in which some strings stand for what JSON cannot say.

use std::sync::Arc;

use super::{Platform, Resource};
use crate::source::{SourceMap, Span};
use crate::value::{Address, Kind, List, Map, Number, Reason, Reference, TemplateBuilder, Unknown, Value};

/// A resource with the text that its places refer to.
pub(crate) struct Fixture {
    pub(crate) resource: Resource,
    sources: SourceMap,
}

impl Fixture {
    /// A resource with a body written in JSON, where
    /// - `"${x}"` is an unset variable, `"${a.b.c}"` the attribute `c` that the provider computes of `a.b`;
    /// - `"x${y}"` is partly known, `"...${x}"` as an element says that there may be more;
    /// - `{"$either": [a, b]}` is one of several values, `{"$json": a}` the JSON text of one.
    ///
    /// The place of a string or number is its first mention in the text, of anything else the whole text.
    pub(crate) fn new(kind: &str, address: &str, body: &str) -> Self {
        let sources = SourceMap::new();
        let file = sources.add("test.json", body);
        let reader = Reader { text: body, whole: file.whole() };
        let body = reader.value(&serde_json::from_str(body).expect("valid JSON"));
        let address = Address::new(address);
        let name = address.last().name();
        let resource = Resource::new(Platform::Terraform, kind, name, &address, body, file.whole());
        Self { resource, sources }
    }

    /// The text at a place.
    pub(crate) fn slice(&self, span: Span) -> &str {
        self.sources.slice(span)
    }
}

struct Reader<'t> {
    text: &'t str,
    whole: Span,
}

impl Reader<'_> {
    fn value(&self, json: &serde_json::Value) -> Value {
        let span = self.place(json);
        let kind = match json {
            serde_json::Value::Null => Kind::Null,
            serde_json::Value::Bool(bool) => Kind::Bool(*bool),
            serde_json::Value::Number(number) => {
                Kind::Number(Number::parse(&number.to_string()).expect("a finite number"))
            }
            serde_json::Value::String(text) => self.string(text),
            serde_json::Value::Array(items) => {
                let rest = items.iter().find_map(|item| item.as_str()?.strip_prefix("..."));
                let known = items.iter().filter(|item| !item.as_str().is_some_and(|text| text.starts_with("...")));
                let items = known.map(|item| self.value(item)).collect();
                Kind::List(Arc::new(List::with_rest(items, rest.map(|text| self.unknown(text)))))
            }
            serde_json::Value::Object(members) => {
                if let Some(options) = members.get("$either").and_then(serde_json::Value::as_array) {
                    let options = options.iter().map(|option| self.value(option)).collect();
                    return Value::either(options, Unknown::new(Reason::Condition, self.whole).into(), self.whole);
                }
                if let Some(inner) = members.get("$json") {
                    return Value::new(Kind::Json(Arc::new(self.value(inner))), self.whole);
                }
                let mut map = Map::new();
                for (key, member) in members {
                    map.insert(key.as_str(), span, self.value(member));
                }
                Kind::Map(Arc::new(map))
            }
        };
        Value::new(kind, span)
    }

    fn string(&self, text: &str) -> Kind {
        let mut string = TemplateBuilder::default();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_once('}').expect("a closed hole");
            string.text().push_str(before);
            string.push_same(self.unknown(name));
            rest = after;
        }
        string.text().push_str(rest);
        string.finish()
    }

    fn unknown(&self, name: &str) -> Arc<Unknown> {
        let name = name.trim_start_matches("${").trim_end_matches('}');
        let unknown = match name.rsplit_once('.') {
            Some((address, attribute)) => {
                let reference = Reference { address: Address::new(address), attribute: Some(attribute.into()) };
                Unknown::computed(reference, self.whole)
            }
            None => Unknown::new(Reason::UnsetVariable(name.into()), self.whole),
        };
        Arc::new(Unknown { identity: Some(name.into()), ..unknown })
    }

    fn place(&self, json: &serde_json::Value) -> Span {
        let found = match json {
            serde_json::Value::String(_) | serde_json::Value::Number(_) => self.text.find(&json.to_string()),
            _ => None,
        };
        let range = found.map(|start| crate::source::TextRange::new(start, start + json.to_string().len()));
        range.map_or(self.whole, |range| range.in_file(self.whole.file))
    }
}
