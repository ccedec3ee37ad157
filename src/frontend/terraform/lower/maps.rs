//! Arguments that are maps, written as blocks.
//!
//! Terraform 0.11 took `tags { … }` for `tags = { … }`; since 0.12 it is refused
//! (<https://developer.hashicorp.com/terraform/language/v1.1.x/upgrade-guides/0-12>). It means what it meant.

use crate::value::{Kind, Map, Value};

/// Arguments that are maps of texts on every kind of these providers but for those that are named; by the schemas of the providers.
const MAPS: &[(&str, &str, &[&str])] = &[
    ("alicloud_", "tags", &[]),
    ("aws_", "tags", &["aws_devopsguru_resource_collection"]),
    ("aws_", "volume_tags", &[]),
    ("azurerm_", "app_settings", &[]),
    ("azurerm_", "tags", &[]),
    ("digitalocean_", "labels", &[]),
    ("google_", "annotations", &[]),
    ("google_", "environment_variables", &[]),
    (
        "google_",
        "labels",
        &["google_deployment_manager_deployment", "google_logging_metric", "google_monitoring_metric_descriptor"],
    ),
    (
        "google_",
        "metadata",
        &[
            "google_cloud_run_domain_mapping",
            "google_cloud_run_service",
            "google_compute_instance_settings",
            "google_monitoring_metric_descriptor",
            "google_vertex_ai_index",
        ],
    ),
    ("google_", "resource_labels", &[]),
    ("google_", "user_labels", &[]),
    ("openstack_", "metadata", &[]),
    ("yandex_", "labels", &[]),
    ("yandex_", "metadata", &[]),
];

/// The map that the only block of an argument stands for; the blocks as they are where they are no map of texts.
pub(super) fn unblocked(kind: &str, name: &str, blocks: Value) -> Value {
    let is_map = MAPS
        .iter()
        .any(|(provider, argument, unless)| *argument == name && kind.starts_with(provider) && !unless.contains(&kind));
    let only = blocks.as_list().filter(|list| is_map && list.rest.is_none()).and_then(|list| match &list.items[..] {
        [only] => Some(only.clone()),
        _ => None,
    });
    let holds_texts = |value: &Value| {
        let mut members = value.as_map().into_iter().flat_map(Map::entries);
        members.all(|entry| !matches!(entry.value.kind, Kind::List(_) | Kind::Map(_)))
    };
    only.filter(holds_texts).unwrap_or(blocks)
}
