//! Who is at the other end of a rule, and how far that reaches.

use std::sync::Arc;

use super::family::Family;
use super::reach::{Reach, is_word_for_everyone};
use super::rule::{Block, Rule};
use super::union;
use crate::source::Span;
use crate::value::{Kind, List, Origin, Unknown, Value};

/// Names of arguments that hold addresses, and of those that hold ids, tags or names.
pub(super) type Peer = (&'static [&'static str], &'static [&'static str]);

/// The arguments that name the other end of a rule.
#[derive(Default)]
pub(super) struct Peers {
    arguments: Vec<Argument>,
}

struct Argument {
    value: Value,
    /// Whether it holds addresses, which may be everyone; group ids and tags cannot be.
    addresses: bool,
    /// The family of its addresses, where the argument is for just one. What is known of an address says more.
    family: Option<Family>,
}

impl Peers {
    /// Reads arguments of `block`: those that hold addresses, and those that hold ids, tags or names.
    pub(super) fn read(block: Block<'_>, addresses: &[&str], ids: &[&str]) -> Self {
        let mut peers = Self::default();
        // Where one argument is for IPv6, those beside it are not.
        let splits = addresses.iter().any(|name| name.contains("ipv6"));
        for (names, addresses) in [(addresses, true), (ids, false)] {
            for name in names {
                let of_name = if name.contains("ipv6") { Family::Ipv6 } else { Family::Ipv4 };
                let family = Some(of_name).filter(|_| splits && addresses);
                peers.arguments.extend(block.field(name).map(|value| Argument { value, addresses, family }));
            }
        }
        peers
    }

    /// Reads the arguments that hold for this direction, as [`read`](Self::read) does; all is unknown while the direction is.
    pub(super) fn of_direction(block: Block<'_>, direction: &Value, sources: Peer, destinations: Peer) -> Self {
        if let Some(unknown) = direction.as_unknown() {
            let mut peers = Self::default();
            peers.push_address(Value::unknown(Arc::clone(unknown), direction.span));
            return peers;
        }
        let (addresses, ids) = if direction.as_str() == Some("egress") { destinations } else { sources };
        Self::read(block, addresses, ids)
    }

    /// Adds a peer that is not an address.
    pub(super) fn push_id(&mut self, value: Value) {
        self.arguments.push(Argument { value, addresses: false, family: None });
    }

    /// Adds an address.
    pub(super) fn push_address(&mut self, value: Value) {
        self.push_address_of(value, None);
    }

    /// Adds an address of this family, where it is known.
    pub(super) fn push_address_of(&mut self, value: Value, family: Option<Family>) {
        self.arguments.push(Argument { value, addresses: true, family });
    }

    /// The same peers, or everyone where there is none: what a rule is for that nothing narrows.
    pub(super) fn or_everyone(mut self, span: Span) -> Self {
        match self.any() {
            Ok(true) => {}
            Ok(false) => {
                self = Self::default();
                self.push_address(Value::list(vec![Value::string("0.0.0.0/0", span)], span));
            }
            // Peers that are not known may be none at all, and then the rule is for everyone.
            Err(unknown) => {
                let unknown_address =
                    |argument: &Argument| argument.addresses && matches!(argument.value.kind, Kind::Unknown(_));
                if !self.arguments.iter().any(unknown_address) {
                    self.push_address(Value::unknown(unknown, span));
                }
            }
        }
        self
    }

    /// Whether there is certainly at least one peer, certainly none (`Ok`), or why that is not known.
    fn any(&self) -> Result<bool, Arc<Unknown>> {
        let list = self.list();
        match list.rest {
            _ if !list.items.is_empty() || self.arguments.iter().any(|argument| never_empty(&argument.value)) => {
                Ok(true)
            }
            Some(rest) => Err(rest),
            None => Ok(false),
        }
    }

    /// Sets `peers`, and what is known of their reach; `span` is the place of a rule that names no peer.
    pub(super) fn write(self, rule: &mut Rule, span: Span) {
        let peers = match self.arguments.as_slice() {
            [only] if matches!(only.value.kind, Kind::List(_) | Kind::Either(_) | Kind::Unknown(_)) => {
                only.value.clone()
            }
            arguments => {
                let span = arguments.first().map_or(span, |argument| argument.value.span);
                Value::new(Kind::List(Arc::new(self.list())), span)
            }
        };
        let everyone_by_word = self.everyone_by_word();
        for (family, name, public) in [
            (None, "reach", "public"),
            (Some(Family::Ipv4), "reach_ipv4", "public_ipv4"),
            (Some(Family::Ipv6), "reach_ipv6", "public_ipv6"),
        ] {
            let reach = self.reach(family).unwrap_or_else(|| Value::string(Reach::Private.as_str(), peers.span));
            rule.set(public, Reach::Public.is(&reach));
            rule.set(name, reach);
        }
        rule.set("everyone_by_word", Value::bool(everyone_by_word, peers.span));
        rule.set("peers", peers);
    }

