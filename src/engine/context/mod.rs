//! The files with which one is judged: those of its repository that have to do with it.
//!
//! | file | does |
//! |---|---|
//! | `project` | the repository, and what is asked of it |
//! | `known` | what is known of it, read when it is asked for |
//! | `opened` | the repository of what is asked for |
//! | `tree` | its files |
//! | `glances` | what a glance at each tells of the others that it belongs to |
//! | `calls` | which folders call which |
//! | `gather` | all that must be read to judge some files as a scan of the whole repository judges them |
//! | `around` | the files of a scan with those that are read for them |
//! | `reported` | what of an outcome has its place in those files |
//! | `focus` | which resources must be judged for that |
//!
//! What files have to do with each other is said by their front ends ([`Ties`](crate::frontend::Ties)), at a glance and
//! without parsing: it may be too much, and is never too little. The context is then read and judged as any other files are.

mod around;
mod calls;
mod focus;
mod gather;
mod glances;
mod known;
mod opened;
mod project;
mod reported;
mod tree;

pub(super) use around::{Around, around};
pub(super) use focus::Focus;
pub use gather::Surroundings;
pub use project::Project;
pub(super) use reported::Reported;
