//! Which resources make one group: rules of one security group, entries of one firewall.
//!
//! To add a kind: one row in [`RULES`] or [`FIREWALLS`].

use std::collections::HashMap;

use super::names::references;
use crate::model::Resource;
use crate::value::{Address, Kind, Value};

/// Kinds that make groups together.
pub(super) struct Group {
    /// The kinds that are groups, which may have rules of their own.
    holders: &'static [&'static str],
    /// The argument of these that holds the name by which they may be named; none where only a reference tells.
    name: Option<&'static str>,
    /// The kinds that are rules, and the argument that names their group.
    rules: &'static [(&'static str, &'static str)],
}

const fn group(
    holders: &'static [&'static str],
    name: Option<&'static str>,
    rules: &'static [(&'static str, &'static str)],
) -> Group {
    Group { holders, name, rules }
}

/// Kinds of the shape `network_rules`.
pub(super) const RULES: &[Group] = &[
    group(&["alicloud_security_group"], None, &[("alicloud_security_group_rule", "security_group_id")]),
    group(
        &["aws_default_security_group", "aws_security_group"],
        None,
        &[
            ("aws_security_group_rule", "security_group_id"),
            ("aws_vpc_security_group_egress_rule", "security_group_id"),
            ("aws_vpc_security_group_ingress_rule", "security_group_id"),
        ],
    ),
    group(&["aws_default_network_acl", "aws_network_acl"], None, &[("aws_network_acl_rule", "network_acl_id")]),
    group(
        &["azurerm_network_security_group"],
        Some("name"),
        &[("azurerm_network_security_rule", "network_security_group_name")],
    ),
    group(&["google_compute_network"], Some("name"), &[("google_compute_firewall", "network")]),
    group(&["ibm_is_security_group"], None, &[("ibm_is_security_group_rule", "group")]),
    group(&["ibm_is_network_acl"], None, &[("ibm_is_network_acl_rule", "network_acl")]),
    group(&["ncloud_access_control_group"], None, &[("ncloud_access_control_group_rule", "access_control_group_no")]),
    group(&["ncloud_network_acl"], None, &[("ncloud_network_acl_rule", "network_acl_no")]),
    group(
        &["nifcloud_security_group"],
        Some("group_name"),
        &[("nifcloud_security_group_rule", "security_group_names")],
    ),
    group(
        &["oci_core_network_security_group"],
        None,
        &[("oci_core_network_security_group_security_rule", "network_security_group_id")],
    ),
    group(
        &["openstack_networking_secgroup_v2"],
        None,
        &[("openstack_networking_secgroup_rule_v2", "security_group_id")],
    ),
    group(
        &["tencentcloud_security_group"],
        None,
        &[
            ("tencentcloud_security_group_lite_rule", "security_group_id"),
            ("tencentcloud_security_group_rule", "security_group_id"),
            ("tencentcloud_security_group_rule_set", "security_group_id"),
        ],
    ),
    group(&["yandex_vpc_security_group"], None, &[("yandex_vpc_security_group_rule", "security_group_binding")]),
];

/// Kinds that let in addresses, and are no rules with ports.
pub(super) const FIREWALLS: &[Group] = &[
    group(&["alicloud_alb_acl"], None, &[("alicloud_alb_acl_entry_attachment", "acl_id")]),
    group(&["aws_ec2_managed_prefix_list"], None, &[("aws_ec2_managed_prefix_list_entry", "prefix_list_id")]),
    group(&["azurerm_mariadb_server"], Some("name"), &[("azurerm_mariadb_firewall_rule", "server_name")]),
    group(&["azurerm_mssql_server"], None, &[("azurerm_mssql_firewall_rule", "server_id")]),
    group(
        &["azurerm_mysql_flexible_server"],
        Some("name"),
        &[("azurerm_mysql_flexible_server_firewall_rule", "server_name")],
    ),
    group(&["azurerm_mysql_server"], Some("name"), &[("azurerm_mysql_firewall_rule", "server_name")]),
    group(
        &["azurerm_postgresql_flexible_server"],
        None,
        &[("azurerm_postgresql_flexible_server_firewall_rule", "server_id")],
    ),
    group(&["azurerm_postgresql_server"], Some("name"), &[("azurerm_postgresql_firewall_rule", "server_name")]),
    group(&["azurerm_redis_cache"], Some("name"), &[("azurerm_redis_firewall_rule", "redis_cache_name")]),
    group(&["azurerm_sql_server"], Some("name"), &[("azurerm_sql_firewall_rule", "server_name")]),
    group(&["azurerm_synapse_workspace"], None, &[("azurerm_synapse_firewall_rule", "synapse_workspace_id")]),
];

/// Arguments that say where a name holds.
const WHERE: [&str; 2] = ["project", "resource_group_name"];

/// The resources of each group of which several are here, in their order.
pub(super) fn grouped(resources: &[Resource], table: &[Group]) -> Vec<Vec<usize>> {
    let named = names(resources, table);
    let mut found: HashMap<String, usize, foldhash::quality::RandomState> = HashMap::default();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (index, resource) in resources.iter().enumerate() {
        let Some(key) = key(resource, table, &named) else { continue };
        let at = *found.entry(key).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[at].push(index);
    }
    groups.retain(|members| members.len() > 1);
    groups
}

/// Names of the groups, with where they hold; none for a name that several have.
type Names = HashMap<String, Option<Address>, foldhash::quality::RandomState>;

fn names(resources: &[Resource], table: &[Group]) -> Names {
    let mut names = Names::default();
    for resource in resources {
        let group = table.iter().find(|group| group.holders.contains(&&*resource.kind));
        let name = group.and_then(|group| resource.body.member(group.name?));
        if let Some(name) = name.and_then(|name| full_name(resource, name)) {
            names.entry(name).and_modify(|known| *known = None).or_insert_with(|| Some(resource.address.clone()));
        }
    }
    names
}

/// What tells a name from all others of the evaluation.
fn full_name(resource: &Resource, name: &Value) -> Option<String> {
    let mut full = format!("{} {}", resource.address.module(), name.identity()?);
    for argument in WHERE {
        if let Some(value) = resource.body.member(argument) {
            full.push(' ');
            full.push_str(&value.identity()?);
        }
    }
    Some(full)
}

/// What tells the group of a resource from all others; none where it is not known.
fn key(resource: &Resource, table: &[Group], named: &Names) -> Option<String> {
    let kind = &*resource.kind;
    if table.iter().any(|group| group.holders.contains(&kind)) {
        return Some(format!("is {}", resource.address));
    }
    let mut rows = table.iter().flat_map(|group| group.rules.iter().map(move |rule| (group, rule)));
    let (group, (_, argument)) = rows.find(|(_, (rule, _))| *rule == kind)?;
    let mut name = resource.body.member(argument)?;
    if let Kind::List(list) = &name.kind {
        name = list.items.first().filter(|_| list.items.len() == 1 && list.rest.is_none())?;
    }
    let holder =
        references(name).find(|reference| group.holders.iter().any(|holder| is_of_kind(&reference.address, holder)));
    if let Some(holder) = holder.filter(|reference| !reference.address.has_unknown_key()) {
        return Some(format!("is {}", holder.address));
    }
    let full = full_name(resource, name)?;
    match named.get(&full) {
        Some(holder) => Some(format!("is {}", holder.as_ref()?)),
        None => Some(format!("named {} {full}", group.holders.first()?)),
    }
}

fn is_of_kind(address: &Address, kind: &str) -> bool {
    address.steps().any(|step| step.as_str() == kind)
}