    /// How far the farthest peer reaches; none where there is no address.
    pub(super) fn farthest(&self) -> Option<Value> {
        self.reach(None)
    }

    /// How far the farthest peer reaches, of one family or of both.
    fn reach(&self, family: Option<Family>) -> Option<Value> {
        let addresses = self.arguments.iter().filter(|argument| argument.addresses);
        let farthest =
            farthest(addresses.map(|argument| reach(&argument.value, Among { family, argument: argument.family })));
        match farthest.as_ref().and_then(Reach::read) {
            Some(Reach::Public) => farthest,
            _ => self.everyone_together(family).or(farthest),
        }
    }

    /// That peers of which none is everyone are so together: at the place of the first argument that holds several.
    fn everyone_together(&self, family: Option<Family>) -> Option<Value> {
        let lists = || {
            let addresses = self.arguments.iter().filter(|argument| argument.addresses);
            addresses.filter_map(|argument| Some((&argument.value, argument.value.as_list()?)))
        };
        let texts = || lists().flat_map(|(_, list)| &list.items).filter_map(Value::as_str);
        let mut families =
            [Family::Ipv4, Family::Ipv6].into_iter().filter(|of| family.is_none_or(|family| family == *of));
        let is_everyone = families.any(|family| union::is_everyone(texts(), family));
        let (value, _) = lists().next().filter(|_| is_everyone)?;
        Some(Value { kind: Kind::String(Reach::Public.as_str().into()), ..value.clone() })
    }

    /// Whether a peer is certainly a word for everyone, such as `*`.
    fn everyone_by_word(&self) -> bool {
        let is_word = |value: &Value| value.as_str().is_some_and(is_word_for_everyone);
        let addresses = self.arguments.iter().filter(|argument| argument.addresses).map(|argument| &argument.value);
        addresses.into_iter().any(|value| match value.as_list() {
            Some(list) => list.items.iter().any(is_word),
            None => is_word(value),
        })
    }

    /// All peers as one list, open where an argument is not known.
    fn list(&self) -> List {
        let mut all = List::default();
        for Argument { value, .. } in &self.arguments {
            let rest = match &value.kind {
                Kind::List(list) => {
                    all.items.extend(list.items.iter().cloned());
                    list.rest.clone()
                }
                Kind::Unknown(_) | Kind::Either(_) => value.as_unknown().cloned(),
                _ => {
                    all.items.push(value.clone());
                    None
                }
            };
            all.rest = all.rest.or(rest);
        }
        all
    }
}

/// Whether every branch of a conditional list has an element.
fn never_empty(value: &Value) -> bool {
    let filled = |option: &Value| option.as_list().is_some_and(|list| !list.items.is_empty());
    matches!(&value.kind, Kind::Either(either) if either.options.iter().all(filled))
}

/// Which addresses count.
#[derive(Clone, Copy, Default)]
struct Among {
    /// Only those of this family; a word for everyone counts as IPv4.
    family: Option<Family>,
    /// The family that the argument is for, where an address does not tell its own.
    argument: Option<Family>,
}

impl Among {
    fn leaves_out(self, family: Option<Family>) -> bool {
        self.family.is_some() && family.is_some() && self.family != family
    }
}

/// How far a peer reaches, or the farthest of a list of peers: a word at the place of the peer that decides it, one of
/// several words, or an unknown value. Addresses that do not count are nobody.
fn reach(value: &Value, among: Among) -> Value {
    let word = |reach: Reach| Value { kind: Kind::String(reach.as_str().into()), ..value.clone() };
    match &value.kind {
        Kind::String(text) if among.leaves_out(Family::of(text).or(Some(Family::Ipv4))) => word(Reach::Private),
        Kind::Template(template) if among.leaves_out(Family::of(&template.known()).or(among.argument)) => {
            word(Reach::Private)
        }
        Kind::Unknown(_) if among.leaves_out(among.argument) => word(Reach::Private),
        Kind::String(text) => word(Reach::of(text)),
        Kind::Template(template) => match Reach::at_most(template) {
            (Reach::Public, Some(hole)) => Value { kind: Kind::Unknown(Arc::clone(hole)), ..value.clone() },
            (most, Some(hole)) => {
                let options = vec![word(most), word(Reach::Private)];
                Value { kind: Value::either(options, Arc::clone(hole), value.span).kind, ..value.clone() }
            }
            (most, None) => word(most),
        },
        Kind::List(list) => {
            let rest = list.rest.as_ref().map(|rest| reach(&Value::unknown(Arc::clone(rest), value.span), among));
            match farthest(list.items.iter().map(|item| reach(item, among)).chain(rest)) {
                Some(found) if Reach::read(&found).is_some() => seen_through(found, value),
                Some(undecided) => undecided,
                None => word(Reach::Private),
            }
        }
        Kind::Either(either) => {
            let options: Vec<Value> = either.options.iter().map(|option| reach(option, among)).collect();
            match options.first().and_then(Reach::read) {
                Some(first) if options.iter().all(|option| Reach::read(option) == Some(first)) => word(first),
                _ => {
                    let kind = Value::either(options, Arc::clone(&either.cause), value.span).kind;
                    Value { kind, ..value.clone() }
                }
            }
        }
        Kind::Unknown(_) => value.clone(),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Json(_) | Kind::Map(_) => word(Reach::Private),
    }
}

