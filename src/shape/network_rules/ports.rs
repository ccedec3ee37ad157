//! Port ranges.

use std::sync::Arc;

use super::rule::{Block, Rule, convert};
use crate::value::{Kind, Number, Reason, Unknown, Value};

const FIRST: i64 = 0;
const LAST: i64 = 65_535;

/// Sets both ends of a range. One that ends before it begins is not known: somebody meant some ports.
pub(super) fn write(rule: &mut Rule, (from, to): (Value, Value)) {
    let reversed = from.as_number().zip(to.as_number()).is_some_and(|(from, to)| from.as_i64() > to.as_i64());
    let end = |end: Value| match reversed {
        true => {
            let reason = Reason::Invalid("the ports end before they begin".into());
            Value { kind: Kind::Unknown(Arc::new(Unknown::new(reason, end.span))), ..end }
        }
        false => end,
    };
    rule.set("from_port", end(from));
    rule.set("to_port", end(to));
}

/// All ports, for the reason that stands at `value`.
fn all(value: &Value) -> (Value, Value) {
    let end = |port: i64| Value { kind: Kind::Number(port.into()), ..value.clone() };
    (end(FIRST), end(LAST))
}

/// Ports that depend on a protocol that is not known.
pub(super) fn depending_on(protocol: &Value) -> (Value, Value) {
    let unknown = match protocol.first_unknown() {
        Some(cause) => Value::unknown(Arc::clone(cause), protocol.span),
        None => protocol.clone(),
    };
    (unknown.clone(), unknown)
}

/// All ports of a protocol, where it has any.
fn write_unlimited(rule: &mut Rule, protocol: &Value) {
    match has_ports(protocol) {
        Some(true) => write(rule, all(protocol)),
        None => write(rule, depending_on(protocol)),
        Some(false) => {}
    }
}

/// One rule for each range, and one for all ports where there is none or where the protocol has none.
pub(super) fn push_each(rule: &Rule, protocol: &Value, ranges: &[Value], rules: &mut Vec<Value>) {
    let without_ports = has_ports(protocol) == Some(false);
    if without_ports || ranges.is_empty() {
        let mut rule = rule.clone();
        write_unlimited(&mut rule, protocol);
        return rules.push(rule.build());
    }
    for value in ranges {
        let mut rule = rule.clone();
        write(&mut rule, range(value));
        rules.push(rule.build());
    }
}

/// The ports from one to another, both included: one where only one is written, and all where there is neither, or -1 or 0
/// for both.
pub(super) fn write_ends(rule: &mut Rule, protocol: &Value, first: Option<Value>, last: Option<Value>) {
    if has_ports(protocol) == Some(false) {
        return;
    }
    let pair = (first.clone().or_else(|| last.clone()), last.or(first));
    match &pair {
        (Some(first), Some(last)) if !is_pair_of(&pair, -1) && !is_pair_of(&pair, 0) => {
            write(rule, (number(first), number(last)));
        }
        _ => write_unlimited(rule, protocol),
    }
}

fn number(value: &Value) -> Value {
    convert(value, &|text| Number::parse(text).map(Kind::Number))
}

/// Whether a known protocol has ports; `None` for one that is not known.
fn has_ports(protocol: &Value) -> Option<bool> {
    protocol.as_str().map(|name| matches!(name, "all" | "tcp" | "udp" | "sctp"))
}

/// The ports of an AWS rule, where the protocol may stand for all ports and the two arguments then do not count.
pub(super) fn write_pair(rule: &mut Rule, block: Block<'_>, protocol: &Value) {
    let pair = (block.field("from_port"), block.field("to_port"));
    match protocol.as_str() {
        Some("all") => write(rule, all(protocol)),
        // AWS passes other protocols whatever ports are written.
        Some(name) if !matches!(name, "tcp" | "udp") => {}
        // AWS refuses this for protocols with ports; its author means all of them.
        Some(_) if is_pair_of(&pair, -1) => write(rule, all(protocol)),
        // Only `0` and `0`, or nothing, may stand beside a protocol that turns out to be all.
        None if may_be_all(&pair) => write(rule, depending_on(protocol)),
        // Protocols with ports need both.
        _ => {
            let end = |end: Option<Value>, name| number(&end.unwrap_or_else(|| block.unset(name)));
            write(rule, (end(pair.0, "from_port"), end(pair.1, "to_port")));
        }
    }
}

