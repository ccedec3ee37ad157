//! Values that are one of several: each way to choose is a world, and a verdict holds when it holds in all of them.

use std::cell::RefCell;
use std::sync::Arc;

use crate::value::{Either, Unknown, Value};

/// The options taken so far. Evaluation asks for one whenever it meets a choice; [`World::advance`] goes on to the next
/// way of choosing, until all were seen.
#[derive(Debug, Default)]
pub struct World {
    choices: RefCell<Vec<Choice>>,
}

/// Choices by the same condition, and with as many options, are one choice.
#[derive(Debug)]
struct Choice {
    cause: Arc<Unknown>,
    options: usize,
    taken: usize,
}

impl World {
    /// The option that this world takes. The first world takes every first option.
    pub fn choose<'v>(&self, either: &'v Either) -> Option<&'v Value> {
        let mut choices = self.choices.borrow_mut();
        let known = choices
            .iter()
            .find(|choice| Arc::ptr_eq(&choice.cause, &either.cause) && choice.options == either.options.len());
        if let Some(choice) = known {
            return either.options.get(choice.taken);
        }
        choices.push(Choice { cause: Arc::clone(&either.cause), options: either.options.len(), taken: 0 });
        either.options.first()
    }

    /// The condition of the first choice.
    pub fn cause(&self) -> Option<Arc<Unknown>> {
        self.choices.borrow().first().map(|choice| Arc::clone(&choice.cause))
    }

    /// Turns to the next world. False when this was the last one.
    pub fn advance(&self) -> bool {
        let mut choices = self.choices.borrow_mut();
        // What is asked after a choice may depend on it, so later choices are forgotten when an earlier one changes.
        while let Some(mut choice) = choices.pop() {
            choice.taken += 1;
            if choice.taken < choice.options {
                choices.push(choice);
                return true;
            }
        }
        false
    }
}
