//! One expression, one finding: what instances of one block, or elements that one expression gives, fail alike.

use std::collections::{BTreeSet, HashMap};

use super::told::SENSITIVE;
use crate::check::Severity;
use crate::diagnostic::Label;
use crate::finding::{Finding, Further};
use crate::source::{FileId, SourceMap, Span};

/// Most places that are related to a finding of several elements.
const MAX_RELATED: usize = 16;

/// Most further elements that a message names.
const MAX_NAMED: usize = 8;

/// What findings have in common that are one.
#[derive(PartialEq, Eq, Hash)]
enum Common {
    /// The expression, of a block and its instances.
    Place { place: Span, read_at: Option<Span> },
    /// The list of one resource, and the line of its elements.
    Line { addresses: Vec<String>, list: String, file: FileId, line: u32 },
}

/// Of findings in the order of their places, those as one that one expression gives, and those about elements of one list
/// that stand on one line. Elements on lines of their own stay apart: each is to be mended. So do credentials, and what the
/// user lists.
pub(super) fn grouped(findings: Vec<Finding>, sources: &SourceMap) -> Vec<Finding> {
    let at_one_place = |finding: &Finding| Some(Common::Place { place: finding.place, read_at: finding.read_at });
    let on_one_line = |finding: &Finding| line_of(finding, sources);
    let mut findings = joined(joined(findings, &at_one_place), &on_one_line);
    findings.iter_mut().for_each(name_further);
    findings
}

fn line_of(finding: &Finding, sources: &SourceMap) -> Option<Common> {
    let (list, index) = finding.path.strip_suffix(']')?.rsplit_once('[')?;
    if index.is_empty() || !index.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let file = finding.place.file;
    let line_at = |offset: u32| sources.get(file).position(offset).line;
    let line = line_at(finding.place.range.start);
    if line_at(finding.place.range.end) != line {
        return None;
    }
    Some(Common::Line { addresses: finding.addresses.clone(), list: list.to_owned(), file, line })
}

type Key = (&'static str, Severity, Option<Span>, String, Vec<Vec<Span>>, Option<String>, Common);

fn joined(findings: Vec<Finding>, common: &dyn Fn(&Finding) -> Option<Common>) -> Vec<Finding> {
    let mut known: HashMap<Key, usize> = HashMap::new();
    let mut joined: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings {
        let key = common(&finding).filter(|_| may_join(&finding)).map(|common| {
            let part = finding.part.as_deref().map(str::to_owned);
            let address = finding.addresses.first().map_or("", String::as_str);
            // What two callers of a module wrote is two findings.
            let address = finding.platform.address(address).without_keys().to_string();
            (
                finding.check.id,
                finding.severity,
                finding.resources.first().copied(),
                address,
                finding.ways.clone(),
                part,
                common,
            )
        });
        match key.as_ref().and_then(|key| known.get(key)) {
            Some(&index) => join(&mut joined[index], finding),
            None => {
                known.extend(key.map(|key| (key, joined.len())));
                joined.push(finding);
            }
        }
    }
    joined
}

fn may_join(finding: &Finding) -> bool {
    let is_secret = finding.check.conceals || finding.value.as_deref() == Some(SENSITIVE);
    !is_secret && finding.check.list.is_none()
}

fn join(first: &mut Finding, other: Finding) {
    let Finding { addresses, resources, ways, linked, related, affected, place, more, path, value, name, .. } = other;
    first.addresses.extend(addresses);
    first.resources.extend(resources);
    extend_new(&mut first.ways, ways);
    extend_new(&mut first.linked, linked);
    extend_new(&mut first.affected, affected);
    if place != first.place {
        first.related.push(Label { span: place, text: "here as well".to_owned() });
    }
    for label in related {
        if first.related.len() < MAX_RELATED && first.related.iter().all(|known| known.span != label.span) {
            first.related.push(label);
        }
    }
    let own = Further { path, place, value, name };
    let is_new = |further: &Further| further.path != first.path || further.value != first.value;
    let new: Vec<Further> = std::iter::once(own).chain(more).filter(is_new).collect();
    first.more.extend(new);
}

fn extend_new<T: PartialEq>(known: &mut Vec<T>, others: Vec<T>) {
    for other in others {
        if !known.contains(&other) {
            known.push(other);
        }
    }
}

/// Lets the message name what fails beside the first.
fn name_further(finding: &mut Finding) {
    let mut seen: BTreeSet<&str> = finding.name.iter().map(String::as_str).collect();
    let names = finding.more.iter().filter_map(|further| further.name.as_deref());
    let names: Vec<&str> = names.filter(|name| seen.insert(name)).collect();
    if names.is_empty() {
        return;
    }
    let (shown, rest) = names.split_at(names.len().min(MAX_NAMED));
    let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
    let also = format!("; also {}{more}", shown.join(", "));
    finding.message.push_str(&also);
}
