//! Who is at the other end of a rule, and whether that is everyone.

use std::net::IpAddr;
use std::sync::Arc;

use super::rule::{Block, Rule};
use crate::source::Span;
use crate::value::{Kind, List, Origin, Template, Unknown, Value};

/// How everyone is written. Only these are compared with strings that are known in part.
const EVERYONE: [&str; 5] = ["0.0.0.0/0", "::/0", "*", "Internet", "Any"];

/// The arguments that name the other end of a rule.
#[derive(Default)]
pub(super) struct Peers {
    arguments: Vec<Argument>,
}

struct Argument {
    value: Value,
    /// Whether it holds addresses, which may be everyone; group ids and tags cannot be.
    addresses: bool,
}

impl Peers {
    /// Reads arguments of `block`: those that hold addresses, and those that hold ids, tags or names.
    pub(super) fn read(block: Block<'_>, addresses: &[&str], ids: &[&str]) -> Self {
        let mut peers = Self::default();
        for (names, addresses) in [(addresses, true), (ids, false)] {
            let values = names.iter().filter_map(|name| block.field(name));
            peers.arguments.extend(values.map(|value| Argument { value, addresses }));
        }
        peers
    }

    /// Adds a peer that is not an address.
    pub(super) fn push_id(&mut self, value: Value) {
        self.arguments.push(Argument { value, addresses: false });
    }

    /// Adds an address.
    pub(super) fn push_address(&mut self, value: Value) {
        self.arguments.push(Argument { value, addresses: true });
    }

    /// Whether there is certainly at least one peer, certainly none (`Ok`), or why that is not known.
    pub(super) fn any(&self) -> Result<bool, Arc<Unknown>> {
        let list = self.list();
        match list.rest {
            _ if !list.items.is_empty() || self.arguments.iter().any(|argument| never_empty(&argument.value)) => {
                Ok(true)
            }
            Some(rest) => Err(rest),
            None => Ok(false),
        }
    }

    /// Sets `peers` and `public`; `span` is the place of a rule that names no peer.
    pub(super) fn write(self, rule: &mut Rule, span: Span) {
        let public = any(self.arguments.iter().filter(|argument| argument.addresses).map(|a| public(&a.value)), None);
        let peers = match self.arguments.as_slice() {
            [only] if matches!(only.value.kind, Kind::List(_) | Kind::Either(_) | Kind::Unknown(_)) => {
                only.value.clone()
            }
            arguments => {
                let span = arguments.first().map_or(span, |argument| argument.value.span);
                Value::new(Kind::List(Arc::new(self.list())), span)
            }
        };
        let nobody = Value::bool(false, peers.span);
        rule.set("peers", peers);
        rule.set("public", public.unwrap_or(nobody));
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

/// Whether a peer, or any of a list of peers, is everyone: a truth value at the place of the peer that decides it, an
/// unknown value, or one of several by the condition that decides.
fn public(value: &Value) -> Value {
    let kind = match &value.kind {
        Kind::String(text) => Kind::Bool(is_everyone(text)),
        Kind::Template(template) => {
            possibly_everyone(template).map_or(Kind::Bool(false), |hole| Kind::Unknown(Arc::clone(hole)))
        }
        Kind::List(list) => {
            let found = any(list.items.iter().map(public), list.rest.as_ref().map(|rest| (rest, value.span)));
            return match found {
                Some(found) if found.as_bool() == Some(true) => seen_through(found, value),
                Some(undecided) => undecided,
                None => Value { kind: Kind::Bool(false), ..value.clone() },
            };
        }
        Kind::Either(either) => {
            let options: Vec<Value> = either.options.iter().map(public).collect();
            match options.first().and_then(Value::as_bool) {
                Some(first) if options.iter().all(|option| option.as_bool() == Some(first)) => Kind::Bool(first),
                _ => Value::either(options, Arc::clone(&either.cause), value.span).kind,
            }
        }
        Kind::Unknown(_) => value.kind.clone(),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Json(_) | Kind::Map(_) => Kind::Bool(false),
    };
    Value { kind, ..value.clone() }
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

/// The answer that decides: the first true one, otherwise what is not known; `None` when all are false.
fn any(answers: impl Iterator<Item = Value>, rest: Option<(&Arc<Unknown>, Span)>) -> Option<Value> {
    let mut undecided: Option<Value> = None;
    let rest = rest.map(|(unknown, span)| Value::unknown(Arc::clone(unknown), span));
    for answer in answers.chain(rest) {
        match answer.as_bool() {
            Some(true) => return Some(answer),
            Some(false) => {}
            None => {
                undecided = Some(match undecided {
                    // Combinations of two conditions are not followed.
                    Some(first) => match first.as_unknown() {
                        Some(cause) => Value::unknown(Arc::clone(cause), first.span),
                        None => first,
                    },
                    None => answer,
                });
            }
        }
    }
    undecided
}

fn is_everyone(text: &str) -> bool {
    // A prefix of no bits covers all addresses, whichever one stands before it.
    let all_addresses =
        |(address, bits): (&str, &str)| bits == "0" && (address.is_empty() || address.parse::<IpAddr>().is_ok());
    text == "*"
        || text.eq_ignore_ascii_case("internet")
        || text.eq_ignore_ascii_case("any")
        || text.rsplit_once('/').is_some_and(all_addresses)
}

/// The hole of a string that may turn out to be everyone.
fn possibly_everyone(template: &Template) -> Option<&Arc<Unknown>> {
    let fits = EVERYONE.iter().any(|everyone| !template.equals(everyone).is_false());
    template.holes().next().filter(|_| fits)
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

        let public = public(&used);
        let steps = public.origin.iter().flat_map(|origin| origin.steps());
        let steps: Vec<_> = steps.map(|step| format!("{}: {}", step.label, sources.slice(step.span))).collect();
        assert_eq!(sources.slice(public.span), "var.cidrs");
        assert_eq!(steps, ["variable cidrs: var.c;", r#"variable c: "0.0.0.0/0""#]);
    }
}
