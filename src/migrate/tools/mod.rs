//! One file for each tool: its keys, and what becomes of them.

mod checkov;
mod hadolint;
mod kics;
mod kube_linter;
mod severities;
mod terrascan;
mod tfsec;
mod trivy;

use super::tool::Tool;

/// Every tool, in the order in which their files are read.
pub(super) const TOOLS: &[&Tool] =
    &[&checkov::TOOL, &trivy::TOOL, &kics::TOOL, &kube_linter::TOOL, &hadolint::TOOL, &tfsec::TOOL, &terrascan::TOOL];
