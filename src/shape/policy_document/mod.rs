//! The `policy_document` shape: IAM-like policies with their statements normalised.
//!
//! To add a kind: one row in [`HOLDERS`]. `aws_iam_policy_document` data sources are not in it: their text is judged
//! where it is used, and those that nothing uses have it in an argument of their own.

mod conditions;
mod denials;
mod lists;
mod principals;
mod statement;
#[cfg(test)]
mod tests;
mod wildcard;

use std::sync::Arc;

use crate::model::{ATTACHED, Resource};
use crate::value::{Kind, List, Lookup, Map, Unknown, Value};

/// What a policy is for.
#[derive(Clone, Copy)]
enum Role {
    /// What its holder may do.
    Identity,
    /// Who may use this resource.
    Resource,
    /// Who may assume this role.
    Trust,
    /// What a device may do that shows a certificate.
    Device,
    /// What others may do at most.
    Boundary,
}

impl Role {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Resource => "resource",
            Self::Trust => "trust",
            Self::Device => "device",
            Self::Boundary => "boundary",
        }
    }
}

use Role::{Boundary, Device, Identity, Resource as OnResource, Trust};

/// Kind, argument, and what the policy in that argument is for. Sorted by kind.
const HOLDERS: &[(&str, &str, Role)] = &[
    ("alicloud_oss_bucket", "policy", OnResource),
    ("alicloud_oss_bucket_policy", "policy", OnResource),
    ("aws_acmpca_policy", "policy", OnResource),
    ("aws_api_gateway_rest_api", "policy", OnResource),
    ("aws_api_gateway_rest_api_policy", "policy", OnResource),
    ("aws_backup_vault_policy", "policy", OnResource),
    ("aws_cloudsearch_domain_service_access_policy", "access_policy", OnResource),
    ("aws_cloudwatch_event_bus_policy", "policy", OnResource),
    ("aws_cloudwatch_log_delivery_destination_policy", "delivery_destination_policy", OnResource),
    ("aws_cloudwatch_log_destination_policy", "access_policy", OnResource),
    ("aws_cloudwatch_log_resource_policy", "policy_document", OnResource),
    ("aws_codeartifact_domain_permissions_policy", "policy_document", OnResource),
    ("aws_codeartifact_repository_permissions_policy", "policy_document", OnResource),
    ("aws_codebuild_resource_policy", "policy", OnResource),
    ("aws_dynamodb_resource_policy", "policy", OnResource),
    ("aws_ecr_registry_policy", "policy", OnResource),
    ("aws_ecr_repository_creation_template", "repository_policy", OnResource),
    ("aws_ecr_repository_policy", "policy", OnResource),
    ("aws_ecrpublic_repository_policy", "policy", OnResource),
    ("aws_efs_file_system_policy", "policy", OnResource),
    ("aws_elasticsearch_domain", "access_policies", OnResource),
    ("aws_elasticsearch_domain_policy", "access_policies", OnResource),
    ("aws_glacier_vault", "access_policy", OnResource),
    ("aws_glacier_vault_lock", "policy", OnResource),
    ("aws_glue_resource_policy", "policy", OnResource),
    ("aws_iam_group_policy", "policy", Identity),
    ("aws_iam_policy", "policy", Identity),
    ("aws_iam_role", "assume_role_policy", Trust),
    ("aws_iam_role_policy", "policy", Identity),
    ("aws_iam_user_policy", "policy", Identity),
    ("aws_iot_policy", "policy", Device),
    ("aws_kinesis_resource_policy", "policy", OnResource),
    ("aws_kms_external_key", "policy", OnResource),
    ("aws_kms_key", "policy", OnResource),
    ("aws_kms_key_policy", "policy", OnResource),
    ("aws_kms_replica_external_key", "policy", OnResource),
    ("aws_kms_replica_key", "policy", OnResource),
    ("aws_media_store_container_policy", "policy", OnResource),
    ("aws_msk_cluster_policy", "policy", OnResource),
    ("aws_networkfirewall_resource_policy", "policy", OnResource),
    ("aws_oam_sink_policy", "policy", OnResource),
    ("aws_opensearch_domain", "access_policies", OnResource),
    ("aws_opensearch_domain_policy", "access_policies", OnResource),
    ("aws_organizations_resource_policy", "content", OnResource),
    ("aws_prometheus_resource_policy", "policy_document", OnResource),
    ("aws_redshift_resource_policy", "policy", OnResource),
    ("aws_redshiftserverless_resource_policy", "policy", OnResource),
    ("aws_s3_access_point", "policy", OnResource),
    ("aws_s3_bucket", "policy", OnResource),
    ("aws_s3_bucket_policy", "policy", OnResource),
    ("aws_s3control_access_grants_instance_resource_policy", "policy", OnResource),
    ("aws_s3control_access_point_policy", "policy", OnResource),
    ("aws_s3control_bucket_policy", "policy", OnResource),
    ("aws_s3control_object_lambda_access_point_policy", "policy", OnResource),
    ("aws_s3tables_table_bucket_policy", "resource_policy", OnResource),
    ("aws_s3tables_table_policy", "resource_policy", OnResource),
    ("aws_s3vectors_vector_bucket_policy", "policy", OnResource),
    ("aws_sagemaker_model_package_group_policy", "resource_policy", OnResource),
    ("aws_schemas_registry_policy", "policy", OnResource),
    ("aws_secretsmanager_secret", "policy", OnResource),
    ("aws_secretsmanager_secret_policy", "policy", OnResource),
    ("aws_ses_identity_policy", "policy", OnResource),
    ("aws_sesv2_email_identity_policy", "policy", OnResource),
    ("aws_sns_topic", "policy", OnResource),
    ("aws_sns_topic_policy", "policy", OnResource),
    ("aws_sqs_queue", "policy", OnResource),
    ("aws_sqs_queue_policy", "policy", OnResource),
    ("aws_ssoadmin_permission_set_inline_policy", "inline_policy", Identity),
    ("aws_transfer_access", "policy", Identity),
    ("aws_transfer_user", "policy", Identity),
    ("aws_vpc_endpoint", "policy", OnResource),
    ("aws_vpc_endpoint_policy", "policy", OnResource),
    ("aws_vpclattice_auth_policy", "policy", OnResource),
    ("aws_vpclattice_resource_policy", "policy", OnResource),
    ("aws_xray_resource_policy", "policy_document", OnResource),
];

