//! Layer 0: the words of which there is a closed set, one file for each set.
//!
//! Check files, framework files, options, reports and documentation have the same words: whoever needs them gets them
//! from here. Part of the build script as well, so nothing here uses the rest of the crate.

#[macro_use]
mod word;

mod absence;
mod arrangement;
mod assessable;
mod basis;
mod category;
mod expectation;
mod grade;
mod lint;
mod platform;
mod safety;
mod scope;
mod severity;
mod shape;

pub use absence::Absence;
pub use arrangement::{Grouping, Sort};
pub use assessable::Assessable;
pub use basis::Basis;
pub use category::Category;
pub use expectation::Expectation;
pub use grade::Grade;
pub use lint::Lint;
pub use platform::Platform;
pub use safety::Safety;
pub use scope::Scope;
pub use severity::Severity;
pub use shape::Shape;
pub use word::Word;
