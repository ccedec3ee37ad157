//! Holds what a check says of absence against what it does.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::edit::Site;
use super::mention::Asked;
use super::specimen::{Class, Specimen};
use super::values::Found;
use crate::check::{Check, Expectation};
use crate::vocabulary::{Absence, Lint};

/// What the check does when an attribute that it denies is taken away from what fails: it fails still, or not.
type Observed = BTreeMap<Arc<str>, bool>;

/// Adds what is weak in what the check says of absence.
pub(super) fn weaknesses(check: &Check, asked: &Asked, specimens: &[Specimen], found: &mut Found) {
    let observed = observed(asked, specimens);
    let mut report = |name: &Arc<str>, message: String| {
        found.entry((Lint::Absence, Arc::clone(name))).or_insert(message);
    };
    for (name, fails) in &observed {
        let Some(said) = said(check, name) else {
            let does = if *fails { "fails" } else { "passes" };
            report(name, format!("does not say what it means that `{name}` is absent; it {does} then"));
            continue;
        };
        match (said, fails) {
            (Absence::Safe, true) => report(name, format!("says that the absence of `{name}` is safe, and fails then")),
            (Absence::Unsafe, false) => {
                report(name, format!("says that the absence of `{name}` is unsafe, and passes then"));
            }
            (Absence::Safe, false) if !shown(name, specimens, Expectation::Passes, Class::Pass) => {
                report(name, format!("has no example that passes without `{name}`"));
            }
            (Absence::Unsafe, true) if !shown(name, specimens, Expectation::Fails, Class::Fail) => {
                report(name, format!("has no example that fails without `{name}`"));
            }
            _ => {}
        }
    }
    for (name, _) in check.text.absent.iter().filter(|(name, _)| !name.is_empty()) {
        let name: Arc<str> = Arc::from(*name);
        if !asked.denied.iter().any(|mention| mention.is(&name)) {
            report(&name, format!("speaks of the absence of `{name}`, of which `deny` asks nothing"));
        }
    }
}

/// What the check says of the absence of the attribute of this name.
fn said(check: &Check, name: &str) -> Option<Absence> {
    let word = |wanted: &str| check.text.absent.iter().find(|(name, _)| *name == wanted).map(|(_, word)| *word);
    word(name).or_else(|| word(""))
}

/// What happens without each attribute that `deny` asks, in what fails.
fn observed(asked: &Asked, specimens: &[Specimen]) -> Observed {
    let mut observed = Observed::new();
    for specimen in specimens.iter().filter(|specimen| specimen.base.has(Class::Fail)) {
        let is_denied = |site: &&Site| asked.denied.iter().any(|mention| mention.is(&site.name));
        for site in specimen.sites.iter().filter(is_denied).filter(|site| decides(specimen, site)) {
            let without = specimen.without(site);
            if !without.has(Class::Unknown) {
                *observed.entry(Arc::clone(&site.name)).or_insert(true) &= without.has(Class::Fail);
            }
        }
    }
    observed
}

/// Whether what fails is this member, or is in it.
fn decides(specimen: &Specimen, site: &Site) -> bool {
    let spans = specimen.failures.iter().filter_map(|failure| Some(failure.value.as_ref()?.span));
    let mut spans = spans.chain(specimen.failures.iter().map(|failure| failure.place));
    spans.any(|span| span == site.value.span || site.value.span.contains(span))
}

/// Whether an example shows a verdict on something that has no attribute of this name.
fn shown(name: &Arc<str>, specimens: &[Specimen], expect: Expectation, class: Class) -> bool {
    let mut fitting = specimens.iter().filter(|specimen| specimen.expect == expect && specimen.base.has(class));
    fitting.any(|specimen| !specimen.sites.iter().any(|site| site.name == *name))
}
