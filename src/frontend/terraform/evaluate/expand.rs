//! `count` and `for_each`: the instances of a declaration.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::convert::{to_index, to_text};
use super::expansion::{Expansion, Item};
use super::expression::{decide, elements};
use super::instance::{Caller, Child, Instance, Slot};
use super::interpreter::Interpreter;
use super::scope::Scope;
use super::unknowns::{either, invalid};
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::terraform::load::declaration::{Declaration, DeclarationKind};
use crate::model::Call;
use crate::source::Span;
use crate::value::{InstanceKey, Kind, Map, Reason, Unknown, Value};

/// Most instances of one declaration that are followed.
const INSTANCE_LIMIT: usize = 1_000;
/// Deepest nesting of module calls.
const MODULE_DEPTH_LIMIT: usize = 64;

impl<'p> Interpreter<'p> {
    /// The instances of a declaration, found once.
    pub(in crate::frontend::terraform) fn expansion(
        &self,
        instance: &Instance<'p>,
        declaration: &Declaration<'p>,
    ) -> Rc<Expansion> {
        match instance.expansions.borrow().get(&declaration.index) {
            Some(Slot::Ready(expansion)) => return Rc::clone(expansion),
            Some(Slot::Pending) => {
                let span = declaration.header();
                let name = instance.absolute(&declaration.address());
                return Rc::new(one_unknown("count", Arc::new(Unknown::new(Reason::Cycle(name.into()), span)), span));
            }
            None => {}
        }
        instance.expansions.borrow_mut().insert(declaration.index, Slot::Pending);
        let expansion = Rc::new(self.expand(instance, declaration));
        instance.expansions.borrow_mut().insert(declaration.index, Slot::Ready(Rc::clone(&expansion)));
        expansion
    }

    fn expand(&self, instance: &Instance<'p>, declaration: &Declaration<'p>) -> Expansion {
        let (countable, repeatable) = match declaration.kind {
            DeclarationKind::Resource | DeclarationKind::Data | DeclarationKind::Ephemeral | DeclarationKind::Call => {
                (true, true)
            }
            // In OpenTofu.
            DeclarationKind::Provider => (false, true),
            DeclarationKind::Variable | DeclarationKind::Output | DeclarationKind::Settings => (false, false),
        };
        let evaluate = |name, wanted: bool| {
            let place = declaration.argument(name).filter(|_| wanted)?;
            Some(self.eval(place.node, Scope::new(instance, place.file)))
        };
        let mut expansion = if let Some(count) = evaluate("count", countable) {
            expand_count(&count)
        } else if let Some(for_each) = evaluate("for_each", repeatable) {
            expand_for_each(&for_each)
        } else if let Some(place) = declaration.enabled().filter(|_| countable) {
            expand_enabled(&self.eval(place.node, Scope::new(instance, place.file)))
        } else {
            return Expansion::single();
        };
        if expansion.items.len() > INSTANCE_LIMIT {
            self.cut(&mut expansion, declaration);
        }
        self.count_steps(expansion.items.len() as u32);
        expansion
    }

    /// Leaves as many instances as are followed, and one that stands for all others.
    fn cut(&self, expansion: &mut Expansion, declaration: &Declaration<'p>) {
        let span = declaration.header();
        let message = format!(
            "`{}` has more than {INSTANCE_LIMIT} instances: the others are judged as one, of which key and value are not known",
            declaration.address()
        );
        self.report(span, Diagnostic::at(Level::Error, "limit", span, message));
        let unknown = Arc::new(Unknown::new(Reason::Limit("instances"), span));
        let others = one_unknown(if expansion.keyed { "each" } else { "count" }, Arc::clone(&unknown), span);
        expansion.items.truncate(INSTANCE_LIMIT);
        expansion.items.extend(others.items);
        expansion.unknown.get_or_insert(unknown);
    }

