//! Which services a rule passes, by its protocol and its ports.
//!
//! `ports.yaml` says which ports belong to which service; the build script makes [`SERVICES`] of it.

use crate::value::{Kind, Map, Number, Truth, Value};

/// A service of `ports.yaml`.
struct Service {
    name: &'static str,
    group: &'static str,
    ports: &'static [Ports],
}

/// Ports at which a service listens, both ends included.
struct Ports {
    protocol: &'static str,
    first: u16,
    last: u16,
}

include!(concat!(env!("OUT_DIR"), "/services.rs"));

/// The group of services that are meant for everyone.
const WEB: &str = "web";

/// What a rule with this protocol and these ports passes: a member for each service and each group, `internal` for any
/// service that is not meant for everyone, and `other` for a port of no service. A member is true, or unknown where it
/// depends on something that is not known; what the rule does not pass is absent.
pub(super) fn passed(protocol: &Value, first: &Value, last: &Value) -> Value {
    let rule = Passed { protocol, first, last };
    let mut passed = Map::new();
    for service in SERVICES {
        let truth = service.ports.iter().fold(Truth::False, |truth, ports| truth.or(|| rule.meets(ports)));
        if truth.is_false() {
            continue;
        }
        rule.add(&mut passed, service.name, truth);
        rule.add(&mut passed, service.group, truth);
        if service.group != WEB {
            rule.add(&mut passed, "internal", truth);
        }
    }
    let other = rule.is("tcp").and(|| rule.exceeds("tcp")).or(|| rule.is("udp").and(|| rule.exceeds("udp")));
    rule.add(&mut passed, "other", other);
    Value::map(passed, first.span)
}

/// The protocol and the first port of a service by its name, as some clouds let people write it in place of a protocol.
pub(super) fn named(name: &str) -> Option<(&'static str, u16)> {
    let service = SERVICES.iter().find(|service| service.name == name)?;
    service.ports.first().map(|ports| (ports.protocol, ports.first))
}

/// The names of all services and groups, of which a rule may pass some.
pub(in crate::shape) fn names() -> Vec<&'static str> {
    let groups = SERVICES.iter().map(|service| service.group);
    let mut names: Vec<_> =
        SERVICES.iter().map(|service| service.name).chain(groups).chain(["internal", "other"]).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// What a rule passes.
struct Passed<'v> {
    protocol: &'v Value,
    first: &'v Value,
    last: &'v Value,
}

impl<'v> Passed<'v> {
    /// Whether it passes this protocol.
    fn is(&self, protocol: &str) -> Truth<'v> {
        holds(self.protocol, &|value| matches!(value.as_str(), Some(name) if name == protocol || name == "all"))
    }

    /// Whether it passes any of these ports.
    fn meets(&self, ports: &Ports) -> Truth<'v> {
        self.is(ports.protocol)
            .and(|| holds(self.first, &|first| number(first).is_some_and(|first| first <= i64::from(ports.last))))
            .and(|| holds(self.last, &|last| number(last).is_some_and(|last| last >= i64::from(ports.first))))
    }

    /// Whether it passes a port that belongs to no service with this protocol.
    fn exceeds(&self, protocol: &str) -> Truth<'v> {
        for end in [self.first, self.last] {
            if let Some(unknown) = end.as_unknown() {
                return Truth::Unknown(unknown);
            }
        }
        let (Some(first), Some(last)) = (number(self.first), number(self.last)) else {
            return Truth::False;
        };
        let of_a_service = |port: i64| {
            let mut ports = SERVICES.iter().flat_map(|service| service.ports);
            ports.any(|ports| {
                ports.protocol == protocol && (i64::from(ports.first)..=i64::from(ports.last)).contains(&port)
            })
        };
        (first..=last).any(|port| !of_a_service(port)).into()
    }

    /// Adds what is true or not known; of two answers the true one counts.
    fn add(&self, passed: &mut Map, name: &str, truth: Truth<'v>) {
        let span = self.first.span;
        let value = match truth {
            Truth::True => Value::bool(true, span),
            Truth::Unknown(unknown) if passed.get(name).is_none() => Value::unknown(unknown.clone(), span),
            Truth::Unknown(_) | Truth::False => return,
        };
        passed.insert(name, span, value);
    }
}

fn number(value: &Value) -> Option<i64> {
    value.as_number().and_then(Number::as_i64)
}

/// Whether `test` holds for a value, for every branch of a conditional one, or for none.
fn holds<'v>(value: &'v Value, test: &dyn Fn(&Value) -> bool) -> Truth<'v> {
    match &value.kind {
        Kind::Unknown(unknown) => Truth::Unknown(unknown),
        Kind::Either(either) => {
            let passing = either.options.iter().filter(|option| holds(option, test).is_true()).count();
            let failing = either.options.iter().filter(|option| holds(option, test).is_false()).count();
            match either.options.len() {
                all if passing == all => Truth::True,
                all if failing == all => Truth::False,
                _ => Truth::Unknown(&either.cause),
            }
        }
        _ => test(value).into(),
    }
}
