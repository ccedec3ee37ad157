//! Resources for examples: what must be set in them so that a policy holds, or does not.

use serde_json::{Map, Value as Json, json};

use super::path::{Layout, Path, Step};
use super::policy::{Condition, Link, What};
use super::test::Test;
use super::translate::{Context, Others};

/// A resource beside the one that is judged.
#[derive(Clone, Debug, Default)]
pub(super) struct Beside {
    pub kind: String,
    pub body: Json,
    /// The argument by which one names the other.
    pub argument: &'static str,
    /// Whether it is this one that has it.
    pub names_holder: bool,
}

/// What is set in an example.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub body: Json,
    pub beside: Vec<Beside>,
}

impl Default for Sample {
    fn default() -> Self {
        Self { body: json!({}), beside: Vec::new() }
    }
}

/// Of more than these none would be better.
const MOST: usize = 24;

impl Context<'_> {
    /// Resources of this kind of which `condition` holds, or does not; the most telling first. That they are so is for the
    /// caller to try.
    pub(super) fn samples(&self, condition: &Condition, kind: &str, holds: bool) -> Vec<Sample> {
        self.extend(&[Sample::default()], condition, kind, holds, &[])
    }

    /// All of `start` with what makes `condition` hold, or not.
    fn extend(
        &self,
        start: &[Sample],
        condition: &Condition,
        kind: &str,
        holds: bool,
        others: &Others<'_>,
    ) -> Vec<Sample> {
        let mut found = match &condition.what {
            What::Attribute { .. } => attribute(start, condition, holds),
            What::OfKind(kinds) if kinds.iter().any(|of| of == kind) == holds => start.to_vec(),
            What::Resource { .. } if !holds => start.to_vec(),
            What::OfKind(_) | What::Resource { .. } => Vec::new(),
            What::Not(inner) => self.extend(start, inner, kind, !holds, others),
            What::All(members) if holds => self.every(start, members, kind, true),
            What::Any(members) if !holds => self.every(start, members, kind, false),
            What::All(members) | What::Any(members) => self.one(start, members, kind, holds),
            What::Connection { link, .. } => self.connect(start, condition, *link, kind, holds, others),
        };
        found.truncate(MOST);
        found
    }

    fn every(&self, start: &[Sample], members: &[Condition], kind: &str, holds: bool) -> Vec<Sample> {
        let others = self.others(members, kind).unwrap_or_default();
        let is_other = |member: &&Condition| others.iter().any(|other| std::ptr::eq(*other, *member));
        let of_kind = members.iter().filter(|member| !is_other(member));
        of_kind.fold(start.to_vec(), |found, member| self.extend(&found, member, kind, holds, &others))
    }

    /// One member is so, and the others are not, where that can be.
    fn one(&self, start: &[Sample], members: &[Condition], kind: &str, holds: bool) -> Vec<Sample> {
        let others = self.others(members, kind).unwrap_or_default();
        let is_other = |member: &&Condition| others.iter().any(|other| std::ptr::eq(*other, *member));
        let mut found = Vec::new();
        for member in members.iter().filter(|member| !is_other(member)) {
            let rest = members.iter().filter(|other| !is_other(other) && !std::ptr::eq(*other, member));
            let rest = rest.fold(start.to_vec(), |found, other| self.extend(&found, other, kind, !holds, &others));
            let rest = if rest.is_empty() { start.to_vec() } else { rest };
            found.extend(self.extend(&rest, member, kind, holds, &others));
        }
        found
    }

    fn connect(
        &self,
        start: &[Sample],
        condition: &Condition,
        link: Link,
        kind: &str,
        holds: bool,
        others: &Others<'_>,
    ) -> Vec<Sample> {
        if (link == Link::NotExists) == holds {
            return start.to_vec();
        }
        let Ok(Some(connected)) = self.connected(condition, kind) else { return Vec::new() };
        let mut found = Vec::new();
        for (other, attachment) in connected {
            let mut bodies = vec![Sample::default()];
            for condition in others {
                bodies = self.extend(&bodies, condition, &other, true, &[]);
            }
            for body in bodies {
                let beside = Beside {
                    kind: other.clone(),
                    body: body.body,
                    argument: attachment.argument,
                    names_holder: attachment.names_holder,
                };
                found.extend(start.iter().cloned().map(|mut sample| {
                    sample.beside.push(beside.clone());
                    sample
                }));
            }
        }
        found
    }
}

fn attribute(start: &[Sample], condition: &Condition, holds: bool) -> Vec<Sample> {
    let What::Attribute { kinds: _, attribute, operator, value } = &condition.what else { return Vec::new() };
    let path = if operator.is_path { Path::parsed(attribute) } else { Path::dotted(attribute, Layout::Manifest) };
    let (Ok(test), Ok(path)) = (Test::of(operator.question, value), path) else { return start.to_vec() };
    let answer = holds != operator.is_negated;
    let values = if answer { &test.yes } else { &test.no };
    let mut found = Vec::new();
    for sample in start {
        for value in values {
            let mut body = sample.body.clone();
            if set(&mut body, &path.steps, value.clone()) {
                found.push(Sample { body, ..sample.clone() });
            }
        }
    }
    // What is not there may do as well.
    if test.of_nothing == answer {
        found.extend_from_slice(start);
    }
    found
}

/// Sets a value below `body`; false where something else stands in the way.
fn set(body: &mut Json, steps: &[Step], value: Json) -> bool {
    let Some((step, rest)) = steps.split_first() else {
        let is_free = body.is_null() || *body == value || body.as_object().is_some_and(Map::is_empty);
        *body = if is_free { value } else { body.take() };
        return is_free;
    };
    match step {
        Step::Name(name) | Step::Deep(name) => {
            if body.is_null() {
                *body = json!({});
            }
            let Some(map) = body.as_object_mut() else { return false };
            set(map.entry(name.clone()).or_insert(Json::Null), rest, value)
        }
        Step::Index(_) | Step::Each | Step::Where(..) => {
            let at = if let Step::Index(index) = step { *index } else { 0 };
            if body.is_null() {
                *body = json!([]);
            }
            let Some(list) = body.as_array_mut().filter(|_| at < 16) else { return false };
            while list.len() <= at {
                list.push(Json::Null);
            }
            if let Step::Where(_, members) = step {
                for (name, value) in members {
                    if !set(&mut list[at], &[Step::Name(name.clone())], value.clone()) {
                        return false;
                    }
                }
            }
            set(&mut list[at], rest, value)
        }
    }
}
