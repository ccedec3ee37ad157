//! Layer 1: the one value tree that every front end produces and every check reads.
//!
//! A [`Value`] knows where it was written, how it came to where it is used, and whether it is known at all. What cannot
//! be known before deployment is [`Kind::Unknown`] with a [`Reason`]; what is known in part (a string with a hole, a list
//! with more elements to come, one of two branches) keeps the part that is known.

mod address;
mod binary;
mod children;
mod compare;
mod de;
mod decimal;
mod digest;
mod elsewhere;
mod form;
mod given;
mod identity;
mod json;
mod json_text;
mod json_words;
mod list;
mod map;
mod number;
mod origin;
mod pattern;
mod placed;
mod places;
mod render;
mod spanned;
mod split;
mod text;
mod truth;
mod typing;
mod unknown;

use std::sync::Arc;

pub use address::{Address, InstanceKey, Step, Steps};
pub use compare::{Coercion, compare_order, equals};
pub use de::{Mismatch, from_value};
pub use elsewhere::{Elsewhere, GivenIn};
pub use form::{Characters, Piece};
pub use list::List;
pub use map::{Entry, Map};
pub use number::Number;
pub use origin::Origin;
pub use pattern::{fits, includes};
pub use places::Places;
pub use render::cut;
pub use spanned::Spanned;
pub use text::{Part, Template, TemplateBuilder};
pub use truth::{Kleene, Truth};
pub use typing::{Scalar, Typing};
pub use unknown::{Reason, Reference, Unknown};

use crate::source::Span;

/// A value with its place.
#[derive(Clone, Debug)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// The expression that gives the value where it is used: a literal, or a reference such as `var.cidrs`.
    pub span: Span,
    /// Where the value came from when `span` is a reference: the nearest step first, the literal last.
    pub origin: Option<Arc<Origin>>,
    /// Marked by its author as secret: never printed.
    pub sensitive: bool,
    /// Where the pieces of a text were written, where that serves those who read the text further.
    pub places: Option<Arc<Places>>,
    /// Where a text comes from that is not written in the code; none where it is, and where it is not known.
    pub elsewhere: Option<Arc<Elsewhere>>,
}

/// What a value is. Cloning is cheap: contents are shared.
#[derive(Clone, Debug)]
pub enum Kind {
    /// An explicit null.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string of which everything is known.
    String(Arc<str>),
    /// A string with holes, such as `"${var.unset}-logs"`.
    Template(Arc<Template>),
    /// A string that is the JSON text of a value, as `jsonencode` makes; the value keeps its places.
    Json(Arc<Value>),
    /// A sequence: list, tuple or set.
    List(Arc<List>),
    /// Named values: object, map, block or mapping.
    Map(Arc<Map>),
    /// One of several values, by a condition that is not known.
    Either(Arc<Either>),
    /// Nothing is known but why.
    Unknown(Arc<Unknown>),
}

/// The branches of a condition that is not known. There are at least two and at most [`Either::LIMIT`].
#[derive(Debug)]
pub struct Either {
    /// The possible values.
    pub options: Vec<Value>,
    /// The condition.
    pub cause: Arc<Unknown>,
}

impl Either {
    /// Most branches that are followed; past that a value is plainly unknown.
    pub const LIMIT: usize = 4;
}

