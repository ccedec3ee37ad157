//! What a value comes to, in a number: to tell whether it has changed, wherever it stands.

use std::hash::{Hash, Hasher};

use super::{Kind, Part, Unknown, Value};

impl Value {
    /// A number that is the same for values that are the same but for where they were written and what they went through. Members
    /// that are called `except` do not count, at any depth.
    ///
    /// Values are of limited depth.
    pub fn digest(&self, except: &str, into: &mut impl Hasher) {
        std::mem::discriminant(&self.kind).hash(into);
        match &self.kind {
            Kind::Null => {}
            Kind::Bool(value) => value.hash(into),
            Kind::Number(number) => number.to_string().hash(into),
            Kind::String(text) => text.hash(into),
            Kind::Template(template) => template.parts.iter().for_each(|part| match part {
                Part::Text(text) => text.hash(into),
                Part::Hole(unknown) => unknown.digest(except, into),
            }),
            Kind::Json(value) => value.digest(except, into),
            Kind::List(list) => {
                list.items.len().hash(into);
                list.items.iter().for_each(|item| item.digest(except, into));
                list.rest.iter().for_each(|rest| rest.digest(except, into));
            }
            Kind::Map(map) => {
                let mut entries: Vec<_> = map.entries().filter(|entry| &*entry.key != except).collect();
                entries.sort_by(|one, other| one.key.cmp(&other.key));
                entries.len().hash(into);
                for entry in entries {
                    entry.key.hash(into);
                    entry.value.digest(except, into);
                }
                map.rest().iter().for_each(|rest| rest.digest(except, into));
            }
            Kind::Either(either) => {
                either.options.iter().for_each(|option| option.digest(except, into));
                either.cause.digest(except, into);
            }
            Kind::Unknown(unknown) => unknown.digest(except, into),
        }
    }
}

impl Unknown {
    fn digest(&self, except: &str, into: &mut impl Hasher) {
        self.reason.to_string().hash(into);
        self.references.hash(into);
        self.nullable.hash(into);
        self.plain.iter().for_each(|plain| plain.digest(except, into));
    }
}

#[cfg(test)]
mod tests {
    use std::hash::DefaultHasher;
    use std::sync::Arc;

    use super::*;
    use crate::source::{SourceMap, Span, TextRange};
    use crate::value::{Address, Map, Reason, Reference};

    fn number(value: &Value) -> u64 {
        let mut hasher = DefaultHasher::new();
        value.digest("except", &mut hasher);
        hasher.finish()
    }

    fn map(entries: &[(&str, Value)], span: Span) -> Value {
        let mut map = Map::new();
        for (key, value) in entries {
            map.insert(*key, span, value.clone());
        }
        Value::map(map, span)
    }

    #[test]
    fn only_what_a_value_comes_to_counts() {
        let sources = SourceMap::new();
        let file = sources.add("a.tf", "0123456789");
        let (here, there) = (file.whole(), file.span(TextRange::new(3, 4)));
        let one = map(&[("a", Value::bool(true, here)), ("b", Value::string("x", here))], here);
        let same = map(&[("b", Value::string("x", there)), ("a", Value::bool(true, there))], there);
        assert_eq!(number(&one), number(&same.referenced_at(here, "local x")));
        let more =
            map(&[("except", one.clone()), ("a", Value::bool(true, here)), ("b", Value::string("x", here))], here);
        assert_eq!(number(&one), number(&more));
        let others = [
            map(&[("a", Value::bool(false, here)), ("b", Value::string("x", here))], here),
            map(&[("a", Value::bool(true, here))], here),
            map(&[("a", Value::bool(true, here)), ("c", Value::string("x", here))], here),
            Value::list(vec![Value::bool(true, here)], here),
            Value::null(here),
        ];
        for other in others {
            assert_ne!(number(&one), number(&other), "{other:?}");
        }
        let unknown = |address: &str| {
            let reference = Reference { address: Address::new(address), attribute: Some("id".into()) };
            let unknown = Unknown { references: vec![reference], ..Unknown::new(Reason::Condition, here) };
            Value::new(Kind::Unknown(Arc::new(unknown)), here)
        };
        assert_eq!(number(&unknown("a.b")), number(&unknown("a.b")));
        assert_ne!(number(&unknown("a.b")), number(&unknown("a.c")));
    }
}
