//! Label selectors.

use std::borrow::Cow;
use std::sync::Arc;

use super::controller_labels::{self, Given};
use super::found::{Match, Uncertainty};
use super::object::Node;
use crate::value::{Coercion, Kind, List, Lookup, Map, Unknown, Value, equals};

/// Which pods are meant. Without requirements, all.
#[derive(Default)]
pub(super) struct Selector<'v> {
    requirements: Vec<Requirement<'v>>,
    /// Why there may be more requirements.
    uncertainty: Option<Uncertainty<'v>>,
}

struct Requirement<'v> {
    key: Cow<'v, str>,
    demand: Demand<'v>,
}

enum Demand<'v> {
    In(Vec<&'v Value>),
    Text(&'v str),
    NotIn(Vec<&'v Value>),
    Exists,
    Missing,
}

impl<'v> Selector<'v> {
    /// A selector of which nothing is known.
    pub(super) fn uncertain(uncertainty: Uncertainty<'v>) -> Self {
        Self { requirements: Vec::new(), uncertainty: Some(uncertainty) }
    }

    /// What a look-up of a selector gives: `read` where there is one, uncertainty where that is not known.
    pub(super) fn at(found: Lookup<'v>, read: impl FnOnce(&'v Value) -> Self) -> Option<Self> {
        match found {
            Lookup::Absent => None,
            Lookup::Unknown(unknown) => Some(Self::uncertain(Uncertainty::Value(unknown))),
            Lookup::Found(value) => Some(match value.as_unknown() {
                Some(unknown) => Self::uncertain(Uncertainty::Value(unknown)),
                None => read(value),
            }),
        }
    }

    /// Labels with their values, as Services write them.
    pub(super) fn equalities(labels: &'v Value) -> Self {
        let mut selector = Self::default();
        selector.demand_equal(labels);
        selector
    }

    /// A selector with `matchLabels` and `matchExpressions`.
    pub(super) fn labels(value: &'v Value) -> Self {
        let mut selector =
            Self { requirements: Vec::new(), uncertainty: value.as_map().and_then(Map::rest).map(uncertainty) };
        match value.get("matchLabels") {
            Lookup::Found(labels) => selector.demand_equal(labels),
            Lookup::Unknown(unknown) => selector.leave_uncertain(Uncertainty::Value(unknown)),
            Lookup::Absent => {}
        }
        match value.member("matchExpressions").map(|value| (value.as_list(), value.first_unknown())) {
            Some((Some(list), _)) => selector.demand_all(list),
            Some((None, Some(unknown))) => selector.leave_uncertain(uncertainty(unknown)),
            Some((None, None)) | None => {}
        }
        selector
    }

    /// A selector in Calico's language, of which only equalities are understood.
    pub(super) fn expression(value: &'v Value) -> Self {
        const OTHER: Uncertainty<'static> = Uncertainty::Because("this selector is not understood");
        let mut selector = Self::default();
        let Some(text) = value.as_str() else {
            return Self::uncertain(value.first_unknown().map_or(OTHER, uncertainty));
        };
        for term in text.split("&&").map(str::trim).filter(|term| !term.is_empty() && *term != "all()") {
            let equality = term.split_once("==").map(|(key, value)| (key.trim(), value.trim()));
            let unquoted = |value: &'v str| {
                let inner = value.strip_prefix(['\'', '"'])?.strip_suffix(['\'', '"'])?;
                (!inner.contains(['\'', '"'])).then_some(inner)
            };
            match equality.and_then(|(key, value)| Some((key, unquoted(value)?))) {
                Some((key, value)) if !key.contains([' ', '(', '!', '|']) => {
                    selector.requirements.push(Requirement { key: key.into(), demand: Demand::Text(value) });
                }
                _ => selector.leave_uncertain(OTHER),
            }
        }
        selector
    }

    fn leave_uncertain(&mut self, uncertainty: Uncertainty<'v>) {
        self.uncertainty.get_or_insert(uncertainty);
    }

    fn demand_equal(&mut self, labels: &'v Value) {
        let Some(labels) = labels.as_map() else {
            if let Some(unknown) = labels.first_unknown() {
                self.leave_uncertain(uncertainty(unknown));
            }
            return;
        };
        for entry in labels.entries() {
            self.demand(&entry.key, Demand::In(vec![&entry.value]));
        }
        if let Some(rest) = labels.rest() {
            self.leave_uncertain(uncertainty(rest));
        }
    }

    fn demand_all(&mut self, expressions: &'v List) {
        for expression in &expressions.items {
            let text = |name| expression.member(name).and_then(Value::as_str);
            let values = || match expression.member("values").and_then(Value::as_list) {
                Some(list) => (list.items.iter().collect(), list.rest.as_ref()),
                None => (Vec::new(), None),
            };
            let (values, rest) = values();
            let demand = match text("operator") {
                Some("In") => Demand::In(values),
                Some("NotIn") => Demand::NotIn(values),
                Some("Exists") => Demand::Exists,
                Some("DoesNotExist") => Demand::Missing,
                _ => {
                    self.leave_uncertain(Uncertainty::Because("this selector is not understood"));
                    continue;
                }
            };
            match (text("key"), rest.or_else(|| expression.first_unknown())) {
                (Some(key), None) => self.demand(key, demand),
                (_, Some(unknown)) => self.leave_uncertain(uncertainty(unknown)),
                (None, None) => self.leave_uncertain(Uncertainty::Because("this selector is not understood")),
            }
        }
        if let Some(rest) = &expressions.rest {
            self.leave_uncertain(uncertainty(rest));
        }
    }

    /// Cilium writes the source of a label before its key, and knows labels that pods do not show.
    fn demand(&mut self, key: &'v str, demand: Demand<'v>) {
        let plain = key.strip_prefix("k8s:").or_else(|| key.strip_prefix("any:")).unwrap_or(key);
        if plain.starts_with("io.kubernetes.pod.") || plain.starts_with("io.cilium.") || plain.starts_with("reserved:")
        {
            self.leave_uncertain(Uncertainty::Because("this selector asks for more than the labels of pods"));
        } else {
            self.requirements.push(Requirement { key: plain.into(), demand });
        }
    }

    /// Whether it asks for a label that the controller of the pods sets.
    pub(super) fn asks_controllers(&self) -> bool {
        self.requirements.iter().any(|requirement| controller_labels::is_known(&requirement.key))
    }

    /// A label that the template of every selected pod has, for the index.
    pub(super) fn pair(&self) -> Option<(Arc<str>, Arc<str>)> {
        let written = |requirement: &&Requirement<'v>| !controller_labels::is_known(&requirement.key);
        self.requirements.iter().filter(written).find_map(|requirement| {
            let value = match &requirement.demand {
                Demand::In(values) if values.len() == 1 => scalar(values[0])?,
                Demand::Text(text) => (*text).into(),
                _ => return None,
            };
            Some((requirement.key.as_ref().into(), value))
        })
    }

    /// Whether what has these labels is selected.
    pub(super) fn selects(&self, labels: Lookup<'v>) -> Match<'v> {
        self.fold(|requirement| requirement.holds(labels))
    }

    /// Whether pods of a workload are selected, of which the template has these labels.
    pub(super) fn selects_pods(&self, labels: Lookup<'v>, workload: &Node<'_>) -> Match<'v> {
        self.fold(|requirement| match (requirement.label(labels), controller_labels::of(workload, &requirement.key)) {
            (Lookup::Absent, Some(given)) => requirement.is_met_by(&given),
            _ => requirement.holds(labels),
        })
    }

    fn fold(&self, holds: impl Fn(&Requirement<'v>) -> Match<'v>) -> Match<'v> {
        let start = self.uncertainty.map_or(Match::True, Match::Unknown);
        self.requirements.iter().fold(start, |fit, requirement| fit.and(|| holds(requirement)))
    }
}

