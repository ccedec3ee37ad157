//! Layer 7: fixes tried out by new scans of the edited texts, in memory, and taken back where they do harm.
//!
//! A fix holds when the files that it edits are still read whole, its finding is gone, no finding is new, and no resource comes
//! to something else but those that it says. All fixes of a round are tried together. Where that does harm, those that may have
//! done it are tried apart, by halves and side by side in different files, until each is known.
//!
//! | file | subject |
//! |---|---|
//! | `mending` | what is to be mended |
//! | `rounds` | the order of it all |
//! | `candidates` | the findings that can be mended in one round, and why others cannot |
//! | `texts` | texts with edits in them |
//! | `facts` | what two scans are compared by |
//! | `harms` | what fixes did that they should not, and which of them may have done it |
//! | `waves` | which fixes are tried together |
//! | `why` | why a finding is not mended |
//! | `outcome` | what was mended, and what was not |

mod candidates;
mod facts;
mod harms;
mod mending;
mod outcome;
mod rounds;
mod texts;
mod waves;
mod why;

#[cfg(test)]
mod tests;

pub use mending::Mending;
pub use outcome::{Changed, Fixed, Left, Mended};
pub use rounds::mend;
pub use why::{Harm, Why};
