//! The parts of a plan, found by address.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use crate::model::Call;
use crate::source::{FileId, Span, TextRange};
use crate::syntax::yaml::Node;
use crate::value::Address;

/// A plan.
pub(super) struct Plan<'n> {
    file: FileId,
    /// The whole document.
    pub(super) root: &'n Node,
    /// Every resource that exists once the plan is applied, and every data source that was read.
    pub(super) planned: Vec<Planned<'n>>,
    /// The configuration's modules, the root first.
    pub(super) modules: Vec<Module<'n>>,
    /// Positions of the modules, by address without keys.
    module_index: HashMap<Address, usize>,
    /// Configured resources by address without keys: the position of the module, and the resource.
    pub(super) configured: HashMap<Address, (usize, &'n Node)>,
    /// The addresses of everything planned.
    addresses: HashSet<Address>,
    /// What happens to each resource, by address.
    changes: HashMap<&'n str, &'n Node>,
    /// Every text that the configuration says, once it was asked for.
    pub(super) constants: OnceCell<HashSet<Box<str>>>,
}

/// A resource with its planned values.
pub(super) struct Planned<'n> {
    /// The whole address.
    pub(super) address: Address,
    /// The object.
    pub(super) node: &'n Node,
    /// Its values.
    pub(super) values: Option<&'n Node>,
    /// The module calls that lead to it, outermost first.
    pub(super) calls: Vec<Call>,
}

/// A module of the configuration.
pub(super) struct Module<'n> {
    /// Its address without keys; empty for the root.
    pub(super) address: Address,
    /// The object.
    pub(super) node: &'n Node,
    /// The position of the calling module, and the call.
    pub(super) caller: Option<(usize, &'n Node)>,
}

impl<'n> Plan<'n> {
    /// Finds everything in the document of a plan.
    pub(super) fn new(file: FileId, root: &'n Node) -> Self {
        let mut plan = Self {
            file,
            root,
            planned: Vec::new(),
            modules: Vec::new(),
            module_index: HashMap::new(),
            configured: HashMap::new(),
            addresses: HashSet::new(),
            changes: HashMap::new(),
            constants: OnceCell::new(),
        };
        plan.read_changes();
        plan.read_planned();
        plan.addresses = plan.planned.iter().map(|planned| planned.address.clone()).collect();
        plan.read_configuration();
        plan
    }

    /// Whether there is anything with this address, or below it where it is that of a module.
    pub(super) fn has(&self, address: &Address) -> bool {
        let is_below =
            |planned: &Address| planned.strip_prefix(address.as_str()).is_some_and(|rest| rest.starts_with('.'));
        self.addresses.contains(address) || address.is_module() && self.addresses.iter().any(is_below)
    }

    fn read_changes(&mut self) {
        let changes = self.root.get("resource_changes").map_or(&[][..], Node::items).iter().map(AsRef::as_ref);
        for change in changes.chain(self.deferred()) {
            // A deposed object is what is left of a resource that has another change.
            if let (Some(address), None) = (text(change, "address"), change.get("deposed")) {
                self.changes.insert(address, change);
            }
        }
    }

    /// The changes that are put off until more is known, as Terraform knows since 1.10. What is deferred is not among the
    /// planned values.
    fn deferred(&self) -> impl Iterator<Item = &'n Node> + use<'n> {
        let deferred = self.root.get("deferred_changes").map_or(&[][..], Node::items);
        deferred.iter().filter_map(|deferred| deferred.get("resource_change"))
    }

    /// Whether a resource is only dropped from the state. Nothing is planned for it, and it has no values.
    fn is_forgotten(&self, address: &str) -> bool {
        let actions = self.changes.get(address).and_then(|change| change.get("change")?.get("actions"));
        actions.is_some_and(|actions| matches!(actions.items(), [only] if only.as_str() == Some("forget")))
    }

