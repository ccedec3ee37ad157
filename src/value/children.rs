//! What a value is directly made of, for everything that walks values. Whoever descends bears in mind how deep they are.

use std::sync::Arc;

use super::{Either, Kind, List, Unknown, Value};

impl Value {
    /// The values that this one directly holds, in order: the elements of a list, the members of a map, the branches of a
    /// condition, what a JSON text stands for.
    pub fn children(&self) -> impl DoubleEndedIterator<Item = &Self> {
        let items: &[Self] = match &self.kind {
            Kind::List(list) => &list.items,
            Kind::Either(either) => &either.options,
            Kind::Json(value) => std::slice::from_ref(value),
            _ => &[],
        };
        let members = self.as_map().map(|map| map.entries().map(|entry| &entry.value));
        items.iter().chain(members.into_iter().flatten())
    }

    /// The same value with another one in the place of each of its [`children`](Self::children). A value that holds no
    /// others stays shared.
    #[must_use]
    pub fn map_children(&self, mut change: impl FnMut(&Self) -> Self) -> Self {
        let kind = match &self.kind {
            Kind::List(list) => {
                let items = list.items.iter().map(change).collect();
                Kind::List(Arc::new(List { items, rest: list.rest.clone(), ..**list }))
            }
            Kind::Map(map) => Kind::Map(Arc::new(map.filter_map(|entry| Some(change(&entry.value))))),
            Kind::Either(either) => {
                let options = either.options.iter().map(change).collect();
                Kind::Either(Arc::new(Either { options, cause: Arc::clone(&either.cause) }))
            }
            Kind::Json(value) => Kind::Json(Arc::new(change(value))),
            _ => return self.clone(),
        };
        Self { kind, ..self.clone() }
    }

    /// The same value without the members of maps that are null, in lists and maps at any depth.
    #[must_use]
    pub fn without_nulls(&self) -> Self {
        match &self.kind {
            Kind::List(_) => self.map_children(Self::without_nulls),
            Kind::Map(map) => {
                let kept = map.filter_map(|entry| (!entry.value.is_null()).then(|| entry.value.without_nulls()));
                Self { kind: Kind::Map(Arc::new(kept)), ..self.clone() }
            }
            _ => self.clone(),
        }
    }

    /// The same value, secret at any depth.
    #[must_use]
    pub fn marked_sensitive(&self) -> Self {
        Self { sensitive: true, ..self.map_children(Self::marked_sensitive) }
    }

    /// Why the value itself is not known, or not wholly: its holes, the elements or members that may be missing. Not what
    /// is unknown in its [`children`](Self::children).
    pub fn own_unknowns(&self) -> impl Iterator<Item = &Arc<Unknown>> {
        let (whole, template) = match &self.kind {
            Kind::Unknown(unknown) => (Some(unknown), None),
            Kind::Either(either) => (Some(&either.cause), None),
            Kind::List(list) => (list.rest.as_ref(), None),
            Kind::Map(map) => (map.rest(), None),
            Kind::Template(template) => (None, Some(template)),
            _ => (None, None),
        };
        whole.into_iter().chain(template.into_iter().flat_map(|template| template.holes()))
    }

    /// The first thing in this value, at any depth, that is not known; `None` when everything is.
    pub fn first_unknown(&self) -> Option<&Arc<Unknown>> {
        self.own_unknowns().next().or_else(|| self.children().find_map(Self::first_unknown))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceMap, Span};
    use crate::value::{Map, Part, Reason, Template, Typing};

    fn span() -> Span {
        SourceMap::new().add("x", "").whole()
    }

    fn unknown(name: &str) -> Arc<Unknown> {
        Arc::new(Unknown::new(Reason::UnsetVariable(name.into()), span()))
    }

    fn one() -> Value {
        Value::number(1, span())
    }

    /// An open set, an open map with a null, a condition, a JSON text and a template.
    fn values() -> [Value; 5] {
        let set = List {
            items: vec![one(), Value::null(span())],
            rest: Some(unknown("list")),
            typing: Typing::Set,
            element: None,
        };
        let mut map = Map::new();
        map.insert("a", span(), Value::null(span()));
        map.insert("b", span(), one());
        map.open(unknown("map"));
        let template = Template { parts: vec![Part::Text("x".into()), Part::Hole(unknown("hole"))] };
        [
            Value::new(Kind::List(Arc::new(set)), span()),
            Value::map(map.clone(), span()),
            Value::either(vec![one(), one()], unknown("condition"), span()),
            Value::new(Kind::Json(Arc::new(Value::map(map, span()))), span()),
            Value::new(Kind::Template(Arc::new(template)), span()),
        ]
    }

    #[test]
    fn children_are_walked_and_replaced() {
        let mut next = 0;
        let numbered = values().map(|value| {
            value.map_children(|_| {
                next += 1;
                Value::number(next, span())
            })
        });
        let children =
            numbered.each_ref().map(|value| value.children().map(Value::render).collect::<Vec<_>>().join(" "));
        assert_eq!(children, ["1 2", "3 4", "5 6", "7", ""]);
        let backwards = numbered.each_ref().map(|value| value.children().rev().map(Value::render).collect::<String>());
        assert_eq!(backwards, ["21", "43", "65", "7", ""]);
        assert!(numbered[0].as_list().is_some_and(|list| list.is_set() && list.rest.is_some()));
        assert!(numbered[1].as_map().is_some_and(|map| map.rest().is_some()));
        let secret = Value { sensitive: true, ..Value::list(vec![one()], span()) };
        assert!(secret.map_children(Value::clone).sensitive);
    }

    #[test]
    fn unknowns_are_told_from_those_of_children() {
        let own = values().each_ref().map(|value| {
            let reasons: Vec<String> = value.own_unknowns().map(|unknown| unknown.reason.to_string()).collect();
            reasons.join(" ").replace("variable ", "").replace(" has no value", "")
        });
        assert_eq!(own, ["`list`", "`map`", "`condition`", "", "`hole`"]);
        let [.., json, _] = values();
        assert_eq!(json.first_unknown().map(|unknown| &unknown.reason), Some(&Reason::UnsetVariable("map".into())));
        assert!(one().first_unknown().is_none());
    }

    #[test]
    fn nulls_leave_maps_only() {
        let [list, map, ..] = values();
        let nested = Value::list(vec![map.clone(), list], span()).without_nulls();
        assert_eq!(nested.render(), "[{b: 1, …}, [1, null, …]]");
        let conditional = Value::either(vec![map.clone(), map], unknown("condition"), span()).without_nulls();
        assert_eq!(conditional.render(), "{a: null, b: 1, …} or {a: null, b: 1, …}");
    }
}
