//! VPC firewalls of Google Cloud.

use std::sync::Arc;

use super::peers::Peers;
use super::ports;
use super::rule::{Block, Rule, collect, protocol, word};
use crate::value::{Kind, List, Value};

/// One rule for each port range of each `allow` and `deny` block. A firewall that is switched off has none.
pub(super) fn firewall(body: &Value) -> List {
    let firewall = Block(body);
    let mut rules = List::default();
    if let Some(disabled) = firewall.field("disabled") {
        match (disabled.as_bool(), disabled.as_unknown()) {
            (Some(true), _) => return rules,
            (_, Some(unknown)) => return List::open(Vec::new(), Arc::clone(unknown)),
            _ => {}
        }
    }
    let direction =
        firewall.field("direction").map_or_else(|| firewall.implied("ingress"), |value| word(&value, |name| name));
    for action in ["allow", "deny"] {
        collect(&mut rules, body, action, |block, rules| {
            let mut rule = Rule::new(block, direction.clone(), block.implied(action));
            write_peers(&mut rule, firewall, &direction);
            rule.set_optional("description", firewall.field("description"));
            push_ranges(&rule, block, rules);
        });
    }
    rules
}

/// A block without ports passes all of them.
fn push_ranges(rule: &Rule, block: Block<'_>, rules: &mut Vec<Value>) {
    let mut rule = rule.clone();
    let protocol = block.field("protocol").map(|value| protocol(&value));
    rule.set_optional("protocol", protocol.clone());
    let ranges = ports::ranges(block.field("ports"));
    if !ranges.is_empty() {
        for range in ranges {
            let mut rule = rule.clone();
            ports::write(&mut rule, ports::range(&range));
            rules.push(rule.build());
        }
        return;
    }
    ports::write_unlimited(&mut rule, protocol.as_ref());
    rules.push(rule.build());
}

/// Where nothing narrows a rule it is for everyone.
fn write_peers(rule: &mut Rule, firewall: Block<'_>, direction: &Value) {
    let span = firewall.0.span;
    let mut peers = match (direction.as_str(), direction.as_unknown()) {
        (_, Some(unknown)) => {
            let mut peers = Peers::default();
            peers.push_address(Value::unknown(Arc::clone(unknown), direction.span));
            return peers.write(rule, span);
        }
        (Some("egress"), None) => Peers::read(firewall, &["destination_ranges"], &[]),
        _ => Peers::read(firewall, &["source_ranges"], &["source_tags", "source_service_accounts"]),
    };
    match peers.any() {
        Ok(true) => {}
        Ok(false) => {
            peers = Peers::default();
            peers.push_address(Value::list(vec![Value::string("0.0.0.0/0", span)], span));
        }
        // Unknown tags may be none at all, and then the rule is for everyone.
        Err(unknown) => peers.push_address(Value::new(Kind::Unknown(unknown), span)),
    }
    peers.write(rule, span);
}
