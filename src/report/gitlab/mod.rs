//! The reports that GitLab reads from a job: `gitlab-sast` for the security tabs, `gitlab-codequality` for the widget
//! of merge requests. Both leave out what an exception covers; what a baseline has stays, since GitLab compares
//! branches itself and takes a finding that is not in the report for mended.

mod code_quality;
mod sast;
mod uuid;

pub(super) use code_quality::CodeQuality;
pub(super) use sast::Sast;
