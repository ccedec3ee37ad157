//! Layer 4: compliance frameworks as data, and the outcome of a scan read control by control.
//!
//! To add a framework: one file in `checks/frameworks/`; `docs/compliance.md` describes its fields.

mod assess;
// For its schema and its own tests: the build script is what reads framework files.
#[allow(dead_code)]
mod definition;
mod embedded;
mod framework;
mod run;
mod status;
#[cfg(test)]
mod tests;

/// The JSON Schema of framework files.
pub fn schema() -> schemars::Schema {
    let mut schema = schemars::schema_for!(definition::Definition);
    schema.insert("title".into(), "Framework of Ravelin".into());
    schema
}

pub use crate::vocabulary::{Assessable, Basis, Grade, Scope};
pub use assess::{Assessment, CheckEvidence, ControlResult, Evidence, Observed, Summary, Tally, assess};
pub use embedded::{ControlOf, controls_of, framework, frameworks};
pub use framework::{Control, Framework};
pub use run::{InputFile, Inputs, Report, Run, digest_of_checks};
pub use status::{Limit, NotAssessedReason, Status};
