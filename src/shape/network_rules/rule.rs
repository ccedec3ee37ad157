//! Reading the block that describes a rule, and building the rule from it.

use std::sync::Arc;

use super::{ports, services};
use crate::source::Span;
use crate::value::{Kind, List, Lookup, Map, Number, Reason, Unknown, Value};

/// A block, an element of a list, or a whole resource, that describes rules.
#[derive(Clone, Copy)]
pub(super) struct Block<'v>(pub(super) &'v Value);

impl Block<'_> {
    /// An argument: `None` when it is not set, an unknown value when it cannot be known whether it is.
    pub(super) fn field(self, name: &str) -> Option<Value> {
        match self.0.get(name) {
            Lookup::Found(value) => (!value.is_null()).then(|| value.clone()),
            Lookup::Absent => None,
            Lookup::Unknown(unknown) => Some(Value::unknown(unknown.clone(), self.0.span)),
        }
    }

    /// An argument that must be set: an unknown value, with the reason, when it is not.
    pub(super) fn required(self, name: &str) -> Value {
        self.field(name).unwrap_or_else(|| self.unset(name))
    }

    /// What is not known because this argument, on which it depends, is not set.
    pub(super) fn unset(self, name: &str) -> Value {
        self.unknown(Reason::Invalid(format!("`{name}` is not set").into()))
    }

    /// What is not known of the block, for this reason.
    pub(super) fn unknown(self, reason: Reason) -> Value {
        Value::unknown(Unknown::new(reason, self.0.span), self.0.span)
    }

    /// A word that the kind of block implies.
    pub(super) fn implied(self, word: &str) -> Value {
        Value::string(word, self.0.span)
    }
}

/// A rule in the making.
#[derive(Clone)]
pub(super) struct Rule {
    fields: Map,
    span: Span,
}

impl Rule {
    /// A rule described by `block`, with what all clouds call by the same name.
    pub(super) fn new(block: Block<'_>, direction: Value, action: Value) -> Self {
        let mut rule = Self { fields: Map::new(), span: block.0.span };
        rule.set("direction", direction);
        rule.set("action", action);
        rule
    }

    /// Sets a field.
    pub(super) fn set(&mut self, name: &str, value: Value) {
        self.fields.insert(name, value.span, value);
    }

    /// Sets a field where there is a value.
    pub(super) fn set_optional(&mut self, name: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }

    /// Sets what tells the order in which rules are asked: the lower first.
    pub(super) fn rank(&mut self, rank: &Value) {
        self.set("rank", convert(rank, &|text| Number::parse(text).map(Kind::Number)));
    }

    /// Sets what narrows the rule beside protocol, ports and peers: those of these arguments that do. `is_all` tells of
    /// a text whether it leaves nothing out.
    pub(super) fn narrow(&mut self, block: Block<'_>, names: &[&str], is_all: fn(&str) -> bool) {
        let mut scope = match self.fields.get("scope").and_then(Value::as_map) {
            Some(scope) => scope.clone(),
            None => Map::new(),
        };
        for name in names {
            if let Some(value) = block.field(name).filter(|value| narrows(value, is_all)) {
                scope.insert(*name, value.span, value);
            }
        }
        if !scope.is_empty() {
            self.set("scope", Value::map(scope, block.0.span));
        }
    }

    /// The finished rule.
    pub(super) fn build(mut self) -> Value {
        let [protocol, from, to] = ["protocol", "from_port", "to_port"].map(|name| self.fields.get(name));
        let count = from.zip(to).and_then(|(from, to)| ports::count(from, to));
        let services = protocol.zip(from.zip(to)).map(|(protocol, (from, to))| services::passed(protocol, from, to));
        self.set_optional("port_count", count);
        self.set_optional("services", services);
        Value::map(self.fields, self.span)
    }
}

/// Whether an argument leaves anything out: it does not where it is for all.
fn narrows(value: &Value, is_all: fn(&str) -> bool) -> bool {
    match &value.kind {
        Kind::String(text) => !is_all(text),
        Kind::List(list) => {
            list.rest.is_some() || !list.items.is_empty() && list.items.iter().all(|item| narrows(item, is_all))
        }
        _ => true,
    }
}

