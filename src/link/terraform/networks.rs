//! Rules that make one group, though each is a resource of its own: what they make of each other is attached to them, and
//! so are the prefix lists that they name.
//!
//! To add a kind: one row in [`GROUPS`].

use std::collections::HashMap;

use super::super::attach::attach;
use super::names::references;
use crate::model::Resource;
use crate::shape::Shape;
use crate::shape::network_rules::prefix_lists::{BODY, NAMED_BY, PREFIX_LIST};
use crate::shape::network_rules::{SETTLED, settle_group};
use crate::value::{Address, Kind, List, Map, Value};

/// Kinds that make groups together.
struct Group {
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

const GROUPS: &[Group] = &[
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

/// Arguments that say where a name holds.
const WHERE: [&str; 2] = ["project", "resource_group_name"];

/// Attaches to the rules of each group what they make of each other.
pub(super) fn settle(resources: &mut [Resource]) {
    let named = names(resources);
    let mut groups: HashMap<String, Vec<usize>, foldhash::quality::RandomState> = HashMap::default();
    let mut order = Vec::new();
    for (index, resource) in
        resources.iter().enumerate().filter(|(_, resource)| Shape::NetworkRules.serves(&resource.kind))
    {
        let Some(key) = key(resource, &named) else { continue };
        let members = groups.entry(key.clone()).or_default();
        if members.is_empty() {
            order.push(key);
        }
        members.push(index);
    }
    for members in order.iter().filter_map(|key| groups.get(key)).filter(|members| members.len() > 1) {
        let rules: Vec<&Resource> = members.iter().map(|index| &resources[*index]).collect();
        let settled = settle_group(&rules).into_iter().flatten();
        for (index, changes) in members.iter().zip(settled.collect::<Vec<_>>()) {
            attach(&mut resources[*index], SETTLED, changes);
        }
    }
}

/// Names of the groups, with where they hold; none for a name that several have.
type Names = HashMap<String, Option<Address>, foldhash::quality::RandomState>;

fn names(resources: &[Resource]) -> Names {
    let mut names = Names::default();
    for resource in resources {
        let group = GROUPS.iter().find(|group| group.holders.contains(&&*resource.kind));
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
fn key(resource: &Resource, named: &Names) -> Option<String> {
    let kind = &*resource.kind;
    if GROUPS.iter().any(|group| group.holders.contains(&kind)) {
        return Some(format!("is {}", resource.address));
    }
    let mut rows = GROUPS.iter().flat_map(|group| group.rules.iter().map(move |rule| (group, rule)));
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

/// The kinds of prefix lists.
const LISTS: [&str; 2] = ["aws_ec2_managed_prefix_list", "data.aws_ec2_managed_prefix_list"];

/// Kinds with rules that name prefix lists, the blocks of the rules where these are no resources of their own, and the
/// argument.
const NAMING: &[(&str, &[&str], &str)] = &[
    ("aws_default_security_group", &["ingress", "egress"], "prefix_list_ids"),
    ("aws_security_group", &["ingress", "egress"], "prefix_list_ids"),
    ("aws_security_group_rule", &[], "prefix_list_ids"),
    ("aws_vpc_security_group_egress_rule", &[], "prefix_list_id"),
    ("aws_vpc_security_group_ingress_rule", &[], "prefix_list_id"),
];

/// Attaches to rules the prefix lists that they name, each with the value that names it.
pub(super) fn attach_prefix_lists(resources: &mut [Resource]) {
    let mut lists: HashMap<Address, Vec<usize>, foldhash::quality::RandomState> = HashMap::default();
    for (index, resource) in resources.iter().enumerate().filter(|(_, resource)| LISTS.contains(&&*resource.kind)) {
        lists.entry(resource.address.clone()).or_default().push(index);
        if resource.address.without_keys() != resource.address {
            lists.entry(resource.address.without_keys()).or_default().push(index);
        }
    }
    if lists.is_empty() {
        return;
    }
    for index in 0..resources.len() {
        let found: Vec<Value> = prefix_list_names(&resources[index])
            .into_iter()
            .filter_map(|name| {
                let [list] = references(&name).find_map(|reference| lists.get(&reference.address))?[..] else {
                    return None;
                };
                let mut named = Map::new();
                named.insert(BODY, name.span, resources[list].body.clone());
                named.insert(NAMED_BY, name.span, name.clone());
                Some(Value::map(named, name.span))
            })
            .collect();
        if !found.is_empty() {
            attach(&mut resources[index], PREFIX_LIST, List::new(found));
        }
    }
}

fn prefix_list_names(resource: &Resource) -> Vec<Value> {
    let Some((_, blocks, argument)) = NAMING.iter().find(|(kind, ..)| *kind == &*resource.kind) else {
        return Vec::new();
    };
    let of_blocks = blocks.iter().filter_map(|block| resource.body.member(block)).flat_map(elements);
    let holders: Vec<&Value> = if blocks.is_empty() { vec![&resource.body] } else { of_blocks.collect() };
    let names = holders.into_iter().filter_map(|holder| holder.member(argument)).flat_map(elements);
    names.cloned().collect()
}

fn elements(value: &Value) -> Vec<&Value> {
    value.as_list().map_or_else(|| vec![value], |list| list.items.iter().collect())
}
