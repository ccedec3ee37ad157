//! Finding the resources that are named.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::names::{references, spelled};
use super::table::{self, Attachment};
use crate::model::Resource;
use crate::value::{Address, Kind, Reference, Value};

type Map<K, V> = HashMap<K, V, foldhash::quality::RandomState>;

/// Finds the resources to which others are attached.
#[derive(Default)]
pub(super) struct Targets {
    addresses: Map<Address, usize>,
    /// All instances of an address without keys.
    instances: Map<Address, Vec<usize>>,
    /// By kind, the argument that holds the name, module, and the name that the provider knows it by.
    names: Map<(&'static str, &'static str, Address, Arc<str>), Vec<usize>>,
    /// By kind, the argument that holds the name, and known name, in whatever module.
    known: Map<(&'static str, &'static str, Arc<str>), Vec<usize>>,
}

impl Targets {
    pub(super) fn index(resources: &[Resource]) -> Self {
        let mut targets = Self::default();
        for (index, resource) in resources.iter().enumerate() {
            let names: BTreeSet<(&'static str, &'static str)> = table::of_target(&resource.kind)
                .iter()
                .flat_map(|row| row.targets.iter().map(|target| (*target, row.name)))
                .filter(|(target, _)| *target == &*resource.kind)
                .collect();
            if names.is_empty() {
                continue;
            }
            targets.addresses.insert(resource.address.clone(), index);
            targets.instances.entry(resource.address.without_keys()).or_default().push(index);
            for (kind, argument) in names {
                targets.insert_name(kind, argument, resource, index);
            }
        }
        targets
    }

    fn insert_name(&mut self, kind: &'static str, argument: &'static str, resource: &Resource, index: usize) {
        let Some(value) = resource.body.member(argument) else {
            return;
        };
        if let Kind::String(name) = &value.kind {
            self.known.entry((kind, argument, Arc::clone(name))).or_default().push(index);
        }
        if let Some(name) = spelled(value) {
            self.names.entry((kind, argument, resource.address.module(), name)).or_default().push(index);
        }
    }

    /// The resources that `source` configures by this name.
    pub(super) fn of(&self, source: &Resource, name: &Value, row: &Attachment) -> BTreeSet<usize> {
        let of_kind = |kind: &'static str| match spelled(name) {
            Some(text) => self.of_name(kind, row.name, source, text),
            None => references(name).flat_map(|reference| self.referenced(reference, kind)).collect(),
        };
        row.targets.iter().flat_map(|kind| of_kind(kind)).collect()
    }

    fn of_name(&self, kind: &'static str, argument: &'static str, source: &Resource, name: Arc<str>) -> Vec<usize> {
        let here = self.names.get(&(kind, argument, source.address.module(), Arc::clone(&name)));
        // A known name that no resource of this module has came through an output of another module.
        let anywhere = || self.known.get(&(kind, argument, name));
        here.or_else(anywhere).cloned().unwrap_or_default()
    }

    /// The instance that a reference names; all instances where it names none, or one of which the key is not known.
    fn referenced(&self, reference: &Reference, kind: &str) -> Vec<usize> {
        if !reference.address.contains(kind) {
            return Vec::new();
        }
        match self.addresses.get(&reference.address) {
            Some(index) => vec![*index],
            None => self.instances.get(&reference.address.without_keys()).cloned().unwrap_or_default(),
        }
    }
}
