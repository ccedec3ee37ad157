//! What names what on Google Cloud.

use super::super::row::{Attachment, by_id, by_name};

const fn log_sink(kind: &'static str) -> Attachment {
    by_name(kind, "destination", &["google_storage_bucket"], "name", "sink").behind("storage.googleapis.com/")
}

/// Sorted by kind and argument.
pub(super) const ROWS: &[Attachment] = &[
    by_name("google_compute_firewall", "network", &["google_compute_network"], "name", "firewall"),
    by_name(
        "google_compute_region_security_policy_rule",
        "security_policy",
        &["google_compute_region_security_policy"],
        "name",
        "rule",
    ),
    by_name(
        "google_compute_security_policy_rule",
        "security_policy",
        &["google_compute_security_policy"],
        "name",
        "rule",
    ),
    by_name("google_container_cluster", "subnetwork", &["google_compute_subnetwork"], "name", "subnetwork").reversed(),
    log_sink("google_logging_billing_account_sink"),
    log_sink("google_logging_folder_sink"),
    log_sink("google_logging_organization_sink"),
    log_sink("google_logging_project_sink"),
    by_name("google_project_iam_audit_config", "project", &["google_project"], "project_id", "audit"),
    by_name("google_project_service", "project", &["google_project"], "project_id", "service"),
    by_name("google_storage_bucket", "logging.log_bucket", &["google_storage_bucket"], "name", "log_source"),
    by_id("google_storage_bucket_iam_binding", "bucket", &["google_container_registry"], "iam"),
    by_id("google_storage_bucket_iam_member", "bucket", &["google_container_registry"], "iam"),
];
