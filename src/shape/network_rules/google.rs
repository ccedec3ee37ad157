//! VPC firewalls of Google Cloud.

use super::peers::{Peer, Peers};
use super::ports;
use super::reach::is_everyone;
use super::rule::{Block, Rule, collect, direction, protocol, switched};
use crate::value::{List, Value};

/// That of a rule that says none.
const DEFAULT_PRIORITY: i64 = 1000;

/// One rule for each port range of each `allow` and `deny` block. A firewall that is switched off has none.
pub(super) fn firewall(body: &Value) -> List {
    let firewall = Block(body);
    let mut rules = List::default();
    if let Err(list) = switched(body, "disabled", true) {
        return list;
    }
    let direction = firewall.field("direction").map_or_else(|| firewall.implied("ingress"), |value| direction(&value));
    for action in ["allow", "deny"] {
        collect(&mut rules, body, action, |block, rules| {
            let mut rule = Rule::new(block, direction.clone(), block.implied(action));
            write_peers(&mut rule, firewall, &direction);
            let priority = firewall.field("priority").unwrap_or_else(|| Value::number(DEFAULT_PRIORITY, block.0.span));
            rule.rank(&priority);
            rule.set_optional("description", firewall.field("description"));
            push_ranges(&rule, block, rules);
        });
    }
    rules
}

/// A block without ports passes all of them.
fn push_ranges(rule: &Rule, block: Block<'_>, rules: &mut Vec<Value>) {
    let mut rule = rule.clone();
    let protocol = protocol(&block.required("protocol"));
    rule.set("protocol", protocol.clone());
    ports::push_each(&rule, &protocol, &ports::ranges(block.field("ports")), rules);
}

/// Where nothing narrows a rule it is for everyone.
fn write_peers(rule: &mut Rule, firewall: Block<'_>, direction: &Value) {
    let sources: Peer = (&["source_ranges"], &["source_tags", "source_service_accounts"]);
    let peers = Peers::of_direction(firewall, direction, sources, (&["destination_ranges"], &[]));
    peers.or_everyone(firewall.0.span).write(rule, firewall.0.span);
    rule.narrow(firewall, &["target_tags", "target_service_accounts"], |_| false);
    let others = if direction.as_str() == Some("egress") { "source_ranges" } else { "destination_ranges" };
    rule.narrow(firewall, &[others], is_everyone);
}
