//! The functions of the Terraform language. To add one: write it in the file of its group, and add a row to the table
//! there. `try` and `can` are in the evaluator, because they look at how their arguments fail.

mod collection;
mod encoding;
mod filesystem;
mod format;
mod logic;
mod numeric;
mod sequence;
mod string;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use super::convert::{to_index, to_number, to_text};
use super::text::why_unknown;
use super::unknowns::{combine, error, invalid, leaves};
use crate::frontend::api::Context;
use crate::source::Span;
use crate::value::{Kind, List, Map, Number, Reason, Unknown, Value};

/// One function. Unknown arguments are its own affair: many can say something of them.
pub(super) type Function = fn(&Arguments<'_>) -> Value;

/// Rows of the table of a group.
type Table = &'static [(&'static str, Function)];

static FUNCTIONS: LazyLock<HashMap<&'static str, Function>> = LazyLock::new(|| {
    let groups: [Table; 8] = [
        collection::TABLE,
        encoding::TABLE,
        filesystem::TABLE,
        format::TABLE,
        logic::TABLE,
        numeric::TABLE,
        sequence::TABLE,
        string::TABLE,
    ];
    groups.into_iter().flatten().copied().collect()
});

/// The function of this name, when it is evaluated.
pub(super) fn find(name: &str) -> Option<Function> {
    FUNCTIONS.get(name).copied()
}

/// What a function is called with.
pub(super) struct Arguments<'a> {
    /// The arguments.
    pub(super) values: Vec<Value>,
    /// The call.
    pub(super) span: Span,
    /// Files below the scan root.
    pub(super) context: &'a Context<'a>,
    /// Folder of the root module, from which relative paths count.
    pub(super) root: &'a str,
}

/// A result, or why it is not known.
type Outcome<T> = Result<T, Arc<Unknown>>;

impl Arguments<'_> {
    /// The argument at a position.
    fn get(&self, position: usize) -> Outcome<&Value> {
        self.values.get(position).ok_or_else(|| invalid("an argument is missing", self.span))
    }

    fn text(&self, position: usize) -> Outcome<Arc<str>> {
        self.get(position).and_then(|value| to_text(value, self.span))
    }

    fn number(&self, position: usize) -> Outcome<Number> {
        self.get(position).and_then(|value| to_number(value, self.span))
    }

    fn integer(&self, position: usize) -> Outcome<i64> {
        self.get(position).and_then(|value| to_index(value, self.span))
    }

    fn list(&self, position: usize) -> Outcome<&List> {
        let value = self.get(position)?;
        value.as_list().ok_or_else(|| self.mismatch(value, "a list"))
    }

    /// A list of which every element is there.
    fn whole_list(&self, position: usize) -> Outcome<&[Value]> {
        let list = self.list(position)?;
        match &list.rest {
            Some(rest) => Err(Arc::clone(rest)),
            None => Ok(&list.items),
        }
    }

    fn map(&self, position: usize) -> Outcome<&Map> {
        let value = self.get(position)?;
        value.as_map().ok_or_else(|| self.mismatch(value, "a map"))
    }

    /// Why a value is not of the type that is wanted.
    fn mismatch(&self, value: &Value, wanted: &str) -> Arc<Unknown> {
        match &value.kind {
            Kind::Unknown(_) | Kind::Either(_) => why_unknown(std::slice::from_ref(value), self.span),
            _ => invalid(format!("{wanted} is required, but this is {}", value.type_name()), self.span),
        }
    }

    /// Why nothing can be said of these arguments.
    fn why(&self) -> Arc<Unknown> {
        why_unknown(&self.values, self.span)
    }

    /// The value of a function that is not evaluated, with everything that its arguments refer to.
    pub(super) fn not_evaluated(&self, name: &str) -> Value {
        let mut unknown = combine(self.values.iter().flat_map(leaves))
            .map_or_else(|| Unknown::new(Reason::Function(name.into()), self.span), Arc::unwrap_or_clone);
        unknown.reason = Reason::Function(name.into());
        unknown.span = self.span;
        unknown.nullable = true;
        Value::unknown(unknown, self.span)
    }

    /// The value of an outcome. An unknown result keeps what all arguments refer to.
    fn value(&self, outcome: Outcome<Value>) -> Value {
        outcome.unwrap_or_else(|unknown| {
            let all = std::iter::once(&unknown).chain(self.values.iter().flat_map(leaves));
            let mut combined = combine(all).map_or_else(|| Unknown::clone(&unknown), Arc::unwrap_or_clone);
            combined.reason = unknown.reason.clone();
            combined.span = unknown.span;
            Value::unknown(combined, self.span)
        })
    }

    fn error(&self, why: impl Into<Arc<str>>) -> Value {
        error(why, self.span)
    }

    fn string(&self, text: impl Into<Arc<str>>) -> Value {
        Value::string(text, self.span)
    }

    /// An argument or a part of one as the result of the call.
    fn pass(&self, value: &Value, name: &str) -> Value {
        value.referenced_at(self.span, format!("`{name}`"))
    }
}
