//! Who watches the events of a trail: the metric filters on the log group that it writes to, with their alarms.
//!
//! The benchmarks of CIS ask for a filter and an alarm for each of some fifteen kinds of events. Whether they are there is a
//! question to all filters of one log group together. Where the root declares a trail, its log group is asked about;
//! otherwise each log group that the filters name, through the first of them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::super::attach::attach;
use super::names::references;
use crate::model::Resource;
use crate::value::{Address, Kind, List, Map, Reason, Unknown, Value};

/// The role of the filters of a log group. The list is there, and may be empty, where the log group is known.
pub(super) const ROLE: &str = "metric_filter";

pub(super) const FILTER: &str = "aws_cloudwatch_log_metric_filter";
const GROUP: &str = "aws_cloudwatch_log_group";
pub(super) const TRAIL: &str = "aws_cloudtrail";

/// Attaches the filters of each log group to the one resource by which they are judged.
pub(super) fn attach_filters(resources: &mut [Resource]) {
    let of_kind = |kind: &'static str| resources.iter().enumerate().filter(move |(_, it)| &*it.kind == kind);
    let groups = Groups::of(resources);
    let filters = Filters::of(of_kind(FILTER), &groups);
    let trails: Vec<(usize, &Value)> = of_kind(TRAIL)
        .filter_map(|(index, trail)| Some((index, trail.body.member("cloud_watch_logs_group_arn")?)))
        .filter(|(_, group)| group.as_str() != Some(""))
        .collect();
    let mut judged: Vec<(usize, List)> = Vec::new();
    if trails.is_empty() {
        judged.extend(filters.known.values().map(|group| (group[0], filters.list(group, None, resources))));
    }
    let unread: Vec<&Resource> = unread_modules(resources);
    let mut taken = HashSet::new();
    for (index, written) in trails {
        let Some(group) = groups.named(written) else {
            let unknown = || Unknown::new(Reason::Ambiguous("the log group of the trail is not known"), written.span);
            let why = written.first_unknown().cloned().unwrap_or_else(|| unknown().into());
            judged.push((index, List::open(Vec::new(), why)));
            continue;
        };
        // Of several trails of one log group the first is judged.
        if taken.insert(group.clone()) {
            let of_group = filters.known.get(&group).map_or(&[][..], Vec::as_slice);
            let handed = unread.iter().find(|call| is_given(call, &group, &groups)).map(|call| {
                let reason = Reason::Ambiguous("a module that is not here is given the log group");
                Arc::new(Unknown::new(reason, call.header))
            });
            judged.push((index, filters.list(of_group, handed, resources)));
        }
    }
    for (index, list) in judged {
        attach(&mut resources[index], ROLE, list);
    }
}

/// The log groups that are declared, by their names.
struct Groups {
    /// None for a name that several have.
    addresses: HashMap<String, Option<Address>, foldhash::quality::RandomState>,
}

impl Groups {
    fn of(resources: &[Resource]) -> Self {
        let mut addresses = HashMap::default();
        for group in resources.iter().filter(|resource| &*resource.kind == GROUP) {
            if let Some(name) = group.body.member("name").and_then(Value::identity) {
                addresses.entry(name).and_modify(|known| *known = None).or_insert_with(|| Some(group.address.clone()));
            }
        }
        Self { addresses }
    }

    /// What tells the log group of this name, or of this ARN, from all others.
    fn named(&self, written: &Value) -> Option<String> {
        let is_group = |address: &Address| address.steps().any(|step| step.as_str() == GROUP || step.name() == GROUP);
        let mut referenced = references(written).map(|reference| &reference.address);
        if let Some(address) = referenced.find(|address| is_group(address)) {
            return (!address.has_unknown_key()).then(|| format!("is {address}"));
        }
        let name = match &written.kind {
            Kind::String(text) => {
                let name = text.split_once(":log-group:").map_or(&**text, |(_, rest)| rest);
                Value::string(name.split(':').next().unwrap_or_default(), written.span).identity()?
            }
            _ => written.identity()?,
        };
        match self.addresses.get(&name) {
            Some(declared) => Some(format!("is {}", declared.as_ref()?)),
            // Whatever a variable stands for may be that of another one.
            None => written.as_str().map(|_| format!("named {name}")),
        }
    }
}

/// The filters of a root.
struct Filters {
    /// Those of each log group, in the order of the source.
    known: BTreeMap<String, Vec<usize>>,
    /// Why the log group of another one is not known.
    uncertain: Option<Arc<Unknown>>,
}

impl Filters {
    fn of<'r>(filters: impl Iterator<Item = (usize, &'r Resource)>, groups: &Groups) -> Self {
        let (mut known, mut uncertain) = (BTreeMap::<String, Vec<usize>>::new(), None);
        for (index, filter) in filters {
            let written = filter.body.member("log_group_name");
            match written.and_then(|written| groups.named(written)) {
                Some(group) => known.entry(group).or_default().push(index),
                None => {
                    let reason = || Unknown::new(Reason::Ambiguous("its log group is not known"), filter.header);
                    uncertain.get_or_insert_with(|| {
                        written.and_then(Value::first_unknown).cloned().unwrap_or_else(|| reason().into())
                    });
                }
            }
        }
        Self { known, uncertain }
    }

    /// These filters, with all that may be beside them.
    fn list(&self, filters: &[usize], others: Option<Arc<Unknown>>, resources: &[Resource]) -> List {
        let bodies = filters.iter().map(|index| resources[*index].body.clone()).collect();
        List::with_rest(bodies, self.uncertain.clone().or(others))
    }
}

/// The calls of modules of which nothing is here.
fn unread_modules(resources: &[Resource]) -> Vec<&Resource> {
    let read: HashSet<Address> = resources.iter().map(|resource| resource.address.module()).collect();
    let calls = resources.iter().filter(|resource| &*resource.kind == "module");
    calls.filter(|call| !read.contains(&call.address)).collect()
}

/// Whether a call hands on the log group.
fn is_given(call: &Resource, group: &str, groups: &Groups) -> bool {
    let arguments = call.body.as_map().into_iter().flat_map(Map::entries);
    let mut given = arguments.filter(|argument| argument.key.as_ref() != "source").map(|argument| &argument.value);
    given.any(|value| groups.named(value).is_some_and(|named| named == group))
}
