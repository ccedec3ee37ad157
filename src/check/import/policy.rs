//! A policy as Checkov reads it, with the places of its parts.

use serde_json::Value as Json;

use super::operator::Operator;
use crate::check::unknown::nearest;
use crate::source::TextRange;
use crate::syntax::yaml::{Node, NodeKind};

/// A part of a policy that is wrong, or that has no equivalent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Where it stands in the file.
    pub range: TextRange,
    /// Which part it is, such as `definition.and[1].operator`.
    pub part: String,
    /// Why it is not carried over, in a sentence without a full stop.
    pub reason: String,
}

/// A part of a policy, for messages.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub range: TextRange,
    pub part: String,
}

impl Place {
    pub(super) fn gap(&self, reason: impl Into<String>) -> Gap {
        Gap { range: self.range, part: self.part.clone(), reason: reason.into() }
    }

    /// Whether it is a member of the `and` at the top of a definition.
    fn is_in_first_and(&self) -> bool {
        let index = self.part.strip_prefix("definition.and").unwrap_or("no index");
        index.bytes().all(|byte| byte.is_ascii_digit() || byte == b'[' || byte == b']')
    }

    fn within(&self, name: &str, node: &Node) -> Self {
        Self { range: node.range, part: format!("{}.{name}", self.part) }
    }
}

/// A policy.
pub(super) struct Policy {
    pub id: String,
    pub name: String,
    pub category: String,
    pub severity: String,
    pub guideline: String,
    pub definition: Condition,
    /// Its id.
    pub place: Place,
}

/// What a policy asks, or a part of it.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    pub what: What,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub(super) enum What {
    Attribute {
        kinds: Kinds,
        attribute: String,
        operator: Operator,
        value: Json,
    },
    /// The resource is of one of the kinds.
    OfKind(Vec<String>),
    /// Only resources are judged of which the attribute is one of the values, a list.
    With {
        attribute: String,
        values: Json,
    },
    Connection {
        link: Link,
        kinds: Kinds,
        connected: Kinds,
    },
    /// Whether resources of these kinds may be there, or only they.
    Resource {
        may_exist: bool,
        kinds: Kinds,
    },
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
}

/// What is asked of the connections of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// There are some, and all of them are as they should be.
    Exists,
    /// One is there that is as it should be.
    OneExists,
    NotExists,
}

/// The kinds of resources that a condition is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kinds {
    Named(Vec<String>),
    /// `all` or `taggable`: as the word says.
    Group(&'static str),
}

impl Policy {
    /// Reads a document.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub(super) fn read(document: &Node) -> Result<Self, Vec<Gap>> {
        let mut reader = Reader { gaps: Vec::new() };
        match reader.policy(document) {
            Some(policy) if reader.gaps.is_empty() => Ok(policy),
            _ => Err(reader.gaps),
        }
    }
}

struct Reader {
    gaps: Vec<Gap>,
}

const FIELDS: &[&str] =
    &["and", "attribute", "cond_type", "connected_resource_types", "not", "operator", "or", "resource_types", "value"];

impl Reader {
    fn say(&mut self, place: &Place, reason: impl Into<String>) {
        self.gaps.push(place.gap(reason));
    }

    fn policy(&mut self, document: &Node) -> Option<Policy> {
        let top = |name: &str, node: &Node| Place { range: node.range, part: name.to_owned() };
        let whole = top("policy", document);
        if !matches!(document.kind, NodeKind::Mapping(_)) {
            self.say(&whole, "is no map with `metadata` and `definition`");
            return None;
        }
        let Some(metadata) = document.get("metadata") else {
            self.say(&whole, "lacks `metadata`, with `id`, `name` and `category`");
            return None;
        };
        let place = top("metadata", metadata);
        let mut text = |name: &str, is_needed: bool| {
            let text = metadata.get(name).and_then(scalar).filter(|text| !text.trim().is_empty());
            if is_needed && text.is_none() {
                self.say(&place, format!("lacks `{name}`"));
            }
            text.unwrap_or_default()
        };
        let (id, name) = (text("id", true), text("name", true));
        let (category, severity, guideline) =
            (text("category", true), text("severity", false), text("guideline", false));
        let providers = document.get("scope").and_then(|scope| scope.get("provider")).map(texts).unwrap_or_default();
        let place = metadata.get("id").map_or(place, |id| top("metadata.id", id));
        let Some(definition) = document.get("definition") else {
            self.say(&whole, "lacks `definition`");
            return None;
        };
        let definition = self.condition(definition, &top("definition", definition), &providers)?;
        Some(Policy { id, name, category, severity, guideline, definition, place })
    }

