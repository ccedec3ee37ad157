//! Layer 6: looks for weaknesses in checks, mechanically. A check knows the forms that its author thought of; this asks it
//! for the others, by changing values in its own examples and by comparing it with the rest of the library.
//!
//! What is found and is so on purpose stands in the check, under `intended`, with the reason.

mod absence;
mod closed;
mod contradiction;
mod edit;
mod mention;
mod siblings;
mod specimen;
mod text;
mod values;

use rayon::prelude::*;

use crate::check::{Check, Registry};
use crate::engine::deep;
use crate::vocabulary::Lint;
use mention::Asked;
use siblings::Kinds;
use specimen::Specimen;
use text::Texts;
use values::Found;

/// A weakness of one check.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weakness {
    /// The check.
    pub check: &'static str,
    /// Its kind.
    pub lint: Lint,
    /// What is weak, in a sentence without a full stop.
    pub message: String,
    /// The attribute that it is about; empty where it is about none.
    pub attribute: String,
}

/// The weaknesses of the checks that `is_wanted` wants, compared with all of the library; sorted by check and kind.
pub fn lint(registry: &Registry, is_wanted: impl Fn(&Check) -> bool + Send + Sync) -> Vec<Weakness> {
    deep(|| weaknesses(registry, &is_wanted))
}

fn weaknesses(registry: &Registry, is_wanted: &(impl Fn(&Check) -> bool + Sync)) -> Vec<Weakness> {
    let library = Library { checks: registry.checks(), kinds: Kinds::of(registry), texts: Texts::of(registry) };
    let mut found: Vec<Weakness> = registry
        .checks()
        .par_iter()
        .filter(|check| is_wanted(check))
        .flat_map_iter(|check| library.weaknesses(check))
        .collect();
    found.sort_unstable();
    found
}

/// What a check is compared with.
struct Library<'r> {
    checks: &'r [&'static Check],
    kinds: Kinds,
    texts: Texts,
}

impl Library<'_> {
    /// The weaknesses of one check that are not intended, and intentions that nothing needs.
    fn weaknesses(&self, check: &'static Check) -> Vec<Weakness> {
        let found = self.all(check);
        let is_intended = |lint: Lint| check.text.intended.iter().any(|(intended, _)| *intended == lint);
        // What the members of a family share, some of them may not need.
        let own = check.text.intended.iter().filter(|_| check.text.family.is_empty());
        let idle = own.filter(|(lint, _)| !found.iter().any(|weakness| weakness.lint == *lint));
        let idle: Vec<Weakness> = idle
            .map(|(lint, _)| Weakness {
                check: check.id,
                lint: *lint,
                message: format!("says that `{lint}` is intended, and nothing of this kind is found"),
                attribute: String::new(),
            })
            .collect();
        found.into_iter().filter(|weakness| !is_intended(weakness.lint)).chain(idle).collect()
    }

    fn all(&self, check: &'static Check) -> Vec<Weakness> {
        let asked = Asked::of(check);
        let specimens = Specimen::of(check);
        let mut found = Found::new();
        values::weaknesses(&asked, &specimens, &mut found);
        absence::weaknesses(check, &asked, &specimens, &mut found);
        for (name, message) in closed::weaknesses(&asked) {
            found.entry((Lint::Narrow, name.into())).or_insert(message);
        }
        for (kind, own) in self.kinds.left_out(check, &asked) {
            let message = format!("judges `{own}` and not `{kind}`, which has the attribute as well");
            found.entry((Lint::Sibling, kind.into())).or_insert(message);
        }
        for (other, message) in contradiction::contradicting(check, &specimens, self.checks) {
            found.entry((Lint::Contradiction, other.into())).or_insert(message);
        }
        let of_texts = self.texts.weaknesses(check, &asked, &specimens).into_iter();
        let of_texts = of_texts.map(|(lint, message)| (lint, message, String::new()));
        let of_values = found.into_iter().map(|((lint, name), message)| (lint, message, name.to_string()));
        let all = of_values.chain(of_texts);
        all.map(|(lint, message, attribute)| Weakness { check: check.id, lint, message, attribute }).collect()
    }
}
