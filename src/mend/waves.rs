//! Which fixes are tried together. All at first; those that may have done harm then by halves, those of one harm beside those
//! of another.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::why::Harm;

/// Fixes, by position, that are tried or left together.
struct Group {
    members: Vec<usize>,
    /// What they are suspected of: those that may have done one thing together are not tried together again.
    suspicion: Option<usize>,
}

/// The groups that are tried at once.
pub(super) struct Wave(Vec<Group>);

impl Wave {
    /// The fixes in it.
    pub(super) fn members(&self) -> impl Iterator<Item = usize> {
        self.0.iter().flat_map(|group| group.members.iter().copied())
    }
}

/// What is still to be tried.
pub(super) struct Waves {
    pending: VecDeque<Group>,
    /// How many suspicions there were.
    suspicions: usize,
}

impl Waves {
    pub(super) fn of(count: usize) -> Self {
        let all = Group { members: (0..count).collect(), suspicion: None };
        Self { pending: Some(all).filter(|_| count > 0).into_iter().collect(), suspicions: 0 }
    }

    /// The next ones: all that nothing speaks against, and one group of each suspicion.
    pub(super) fn next(&mut self) -> Option<Wave> {
        let mut taken = BTreeSet::new();
        let is_first = |group: &Group| group.suspicion.is_none_or(|suspicion| taken.insert(suspicion));
        let (wave, later): (Vec<Group>, Vec<Group>) = self.pending.drain(..).partition(is_first);
        self.pending.extend(later);
        (!wave.is_empty()).then_some(Wave(wave))
    }

    /// Sorts a wave that has done harm, by who in it may have done it: who must have is given back with the reason, who may
    /// have is tried apart, and the rest again.
    pub(super) fn settle(&mut self, wave: &Wave, harms: Vec<(BTreeSet<usize>, Harm)>) -> BTreeMap<usize, Harm> {
        let mut certain: BTreeMap<usize, Harm> = BTreeMap::new();
        for (suspects, harm) in &harms {
            if let (Some(&only), 1) = (suspects.first(), suspects.len()) {
                certain.entry(only).or_insert_with(|| harm.clone());
            }
        }
        let blamed: Vec<BTreeSet<usize>> = match certain.is_empty() {
            true => joined(harms.into_iter().map(|(suspects, _)| suspects)),
            // Without them there is perhaps no other harm.
            false => Vec::new(),
        };
        let is_left = |member: &usize| !certain.contains_key(member) && !blamed.iter().any(|it| it.contains(member));
        for Group { members, suspicion } in wave.0.iter().rev() {
            let members: Vec<usize> = members.iter().copied().filter(is_left).collect();
            if !members.is_empty() {
                self.pending.push_front(Group { members, suspicion: *suspicion });
            }
        }
        for suspects in blamed {
            self.split(&suspects, wave);
        }
        certain
    }

    /// Tries suspects by halves.
    fn split(&mut self, suspects: &BTreeSet<usize>, wave: &Wave) {
        let suspicion = self.suspicions;
        self.suspicions += 1;
        let known: BTreeSet<usize> = wave
            .0
            .iter()
            .filter(|group| group.members.iter().any(|member| suspects.contains(member)))
            .filter_map(|group| group.suspicion)
            .collect();
        for group in &mut self.pending {
            if group.suspicion.is_some_and(|suspicion| known.contains(&suspicion)) {
                group.suspicion = Some(suspicion);
            }
        }
        let suspects: Vec<usize> = suspects.iter().copied().collect();
        let (one, other) = suspects.split_at(suspects.len().div_ceil(2));
        for members in [other, one].map(<[usize]>::to_vec) {
            self.pending.push_front(Group { members, suspicion: Some(suspicion) });
        }
    }
}

/// Sets of which no two have a member in common: those that have one are put together.
fn joined(sets: impl Iterator<Item = BTreeSet<usize>>) -> Vec<BTreeSet<usize>> {
    let mut joined: Vec<BTreeSet<usize>> = Vec::new();
    for mut set in sets {
        let (meeting, others): (Vec<_>, Vec<_>) = joined.into_iter().partition(|other| !other.is_disjoint(&set));
        set.extend(meeting.into_iter().flatten());
        joined = others;
        joined.push(set);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tries fixes of which sets do harm together, where it can be seen only who of a range may have done it. Gives those that are
    /// left out, and the number of trials.
    fn settle(count: usize, guilty: &[&[usize]], seen: impl Fn(&[usize]) -> BTreeSet<usize>) -> (Vec<usize>, usize) {
        let mut waves = Waves::of(count);
        let (mut accepted, mut refused, mut trials) = (BTreeSet::new(), Vec::new(), 0);
        while let Some(wave) = waves.next() {
            trials += 1;
            let all: BTreeSet<usize> = accepted.iter().copied().chain(wave.members()).collect();
            let done = guilty.iter().filter(|guilty| guilty.iter().all(|member| all.contains(member)));
            let members: BTreeSet<usize> = wave.members().collect();
            let suspects = |guilty: &&[usize]| seen(guilty).intersection(&members).copied().collect();
            let harms: Vec<(BTreeSet<usize>, Harm)> = done.map(|guilty| (suspects(guilty), Harm::Stays)).collect();
            match harms.is_empty() {
                true => accepted.extend(members),
                false => refused.extend(waves.settle(&wave, harms).into_keys()),
            }
        }
        assert_eq!(accepted.len() + refused.len(), count);
        refused.sort_unstable();
        (refused, trials)
    }

    #[test]
    fn who_does_harm_is_found() {
        let anybody = |_: &[usize]| (0..1_000).collect();
        assert_eq!(settle(1_000, &[], anybody), (vec![], 1));
        let (refused, trials) = settle(1_000, &[&[700]], anybody);
        assert_eq!(refused, [700]);
        assert!(trials < 25, "{trials}");
        // Two that only do harm together: one of them stays.
        let (refused, trials) = settle(1_000, &[&[3, 700]], anybody);
        assert_eq!(refused, [700]);
        assert!(trials < 25, "{trials}");
        let (refused, _) = settle(100, &[&[1], &[2], &[50, 51], &[99]], anybody);
        assert_eq!(refused, [1, 2, 51, 99]);
        assert_eq!(settle(3, &[&[0], &[1], &[2]], anybody).0, [0, 1, 2]);
    }

    #[test]
    fn harms_of_different_places_are_looked_into_side_by_side() {
        let file = |guilty: &[usize]| (guilty[0] / 100 * 100..guilty[0] / 100 * 100 + 100).collect();
        let guilty: Vec<Vec<usize>> = (0..10).map(|at| vec![at * 100 + at]).collect();
        let guilty: Vec<&[usize]> = guilty.iter().map(Vec::as_slice).collect();
        let (refused, trials) = settle(1_000, &guilty, file);
        assert_eq!(refused, (0..10).map(|at| at * 101).collect::<Vec<_>>());
        assert!(trials < 25, "{trials}");
        // Who is known at once is left out at once.
        let alone = |guilty: &[usize]| BTreeSet::from([guilty[0]]);
        assert_eq!(settle(1_000, &guilty, alone).1, 2);
    }
}
