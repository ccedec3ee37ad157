//! How many steps the evaluation of one root module may take. Once they are used up, each declaration that is left still
//! gets a few of a reserve, so that what stands behind an expensive one is judged.

use std::cell::Cell;

/// Most expressions that are evaluated for one root module.
const STEP_LIMIT: u32 = 1_000_000;
/// Most that are evaluated beyond them, for what is left.
const RESERVE: u32 = 1_000_000;
/// What each declaration gets of the reserve.
const SHARE: u32 = 1_000;

/// The steps of one root module.
#[derive(Debug)]
pub(super) struct Budget {
    taken: Cell<u32>,
    allowed: Cell<u32>,
}

impl Budget {
    /// One of which nothing is used.
    pub(super) fn new() -> Self {
        Self { taken: Cell::new(0), allowed: Cell::new(STEP_LIMIT) }
    }

    /// Counts steps.
    pub(super) fn take(&self, steps: u32) {
        self.taken.set(self.taken.get().saturating_add(steps));
    }

    /// Counts one step, if any is left for now.
    pub(super) fn take_one(&self) -> bool {
        let is_left = self.taken.get() <= self.allowed.get();
        if is_left {
            self.take(1);
        }
        is_left
    }

    /// Whether only the reserve is left, or nothing.
    pub(super) fn is_on_reserve(&self) -> bool {
        self.taken.get() > STEP_LIMIT
    }

    /// Gives what comes next its share of the reserve, if it has come to that.
    pub(super) fn share(&self) {
        if self.is_on_reserve() {
            self.allowed.set(self.taken.get().saturating_add(SHARE).min(STEP_LIMIT + RESERVE));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reserve_is_given_in_shares_and_ends() {
        let budget = Budget::new();
        budget.share();
        budget.take(STEP_LIMIT);
        assert!(!budget.is_on_reserve());
        assert!(budget.take_one() && !budget.take_one() && budget.is_on_reserve());
        budget.share();
        budget.take(SHARE);
        assert!(budget.take_one() && !budget.take_one());
        budget.take(RESERVE);
        budget.share();
        assert!(!budget.take_one());
    }
}
