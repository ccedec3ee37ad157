//! What all sets of words have in common.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::Deserializer;
use serde::de::{Error, Visitor};

/// A word of a closed set.
pub trait Word: Copy + FromStr<Err = String> + Send + Sync + 'static {
    /// Every one, in the order in which lists have them.
    fn all() -> &'static [Self];

    /// How it is written.
    fn as_str(self) -> &'static str;

    /// What it means, in one sentence or more.
    fn about(self) -> &'static str;
}

/// One enum, from a row for each word: what it means, its variant, and how it is written. The meaning is the
/// documentation of the variant as well.
macro_rules! words {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident { $($(#[doc = $about:literal])+ $variant:ident = $word:literal,)+ }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[doc = $about])+ $variant,)+ }

        impl $name {
            /// Every one, in the order in which lists have them.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            /// How it is written.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// What it means.
            pub const fn about(self) -> &'static str {
                match self { $(Self::$variant => concat!($($about),+).trim_ascii()),+ }
            }

            /// The one that is written so.
            pub fn parse(word: &str) -> Option<Self> {
                $crate::vocabulary::word::parse(word)
            }
        }

        impl $crate::vocabulary::Word for $name {
            fn all() -> &'static [Self] {
                &Self::ALL
            }

            fn as_str(self) -> &'static str {
                self.as_str()
            }

            fn about(self) -> &'static str {
                self.about()
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(word: &str) -> Result<Self, String> {
                Self::parse(word).ok_or_else(|| format!("expected one of {}", $crate::vocabulary::word::list::<Self>()))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::vocabulary::word::schema::<Self>()
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::vocabulary::word::deserialize(deserializer)
            }
        }
    };
}

pub(super) fn parse<W: Word>(text: &str) -> Option<W> {
    W::all().iter().copied().find(|word| word.as_str() == text)
}

/// The words with commas between them.
pub(super) fn list<W: Word>() -> String {
    W::all().iter().map(|word| word.as_str()).collect::<Vec<_>>().join(", ")
}

/// Every word with what it means, which editors show beside it.
pub(super) fn schema<W: Word>() -> schemars::Schema {
    let word = |word: &W| schemars::json_schema!({ "const": word.as_str(), "description": word.about() });
    schemars::json_schema!({ "type": "string", "oneOf": W::all().iter().map(word).collect::<Vec<_>>() })
}

pub(super) fn deserialize<'de, W: Word, D: Deserializer<'de>>(deserializer: D) -> Result<W, D::Error> {
    deserializer.deserialize_str(Reader(PhantomData))
}

/// Reads a word. That it is the visitor who refuses what is none gives the mistake the place of the word.
struct Reader<W>(PhantomData<W>);

impl<W: Word> Visitor<'_> for Reader<W> {
    type Value = W;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "one of {}", list::<W>())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<W, E> {
        parse(text).ok_or_else(|| E::custom(format_args!("`{text}` is none of {}", list::<W>())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::{
        Assessable, Basis, Category, Expectation, Grade, Platform, Safety, Scope, Severity, Shape,
    };

    fn is_well_formed<W: Word + PartialEq>() {
        for word in W::all() {
            assert!(word.as_str().parse::<W>().is_ok_and(|parsed| parsed == *word), "{}", word.as_str());
            assert!(word.about().ends_with('.') && !word.about().contains("  "), "{}", word.about());
        }
        assert!("no-such-word".parse::<W>().is_err());
    }

    #[test]
    fn each_word_is_read_as_it_is_written() {
        is_well_formed::<Assessable>();
        is_well_formed::<Basis>();
        is_well_formed::<Category>();
        is_well_formed::<Expectation>();
        is_well_formed::<Grade>();
        is_well_formed::<Platform>();
        is_well_formed::<Safety>();
        is_well_formed::<Scope>();
        is_well_formed::<Severity>();
        is_well_formed::<Shape>();
    }
}
