//! The functions of the Terraform language. To add one: write it in the file of its group, and add a row to the table
//! there. `try`, `can`, `convert`, `templatefile` and `templatestring` are in the evaluator: the first two look at how
//! their arguments fail, `convert` takes a type, the others evaluate expressions.
//!
//! Functions that only `OpenTofu` has are evaluated as it does: where Terraform runs, a configuration with them is rejected.
//!
//! | file | functions on |
//! |---|---|
//! | `numeric` | numbers |
//! | `string`, `partial`, `regex`, `format`, `format_number` | strings, also partly known ones |
//! | `sequence`, `set`, `collection` | lists; lists as sets; maps, and what serves maps and lists alike |
//! | `logic`, `conversion` | truth and choice; types |
//! | `encoding`, `charset`, `json`, `csv`, `yaml_decode`, `yaml_encode`, `hcl_encode` | texts that stand for something else |
//! | `filesystem`, `glob` | files below the scan root, and paths |
//! | `time`, `hash`, `ip` | dates, hashes, addresses |
//! | `assume` | what is not known |
//! | `unavailable` | nothing: what depends on the moment or place of the run |
//! | `table` | all groups: a new one is added there |

mod assume;
mod charset;
mod collection;
mod conversion;
mod csv;
mod encoding;
mod filesystem;
mod format;
mod format_number;
mod glob;
mod hash;
mod hcl_encode;
mod ip;
mod json;
mod logic;
mod numeric;
mod partial;
mod regex;
mod sequence;
mod set;
mod string;
mod table;
mod time;
mod unavailable;
mod yaml_decode;
mod yaml_encode;

pub(in crate::frontend::terraform) use hcl_encode::is_name;
pub(in crate::frontend::terraform) use table::call;

use std::cell::Cell;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use super::convert::{to_index, to_number, to_text};
use super::text::why_unknown;
use super::unify::{count, unified, unified_with};
use super::unknowns::{combine, error, invalid, leaves, on_the_way};
use crate::frontend::api::Context;
use crate::source::Span;
use crate::value::{Kind, List, Map, Number, Reason, Typing, Unknown, Value};

/// One function. Unknown arguments are its own affair: many can say something of them.
type Function = fn(&Arguments<'_>) -> Value;

/// Rows of the table of a group: name, number of arguments, function.
type Table = &'static [(&'static str, RangeInclusive<usize>, Function)];

/// As many arguments as one likes.
const ANY: usize = usize::MAX;

/// Longest text that a function makes, in bytes.
const TEXT_LIMIT: usize = 1 << 20;
/// Longest list that a function makes.
const LIST_LIMIT: usize = 20_000;

/// What a function is called with.
pub(in crate::frontend::terraform) struct Arguments<'a> {
    /// The arguments.
    pub(in crate::frontend::terraform) values: Vec<Value>,
    /// The call.
    pub(in crate::frontend::terraform) span: Span,
    /// Files below the scan root.
    pub(in crate::frontend::terraform) context: &'a Context<'a>,
    /// Folder of the root module, from which relative paths count.
    pub(in crate::frontend::terraform) root: &'a str,
    /// Steps of evaluation that the call was worth.
    pub(in crate::frontend::terraform) steps: Cell<u32>,
}

/// A result, or why it is not known.
type Outcome<T> = Result<T, Arc<Unknown>>;

impl Arguments<'_> {
    /// The argument at a position.
    fn get(&self, position: usize) -> Outcome<&Value> {
        self.values.get(position).ok_or_else(|| invalid("an argument is missing", self.span))
    }

    fn text(&self, position: usize) -> Outcome<Arc<str>> {
        let value = self.get(position)?;
        to_text(value, self.span).map_err(|unknown| on_the_way(&unknown, value))
    }

    fn number(&self, position: usize) -> Outcome<Number> {
        let value = self.get(position)?;
        to_number(value, self.span).map_err(|unknown| on_the_way(&unknown, value))
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

    /// A list of which every element is there, converted to the one type of its elements.
    fn unified_list(&self, position: usize) -> Outcome<Vec<Value>> {
        self.unified(self.whole_list(position)?)
    }

    /// The values, converted to one type.
    fn unified(&self, items: &[Value]) -> Outcome<Vec<Value>> {
        self.spend(count(items) / 4);
        unified(items, self.span)
    }

    /// The values, converted to the one type that the elements of the lists at these positions have as well.
    fn unified_beside(&self, items: &[Value], lists: Range<usize>) -> Outcome<Vec<Value>> {
        self.spend(count(items) / 4);
        let lists = self.values.get(lists).unwrap_or_default();
        unified_with(items, lists.iter().filter_map(|value| value.as_list()?.element), self.span)
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
    pub(in crate::frontend::terraform) fn not_evaluated(&self, name: &str) -> Value {
        let mut unknown = combine(self.values.iter().flat_map(leaves))
            .map_or_else(|| Unknown::new(Reason::Function(name.into()), self.span), Arc::unwrap_or_clone);
        unknown.reason = Reason::Function(name.into());
        unknown.span = self.span;
        unknown.nullable = true;
        Value::unknown(unknown, self.span)
    }

    /// Counts work that depends on the size of the arguments.
    fn spend(&self, steps: usize) {
        self.steps.set(self.steps.get().saturating_add(u32::try_from(steps).unwrap_or(u32::MAX)));
    }

    /// Why a result is not computed that would be larger than a limit.
    fn limit(&self, what: &'static str) -> Arc<Unknown> {
        Arc::new(Unknown { nullable: false, ..Unknown::new(Reason::Limit(what), self.span) })
    }

    /// Why a function that otherwise is evaluated is not for these arguments.
    fn unsupported(&self, what: &str) -> Arc<Unknown> {
        Arc::new(Unknown { nullable: false, ..Unknown::new(Reason::Function(what.into()), self.span) })
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

    /// A list of the elements of one type.
    fn collection(&self, items: Vec<Value>) -> Value {
        Value::list(items, self.span).typed(Typing::Collection)
    }

    fn string(&self, text: impl Into<Arc<str>>) -> Value {
        Value::string(text, self.span)
    }

    /// An argument or a part of one as the result of the call.
    fn pass(&self, value: &Value, name: &str) -> Value {
        value.referenced_at(self.span, format!("`{name}`"))
    }
}
