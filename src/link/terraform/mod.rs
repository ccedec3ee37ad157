//! Links of Terraform resources, by what their arguments refer to.

mod backups;
mod chosen;
mod groups;
mod names;
mod networks;
mod prefix_lists;
mod providers;
#[cfg(test)]
mod relations_tests;
mod roles;
mod routes;
mod row;
#[cfg(test)]
mod rows_tests;
mod settings;
#[cfg(test)]
mod settings_tests;
mod table;
#[cfg(test)]
mod table_tests;
mod targets;
#[cfg(test)]
mod tests;
mod trails;
mod users;

pub(super) use roles::roles;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use self::names::{is_known, named, undecided};
use self::row::Attachment;
use self::targets::Targets;
use super::attach::attach;
use crate::model::{ATTACHED, Attached, Resource};
use crate::value::{Address, List, Reason, Unknown, Value};

/// Attaches resources to those that they configure.
///
/// Where it is not known what a resource configures, it may be any fitting one of its module: the lists of their role
/// stay open.
pub(super) fn link(resources: &mut [Resource]) {
    settings::attach_all(resources);
    routes::attach_routes(resources);
    users::attach_users(resources);
    let targets = Targets::index(resources);
    let mut plan = Plan::default();
    for (index, resource) in resources.iter().enumerate() {
        for row in table::of_source(&resource.kind) {
            plan.add(index, row, &targets, resources);
        }
    }
    plan.carry_out(resources);
    prefix_lists::attach_lists(resources);
    networks::settle_rules(resources);
    networks::unite_firewalls(resources);
    backups::attach_all(resources);
    trails::attach_filters(resources);
}

/// What is to be attached.
#[derive(Default)]
struct Plan {
    links: Vec<Link>,
    /// Resources to which more may be attached, and why that is not known.
    unclear: BTreeMap<(usize, &'static str), Arc<Unknown>>,
    unresolved: Unresolved,
}

/// The body of `source` becomes part of `target`.
struct Link {
    target: usize,
    source: usize,
    row: &'static Attachment,
}

/// The roles in which something is attached to no one knows which resource, by that one's module path and kind.
type Unresolved =
    HashMap<(Address, &'static str), BTreeMap<&'static str, Arc<Unknown>>, foldhash::quality::RandomState>;

impl Plan {
    /// Adds what the resource at `index` names in the argument of `row`.
    fn add(&mut self, index: usize, row: &'static Attachment, targets: &Targets, resources: &[Resource]) {
        let resource = &resources[index];
        let mut certain = BTreeSet::new();
        for name in named(&resource.body, row) {
            let found = targets.of(resource, &name, row, resources);
            if found.any {
                self.leave_any(index, row, resource, &why_unclear(&name));
            } else if !found.possible.is_empty() {
                self.leave_unclear(index, row, found.possible, &why_unclear(&name));
            } else if found.certain.is_empty() {
                match (row.reversed, name.first_unknown(), undecided(&name)) {
                    (true, Some(unknown), _) | (false, _, Some(unknown)) => {
                        self.leave_any(index, row, resource, unknown);
                    }
                    _ => {}
                }
            }
            certain.extend(found.certain);
        }
        self.links.extend(certain.into_iter().map(|named| {
            let (target, source) = if row.reversed { (index, named) } else { (named, index) };
            Link { target, source, row }
        }));
    }

    /// One of those that are `found` is meant, and no one knows which.
    fn leave_unclear(&mut self, index: usize, row: &Attachment, found: BTreeSet<usize>, why: &Arc<Unknown>) {
        let targets = if row.reversed { BTreeSet::from([index]) } else { found };
        for target in targets {
            self.unclear.entry((target, row.role)).or_insert_with(|| Arc::clone(why));
        }
    }

    /// Any fitting resource of the module of the one at `index` may be meant.
    fn leave_any(&mut self, index: usize, row: &Attachment, resource: &Resource, why: &Arc<Unknown>) {
        if row.reversed {
            self.leave_unclear(index, row, BTreeSet::new(), why);
        } else {
            self.leave_unresolved(&resource.address.module(), row, why);
        }
    }

    /// Any resource of the module may be meant.
    fn leave_unresolved(&mut self, module: &Address, row: &Attachment, why: &Arc<Unknown>) {
        for target in row.targets {
            let roles = self.unresolved.entry((module.clone(), target)).or_default();
            roles.entry(row.role).or_insert_with(|| Arc::clone(why));
        }
    }

    fn carry_out(mut self, resources: &mut [Resource]) {
        if !self.unresolved.is_empty() {
            leave_open(resources, &self.unresolved);
        }
        for ((target, role), unknown) in self.unclear {
            attach(&mut resources[target], role, List::open(Vec::new(), unknown));
        }
        // A body that is attached brings what is attached to it, unless it is one of its kind (these name each other in
        // circles, and in chains of any length) or its row says otherwise.
        self.links
            .sort_by_key(|link| (!link.row.brings_nothing(), Reverse(table::depth(&resources[link.source].kind))));
        for Link { target, source, row } in self.links {
            let Resource { mut body, mut grounds, mut attached, .. } = resources[source].clone();
            if row.brings_nothing() {
                body.as_map_mut().map(|own| own.remove(ATTACHED));
                grounds = vec![resources[source].declaration];
                attached = Vec::new();
            }
            let own = Arc::new(Attached::of(&resources[source]));
            attach(&mut resources[target], row.role, List::new(vec![body]));
            resources[target].grounds.extend(grounds);
            resources[target].attached.extend(std::iter::once(own).chain(attached));
        }
    }
}

/// Why it is not known which of several resources has this name.
fn why_unclear(name: &Value) -> Arc<Unknown> {
    let ambiguous =
        || Unknown::new(Reason::Ambiguous("several resources may have the name that is given here"), name.span);
    if is_known(name) {
        ambiguous().into()
    } else {
        name.first_unknown().map_or_else(|| ambiguous().into(), Arc::clone)
    }
}

/// Opens the lists of what may be attached to a resource, by its module and kind.
fn leave_open(resources: &mut [Resource], unresolved: &Unresolved) {
    for resource in resources {
        let kind = Arc::clone(&resource.kind);
        if table::of_target(&kind).is_empty() {
            continue;
        }
        let roles = unresolved.get(&(resource.address.module(), &*kind));
        for (role, unknown) in roles.into_iter().flatten() {
            attach(resource, role, List::open(Vec::new(), Arc::clone(unknown)));
        }
    }
}
