//! The kinds that configure another one, and how they name it.
//!
//! To attach one more kind: a row in [`ATTACHMENTS`], and one in `docs/checks.md`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::row::{Attachment, by_id, by_name};

const fn bucket(kind: &'static str, role: &'static str) -> Attachment {
    by_name(kind, "bucket", &["aws_s3_bucket"], "bucket", role)
}

/// The policy that an attachment attaches.
const fn managed_policy(kind: &'static str) -> Attachment {
    by_id(kind, "policy_arn", &["aws_iam_policy"], "policy").reversed()
}

/// Whom a policy limits, as their permissions boundary.
const fn boundary(kind: &'static str, argument: &'static str) -> Attachment {
    by_id(kind, argument, &["aws_iam_policy"], "bounds")
}

/// Where a function runs at the edge.
const fn edge(argument: &'static str) -> Attachment {
    by_name("aws_cloudfront_distribution", argument, &["aws_lambda_function"], "function_name", "edge")
        .in_arn(":function:")
}

/// Where a bucket of S3 is copied.
const fn replica(kind: &'static str, argument: &'static str) -> Attachment {
    by_name(kind, argument, &["aws_s3_bucket"], "bucket", "replica_source").in_arn(":s3:::")
}

const fn log_sink(kind: &'static str) -> Attachment {
    by_name(kind, "destination", &["google_storage_bucket"], "name", "sink").behind("storage.googleapis.com/")
}

/// What changes the capacity of a table.
const fn scaling(kind: &'static str) -> Attachment {
    by_name(kind, "resource_id", &["aws_dynamodb_table"], "name", "scaling").behind("table/")
}

/// The subnets that a database lies in.
const fn subnet_group(kind: &'static str) -> Attachment {
    by_name(kind, "db_subnet_group_name", &["aws_db_subnet_group"], "name", "subnet_group").reversed()
}

const AZURE_MACHINES: &[&str] =
    &["azurerm_linux_virtual_machine", "azurerm_virtual_machine", "azurerm_windows_virtual_machine"];

const AZURE_SQL_SERVERS: &[&str] = &["azurerm_mssql_server", "azurerm_sql_server"];

/// What requests reach, and a web application firewall may stand before.
const WEB_TARGETS: &[&str] =
    &["aws_alb", "aws_api_gateway_stage", "aws_appsync_graphql_api", "aws_cognito_user_pool", "aws_lb"];

/// What has a stage of an API.
const GATEWAY_STAGES: &[&str] = &["aws_api_gateway_deployment", "aws_api_gateway_stage"];

/// Below what an account may lie.
const ORGANIZATION_PARENTS: &[&str] = &["aws_organizations_organization", "aws_organizations_organizational_unit"];

/// What a private endpoint may lead to, of the kinds that checks ask about.
const PRIVATE_TARGETS: &[&str] = &[
    "azurerm_databricks_workspace",
    "azurerm_key_vault",
    "azurerm_mariadb_server",
    "azurerm_mssql_server",
    "azurerm_mysql_flexible_server",
    "azurerm_mysql_server",
    "azurerm_postgresql_flexible_server",
    "azurerm_postgresql_server",
    "azurerm_storage_account",
];

/// What may send its logs somewhere, of the kinds that checks ask about.
const DIAGNOSED: &[&str] = &["azurerm_databricks_workspace", "azurerm_key_vault", "azurerm_kubernetes_cluster"];

/// What may have a lock, of the kinds that checks ask about.
const LOCKED: &[&str] = &["azurerm_container_registry", "azurerm_resource_group", "azurerm_storage_account"];

