//! Credentials that are written in the code.

use super::term::Term;
use super::{Evaluator, Literal, Role};
use crate::shape::secrets;
use crate::value::{Kind, Truth, Value};

impl<'v> Evaluator<'v, '_> {
    /// Whether a term holds a credential that is written in the code.
    pub(super) fn is_secret(&self, term: Term<'v>, role: &Role, current: &'v Value) -> Truth<'v> {
        let value = match term {
            Term::Unknown(unknown) => return Truth::Unknown(unknown),
            Term::Value(value) => value,
            Term::Nothing | Term::Literal(_) | Term::AtLeast(..) => return Truth::False,
        };
        let holds = |role| secrets::holds(value, role, self.anywhere);
        match role {
            Role::Argument => holds(secrets::Role::Argument),
            Role::Text => holds(secrets::Role::Text),
            Role::Member => self.member.get().map_or(Truth::False, |name| holds(secrets::Role::Named(name))),
            Role::Named(name) => match self.term(name, current) {
                Term::Literal(Literal::String(name)) => holds(secrets::Role::Named(name)),
                Term::Value(Value { kind: Kind::String(name), .. }) => holds(secrets::Role::Named(name)),
                // By its form alone, whatever the name is.
                Term::Value(name) => {
                    let unknown = name.first_unknown().map_or(Truth::False, |unknown| Truth::Unknown(unknown));
                    holds(secrets::Role::Named("")).or(|| unknown)
                }
                Term::Unknown(unknown) => holds(secrets::Role::Named("")).or(|| Truth::Unknown(unknown)),
                Term::Nothing | Term::Literal(_) | Term::AtLeast(..) => holds(secrets::Role::Named("")),
            },
        }
    }
}
