//! Actions, resources and principals that stand for all.

use std::sync::Arc;

use crate::value::{Kind, Template, Truth, Unknown, Value};

/// What is looked for in a string.
#[derive(Clone, Copy)]
pub(super) enum Wildcard {
    /// `*`
    Everything,
    /// `*`, or an ARN of principals in whichever account
    Anyone,
    /// `*` or `*:*`
    AllActions,
    /// `s3:*`
    WholeService,
}

impl Wildcard {
    fn is(self, text: &str) -> bool {
        match self {
            Self::Everything => text == "*",
            Self::Anyone => text == "*" || (text.starts_with("arn:") && text.contains(":iam::*:")),
            Self::AllActions => matches!(text, "*" | "*:*"),
            Self::WholeService => {
                text.split_once(':').is_some_and(|(service, action)| action == "*" && !matches!(service, "" | "*"))
            }
        }
    }

    /// Whether a string that is known in part may turn out to be so.
    fn may_be(self, template: &Template) -> bool {
        match self {
            Self::Everything | Self::Anyone => !template.equals("*").is_false(),
            Self::AllActions => ["*", "*:*"].iter().any(|text| !template.equals(text).is_false()),
            Self::WholeService => {
                let prefix = template.prefix().split_once(':').is_none_or(|(_, action)| matches!(action, "" | "*"));
                prefix && (template.suffix().is_empty() || template.suffix().ends_with('*'))
            }
        }
    }

    /// Whether `value` is so.
    pub(super) fn test(self, value: &Value) -> Truth<'_> {
        match &value.kind {
            Kind::String(text) => self.is(text).into(),
            Kind::Template(template) => match template.holes().next() {
                Some(hole) if self.may_be(template) => Truth::Unknown(hole),
                _ => Truth::False,
            },
            Kind::Unknown(unknown) if unknown.names_one_thing() => Truth::False,
            Kind::Unknown(unknown) => Truth::Unknown(unknown),
            Kind::Either(either) => {
                let mut answers = either.options.iter().map(|option| self.test(option));
                let first = answers.next().unwrap_or(Truth::Unknown(&either.cause));
                let agree =
                    answers.all(|answer| (answer.is_true(), answer.is_false()) == (first.is_true(), first.is_false()));
                if agree { first } else { Truth::Unknown(&either.cause) }
            }
            _ => Truth::False,
        }
    }

    /// Whether any element of `list` is so: a truth value at its place, or an unknown one; `None` when none is.
    pub(super) fn any(self, list: Option<&Value>) -> Option<Value> {
        let list = list?;
        let Kind::List(elements) = &list.kind else {
            return list
                .as_unknown()
                .filter(|unknown| matches!(list.kind, Kind::Either(_)) || !unknown.names_one_thing())
                .map(|unknown| unknown_at(unknown, list));
        };
        let mut undecided = elements.rest.as_ref().map(|rest| unknown_at(rest, list));
        for element in &elements.items {
            match self.test(element) {
                Truth::True => return Some(Value { kind: Kind::Bool(true), ..element.clone() }),
                Truth::False => {}
                Truth::Unknown(unknown) => {
                    undecided.get_or_insert_with(|| unknown_at(&Arc::new(unknown.clone()), element));
                }
            }
        }
        undecided
    }
}

/// An unknown value at the place of another.
pub(super) fn unknown_at(unknown: &Arc<Unknown>, place: &Value) -> Value {
    Value { kind: Kind::Unknown(Arc::clone(unknown)), ..place.clone() }
}