fn is_pair_of(pair: &(Option<Value>, Option<Value>), port: i64) -> bool {
    let spelt = port.to_string();
    let same = |value: &Option<Value>| match value.as_ref().map(|value| &value.kind) {
        Some(Kind::Number(number)) => *number == Number::from(port),
        Some(Kind::String(text)) => **text == *spelt,
        _ => false,
    };
    same(&pair.0) && same(&pair.1)
}

fn may_be_all(pair: &(Option<Value>, Option<Value>)) -> bool {
    let zero = |value: &Option<Value>| match value {
        Some(value) => value.as_number().is_none_or(|number| number == Number::from(0)),
        None => true,
    };
    zero(&pair.0) && zero(&pair.1)
}

/// How many ports there are from one to another; not known where either end is one of several.
pub(super) fn count(from: &Value, to: &Value) -> Option<Value> {
    let number = |value: &Value| value.as_number().and_then(Number::as_i64);
    let kind = match (number(from), number(to)) {
        (Some(first), Some(last)) => Kind::Number(last.saturating_sub(first).saturating_add(1).max(0).into()),
        _ => Kind::Unknown(Arc::clone(from.first_unknown().or_else(|| to.first_unknown())?)),
    };
    Some(Value { kind, ..to.clone() })
}

/// The ends of a range as it is written in one string: `22`, `20-25`, `20/25`, `20:25`, `*`.
fn range(value: &Value) -> (Value, Value) {
    let from = convert(value, &|text| parse(text).map(|(from, _)| Kind::Number(from.into())));
    let to = convert(value, &|text| parse(text).map(|(_, to)| Kind::Number(to.into())));
    (from, to)
}

fn parse(text: &str) -> Option<(i64, i64)> {
    let text = text.trim();
    if ["*", "any", "all", "-1", "-1/-1"].iter().any(|all| all.eq_ignore_ascii_case(text)) {
        return Some((FIRST, LAST));
    }
    let port = |text: &str| text.trim().parse::<u16>().ok().map(i64::from);
    match text.split_once(['-', '/', ':']) {
        Some((from, to)) => Some((port(from)?, port(to)?)).filter(|(from, to)| from <= to),
        None => port(text).map(|port| (port, port)),
    }
}

/// Whether a text is all ports; nothing is sent from port 0.
pub(super) fn are_all(text: &str) -> bool {
    parse(text).is_some_and(|(from, to)| from <= 1 && to == LAST)
}

/// The ranges of several arguments, each a string or a list of strings, and each string one range or several between
/// commas. Where there may be more, one more that is unknown.
pub(super) fn ranges(arguments: impl IntoIterator<Item = Value>) -> Vec<Value> {
    let mut ranges = Vec::new();
    for argument in arguments {
        match &argument.kind {
            Kind::List(list) => {
                list.items.iter().for_each(|item| push_split(&mut ranges, item));
                ranges.extend(list.rest.iter().map(|rest| Value::unknown(Arc::clone(rest), argument.span)));
            }
            _ => push_split(&mut ranges, &argument),
        }
    }
    ranges
}

fn push_split(ranges: &mut Vec<Value>, value: &Value) {
    match &value.kind {
        Kind::String(text) if text.contains(',') => {
            ranges.extend(text.split(',').map(|range| Value { kind: Kind::String(range.into()), ..value.clone() }));
        }
        _ => ranges.push(value.clone()),
    }
}
