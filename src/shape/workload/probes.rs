//! Probes of a container that ask ports which it does not declare.

use std::sync::Arc;

use super::Map;
use crate::value::{Coercion, Kind, List, Lookup, Truth, Value, equals};

/// The member of a container for each probe, and the word by which checks ask for it.
const PROBES: [(&str, &str); 3] =
    [("livenessProbe", "liveness"), ("readinessProbe", "readiness"), ("startupProbe", "startup")];

/// Ways in which a probe asks a port. The `host` of a probe may be another machine.
const ACTIONS: [&str; 3] = ["httpGet", "tcpSocket", "grpc"];

/// The ports that probes ask and that are not declared, each with its `probe`; `None` where no probe asks a port. A
/// container need not declare its ports: without any, only names are looked for.
pub(super) fn undeclared(container: &Value) -> Option<Value> {
    let asked = PROBES.iter().flat_map(|(member, word)| ACTIONS.iter().map(move |action| (*member, *word, *action)));
    let mut found = List::default();
    let mut span = None;
    for (member, word, action) in asked {
        let Some(probe) = container.member(member).and_then(|probe| probe.member(action)) else { continue };
        let Some(port) = probe.member("port").filter(|_| probe.member("host").is_none()) else { continue };
        span = span.or(Some(port.span));
        match is_declared(container, port) {
            Truth::True => {}
            Truth::Unknown(unknown) => found.rest = found.rest.take().or_else(|| Some(Arc::new(unknown.clone()))),
            Truth::False => {
                let mut item = Map::new();
                item.insert("probe", port.span, Value::string(word, port.span));
                item.insert("port", port.span, port.clone());
                found.items.push(Value::map(item, port.span));
            }
        }
    }
    Some(Value::new(Kind::List(Arc::new(found)), span?))
}

fn is_declared<'v>(container: &'v Value, port: &'v Value) -> Truth<'v> {
    let ports = match container.get("ports") {
        Lookup::Found(ports) => ports,
        Lookup::Unknown(unknown) => return Truth::Unknown(unknown),
        Lookup::Absent => return is_number(port),
    };
    let Some(list) = ports.as_list() else {
        return ports.as_unknown().map_or(Truth::True, |unknown| Truth::Unknown(unknown));
    };
    let is = |declared: &'v Value, member: &str| match declared.get(member) {
        Lookup::Found(value) => equals(value, port, Coercion::Scalars),
        Lookup::Unknown(unknown) => Truth::Unknown(unknown),
        Lookup::Absent => Truth::False,
    };
    let none = if list.items.is_empty() { is_number(port) } else { Truth::False };
    let known = list
        .items
        .iter()
        .fold(none, |any, declared| any.or(|| is(declared, "containerPort")).or(|| is(declared, "name")));
    known.or(|| list.rest.as_deref().map_or(Truth::False, Truth::Unknown))
}

/// Whether a port is a number, and not a name.
fn is_number(port: &Value) -> Truth<'_> {
    match (&port.kind, port.first_unknown()) {
        (Kind::String(text), _) => text.bytes().all(|byte| byte.is_ascii_digit()).into(),
        (_, Some(unknown)) => Truth::Unknown(unknown),
        _ => Truth::True,
    }
}
