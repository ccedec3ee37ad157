//! Findings about credentials: one for each.

use std::collections::{HashMap, HashSet};

use crate::check::{Check, Severity, Target};
use crate::diagnostic::Label;
use crate::finding::Finding;
use crate::shape::Shape;
use crate::source::Span;

/// A finding with what decides whether it is one with another.
pub(super) struct Placed {
    pub(super) finding: Finding,
    /// Where its value was written.
    pub(super) written: Span,
    /// Where the failing node was written.
    pub(super) source: Span,
    /// Whether its value must not be shown.
    pub(super) sensitive: bool,
}

impl Placed {
    /// Whether it is that of a check on just this kind of credential.
    fn is_specific(&self) -> bool {
        self.sensitive && !is_found(self.finding.check)
    }
}

/// Leaves one finding for each credential: that of a check on just this kind of credential where there is one, as bad as the
/// worst of those that give way to it, and else the one at the place where it is written, with all that use it.
pub(super) fn settle(mut placed: Vec<Placed>) -> Vec<Finding> {
    let specific = Specific::of(&placed);
    let gives_way: Vec<bool> = placed.iter().map(|it| is_found(it.finding.check) && specific.covers(it)).collect();
    let worst = worst_covered(&placed, &gives_way);
    let found: HashSet<Span> =
        placed.iter().zip(&gives_way).filter(|(_, gives_way)| **gives_way).map(|(it, _)| it.finding.place).collect();
    for it in placed.iter_mut().filter(|it| it.is_specific() && it.written != it.finding.place) {
        if found.contains(&it.written) {
            move_to(it.written, &mut it.finding);
        }
    }
    let mut settled: Vec<Finding> = Vec::with_capacity(placed.len());
    let mut by_credential: HashMap<(&str, Span), usize> = HashMap::new();
    for (it, _) in placed.into_iter().zip(gives_way).filter(|(_, gives_way)| !gives_way) {
        let is_specific = it.is_specific();
        let Placed { mut finding, written, .. } = it;
        // What the configuration says of a check stands.
        if is_specific && finding.severity == finding.wording().severity {
            finding.severity = worst.of(&finding).fold(finding.severity, Severity::max);
        }
        if !is_found(finding.check) {
            settled.push(finding);
            continue;
        }
        match by_credential.get(&(finding.check.id, written)) {
            None => {
                by_credential.insert((finding.check.id, written), settled.len());
                settled.push(finding);
            }
            Some(&index) => {
                let first = &mut settled[index];
                if finding.place == written {
                    std::mem::swap(first, &mut finding);
                }
                first.addresses.append(&mut finding.addresses);
                first.resources.append(&mut finding.resources);
            }
        }
    }
    settled
}

/// What checks on single kinds of credentials have found.
struct Specific {
    /// Where they point, by the addresses of the resources.
    places: HashMap<String, Vec<Span>>,
    /// Where the credentials are written, whatever resource they come to.
    written: HashSet<Span>,
}

impl Specific {
    fn of(all: &[Placed]) -> Self {
        let mut places: HashMap<String, Vec<Span>> = HashMap::new();
        for Placed { finding, .. } in all.iter().filter(|it| it.is_specific()) {
            for address in &finding.addresses {
                let spans = [Some(finding.place), finding.read_at].into_iter().flatten();
                places.entry(address.clone()).or_default().extend(spans);
            }
        }
        let written = all.iter().filter(|it| it.is_specific()).map(|it| it.written).collect();
        Self { places, written }
    }

    /// Whether a finding of all resources alike is about a credential that is among them.
    fn covers(&self, Placed { finding, .. }: &Placed) -> bool {
        let mut spans = finding.addresses.iter().filter_map(|address| self.places.get(address)).flatten();
        self.written.contains(&finding.place) || spans.any(|span| overlap(*span, finding.place))
    }
}

/// Lets a finding point at where the credential is written; where it pointed before is related.
fn move_to(written: Span, finding: &mut Finding) {
    let used = Label { span: finding.place, text: "used here".to_owned() };
    finding.related.retain(|label| label.span != written);
    finding.related.insert(0, used);
    // Whoever excepted it there goes on to do so.
    finding.read_at = finding.read_at.or(Some(finding.place));
    (finding.place, finding.named_by) = (written, written);
}

/// How bad the findings are that give way to others.
#[derive(Default)]
struct Worst {
    by_address: HashMap<String, Vec<(Span, Severity)>>,
    by_place: HashMap<Span, Severity>,
}

impl Worst {
    /// How bad those are that give way to this one.
    fn of(&self, finding: &Finding) -> impl Iterator<Item = Severity> {
        let others = finding.addresses.iter().filter_map(|address| self.by_address.get(address)).flatten();
        let others = others.filter(|(place, _)| overlap(*place, finding.place)).map(|(_, severity)| *severity);
        others.chain(self.by_place.get(&finding.place).copied())
    }
}

fn worst_covered(placed: &[Placed], gives_way: &[bool]) -> Worst {
    let mut worst = Worst::default();
    for (Placed { finding, .. }, _) in placed.iter().zip(gives_way).filter(|(_, gives_way)| **gives_way) {
        for address in &finding.addresses {
            worst.by_address.entry(address.clone()).or_default().push((finding.place, finding.severity));
        }
        let severity = worst.by_place.entry(finding.place).or_insert(finding.severity);
        *severity = finding.severity.max(*severity);
    }
    worst
}

/// Whether one of the places is within the other.
fn overlap(one: Span, other: Span) -> bool {
    one.contains(other) || other.contains(one)
}

/// Whether a check reports what the shape `secrets` finds in all resources alike.
pub(super) fn is_found(check: &Check) -> bool {
    matches!(check.target, Target::Shape(Shape::Secrets, _))
}