/// The nested blocks of this name, also where they are written as an attribute: `ingress = [{ … }]`. The reason where
/// there may be more.
pub(super) fn blocks(body: &Value, name: &str) -> (Vec<Value>, Option<Arc<Unknown>>) {
    let Some(value) = Block(body).field(name) else {
        return (Vec::new(), None);
    };
    match &value.kind {
        Kind::List(list) => (list.items.clone(), list.rest.clone()),
        Kind::Map(_) => (vec![value], None),
        _ => (Vec::new(), value.as_unknown().cloned()),
    }
}

/// Adds what `each` makes of every block of this name to `rules`, which stays open where there may be more blocks.
pub(super) fn collect(rules: &mut List, body: &Value, name: &str, mut each: impl FnMut(Block<'_>, &mut Vec<Value>)) {
    let (blocks, rest) = blocks(body, name);
    for block in &blocks {
        each(Block(block), &mut rules.items);
    }
    if rules.rest.is_none() {
        rules.rest = rest;
    }
}

/// Nothing where the argument `name` does not switch a resource off, otherwise the rules that are left of it: none, and an
/// open list where it is not known.
pub(super) fn switched(body: &Value, name: &str, off: bool) -> Result<(), List> {
    let Some(switch) = Block(body).field(name) else {
        return Ok(());
    };
    match (switch.as_bool(), switch.as_unknown()) {
        (Some(value), _) if value == off => Err(List::default()),
        (_, Some(unknown)) => Err(List::open(Vec::new(), Arc::clone(unknown))),
        _ => Ok(()),
    }
}

/// Applies `read` to the text of a known scalar, and to each branch of a conditional one. What is unknown stays so, and
/// what `read` does not understand becomes so.
pub(super) fn convert(value: &Value, read: &dyn Fn(&str) -> Option<Kind>) -> Value {
    let understand = |text: &str| {
        read(text).unwrap_or_else(|| {
            let reason = Reason::Invalid(format!("`{text}` is not understood here").into());
            Kind::Unknown(Arc::new(Unknown::new(reason, value.span)))
        })
    };
    let kind = match &value.kind {
        Kind::String(text) => understand(text),
        Kind::Number(number) => understand(&number.to_string()),
        Kind::Bool(bool) => understand(if *bool { "true" } else { "false" }),
        Kind::Template(template) => match template.holes().next() {
            Some(hole) => Kind::Unknown(Arc::clone(hole)),
            None => value.kind.clone(),
        },
        Kind::Either(either) => {
            let options = either.options.iter().map(|option| convert(option, read)).collect();
            Value::either(options, Arc::clone(&either.cause), value.span).kind
        }
        other => other.clone(),
    };
    Value { kind, ..value.clone() }
}

/// Which way a rule looks, from any cloud's word.
pub(super) fn direction(value: &Value) -> Value {
    one_of(value, |name| match name {
        "in" | "inbound" | "ingress" => Some("ingress"),
        "out" | "outbound" | "egress" => Some("egress"),
        _ => None,
    })
}

/// Whether a rule lets traffic pass, from any cloud's word.
pub(super) fn action(value: &Value) -> Value {
    one_of(value, |name| match name {
        "accept" | "allow" => Some("allow"),
        "deny" | "drop" | "reject" => Some("deny"),
        _ => None,
    })
}

/// A known word, in whatever case, by the name that `name` gives it; not known where it gives none.
fn one_of(value: &Value, name: fn(&str) -> Option<&'static str>) -> Value {
    convert(value, &|text| Some(Kind::String(name(&text.to_lowercase())?.into())))
}

/// A known word in lower case, by the name that `rename` gives it.
fn word(value: &Value, rename: fn(&str) -> &str) -> Value {
    convert(value, &|text| Some(Kind::String(rename(&text.to_lowercase()).into())))
}

/// A protocol by the name that the shape gives it, from any cloud's name or number.
pub(super) fn protocol(value: &Value) -> Value {
    word(value, |name| match name.trim() {
        "-1" | "*" | "any" | "all" | "icmp_tcp_udp" => "all",
        "6" => "tcp",
        "17" => "udp",
        "132" => "sctp",
        "1" => "icmp",
        "58" => "icmpv6",
        other => other,
    })
}