    fn condition(&mut self, node: &Node, place: &Place, providers: &[String]) -> Option<Condition> {
        if !matches!(node.kind, NodeKind::Mapping(_)) {
            self.say(place, "is no condition: expected a map");
            return None;
        }
        for entry in node.entries().iter().filter(|entry| !FIELDS.contains(&&*entry.key)) {
            let meant = nearest(&entry.key, FIELDS.iter().copied());
            let meant = meant.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
            let place = Place { range: entry.key_range, part: place.part.clone() };
            self.say(&place, format!("`{}` is no field of conditions{meant}", entry.key));
        }
        let mut complex = ["and", "or", "not"].into_iter().filter_map(|word| Some((word, node.get(word)?)));
        match (complex.next(), complex.next()) {
            (Some((word, _)), Some((other, second))) => {
                self.say(
                    &place.within(other, second),
                    format!("stands beside `{word}`, and Checkov reads one of them alone"),
                );
                None
            }
            (Some((word, members)), None) => self.complex(word, members, place, providers),
            (None, _) => self.simple(node, place, providers),
        }
    }

    fn complex(&mut self, word: &str, members: &Node, place: &Place, providers: &[String]) -> Option<Condition> {
        let part = format!("{}.{word}", place.part);
        let mut read = Vec::new();
        if let NodeKind::Mapping(_) = members.kind {
            read.push(self.condition(members, &Place { range: members.range, part: part.clone() }, providers)?);
        }
        for (index, member) in members.items().iter().enumerate() {
            let place = Place { range: member.range, part: format!("{part}[{index}]") };
            // All mistakes are said.
            read.extend(self.condition(member, &place, providers));
        }
        let place = Place { range: members.range, part };
        if members.items().is_empty() && read.is_empty() {
            self.say(&place, "has no conditions");
        }
        if read.is_empty() {
            return None;
        }
        let what = match word {
            "and" => What::All(read),
            "or" => What::Any(read),
            _ if read.len() == 1 => What::Not(Box::new(read.remove(0))),
            _ => {
                self.say(&place, "has several conditions, and Checkov allows one");
                return None;
            }
        };
        Some(Condition { what, place })
    }

    fn simple(&mut self, node: &Node, place: &Place, providers: &[String]) -> Option<Condition> {
        let word = |name: &str| node.get(name).and_then(scalar).unwrap_or_default();
        let named = |name: &str| node.get(name).map_or(place.clone(), |value| place.within(name, value));
        let kinds = self.kinds(node.get("resource_types"), &named("resource_types"), providers);
        let operator = word("operator");
        let what = match word("cond_type").as_str() {
            "" => What::Attribute {
                kinds,
                attribute: String::new(),
                operator: Operator::named("any")?,
                value: Json::Null,
            },
            "attribute" => {
                let operator = self.operator(&operator, &named("operator"))?;
                let value = node.get("value");
                if operator.takes_value() && value.is_none() {
                    self.say(place, "lacks `value`");
                    return None;
                }
                What::Attribute { kinds, attribute: word("attribute"), operator, value: value.map_or(Json::Null, json) }
            }
            "filter" => self.filter(node, place)?,
            "connection" => {
                let link = match operator.as_str() {
                    "exists" => Link::Exists,
                    "one_exists" => Link::OneExists,
                    "not_exists" => Link::NotExists,
                    _ => {
                        return self.no_operator(
                            &operator,
                            &named("operator"),
                            &["exists", "one_exists", "not_exists"],
                        );
                    }
                };
                let connected = node.get("connected_resource_types");
                let connected = self.kinds(connected, &named("connected_resource_types"), providers);
                What::Connection { link, kinds, connected }
            }
            "resource" => match operator.as_str() {
                "exists" => What::Resource { may_exist: true, kinds },
                "not_exists" => What::Resource { may_exist: false, kinds },
                _ => return self.no_operator(&operator, &named("operator"), &["exists", "not_exists"]),
            },
            other => {
                let known = ["attribute", "connection", "filter", "resource"];
                let meant = nearest(other, known).map_or_else(
                    || format!("known are {}", known.join(", ")),
                    |name| format!("did you mean `{name}`?"),
                );
                self.say(&named("cond_type"), format!("there is no type of conditions `{other}`; {meant}"));
                return None;
            }
        };
        Some(Condition { what, place: place.clone() })
    }

