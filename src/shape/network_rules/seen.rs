//! A rule among others: what of it is known, for comparing them.

use std::cmp::Ordering;

use super::extent::Extent;
use crate::value::{Coercion, Kind, Number, Truth, Value, compare_order, equals};

/// A rule of the shape.
pub(super) struct Seen<'v> {
    /// Which resource of the group has it, and where it stands in that one's list.
    pub(super) at: (usize, usize),
    pub(super) rule: &'v Value,
    pub(super) direction: Option<&'v str>,
    pub(super) protocol: Option<&'v str>,
    /// Both ends; none where they are not known, and where the protocol has no ports.
    pub(super) ports: Option<(i64, i64)>,
    pub(super) extent: Extent<'v>,
}

impl<'v> Seen<'v> {
    pub(super) fn new(at: (usize, usize), rule: &'v Value) -> Self {
        let word = |name: &str| rule.member(name).and_then(Value::as_str);
        let port = |name: &str| rule.member(name).and_then(Value::as_number).and_then(Number::as_i64);
        let by_word = rule.member("everyone_by_word").and_then(Value::as_bool) == Some(true);
        Self {
            at,
            rule,
            direction: word("direction"),
            protocol: word("protocol"),
            ports: port("from_port").zip(port("to_port")),
            extent: rule.member("peers").map(|peers| Extent::of(peers, by_word)).unwrap_or_default(),
        }
    }

    /// Whether the rule certainly does this: `allow` or `deny`.
    pub(super) fn does(&self, action: &str) -> bool {
        self.rule.member("action").and_then(Value::as_str) == Some(action)
    }

    /// Whether the rule denies.
    pub(super) fn denies(&self) -> Truth<'v> {
        match self.rule.member("action").and_then(Value::as_unknown) {
            Some(unknown) => Truth::Unknown(unknown),
            None => self.does("deny").into(),
        }
    }

    /// Whether the protocol is known, and the ports where it has any.
    pub(super) fn is_known(&self) -> bool {
        self.protocol.is_some() && (self.ports.is_some() || self.rule.member("from_port").is_none())
    }

    /// What narrows the rule beside its peers, as one text; none where that is not known.
    pub(super) fn scope(&self) -> Option<String> {
        self.rule.member("scope").map_or(Some(String::new()), Value::identity)
    }

    /// Whether it is about every packet that the `other` is about.
    pub(super) fn covers(&self, other: &Self) -> Truth<'v> {
        let same = |name| match (self.rule.member(name), other.rule.member(name)) {
            (Some(own), Some(other)) => equals(own, other, Coercion::Scalars),
            _ => Truth::False,
        };
        let protocol = || if self.protocol == Some("all") { Truth::True } else { same("protocol") };
        same("direction")
            .and(protocol)
            .and(|| self.covers_ports(other))
            .and(|| self.covers_scope(other))
            .and(|| self.extent.covers(&other.extent))
    }

    fn covers_ports(&self, other: &Self) -> Truth<'v> {
        let ends = |name| (self.rule.member(name), other.rule.member(name));
        match (ends("from_port"), ends("to_port")) {
            ((Some(first), Some(others_first)), (Some(last), Some(others_last))) => {
                let bounds = |value: &Value, port: i64| value.as_number() == Some(Number::from(port));
                let from = || if bounds(first, 0) { Truth::True } else { in_order(first, others_first) };
                let to = || if bounds(last, 65_535) { Truth::True } else { in_order(others_last, last) };
                from().and(to)
            }
            // A rule for protocols without ports.
            ((_, None), (_, None)) => Truth::True,
            _ => Truth::False,
        }
    }

    /// Whether each argument that narrows this one narrows the other at least as much.
    fn covers_scope(&self, other: &Self) -> Truth<'v> {
        let Some(scope) = self.rule.member("scope").and_then(Value::as_map) else { return Truth::True };
        scope.entries().fold(Truth::True, |truth, entry| {
            truth.and(|| match other.rule.member("scope").and_then(|scope| scope.member(&entry.key)) {
                Some(others) => holds_all(&entry.value, others),
                None => entry.value.first_unknown().map_or(Truth::False, |unknown| Truth::Unknown(unknown)),
            })
        })
    }
}

/// Whether the first of two numbers is not above the second.
fn in_order<'v>(first: &'v Value, second: &'v Value) -> Truth<'v> {
    match compare_order(first, second, Coercion::Scalars) {
        Ok(order) => order.is_some_and(Ordering::is_le).into(),
        Err(truth) => truth,
    }
}

/// Whether `wide` is the same as `narrow`, or a list with all of its elements.
fn holds_all<'v>(wide: &'v Value, narrow: &'v Value) -> Truth<'v> {
    let (Kind::List(wide), Kind::List(narrow)) = (&wide.kind, &narrow.kind) else {
        return equals(wide, narrow, Coercion::Scalars);
    };
    let is_among = |item: &'v Value| {
        let rest = wide.rest.as_ref().map_or(Truth::False, |rest| Truth::Unknown(rest));
        wide.items.iter().fold(rest, |truth, own| truth.or(|| equals(own, item, Coercion::Scalars)))
    };
    let rest = narrow.rest.as_ref().map_or(Truth::True, |rest| Truth::Unknown(rest));
    narrow.items.iter().fold(rest, |truth, item| truth.and(|| is_among(item)))
}

/// Whether `deny` is asked before `allow`: its number is lower. Of rules of one number the deny counts where a cloud takes
/// them at all. Rules without numbers have no order.
pub(super) fn is_earlier<'v>(deny: &Seen<'v>, allow: &Seen<'v>) -> Truth<'v> {
    match (deny.rule.member("rank"), allow.rule.member("rank")) {
        (Some(deny), Some(allow)) => in_order(deny, allow),
        _ => Truth::False,
    }
}
