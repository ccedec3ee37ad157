//! Options that take a word of a closed set.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::vocabulary::Word;

/// Reads a word, and lets help and completion name them all.
pub(super) fn word<W: Word>() -> impl TypedValueParser<Value = W> {
    PossibleValuesParser::new(values::<W>()).try_map(|text| text.parse::<W>())
}

/// Every word with its meaning, as help lists them.
pub(super) fn values<W: Word>() -> impl Iterator<Item = PossibleValue> {
    W::all().iter().map(|word| PossibleValue::new(word.as_str()).help(word.about().trim_end_matches('.')))
}
