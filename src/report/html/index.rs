//! The same findings by file and by resource, as links.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::super::place::Located;
use super::super::text::one_line;
use super::card::short;
use crate::check::Severity;
use crate::finding::Finding;
use crate::source::Shown;

/// Most links of one index: a finding can have thousands of addresses.
const LINK_LIMIT: usize = 30_000;

/// Findings by something.
#[derive(Default)]
pub(super) struct Index<'a> {
    /// The worst first.
    pub(super) groups: Vec<Group<'a>>,
    /// Links that are left out.
    pub(super) more: usize,
}

/// What links to findings share.
pub(super) struct Group<'a> {
    pub(super) name: Cow<'a, str>,
    /// Findings by severity, the worst first, without those of which there are none.
    pub(super) counts: Vec<(Severity, usize)>,
    pub(super) links: Vec<Link<'a>>,
}

/// A link to a finding.
pub(super) struct Link<'a> {
    pub(super) fingerprint: &'a str,
    pub(super) check: &'static str,
    pub(super) severity: Severity,
    pub(super) text: Cow<'a, str>,
}

impl<'a> Index<'a> {
    /// Findings by their file; the links say the line.
    pub(super) fn by_file(findings: &[&'a Finding], sources: Shown<'a>, root: &str) -> Self {
        let entries = findings.iter().map(|finding| {
            let Located { file, start, .. } = Located::new(sources, finding.place);
            (file.path(), link(finding, format!("line {}", start.line).into()))
        });
        Self::of(entries, |path| one_line(&format!("{root}{path}")).into_owned().into())
    }

    /// Findings by the resources that they are about; the links say the message.
    pub(super) fn by_resource(findings: &[&'a Finding]) -> Self {
        let entries = findings.iter().flat_map(|finding| {
            let link = |address: &'a String| (address.as_str(), link(finding, short(&finding.message)));
            finding.addresses.iter().map(link)
        });
        Self::of(entries, short)
    }

    fn of(entries: impl Iterator<Item = (&'a str, Link<'a>)>, name: impl Fn(&'a str) -> Cow<'a, str>) -> Self {
        let mut groups: BTreeMap<&str, Vec<Link>> = BTreeMap::new();
        let mut more = 0;
        for (number, (key, link)) in entries.enumerate() {
            match number < LINK_LIMIT {
                true => groups.entry(key).or_default().push(link),
                false => more += 1,
            }
        }
        let groups = groups.into_iter().map(|(key, links)| Group { name: name(key), counts: counts(&links), links });
        let mut groups: Vec<Group> = groups.collect();
        // Stable, so that equals stay in the order of their names.
        groups.sort_by_key(|group| Reverse(weight(group)));
        Self { groups, more }
    }
}

fn link<'a>(finding: &'a Finding, text: Cow<'a, str>) -> Link<'a> {
    Link { fingerprint: &finding.fingerprint, check: finding.check.id, severity: finding.severity, text }
}

fn counts(links: &[Link]) -> Vec<(Severity, usize)> {
    let count = |severity| (severity, links.iter().filter(|link| link.severity == severity).count());
    Severity::ALL.into_iter().map(count).filter(|(_, count)| *count > 0).collect()
}

/// The number of findings of each severity, the worst first.
fn weight(group: &Group) -> [usize; Severity::ALL.len()] {
    Severity::ALL.map(|severity| group.counts.iter().find(|(it, _)| *it == severity).map_or(0, |(_, count)| *count))
}
