//! What names what on all other platforms.

use super::super::row::{Attachment, by_id, by_name};

/// Sorted by kind and argument.
pub(super) const ROWS: &[Attachment] = &[
    by_name("alicloud_oss_bucket", "logging.target_bucket", &["alicloud_oss_bucket"], "bucket", "log_source"),
    by_id("alicloud_vpc_flow_log", "resource_id", &["alicloud_vpc"], "flow_log"),
    by_id("databricks_group_instance_profile", "group_id", &["databricks_group"], "membership"),
    by_id("databricks_group_member", "group_id", &["databricks_group"], "membership"),
    by_name("github_branch_protection", "repository_id", &["github_repository"], "name", "branch_protection"),
    by_name("github_branch_protection_v3", "repository", &["github_repository"], "name", "branch_protection"),
    by_name("github_repository_ruleset", "repository", &["github_repository"], "name", "branch_protection"),
    by_id("oci_identity_api_key", "user_id", &["oci_identity_user"], "api_key"),
    by_id("oci_identity_user_group_membership", "group_id", &["oci_identity_group"], "group").reversed(),
    by_id("oci_identity_user_group_membership", "user_id", &["oci_identity_user"], "membership"),
    by_id(
        "tencentcloud_kubernetes_encryption_protection",
        "cluster_id",
        &["tencentcloud_kubernetes_cluster"],
        "encryption_protection",
    ),
];
