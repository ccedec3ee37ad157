//! What statements of policies and roles of clouds grant.

mod aws;
mod azure;
mod google;
mod managed;
mod patterns;
#[cfg(test)]
mod tests;

use self::patterns::Resolve;
use super::term::Term;
use super::{Cloud, Grant};
use crate::value::Truth;

/// Whether a statement, a role, or an action in one of them grants one of the actions.
pub(super) fn grants<'v>(grant: &Grant, of: Term<'v>, resolve: Resolve<'_, 'v>) -> Truth<'v> {
    let of = match of {
        Term::Unknown(unknown) => return Truth::Unknown(unknown),
        Term::Value(of) => resolve(of),
        Term::Nothing | Term::Literal(_) | Term::AtLeast(..) => return Truth::False,
    };
    match grant.cloud {
        Cloud::Aws => aws::grants(grant, of, resolve),
        Cloud::Azure => azure::grants(grant, of, resolve),
        Cloud::Google => google::grants(grant, of, resolve),
    }
}
