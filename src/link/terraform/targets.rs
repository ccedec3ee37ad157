//! Finding the resources that are named.

use std::cell::Cell;
use std::collections::{BTreeSet, HashMap};

use super::names::{agree, is_known, is_made, is_other, is_own, may_be, named, own_name, references, undecided};
use super::row::Attachment;
use super::table;
use crate::model::Resource;
use crate::value::{Address, Kind, Reference, Truth, Value};

type Map<K, V> = HashMap<K, V, foldhash::quality::RandomState>;

/// The resources that a name stands for.
#[derive(Default)]
pub(super) struct Found {
    /// Those that it certainly names.
    pub certain: BTreeSet<usize>,
    /// Those of which it names one, or none: which is not known.
    pub possible: BTreeSet<usize>,
    /// Whether it may name any resource of its module, of which there are too many to compare the names.
    pub any: bool,
}

impl Found {
    fn is_empty(&self) -> bool {
        self.certain.is_empty() && self.possible.is_empty() && !self.any
    }

    /// Adds those of `other` that fit.
    fn add(&mut self, other: Self, fits: impl Fn(&usize) -> bool) {
        self.certain.extend(other.certain.into_iter().filter(&fits));
        self.possible.extend(other.possible.into_iter().filter(&fits));
        self.any |= other.any;
    }

    /// Leaves out those for which something else does not hold, too.
    fn narrow<'v>(&mut self, holds: impl Fn(&usize) -> Truth<'v>) {
        self.possible.retain(|index| !holds(index).is_false());
        for index in std::mem::take(&mut self.certain) {
            match holds(&index) {
                Truth::True => drop(self.certain.insert(index)),
                Truth::Unknown(_) => drop(self.possible.insert(index)),
                Truth::False => {}
            }
        }
    }

    /// One of all these.
    fn unclear(self) -> Self {
        let possible = self.certain.into_iter().chain(self.possible).collect();
        Self { possible, any: self.any, ..Self::default() }
    }
}

/// Most names with which one that is not known is compared.
const COMPARED: usize = 1_000;

/// Most resources that are followed from one name to what it stands for in the end.
const FOLLOWED: usize = 64;

/// Kind, and the argument that holds the name.
type Named = (&'static str, &'static str);

/// Finds the resources to which others are attached.
#[derive(Default)]
pub(super) struct Targets {
    addresses: Map<Address, usize>,
    /// All instances of an address without keys.
    instances: Map<Address, Vec<usize>>,
    /// All instances of what names others, by the address without keys.
    naming: Map<Address, Vec<usize>>,
    /// Those of a module that have a name.
    named: Map<(Named, Address), Vec<usize>>,
    /// Those of them of which the name is not known, or not wholly.
    uncertain: Map<(Named, Address), Vec<usize>>,
    /// By module, and what tells the name from others.
    names: Map<(Named, Address, String), Vec<usize>>,
    /// The same in whatever module.
    anywhere: Map<(Named, String), Vec<usize>>,
}

impl Targets {
    pub(super) fn index(resources: &[Resource]) -> Self {
        let mut targets = Self::default();
        for (index, resource) in resources.iter().enumerate() {
            if names_others(&resource.kind) {
                targets.naming.entry(resource.address.without_keys()).or_default().push(index);
            }
            let names: BTreeSet<Named> = table::of_target(&resource.kind)
                .iter()
                .flat_map(|row| row.targets.iter().map(|target| (*target, row.name)))
                .filter(|(target, _)| *target == &*resource.kind)
                .collect();
            if names.is_empty() {
                continue;
            }
            targets.addresses.insert(resource.address.clone(), index);
            targets.instances.entry(resource.address.without_keys()).or_default().push(index);
            for named in names {
                targets.insert_name(named, resource, index);
            }
        }
        targets
    }

    fn insert_name(&mut self, named: Named, resource: &Resource, index: usize) {
        let Some(value) = own_name(&resource.body, named.1) else {
            return;
        };
        let module = resource.address.module();
        self.named.entry((named, module.clone())).or_default().push(index);
        if !is_known(value) {
            self.uncertain.entry((named, module.clone())).or_default().push(index);
        }
        if let Some(name) = value.identity() {
            self.anywhere.entry((named, name.clone())).or_default().push(index);
            self.names.entry((named, module, name)).or_default().push(index);
        }
    }