/// An element of `list` at the place where the list is used, which may be far from where the element was written.
fn seen_through(element: Value, list: &Value) -> Value {
    let Some(origin) = &list.origin else {
        return element;
    };
    let mut way = element.origin.clone();
    let mut end = Some(element.span);
    for step in origin.steps().collect::<Vec<_>>().into_iter().rev() {
        let span = end.take().unwrap_or(step.span);
        way = Some(Arc::new(Origin { span, label: Arc::clone(&step.label), next: way }));
    }
    Value { span: list.span, origin: way, ..element }
}

/// The answer that decides: the first of those that certainly reach farthest, or what is not known where that may reach
/// farther; `None` when all are private.
fn farthest(answers: impl Iterator<Item = Value>) -> Option<Value> {
    let mut certain: Option<Value> = None;
    let mut undecided: Option<Value> = None;
    for answer in answers {
        match Reach::read(&answer) {
            Some(Reach::Public) => return Some(answer),
            Some(Reach::Private) => {}
            Some(reach) if certain.as_ref().and_then(Reach::read) < Some(reach) => certain = Some(answer),
            Some(_) => {}
            None => {
                undecided = Some(match undecided {
                    Some(first) => either_of(first, answer),
                    None => answer,
                });
            }
        }
    }
    match (certain, undecided) {
        (Some(certain), Some(undecided)) if may_be_public(&undecided) => Some(Value::either(
            vec![Value { kind: Kind::String(Reach::Public.as_str().into()), ..undecided.clone() }, certain],
            undecided.as_unknown().cloned()?,
            undecided.span,
        )),
        (Some(certain), _) => Some(certain),
        (None, undecided) => undecided,
    }
}

/// Two answers that are not known as one. Combinations of two conditions are not followed.
fn either_of(first: Value, second: Value) -> Value {
    let decisive = if may_be_public(&first) || !may_be_public(&second) { first } else { second };
    match &decisive.kind {
        Kind::Either(either) if may_be_public(&decisive) => Value::unknown(Arc::clone(&either.cause), decisive.span),
        _ => decisive,
    }
}

/// Whether an answer may turn out to be everyone.
fn may_be_public(answer: &Value) -> bool {
    match &answer.kind {
        Kind::Either(either) => either.options.iter().any(may_be_public),
        Kind::Unknown(_) => true,
        _ => Reach::read(answer) == Some(Reach::Public),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceMap, TextRange};

    #[test]
    fn a_public_peer_is_shown_where_its_list_is_used() {
        let text = r#"default = ["0.0.0.0/0"]; cidrs = var.c; cidr_blocks = var.cidrs"#;
        let sources = SourceMap::new();
        let file = sources.add("main.tf", text);
        let span = |part: &str| {
            let start = text.find(part).expect("a part of the text");
            file.span(TextRange::new(start, start + part.len()))
        };
        let element = Value::string("0.0.0.0/0", span(r#""0.0.0.0/0""#));
        let list = Value::list(vec![element], span(r#"["0.0.0.0/0"]"#));
        let used = list.referenced_at(span("var.c;"), "variable c").referenced_at(span("var.cidrs"), "variable cidrs");

        let reach = reach(&used, Among::default());
        let steps = reach.origin.iter().flat_map(|origin| origin.steps());
        let steps: Vec<_> = steps.map(|step| format!("{}: {}", step.label, sources.slice(step.span))).collect();
        assert_eq!(sources.slice(reach.span), "var.cidrs");
        assert_eq!(steps, ["variable cidrs: var.c;", r#"variable c: "0.0.0.0/0""#]);
    }
}
