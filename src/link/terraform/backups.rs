//! Which backup plans choose a resource: by its ARN, by a pattern for ARNs, or by its tags
//! (<https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html>), and which lifecycle policies
//! choose a volume, by its tags (<https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lifecycle.html>).
//!
//! To add a kind that is chosen: a row in [`CHOSEN`].

use super::super::attach::attach;
use super::chosen::{CHOSEN, Chosen, Tags, VOLUME, means};
use super::providers::Providers;
use crate::model::Resource;
use crate::value::{Coercion, Kind, List, Lookup, Reason, Truth, Unknown, Value, equals, fits};

/// The role of what chooses a resource. A resource has the list, which may be empty, wherever something is declared that
/// chooses some of its kind.
pub(super) const ROLE: &str = "backup";

const SELECTION: &str = "aws_backup_selection";
const LIFECYCLE: &str = "aws_dlm_lifecycle_policy";

/// Most selections that are compared with every resource.
const MOST: usize = 64;

/// Attaches to each resource that may be chosen what chooses it. The list stays open where that is not known.
pub(super) fn attach_all(resources: &mut [Resource]) {
    let is_choosing = |resource: &&Resource| [SELECTION, LIFECYCLE].contains(&&*resource.kind);
    let choosing: Vec<Resource> = resources.iter().filter(is_choosing).take(MOST + 1).cloned().collect();
    if choosing.is_empty() {
        return;
    }
    let providers = Providers::index(resources);
    for resource in resources {
        let Some(row) = CHOSEN.iter().find(|row| row.kind == &*resource.kind) else { continue };
        let mut some = choosing.iter().filter(|it| &*it.kind == SELECTION || row.kind == VOLUME).peekable();
        if some.peek().is_none() {
            continue;
        }
        let mut list = List::new(Vec::new());
        for (number, one) in some.enumerate() {
            let reason = match chooses(one, resource, row, &providers) {
                _ if number == MOST => Reason::Limit("backup plans that are compared"),
                Some(true) => {
                    list.items.push(one.body.clone());
                    continue;
                }
                Some(false) => continue,
                None => Reason::Ambiguous("whether the backup plan chooses the resource is not known"),
            };
            list.rest.get_or_insert_with(|| Unknown::new(reason, one.header).into());
        }
        attach(resource, ROLE, list);
    }
}

/// Whether `one` chooses `resource`. For what is made with another configuration of the provider that is not known,
/// unless it is certain that it does not.
fn chooses(one: &Resource, resource: &Resource, row: &Chosen, providers: &Providers) -> Option<bool> {
    let configured = [one, resource].map(|it| providers.of(it));
    let is_one = configured[0].is_some() && configured[0] == configured[1];
    let tags = Tags::of(resource, providers);
    let chooses =
        if &*one.kind == SELECTION { selects(&one.body, resource, row, &tags) } else { keeps(&one.body, &tags) };
    chooses.filter(|chooses| is_one || !chooses)
}

/// Whether a selection names the resource. What it names by ARN and what it names by its conditions must both hold; where
/// tags stand beside ARNs, either may be meant.
fn selects(selection: &Value, resource: &Resource, row: &Chosen, tags: &Tags<'_>) -> Option<bool> {
    let named = any_of(selection, "resources", |name| means(name, resource, row));
    let left_out = any_of(selection, "not_resources", |name| means(name, resource, row)).unwrap_or(Some(false));
    let tagged = any_of(selection, "selection_tag", |tag| holds("string_equals", tag, tags));
    let by_name_or_tag = match (named, tagged) {
        (Err(Empty), Err(Empty)) => Some(true),
        (Ok(one), Err(Empty)) | (Err(Empty), Ok(one)) => one,
        (Ok(named), Ok(tagged)) => named.filter(|_| named == tagged),
    };
    let conditions = all_of(selection, "condition", |block| {
        let kinds = ["string_equals", "string_like", "string_not_equals", "string_not_like"];
        all(kinds.into_iter().map(|kind| all_of(block, kind, |one| holds(kind, one, tags))))
    });
    all([by_name_or_tag, conditions, left_out.map(|left_out| !left_out)].into_iter())
}

