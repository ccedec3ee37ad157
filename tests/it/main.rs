//! One integration binary, so that the library is linked once.

// Scans with the real command: inputs, outputs, exit codes.
mod cli;
// The examples of every check, and rules that all checks keep.
mod baseline;
mod checks;
// Rules that all checks keep together.
mod registry;
// One severity for one concept, whatever the cloud.
mod concepts;
// The same openings on every cloud give the same findings.
mod network;
// Credentials in code, from detection to masked reports.
mod secrets;
// The Docker checks against hadolint.
mod gate;
mod hadolint;
// The shell splitter against bash.
mod shell;
mod since;
// Inline exceptions.
mod exceptions;
mod explain;
// Attached resources, and that root modules are apart.
mod links;
// Layers, file sizes and function sizes.
mod layering;
// The HCL parser against hcl-edit: the same arguments at the same places.
mod hcl_differential;
// Terraform expressions and functions against the answers of Terraform itself.
mod terraform_console;
// Problem matchers of editors.
mod editors;
// Reports for platforms.
mod formats;
// The pages that scans and compliance reports write.
mod html;
// Recorded scans, and the trend of them.
mod history;
// What a finding says and where it points, from real files to reports.
mod findings;
// Compliance reports: statuses, scope, formats.
mod compliance;
// Compose files: projects, variables, places.
mod compose;
// Kustomizations against what `kubectl kustomize` builds.
mod kustomize;
// Paths and commands that the documentation names exist.
mod configuration;
mod docs;
// Plans alone and beside their source.
mod plan;
// Evaluated outputs and resources against plans of the real Terraform.
mod terraform_plans;
// Where findings on Kubernetes objects point.
mod places;
// What must not be reported, and must not pass in silence either.
mod false_alarms;
// Values of variables from outside, as the command takes them.
mod runner;
mod variables;
