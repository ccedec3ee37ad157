//! How far the addresses reach that a service lets in: the lists and ranges in the firewalls of databases, caches and
//! control planes, which are no rules with ports.

use std::sync::Arc;

use super::peers::Peers;
use super::reach::Reach;
use crate::model::ATTACHED;
use crate::value::{Kind, Truth, Unknown, Value};

/// The role in which it is attached to a resource what lets in everyone together with it.
pub const BESIDE: &str = "beside";

/// Arguments that hold the first and the last address of a range.
const ENDS: &[(&str, &str)] = &[("start_ip_address", "end_ip_address"), ("start_ip", "end_ip")];

/// Arguments of a block or resource that hold addresses.
const ADDRESSES: &[&str] =
    &["address", "cidr", "cidr_block", "cidr_ip", "cidr_range", "entry", "ip_address", "ip_block", "ip_range", "value"];

/// Blocks of a resource that hold addresses.
const BLOCKS: &[&str] = &["acl_entries", "ingress", "ipBlock", "rule"];

/// Whether the farthest of the addresses in `value` reaches as far as `word` says, one of those of the shape: a text or several
/// between commas, a block or resource that holds one or a range, or a list of any of these, which count together.
pub fn reaches<'v>(value: &'v Value, word: &str) -> Truth<'v> {
    let mut found = Found::default();
    found.add(value);
    let answer = found.reach();
    let is = |reach: &Value| reach.as_str() == Some(word);
    let truths: Vec<bool> = match answer.as_ref().map(|answer| &answer.kind) {
        None => vec![false],
        Some(Kind::Either(either)) if either.options.iter().all(|option| option.as_str().is_some()) => {
            either.options.iter().map(is).collect()
        }
        Some(Kind::String(_)) => answer.iter().map(is).collect(),
        Some(_) => vec![true, false],
    };
    match (truths.contains(&true), truths.contains(&false), found.open) {
        (true, true, Some(unknown)) => Truth::Unknown(unknown),
        (holds, fails, _) => (holds && !fails).into(),
    }
}

/// The addresses of a value.
#[derive(Default)]
struct Found<'v> {
    addresses: Vec<Value>,
    /// The first that is not known.
    open: Option<&'v Arc<Unknown>>,
}

impl<'v> Found<'v> {
    fn add(&mut self, value: &'v Value) {
        match &value.kind {
            Kind::List(list) => {
                list.items.iter().for_each(|item| self.add(item));
                if let Some(rest) = &list.rest {
                    self.addresses.push(Value::unknown(Arc::clone(rest), value.span));
                    self.open = self.open.or(Some(rest));
                }
            }
            Kind::Map(_) => self.add_block(value),
            Kind::String(text) => {
                // Without a prefix, that is one address, which several services of Azure take for the others of Azure.
                let parts = text.split(',').map(str::trim).filter(|part| !matches!(*part, "0.0.0.0" | "::"));
                self.addresses.extend(parts.map(|part| Value { kind: Kind::String(part.into()), ..value.clone() }));
            }
            _ => {
                self.open = self.open.or(value.first_unknown());
                self.addresses.push(value.clone());
            }
        }
    }

    fn add_block(&mut self, block: &'v Value) {
        for (first, last) in ENDS {
            if let (Some(first), Some(last)) = (block.member(first), block.member(last)) {
                self.add_range(first, last);
            }
        }
        for name in ADDRESSES.iter().chain(BLOCKS) {
            if let Some(member) = block.member(name) {
                self.add(member);
            }
        }
        if let Some(beside) = block.member(ATTACHED).and_then(|attached| attached.member(BESIDE)) {
            self.add(beside);
        }
    }

    /// A range, of which one end may leave open how far it reaches at most.
    fn add_range(&mut self, first: &'v Value, last: &'v Value) {
        let text = |value: &Value, otherwise: &str| value.as_str().unwrap_or(otherwise).to_owned();
        let most = format!("{}-{}", text(first, "0.0.0.0"), text(last, "255.255.255.255"));
        let unknown = first.first_unknown().or(last.first_unknown());
        let word = |kind| Value { kind, ..last.clone() };
        let address = match (unknown, Reach::of(&most)) {
            // What is no text is no address.
            (None, _) if first.as_str().is_none() || last.as_str().is_none() => return,
            (None, _) | (Some(_), Reach::Private) => word(Kind::String(most.into())),
            (Some(unknown), _) => word(Kind::Unknown(Arc::clone(unknown))),
        };
        self.open = self.open.or(unknown);
        self.addresses.push(address);
    }

    fn reach(&self) -> Option<Value> {
        let span = self.addresses.first()?.span;
        let mut peers = Peers::default();
        peers.push_address(Value::list(self.addresses.clone(), span));
        peers.farthest()
    }
}

/// Whether a resource holds addresses that are read here.
pub fn has_addresses(body: &Value) -> bool {
    let mut found = Found::default();
    found.add(body);
    !found.addresses.is_empty()
}

/// Whether a resource alone lets in nearly everyone.
pub fn is_wide(body: &Value) -> bool {
    let mut found = Found::default();
    found.add(body);
    found.reach().as_ref().and_then(Reach::read) == Some(Reach::NearlyPublic)
}

/// Whether resources that each let in a part of the internet let in all of it together, and none does alone.
pub fn are_everyone_together(bodies: &[&Value]) -> bool {
    let is_public = |found: &Found<'_>| found.reach().as_ref().and_then(Reach::read) == Some(Reach::Public);
    let mut all = Found::default();
    for body in bodies {
        let mut alone = Found::default();
        alone.add(body);
        if is_public(&alone) {
            return false;
        }
        all.add(body);
    }
    is_public(&all)
}
