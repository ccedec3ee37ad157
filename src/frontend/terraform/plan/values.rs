//! Planned values to resources.

use std::sync::Arc;

use super::document::{Plan, text};
use super::elsewhere::Expressions;
use super::references::{Mentions, mentions};
use crate::model::{Platform, Resource};
use crate::source::Span;
use crate::syntax::yaml::{Node, NodeKind};
use crate::value::{Address, Elsewhere, Map, Reason, Reference, Unknown, Value};

/// How much of the planned values a resource has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// What source would say: no nulls, and no empty lists that nobody wrote, since a plan has one for each type of
    /// block that is not there.
    Written,
    /// Everything, so that what is null can be told from what is not known.
    Everything,
}

/// A planned resource.
pub(super) fn resource(plan: &Plan<'_>, index: usize, extent: Extent) -> Resource {
    let planned = &plan.planned[index];
    let (address, module) = (&planned.address, planned.address.module());
    let name = text(planned.node, "name").unwrap_or_else(|| address.last().name());
    let kind = text(planned.node, "type").unwrap_or_default();
    let is_data = text(planned.node, "mode") == Some("data");
    let kind = if is_data { format!("data.{kind}") } else { kind.to_owned() };
    let header = planned.node.get("address").map_or(planned.node.range, |address| address.range);
    let declaration = plan.span(planned.node.range);
    let configured = plan.configured.get(&address.without_keys());
    let builder = Builder {
        plan,
        address,
        prefix: &module,
        module: configured.map(|(module, _)| *module),
        header: plan.span(header),
        extent,
    };
    let written = configured.map(|(_, node)| Written::Blocks(node.get("expressions").into_iter().collect()));
    let parts = Parts {
        value: planned.values,
        unknown: plan.unknown(address),
        sensitive: [planned.node.get("sensitive_values"), plan.sensitive(address)],
    };
    let mut body = builder.map(&parts, &written.unwrap_or(Written::Unsaid), declaration);
    add_provider(plan, configured.map(|(_, node)| *node), &mut body);
    let mut resource = Resource::new(Platform::Terraform, &kind, name, address, body, plan.span(header));
    resource.declaration = declaration;
    resource.grounds = vec![declaration];
    resource.calls.clone_from(&planned.calls);
    resource
}

/// Says which configuration of its provider a resource has, where it is one with an alias, as source would.
fn add_provider(plan: &Plan<'_>, configured: Option<&Node>, body: &mut Value) {
    let Some(key) = configured.and_then(|node| node.get("provider_config_key")) else { return };
    // `module.net:aws.east` in the versions of Terraform that name the module.
    let provider = key.as_str().and_then(|key| key.rsplit(':').next()).filter(|provider| provider.contains('.'));
    if let (Some(provider), Some(own)) = (provider, body.as_map_mut()) {
        let span = plan.span(key.range);
        own.insert("provider", span, Value::string(provider, span));
    }
}

/// What the configuration says about a part of a resource.
#[derive(Clone)]
enum Written<'n> {
    /// It is not known what was written: there is no configuration, or a `dynamic` block, which plans leave out.
    Unsaid,
    /// One of these blocks.
    Blocks(Vec<&'n Node>),
    /// One of these expressions.
    Expressions(Vec<&'n Node>),
}

impl Written<'_> {
    /// What is said about a member; `None` when it was not written.
    fn member(&self, key: &str) -> Option<Self> {
        let Self::Blocks(blocks) = self else {
            // What an expression is made of is not told apart.
            return Some(self.clone());
        };
        let (mut nested, mut expressions) = (Vec::new(), Vec::new());
        for member in blocks.iter().filter_map(|block| block.get(key)) {
            match &member.kind {
                NodeKind::Sequence(items) => nested.extend(items.iter().map(AsRef::as_ref)),
                // An expression that refers to nothing is empty.
                NodeKind::Mapping(entries) if !entries.is_empty() && !is_expression(member) => nested.push(member),
                _ => expressions.push(member),
            }
        }
        if !expressions.is_empty() {
            return Some(Self::Expressions(expressions));
        }
        (!nested.is_empty()).then_some(Self::Blocks(nested))
    }
}

/// Whether an argument is write-only, of which plans say that it is null. By convention all of them have such a name.
fn is_write_only(name: &str) -> bool {
    name.ends_with("_wo")
}

/// Whether an object of the configuration is an expression and not a block.
pub(super) fn is_expression(node: &Node) -> bool {
    node.get("references").is_some_and(|references| matches!(references.kind, NodeKind::Sequence(_)))
        || node.get("constant_value").is_some()
}

/// The same part of a resource in the trees of a plan.
struct Parts<'n> {
    value: Option<&'n Node>,
    unknown: Option<&'n Node>,
    sensitive: [Option<&'n Node>; 2],
}

impl<'n> Parts<'n> {
    fn select(&self, select: impl Fn(&'n Node) -> Option<&'n Node>) -> Self {
        // What is sensitive as a whole is so in all its parts.
        let sensitive = |node: &'n Node| if is_true(node) { Some(node) } else { select(node) };
        Self {
            value: self.value.and_then(&select),
            unknown: self.unknown.and_then(&select),
            sensitive: self.sensitive.map(|node| node.and_then(sensitive)),
        }
    }

    fn is_sensitive(&self) -> bool {
        self.sensitive.iter().flatten().any(|node| is_true(node))
    }
}

fn is_true(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Bool(true))
}

/// Makes the values of one resource. The height of the trees is limited when they are parsed, and so is the recursion.
struct Builder<'b, 'n> {
    plan: &'b Plan<'n>,
    address: &'b Address,
    /// The address of the module.
    prefix: &'b Address,
    /// The module in the configuration.
    module: Option<usize>,
    header: Span,
    extent: Extent,
}

