//! `match` and `search` with a pattern that is computed (RFC 9535 sections 2.4.6 and 2.4.7).

use std::cell::RefCell;
use std::collections::BTreeMap;

use regex::{Regex, RegexBuilder};

use super::Literal;
use super::expression::expression;
use super::term::Term;
use crate::value::{Kind, Truth, Unknown};

/// Longest pattern, in bytes.
const LENGTH: usize = 1_000;

/// Largest compiled pattern, in bytes.
const SIZE: usize = 1 << 20;

/// Most patterns of one evaluation.
const COUNT: usize = 100;

/// The patterns that one evaluation has met; nothing where a text is no pattern.
#[derive(Debug, Default)]
pub(super) struct Patterns(RefCell<BTreeMap<String, Option<Regex>>>);

impl Patterns {
    /// Whether the text matches. What is no pattern matches nothing. `None` beyond the limits.
    fn matches(&self, source: &str, is_whole: bool, text: &str) -> Option<bool> {
        if source.len() > LENGTH {
            return None;
        }
        let Ok(source) = expression(source, is_whole) else { return Some(false) };
        let mut known = self.0.borrow_mut();
        if !known.contains_key(&source) {
            if known.len() == COUNT {
                return None;
            }
            let compiled = RegexBuilder::new(&source).size_limit(SIZE).build().ok();
            known.insert(source.clone(), compiled);
        }
        // Its syntax is right, so it can only be too large.
        known[&source].as_ref().map(|regex| regex.is_match(text))
    }
}

/// Whether a term matches the pattern that another one is. `limit` is the reason beyond the limits.
pub(super) fn matches<'v>(
    patterns: &Patterns,
    (term, pattern): (Term<'v>, Term<'v>),
    is_whole: bool,
    limit: &'v Unknown,
) -> Truth<'v> {
    let (text, source) = match (text(term), text(pattern)) {
        (Ok(Some(text)), Ok(Some(source))) => (text, source),
        // What is no string matches nothing, and nothing matches what is none.
        (Ok(None), _) | (_, Ok(None)) => return Truth::False,
        (Err(unknown), _) | (_, Err(unknown)) => return unknown,
    };
    patterns.matches(source, is_whole, text).map_or(Truth::Unknown(limit), Truth::from)
}

/// The string that a term is, if it is one.
fn text(term: Term<'_>) -> Result<Option<&str>, Truth<'_>> {
    let value = match term {
        Term::Literal(Literal::String(text)) => return Ok(Some(text)),
        Term::Nothing | Term::Literal(_) | Term::AtLeast(..) => return Ok(None),
        Term::Unknown(unknown) => return Err(Truth::Unknown(unknown)),
        Term::Value(value) => value,
    };
    match &value.kind {
        Kind::String(text) => Ok(Some(text)),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::List(_) | Kind::Map(_) => Ok(None),
        Kind::Template(_) | Kind::Json(_) | Kind::Unknown(_) | Kind::Either(_) => {
            Err(value.first_unknown().map_or(Truth::False, |unknown| Truth::Unknown(unknown)))
        }
    }
}
