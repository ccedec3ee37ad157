//! What fixes did that they should not, and which of them may have done it.

use std::collections::{BTreeMap, HashSet};

use super::candidates::Candidate;
use super::facts::{Facts, Names, Subject, subjects};
use super::texts::Edited;
use super::why::Harm;
use crate::engine::{Declared, Scan};
use crate::finding::{Edit, Fix};

/// What was done, and the positions in `chosen` of those that may have done it. Empty where all is well.
pub(super) fn harms(
    chosen: &[&Candidate<'_>],
    before: &Scan,
    facts: &Facts<'_>,
    after: &Scan,
    edited: &Edited,
) -> Vec<(Vec<usize>, Harm)> {
    let is_put_in = |declared: &Declared| {
        edited.is_inserted(after.sources.get(declared.declaration.file).path(), declared.declaration.range)
    };
    let names = Names::of(before, after, is_put_in);
    let trial = Trial { chosen, before, facts, after: Facts::of(after, &names), scan: after, edited };
    let mut harms = trial.breaks();
    // What a broken file declares is not there: all else follows from that.
    if harms.is_empty() {
        harms.extend(trial.findings());
        harms.extend(trial.resources());
    }
    harms
}

struct Trial<'t> {
    chosen: &'t [&'t Candidate<'t>],
    before: &'t Scan,
    facts: &'t Facts<'t>,
    after: Facts<'t>,
    scan: &'t Scan,
    edited: &'t Edited,
}

type Harms = Vec<(Vec<usize>, Harm)>;

