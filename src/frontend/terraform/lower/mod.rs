//! Declarations to resources.

pub(super) mod blocks;
mod maps;
mod plain;
pub(super) mod provider_defaults;
mod readings;
mod replaced;

use std::collections::HashSet;
use std::sync::Arc;

use super::evaluate::identity::unstated;
use super::evaluate::instance::{Instance, InstanceId, Key};
use super::evaluate::interpreter::Interpreter;
use super::evaluate::unknowns::error;
use super::load::declaration::{Declaration, DeclarationKind, is_single_block};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::{Platform, Resource};
use crate::value::{Kind, Map, Value};
use blocks::{Group, as_written};
use maps::unblocked;
use plain::add_plain;
use replaced::mark_replaced;

/// Whether an argument says how many instances there are or in which order, and not what they are.
pub(super) fn is_meta_argument(name: &str) -> bool {
    matches!(name, "count" | "for_each" | "depends_on")
}

impl<'p> Interpreter<'p> {
    /// All resources of the root module and of what it calls, outer modules first.
    pub(super) fn lower(&self) -> Vec<Resource> {
        let mut resources = Vec::new();
        let mut open: Vec<InstanceId> = vec![self.root_instance().id];
        // The modules of which one instance stands for all others, for want of steps.
        let mut lowered: HashSet<&str> = HashSet::new();
        while let Some(id) = open.pop() {
            let instance = self.instance(id);
            if self.is_on_reserve() && !lowered.insert(instance.module.folder) {
                self.leave_out(instance);
                continue;
            }
            let mut children = Vec::new();
            for declaration in &instance.module.declarations {
                self.begin(declaration);
                let expansion = self.expansion(instance, declaration);
                for item in 0..expansion.items.len() {
                    resources.push(self.resource(instance, declaration, item));
                    if declaration.kind == DeclarationKind::Call
                        && let Ok(child) = self.child(instance, declaration, item)
                    {
                        children.push(child);
                    }
                }
            }
            open.extend(children.into_iter().rev());
        }
        resources
    }

    /// Says that an instance of a module is not lowered.
    fn leave_out(&self, instance: &Instance<'p>) {
        if let Some(call) = instance.calls.last() {
            let message = format!("`{}` was not assessed: the limit on evaluation steps was reached", instance.address);
            self.report(call.span, Diagnostic::at(Level::Error, "limit", call.span, message));
        }
    }

    fn resource(&self, instance: &Instance<'p>, declaration: &Declaration<'p>, item: usize) -> Resource {
        let (kind, name) = kind_and_name(declaration);
        let mut address = instance.absolute(&declaration.address());
        if declaration.kind == DeclarationKind::Provider
            && let Some(alias) = declaration.argument("alias")
        {
            let alias = self.eval(alias.node, super::evaluate::scope::Scope::new(instance, alias.file));
            if let Some(alias) = alias.as_str() {
                address = address.join(alias);
            }
        }
        let address = self.expansion(instance, declaration).address(address, item);
        let mut body = self.body(instance, declaration, item);
        if let (Some(json), Some(map)) = (self.unused_policy(instance, declaration, item), body.as_map_mut()) {
            map.insert("json", declaration.header(), json);
        }
        let mut resource = Resource::new(Platform::Terraform, &kind, name, &address, body, declaration.header());
        resource.calls.clone_from(&instance.calls);
        self.add_readings(&mut resource);
        resource
    }

    /// The arguments and nested blocks of an instance.
    pub(super) fn body(&self, instance: &Instance<'p>, declaration: &Declaration<'p>, item: usize) -> Value {
        let mut map = Map::new();
        for (&name, argument) in &declaration.arguments {
            if is_meta_argument(name) {
                continue;
            }
            let value = if is_verbatim(declaration.kind, name) {
                as_written(&argument.node.value, argument.file, self.context.sources)
            } else {
                self.argument(instance, declaration, item, name)
            };
            if !value.is_null() {
                map.insert(name, argument.node.name.range.in_file(argument.file), value);
            }
        }
        self.with_item(instance, declaration, item, |scope| {
            for group in Group::of(declaration.blocks.iter().copied()) {
                let (key_span, value) = self.group(&group, scope);
                let value = if is_single_block(group.name) { united(value) } else { value };
                let value = unblocked(declaration.label(0), group.name, value);
                map.insert(group.name, key_span, value);
            }
        });
        self.add_defaults(instance, declaration, &mut map);
        if declaration.kind == DeclarationKind::Resource {
            mark_replaced(&mut map);
            add_plain(&mut map);
        }
        Value::map(map, declaration.block.range.in_file(declaration.file))
    }

