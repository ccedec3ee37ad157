//! Resources for examples: what must be set in them so that a policy holds, or does not.

use serde_json::{Map, Value as Json, json};

use super::asked::test;
use super::operator::Question;
use super::path::{Layout, Member, Path, Step};
use super::policy::{Condition, Link, What};
use super::translate::{Context, Others};

/// What is set in an example.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub body: Json,
    pub beside: Vec<Beside>,
}

/// A resource beside another one.
#[derive(Clone, Debug)]
pub(super) struct Beside {
    pub kind: String,
    pub sample: Sample,
    /// The argument by which one names the other.
    pub argument: &'static str,
    /// Whether it is this one that has it.
    pub names_holder: bool,
}

impl Default for Sample {
    fn default() -> Self {
        Self { body: json!({}), beside: Vec::new() }
    }
}

/// Of more than these none would be better.
const MOST: usize = 32;

impl Context<'_> {
    /// Resources of this kind of which `condition` holds, or does not; the most telling first. That they are so is for the
    /// caller to try.
    pub(super) fn samples(&self, condition: &Condition, kind: &str, holds: bool) -> Vec<Sample> {
        let mut start = vec![Sample::default()];
        if let What::All(members) = &condition.what {
            for member in members {
                if let What::With { attribute, values } = &member.what
                    && let Ok(path) = Path::dotted(attribute, Layout::Manifest)
                {
                    start = filled(&start, &path, values.as_array().map_or(&[], Vec::as_slice), false);
                }
            }
        }
        self.extend(&start, condition, kind, holds, &[])
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
            What::Attribute { kinds, .. } => match self.is_about(kinds, kind, condition) {
                Ok(true) => attribute(start, condition, holds),
                _ if holds => Vec::new(),
                _ => start.to_vec(),
            },
            What::OfKind(kinds) if kinds.iter().any(|of| of == kind) == holds => start.to_vec(),
            What::With { .. } if holds => start.to_vec(),
            What::Resource { .. } if !holds => start.to_vec(),
            What::OfKind(_) | What::Resource { .. } | What::With { .. } => Vec::new(),
            What::Not(inner) => self.extend(start, inner, kind, !holds, others),
            What::All(members) if holds => self.every(start, members, kind, true),
            What::Any(members) if !holds => self.every(start, members, kind, false),
            What::All(members) | What::Any(members) => self.one(start, members, kind, holds),
            What::Connection { .. } => self.connect(start, condition, kind, holds, others),
        };
        found.truncate(MOST);
        found
    }

    fn every(&self, start: &[Sample], members: &[Condition], kind: &str, holds: bool) -> Vec<Sample> {
        let others = self.others(members, kind).unwrap_or_default();
        let has_connection = members.iter().any(Condition::has_connection);
        let is_other = |member: &&Condition| {
            (has_connection && member.is_filter()) || others.iter().any(|other| std::ptr::eq(*other, *member))
        };
        let mut own: Vec<&Condition> = members.iter().filter(|member| !is_other(member)).collect();
        // What asks for one value comes before what any other value will do for.
        own.sort_by_key(|member| !member.is_specific(holds));
        own.into_iter().fold(start.to_vec(), |found, member| self.extend(&found, member, kind, holds, &others))
    }

    /// One member is so, and the others are not, where that can be.
    fn one(&self, start: &[Sample], members: &[Condition], kind: &str, holds: bool) -> Vec<Sample> {
        let others = self.others(members, kind).unwrap_or_default();
        let has_connection = members.iter().any(Condition::has_connection);
        let is_other = |member: &&Condition| {
            (has_connection && member.is_filter()) || others.iter().any(|other| std::ptr::eq(*other, *member))
        };
        let mut found = Vec::new();
        for member in members.iter().filter(|member| !is_other(member)) {
            let decided = self.extend(start, member, kind, holds, &others);
            let rest = members.iter().filter(|other| !is_other(other) && !std::ptr::eq(*other, member));
            let apart = rest.fold(decided.clone(), |found, other| self.extend(&found, other, kind, !holds, &others));
            found.extend(apart.into_iter().take(MOST / 4));
            found.extend(decided.into_iter().take(MOST / 4));
        }
        found
    }

    fn connect(
        &self,
        start: &[Sample],
        condition: &Condition,
        kind: &str,
        holds: bool,
        others: &Others<'_>,
    ) -> Vec<Sample> {
        let What::Connection { link, .. } = &condition.what else { return Vec::new() };
        let must_be_good = match (link, holds) {
            (Link::Exists | Link::OneExists, true) | (Link::NotExists, false) => true,
            (Link::NotExists, true) => return start.to_vec(),
            (Link::Exists | Link::OneExists, false) => false,
        };
        let Ok(Some(connected)) = self.connected(condition, kind) else { return Vec::new() };
        let mut found = Vec::new();
        for (other, attachment) in connected {
            for sample in self.besides(&other, others, must_be_good) {
                let beside = Beside {
                    kind: other.clone(),
                    sample,
                    argument: attachment.argument,
                    names_holder: attachment.names_holder,
                };
                found.extend(start.iter().cloned().map(|mut sample| {
                    sample.beside.push(beside.clone());
                    sample
                }));
            }
        }
        if !must_be_good {
            found.extend_from_slice(start);
        }
        found
    }

    /// Resources to be connected with, of which all of `others` hold, or one does not.
    fn besides(&self, kind: &str, others: &Others<'_>, are_good: bool) -> Vec<Sample> {
        let start = [Sample::default()];
        let step = |found: &[Sample], asked: &Condition, holds: bool| {
            let rest: Vec<&Condition> = others.iter().copied().filter(|rest| !std::ptr::eq(*rest, asked)).collect();
            self.extend(found, asked, kind, holds, &rest)
        };
        let is_about = |asked: &&Condition| self.concerns(asked, kind);
        let mut own: Vec<&Condition> = others.iter().copied().filter(is_about).collect();
        own.sort_by_key(|asked| !asked.is_specific(are_good));
        match are_good {
            true => own.iter().fold(start.to_vec(), |found, asked| step(&found, asked, true)),
            false => own.iter().flat_map(|asked| step(&start, asked, false)).collect(),
        }
    }
}