    /// Runs `work` with the scope of the arguments of an instance.
    pub(in crate::frontend::terraform) fn with_item<T>(
        &self,
        instance: &Instance<'p>,
        declaration: &Declaration<'p>,
        item: usize,
        work: impl FnOnce(Scope<'_, 'p>) -> T,
    ) -> T {
        let expansion = self.expansion(instance, declaration);
        let scope = Scope::new(instance, declaration.file).about(declaration, item);
        match expansion.items.get(item).and_then(|item| item.binding.as_ref()) {
            Some((name, value)) => {
                let binding = scope.bind(name, value);
                work(scope.with(&binding))
            }
            None => work(scope),
        }
    }

    /// The instance of the called module, or why there is none.
    pub(in crate::frontend::terraform) fn child(
        &self,
        instance: &Instance<'p>,
        declaration: &Declaration<'p>,
        item: usize,
    ) -> Child {
        let key = (declaration.index, item);
        if let Some(child) = instance.children.borrow().get(&key) {
            return child.clone();
        }
        let child = self.enter_module(instance, declaration, item);
        instance.children.borrow_mut().insert(key, child.clone());
        child
    }

    fn enter_module(&self, instance: &Instance<'p>, declaration: &Declaration<'p>, item: usize) -> Child {
        let (span, name) = (declaration.header(), declaration.label(0));
        let module = self.called_module(instance, declaration, item)?;
        let mut ancestor = Some(instance);
        while let Some(current) = ancestor {
            if current.module.folder == module.folder {
                let message = format!("module `{name}` calls itself");
                self.report(span, Diagnostic::at(Level::Error, "module-cycle", span, message));
                return Err(Arc::new(Unknown::new(Reason::Cycle(format!("module.{name}").into()), span)));
            }
            ancestor = current.caller.as_ref().map(|caller| self.instance(caller.instance));
        }
        if instance.calls.len() >= MODULE_DEPTH_LIMIT {
            let message = format!("module `{name}` was not assessed: it is {MODULE_DEPTH_LIMIT} modules deep");
            self.report(span, Diagnostic::at(Level::Error, "limit", span, message));
            return Err(Arc::new(Unknown::new(Reason::Limit("module depth"), span)));
        }
        let address = instance.absolute(&declaration.address());
        let address = self.expansion(instance, declaration).address(address, item);
        let mut calls = instance.calls.clone();
        calls.push(Call { span, label: format!("module `{name}`").into() });
        let declaration = &instance.module.declarations[declaration.index];
        let caller = Caller { instance: instance.id, declaration, item };
        Ok(self.add(|id| Instance::new(id, module, address, Some(caller), calls)))
    }
}

fn expand_count(count: &Value) -> Expansion {
    let span = count.span;
    // An unknown condition on existence: judged as if it held.
    let largest =
        |options: &[Value]| options.iter().map(|option| to_index(option, span)).collect::<Result<Vec<_>, _>>();
    if let Kind::Either(alternatives) = &count.kind
        && let Ok(counts) = largest(&alternatives.options)
    {
        let most = counts.into_iter().max().unwrap_or(1);
        return Expansion { unknown: Some(Arc::clone(&alternatives.cause)), ..numbered(most.max(1), span) };
    }
    match to_index(count, span) {
        Ok(number) if number >= 0 => numbered(number, span),
        Ok(_) => one_unknown("count", invalid("a count cannot be negative", span), span),
        Err(unknown) => one_unknown("count", unknown, span),
    }
}

/// `enabled` of `lifecycle`, which OpenTofu has. An unknown condition is judged as if it held.
fn expand_enabled(enabled: &Value) -> Expansion {
    match decide(enabled) {
        Ok(true) => Expansion::single(),
        Ok(false) => Expansion { items: Vec::new(), ..Expansion::single() },
        Err(unknown) => Expansion { unknown: Some(unknown), ..Expansion::single() },
    }
}

fn numbered(count: i64, span: Span) -> Expansion {
    // One more than the limit shows that it was passed.
    let count = count.min(INSTANCE_LIMIT as i64 + 1);
    let items = (0..count).map(|index| Item {
        key: usize::try_from(index).ok().map(InstanceKey::Index),
        binding: Some(("count", binding([("index", Value::number(index, span))], span))),
    });
    Expansion { items: items.collect(), repeated: true, keyed: false, unknown: None }
}

