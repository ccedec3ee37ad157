//! Values at other places than those at which they were read.

use std::sync::Arc;

use super::{Kind, List, Map, Origin, Part, Template, Unknown, Value};
use crate::source::Span;

impl Value {
    /// The same value with every place in it replaced by the one that `place` gives. How deep it is, whoever calls has bounded.
    #[must_use]
    pub fn placed(&self, place: &dyn Fn(Span) -> Span) -> Self {
        let unknown = |unknown: &Arc<Unknown>| Arc::new(unknown.placed(place));
        let kind = match &self.kind {
            Kind::Unknown(reason) => Kind::Unknown(unknown(reason)),
            Kind::Template(template) => {
                let part = |part: &Part| match part {
                    Part::Text(text) => Part::Text(Arc::clone(text)),
                    Part::Hole(hole) => Part::Hole(unknown(hole)),
                };
                Kind::Template(Arc::new(Template { parts: template.parts.iter().map(part).collect() }))
            }
            Kind::List(list) => {
                let items = list.items.iter().map(|item| item.placed(place)).collect();
                Kind::List(Arc::new(List { items, rest: list.rest.as_ref().map(unknown), ..**list }))
            }
            Kind::Map(map) => {
                let mut placed = Map::new();
                (placed.typing, placed.element) = (map.typing, map.element);
                for entry in map.entries() {
                    placed.insert(Arc::clone(&entry.key), place(entry.key_span), entry.value.placed(place));
                }
                if let Some(rest) = map.rest() {
                    placed.open(unknown(rest));
                }
                Kind::Map(Arc::new(placed))
            }
            _ => self.map_children(|child| child.placed(place)).kind,
        };
        let origin = self.origin.as_ref().map(|origin| origin.placed(place));
        Self { kind, span: place(self.span), origin, places: None, ..self.clone() }
    }
}

impl Unknown {
    fn placed(&self, place: &dyn Fn(Span) -> Span) -> Self {
        let way = self.way.as_ref().map(|way| way.placed(place));
        let plain = self.plain.as_ref().map(|plain| Arc::new(plain.placed(place)));
        Self { span: place(self.span), way, plain, ..self.clone() }
    }
}

impl Origin {
    fn placed(&self, place: &dyn Fn(Span) -> Span) -> Arc<Self> {
        let steps: Vec<&Self> = self.steps().collect();
        let at = |step: &Self, next| Arc::new(Self { span: place(step.span), label: Arc::clone(&step.label), next });
        let later = steps.iter().skip(1).rev().fold(None, |next, step| Some(at(step, next)));
        at(self, later)
    }
}