/// Whether a lifecycle policy makes snapshots of a volume with these tags. One for instances may hold for their volumes.
fn keeps(policy: &Value, tags: &Tags<'_>) -> Option<bool> {
    if policy.member("state").and_then(Value::as_str) == Some("DISABLED") {
        return Some(false);
    }
    any_of(policy, "policy_details", |details| {
        let is_for_volumes = any_of(details, "resource_types", |kind| kind.as_str().map(|kind| kind == "VOLUME"));
        let tagged = match details.get("target_tags") {
            Lookup::Found(Value { kind: Kind::Map(map), .. }) if map.rest().is_none() => {
                any(map.entries().map(|entry| agrees("string_equals", tags.get(&entry.key), &entry.value)))
            }
            Lookup::Absent => Some(false),
            _ => None,
        };
        match (is_for_volumes, tagged) {
            (_, Some(false)) => Some(false),
            (Ok(Some(true)), tagged) => tagged,
            _ => None,
        }
    })
    .unwrap_or(Some(false))
}

/// Whether a condition of this kind holds for a resource with these tags.
fn holds(kind: &str, condition: &Value, tags: &Tags<'_>) -> Option<bool> {
    let key = condition.member("key")?.as_str()?;
    agrees(kind, tags.get(key.strip_prefix("aws:ResourceTag/").unwrap_or(key)), condition.member("value")?)
}

/// Whether the value of a tag is what a condition asks for. What is said of resources without the tag by a condition that
/// something is *not* so, is not documented.
fn agrees(kind: &str, tag: Lookup<'_>, asked: &Value) -> Option<bool> {
    let tag = match (tag, kind) {
        (Lookup::Found(tag), _) => tag,
        (Lookup::Absent, "string_equals" | "string_like") => return Some(false),
        _ => return None,
    };
    let same = match (kind, tag.as_str(), asked.as_str()) {
        ("string_like" | "string_not_like", Some(tag), Some(asked)) => Some(fits(asked, tag)),
        ("string_like" | "string_not_like", ..) => None,
        _ => match equals(tag, asked, Coercion::Scalars) {
            Truth::True => Some(true),
            Truth::False => Some(false),
            Truth::Unknown(_) => None,
        },
    };
    same.map(|same| same != kind.contains("_not_"))
}

/// An argument that is absent, or a list without elements.
struct Empty;

/// Whether something holds for some element of an argument.
///
/// # Errors
/// Where there is nothing for which it could hold.
fn any_of(body: &Value, argument: &str, holds: impl Fn(&Value) -> Option<bool>) -> Result<Option<bool>, Empty> {
    match body.get(argument) {
        Lookup::Found(Value { kind: Kind::List(list), .. }) => {
            let known = list.items.iter().map(holds).chain(list.rest.is_some().then_some(None));
            if list.items.is_empty() && list.rest.is_none() { Err(Empty) } else { Ok(any(known)) }
        }
        Lookup::Absent => Err(Empty),
        Lookup::Found(_) | Lookup::Unknown(_) => Ok(None),
    }
}

/// Whether something holds for all elements of an argument.
fn all_of(body: &Value, argument: &str, holds: impl Fn(&Value) -> Option<bool>) -> Option<bool> {
    let fails = any_of(body, argument, |one| holds(one).map(|holds| !holds)).unwrap_or(Some(false));
    fails.map(|fails| !fails)
}

fn any(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut found = Some(false);
    for part in parts {
        match part {
            Some(true) => return part,
            Some(false) => {}
            None => found = None,
        }
    }
    found
}

fn all(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    any(parts.map(|part| part.map(|part| !part))).map(|fails| !fails)
}
