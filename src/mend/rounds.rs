//! Rounds of fixes that are tried together: what is mended may uncover more, and of fixes that meet one is written in a round.

use std::collections::BTreeSet;

use super::candidates::{self, Candidate};
use super::facts::{Facts, Names};
use super::harms::harms;
use super::mending::Mending;
use super::outcome::{Done, Fixed, Mended};
use super::waves::Waves;
use super::why::Why;
use crate::engine::Scan;

/// Most rounds.
const ROUNDS: usize = 30;

/// Most scans that try fixes out.
const TRIALS: usize = 200;

/// Mends what can be mended, in memory.
///
/// # Errors
/// A scan fails.
pub fn mend<E>(of: &Mending<'_, E>) -> Result<Mended, E> {
    let first = (of.scan)(&[])?;
    let mut state = State { done: Done::default(), trials: 0 };
    let mut current: Option<Scan> = None;
    let mut written = 0;
    while written < ROUNDS {
        match round(of, &mut state, current.as_ref().unwrap_or(&first))? {
            Turn::Nothing => break,
            // Others may take the places of those.
            Turn::Refused => {}
            Turn::Written(next) => {
                written += 1;
                current = Some(*next);
            }
        }
    }
    Ok(state.done.told(of, first, current))
}

/// What has come of the rounds so far.
struct State {
    done: Done,
    /// How many scans have tried fixes out.
    trials: usize,
}

/// What comes of a round.
enum Turn {
    /// No fix was left to try.
    Nothing,
    /// All that were tried do harm.
    Refused,
    /// Some were written, and this is the scan of what comes of them.
    Written(Box<Scan>),
}

/// Writes the fixes of `scan` that do no harm.
fn round<E>(of: &Mending<'_, E>, state: &mut State, scan: &Scan) -> Result<Turn, E> {
    let candidates = candidates::of(scan, of, &state.done.refused, &state.done.texts);
    if candidates.is_empty() {
        return Ok(Turn::Nothing);
    }
    let before = Facts::of(scan, &Names::default());
    let mut waves = Waves::of(candidates.len());
    let mut accepted: Vec<usize> = Vec::new();
    let mut current = None;
    while let Some(wave) = waves.next() {
        if state.trials == TRIALS {
            wave.members().for_each(|member| state.done.refused.add(&candidates[member], Why::Unproven));
            continue;
        }
        state.trials += 1;
        let all: Vec<usize> = accepted.iter().copied().chain(wave.members()).collect();
        let chosen: Vec<&Candidate<'_>> = all.iter().map(|&member| &candidates[member]).collect();
        let edited = state.done.texts.with(chosen.iter().flat_map(|candidate| &candidate.fix.edits), scan);
        let trial = (of.scan)(&edited.list())?;
        let harms = harms(&chosen, scan, &before, &trial, &edited);
        if harms.is_empty() {
            accepted.extend(wave.members());
            current = Some((trial, edited.texts));
            continue;
        }
        // What was accepted did no harm before the others came.
        let in_wave = |suspects: Vec<usize>| {
            let new = suspects.into_iter().filter(|&at| at >= accepted.len()).map(|at| all[at]);
            let new: BTreeSet<usize> = new.collect();
            if new.is_empty() { wave.members().collect() } else { new }
        };
        let harms = harms.into_iter().map(|(suspects, harm)| (in_wave(suspects), harm)).collect();
        for (member, harm) in waves.settle(&wave, harms) {
            state.done.refused.add(&candidates[member], Why::Harm(harm));
        }
    }
    let Some((after, texts)) = current else { return Ok(Turn::Refused) };
    state.done.fixed.extend(accepted.iter().map(|&member| Fixed::of(&candidates[member], scan)));
    state.done.texts = texts;
    Ok(Turn::Written(Box::new(after)))
}
