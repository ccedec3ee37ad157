//! Network security groups of Azure.

use super::peers::{Peer, Peers};
use super::ports;
use super::reach::is_everyone;
use super::rule::{Block, Rule, action, collect, direction, protocol};
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
    let direction = block.field("direction").map_or_else(|| block.implied("ingress"), |value| direction(&value));
    let action = block.field("access").map_or_else(|| block.implied("allow"), |value| action(&value));
    let protocol = protocol(&block.required("protocol"));
    let mut rule = Rule::new(block, direction.clone(), action);
    rule.set("protocol", protocol.clone());
    write_peers(&mut rule, block, &direction);
    rule.rank(&block.required("priority"));
    rule.set_optional("description", block.field("description"));

    let arguments = ["destination_port_range", "destination_port_ranges"];
    let ranges = ports::ranges(arguments.iter().filter_map(|name| block.field(name)));
    ports::push_each(&rule, &protocol, &ranges, rules);
}

/// Sources of what comes in, destinations of what goes out.
fn write_peers(rule: &mut Rule, block: Block<'_>, direction: &Value) {
    let sources: Peer =
        (&["source_address_prefix", "source_address_prefixes"], &["source_application_security_group_ids"]);
    let destinations: Peer = (
        &["destination_address_prefix", "destination_address_prefixes"],
        &["destination_application_security_group_ids"],
    );
    Peers::of_direction(block, direction, sources, destinations).write(rule, block.0.span);
    let (addresses, ids) = if direction.as_str() == Some("egress") { sources } else { destinations };
    rule.narrow(block, &["source_port_range", "source_port_ranges"], ports::are_all);
    rule.narrow(block, addresses, is_everyone);
    rule.narrow(block, ids, |_| false);
}
