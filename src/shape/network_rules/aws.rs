//! Security groups and network ACLs of AWS.

use super::peers::Peers;
use super::rule::{Block, Rule, action, collect, convert, direction, protocol};
use super::{ports, prefix_lists};
use crate::value::{Kind, List, Value};

const DIRECTIONS: [&str; 2] = ["ingress", "egress"];

/// `ingress` and `egress` of a security group. A group without either has no rules: the provider removes AWS's own.
pub(super) fn security_group(body: &Value) -> List {
    let mut rules = List::default();
    for direction in DIRECTIONS {
        collect(&mut rules, body, direction, |block, rules| {
            let mut peers = Peers::read(block, &["cidr_blocks", "ipv6_cidr_blocks"], &["security_groups"]);
            prefix_lists::read(&mut peers, block, body, "prefix_list_ids");
            rules.push(group_rule(block, block.implied(direction), "protocol", peers));
        });
    }
    rules
}

/// `aws_security_group_rule`.
pub(super) fn security_group_rule(body: &Value) -> List {
    let block = Block(body);
    let direction = block.field("type").map_or_else(|| block.implied("ingress"), |value| direction(&value));
    let mut peers = Peers::read(block, &["cidr_blocks", "ipv6_cidr_blocks"], &["source_security_group_id"]);
    prefix_lists::read(&mut peers, block, body, "prefix_list_ids");
    List::new(vec![group_rule(block, direction, "protocol", peers)])
}

/// `aws_vpc_security_group_ingress_rule` and its sister.
pub(super) fn vpc_rule(body: &Value, direction: &str) -> List {
    let block = Block(body);
    let mut peers = Peers::read(block, &["cidr_ipv4", "cidr_ipv6"], &["referenced_security_group_id"]);
    prefix_lists::read(&mut peers, block, body, "prefix_list_id");
    List::new(vec![group_rule(block, block.implied(direction), "ip_protocol", peers)])
}

/// `ingress` and `egress` of a network ACL.
pub(super) fn network_acl(body: &Value) -> List {
    let mut rules = List::default();
    for direction in DIRECTIONS {
        collect(&mut rules, body, direction, |block, rules| {
            rules.push(acl_rule(block, block.implied(direction), "action", "rule_no"));
        });
    }
    rules
}

/// `aws_network_acl_rule`, which is ingress unless `egress` says otherwise.
pub(super) fn network_acl_rule(body: &Value) -> List {
    let block = Block(body);
    let direction = block.field("egress").map_or_else(
        || block.implied("ingress"),
        |egress| convert(&egress, &|text| Some(Kind::String(DIRECTIONS[usize::from(text == "true")].into()))),
    );
    List::new(vec![acl_rule(block, direction, "rule_action", "rule_number")])
}

fn group_rule(block: Block<'_>, direction: Value, protocol: &str, mut peers: Peers) -> Value {
    if let Some(own) = block.field("self").filter(|own| own.as_bool() != Some(false)) {
        peers.push_id(convert(&own, &|_| Some(Kind::String("self".into()))));
    }
    let mut rule = Rule::new(block, direction, block.implied("allow"));
    finish(&mut rule, block, protocol, peers);
    rule.build()
}

fn acl_rule(block: Block<'_>, direction: Value, name: &str, rank: &str) -> Value {
    let action = block.field(name).map_or_else(|| block.implied("allow"), |value| action(&value));
    let peers = Peers::read(block, &["cidr_block", "ipv6_cidr_block"], &[]);
    let mut rule = Rule::new(block, direction, action);
    rule.rank(&block.required(rank));
    finish(&mut rule, block, "protocol", peers);
    rule.build()
}

fn finish(rule: &mut Rule, block: Block<'_>, name: &str, peers: Peers) {
    let protocol = protocol(&block.required(name));
    ports::write_pair(rule, block, &protocol);
    rule.set("protocol", protocol);
    peers.write(rule, block.0.span);
    rule.set_optional("description", block.field("description"));
}