/// Sorted by kind.
pub(super) const ATTACHMENTS: &[Attachment] = &[
    by_name("alicloud_oss_bucket", "logging.target_bucket", &["alicloud_oss_bucket"], "bucket", "log_source"),
    by_id("alicloud_vpc_flow_log", "resource_id", &["alicloud_vpc"], "flow_log"),
    by_id("aws_api_gateway_authorizer", "rest_api_id", &["aws_api_gateway_rest_api"], "authorizer"),
    by_name(
        "aws_api_gateway_method_settings",
        "stage_name",
        &["aws_api_gateway_stage"],
        "stage_name",
        "method_settings",
    ),
    by_id("aws_api_gateway_stage", "deployment_id", &["aws_api_gateway_deployment"], "stage"),
    by_id("aws_api_gateway_stage", "rest_api_id", &["aws_api_gateway_rest_api"], "api").reversed(),
    by_name("aws_api_gateway_usage_plan", "api_stages.stage", GATEWAY_STAGES, "stage_name", "usage_plan"),
    by_id("aws_apigatewayv2_authorizer", "api_id", &["aws_apigatewayv2_api"], "authorizer"),
    scaling("aws_appautoscaling_policy"),
    scaling("aws_appautoscaling_scheduled_action"),
    by_name("aws_autoscaling_attachment", "autoscaling_group_name", &["aws_autoscaling_group"], "name", "attachment"),
    edge("default_cache_behavior.lambda_function_association.lambda_arn"),
    edge("ordered_cache_behavior.lambda_function_association.lambda_arn"),
    by_name("aws_cloudtrail", "s3_bucket_name", &["aws_s3_bucket"], "bucket", "bucket").reversed(),
    by_id("aws_cloudwatch_log_delivery_source", "resource_arn", &["aws_cloudfront_distribution"], "log_source"),
    by_name(
        "aws_cloudwatch_metric_alarm",
        "metric_name",
        &["aws_cloudwatch_log_metric_filter"],
        "metric_transformation.name",
        "alarm",
    )
    .beside("namespace", "metric_transformation.namespace"),
    by_name(
        "aws_cloudwatch_metric_alarm",
        "metric_query.metric.metric_name",
        &["aws_cloudwatch_log_metric_filter"],
        "metric_transformation.name",
        "alarm",
    )
    .beside("metric_query.metric.namespace", "metric_transformation.namespace"),
    by_name(
        "aws_codecommit_approval_rule_template_association",
        "repository_name",
        &["aws_codecommit_repository"],
        "repository_name",
        "approval_rule",
    ),
    by_name(
        "aws_config_configuration_recorder_status",
        "name",
        &["aws_config_configuration_recorder"],
        "name",
        "status",
    ),
    subnet_group("aws_db_instance"),
    by_id("aws_db_subnet_group", "subnet_ids", &["aws_subnet"], "subnet").reversed(),
    by_id("aws_default_security_group", "vpc_id", &["aws_vpc"], "default_security_group"),
    by_id("aws_ec2_managed_prefix_list_entry", "prefix_list_id", &["aws_ec2_managed_prefix_list"], "entry"),
    by_name("aws_ecr_repository_policy", "repository", &["aws_ecr_repository"], "name", "policy"),
    by_id("aws_eks_node_group", "subnet_ids", &["aws_default_subnet", "aws_subnet"], "subnet").reversed(),
    by_id("aws_flow_log", "vpc_id", &["aws_vpc"], "flow_log"),
    by_id("aws_guardduty_organization_configuration", "detector_id", &["aws_guardduty_detector"], "organization"),
    by_name("aws_iam_access_key", "user", &["aws_iam_user"], "name", "access_key"),
    by_name("aws_iam_group_membership", "group", &["aws_iam_group"], "name", "membership"),
    by_name("aws_iam_group_membership", "users", &["aws_iam_user"], "name", "group"),
    by_name("aws_iam_group_policy", "group", &["aws_iam_group"], "name", "inline_policy"),
    by_name("aws_iam_group_policy_attachment", "group", &["aws_iam_group"], "name", "policy_attachment"),
    managed_policy("aws_iam_group_policy_attachment"),
    by_name("aws_iam_policy_attachment", "groups", &["aws_iam_group"], "name", "policy_attachment"),
    managed_policy("aws_iam_policy_attachment"),
    by_name("aws_iam_policy_attachment", "roles", &["aws_iam_role"], "name", "policy_attachment"),
    by_name("aws_iam_policy_attachment", "users", &["aws_iam_user"], "name", "policy_attachment"),
    boundary("aws_iam_role", "permissions_boundary"),
    by_name("aws_iam_role_policy", "role", &["aws_iam_role"], "name", "inline_policy"),
    managed_policy("aws_iam_role_policy_attachment"),
    by_name("aws_iam_role_policy_attachment", "role", &["aws_iam_role"], "name", "policy_attachment"),
    boundary("aws_iam_user", "permissions_boundary"),
    by_name("aws_iam_user_group_membership", "groups", &["aws_iam_group"], "name", "membership"),
    by_name("aws_iam_user_group_membership", "user", &["aws_iam_user"], "name", "group"),
    by_name("aws_iam_user_login_profile", "user", &["aws_iam_user"], "name", "login_profile"),
    by_name("aws_iam_user_policy", "user", &["aws_iam_user"], "name", "inline_policy"),
    managed_policy("aws_iam_user_policy_attachment"),
    by_name("aws_iam_user_policy_attachment", "user", &["aws_iam_user"], "name", "policy_attachment"),
    by_id("aws_kms_key_policy", "key_id", &["aws_kms_external_key", "aws_kms_key", "aws_kms_replica_key"], "policy"),
    by_name(
        "aws_lambda_function_event_invoke_config",
        "function_name",
        &["aws_lambda_function"],
        "function_name",
        "invoke_config",
    )
    .in_arn(":function:"),
    by_id("aws_network_acl_association", "network_acl_id", &["aws_network_acl"], "association"),
    by_id("aws_networkfirewall_firewall", "vpc_id", &["aws_vpc"], "network_firewall"),
    by_id("aws_networkfirewall_logging_configuration", "firewall_arn", &["aws_networkfirewall_firewall"], "logging"),
    by_id("aws_organizations_account", "parent_id", ORGANIZATION_PARENTS, "parent").reversed(),
    subnet_group("aws_rds_cluster"),
    by_name("aws_redshift_logging", "cluster_identifier", &["aws_redshift_cluster"], "cluster_identifier", "logging"),
    by_id("aws_route53_hosted_zone_dnssec", "hosted_zone_id", &["aws_route53_zone"], "dnssec"),
    by_id("aws_route53_query_log", "zone_id", &["aws_route53_zone"], "query_log"),
    by_name("aws_s3_bucket", "logging.target_bucket", &["aws_s3_bucket"], "bucket", "log_source"),
    replica("aws_s3_bucket", "replication_configuration.rules.destination.bucket"),
    bucket("aws_s3_bucket_acl", "acl"),
    bucket("aws_s3_bucket_cors_configuration", "cors"),
    bucket("aws_s3_bucket_lifecycle_configuration", "lifecycle"),
    bucket("aws_s3_bucket_logging", "logging"),
    by_name("aws_s3_bucket_logging", "target_bucket", &["aws_s3_bucket"], "bucket", "log_source"),
    bucket("aws_s3_bucket_notification", "notification"),
    bucket("aws_s3_bucket_object_lock_configuration", "object_lock"),
    bucket("aws_s3_bucket_ownership_controls", "ownership"),
    bucket("aws_s3_bucket_policy", "policy"),
    bucket("aws_s3_bucket_public_access_block", "public_access_block"),
    bucket("aws_s3_bucket_replication_configuration", "replication"),
    replica("aws_s3_bucket_replication_configuration", "rule.destination.bucket"),
    bucket("aws_s3_bucket_server_side_encryption_configuration", "encryption"),
    bucket("aws_s3_bucket_versioning", "versioning"),
    bucket("aws_s3_bucket_website_configuration", "website"),
    by_name("aws_secretsmanager_secret_rotation", "secret_id", &["aws_secretsmanager_secret"], "name", "rotation"),
    by_id("aws_vpc_endpoint", "vpc_id", &["aws_vpc"], "endpoint"),
    by_id("aws_vpc_endpoint_route_table_association", "vpc_endpoint_id", &["aws_vpc_endpoint"], "route_table"),
    by_id("aws_wafregional_web_acl_association", "resource_arn", WEB_TARGETS, "web_acl"),
    by_id("aws_wafv2_web_acl_association", "resource_arn", WEB_TARGETS, "web_acl"),
    by_id("aws_wafv2_web_acl_logging_configuration", "resource_arn", &["aws_wafv2_web_acl"], "logging"),
    by_id("azurerm_backup_protected_vm", "source_vm_id", AZURE_MACHINES, "backup"),
    by_id(
        "azurerm_cognitive_account_customer_managed_key",
        "cognitive_account_id",
        &["azurerm_cognitive_account"],
        "customer_key",
    ),
    by_id("azurerm_data_factory_customer_managed_key", "data_factory_id", &["azurerm_data_factory"], "customer_key"),
    by_id(
        "azurerm_databricks_workspace_root_dbfs_customer_managed_key",
        "workspace_id",
        &["azurerm_databricks_workspace"],
        "customer_key",
    ),
    by_id("azurerm_kusto_cluster_customer_managed_key", "cluster_id", &["azurerm_kusto_cluster"], "customer_key"),
    by_id("azurerm_management_lock", "scope", LOCKED, "lock"),
    by_id("azurerm_monitor_diagnostic_setting", "storage_account_id", &["azurerm_storage_account"], "log_source"),
    by_id("azurerm_monitor_diagnostic_setting", "target_resource_id", DIAGNOSED, "diagnostics"),
    by_id("azurerm_mssql_server_extended_auditing_policy", "server_id", AZURE_SQL_SERVERS, "auditing"),
    by_name("azurerm_mssql_server_security_alert_policy", "server_name", AZURE_SQL_SERVERS, "name", "alerts"),
    by_id(
        "azurerm_mssql_server_vulnerability_assessment",
        "server_security_alert_policy_id",
        &["azurerm_mssql_server_security_alert_policy"],
        "scans",
    ),
    by_id("azurerm_mysql_server_key", "server_id", &["azurerm_mysql_server"], "customer_key"),
    by_id(
        "azurerm_network_interface_security_group_association",
        "network_interface_id",
        &["azurerm_network_interface"],
        "security_group",
    ),
    by_id("azurerm_network_watcher_flow_log", "target_resource_id", &["azurerm_virtual_network"], "flow_log"),
    by_id("azurerm_postgresql_server_key", "server_id", &["azurerm_postgresql_server"], "customer_key"),
    by_id(
        "azurerm_private_endpoint",
        "private_service_connection.private_connection_resource_id",
        PRIVATE_TARGETS,
        "private_endpoint",
    ),
    by_id("azurerm_role_assignment", "principal_id", &["azurerm_kubernetes_cluster"], "role_assignment"),
    by_id(
        "azurerm_servicebus_namespace_customer_managed_key",
        "namespace_id",
        &["azurerm_servicebus_namespace"],
        "customer_key",
    ),
    by_name("azurerm_spring_cloud_app", "service_name", &["azurerm_spring_cloud_service"], "name", "app"),
    by_name(
        "azurerm_sql_active_directory_administrator",
        "server_name",
        &["azurerm_sql_server"],
        "name",
        "entra_admin",
    ),
    by_id(
        "azurerm_storage_account_customer_managed_key",
        "storage_account_id",
        &["azurerm_storage_account"],
        "customer_key",
    ),
    by_id("azurerm_storage_account_network_rules", "storage_account_id", &["azurerm_storage_account"], "network_rules"),
    // Before version 3 of the provider.
    by_name(
        "azurerm_storage_account_network_rules",
        "storage_account_name",
        &["azurerm_storage_account"],
        "name",
        "network_rules",
    ),
    by_id("azurerm_subnet_network_security_group_association", "subnet_id", &["azurerm_subnet"], "security_group"),
    by_id("azurerm_synapse_firewall_rule", "synapse_workspace_id", &["azurerm_synapse_workspace"], "firewall"),
    by_id(
        "azurerm_synapse_sql_pool_extended_auditing_policy",
        "sql_pool_id",
        &["azurerm_synapse_sql_pool"],
        "auditing",
    ),
    by_id("azurerm_synapse_sql_pool_security_alert_policy", "sql_pool_id", &["azurerm_synapse_sql_pool"], "alerts"),
    by_id(
        "azurerm_synapse_sql_pool_vulnerability_assessment",
        "sql_pool_security_alert_policy_id",
        &["azurerm_synapse_sql_pool_security_alert_policy"],
        "scans",
    ),
    by_id(
        "azurerm_synapse_workspace_extended_auditing_policy",
        "synapse_workspace_id",
        &["azurerm_synapse_workspace"],
        "auditing",
    ),
    by_id("azurerm_virtual_machine_extension", "virtual_machine_id", AZURE_MACHINES, "extension"),
    by_id("databricks_group_instance_profile", "group_id", &["databricks_group"], "membership"),
    by_id("databricks_group_member", "group_id", &["databricks_group"], "membership"),
    by_name("github_branch_protection", "repository_id", &["github_repository"], "name", "branch_protection"),
    by_name("github_branch_protection_v3", "repository", &["github_repository"], "name", "branch_protection"),
    by_name("github_repository_ruleset", "repository", &["github_repository"], "name", "branch_protection"),
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

type ByKind = HashMap<&'static str, Vec<&'static Attachment>, foldhash::quality::RandomState>;

/// The rows of a kind that names others.
pub(super) fn of_source(kind: &str) -> &'static [&'static Attachment] {
    static ROWS: LazyLock<ByKind> = LazyLock::new(|| {
        let mut rows = ByKind::default();
        for row in ATTACHMENTS {
            rows.entry(row.kind).or_default().push(row);
        }
        rows
    });
    ROWS.get(kind).map_or(&[], Vec::as_slice)
}