/// The view of `resource`; `None` where it has nothing of this shape.
pub(super) fn derive(resource: &Resource) -> Option<Value> {
    let mut documents = List::default();
    for (_, attribute, role) in HOLDERS.iter().filter(|(kind, ..)| *kind == &*resource.kind) {
        // A permissions boundary grants nothing. Whoever it is attached to as well has it among his own.
        let role = if attached(&resource.body, "bounds").next().is_some() { Boundary } else { *role };
        push(&mut documents, &resource.body, attribute, attribute, role);
    }
    if &*resource.kind == "aws_iam_role" {
        push_inline(&mut documents, &resource.body);
    }
    if &*resource.kind == "data.aws_iam_policy_document"
        && let Some(json) = resource.body.member("json")
    {
        push(&mut documents, &resource.body, "json", "json", by_content(json));
    }
    if matches!(&*resource.kind, "aws_iam_group" | "aws_iam_role" | "aws_iam_user") {
        push_attached(&mut documents, &resource.body);
    }
    if documents.items.is_empty() && documents.rest.is_none() {
        return None;
    }
    let span = resource.body.span;
    let mut shape = Map::new();
    shape.insert("documents", span, Value::new(Kind::List(Arc::new(documents)), span));
    Some(Value::map(shape, span))
}

/// Whether resources of this kind hold policies.
pub(super) fn serves(kind: &str) -> bool {
    HOLDERS.iter().any(|(known, ..)| *known == kind)
}

