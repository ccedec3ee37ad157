//! Findings about credentials: one for each.

use std::collections::HashMap;

use crate::check::{Check, Severity, Target};
use crate::finding::Finding;
use crate::shape::Shape;
use crate::source::Span;

/// A finding with what decides whether it is one with another.
pub(super) struct Placed {
    pub(super) finding: Finding,
    /// Where its value was written.
    pub(super) written: Span,
    /// Whether its value must not be shown.
    pub(super) sensitive: bool,
}

/// Leaves one finding for each credential: that of a check on just this kind of credential where there is one, as bad as the
/// worst of those that give way to it, and else the one at the place where it is written, with all that use it.
pub(super) fn settle(placed: Vec<Placed>) -> Vec<Finding> {
    let mut specific: HashMap<&str, Vec<Span>> = HashMap::new();
    for Placed { finding, .. } in placed.iter().filter(|it| it.sensitive && !is_found(it.finding.check)) {
        for address in &finding.addresses {
            specific.entry(address).or_default().extend([Some(finding.place), finding.read_at].into_iter().flatten());
        }
    }
    let is_covered = |finding: &Finding| {
        let mut spans = finding.addresses.iter().filter_map(|address| specific.get(address.as_str())).flatten();
        is_found(finding.check) && spans.any(|span| span.contains(finding.place) || finding.place.contains(*span))
    };
    let keep: Vec<bool> = placed.iter().map(|it| !is_covered(&it.finding)).collect();
    let worst = worst_covered(&placed, &keep);
    let mut settled: Vec<Finding> = Vec::with_capacity(placed.len());
    let mut by_credential: HashMap<(&str, Span), usize> = HashMap::new();
    for (Placed { mut finding, written, sensitive }, _) in placed.into_iter().zip(keep).filter(|(_, keep)| *keep) {
        // What the configuration says of a check stands.
        if sensitive && !is_found(finding.check) && finding.severity == finding.wording().severity {
            let others = finding.addresses.iter().filter_map(|address| worst.get(address.as_str())).flatten();
            let covered = others.filter(|(place, _)| place.contains(finding.place) || finding.place.contains(*place));
            finding.severity = covered.map(|(_, severity)| *severity).fold(finding.severity, Severity::max);
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
                let (mut addresses, other) = if finding.place == written {
                    (std::mem::take(&mut first.addresses), std::mem::replace(first, finding).addresses)
                } else {
                    (finding.addresses, Vec::new())
                };
                addresses.extend(other);
                first.addresses.append(&mut addresses);
            }
        }
    }
    settled
}

/// How bad the findings are that give way to others, by the addresses of their resources.
fn worst_covered(placed: &[Placed], keep: &[bool]) -> HashMap<String, Vec<(Span, Severity)>> {
    let mut worst: HashMap<String, Vec<(Span, Severity)>> = HashMap::new();
    for (Placed { finding, .. }, _) in placed.iter().zip(keep).filter(|(_, keep)| !**keep) {
        for address in &finding.addresses {
            worst.entry(address.clone()).or_default().push((finding.place, finding.severity));
        }
    }
    worst
}

/// Whether a check reports what the shape `secrets` finds in all resources alike.
pub(super) fn is_found(check: &Check) -> bool {
    matches!(check.target, Target::Shape(Shape::Secrets, _))
}