    /// The text that a policy document gives, where nothing uses it: elsewhere it is judged where it is used.
    fn unused_policy(&self, instance: &Instance<'p>, declaration: &Declaration<'p>, item: usize) -> Option<Value> {
        let unused = declaration.kind == DeclarationKind::Data
            && declaration.label(0) == "aws_iam_policy_document"
            && !instance.module.policy_documents.has(declaration.label(1));
        unused.then(|| self.policy_document(instance, declaration, item))
    }

    /// The nested blocks of a type that an instance has, computed once; `None` without any.
    pub(super) fn nested(
        &self,
        instance: &Instance<'p>,
        declaration: &Declaration<'p>,
        item: usize,
        name: &str,
    ) -> Option<Value> {
        let group = Group::of(declaration.blocks.iter().copied()).find(|group| group.name == name)?;
        let key = Key::Argument { declaration: declaration.index, item, name: group.name };
        let path = || format!("{}.{name}", declaration.address());
        Some(self.remember(instance, key, path, declaration.header(), || {
            self.with_item(instance, declaration, item, |scope| self.group(&group, scope).1)
        }))
    }

    /// The value of an argument of an instance, computed once.
    pub(super) fn argument(
        &self,
        instance: &Instance<'p>,
        declaration: &Declaration<'p>,
        item: usize,
        name: &'p str,
    ) -> Value {
        let Some(place) = declaration.argument(name) else {
            return error(format!("there is no argument `{name}`"), declaration.header());
        };
        let key = Key::Argument { declaration: declaration.index, item, name };
        let span = place.node.range.in_file(place.file);
        let path = || format!("{}.{name}", declaration.address());
        self.remember(instance, key, path, span, || {
            let value =
                self.with_item(instance, declaration, item, |scope| self.eval(place.node, scope.in_file(place.file)));
            if is_converted(declaration) { unstated(value) } else { value }
        })
    }
}

/// Whether a schema that is not known here converts the arguments. One kind of resource takes values as they are.
fn is_converted(declaration: &Declaration<'_>) -> bool {
    let has_schema =
        matches!(declaration.kind, DeclarationKind::Resource | DeclarationKind::Data | DeclarationKind::Ephemeral);
    has_schema && declaration.label(0) != "terraform_data"
}

/// One block of several of which the later ones override arguments of the earlier ones.
fn united(blocks: Value) -> Value {
    let Some(list) = blocks.as_list().filter(|list| list.items.len() > 1) else { return blocks };
    let mut map = Map::new();
    for block in &list.items {
        let Some(arguments) = block.as_map() else { return blocks };
        for entry in arguments.entries() {
            map.insert(Arc::clone(&entry.key), entry.key_span, entry.value.clone());
        }
    }
    let first = Value { kind: Kind::Map(Arc::new(map)), ..list.items[0].clone() };
    Value::list(vec![first], blocks.span)
}

fn kind_and_name<'d>(declaration: &'d Declaration<'_>) -> (Arc<str>, &'d str) {
    let first = declaration.label(0);
    match declaration.kind {
        DeclarationKind::Resource => (first.into(), declaration.label(1)),
        DeclarationKind::Data => (format!("data.{first}").into(), declaration.label(1)),
        DeclarationKind::Ephemeral => (format!("ephemeral.{first}").into(), declaration.label(1)),
        DeclarationKind::Provider => (format!("provider.{first}").into(), first),
        DeclarationKind::Call => ("module".into(), first),
        DeclarationKind::Variable => ("variable".into(), first),
        DeclarationKind::Output => ("output".into(), first),
        DeclarationKind::Settings => ("terraform".into(), "terraform"),
    }
}

/// Whether an argument is not an expression of values: a reference to a provider, a type.
fn is_verbatim(kind: DeclarationKind, name: &str) -> bool {
    match kind {
        DeclarationKind::Resource | DeclarationKind::Data | DeclarationKind::Ephemeral => name == "provider",
        DeclarationKind::Call => name == "providers",
        DeclarationKind::Variable => name == "type",
        _ => false,
    }
}
