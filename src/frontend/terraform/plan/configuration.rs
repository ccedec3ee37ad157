//! What a plan says about providers and module calls: their constants, and what the rest refers to.

use super::document::{Plan, text};
use super::references::mentions;
use super::values::{is_expression, reason};
use crate::model::{Platform, Resource};
use crate::source::Span;
use crate::syntax::yaml::{Node, NodeKind};
use crate::value::{Address, Map, Reason, Unknown, Value};

/// The providers and module calls of a plan.
pub(super) fn resources(plan: &Plan<'_>) -> Vec<Resource> {
    let mut resources = providers(plan);
    for (index, module) in plan.modules.iter().enumerate() {
        for call in module.node.get("module_calls").map_or(&[][..], Node::entries) {
            let mut map = Map::new();
            for (from, to) in [("source", "source"), ("version_constraint", "version")] {
                add_text(plan, &call.value, from, to, &mut map);
            }
            let reader = Reader { plan, module: Some(index), prefix: &module.address };
            reader.members(&call.value, &mut map);
            let header = plan.span(call.key_range);
            let body = Value::map(map, plan.span(call.range()));
            let address = module.address.join("module").join(&call.key);
            resources.push(Resource::new(Platform::Terraform, "module", &call.key, &address, body, header));
        }
    }
    resources
}

fn providers(plan: &Plan<'_>) -> Vec<Resource> {
    let providers = plan.root.get("configuration").and_then(|configuration| configuration.get("provider_config"));
    let mut resources = Vec::new();
    for entry in providers.map_or(&[][..], Node::entries) {
        let node = &entry.value;
        // The others are not written anywhere: Terraform adds them for the resources.
        let (Some(name), Some(_)) = (text(node, "name"), node.get("expressions")) else { continue };
        let module = Address::new(text(node, "module_address").unwrap_or_default());
        let kind = format!("provider.{name}");
        let mut address = module.join(&kind);
        let mut map = Map::new();
        if let Some(alias) = text(node, "alias") {
            address = address.join(alias);
            add_text(plan, node, "alias", "alias", &mut map);
        }
        let reader = Reader { plan, module: plan.module(&module), prefix: &module };
        reader.members(node, &mut map);
        let body = Value::map(map, plan.span(entry.range()));
        let header = plan.span(entry.key_range);
        resources.push(Resource::new(Platform::Terraform, &kind, name, &address, body, header));
    }
    resources
}

fn add_text(plan: &Plan<'_>, node: &Node, from: &str, to: &str, map: &mut Map) {
    if let Some(value) = node.get(from).filter(|value| value.as_str().is_some()) {
        map.insert(to, plan.span(value.range), value.to_value(&|range| plan.span(range)));
    }
}

/// Reads the expressions of one module.
struct Reader<'r, 'n> {
    plan: &'r Plan<'n>,
    /// Its position in the configuration.
    module: Option<usize>,
    /// Its address.
    prefix: &'r Address,
}

impl Reader<'_, '_> {
    fn members(&self, node: &Node, map: &mut Map) {
        for entry in node.get("expressions").map_or(&[][..], Node::entries) {
            let span = self.plan.span(entry.value.range);
            let value = self.value(&entry.value, span);
            if !value.is_null() {
                map.insert(&*entry.key, self.plan.span(entry.key_range), value);
            }
        }
    }

    /// An expression, or blocks as a list. The recursion is limited by the height of the tree.
    fn value(&self, node: &Node, span: Span) -> Value {
        if let Some(constant) = node.get("constant_value") {
            return constant.to_value(&|range| self.plan.span(range));
        }
        match &node.kind {
            NodeKind::Sequence(blocks) => Value::list(blocks.iter().map(|block| self.block(block)).collect(), span),
            NodeKind::Mapping(entries) if !entries.is_empty() && !is_expression(node) => {
                Value::list(vec![self.block(node)], span)
            }
            _ => self.unknown(node, span),
        }
    }

    fn block(&self, node: &Node) -> Value {
        let mut map = Map::new();
        for entry in node.entries() {
            let value = self.value(&entry.value, self.plan.span(entry.value.range));
            map.insert(&*entry.key, self.plan.span(entry.key_range), value);
        }
        Value::map(map, self.plan.span(node.range))
    }

    fn unknown(&self, node: &Node, span: Span) -> Value {
        let unsupported = Reason::Unsupported("an expression of a plan");
        let Some(module) = self.module else { return Value::unknown(Unknown::new(unsupported, span), span) };
        let found = mentions(self.plan, module, (self.prefix, None), &[node]);
        let reason = reason(&found).unwrap_or(unsupported);
        Value::unknown(Unknown { references: found.references, ..Unknown::new(reason, span) }, span)
    }
}