    /// The span of a range of the plan.
    pub(super) fn span(&self, range: TextRange) -> Span {
        range.in_file(self.file)
    }

    /// What is not known of a planned resource: `true` in the places of values.
    pub(super) fn unknown(&self, address: &str) -> Option<&'n Node> {
        self.changes.get(address)?.get("change")?.get("after_unknown")
    }

    /// What is sensitive in a planned resource: `true` in the places of values.
    pub(super) fn sensitive(&self, address: &str) -> Option<&'n Node> {
        self.changes.get(address)?.get("change")?.get("after_sensitive")
    }

    /// The module of this address, with or without keys.
    pub(super) fn module(&self, address: &Address) -> Option<usize> {
        self.module_index.get(&address.without_keys()).copied()
    }

    fn read_planned(&mut self) {
        let mut seen = HashSet::new();
        let planned = self.root.get("planned_values").and_then(|values| values.get("root_module"));
        for resource in planned.map(|module| self.resources_below(module)).unwrap_or_default() {
            seen.insert(resource.address.clone());
            self.planned.push(resource);
        }
        let prior = self.root.get("prior_state").and_then(|state| state.get("values")?.get("root_module"));
        let prior = prior.map(|module| self.resources_below(module)).unwrap_or_default();
        let is_data = |resource: &Planned<'_>| text(resource.node, "mode") == Some("data");
        self.planned
            .extend(prior.into_iter().filter(|resource| is_data(resource) && !seen.contains(&resource.address)));
        let deferred = self.deferred().filter_map(|node| {
            let address = Address::new(text(node, "address")?);
            let values = node.get("change").and_then(|change| change.get("after"));
            seen.insert(address.clone()).then_some(Planned { address, node, values, calls: Vec::new() })
        });
        let deferred: Vec<_> = deferred.collect();
        self.planned.extend(deferred);
    }

    fn resources_below(&self, module: &'n Node) -> Vec<Planned<'n>> {
        let mut found = Vec::new();
        let mut open = vec![(module, Vec::<Call>::new())];
        while let Some((module, calls)) = open.pop() {
            for node in module.get("resources").map_or(&[][..], Node::items) {
                if let Some(address) = text(node, "address").filter(|address| !self.is_forgotten(address)) {
                    let (address, values) = (Address::new(address), node.get("values"));
                    found.push(Planned { address, node, values, calls: calls.clone() });
                }
            }
            for child in module.get("child_modules").map_or(&[][..], Node::items).iter().rev() {
                let mut calls = calls.clone();
                calls.extend(child.get("address").and_then(|address| self.call(address)));
                open.push((child, calls));
            }
        }
        found
    }

    fn call(&self, address: &Node) -> Option<Call> {
        let call = Address::new(address.as_str()?);
        Some(Call { span: self.span(address.range), label: format!("module `{}`", call.last().name()).into() })
    }

    fn read_configuration(&mut self) {
        let Some(root) = self.root.get("configuration").and_then(|configuration| configuration.get("root_module"))
        else {
            return;
        };
        self.modules.push(Module { address: Address::default(), node: root, caller: None });
        // Modules are added while they are read: a queue.
        let mut next = 0;
        while let Some(Module { address, node, .. }) = self.modules.get(next) {
            let (own, node) = (address.clone(), *node);
            self.module_index.insert(own.clone(), next);
            for resource in node.get("resources").map_or(&[][..], Node::items) {
                if let Some(address) = text(resource, "address") {
                    self.configured.insert(own.join(address), (next, resource));
                }
            }
            for entry in node.get("module_calls").map_or(&[][..], Node::entries) {
                if let Some(module) = entry.value.get("module") {
                    let address = own.join("module").join(&entry.key);
                    self.modules.push(Module { address, node: module, caller: Some((next, &entry.value)) });
                }
            }
            next += 1;
        }
    }
}

/// The text of a member.
pub(super) fn text<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    node.get(key).and_then(Node::as_str)
}
