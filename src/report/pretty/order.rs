//! The order of findings, and what is put together.

use std::collections::HashMap;

use super::super::context::Listed;
use crate::check::{Check, Severity, Wording};
use crate::finding::Finding;
use crate::model::Platform;
use crate::source::FileId;
use crate::vocabulary::Sort;

/// All places of a check, as far as it says the same of them with the same severity.
pub(super) struct Places<'l, 'f> {
    /// In the order of the outcome; never empty.
    places: Vec<&'l Listed<'f>>,
}

/// What a check says once: with one severity, in the words for one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Said {
    severity: Severity,
    check: &'static str,
    wording: Option<Platform>,
}

impl Said {
    pub(super) fn by(finding: &Finding) -> Self {
        let check = finding.check;
        Self { severity: finding.severity, check: check.id, wording: check.own_wording(finding.platform) }
    }
}

impl<'l, 'f> Places<'l, 'f> {
    pub(super) fn all(&self) -> &[&'l Listed<'f>] {
        &self.places
    }

    pub(super) fn first(&self) -> &'l Listed<'f> {
        self.places[0]
    }

    pub(super) fn check(&self) -> &'static Check {
        self.first().finding.check
    }

    pub(super) fn severity(&self) -> Severity {
        self.first().finding.severity
    }

    pub(super) fn wording(&self) -> Wording {
        self.first().finding.wording()
    }
}

/// Findings by what is said of them. By severity, of those that are equally bad the check with most places comes last.
pub(super) fn by_check<'l, 'f>(listed: &'l [Listed<'f>], sort: Sort) -> Vec<Places<'l, 'f>> {
    let mut groups = grouped(listed, |listed| Said::by(listed.finding));
    match sort {
        Sort::Severity => groups.sort_by_key(|places| (places[0].finding.severity, places.len(), id(places))),
        Sort::Path => {}
        Sort::Check => groups.sort_by_key(|places| (id(places), places[0].finding.severity)),
    }
    groups.into_iter().map(|places| Places { places }).collect()
}

/// Findings by file. By severity, the file with the worst comes last, and the worst in it.
pub(super) fn by_file<'l, 'f>(listed: &'l [Listed<'f>], sort: Sort) -> Vec<(FileId, Vec<&'l Listed<'f>>)> {
    let mut files = grouped(listed, |listed| listed.finding.place.file);
    if sort == Sort::Severity {
        files.sort_by_key(|places| places.iter().map(|listed| listed.finding.severity).max());
    }
    let sorted = files.into_iter().map(|places| (places[0].finding.place.file, in_order(places, sort)));
    sorted.collect()
}

/// One finding after the other.
pub(super) fn one_by_one<'l, 'f>(listed: &'l [Listed<'f>], sort: Sort) -> Vec<&'l Listed<'f>> {
    in_order(listed.iter().collect(), sort)
}

fn in_order<'l, 'f>(mut places: Vec<&'l Listed<'f>>, sort: Sort) -> Vec<&'l Listed<'f>> {
    match sort {
        Sort::Severity => places.sort_by_key(|listed| listed.finding.severity),
        Sort::Path => {}
        Sort::Check => places.sort_by_key(|listed| listed.finding.check.id),
    }
    places
}

fn id(places: &[&Listed<'_>]) -> &'static str {
    places[0].finding.check.id
}

/// What has the same key, in the order of the first ones.
fn grouped<'l, 'f, K: std::hash::Hash + Eq>(
    listed: &'l [Listed<'f>],
    key: impl Fn(&Listed<'f>) -> K,
) -> Vec<Vec<&'l Listed<'f>>> {
    let mut known: HashMap<K, usize> = HashMap::new();
    let mut groups: Vec<Vec<&Listed<'_>>> = Vec::new();
    for one in listed {
        let next = groups.len();
        let at = *known.entry(key(one)).or_insert(next);
        if at == next {
            groups.push(Vec::new());
        }
        groups[at].push(one);
    }
    groups
}