impl<'n> Builder<'_, 'n> {
    /// The value of a part; `None` where source would have none. `written` is `None` where nothing was written.
    fn value(&self, parts: &Parts<'n>, written: Option<&Written<'n>>, name: &str) -> Option<Value> {
        let span = parts.value.map_or(self.header, |node| self.plan.span(node.range));
        if parts.unknown.is_some_and(is_true) {
            // What the provider chooses because nobody wrote it is left out, as it is in source.
            let unknown = self.unknown(written?, name);
            return Some(Value { sensitive: parts.is_sensitive(), ..Value::unknown(unknown, span) });
        }
        let inner = written.unwrap_or(&Written::Unsaid);
        let node = match (parts.value, parts.unknown) {
            (Some(Node { kind: NodeKind::Null, .. }) | None, Some(unknown)) if has_true(unknown) => unknown,
            (Some(node), _) => node,
            (None, _) => return None,
        };
        let mut value = match &node.kind {
            NodeKind::Null if is_write_only(name) && written.is_some() => return Some(self.write_only(inner, name)),
            NodeKind::Null if self.extent == Extent::Written => return None,
            NodeKind::Null => Value::null(span),
            NodeKind::Mapping(_) => self.map(parts, inner, span),
            NodeKind::Sequence(items) => {
                if items.is_empty() && written.is_none() && self.extent == Extent::Written {
                    return None;
                }
                self.list(parts, inner, items.len(), name, span)
            }
            NodeKind::Bool(bool) => Value::bool(*bool, span),
            NodeKind::Number(number) => Value::number(*number, span),
            NodeKind::String(text) => Value::string(Arc::clone(text), span),
        };
        value.sensitive = parts.is_sensitive();
        value.elsewhere = value.as_str().and_then(|text| self.elsewhere(text, inner, span));
        Some(value)
    }

    fn elsewhere(&self, text: &str, written: &Written<'n>, span: Span) -> Option<Arc<Elsewhere>> {
        let nodes = match written {
            Written::Unsaid => None,
            Written::Blocks(nodes) | Written::Expressions(nodes) => Some(nodes.as_slice()),
        };
        let module = (self.module, self.prefix, self.address.last().key());
        self.plan.elsewhere(text, &Expressions { nodes, module }, span)
    }

    /// What was written for an argument whose value no plan keeps.
    fn write_only(&self, written: &Written<'n>, name: &str) -> Value {
        let constant = match written {
            Written::Expressions(expressions) => expressions.iter().find_map(|node| node.get("constant_value")),
            _ => None,
        };
        match constant {
            Some(constant) => constant.to_value(&|range| self.plan.span(range)),
            None => Value::unknown(Unknown { nullable: true, ..self.unknown(written, name) }, self.header),
        }
    }

    fn map(&self, parts: &Parts<'n>, written: &Written<'n>, outer: Span) -> Value {
        let span = parts.value.map_or(outer, |node| self.plan.span(node.range));
        let mut map = Map::new();
        let values = parts.value.map_or(&[][..], Node::entries);
        let unknown = parts.unknown.map_or(&[][..], Node::entries);
        let only_unknown =
            unknown.iter().filter(|entry| parts.value.is_none_or(|values| values.get(&entry.key).is_none()));
        let keys = values.iter().map(|entry| (entry, self.plan.span(entry.key_range)));
        for (entry, key_span) in keys.chain(only_unknown.map(|entry| (entry, self.header))) {
            let member = parts.select(|node| node.get(&entry.key));
            if let Some(value) = self.value(&member, written.member(&entry.key).as_ref(), &entry.key) {
                map.insert(Arc::clone(&entry.key), key_span, value);
            }
        }
        Value::map(map, span)
    }

    fn list(&self, parts: &Parts<'n>, written: &Written<'n>, length: usize, name: &str, span: Span) -> Value {
        let item = |index: usize| {
            let item = parts.select(|node| node.items().get(index).map(AsRef::as_ref));
            self.value(&item, Some(written), name).unwrap_or_else(|| Value::null(span))
        };
        Value::list((0..length).map(item).collect(), span)
    }

    fn unknown(&self, written: &Written<'n>, name: &str) -> Unknown {
        let own = || Reason::Computed(format!("{}.{name}", self.address).into());
        let (reason, references) = match (written, self.module) {
            (Written::Blocks(nodes) | Written::Expressions(nodes), Some(module)) => {
                let found = mentions(self.plan, module, (self.prefix, self.address.last().key()), nodes);
                (reason(&found).unwrap_or_else(own), found.references)
            }
            _ => (own(), Vec::new()),
        };
        Unknown { references, nullable: false, ..Unknown::new(reason, self.header) }
    }
}

/// Why an expression with these references is not known; `None` when nothing says so.
pub(super) fn reason(found: &Mentions) -> Option<Reason> {
    match found.references.first() {
        // It may be one of the resources here, by a way that is not seen.
        _ if found.partial => Some(Reason::Unsupported("a local value of a plan")),
        None => None,
        Some(Reference { address, attribute }) => {
            let is_data = address.is_data();
            let name =
                attribute.as_ref().map_or_else(|| address.clone().into(), |name| format!("{address}.{name}").into());
            Some(if is_data { Reason::DataSource(name) } else { Reason::Computed(name) })
        }
    }
}

/// Whether a tree has `true` somewhere.
fn has_true(node: &Node) -> bool {
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        if is_true(node) {
            return true;
        }
        open.extend(node.items().iter().map(AsRef::as_ref));
        open.extend(node.entries().iter().map(|entry| entry.value.as_ref()));
    }
    false
}
