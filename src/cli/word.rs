//! Options of which the values are known beforehand: words of a closed set, and names.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue};
use clap::{Arg, Command, Error};

use crate::check::{Registry, nearest};
use crate::vocabulary::Word;

/// Reads a word, and lets help and completion name them all.
pub(super) fn word<W: Word>() -> impl TypedValueParser<Value = W> {
    one_of(values::<W>()).try_map(|text| text.parse::<W>())
}

/// Every word with its meaning, as help lists them.
pub(super) fn values<W: Word>() -> impl Iterator<Item = PossibleValue> {
    W::all().iter().map(|word| PossibleValue::new(word.as_str()).help(word.about().trim_end_matches('.')))
}

/// Reads a part of a value as a word.
///
/// # Errors
/// It is none; the nearest one, or which there are.
pub(super) fn parse<W: Word>(text: &str) -> Result<W, String> {
    text.parse().map_err(|_| {
        let words = || W::all().iter().map(|word| word.as_str());
        match nearest(text, words()) {
            Some(meant) => format!("there is no `{text}`: did you mean `{meant}`?"),
            None => format!("`{text}` is none of {}", words().collect::<Vec<_>>().join(", ")),
        }
    })
}

/// Reads one of these values; an error names the nearest of them.
pub(super) fn one_of(values: impl IntoIterator<Item = PossibleValue>) -> impl TypedValueParser<Value = String> {
    OneOf(PossibleValuesParser::new(values))
}

#[derive(Clone)]
struct OneOf(PossibleValuesParser);

impl TypedValueParser for OneOf {
    type Value = String;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<String, Error> {
        self.0.parse_ref(command, arg, value).map_err(|mut error| {
            let values: Vec<PossibleValue> = self.0.possible_values().into_iter().flatten().collect();
            let meant =
                nearest(&value.to_string_lossy(), values.iter().map(PossibleValue::get_name)).map(str::to_owned);
            if let Some(meant) = meant.filter(|_| error.get(ContextKind::SuggestedValue).is_none()) {
                error.insert(ContextKind::SuggestedValue, ContextValue::String(meant));
            }
            error
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        self.0.possible_values()
    }
}

/// Lets completion offer `values` for what `parser` reads. There may be many, so they are made only when they are asked for.
pub(super) fn offering<P: TypedValueParser>(
    parser: P,
    values: impl Fn() -> Vec<PossibleValue> + Clone + Send + Sync + 'static,
) -> impl TypedValueParser<Value = P::Value> {
    Offering { parser, values }
}

#[derive(Clone)]
struct Offering<P, V> {
    parser: P,
    values: V,
}

impl<P, V> TypedValueParser for Offering<P, V>
where
    P: TypedValueParser,
    V: Fn() -> Vec<PossibleValue> + Clone + Send + Sync + 'static,
{
    type Value = P::Value;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<P::Value, Error> {
        self.parser.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.values)().into_iter()))
    }
}

/// Reads a name of a check, and lets completion offer the ids of the built-in ones.
pub(super) fn check_name() -> impl TypedValueParser<Value = String> {
    offering(clap::builder::StringValueParser::new(), || {
        Registry::embedded().checks().iter().map(|check| PossibleValue::new(check.id)).collect()
    })
}
