//! What a fix writes, with all that the subject gives put in.

use super::{Plain, Unfixable};
use crate::value::{Kind, Number, Value};

/// A value to be written.
#[derive(Clone, Debug, PartialEq)]
pub enum Draft {
    /// Nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(String),
    /// Values in order.
    List(Vec<Self>),
    /// Named values in order.
    Map(Vec<(String, Self)>),
    /// An expression of Terraform.
    Raw(String),
}

/// What becomes of two lists that are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lists {
    /// Those of one map each are a list of one map, with the entries of both.
    Merge,
    /// The elements of one, then those of the other.
    Extend,
}

impl Draft {
    /// The same as plain data.
    ///
    /// # Errors
    /// Where it is an expression.
    pub fn to_plain(&self) -> Result<Plain, Unfixable> {
        Ok(match self {
            Self::Null => Plain::Null,
            Self::Bool(value) => Plain::Bool(*value),
            Self::Number(number) => Plain::Number(*number),
            Self::Text(text) => Plain::String(text.clone()),
            Self::List(items) => Plain::List(items.iter().map(Self::to_plain).collect::<Result<_, _>>()?),
            Self::Map(entries) => {
                let entry = |(name, value): &(String, Self)| Ok((name.clone(), value.to_plain()?));
                Plain::Map(entries.iter().map(entry).collect::<Result<_, Unfixable>>()?)
            }
            Self::Raw(_) => return Err(Unfixable::new("an expression can only be written in Terraform")),
        })
    }

    /// Whether a value means the same, as far as it is known.
    pub fn is_same(&self, value: &Value) -> bool {
        match (self, &value.kind) {
            (Self::Null, Kind::Null) => true,
            (Self::Bool(own), Kind::Bool(other)) => own == other,
            (Self::Number(own), Kind::Number(other)) => own == other,
            (Self::Text(own), Kind::String(other)) => **own == **other,
            (Self::List(items), Kind::List(others)) => {
                items.len() == others.items.len()
                    && items.iter().zip(&others.items).all(|(own, other)| own.is_same(other))
            }
            (Self::Map(entries), Kind::Map(others)) => {
                let is_there = |(name, own): &(String, Self)| others.get(name).is_some_and(|other| own.is_same(other));
                entries.len() == others.len() && entries.iter().all(is_there)
            }
            _ => false,
        }
    }

    /// What is known of a value; none where something in it is not.
    pub fn of(value: &Value) -> Option<Self> {
        Some(match &value.kind {
            Kind::Null => Self::Null,
            Kind::Bool(value) => Self::Bool(*value),
            Kind::Number(number) => Self::Number(*number),
            Kind::String(text) => Self::Text(text.to_string()),
            Kind::List(list) if list.rest.is_none() => {
                Self::List(list.items.iter().map(Self::of).collect::<Option<_>>()?)
            }
            Kind::Map(map) if map.rest().is_none() => {
                let entry = |entry: &crate::value::Entry| Some((entry.key.to_string(), Self::of(&entry.value)?));
                Self::Map(map.entries().map(entry).collect::<Option<_>>()?)
            }
            _ => return None,
        })
    }

    /// Whether it is a list of maps, which is a sequence of nested blocks in a block.
    pub fn is_blocks(&self) -> bool {
        matches!(self, Self::List(items) if !items.is_empty() && items.iter().all(|item| matches!(item, Self::Map(_))))
    }

    /// Both in one: maps have the entries of both.
    ///
    /// # Errors
    /// Where they say different things.
    pub fn merge(&mut self, other: Self, lists: Lists) -> Result<(), Unfixable> {
        match (self, other) {
            (Self::Map(entries), Self::Map(others)) => merge_entries(entries, others, lists),
            (Self::List(items), Self::List(mut others)) => match (items.as_mut_slice(), others.pop()) {
                ([one @ Self::Map(_)], Some(other @ Self::Map(_))) if others.is_empty() && lists == Lists::Merge => {
                    one.merge(other, lists)
                }
                (_, last) => {
                    items.extend(others);
                    items.extend(last);
                    Ok(())
                }
            },
            (own, other) if *own == other => Ok(()),
            _ => Err(Unfixable::new("two parts of the fix set one thing")),
        }
    }
}

/// Adds entries to others, and to the values of those of one name.
///
/// # Errors
/// Where they say different things.
pub fn merge_entries(
    entries: &mut Vec<(String, Draft)>,
    others: Vec<(String, Draft)>,
    lists: Lists,
) -> Result<(), Unfixable> {
    for (name, value) in others {
        match entries.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => known.merge(value, lists)?,
            None => entries.push((name, value)),
        }
    }
    Ok(())
}