/// What a policy that nobody uses is for, by what it says: those that name principals belong to resources and roles.
fn by_content(policy: &Value) -> Role {
    let document = parse(policy).ok();
    let statements = document.as_ref().and_then(|document| document.member("Statement")).and_then(Value::as_list);
    let statements = statements.map_or(&[][..], |list| list.items.as_slice());
    let has_principals =
        |statement: &Value| ["Principal", "NotPrincipal"].iter().any(|name| statement.member(name).is_some());
    if !statements.iter().any(has_principals) {
        return Identity;
    }
    let is_of_sts = |action: &Value| action.as_str().is_some_and(|action| action.starts_with("sts:"));
    let assumes = |statement: &Value| match statement.member("Action") {
        _ if statement.member("Principal").is_some_and(|principal| principal.member("Federated").is_some()) => true,
        Some(Value { kind: Kind::List(actions), .. }) => actions.items.iter().all(is_of_sts),
        Some(action) => is_of_sts(action),
        None => false,
    };
    if statements.iter().all(assumes) { Trust } else { OnResource }
}

/// The `inline_policy` blocks of a role.
fn push_inline(documents: &mut List, role: &Value) {
    const BLOCK: &str = "inline_policy";
    match role.get(BLOCK) {
        Lookup::Found(Value { kind: Kind::List(blocks), .. }) => {
            for block in &blocks.items {
                push(documents, block, "policy", BLOCK, Identity);
            }
            documents.rest = documents.rest.take().or_else(|| blocks.rest.clone());
        }
        Lookup::Found(value) => documents.rest = documents.rest.take().or_else(|| value.as_unknown().cloned()),
        Lookup::Unknown(unknown) => documents.rest = documents.rest.take().or_else(|| Some(Arc::new(unknown.clone()))),
        Lookup::Absent => {}
    }
}

/// The policies of other resources that give rights to a user, a group or a role: its own inline policies and those that
/// are attached to it. Which there are beside those that are known is asked where they are attached.
fn push_attached(documents: &mut List, principal: &Value) {
    for policy in attached(principal, "inline_policy") {
        push(documents, policy, "policy", "inline_policy", Identity);
    }
    for policy in attached(principal, "policy_attachment").flat_map(|attachment| attached(attachment, "policy")) {
        push(documents, policy, "policy", "policy_attachment", Identity);
    }
}

/// The bodies that are attached to another in this role.
fn attached<'v>(body: &'v Value, role: &str) -> impl Iterator<Item = &'v Value> {
    let list = body.member(ATTACHED).and_then(|roles| roles.member(role)).and_then(Value::as_list);
    list.into_iter().flat_map(|list| &list.items)
}

/// Adds the policy that `holder` has in `argument`, if it has one.
fn push(documents: &mut List, holder: &Value, argument: &str, attribute: &str, role: Role) {
    let policy = match holder.get(argument) {
        Lookup::Found(policy) => policy,
        Lookup::Absent => return,
        Lookup::Unknown(unknown) => {
            documents.rest.get_or_insert_with(|| Arc::new(unknown.clone()));
            return;
        }
    };
    // An empty string stands for no policy, as null does.
    if policy.is_null() || policy.as_str().is_some_and(|text| text.trim().is_empty()) {
        return;
    }
    let mut document = Map::new();
    document.insert("attribute", policy.span, Value::string(attribute, policy.span));
    document.insert("role", policy.span, Value::string(role.as_str(), policy.span));
    document.insert("statements", policy.span, statements(policy));
    documents.items.push(Value::map(document, policy.span));
}

/// The document that a text of JSON holds, as it is written, as far as it can be read. What is not known stays as it is.
///
/// # Errors
/// Why the text holds none.
pub(crate) fn parse(policy: &Value) -> Result<Value, Arc<Unknown>> {
    match &policy.kind {
        Kind::Map(_) | Kind::Unknown(_) => Ok(policy.clone()),
        _ => policy.parse_broken_json(),
    }
}

/// The normalised statements of a policy; unknown where its text is.
fn statements(policy: &Value) -> Value {
    match &policy.kind {
        Kind::Either(either) => {
            let options = either.options.iter().map(statements).collect();
            let kind = Value::either(options, Arc::clone(&either.cause), policy.span).kind;
            return Value { kind, ..policy.clone() };
        }
        // In a branch of a condition, nothing is no policy.
        Kind::Null => return Value::list(Vec::new(), policy.span),
        Kind::String(text) if text.trim().is_empty() => return Value::list(Vec::new(), policy.span),
        _ => {}
    }
    match parse(policy) {
        Ok(document) => denials::applied(statement::normalise_all(&document)),
        Err(unknown) => Value { kind: Kind::Unknown(unknown), ..policy.clone() },
    }
}
