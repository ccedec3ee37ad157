//! Who uses what is made to be used by others: security groups and addresses that nothing in the root mentions.

use std::collections::{HashMap, HashSet};

use super::super::attach::attach;
use crate::model::Resource;
use crate::value::{Address, Kind, List, Map, Value};

/// The role of one that uses a resource. The list is there for all of [`USED`], and empty where nothing mentions it.
pub(super) const ROLE: &str = "user";

/// Kinds that do nothing by themselves.
pub(super) const USED: [&str; 2] = ["aws_eip", "aws_security_group"];

/// Their members that others may name them by.
const NAMES: [&str; 5] = ["allocation_id", "arn", "id", "name", "public_ip"];

/// What belongs to a resource, and does not use it: the kinds, and the argument that names it.
const PARTS: [(&str, &str); 3] = [
    ("aws_security_group_rule", "security_group_id"),
    ("aws_vpc_security_group_egress_rule", "security_group_id"),
    ("aws_vpc_security_group_ingress_rule", "security_group_id"),
];

/// Attaches to each resource that others should use one that does.
pub(super) fn attach_users(resources: &mut [Resource]) {
    let mut users = Users::default();
    for resource in resources.iter().filter(|resource| USED.contains(&&*resource.kind)) {
        users.wanted.insert(resource.address.without_keys());
        let names = NAMES.iter().filter_map(|name| resource.body.member(name)?.as_str());
        users.names.extend(names.map(|name| (name.to_owned(), resource.address.without_keys())));
    }
    if users.wanted.is_empty() {
        return;
    }
    for (index, resource) in resources.iter().enumerate() {
        for entry in resource.body.as_map().into_iter().flat_map(Map::entries) {
            if !PARTS.contains(&(&resource.kind, &entry.key)) {
                users.find(&entry.value, index, &resource.address.without_keys());
            }
        }
    }
    for index in 0..resources.len() {
        if USED.contains(&&*resources[index].kind) {
            let user = users.found.get(&resources[index].address.without_keys());
            let user = user.map(|user| resources[*user].body.clone());
            attach(&mut resources[index], ROLE, List::new(user.into_iter().collect()));
        }
    }
}

/// What is looked for, by addresses without keys, and what has been found.
#[derive(Default)]
struct Users {
    wanted: HashSet<Address>,
    names: HashMap<String, Address>,
    found: HashMap<Address, usize>,
}

impl Users {
    /// Notes what a value of the resource at `index` mentions beside that one itself.
    fn find(&mut self, value: &Value, index: usize, own: &Address) {
        let mut values = vec![value];
        while let Some(value) = values.pop() {
            let named = match &value.kind {
                Kind::String(text) => self.names.get(&**text),
                _ => None,
            };
            let referenced = value.own_unknowns().flat_map(|unknown| &unknown.references);
            let mentioned = referenced.map(|reference| reference.address.without_keys()).chain(named.cloned());
            for address in mentioned.filter(|address| address != own && self.wanted.contains(address)) {
                self.found.entry(address).or_insert(index);
            }
            values.extend(value.children());
        }
    }
}
