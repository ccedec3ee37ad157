//! Published ports.

use super::super::container_user::number;
use super::service::Service;
use crate::value::{Kind, Number, Value};

/// Most colons in a mapping: those of an IPv6 address, and two more.
const MOST_COLONS: usize = 9;

/// The ports of the container: `{containerPort, hostPort, hostIP, protocol}`, two of a range for its ends.
pub(super) fn ports(service: &Service<'_>) -> Option<Value> {
    service.list_of("ports", |item| expand(service, item, &Mapping::read(item)))
}

/// One item of `ports`. `host` is absent where the engine chooses a port.
struct Mapping {
    container: Option<Value>,
    host: Option<Value>,
    address: Option<Value>,
    protocol: Option<Value>,
}

impl Mapping {
    fn read(item: &Value) -> Self {
        let member = |name: &str| item.member(name).cloned();
        match &item.kind {
            Kind::Map(_) => Self {
                container: member("target"),
                host: member("published"),
                address: member("host_ip"),
                protocol: member("protocol"),
            },
            _ => Self::parse(item),
        }
    }

    /// Reads `[[address:]host:]container[/protocol]`.
    fn parse(item: &Value) -> Self {
        let (mapping, protocol) = match item.split_once(&['/']) {
            Some((mapping, protocol)) => (mapping, Some(protocol)),
            None => (item.clone(), None),
        };
        let mut pieces = mapping.split(&[':'], MOST_COLONS);
        let container = pieces.pop();
        let host = pieces.pop();
        let address = match (pieces.as_slice(), &host) {
            ([], Some(host)) => host.first_unknown().map(|hidden| Value::unknown(hidden.clone(), host.span)),
            ([], None) => None,
            ([only], _) => Some(only.clone()),
            // An IPv6 address has colons of its own.
            ([first, ..], _) => Some(match (mapping.as_str(), mapping.first_unknown()) {
                (None, Some(unknown)) => Value::unknown(unknown.clone(), mapping.span),
                (text, _) => {
                    let address = text.and_then(|text| text.rsplitn(3, ':').nth(2)).unwrap_or_default();
                    Value { kind: Kind::String(address.into()), ..first.clone() }
                }
            }),
        };
        let is_written = |value: &Value| value.as_str() != Some("");
        Self { container, host: host.filter(is_written), address: address.filter(is_written), protocol }
    }
}

fn expand(service: &Service<'_>, item: &Value, mapping: &Mapping) -> Vec<Value> {
    let entry = |container: Option<Value>, host: Option<Value>| {
        let members = [
            ("containerPort", container),
            ("hostPort", host),
            ("hostIP", mapping.address.clone()),
            ("protocol", mapping.protocol.clone()),
            ("published", Some(published(mapping, item))),
        ];
        Value { span: item.span, ..service.whole(members) }
    };
    let (container, host) = (ends(mapping.container.as_ref()), ends(mapping.host.as_ref()));
    let at = |ports: &[Value], index: usize| ports.get(index).or(ports.last()).cloned();
    (0..container.len().max(host.len())).map(|index| entry(at(&container, index), at(&host, index))).collect()
}

/// What is opened on the host, in words.
fn published(mapping: &Mapping, item: &Value) -> Value {
    let shown = |value: &Value| value.as_str().map_or_else(|| value.render(), str::to_owned);
    let text = match (&mapping.host, &mapping.container) {
        (Some(host), _) if host.first_unknown().is_some() => "a port".to_owned(),
        (Some(host), _) if shown(host).contains('-') => format!("the ports {}", shown(host)),
        (Some(host), _) => format!("port {}", shown(host)),
        (None, Some(container)) => {
            format!("port {} of its container", shown(container))
        }
        (None, None) => "a port".to_owned(),
    };
    Value::new(Kind::String(text.into()), item.span)
}

/// A port, or those at both ends of a range.
fn ends(value: Option<&Value>) -> Vec<Value> {
    let Some(value) = value else {
        return Vec::new();
    };
    let port = |port: i64| Value { kind: Kind::Number(Number::from(port)), ..value.clone() };
    match range(value) {
        Some([first, last]) if first != last => vec![port(first), port(last)],
        Some([only, _]) => vec![port(only)],
        None => vec![number(value)],
    }
}

/// First and last port of a known port or range.
fn range(value: &Value) -> Option<[i64; 2]> {
    let port = |text: &str| text.trim().parse::<u16>().ok().map(i64::from);
    match (value.as_str(), value.as_number()) {
        (Some(text), _) => match text.split_once('-') {
            Some((first, last)) => Some([port(first)?, port(last)?]),
            None => port(text).map(|port| [port, port]),
        },
        (None, Some(number)) => number.as_i64().map(|port| [port, port]),
        (None, None) => None,
    }
}