/// What a look-up by name or index finds.
#[derive(Clone, Copy, Debug)]
pub enum Lookup<'v> {
    /// The value.
    Found(&'v Value),
    /// Certainly nothing.
    Absent,
    /// It cannot be known whether there is something.
    Unknown(&'v Unknown),
}

impl Value {
    /// A value written at `span`.
    pub fn new(kind: Kind, span: Span) -> Self {
        Self { kind, span, origin: None, sensitive: false, places: None, elsewhere: None }
    }

    /// An explicit null.
    pub fn null(span: Span) -> Self {
        Self::new(Kind::Null, span)
    }

    /// A truth value.
    pub fn bool(value: bool, span: Span) -> Self {
        Self::new(Kind::Bool(value), span)
    }

    /// A number.
    pub fn number(value: impl Into<Number>, span: Span) -> Self {
        Self::new(Kind::Number(value.into()), span)
    }

    /// A known string.
    pub fn string(value: impl Into<Arc<str>>, span: Span) -> Self {
        Self::new(Kind::String(value.into()), span)
    }

    /// A list of which every element is there.
    pub fn list(items: Vec<Value>, span: Span) -> Self {
        Self::new(Kind::List(Arc::new(List::new(items))), span)
    }

    /// A map.
    pub fn map(map: Map, span: Span) -> Self {
        Self::new(Kind::Map(Arc::new(map)), span)
    }

    /// An unknown value that was made of something unknown, and is not known to be the same as any other.
    pub fn unknown(unknown: impl Into<Arc<Unknown>>, span: Span) -> Self {
        Self::new(Kind::Unknown(unknown.into().anonymous()), span)
    }

    /// One of `options`, chosen by an unknown condition; plainly unknown when there are too many.
    pub fn either(mut options: Vec<Value>, cause: Arc<Unknown>, span: Span) -> Self {
        match options.len() {
            1 => options.remove(0),
            2..=Either::LIMIT => Self::new(Kind::Either(Arc::new(Either { options, cause })), span),
            _ => Self::unknown(cause, span),
        }
    }

    /// The same value as seen through a reference at `span`; `step` says what the reference goes through, such as
    /// `variable cidrs`. The place where the value stood until now becomes the next step of its origin.
    #[must_use]
    pub fn referenced_at(&self, span: Span, step: impl Into<Arc<str>>) -> Self {
        let origin = Origin { span: self.span, label: step.into(), next: self.origin.clone() };
        Self { span, origin: Some(Arc::new(origin)), ..self.clone() }
    }

    /// The same value, which is made of another one and some text around it.
    #[must_use]
    pub fn made_at(self, part: &Self, step: impl Into<Arc<str>>) -> Self {
        let origin = Origin { span: part.span, label: step.into(), next: part.origin.clone() };
        Self { origin: Some(Arc::new(origin)), ..self }
    }

    /// Where the value was written: the last step of its origin, or its own span.
    pub fn written(&self) -> Span {
        self.origin.as_ref().map_or(self.span, |origin| origin.last().span)
    }

    /// The text of a known string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// A known truth value.
    pub fn as_bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// A known number.
    pub fn as_number(&self) -> Option<Number> {
        match self.kind {
            Kind::Number(value) => Some(value),
            _ => None,
        }
    }

    /// The elements of a list.
    pub fn as_list(&self) -> Option<&List> {
        match &self.kind {
            Kind::List(list) => Some(list),
            _ => None,
        }
    }

    /// The entries of a map.
    pub fn as_map(&self) -> Option<&Map> {
        match &self.kind {
            Kind::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The elements of a list, to be changed in place. What is shared is copied first.
    pub fn as_list_mut(&mut self) -> Option<&mut List> {
        match &mut self.kind {
            Kind::List(list) => Some(Arc::make_mut(list)),
            _ => None,
        }
    }

    /// The entries of a map, to be changed in place. What is shared is copied first.
    pub fn as_map_mut(&mut self) -> Option<&mut Map> {
        match &mut self.kind {
            Kind::Map(map) => Some(Arc::make_mut(map)),
            _ => None,
        }
    }

    /// Why the value is unknown as a whole.
    pub fn as_unknown(&self) -> Option<&Arc<Unknown>> {
        match &self.kind {
            Kind::Unknown(unknown) => Some(unknown),
            Kind::Either(either) => Some(&either.cause),
            _ => None,
        }
    }

    /// Whether this is an explicit null.
    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    /// The member of this name. Values that have no members give [`Lookup::Absent`]; a value that is unknown, or one of
    /// several, gives its reason.
    pub fn get(&self, name: &str) -> Lookup<'_> {
        match &self.kind {
            Kind::Map(map) => map.lookup(name),
            Kind::Unknown(unknown) => Lookup::Unknown(unknown),
            Kind::Either(either) => Lookup::Unknown(&either.cause),
            _ => Lookup::Absent,
        }
    }

    /// The member of this name where it is certainly there.
    pub fn member(&self, name: &str) -> Option<&Value> {
        match self.get(name) {
            Lookup::Found(value) => Some(value),
            Lookup::Absent | Lookup::Unknown(_) => None,
        }
    }

    /// The word for this kind of value in messages.
    pub const fn type_name(&self) -> &'static str {
        match self.kind {
            Kind::Null => "null",
            Kind::Bool(_) => "bool",
            Kind::Number(_) => "number",
            Kind::String(_) | Kind::Template(_) | Kind::Json(_) => "string",
            Kind::List(_) => "list",
            Kind::Map(_) => "map",
            Kind::Either(_) => "one of several values",
            Kind::Unknown(_) => "unknown",
        }
    }
}
