//! What names what on AWS.

use super::super::row::{Attachment, by_id, by_name};

const fn bucket(kind: &'static str, role: &'static str) -> Attachment {
    by_name(kind, "bucket", &["aws_s3_bucket"], "bucket", role)
}

/// The policy that an attachment attaches.
const fn managed_policy(kind: &'static str) -> Attachment {
    by_id(kind, "policy_arn", &["aws_iam_policy"], "policy").reversed()
}

/// Whom a policy limits, as their permissions boundary.
const fn boundary(kind: &'static str, argument: &'static str) -> Attachment {
    by_id(kind, argument, &["aws_iam_policy"], "bounds").alone()
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

/// What changes the capacity of a table.
const fn scaling(kind: &'static str) -> Attachment {
    by_name(kind, "resource_id", &["aws_dynamodb_table"], "name", "scaling").behind("table/")
}

/// The subnets that a database lies in.
const fn subnet_group(kind: &'static str) -> Attachment {
    by_name(kind, "db_subnet_group_name", &["aws_db_subnet_group"], "name", "subnet_group").reversed()
}

/// What requests reach, and a web application firewall may stand before.
const WEB_TARGETS: &[&str] =
    &["aws_alb", "aws_api_gateway_stage", "aws_appsync_graphql_api", "aws_cognito_user_pool", "aws_lb"];

const LOAD_BALANCERS: &[&str] = &["aws_alb", "aws_lb"];

/// What has a stage of an API.
const GATEWAY_STAGES: &[&str] = &["aws_api_gateway_deployment", "aws_api_gateway_stage"];

/// Below what an account may lie.
const ORGANIZATION_PARENTS: &[&str] = &["aws_organizations_organization", "aws_organizations_organizational_unit"];

/// Sorted by kind and argument.
pub(super) const ROWS: &[Attachment] = &[
    by_id("aws_alb_listener", "load_balancer_arn", LOAD_BALANCERS, "listener"),
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
    by_name(
        "aws_autoscaling_traffic_source_attachment",
        "autoscaling_group_name",
        &["aws_autoscaling_group"],
        "name",
        "attachment",
    ),
    by_id("aws_backup_selection", "plan_id", &["aws_backup_plan"], "selection"),
    edge("default_cache_behavior.lambda_function_association.lambda_arn"),
    edge("ordered_cache_behavior.lambda_function_association.lambda_arn"),
    by_id("aws_cloudfront_distribution", "web_acl_id", &["aws_waf_web_acl", "aws_wafv2_web_acl"], "acl").reversed(),
    by_name("aws_cloudtrail", "cloud_watch_logs_group_arn", &["aws_cloudwatch_log_group"], "name", "log_group")
        .in_arn(":log-group:")
        .reversed(),
    by_name("aws_cloudtrail", "s3_bucket_name", &["aws_s3_bucket"], "bucket", "bucket").reversed(),
    by_name(
        "aws_cloudwatch_composite_alarm",
        "alarm_rule",
        &["aws_cloudwatch_metric_alarm"],
        "alarm_name",
        "composite",
    ),
    by_name("aws_cloudwatch_event_target", "rule", &["aws_cloudwatch_event_rule"], "name", "target"),
    by_name(
        "aws_cloudwatch_log_delivery",
        "delivery_source_name",
        &["aws_cloudwatch_log_delivery_source"],
        "name",
        "delivery",
    ),
    by_id("aws_cloudwatch_log_delivery_source", "resource_arn", &["aws_cloudfront_distribution"], "log_source"),
    by_name(
        "aws_cloudwatch_log_subscription_filter",
        "log_group_name",
        &["aws_cloudwatch_log_group"],
        "name",
        "subscription",
    ),
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
    by_id("aws_efs_backup_policy", "file_system_id", &["aws_efs_file_system"], "backup_policy"),
    by_id("aws_eip", "instance", &["aws_instance"], "address"),
    by_id("aws_eip_association", "instance_id", &["aws_instance"], "address"),
    by_id("aws_eks_node_group", "subnet_ids", &["aws_default_subnet", "aws_subnet"], "subnet").reversed(),
    by_id("aws_flow_log", "subnet_id", &["aws_subnet"], "flow_log"),
    by_id("aws_flow_log", "vpc_id", &["aws_vpc"], "flow_log"),
    by_id("aws_guardduty_organization_configuration", "detector_id", &["aws_guardduty_detector"], "organization"),
    by_name("aws_iam_access_key", "user", &["aws_iam_user"], "name", "access_key"),
    by_name("aws_iam_group_membership", "group", &["aws_iam_group"], "name", "membership"),
    by_name("aws_iam_group_membership", "users", &["aws_iam_user"], "name", "group"),
    by_name("aws_iam_group_policy", "group", &["aws_iam_group"], "name", "inline_policy"),
    by_name("aws_iam_group_policy_attachment", "group", &["aws_iam_group"], "name", "policy_attachment"),
    managed_policy("aws_iam_group_policy_attachment"),
    by_name("aws_iam_instance_profile", "role", &["aws_iam_role"], "name", "instance_profile"),
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
    by_name("aws_instance", "iam_instance_profile", &["aws_iam_instance_profile"], "name", "instance"),
    by_id("aws_instance", "subnet_id", &["aws_subnet"], "subnet").reversed(),
    by_id("aws_kms_key_policy", "key_id", &["aws_kms_external_key", "aws_kms_key", "aws_kms_replica_key"], "policy"),
    by_name(
        "aws_lambda_function_event_invoke_config",
        "function_name",
        &["aws_lambda_function"],
        "function_name",
        "invoke_config",
    )
    .in_arn(":function:"),
    by_id("aws_lb_listener", "load_balancer_arn", LOAD_BALANCERS, "listener"),
    by_id("aws_network_acl_association", "network_acl_id", &["aws_network_acl"], "association"),
    by_id("aws_networkfirewall_firewall", "vpc_id", &["aws_vpc"], "network_firewall"),
    by_id("aws_networkfirewall_logging_configuration", "firewall_arn", &["aws_networkfirewall_firewall"], "logging"),
    by_id("aws_organizations_account", "parent_id", ORGANIZATION_PARENTS, "parent").reversed(),
    subnet_group("aws_rds_cluster"),
    by_name("aws_redshift_logging", "cluster_identifier", &["aws_redshift_cluster"], "cluster_identifier", "logging"),
    by_id("aws_route53_hosted_zone_dnssec", "hosted_zone_id", &["aws_route53_zone"], "dnssec"),
    by_id("aws_route53_query_log", "zone_id", &["aws_route53_zone"], "query_log"),
    by_id("aws_route53_record", "records", &["aws_eip", "aws_instance", "aws_lightsail_static_ip"], "target")
        .reversed(),
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
    by_id("aws_subnet", "vpc_id", &["aws_vpc"], "subnet"),
    by_id("aws_vpc_endpoint", "vpc_id", &["aws_vpc"], "endpoint"),
    by_id("aws_vpc_endpoint_route_table_association", "vpc_endpoint_id", &["aws_vpc_endpoint"], "route_table"),
    by_id("aws_wafregional_web_acl_association", "resource_arn", WEB_TARGETS, "web_acl"),
    by_id("aws_wafv2_web_acl_association", "resource_arn", WEB_TARGETS, "web_acl"),
    by_id("aws_wafv2_web_acl_association", "web_acl_arn", &["aws_wafv2_web_acl"], "acl").reversed(),
    by_id("aws_wafv2_web_acl_logging_configuration", "resource_arn", &["aws_wafv2_web_acl"], "logging"),
];
