//! The `network_rules` shape: the rules of security groups, network ACLs and firewalls of every cloud as one list.
//!
//! Every cloud says where its resources keep a rule: in a file of its own, or, where a table can say it, in [`clouds`] by
//! the columns of [`layout`]. [`rule`], [`peers`], [`reach`], [`ports`] and [`services`] say what all rules have in common.
//! To add a kind: one row in [`KINDS`], and a table or a function that fills a [`List`] of rules.

pub mod admits;
mod aws;
mod azure;
mod clouds;
mod extent;
mod family;
mod google;
mod layout;
mod peers;
mod ports;
pub mod prefix_lists;
mod reach;
mod rule;
mod seen;
pub(in crate::shape) mod services;
mod settle;
mod tencent;
#[cfg(test)]
mod tests;
mod union;

use std::sync::Arc;

use crate::model::{ATTACHED, Resource};
use crate::value::{Kind, List, Map, Number, Value};
use settle::{Change, settle};

/// Where a kind keeps its rules.
type Rules = fn(&Value) -> List;

/// Kind of resource, what it is in the view, and its rules.
const KINDS: &[(&str, &str, Rules)] = &[
    ("alicloud_security_group_rule", "security_group", |body| clouds::ALIBABA_GROUP.rules(body)),
    ("aws_security_group", "security_group", aws::security_group),
    ("aws_default_security_group", "security_group", aws::security_group),
    ("aws_security_group_rule", "security_group", aws::security_group_rule),
    ("aws_vpc_security_group_ingress_rule", "security_group", |body| aws::vpc_rule(body, "ingress")),
    ("aws_vpc_security_group_egress_rule", "security_group", |body| aws::vpc_rule(body, "egress")),
    ("aws_lightsail_instance_public_ports", "firewall", |body| clouds::AWS_LIGHTSAIL.rules(body)),
    ("aws_network_acl", "network_acl", aws::network_acl),
    ("aws_default_network_acl", "network_acl", aws::network_acl),
    ("aws_network_acl_rule", "network_acl", aws::network_acl_rule),
    ("azurerm_network_security_group", "nsg", azure::security_group),
    ("azurerm_network_security_rule", "nsg", azure::security_rule),
    ("digitalocean_firewall", "firewall", |body| clouds::DIGITALOCEAN_FIREWALL.rules(body)),
    ("google_compute_firewall", "firewall", google::firewall),
    ("ibm_is_security_group_rule", "security_group", |body| clouds::IBM_GROUP_RULE.rules(body)),
    ("ibm_is_network_acl", "network_acl", |body| clouds::IBM_ACL_RULE.rules_of(body, "rules")),
    ("ibm_is_network_acl_rule", "network_acl", |body| clouds::IBM_ACL_OWN_RULE.rules(body)),
    ("linode_firewall", "firewall", |body| clouds::LINODE_FIREWALL.rules(body)),
    ("ncloud_access_control_group_rule", "security_group", |body| clouds::NCLOUD.rules(body)),
    ("ncloud_network_acl_rule", "network_acl", |body| clouds::NCLOUD.rules(body)),
    ("nifcloud_security_group_rule", "security_group", |body| clouds::NIFCLOUD_GROUP.rules(body)),
    ("oci_core_security_list", "security_list", |body| clouds::OCI_LIST.rules(body)),
    ("oci_core_default_security_list", "security_list", |body| clouds::OCI_LIST.rules(body)),
    ("oci_core_network_security_group_security_rule", "security_group", |body| clouds::OCI_GROUP_RULE.rules(body)),
    ("openstack_networking_secgroup_rule_v2", "security_group", |body| clouds::OPENSTACK_GROUP_RULE.rules(body)),
    ("openstack_compute_secgroup_v2", "security_group", |body| clouds::OPENSTACK_COMPUTE_GROUP.rules(body)),
    ("openstack_fw_rule_v1", "firewall", |body| clouds::OPENSTACK_FIREWALL.rules(body)),
    ("openstack_fw_rule_v2", "firewall", |body| clouds::OPENSTACK_FIREWALL.rules(body)),
    ("tencentcloud_security_group_rule", "security_group", |body| clouds::TENCENT_RULE.rules(body)),
    ("tencentcloud_security_group_rule_set", "security_group", |body| clouds::TENCENT_SET.rules(body)),
    ("tencentcloud_security_group_lite_rule", "security_group", tencent::lite_rules),
    ("yandex_vpc_security_group", "security_group", |body| clouds::YANDEX_GROUP.rules(body)),
    ("yandex_vpc_default_security_group", "security_group", |body| clouds::YANDEX_GROUP.rules(body)),
    ("yandex_vpc_security_group_rule", "security_group", |body| clouds::YANDEX_RULE.rules(body)),
];

/// The view of `resource`; `None` where it has nothing of this shape. What other resources of its group make of its rules is
/// taken from where [`settle_group`] had it attached.
pub(super) fn derive(resource: &Resource) -> Option<Value> {
    let (kind, mut rules) = own_rules(resource)?;
    match resource.body.member(ATTACHED).and_then(|attached| attached.member(SETTLED)) {
        Some(settled) => apply_attached(&mut rules, settled),
        None => settle(&[&rules]).into_iter().for_each(|change| apply(&mut rules, change.rule, change.fields)),
    }
    Some(shape(kind, rules, &resource.body))
}

/// The role in which it is attached to a resource what the other resources of its group change of its rules.
pub const SETTLED: &str = "settled";

/// What the rules of resources that make one group change of each other: for each of the resources the list that is to be
/// attached as [`SETTLED`]. None where nothing changes.
pub fn settle_group(resources: &[&Resource]) -> Option<Vec<List>> {
    let rules: Vec<List> =
        resources.iter().map(|resource| own_rules(resource).map_or_else(List::default, |(_, rules)| rules)).collect();
    let changes = settle(&rules.iter().collect::<Vec<_>>());
    if changes.is_empty() {
        return None;
    }
    let mut settled = vec![List::default(); resources.len()];
    for Change { resource, rule, fields } in changes {
        let span = resources[resource].header;
        let mut change = Map::new();
        change.insert(AT, span, Value::number(rule as i64, span));
        for (name, value) in fields {
            change.insert(name, value.span, value);
        }
        settled[resource].items.push(Value::map(change, span));
    }
    Some(settled)
}

/// The member of an attached change that says which rule it is about.
const AT: &str = "at";

fn own_rules(resource: &Resource) -> Option<(&'static str, List)> {
    let (_, kind, rules) = KINDS.iter().find(|(kind, ..)| *kind == &*resource.kind)?;
    Some((kind, rules(&resource.body)))
}

fn apply_attached(rules: &mut List, settled: &Value) {
    for change in settled.as_list().into_iter().flat_map(|list| &list.items).filter_map(Value::as_map) {
        let at =
            change.get(AT).and_then(Value::as_number).and_then(Number::as_i64).and_then(|at| usize::try_from(at).ok());
        let fields = change.entries().filter(|entry| &*entry.key != AT);
        if let Some(at) = at {
            apply(rules, at, fields.map(|entry| (Arc::clone(&entry.key), entry.value.clone())));
        }
    }
}

fn apply(rules: &mut List, at: usize, fields: impl IntoIterator<Item = (impl Into<Arc<str>>, Value)>) {
    if let Some(rule) = rules.items.get_mut(at).and_then(Value::as_map_mut) {
        for (name, value) in fields {
            rule.insert(name, value.span, value);
        }
    }
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
