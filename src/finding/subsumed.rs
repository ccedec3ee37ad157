//! One cause, one finding: what another finding says already.

use std::collections::{BTreeSet, HashMap};

use super::Finding;
use crate::check::Check;
use crate::source::Span;

/// A finding that only says more of what another one says.
#[derive(Clone, Debug)]
pub struct Subsumed {
    /// The finding.
    pub finding: Finding,
    /// The check of the other one, which covers this one's.
    pub by: &'static Check,
    /// The fingerprint of the other one.
    pub fingerprint: String,
}

/// Takes out of `findings` those that others say already. `checks` are those of the run.
///
/// A finding says another one when its check covers the other's, itself or through checks between them; when both are about
/// the same resources, and the other is in the part at which this one points, or this one is about a resource that has part
/// in the other; when it is at least as bad; and when it counts. One that an exception covers says nothing for others, and
/// stays one itself.
pub(super) fn subsume(findings: &mut Vec<Finding>, checks: &[&'static Check]) -> Vec<Subsumed> {
    let covers = Covers::of(checks);
    let mut by_address: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, finding) in findings.iter().enumerate().filter(|(_, finding)| may_say(finding)) {
        for address in &finding.addresses {
            by_address.entry(address).or_default().push(index);
        }
    }
    let said_by = |finding: &Finding| {
        if finding.exception.is_some() || !covers.covered.contains(finding.check.id) {
            return None;
        }
        let linked = finding.linked.iter().map(|label| &label.text);
        let addresses = finding.addresses.first().into_iter().chain(linked);
        let others = addresses.filter_map(|address| by_address.get(address.as_str())).flatten();
        let mut others = others.map(|&index| &findings[index]).filter(|other| says(other, finding, &covers));
        let first = others.next()?;
        // One that nothing else says: there is one, since nothing says itself.
        Some(others.fold(first, |known, other| if says(other, known, &covers) { other } else { known }))
    };
    let said: Vec<Option<(&'static Check, String)>> =
        findings.iter().map(|finding| said_by(finding).map(|other| (other.check, other.fingerprint.clone()))).collect();
    let (mut kept, mut subsumed) = (Vec::with_capacity(findings.len()), Vec::new());
    for (finding, said) in std::mem::take(findings).into_iter().zip(said) {
        match said {
            Some((by, fingerprint)) => subsumed.push(Subsumed { finding, by, fingerprint }),
            None => kept.push(finding),
        }
    }
    *findings = kept;
    subsumed
}

/// Which checks cover which.
struct Covers {
    /// For each check that covers any: all that it covers, itself or through others, without those that cover it as well.
    below: HashMap<&'static str, BTreeSet<&'static str>>,
    /// All that are covered by any.
    covered: BTreeSet<&'static str>,
}

impl Covers {
    fn of(checks: &[&'static Check]) -> Self {
        let direct: Direct =
            checks.iter().map(|check| (check.id, check.text.covers)).filter(|(_, covers)| !covers.is_empty()).collect();
        let all: HashMap<&str, BTreeSet<&'static str>> = direct.keys().map(|id| (*id, reached(&direct, id))).collect();
        let is_mutual = |one: &str, other: &str| all.get(other).is_some_and(|reached| reached.contains(one));
        let strictly = |id: &&'static str, reached: &BTreeSet<&'static str>| {
            (*id, reached.iter().copied().filter(|other| !is_mutual(id, other)).collect())
        };
        let below: HashMap<_, BTreeSet<_>> = all.iter().map(|(id, reached)| strictly(id, reached)).collect();
        let covered = below.values().flatten().copied().collect();
        Self { below, covered }
    }

    fn has(&self, check: &str, other: &str) -> bool {
        self.below.get(check).is_some_and(|below| below.contains(other))
    }
}

/// The checks that say of themselves what they cover.
type Direct = HashMap<&'static str, &'static [&'static str]>;

/// All that is covered from a check on.
fn reached(direct: &Direct, from: &'static str) -> BTreeSet<&'static str> {
    let (mut reached, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(id) = open.pop() {
        let covers = direct.get(id).map_or(&[][..], |covers| covers);
        open.extend(covers.iter().copied().filter(|id| reached.insert(*id)));
    }
    reached
}

/// Whether a finding can say others at all.
fn may_say(finding: &Finding) -> bool {
    finding.exception.is_none() && !finding.check.text.covers.is_empty()
}

/// Whether `finding` says `other` already.
fn says(finding: &Finding, other: &Finding, covers: &Covers) -> bool {
    covers.has(finding.check.id, other.check.id)
        && finding.severity >= other.severity
        && (finding.is_active() || !other.is_active())
        && ((is_about_all(finding, other) && is_in_part(other, finding)) || has_part_in(finding, other))
}

/// Whether `finding` is about all resources of `other`.
fn is_about_all(finding: &Finding, other: &Finding) -> bool {
    let mut rest = finding.resources.iter();
    // Both are sorted. What several overlays make of one object has one header.
    other.resources.iter().all(|header| rest.any(|known| known == header))
        && other.addresses.iter().all(|address| finding.addresses.binary_search(address).is_ok())
}

/// Whether `finding` is within the element at which `whole` points: the container of which it has a field, the rule of which
/// it has a port.
fn is_in_part(finding: &Finding, whole: &Finding) -> bool {
    let is_same_pod = whole.part.is_none() || whole.part == finding.part;
    let places: Vec<(&str, Span)> = places(whole).collect();
    let is_within = |path: &str, place: Span| {
        places.iter().any(|(outer, around)| path.starts_with(element(outer)) || around.contains(place))
    };
    is_same_pod && self::places(finding).all(|(path, place)| is_within(path, place))
}

/// The paths and places of all that a finding is about.
fn places(finding: &Finding) -> impl Iterator<Item = (&str, Span)> {
    let more = finding.more.iter().map(|further| (further.path.as_str(), further.place));
    std::iter::once((finding.path.as_str(), finding.place)).chain(more)
}

/// A path up to its last index; empty where it has none.
fn element(path: &str) -> &str {
    let mut steps =
        path.match_indices('[').filter(|(at, _)| path[at + 1..].starts_with(|char: char| char.is_ascii_digit()));
    let end = steps.next_back().and_then(|(at, _)| Some(at + path[at..].find(']')? + 1));
    &path[..end.unwrap_or(0)]
}

/// Whether `finding` is about a resource that is linked to those of `other`, and has part in it.
fn has_part_in(finding: &Finding, other: &Finding) -> bool {
    other
        .linked
        .iter()
        .any(|linked| finding.resources.contains(&linked.span) && finding.addresses.binary_search(&linked.text).is_ok())
}
