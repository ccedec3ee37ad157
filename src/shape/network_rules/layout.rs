//! Rules of clouds that write each part of a rule in an argument of its own: a table says in which.

use super::peers::{Peer, Peers};
use super::ports;
use super::reach::is_everyone;
use super::rule::{Block, Rule, action, blocks, collect, direction, protocol, switched};
use super::services;
use crate::value::{Kind, List, Reason, Value};

/// Where the resources of a kind keep the parts of their rules.
pub(super) struct Layout {
    /// Blocks that hold one rule each, and which way these look; none where the resource is a rule itself.
    pub(super) blocks: &'static [(&'static str, &'static str)],
    /// The argument that says which way a rule looks where its block does not; ingress where it is not set.
    pub(super) direction: &'static str,
    /// The argument that says whether a rule lets traffic pass; it does where it is not set.
    pub(super) action: &'static str,
    /// The argument of the protocol.
    pub(super) protocol: &'static str,
    /// Whether it must be set; where it need not, a rule without it is for all protocols.
    pub(super) needs_protocol: bool,
    /// The argument of one port, one range or several.
    pub(super) ranges: &'static str,
    /// The arguments of the first and the last port, where no range is written.
    pub(super) ends: (&'static str, &'static str),
    /// Blocks that stand for a protocol and hold its ports in `ends`.
    pub(super) protocols: &'static [(&'static str, &'static str)],
    /// The block within these that holds `ends`, where they do not do so themselves.
    pub(super) nested: Option<&'static str>,
    /// Arguments that name ports which are written elsewhere, so that nothing is known of them here.
    pub(super) elsewhere: &'static [&'static str],
    /// Who is at the other end of ingress: arguments of addresses, and of ids, tags or names.
    pub(super) sources: Peer,
    /// The same for egress.
    pub(super) destinations: Peer,
    /// Whether a rule that names nobody is for everyone.
    pub(super) for_everyone: bool,
    /// What tells which rule is asked first.
    pub(super) order: Order,
    /// The argument that switches all rules off, and its value that does so.
    pub(super) switch: Option<(&'static str, bool)>,
}

/// What tells which of two rules is asked first.
#[derive(Clone, Copy)]
pub(super) enum Order {
    /// Nothing: there are only rules that allow.
    None,
    /// This argument, a number of which the lower is first; the default where it is not set and has one.
    Number(&'static str, Option<i64>),
    /// The place in the list.
    Place,
    /// There is an order that is not followed.
    Elsewhere,
}

/// Ports that a rule may be narrowed to beside its own.
const SOURCE_PORTS: &[&str] = &["source_port", "source_port_max", "source_port_min", "source_port_range"];

impl Layout {
    /// The commonest names, for a table to differ from.
    pub(super) const PLAIN: Self = Self {
        blocks: &[],
        direction: "direction",
        action: "action",
        protocol: "protocol",
        needs_protocol: false,
        ranges: "port_range",
        ends: ("from_port", "to_port"),
        protocols: &[],
        nested: None,
        elsewhere: &[],
        sources: (&[], &[]),
        destinations: (&[], &[]),
        for_everyone: false,
        order: Order::None,
        switch: None,
    };

    /// The rules of a resource.
    pub(super) fn rules(&self, body: &Value) -> List {
        let mut rules = List::default();
        if let Some((name, off)) = self.switch
            && let Err(list) = switched(body, name, off)
        {
            return list;
        }
        for (name, direction) in self.blocks {
            collect(&mut rules, body, name, |block, rules| self.push(block, block.implied(direction), rules));
        }
        if self.blocks.is_empty() {
            self.push_directed(Block(body), &mut rules.items);
        }
        rules
    }

    /// The rules of a resource that has a block for each, which says itself which way it looks.
    pub(super) fn rules_of(&self, body: &Value, name: &str) -> List {
        let mut rules = List::default();
        collect(&mut rules, body, name, |block, rules| self.push_directed(block, rules));
        rules
    }

    fn push_directed(&self, block: Block<'_>, rules: &mut Vec<Value>) {
        let direction = block.field(self.direction).map_or_else(|| block.implied("ingress"), |value| direction(&value));
        self.push(block, direction, rules);
    }

