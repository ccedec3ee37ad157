//! One integration binary, so that the library is linked once.

// Settings of a whole account, and what is said of them.
mod accounts;
// What those have who write checks: `checks new`, `inspect`, messages on mistakes, schemas.
mod authors;
// What people get wrong, and what the system refuses: sentences and exit codes.
mod bad_input;
// What the GitHub action runs.
#[cfg(unix)]
mod action;
// Baselines: known findings outlive edits that do not touch their cause.
mod baseline;
mod builds;
// The examples of every check.
mod checks;
// The command line: inputs, outputs, exit codes.
mod cli;
// Compliance reports: statuses, scope, formats.
mod compliance;
// Compose files: projects, variables, places.
mod compose;
mod compose_projects;
// `.ravelin.yaml`: where it is found, what it changes, how its mistakes are shown.
mod configuration;
mod context;
// The documentation and what platforms read of this repository: paths, options and examples are real.
mod dockerfiles;
mod docs;
// Problem matchers of editors and of GitHub.
mod editors;
// What a report says of its own making, and in which order it tells what it found.
mod evidence;
// Inline exceptions, those of other tools, and policies over them.
mod exceptions;
mod exceptions_add;
// How far a front end reaches beyond its folder.
mod growth;
// `ravelin explain` of what is not known.
mod explain;
// `ravelin fix`: what it shows, writes and takes back.
mod fix;
// What must not be reported, and must not pass in silence either.
mod false_alarms;
// What a finding says and where it points, from real files to reports.
mod fenced;
mod findings;
// What checks say of how they are mended.
mod fixes;
// Reports for platforms, as the command writes them.
mod formats;
// What closes the gate.
mod gate;
// The Docker checks against hadolint.
mod hadolint;
mod hadolint_configuration;
// The HCL parser against hcl-edit: the same arguments at the same places.
mod hcl_differential;
// Recorded scans, and the trend of them.
mod history;
// The pages that scans and compliance reports write.
mod html;
// Policies of Checkov as check files.
mod import;
// Images whose tags something else puts in, and those that are mounted.
mod images;
// The installers against a made-up release.
mod install;
// Kustomizations against what `kubectl kustomize` builds.
mod kustomize;
// Layers and file sizes of the library.
mod layering;
// What a limit leaves out.
mod limits;
mod lint;
// Attached resources, and that root modules are apart.
mod links;
// Lists that age, each with the checks that ask it.
mod lists;
// The language server, talked to as editors do.
mod lsp;
// Where findings on Kubernetes objects point.
mod places;
// Modules through links and sources of variables; what only OpenTofu has.
mod opentofu;
mod policy;
// The picture of the README.
mod picture;
// Plans alone and beside their source.
mod plan;
// How the command line is used, and what it says of words that it does not know.
mod manners;
// What other tools are told, as a configuration of ours.
mod migrate;
// Comments of other tools at a call of a module.
mod module_calls;
// What a plan says of credentials.
mod plan_secrets;
// Openings of every cloud: the same checks, and one severity for one concept.
mod network;
mod network_groups;
// Rules that all checks keep together.
mod registry;
// What makes a release.
#[cfg(unix)]
mod release;
// Links that users of scanners missed.
mod reported_links;
// What policies and roles grant.
mod rights;
// Ids that checks had before.
mod renamed;
// Runs the real command; no tests.
mod runner;
// Reports against the schemas of their formats.
mod schemas;
// What a scan shows on the terminal: order, widths, how much is said.
mod screen;
// Credentials in code, from detection to masked reports.
mod secrets;
// The shell splitter against bash.
mod shell;
// `--since`: only what a git revision did not have counts.
mod since;
// What is no subject of a control passes nothing.
mod structured_text;
mod subjects;
// One cause, one finding.
mod subsumed;
// Terraform expressions and functions against the answers of Terraform itself.
mod terraform_console;
// Evaluated outputs and resources against plans of the real Terraform.
mod terraform_plans;
// Files that may declare something and are not read.
mod unread;
// Reports by templates of users.
mod templates;
// Values of variables from outside, as the command takes them.
mod untrusted;
mod variables;
// Credentials that are written in the code, and those that are given, referred to or stood in for.
mod written_secrets;
// XML as a tree; no tests.
mod xml;
