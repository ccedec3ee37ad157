//! Reads a value into any type that serde can deserialise, with the place of every mistake.
//!
//! What users write (check files, later configuration) goes this way, so that an unknown key or a wrong type is shown
//! where it stands.

use std::fmt;

use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};

use super::{Entry, Kind, Number, Value, spanned};
use crate::source::Span;

/// A value that does not have the form that was asked for.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Mismatch {
    /// What is wrong.
    pub message: String,
    /// Where; none only when there is no value at all.
    pub span: Option<Span>,
}

impl Mismatch {
    /// Keeps the innermost place.
    fn or_at(mut self, span: Span) -> Self {
        self.span.get_or_insert(span);
        self
    }
}

impl de::Error for Mismatch {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string(), span: None }
    }
}

/// Reads `value` as a `T`.
///
/// # Errors
/// The first mistake, at its place.
pub fn from_value<T: DeserializeOwned>(value: &Value) -> Result<T, Mismatch> {
    T::deserialize(Reader(value))
}

/// A place in the value that is read next.
#[derive(Clone, Copy)]
struct Reader<'v>(&'v Value);

impl<'v> Reader<'v> {
    fn any<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match &self.0.kind {
            Kind::Null => visitor.visit_unit(),
            Kind::Bool(bool) => visitor.visit_bool(*bool),
            Kind::Number(Number::Float(float)) => visitor.visit_f64(*float),
            Kind::Number(number @ Number::Int(_)) => match number.as_i64() {
                Some(int) => visitor.visit_i64(int),
                None => visitor.visit_f64(number.as_f64()),
            },
            Kind::String(text) => visitor.visit_borrowed_str(text),
            Kind::List(list) => visitor.visit_seq(Items(list.items.iter())),
            Kind::Map(map) => visitor.visit_map(Members { entries: Box::new(map.entries()), value: None }),
            Kind::Template(_) | Kind::Json(_) | Kind::Either(_) | Kind::Unknown(_) => {
                Err(de::Error::custom("the value must be known"))
            }
        }
    }
}

impl<'de> de::Deserializer<'de> for Reader<'de> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.any(visitor).map_err(|mismatch| mismatch.or_at(self.0.span))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        let Kind::String(text) = &self.0.kind else {
            return Err(Mismatch {
                message: format!("expected a word, found {}", self.0.type_name()),
                span: Some(self.0.span),
            });
        };
        visitor.visit_enum(text.as_ref().into_deserializer()).map_err(|mismatch: Mismatch| mismatch.or_at(self.0.span))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match name {
            spanned::NAME => visitor.visit_map(Placed { span: self.0.span, inner: self, next: 0 }),
            _ => self.deserialize_any(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

/// A name in a map.
#[derive(Clone, Copy)]
struct Key<'v>(&'v Entry);

impl<'de> de::Deserializer<'de> for Key<'de> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_borrowed_str(&self.0.key)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match name {
            spanned::NAME => visitor.visit_map(Placed { span: self.0.key_span, inner: self, next: 0 }),
            _ => self.deserialize_any(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// A value or a name as the fields of a [`Spanned`](super::Spanned).
struct Placed<D> {
    span: Span,
    inner: D,
    next: usize,
}

impl<'v, D: de::Deserializer<'v, Error = Mismatch> + Copy> de::MapAccess<'v> for Placed<D> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'v>>(&mut self, seed: K) -> Result<Option<K::Value>, Mismatch> {
        let name = spanned::FIELDS.get(self.next);
        name.map(|name| seed.deserialize(de::value::BorrowedStrDeserializer::new(name))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'v>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        let range = self.span.range;
        self.next += 1;
        match self.next {
            1 => seed.deserialize(range.start.into_deserializer()),
            2 => seed.deserialize(range.end.into_deserializer()),
            _ => seed.deserialize(self.inner),
        }
    }
}

struct Items<'v>(std::slice::Iter<'v, Value>);

impl<'v> de::SeqAccess<'v> for Items<'v> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'v>>(&mut self, seed: T) -> Result<Option<T::Value>, Mismatch> {
        let read = |item: &'v Value| seed.deserialize(Reader(item)).map_err(|mismatch| mismatch.or_at(item.span));
        self.0.next().map(read).transpose()
    }
}

struct Members<'v> {
    entries: Box<dyn Iterator<Item = &'v Entry> + 'v>,
    value: Option<&'v Value>,
}

impl<'v> de::MapAccess<'v> for Members<'v> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'v>>(&mut self, seed: K) -> Result<Option<K::Value>, Mismatch> {
        let Some(entry) = self.entries.next() else { return Ok(None) };
        self.value = Some(&entry.value);
        seed.deserialize(Key(entry)).map(Some).map_err(|mismatch| mismatch.or_at(entry.key_span))
    }

    fn next_value_seed<V: DeserializeSeed<'v>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        match self.value.take() {
            Some(value) => seed.deserialize(Reader(value)).map_err(|mismatch| mismatch.or_at(value.span)),
            None => Err(de::Error::custom("a value was asked for before its key")),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::source::{SourceMap, TextRange};
    use crate::value::Map;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        name: String,
        #[serde(default)]
        count: Option<u8>,
    }

    #[test]
    fn values_can_be_read_with_their_places() {
        let sources = SourceMap::new();
        let file = sources.add("x.yaml", "name: abc\n");
        let value = Value::string("abc", file.span(TextRange::new(6, 9)));
        let read: super::super::Spanned<String> = from_value(&value).expect("a string");
        assert_eq!((read.value.as_str(), read.range), ("abc", TextRange::new(6, 9)));
        let mismatch = from_value::<super::super::Spanned<u8>>(&value).expect_err("not a number");
        assert_eq!(mismatch.span.map(|span| sources.slice(span)), Some("abc"));
    }

    #[test]
    fn mistakes_have_their_places() {
        let sources = SourceMap::new();
        let file = sources.add("x.yaml", "name: a\ncount: 300\nnmae: b\n");
        let span = |start, end| file.span(TextRange::new(start, end));
        let mut map = Map::new();
        map.insert("name", span(0, 4), Value::string("a", span(6, 7)));
        let good: Sample = from_value(&Value::map(map.clone(), file.whole())).expect("fits");
        assert_eq!((good.name.as_str(), good.count), ("a", None));

        let mut wrong = map.clone();
        wrong.insert("count", span(8, 13), Value::number(300, span(15, 18)));
        let mismatch = from_value::<Sample>(&Value::map(wrong, file.whole())).expect_err("does not fit a byte");
        assert_eq!(mismatch.span.map(|span| sources.slice(span)), Some("300"));

        map.insert("nmae", span(19, 23), Value::string("b", span(25, 26)));
        let mismatch = from_value::<Sample>(&Value::map(map, file.whole())).expect_err("unknown field");
        assert_eq!(mismatch.span.map(|span| sources.slice(span)), Some("nmae"));
        assert!(mismatch.message.contains("unknown field `nmae`"), "{mismatch}");
    }
}