/// The rows by which a kind is named.
pub(super) fn of_target(kind: &str) -> &'static [&'static Attachment] {
    static ROWS: LazyLock<ByKind> = LazyLock::new(|| {
        let mut rows = ByKind::default();
        for row in ATTACHMENTS {
            row.targets.iter().for_each(|target| rows.entry(target).or_default().push(row));
        }
        rows
    });
    ROWS.get(kind).map_or(&[], Vec::as_slice)
}

/// How far what is attached to a kind can be carried on: the longest way from it to a kind that is attached to no other.
pub(super) fn depth(kind: &str) -> usize {
    let mut kinds = vec![kind];
    let mut depth = 0;
    while depth < DEEPEST {
        kinds = kinds.into_iter().flat_map(holders).collect();
        if kinds.is_empty() {
            break;
        }
        depth += 1;
    }
    depth
}

/// More than any kind has. A test tells when the table has a circle.
pub(super) const DEEPEST: usize = 6;

/// The kinds to which one is attached, but for its own: to others of its kind it is attached without what it brings.
fn holders(kind: &str) -> impl Iterator<Item = &'static str> {
    let rows = of_source(kind).iter().filter(|row| !row.reversed && !row.is_within_kind());
    let named = rows.flat_map(|row| row.targets).copied();
    let naming = of_target(kind).iter().filter(|row| row.reversed).map(|row| row.kind);
    named.chain(naming)
}
