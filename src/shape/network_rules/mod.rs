//! The `network_rules` shape: the rules of security groups, network ACLs and firewalls of every cloud as one list.
//!
//! One file for each cloud says where its resources keep a rule; [`rule`], [`peers`] and [`ports`] say what all rules
//! have in common. To add a kind: one row in [`KINDS`] and a function that fills a [`List`] of rules.

mod aws;
mod azure;
mod google;
mod peers;
mod ports;
mod rule;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::model::Resource;
use crate::value::{Kind, List, Map, Value};

/// Where a kind keeps its rules.
type Rules = fn(&Value) -> List;

/// Kind of resource, what it is in the view, and its rules.
const KINDS: &[(&str, &str, Rules)] = &[
    ("aws_security_group", "security_group", aws::security_group),
    ("aws_default_security_group", "security_group", aws::security_group),
    ("aws_security_group_rule", "security_group", aws::security_group_rule),
    ("aws_vpc_security_group_ingress_rule", "security_group", |body| aws::vpc_rule(body, "ingress")),
    ("aws_vpc_security_group_egress_rule", "security_group", |body| aws::vpc_rule(body, "egress")),
    ("aws_network_acl", "network_acl", aws::network_acl),
    ("aws_default_network_acl", "network_acl", aws::network_acl),
    ("aws_network_acl_rule", "network_acl", aws::network_acl_rule),
    ("azurerm_network_security_group", "nsg", azure::security_group),
    ("azurerm_network_security_rule", "nsg", azure::security_rule),
    ("google_compute_firewall", "firewall", google::firewall),
];

/// The view of `resource`; `None` where it has nothing of this shape.
pub(super) fn derive(resource: &Resource) -> Option<Value> {
    let (_, kind, rules) = KINDS.iter().find(|(kind, ..)| *kind == &*resource.kind)?;
    Some(shape(kind, rules(&resource.body), &resource.body))
}

/// Whether resources of this kind have rules.
pub(super) fn serves(kind: &str) -> bool {
    KINDS.iter().any(|(known, ..)| *known == kind)
}

fn shape(kind: &str, rules: List, body: &Value) -> Value {
    let mut shape = Map::new();
    shape.insert("type", body.span, Value::string(kind, body.span));
    shape.insert("rules", body.span, Value::new(Kind::List(Arc::new(rules)), body.span));
    Value::map(shape, body.span)
}
