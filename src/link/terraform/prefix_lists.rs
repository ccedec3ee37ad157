//! The prefix lists that rules of AWS name.

use std::collections::HashMap;

use super::super::attach::attach;
use super::names::references;
use crate::model::Resource;
use crate::shape::network_rules::prefix_lists::{BODY, NAMED_BY, PREFIX_LIST};
use crate::value::{Address, List, Map, Value};

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
pub(super) fn attach_lists(resources: &mut [Resource]) {
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
