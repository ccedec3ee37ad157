//! One value of a resource, as it is shown.

use serde::Serialize;

use super::super::place::Located;
use super::super::text::one_line;
use super::View;
use crate::source::Span;
use crate::value::{Kind, Number, Origin, Value};

/// A value with the path that leads to it.
#[derive(Serialize)]
pub(super) struct Node {
    /// The path from `$`, as a query writes it.
    pub(super) path: String,
    #[serde(flatten)]
    pub(super) content: Content,
    /// Where it stands in the text of the resource, or where it was made.
    pub(super) place: Spot,
    /// The references from there to where it was written, nearest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) way: Vec<Step>,
    /// How many names and indices lead to it.
    #[serde(skip)]
    pub(super) depth: usize,
}

/// What a value is.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(super) enum Content {
    /// A number, a truth value, a text or null.
    Scalar { value: serde_json::Value },
    /// A text of which parts are not known, where `${…}` stands.
    Partial { value: String, reason: String },
    /// The text of JSON.
    Json { value: String },
    /// A list; the reason says why there may be more items.
    List {
        count: usize,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// A map; the reason says why there may be more members.
    Map {
        count: usize,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// One of several values.
    Either { values: Vec<String>, reason: String },
    /// Nothing is known but the reason.
    Unknown { reason: String },
    /// Another resource, which is attached.
    Attached { address: String },
    /// It must not be shown.
    Sensitive,
    /// What is not shown, because it would be too much.
    Cut { count: usize },
}

/// A step of the way to where a value was written.
#[derive(Serialize)]
pub(super) struct Step {
    pub(super) label: String,
    #[serde(flatten)]
    pub(super) place: Spot,
}

/// A place in a file.
#[derive(Serialize)]
pub(super) struct Spot {
    pub(super) path: String,
    pub(super) line: u32,
    pub(super) column: u32,
}

impl Spot {
    pub(super) fn of(view: &View<'_>, span: Span) -> Self {
        let located = Located::new(view.sources, span);
        let path = one_line(&format!("{}{}", view.root, located.file.path())).into_owned();
        Self { path, line: located.start.line, column: located.start.column }
    }
}

/// What hides in a text about a resource what must not be shown of it.
pub(super) type Mask<'m> = &'m dyn Fn(String) -> String;

impl Content {
    /// What a value is; `mask` takes out what must not be shown.
    pub(super) fn of(value: &Value, mask: Mask<'_>) -> Self {
        if value.sensitive {
            return Self::Sensitive;
        }
        let text = |text: &str| Self::Scalar { value: mask(text.to_owned()).into() };
        match &value.kind {
            Kind::Null => Self::Scalar { value: serde_json::Value::Null },
            Kind::Bool(bool) => Self::Scalar { value: (*bool).into() },
            Kind::Number(number) => Self::Scalar { value: self::number(*number) },
            Kind::String(string) => text(string),
            Kind::Template(_) => {
                let reason = value.first_unknown().map(|unknown| mask(unknown.reason.to_string()));
                Self::Partial { value: mask(value.render_uncut()), reason: reason.unwrap_or_default() }
            }
            Kind::Json(_) => Self::Json { value: mask(value.render_uncut()) },
            Kind::List(list) => {
                let reason = list.rest.as_ref().map(|unknown| mask(unknown.reason.to_string()));
                Self::List { count: list.items.len(), reason }
            }
            Kind::Map(map) => {
                let reason = map.rest().map(|unknown| mask(unknown.reason.to_string()));
                Self::Map { count: map.len(), reason }
            }
            Kind::Either(either) => Self::Either {
                values: either.options.iter().map(|option| mask(option.render())).collect(),
                reason: mask(either.cause.reason.to_string()),
            },
            Kind::Unknown(unknown) => Self::Unknown { reason: mask(unknown.reason.to_string()) },
        }
    }
}

/// The references from where a value is used to where it was written.
pub(super) fn way(view: &View<'_>, value: &Value) -> Vec<Step> {
    let unknown = match &value.kind {
        Kind::Unknown(unknown) => unknown.way.as_deref(),
        _ => None,
    };
    let steps = [value.origin.as_deref(), unknown].into_iter().flatten().flat_map(Origin::steps);
    steps.map(|step| Step { label: one_line(&step.label).into_owned(), place: Spot::of(view, step.span) }).collect()
}

fn number(number: Number) -> serde_json::Value {
    match number.as_i64() {
        Some(int) => int.into(),
        None => number.as_f64().into(),
    }
}