    fn filter(&mut self, node: &Node, place: &Place) -> Option<What> {
        let word = |name: &str| node.get(name).and_then(scalar).unwrap_or_default();
        let (operator, attribute) = (word("operator"), word("attribute"));
        if operator != "within" {
            let place = node.get("operator").map_or(place.clone(), |value| place.within("operator", value));
            return self.no_operator(&operator, &place, &["within"]);
        }
        if attribute == "resource_type" {
            return Some(What::OfKind(node.get("value").map(texts).unwrap_or_default()));
        }
        if !place.is_in_first_and() {
            self.say(place, "only an `and` at the top can filter by an attribute");
            return None;
        }
        // Of a text Checkov takes all parts, of which the whole is meant.
        let values = match node.get("value").map(json) {
            Some(Json::Array(values)) => Json::Array(values),
            value => Json::Array(value.into_iter().collect()),
        };
        Some(What::With { attribute, values })
    }

    fn operator(&mut self, word: &str, place: &Place) -> Option<Operator> {
        let operator = Operator::named(word);
        if operator.is_none() {
            let names: Vec<&str> = Operator::names().collect();
            return self.no_operator(word, place, &names);
        }
        operator
    }

    fn no_operator<T>(&mut self, word: &str, place: &Place, known: &[&str]) -> Option<T> {
        let meant = match nearest(word, known.iter().copied()) {
            Some(name) => format!("; did you mean `{name}`?"),
            None if known.len() < 5 => format!("; known are {}", known.join(", ")),
            None => String::new(),
        };
        self.say(place, format!("there is no operator `{word}`{meant}"));
        None
    }

    fn kinds(&mut self, node: Option<&Node>, place: &Place, providers: &[String]) -> Kinds {
        let kinds = node.map(texts).unwrap_or_default();
        match kinds.first().map(|first| first.to_lowercase()).as_deref() {
            None | Some("all") => Kinds::Group("all"),
            Some("taggable") => Kinds::Group("taggable"),
            Some("provider") if providers.is_empty() => {
                self.say(place, "`provider` needs `scope.provider`");
                Kinds::Named(kinds)
            }
            Some("provider") => {
                Kinds::Named(providers.iter().map(|name| format!("provider.{}", name.to_lowercase())).collect())
            }
            _ => Kinds::Named(kinds),
        }
    }
}

/// A text, number or truth value as text.
fn scalar(node: &Node) -> Option<String> {
    match &node.kind {
        NodeKind::String(text) => Some(text.to_string()),
        NodeKind::Number(number) => Some(number.to_string()),
        NodeKind::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// One text or a list of them.
fn texts(node: &Node) -> Vec<String> {
    match &node.kind {
        NodeKind::Sequence(items) => items.iter().filter_map(|item| scalar(item)).collect(),
        _ => scalar(node).into_iter().collect(),
    }
}

fn json(node: &Node) -> Json {
    match &node.kind {
        NodeKind::Null => Json::Null,
        NodeKind::Bool(value) => Json::Bool(*value),
        NodeKind::Number(number) => serde_json::from_str(&number.to_string()).unwrap_or(Json::Null),
        NodeKind::String(text) => Json::String(text.to_string()),
        NodeKind::Sequence(items) => Json::Array(items.iter().map(|item| json(item)).collect()),
        NodeKind::Mapping(entries) => {
            Json::Object(entries.iter().map(|entry| (entry.key.to_string(), json(&entry.value))).collect())
        }
    }
}