    /// The resources that `source` configures by this name.
    ///
    /// A reference says most, then the name, which may be that of another resource as well. A name that is not wholly
    /// known may be that of every resource of the module of which the name can be the same.
    pub(super) fn of(&self, source: &Resource, name: &Value, row: &Attachment, resources: &[Resource]) -> Found {
        let mut found = self.within(&Cell::new(FOLLOWED), source, name, row, resources);
        if row.beside.is_some() {
            found.narrow(|index| agree(source, &resources[*index], row));
        }
        found
    }

    /// The same, following no more than `steps` other resources.
    fn within(
        &self,
        steps: &Cell<usize>,
        source: &Resource,
        name: &Value,
        row: &Attachment,
        resources: &[Resource],
    ) -> Found {
        if let Kind::Either(either) = &name.kind {
            let options = either.options.iter().map(|option| self.within(steps, source, option, row, resources));
            return one_of(options);
        }
        let referenced = self.all_referenced(steps, name, row, resources);
        if !referenced.is_empty() {
            return referenced;
        }
        let module = source.address.module();
        let mut found = Found::default();
        for kind in row.targets {
            found.certain.extend(self.of_name((kind, row.name), &module, name));
        }
        if found.certain.is_empty() {
            return self.all_possible(name, row, &module, resources);
        }
        if several(&found.certain, resources) {
            return match meant(&found.certain, name, row, resources) {
                Some(only) => Found { certain: BTreeSet::from([only]), ..Found::default() },
                None => found.unclear(),
            };
        }
        found
    }

    /// The resources of a module whose name may turn out to be this one.
    fn all_possible(&self, name: &Value, row: &Attachment, module: &Address, resources: &[Resource]) -> Found {
        let mut found = Found::default();
        // Two names that are known are compared before they come here.
        let table = if is_known(name) { &self.uncertain } else { &self.named };
        for kind in row.targets {
            let Some(named) = table.get(&((*kind, row.name), module.clone())) else { continue };
            found.any |= named.len() > COMPARED;
            let fitting = named.iter().take(COMPARED).copied();
            found.possible.extend(
                fitting
                    .filter(|index| own_name(&resources[*index].body, row.name).is_some_and(|own| may_be(own, name))),
            );
        }
        found
    }

    fn of_name(&self, named: Named, module: &Address, name: &Value) -> Vec<usize> {
        let Some(identity) = name.identity() else { return Vec::new() };
        let here = self.names.get(&(named, module.clone(), identity.clone()));
        // A name that no resource of this module has came through an output of another module.
        let anywhere = || self.anywhere.get(&(named, identity));
        here.or_else(anywhere).cloned().unwrap_or_default()
    }

    /// The resources to which the parts of a name refer that are not known.
    fn all_referenced(&self, steps: &Cell<usize>, name: &Value, row: &Attachment, resources: &[Resource]) -> Found {
        let own = |index: &usize| own_name(&resources[*index].body, row.name);
        let mut found = Found::default();
        for reference in references(name) {
            for kind in row.targets {
                let mut fitting = self.referenced(reference, kind, resources);
                fitting.retain(|index| !own(index).is_some_and(|own| is_other(own, name)));
                // Without a key, or with one that is not known, it is one of them.
                let set = if fitting.len() > 1 { &mut found.possible } else { &mut found.certain };
                set.extend(fitting);
            }
            found.add(self.followed(steps, reference, row, resources), |index| {
                !own(index).is_some_and(|own| is_other(own, name))
            });
        }
        // A name that was made of another resource's name and then given to one is the name of that one.
        let given: BTreeSet<usize> =
            found.certain.iter().copied().filter(|index| own(index).is_some_and(|own| is_own(own, name))).collect();
        let is_given = !given.is_empty();
        if is_given {
            found = Found { certain: given, ..Found::default() };
        }
        // With more in it than what it refers to, it may be that of another one.
        let may_differ = is_made(name) && !is_given;
        if may_differ || several(&found.certain, resources) { found.unclear() } else { found }
    }