impl Condition {
    /// Whether only some values will do for it.
    fn is_specific(&self, holds: bool) -> bool {
        match &self.what {
            What::Attribute { operator, .. } => operator.question != Question::Exists && holds != operator.is_negated,
            What::Not(inner) => inner.is_specific(!holds),
            What::All(members) | What::Any(members) => members.iter().all(|member| member.is_specific(holds)),
            _ => false,
        }
    }
}

fn attribute(start: &[Sample], condition: &Condition, holds: bool) -> Vec<Sample> {
    let What::Attribute { attribute, operator, value, .. } = &condition.what else { return Vec::new() };
    let path = if operator.is_path { Path::parsed(attribute) } else { Path::dotted(attribute, Layout::Manifest) };
    let (Ok(asked), Ok(path)) = (test(operator.question, value), path) else { return start.to_vec() };
    let answer = holds != operator.is_negated;
    let values = if answer { &asked.yes } else { &asked.no };
    let mut found = filled(start, &path, values, !condition.is_specific(holds));
    // What is not there may do as well.
    if asked.of_nothing == answer {
        found.extend_from_slice(start);
    }
    found
}

/// `start` with each of the values at this path; what is there already may stay where `may_keep` says so.
fn filled(start: &[Sample], path: &Path, values: &[Json], may_keep: bool) -> Vec<Sample> {
    let mut found = Vec::new();
    for sample in start {
        for value in values {
            let mut body = sample.body.clone();
            if set(&mut body, &path.steps, value.clone()) {
                found.push(Sample { body, ..sample.clone() });
            } else if may_keep {
                found.push(sample.clone());
            }
        }
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
            if body.is_null() {
                *body = json!([]);
            }
            let Some(list) = body.as_array_mut() else { return false };
            let (mut at, members) = match step {
                Step::Index(index) => (*index..=*index, &[][..]),
                // The first element that can be so, or a new one.
                Step::Where(_, members) => (0..=list.len(), &members[..]),
                _ => (0..=0, &[][..]),
            };
            at.any(|at| at < LONGEST && set_element(list, at, members, rest, &value))
        }
    }
}

/// Of no longer list an example is made.
const LONGEST: usize = 16;

/// Sets `members` and a value below one element of a list; where that cannot be, the list stays as it is.
fn set_element(list: &mut Vec<Json>, at: usize, members: &[Member], rest: &[Step], value: &Json) -> bool {
    let mut element = list.get(at).cloned().unwrap_or(Json::Null);
    let fits = members.iter().all(|(names, value)| {
        let steps: Vec<Step> = names.iter().cloned().map(Step::Name).collect();
        set(&mut element, &steps, value.clone())
    });
    let done = fits && set(&mut element, rest, value.clone());
    if done {
        while list.len() <= at {
            list.push(Json::Null);
        }
        list[at] = element;
    }
    done
}
