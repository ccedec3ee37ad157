//! The `structured_text` shape: the body of a resource in which arguments that hold JSON or YAML are what their text stands for.
//! What is not known of a text stays open, and what is read keeps its place.
//!
//! To add an argument: one row in [`HOLDERS`].

#[cfg(test)]
mod tests;
mod yaml;

use std::sync::Arc;

use crate::model::Resource;
use crate::value::{Kind, Map, Value};

/// What a text is written in.
#[derive(Clone, Copy)]
pub(super) enum Format {
    Json,
    /// JSON, or else YAML.
    JsonOrYaml,
}

use Format::{Json, JsonOrYaml};

/// Kind, argument, and what its text is written in. Sorted by kind.
const HOLDERS: &[(&str, &str, Format)] = &[
    ("aws_api_gateway_rest_api", "body", JsonOrYaml),
    ("aws_apigatewayv2_api", "body", JsonOrYaml),
    ("aws_appconfig_hosted_configuration_version", "content", JsonOrYaml),
    ("aws_batch_job_definition", "container_properties", Json),
    ("aws_batch_job_definition", "ecs_properties", Json),
    ("aws_batch_job_definition", "node_properties", Json),
    ("aws_cloudformation_stack", "template_body", JsonOrYaml),
    ("aws_cloudwatch_dashboard", "dashboard_body", Json),
    ("aws_cloudwatch_event_rule", "event_pattern", Json),
    ("aws_codecommit_approval_rule_template", "content", Json),
    ("aws_ecr_lifecycle_policy", "policy", Json),
    ("aws_ecs_task_definition", "container_definitions", Json),
    ("aws_eks_addon", "configuration_values", JsonOrYaml),
    ("aws_emr_cluster", "configurations_json", Json),
    ("aws_emr_security_configuration", "configuration", Json),
    ("aws_opensearchserverless_access_policy", "policy", Json),
    ("aws_opensearchserverless_security_policy", "policy", Json),
    ("aws_sfn_state_machine", "definition", Json),
    ("aws_ssm_document", "content", JsonOrYaml),
    ("azurerm_management_group_policy_assignment", "parameters", Json),
    ("azurerm_policy_assignment", "parameters", Json),
    ("azurerm_policy_definition", "policy_rule", Json),
    ("azurerm_resource_group_policy_assignment", "parameters", Json),
    ("azurerm_resource_group_template_deployment", "template_content", Json),
    ("azurerm_subscription_policy_assignment", "parameters", Json),
];

/// The view of `resource`; `None` where it has nothing of this shape.
pub(super) fn derive(resource: &Resource) -> Option<Value> {
    let mut body: Option<Map> = None;
    for (_, argument, format) in HOLDERS.iter().filter(|(kind, ..)| *kind == &*resource.kind) {
        let body = body.get_or_insert(resource.body.as_map()?.clone());
        if let Some(text) = body.get_mut(argument) {
            *text = tree(text, *format);
        }
    }
    body.map(|body| Value { kind: Kind::Map(Arc::new(body)), ..resource.body.clone() })
}

/// Whether resources of this kind hold such texts.
pub(super) fn serves(kind: &str) -> bool {
    HOLDERS.iter().any(|(known, ..)| *known == kind)
}

/// What a text stands for, without members that are null; unknown, with the reason, where that cannot be read. An empty text
/// stays as it is.
pub(super) fn tree(text: &Value, format: Format) -> Value {
    let read = match &text.kind {
        Kind::Either(_) => return text.map_children(|branch| tree(branch, format)),
        Kind::Null | Kind::List(_) | Kind::Map(_) => return text.clone(),
        Kind::String(known) if known.trim().is_empty() => return text.clone(),
        // The call of a function is where a reference leads to, and what it was given is where things stand.
        Kind::Json(_) => text.parse_json().map(|inner| Value { kind: inner.kind, ..text.clone() }),
        _ => match (text.parse_json(), format) {
            (Err(_), JsonOrYaml) if !yaml::is_like_json(text) => yaml::read(text),
            (read, _) => read,
        },
    };
    match read {
        Ok(tree) => tree.without_nulls(),
        Err(unknown) => Value { kind: Kind::Unknown(unknown), ..text.clone() },
    }
}