impl Trial<'_> {
    /// Files that cannot be read any more.
    fn breaks(&self) -> Harms {
        let mut harms = Harms::new();
        for (problem @ (_, path, why), count) in &self.after.problems {
            if self.facts.problems.get(problem).is_none_or(|before| before < count) {
                harms.push((self.editing(path), Harm::Breaks((*path).to_owned(), (*why).to_owned())));
            }
        }
        for path in self.edited.paths().filter(|path| !self.after.complete.contains(path)) {
            harms.push((self.editing(path), Harm::Breaks(path.to_owned(), "it has errors of syntax".to_owned())));
        }
        harms
    }

    /// Findings that stay or come up.
    fn findings(&self) -> Harms {
        let mut expected: BTreeMap<Subject<'_>, Vec<usize>> = BTreeMap::new();
        for (at, candidate) in self.chosen.iter().enumerate() {
            for subject in subjects(candidate.finding) {
                expected.entry(subject).or_default().push(at);
            }
        }
        let mut harms = Harms::new();
        for (subject, &count) in &self.after.findings {
            let mending = expected.get(subject).map_or(&[][..], Vec::as_slice);
            let before = self.facts.findings.get(subject).copied().unwrap_or_default();
            if count <= before.saturating_sub(mending.len()) {
                continue;
            }
            let staying = mending.iter().copied().filter(|&at| self.after.has(self.chosen[at].finding));
            let staying: Vec<usize> = staying.collect();
            match (mending, &*staying) {
                ([], _) if self.is_minor(subject) => {}
                ([], _) => {
                    let (check, address) = *subject;
                    harms.push((self.about(address), Harm::Finding(check, address.to_owned())));
                }
                (_, []) => harms.extend(mending.iter().map(|&at| (vec![at], Harm::Stays))),
                (_, staying) => harms.extend(staying.iter().map(|&at| (vec![at], Harm::Stays))),
            }
        }
        for (subject, mending) in expected {
            if self.after.not_assessed.contains(&subject) && !self.facts.not_assessed.contains(&subject) {
                harms.extend(mending.into_iter().map(|at| (vec![at], Harm::NotAssessed)));
            }
        }
        harms
    }

    /// Whether a new finding is about a resource that a fix has added, and less severe than what that mends.
    fn is_minor(&self, (check, address): &Subject<'_>) -> bool {
        let found =
            self.scan.outcome.active().find(|it| it.check.id == *check && it.addresses.iter().any(|at| at == address));
        let is_there = self.before.inventory.iter().any(|declared| declared.address == *address);
        let Some(found) = found.filter(|_| !is_there) else { return false };
        let path = self.scan.sources.get(found.place.file).path();
        self.editing(path).iter().any(|&at| self.chosen[at].finding.severity > found.severity)
    }

    /// Resources that come to something else.
    fn resources(&self) -> Harms {
        let meant = Meant::of(self.chosen, self.before);
        let mut harms = Harms::new();
        let digests = |all: &[&Declared]| all.iter().map(|declared| declared.digest).collect::<Vec<_>>();
        for (key @ (address, _), all) in &self.facts.resources {
            let now = self.after.resources.get(key);
            if now.is_some_and(|now| digests(now) == digests(all)) || all.iter().all(|it| meant.has(it)) {
                continue;
            }
            let harm = if now.is_some() { Harm::Changes } else { Harm::Removes };
            harms.push((self.in_declarations(all), harm((*address).to_owned())));
        }
        for (key @ (address, _), all) in &self.after.resources {
            let is_put_in = |declared: &&Declared| {
                let path = self.scan.sources.get(declared.declaration.file).path();
                self.edited.is_inserted(path, declared.declaration.range)
            };
            if !self.facts.resources.contains_key(key) && !all.iter().all(is_put_in) && !meant.names(address) {
                harms.push((self.everyone(), Harm::Adds((*address).to_owned())));
            }
        }
        harms
    }

    fn everyone(&self) -> Vec<usize> {
        (0..self.chosen.len()).collect()
    }

    /// Those that edit a file; all where none does.
    fn editing(&self, path: &str) -> Vec<usize> {
        self.those(|edit| self.before.sources.get(edit.span.file).path() == path).unwrap_or_else(|| self.everyone())
    }

    /// Those that have to do with a resource; all where it is not known which do.
    fn about(&self, address: &str) -> Vec<usize> {
        let names = |candidate: &Candidate<'_>| {
            let mut named = candidate.finding.addresses.iter().chain(&candidate.fix.serves);
            named.any(|named| named == address)
        };
        let about: Vec<usize> = (0..self.chosen.len()).filter(|&at| names(self.chosen[at])).collect();
        if !about.is_empty() {
            return about;
        }
        let declared: Vec<&Declared> = self.before.inventory.iter().filter(|it| it.address == address).collect();
        self.in_declarations(&declared)
    }

    /// Those that edit the text of resources, otherwise their files; all where none does.
    fn in_declarations(&self, declared: &[&Declared]) -> Vec<usize> {
        let within = self.those(|edit| declared.iter().any(|it| it.declaration.contains(edit.span)));
        let beside = || self.those(|edit| declared.iter().any(|it| it.declaration.file == edit.span.file));
        within.or_else(beside).unwrap_or_else(|| self.everyone())
    }

    /// Those that have such an edit; none where there are no such.
    fn those(&self, is_it: impl Fn(&Edit) -> bool) -> Option<Vec<usize>> {
        let has = |fix: &Fix| fix.edits.iter().any(&is_it);
        let found: Vec<usize> = (0..self.chosen.len()).filter(|&at| has(self.chosen[at].fix)).collect();
        (!found.is_empty()).then_some(found)
    }
}

/// The resources that are meant to change.
struct Meant<'t> {
    /// Those that fixes name: their own, and what these say that they serve.
    named: HashSet<&'t str>,
    /// Edits of text that is of none of these: a rule that is attached to the group that fails.
    edits: Vec<&'t Edit>,
}

impl<'t> Meant<'t> {
    fn of(chosen: &[&'t Candidate<'t>], scan: &'t Scan) -> Self {
        let mut named = HashSet::new();
        for Candidate { finding, fix } in chosen {
            named.extend(finding.addresses.iter().chain(&fix.serves).map(String::as_str));
            named.extend(finding.linked.iter().chain(&finding.affected).map(|label| label.text.as_str()));
        }
        let own: Vec<&Declared> = scan.inventory.iter().filter(|it| named.contains(it.address.as_str())).collect();
        let is_elsewhere = |edit: &&Edit| !own.iter().any(|declared| declared.declaration.contains(edit.span));
        let edits = chosen.iter().flat_map(|candidate| &candidate.fix.edits).filter(is_elsewhere).collect();
        Self { named, edits }
    }

    fn names(&self, address: &str) -> bool {
        self.named.contains(address)
    }

    fn has(&self, declared: &Declared) -> bool {
        self.names(&declared.address) || self.edits.iter().any(|edit| declared.declaration.contains(edit.span))
    }
}
