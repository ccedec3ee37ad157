//! Terms looked up in lists.

use super::super::lists::{Ending, Form, List};
use super::term::{Term, compare};
use super::{Comparison, Literal};
use crate::value::{Coercion, Kind, Truth, Unknown};

/// The end of what the terms say, if it has passed on the day of the list. What is absent, or not in the list, has not
/// ended.
///
/// # Errors
/// Why it is not known.
pub(super) fn ending<'v>(
    list: &'static List,
    terms: &[Term<'v>],
    coercion: Coercion,
) -> Result<Option<Ending>, &'v Unknown> {
    let is = |term: Term<'v>, text| compare(Comparison::Equal, term, Term::Literal(Literal::String(text)), coercion);
    match (&list.form, terms) {
        (Form::Removed(rows), [api, kind]) => {
            first(rows.iter().map(|row| (is(*api, row.api).and(|| is(*kind, row.kind)), Some(row.ending()))))
        }
        (Form::Versions(versions), [name]) if versions.exact => {
            first(list.ended().map(|key| (is(*name, key), list.ending(key))))
        }
        (Form::Versions(_), [version]) => of_parts(list, *version, coercion),
        // The compiler lets no other arguments pass.
        _ => Ok(None),
    }
}

/// The ending of the first row that is certainly the one.
fn first<'v>(rows: impl Iterator<Item = (Truth<'v>, Option<Ending>)>) -> Result<Option<Ending>, &'v Unknown> {
    let mut possible = None;
    for (truth, ending) in rows {
        match truth {
            Truth::True => return Ok(ending),
            Truth::Unknown(unknown) => possible = possible.or(Some(unknown)),
            Truth::False => {}
        }
    }
    possible.map_or(Ok(None), Err)
}

fn of_parts<'v>(list: &'static List, term: Term<'v>, coercion: Coercion) -> Result<Option<Ending>, &'v Unknown> {
    let value = match term {
        Term::Unknown(unknown) => return Err(unknown),
        Term::Literal(Literal::String(text)) => return Ok(list.ending(text)),
        Term::Value(value) => value,
        Term::Nothing | Term::Literal(_) | Term::AtLeast(..) => return Ok(None),
    };
    match &value.kind {
        Kind::String(text) => Ok(list.ending(text)),
        Kind::Number(number) if coercion == Coercion::Scalars => Ok(list.ending(&number.to_string())),
        Kind::Template(template) => match (list.ending_from(template.prefix()), template.holes().next()) {
            (Err(_), Some(hole)) => Err(hole),
            (ending, _) => Ok(ending.ok().flatten()),
        },
        Kind::Unknown(_) | Kind::Either(_) => value.as_unknown().map_or(Ok(None), |unknown| Err(unknown)),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Json(_) | Kind::List(_) | Kind::Map(_) => Ok(None),
    }
}