fn expand_for_each(for_each: &Value) -> Expansion {
    let span = for_each.span;
    if let Kind::Either(alternatives) = &for_each.kind {
        return expand_alternatives(&alternatives.options, &alternatives.cause, span);
    }
    if elements(for_each).is_none() {
        let unknown = match for_each.as_unknown() {
            Some(unknown) => Arc::clone(unknown),
            None => invalid(format!("`for_each` needs a map or a set, but this is {}", for_each.type_name()), span),
        };
        return one_unknown("each", unknown, span);
    }
    let (instances, unknown) = keyed_elements(for_each);
    match unknown {
        Some(unknown) if instances.is_empty() => one_unknown("each", unknown, span),
        unknown => Expansion { unknown, ..keyed(instances, span) },
    }
}

/// Every instance that some alternative has.
fn expand_alternatives(options: &[Value], cause: &Arc<Unknown>, span: Span) -> Expansion {
    let mut instances: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
    for option in options {
        for (key, value) in keyed_elements(option).0 {
            instances.entry(key).or_default().push(value);
        }
    }
    if instances.is_empty() {
        return one_unknown("each", Arc::clone(cause), span);
    }
    let instances = instances
        .into_iter()
        .map(|(key, mut values)| {
            let value = if values.len() == 1 { values.remove(0) } else { either(values, cause, span) };
            (key, value)
        })
        .collect();
    Expansion { unknown: Some(Arc::clone(cause)), ..keyed(instances, span) }
}

/// The instances of a map or set, by name, and why there may be others.
fn keyed_elements(collection: &Value) -> (BTreeMap<Arc<str>, Value>, Option<Arc<Unknown>>) {
    let mut instances = BTreeMap::new();
    let Some(elements) = elements(collection) else {
        return (instances, collection.as_unknown().cloned());
    };
    let mut unknown = elements.rest.cloned();
    let is_map = matches!(collection.kind, Kind::Map(_));
    for (key, value) in elements.items {
        let name = if is_map { &key } else { value };
        match to_text(name, name.span) {
            Ok(name) => {
                instances.insert(name, value.clone());
            }
            Err(why) => {
                unknown.get_or_insert(why);
            }
        }
    }
    (instances, unknown)
}

fn keyed(instances: BTreeMap<Arc<str>, Value>, span: Span) -> Expansion {
    let items = instances.into_iter().map(|(key, value)| {
        let key_value = Value::string(Arc::clone(&key), value.span);
        Item {
            key: Some(InstanceKey::Name(key)),
            binding: Some(("each", binding([("key", key_value), ("value", value)], span))),
        }
    });
    Expansion { items: items.collect(), repeated: true, keyed: true, unknown: None }
}

/// One instance for all that there may be.
fn one_unknown(name: &'static str, unknown: Arc<Unknown>, span: Span) -> Expansion {
    // The instances of all that are repeated by one value are the same.
    let whole = unknown.identity.clone();
    let part = |name: &str| {
        Value::unknown(Unknown { nullable: true, ..Unknown::clone(&unknown) }, span)
            .called(|| Some(format!("{name} of {}", whole.as_ref()?)))
    };
    let members = match name {
        "count" => {
            let mut index = part("index");
            if let Kind::Unknown(unknown) = &mut index.kind {
                Arc::make_mut(unknown).nullable = false;
            }
            binding([("index", index)], span)
        }
        _ => binding([("key", part("key")), ("value", part("value"))], span),
    };
    let item = Item { key: Some(InstanceKey::Any), binding: Some((name, members)) };
    Expansion { items: vec![item], repeated: true, keyed: name == "each", unknown: Some(unknown) }
}

fn binding<const N: usize>(members: [(&str, Value); N], span: Span) -> Value {
    let mut map = Map::new();
    for (name, value) in members {
        map.insert(name, span, value);
    }
    Value::map(map, span)
}
