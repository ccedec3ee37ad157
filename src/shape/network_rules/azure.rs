//! Network security groups of Azure.

use super::peers::Peers;
use super::ports;
use super::rule::{Block, Rule, collect, protocol, word};
use crate::value::{List, Value};

/// The `security_rule` blocks of a group.
pub(super) fn security_group(body: &Value) -> List {
    let mut rules = List::default();
    collect(&mut rules, body, "security_rule", push_rules);
    rules
}

/// `azurerm_network_security_rule`.
pub(super) fn security_rule(body: &Value) -> List {
    let mut rules = List::default();
    push_rules(Block(body), &mut rules.items);
    rules
}

/// One rule for each destination port range, and one for all ports where there is none.
fn push_rules(block: Block<'_>, rules: &mut Vec<Value>) {
    let direction = block.field("direction").map_or_else(
        || block.implied("ingress"),
        |value| {
            word(&value, |name| match name {
                "inbound" => "ingress",
                "outbound" => "egress",
                other => other,
            })
        },
    );
    let action = block.field("access").map_or_else(|| block.implied("allow"), |value| word(&value, |name| name));
    let protocol = block.field("protocol").map(|value| protocol(&value));
    let mut rule = Rule::new(block, direction.clone(), action);
    rule.set_optional("protocol", protocol.clone());
    write_peers(&mut rule, block, &direction);
    rule.set_optional("description", block.field("description"));

    let arguments = ["destination_port_range", "destination_port_ranges"];
    let ranges = ports::ranges(arguments.iter().filter_map(|name| block.field(name)));
    let without_ports = protocol.as_ref().is_some_and(|protocol| ports::has_ports(protocol) == Some(false));
    if without_ports || ranges.is_empty() {
        ports::write_unlimited(&mut rule, protocol.as_ref());
        rules.push(rule.build());
        return;
    }
    for range in ranges {
        let mut rule = rule.clone();
        ports::write(&mut rule, ports::range(&range));
        rules.push(rule.build());
    }
}

/// Sources of what comes in, destinations of what goes out; unknown while the direction is.
fn write_peers(rule: &mut Rule, block: Block<'_>, direction: &Value) {
    let source = direction.as_str() == Some("ingress");
    if let Some(unknown) = direction.as_unknown() {
        let mut peers = Peers::default();
        peers.push_address(Value::unknown(unknown.clone(), direction.span));
        return peers.write(rule, block.0.span);
    }
    let peers = if source {
        let addresses = ["source_address_prefix", "source_address_prefixes"];
        Peers::read(block, &addresses, &["source_application_security_group_ids"])
    } else {
        let addresses = ["destination_address_prefix", "destination_address_prefixes"];
        Peers::read(block, &addresses, &["destination_application_security_group_ids"])
    };
    peers.write(rule, block.0.span);
}
