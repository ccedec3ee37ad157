//! Changes values in the examples of a check, and looks whether the verdict stays what it must stay.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::edit::Site;
use super::mention::{Asked, Test};
use super::specimen::{Class, Classes, Specimen};
use crate::check::query::Literal;
use crate::value::{Kind, Map, Value};
use crate::vocabulary::Lint;

/// What is found, by kind and attribute: the first of its kind stands for all.
pub(super) type Found = BTreeMap<(Lint, Arc<str>), String>;

/// Adds what is weak in how a check takes values.
pub(super) fn weaknesses(asked: &Asked, specimens: &[Specimen], found: &mut Found) {
    for specimen in specimens {
        let mut report = |lint, site: &Site, message: String| {
            found.entry((lint, Arc::clone(&site.name))).or_insert(message);
        };
        for site in &specimen.sites {
            if asked.decides(&site.name) {
                blank(specimen, site, &mut report);
                types(specimen, site, &mut report);
                presence(asked, specimen, site, &mut report);
                spelling(specimen, site, &mut report);
                among_others(specimens, specimen, site, &mut report);
            } else {
                guard(asked, specimen, site, &mut report);
            }
        }
    }
}

/// What is set to nothing is not set.
fn blank(specimen: &Specimen, site: &Site, report: &mut impl FnMut(Lint, &Site, String)) {
    let without = specimen.without(site);
    let differing = blanks(&site.value).into_iter().find(|blank| {
        let with = specimen.with(site, blank.clone());
        with != without && !with.has(Class::Unknown) && !without.has(Class::Unknown)
    });
    if let Some(blank) = differing {
        let shown = shown(site, &blank);
        let says = if without.has(Class::Fail) { "passes like a value" } else { "fails like a value" };
        report(Lint::Blank, site, format!("`{shown}` {says} in example {}, and sets nothing", specimen.number));
    }
}

/// The forms of nothing that may stand in place of a value.
fn blanks(value: &Value) -> Vec<Value> {
    let text = |text: &str| Value::string(text, value.span);
    let list = |items: Vec<Value>| Value::list(items, value.span);
    match &value.kind {
        Kind::String(_) | Kind::Template(_) | Kind::Unknown(_) => vec![text(""), text(" ")],
        Kind::List(items) if items.items.iter().any(|item| item.as_map().is_some()) => vec![list(Vec::new())],
        Kind::List(_) => vec![list(Vec::new()), list(vec![text("")])],
        Kind::Map(_) => vec![Value::map(Map::new(), value.span)],
        _ => Vec::new(),
    }
}

/// Values that spell the same are the same.
fn types(specimen: &Specimen, site: &Site, report: &mut impl FnMut(Lint, &Site, String)) {
    for other in other_types(site) {
        let with = specimen.with(site, other.clone());
        if with != specimen.base {
            let (this, that) = (shown(site, &site.value), shown(site, &other));
            let number = specimen.number;
            report(Lint::Type, site, format!("`{that}` gets another verdict than `{this}` in example {number}"));
        }
    }
}