    fn push(&self, block: Block<'_>, direction: Value, rules: &mut Vec<Value>) {
        let action = block.field(self.action).map_or_else(|| block.implied("allow"), |value| action(&value));
        let mut peers = Peers::of_direction(block, &direction, self.sources, self.destinations);
        if self.for_everyone {
            peers = peers.or_everyone(block.0.span);
        }
        let is_egress = direction.as_str() == Some("egress");
        let mut rule = Rule::new(block, direction, action);
        peers.write(&mut rule, block.0.span);
        self.write_order(&mut rule, block, rules.len());
        rule.narrow(block, &["destination_ip_address"], is_everyone);
        rule.narrow(block, &["ethertype"], |_| false);
        rule.narrow(block, SOURCE_PORTS, ports::are_all);
        if self.sources.0 != self.destinations.0 {
            let (addresses, ids) = if is_egress { self.sources } else { self.destinations };
            rule.narrow(block, addresses, is_everyone);
            rule.narrow(block, ids, |_| false);
        }
        rule.set_optional("description", block.field("description"));
        if self.elsewhere.iter().any(|name| block.field(name).is_some()) {
            rules.push(rule.build());
        } else if !self.push_protocols(block, &rule, rules) {
            self.push_ports(block, &rule, rules);
        }
    }

    /// `before` is the number of rules that stand before this one in their resource.
    fn write_order(&self, rule: &mut Rule, block: Block<'_>, before: usize) {
        match self.order {
            Order::None => {}
            Order::Number(name, default) => {
                let default = default.map(|number| Value::number(number, block.0.span));
                rule.rank(&block.field(name).or(default).unwrap_or_else(|| block.unset(name)));
            }
            Order::Place => rule.rank(&Value::number(before as i64, block.0.span)),
            Order::Elsewhere => rule.rank(&block.unknown(Reason::Unsupported("the order of rules of their own"))),
        }
    }

    /// A rule for each block that stands for a protocol, and one that is unknown where there may be more; false where
    /// there is none.
    fn push_protocols(&self, block: Block<'_>, rule: &Rule, rules: &mut Vec<Value>) -> bool {
        let before = rules.len();
        for (name, protocol) in self.protocols {
            let (found, rest) = blocks(block.0, name);
            for options in &found {
                let protocol = Block(options).implied(protocol);
                let (first, last) = self.ends_of(options);
                let mut rule = rule.clone();
                rule.narrow(Block(options), SOURCE_PORTS, ports::are_all);
                ports::write_ends(&mut rule, &protocol, first, last);
                rule.set("protocol", protocol);
                rules.push(rule.build());
            }
            if let Some(rest) = rest {
                let unknown = Value::unknown(rest, block.0.span);
                let mut rule = rule.clone();
                ports::write(&mut rule, ports::depending_on(&unknown));
                rule.set("protocol", unknown);
                rules.push(rule.build());
            }
        }
        rules.len() > before
    }

    /// The ports of a block that stands for a protocol.
    fn ends_of(&self, options: &Value) -> (Option<Value>, Option<Value>) {
        let read = |block: &Value| (Block(block).field(self.ends.0), Block(block).field(self.ends.1));
        let Some(nested) = self.nested else {
            return read(options);
        };
        let (inner, rest) = blocks(options, nested);
        match (inner.first(), rest) {
            (Some(inner), _) => read(inner),
            (None, Some(rest)) => {
                let unknown = Value::unknown(rest, options.span);
                (Some(unknown.clone()), Some(unknown))
            }
            (None, None) => (None, None),
        }
    }

    fn push_ports(&self, block: Block<'_>, rule: &Rule, rules: &mut Vec<Value>) {
        let written = match self.needs_protocol {
            true => protocol(&block.required(self.protocol)),
            false => block.field(self.protocol).map_or_else(|| block.implied("all"), |value| protocol(&value)),
        };
        let (protocol, usual) = usual_port(written);
        let mut ranges = ports::ranges(block.field(self.ranges));
        let mut rule = rule.clone();
        rule.set("protocol", protocol.clone());
        let (first, last) = (block.field(self.ends.0), block.field(self.ends.1));
        if ranges.is_empty() && (first.is_some() || last.is_some()) {
            ports::write_ends(&mut rule, &protocol, first, last);
            return rules.push(rule.build());
        }
        if ranges.is_empty() {
            ranges.extend(usual);
        }
        ports::push_each(&rule, &protocol, &ranges, rules);
    }
}

/// The protocol of a service, and its port, where the service is named in place of a protocol: `SSH`, `http`.
fn usual_port(protocol: Value) -> (Value, Option<Value>) {
    match protocol.as_str().and_then(services::named) {
        Some((name, port)) => {
            let port = Value { kind: Kind::Number(i64::from(port).into()), ..protocol.clone() };
            (Value { kind: Kind::String(name.into()), ..protocol }, Some(port))
        }
        None => (protocol, None),
    }
}