impl<'v> Requirement<'v> {
    fn label(&self, labels: Lookup<'v>) -> Lookup<'v> {
        match labels {
            Lookup::Found(labels) => labels.get(&self.key),
            other => other,
        }
    }

    /// Whether a label that the controller sets is what is asked for.
    fn is_met_by(&self, given: &Given) -> Match<'v> {
        const MADE: Uncertainty<'static> =
            Uncertainty::Because("the controller of the pods sets a label that is asked for");
        let is_one_of = |values: &mut dyn Iterator<Item = Arc<str>>| {
            values.fold(Match::False, |any, value| {
                any.or(|| given.may_be(&value).map_or(Match::Unknown(MADE), Match::from))
            })
        };
        match &self.demand {
            Demand::Exists => Match::True,
            Demand::Missing => Match::False,
            Demand::Text(text) => is_one_of(&mut std::iter::once((*text).into())),
            Demand::In(values) => is_one_of(&mut values.iter().filter_map(|value| scalar(value))),
            // Other pods of the workload may have other values.
            Demand::NotIn(_) => Match::Unknown(MADE),
        }
    }

    fn holds(&self, labels: Lookup<'v>) -> Match<'v> {
        match (&self.demand, self.label(labels)) {
            (_, Lookup::Unknown(unknown)) => Match::Unknown(Uncertainty::Value(unknown)),
            (Demand::In(_) | Demand::Text(_) | Demand::Exists, Lookup::Absent)
            | (Demand::Missing, Lookup::Found(_)) => Match::False,
            (Demand::NotIn(_) | Demand::Missing, Lookup::Absent) | (Demand::Exists, Lookup::Found(_)) => Match::True,
            (Demand::In(values), Lookup::Found(label)) => among(values, label),
            (Demand::NotIn(values), Lookup::Found(label)) => !among(values, label),
            (Demand::Text(text), Lookup::Found(label)) => match (scalar(label), label.first_unknown()) {
                (Some(label), _) => (&*label == *text).into(),
                (None, Some(unknown)) => Match::Unknown(uncertainty(unknown)),
                (None, None) => Match::False,
            },
        }
    }
}

fn among<'v>(values: &[&'v Value], label: &'v Value) -> Match<'v> {
    values.iter().fold(Match::False, |fit, value| fit.or(|| equals(value, label, Coercion::Scalars).into()))
}

fn uncertainty(unknown: &Arc<Unknown>) -> Uncertainty<'_> {
    Uncertainty::Value(unknown)
}

/// The text of a known scalar.
pub(super) fn scalar(value: &Value) -> Option<Arc<str>> {
    match &value.kind {
        Kind::String(text) => Some(Arc::clone(text)),
        Kind::Bool(value) => Some(value.to_string().into()),
        Kind::Number(value) => Some(value.to_string().into()),
        _ => None,
    }
}