    /// What is named by the resources that a reference may mean, where those name what `row` does: the id of a bucket's
    /// policy is the name of the bucket.
    fn followed(&self, steps: &Cell<usize>, reference: &Reference, row: &Attachment, resources: &[Resource]) -> Found {
        let mut all = Vec::new();
        let fitting = self.naming.get(&reference.address.without_keys()).into_iter().flatten();
        for index in fitting.filter(|index| reference.address.may_mean(&resources[**index].address)) {
            let other = &resources[*index];
            for name in names_of(other, reference, row) {
                if steps.get() == 0 {
                    all.push(Found { any: true, ..Found::default() });
                    continue;
                }
                steps.set(steps.get() - 1);
                let mut found = self.within(steps, other, &name, row, resources);
                found.any |= found.is_empty() && undecided(&name).is_some();
                all.push(found);
            }
        }
        one_of(all.into_iter())
    }

    /// The instance that a reference names; all instances that it may name where it says no key, or one that is not known.
    fn referenced(&self, reference: &Reference, kind: &str, resources: &[Resource]) -> Vec<usize> {
        if !reference.address.contains(kind) {
            return Vec::new();
        }
        match self.addresses.get(&reference.address) {
            Some(index) => vec![*index],
            None => {
                let all = self.instances.get(&reference.address.without_keys()).into_iter().flatten().copied();
                let (fitting, others): (Vec<usize>, Vec<usize>) =
                    all.partition(|index| reference.address.may_mean(&resources[*index].address));
                if fitting.is_empty() { others } else { fitting }
            }
        }
    }
}

/// Whether a kind may be asked for the name of another one that it names.
fn names_others(kind: &str) -> bool {
    let looked_up = kind.strip_prefix("data.").is_some_and(|kind| !table::of_target(kind).is_empty());
    looked_up || table::of_source(kind).iter().any(|row| is_followed(row))
}

/// Whether a kind is known by what it names in the argument of this row.
fn is_followed(row: &Attachment) -> bool {
    !row.reversed && row.prefix.is_empty() && !row.argument.contains('.') && !row.is_within_kind()
}

/// The names for which a reference to `other` stands, as the argument of `row` has them.
fn names_of(other: &Resource, reference: &Reference, row: &Attachment) -> Vec<Value> {
    let asks_for = |argument: &str| reference.attribute.as_deref().is_some_and(|it| it == "id" || it == argument);
    if let Some(kind) = other.kind.strip_prefix("data.") {
        let is_looked_up = row.targets.contains(&kind) && row.name != "id" && asks_for(row.name);
        return other.body.member(row.name).filter(|_| is_looked_up).cloned().into_iter().collect();
    }
    let rows = table::of_source(&other.kind).iter().filter(|other| is_followed(other));
    let alike = rows.filter(|other| other.targets == row.targets && other.name == row.name && asks_for(other.argument));
    alike.flat_map(|alike| named(&other.body, alike)).collect()
}

/// What the name stands for that is one of several: something certain only where all of them agree.
fn one_of(options: impl Iterator<Item = Found>) -> Found {
    let mut options: Vec<Found> = options.collect();
    let Some(first) = options.pop() else { return Found::default() };
    let is_whole = |found: &Found| found.possible.is_empty() && !found.any;
    let agree = is_whole(&first) && options.iter().all(|other| is_whole(other) && other.certain == first.certain);
    if agree {
        return first;
    }
    options.into_iter().fold(first.unclear(), |mut all, other| {
        all.any |= other.any;
        all.possible.extend(other.unclear().possible);
        all
    })
}

/// Of several resources of one name the one whose own argument the name was taken from, if there is just one.
fn meant(found: &BTreeSet<usize>, name: &Value, row: &Attachment, resources: &[Resource]) -> Option<usize> {
    let same_place = |index: &&usize| {
        let own = own_name(&resources[**index].body, row.name);
        name.origin.is_some() && own.is_some_and(|own| own.written() == name.written())
    };
    match found.iter().filter(same_place).collect::<Vec<_>>()[..] {
        [only] => Some(*only),
        _ => None,
    }
}

/// Whether these are resources of several declarations. Instances of one are named by it alike.
fn several(found: &BTreeSet<usize>, resources: &[Resource]) -> bool {
    let mut declarations = found.iter().map(|index| resources[*index].address.without_keys());
    declarations.next().is_some_and(|first| declarations.any(|other| other != first))
}