/// The same value in another type that the language takes for it.
fn other_types(site: &Site) -> Vec<Value> {
    let value = &site.value;
    let kind = match &value.kind {
        Kind::Bool(is) => Kind::String(is.to_string().into()),
        Kind::Number(number) => Kind::String(number.to_string().into()),
        Kind::String(text) if matches!(&**text, "true" | "false") => Kind::Bool(&**text == "true"),
        Kind::List(list) if site.is_in_json() => match &list.items[..] {
            [only] if only.as_str().is_some() => only.kind.clone(),
            _ => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    vec![Value { kind, ..value.clone() }]
}

/// What says that it is off, or lets everything in, is no protection because it is there.
fn presence(asked: &Asked, specimen: &Specimen, site: &Site, report: &mut impl FnMut(Lint, &Site, String)) {
    let mut mentions = asked.deciding().filter(|mention| mention.is(&site.name));
    if !mentions.all(|mention| matches!(mention.test, Test::Exists)) {
        return;
    }
    let is_annotation = matches!(site.parent(), Some("annotations" | "labels"));
    let opposite = match &site.value.kind {
        Kind::Bool(is) => Value { kind: Kind::Bool(!is), ..site.value.clone() },
        Kind::String(text) if is_annotation || &**text == "true" => Value::string("false", site.value.span),
        Kind::String(text) if is_block(text) => Value::string("0.0.0.0/0", site.value.span),
        Kind::List(list)
            if !list.items.is_empty() && list.items.iter().all(|item| item.as_str().is_some_and(is_block)) =>
        {
            Value::list(vec![Value::string("0.0.0.0/0", site.value.span)], site.value.span)
        }
        _ => return,
    };
    let (with, without) = (specimen.with(site, opposite.clone()), specimen.without(site));
    if with == specimen.base && without != specimen.base && !specimen.base.has(Class::Fail) {
        let shown = shown(site, &opposite);
        report(Lint::Presence, site, format!("`{shown}` passes in example {} because it is there", specimen.number));
    }
}

/// Whether a text is a block of addresses.
fn is_block(text: &str) -> bool {
    text.split_once('/')
        .is_some_and(|(address, length)| address.parse::<std::net::IpAddr>().is_ok() && length.parse::<u8>().is_ok())
}

/// A condition that is not about what is judged does not silence the check when it is not there.
fn guard(asked: &Asked, specimen: &Specimen, site: &Site, report: &mut impl FnMut(Lint, &Site, String)) {
    let mut mentions = asked.guards.iter().filter(|mention| mention.is(&site.name));
    let is_asked = mentions.any(|mention| {
        matches!(mention.test, Test::Exists | Test::Compares(_, Literal::Bool(_))) && !mention.is_negated
    });
    if is_asked && specimen.base.has(Class::Fail) && specimen.without(site).is_silent() {
        let (name, number) = (&site.name, specimen.number);
        report(Lint::Guard, site, format!("nothing is said of example {number} when `{name}` is not there"));
    }
}

/// A path is the same with a slash at its end, and what lies below it is in it.
fn spelling(specimen: &Specimen, site: &Site, report: &mut impl FnMut(Lint, &Site, String)) {
    let Some(text) = site.value.as_str() else { return };
    let mut others = Vec::new();
    if text.len() > 1 && text.starts_with('/') && !text.ends_with('/') {
        others.push(format!("{text}/"));
        if !text.contains('.') {
            others.push(format!("{text}/below"));
        }
    }
    let fails = specimen.base.has(Class::Fail) && !specimen.without(site).has(Class::Fail);
    for other in others.into_iter().filter(|other| fails && other != text) {
        let with = specimen.with(site, Value::string(other.as_str(), site.value.span));
        if !with.has(Class::Fail) {
            let number = specimen.number;
            report(Lint::Narrow, site, format!("`{other}` is not found in place of `{text}` in example {number}"));
        }
    }
}

/// A bad element is bad among good ones.
fn among_others(
    specimens: &[Specimen],
    specimen: &Specimen,
    site: &Site,
    report: &mut impl FnMut(Lint, &Site, String),
) {
    let Kind::List(list) = &site.value.kind else { return };
    if !specimen.base.has(Class::Fail)
        || list.items.is_empty()
        || !list.items.iter().all(|item| item.as_str().is_some())
    {
        return;
    }
    let is_good = |other: &&Specimen| !other.base.has(Class::Fail) && !other.base.has(Class::Unknown);
    let good = specimens.iter().filter(is_good).flat_map(|other| &other.sites).find_map(|other| {
        let list = (other.name == site.name).then(|| other.value.as_list()).flatten()?;
        list.items.first().filter(|item| item.as_str().is_some())
    });
    let Some(good) = good.filter(|good| list.items.iter().all(|item| item.as_str() != good.as_str())) else { return };
    let mixed = Value::list([good.clone()].into_iter().chain(list.items.iter().cloned()).collect(), site.value.span);
    let with: Classes = specimen.with(site, mixed.clone());
    if !with.has(Class::Fail) && specimen.without(site) != specimen.base {
        let (shown, number) = (shown(site, &mixed), specimen.number);
        report(
            Lint::Narrow,
            site,
            format!("`{shown}` is not found in example {number}: one good element hides the bad"),
        );
    }
}

/// A member as it would be written.
fn shown(site: &Site, value: &Value) -> String {
    match value.as_str() {
        Some(text) => format!("{} = {text:?}", site.name),
        None => format!("{} = {}", site.name, value.render()),
    }
}
