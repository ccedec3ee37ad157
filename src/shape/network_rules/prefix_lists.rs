//! Managed prefix lists of AWS, which rules name in place of addresses.

use std::sync::Arc;

use super::family::Family;
use super::peers::Peers;
use super::rule::Block;
use crate::model::ATTACHED;
use crate::value::{Coercion, Kind, List, Reason, Unknown, Value, equals};

/// The role in which a list is attached to the resource whose rules name it: a map with the value that names it and the
/// body of the list.
pub const PREFIX_LIST: &str = "prefix_list";

/// Members of such a map.
pub const NAMED_BY: &str = "named_by";
/// See [`NAMED_BY`].
pub const BODY: &str = "body";

/// What the names of lists begin with that AWS keeps: of its services, none of which is everyone.
const OF_AWS: &str = "com.amazonaws.";

/// Adds the lists that `block` names in this argument: their addresses where they are attached to `body`, and something
/// unknown where they are not in the tree.
pub(super) fn read(peers: &mut Peers, block: Block<'_>, body: &Value, argument: &str) {
    let Some(names) = block.field(argument) else { return };
    match &names.kind {
        Kind::List(list) => {
            list.items.iter().for_each(|name| add(peers, name, body));
            if let Some(rest) = &list.rest {
                peers.push_address(Value::unknown(Arc::clone(rest), names.span));
            }
        }
        _ => add(peers, &names, body),
    }
}

fn add(peers: &mut Peers, name: &Value, body: &Value) {
    match (attached(name, body), of_endpoint(name)) {
        (Some(list), _) if list.member("name").and_then(Value::as_str).is_some_and(|name| name.starts_with(OF_AWS)) => {
            peers.push_id(name.clone());
        }
        (Some(list), _) if list.member("entry").is_some() || list.member(ATTACHED).is_some() => {
            peers.push_address_of(addresses(list).referenced_at(name.span, "prefix list"), family(list));
        }
        (None, true) => peers.push_id(name.clone()),
        (list, _) => {
            let unknown = match name.as_unknown() {
                Some(unknown) => Arc::clone(unknown),
                None => Unknown::new(Reason::Unsupported("a prefix list from elsewhere"), name.span).into(),
            };
            peers.push_address_of(Value::unknown(unknown, name.span), list.and_then(family));
        }
    }
}

/// The family of the addresses of a list, where it is known.
fn family(list: &Value) -> Option<Family> {
    match list.member("address_family")?.as_str()? {
        "IPv4" => Some(Family::Ipv4),
        "IPv6" => Some(Family::Ipv6),
        _ => None,
    }
}

/// The body of the list that is attached under this name.
fn attached<'v>(name: &Value, body: &'v Value) -> Option<&'v Value> {
    let lists = body.member(ATTACHED)?.member(PREFIX_LIST)?.as_list()?;
    let is_name = |other: &Value| match (name.as_unknown(), other.as_unknown()) {
        // What is unknown in a plan has no name by which it would be the same.
        (Some(name), Some(other)) if Arc::ptr_eq(name, other) => true,
        _ => equals(name, other, Coercion::Scalars).is_true(),
    };
    lists.items.iter().find(|list| list.member(NAMED_BY).is_some_and(is_name))?.member(BODY)
}

/// Whether the list is that of an endpoint, and so of a service of AWS.
fn of_endpoint(name: &Value) -> bool {
    let is_endpoint = |unknown: &Arc<Unknown>| {
        unknown.references.iter().any(|reference| {
            let step = reference.address.without_keys();
            step.steps().any(|step| matches!(step.as_str(), "aws_vpc_endpoint" | "aws_prefix_list"))
        })
    };
    name.as_unknown().is_some_and(is_endpoint)
}

/// The addresses of a list: those of its own entries, and of entries that are resources of their own.
fn addresses(list: &Value) -> Value {
    let mut all = List::default();
    for entries in [list.member("entry"), list.member(ATTACHED).and_then(|attached| attached.member("entry"))] {
        let Some(entries) = entries else { continue };
        match &entries.kind {
            Kind::List(entries) => {
                all.items.extend(entries.items.iter().filter_map(|entry| Block(entry).field("cidr")));
                all.rest = all.rest.or_else(|| entries.rest.clone());
            }
            _ => all.rest = all.rest.or_else(|| entries.as_unknown().cloned()),
        }
    }
    let span = all.items.first().map_or(list.span, |first| first.span);
    Value::new(Kind::List(Arc::new(all)), span)
}
