//! Values that a fix writes, as they stand in a check file. Part of the build script as well.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A value as it is written: plain data, in which maps of one of the names of [`Special`] stand for something else.
#[derive(Debug)]
pub enum ContentText {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<ContentText>),
    /// In the order of the text.
    Map(Vec<(String, ContentText)>),
}

/// A map of one name that stands for something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Special {
    /// An attribute of the subject.
    Ref,
    /// What is written at a path of the subject.
    Copy,
    /// What a person must fill in.
    Fill,
    /// An expression of Terraform as it is.
    Raw,
}

impl ContentText {
    /// What the map of one name stands for, with its text; `None` where it is plain.
    pub fn special(&self) -> Option<(Special, &str)> {
        let Self::Map(entries) = self else { return None };
        let [(name, Self::Text(text))] = entries.as_slice() else { return None };
        let special = match name.as_str() {
            "ref" => Special::Ref,
            "copy" => Special::Copy,
            "fill" => Special::Fill,
            "raw" => Special::Raw,
            _ => return None,
        };
        Some((special, text))
    }
}

/// An empty body.
impl Default for ContentText {
    fn default() -> Self {
        Self::Map(Vec::new())
    }
}

impl<'de> Deserialize<'de> for ContentText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ContentVisitor)
    }
}

struct ContentVisitor;

impl<'de> Visitor<'de> for ContentVisitor {
    type Value = ContentText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<ContentText, E> {
        Ok(ContentText::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<ContentText, E> {
        Ok(ContentText::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<ContentText, E> {
        Ok(ContentText::Int(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<ContentText, E> {
        i64::try_from(value).map(ContentText::Int).map_err(|_| E::custom("the number is too large"))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<ContentText, E> {
        Ok(ContentText::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<ContentText, E> {
        Ok(ContentText::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<ContentText, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(ContentText::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ContentText, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(ContentText::Map(entries))
    }
}

impl JsonSchema for ContentText {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Content".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        true.into()
    }
}
