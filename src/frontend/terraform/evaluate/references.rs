//! Traversals: what `var.x`, `aws_x.y[0].attr` and their kin refer to.
//!
//! A traversal moves through [`Object`]s and makes a value of the last one only, so that asking for one attribute of a
//! resource does not evaluate the others.

use std::sync::Arc;

use super::expansion::{Expansion, Item};
use super::expression::{attribute, index};
use super::instance::{Instance, Key};
use super::interpreter::Interpreter;
use super::scope::Scope;
use super::unknowns::{either, referring_to};
use crate::frontend::terraform::load::declaration::{Declaration, DeclarationKind};
use crate::source::Span;
use crate::syntax::hcl::{Expr, ExprKind};
use crate::value::{Address, Kind, Map, Reason, Reference, Typing, Unknown, Value};

/// What a traversal has reached.
#[derive(Clone)]
pub(in crate::frontend::terraform) enum Object<'o, 'p> {
    /// A value.
    Value(Value),
    /// A resource, data source or module call with all its instances.
    Declared(&'o Instance<'p>, &'o Declaration<'p>),
    /// One instance of it.
    Item(&'o Instance<'p>, &'o Declaration<'p>, usize),
}

/// One step of a traversal.
#[derive(Clone, Copy)]
pub(in crate::frontend::terraform) struct Link<'e, 's> {
    /// How it selects.
    pub(in crate::frontend::terraform) access: Access<'e, 's>,
    /// The traversal up to here.
    pub(in crate::frontend::terraform) span: Span,
}

/// How a step selects.
#[derive(Clone, Copy)]
pub(in crate::frontend::terraform) enum Access<'e, 's> {
    /// By name.
    Attr(&'e str),
    /// By key.
    Index(&'e Expr<'s>),
}

impl<'p> Interpreter<'p> {
    /// The value of a traversal.
    pub(in crate::frontend::terraform) fn traversal(&self, expr: &Expr<'_>, scope: Scope<'_, 'p>) -> Value {
        let span = scope.span(expr.range);
        if let ExprKind::Splat(splat) = &expr.kind {
            return self.splat(splat, scope);
        }
        let object = self.object_of(expr, scope);
        self.materialise(object, span)
    }

    pub(in crate::frontend::terraform) fn object_of<'o>(
        &'o self,
        expr: &Expr<'_>,
        scope: Scope<'o, 'p>,
    ) -> Object<'o, 'p> {
        let mut links = Vec::new();
        let mut base = expr;
        loop {
            let span = scope.span(base.range);
            let access = match &base.kind {
                ExprKind::GetAttr(inner, name) => {
                    base = inner;
                    Access::Attr(name.text)
                }
                ExprKind::Index(inner, key) => {
                    base = inner;
                    Access::Index(key)
                }
                _ => break,
            };
            links.push(Link { access, span });
        }
        links.reverse();
        let base_span = scope.span(base.range);
        let ExprKind::Variable(name) = base.kind else {
            let value = self.eval(base, scope);
            return self.follow(Object::Value(value), &links, None, scope);
        };
        if let Some(bound) = scope.bound(name) {
            let value = match name {
                "each" | "count" => Value { span: base_span, ..bound.clone() },
                _ => bound.referenced_at(base_span, format!("`{name}`")),
            };
            return self.follow(Object::Value(value), &links, Some(name), scope);
        }
        if let Some(unknown) = scope.unbound(name) {
            return Object::Value(Value::unknown(unknown, base_span));
        }
        let (object, used) = self.resolve(name, &links, base_span, scope);
        self.follow(object, links.get(used..).unwrap_or_default(), None, scope)
    }

    pub(in crate::frontend::terraform) fn follow<'o>(
        &'o self,
        mut object: Object<'o, 'p>,
        links: &[Link<'_, '_>],
        name: Option<&str>,
        scope: Scope<'_, 'p>,
    ) -> Object<'o, 'p> {
        for link in links {
            object = self.step(object, *link, name, scope);
        }
        object
    }

    fn step<'o>(
        &'o self,
        object: Object<'o, 'p>,
        link: Link<'_, '_>,
        name: Option<&str>,
        scope: Scope<'_, 'p>,
    ) -> Object<'o, 'p> {
        let key = match link.access {
            Access::Attr(attr) => Value::string(attr, link.span),
            Access::Index(key) => self.eval(key, scope),
        };
        match (object, link.access) {
            (Object::Value(value), Access::Attr(attr)) => {
                let label = || name.map_or_else(|| format!("`{attr}`"), |name| format!("`{name}.{attr}`")).into();
                Object::Value(attribute(&value, attr, link.span, &label))
            }
            (Object::Value(value), Access::Index(_)) => {
                Object::Value(index(&value, &key, link.span, &|| "element".into()))
            }
            (Object::Declared(instance, declaration), access) => {
                self.item(instance, declaration, access, &key, link, scope)
            }
            (Object::Item(instance, declaration, item), _) => Object::Value(match key.as_str() {
                Some(name) => self.attribute_of(instance, declaration, item, name, link.span),
                None => {
                    index(&self.whole(instance, declaration, item, link.span), &key, link.span, &|| "element".into())
                }
            }),
        }
    }

    /// The instance of a declaration that a step selects; for a declaration without `count` and `for_each` the step goes on
    /// into its only instance.
    fn item<'o>(
        &'o self,
        instance: &'o Instance<'p>,
        declaration: &'o Declaration<'p>,
        access: Access<'_, '_>,
        key: &Value,
        link: Link<'_, '_>,
        scope: Scope<'_, 'p>,
    ) -> Object<'o, 'p> {
        let expansion = self.expansion(instance, declaration);
        if expansion.is_disabled() {
            return self.step(Object::Value(Value::null(declaration.header())), link, None, scope);
        }
        if !expansion.repeated {
            return self.step(Object::Item(instance, declaration, 0), link, None, scope);
        }
        if let Some(position) = expansion.position(key) {
            return Object::Item(instance, declaration, position);
        }
        let address = instance.absolute(&declaration.address());
        let attribute = match access {
            Access::Attr(name) => Some(name.into()),
            Access::Index(_) => None,
        };
        let reference = Reference { address: address.clone(), attribute };
        let cause = key.first_unknown().or(expansion.unknown.as_ref());
        // One instance stands for all where it is not known which there are.
        if let (Access::Index(_), Some(position)) = (access, expansion.items.iter().position(|item| !item.is_certain()))
        {
            return Object::Item(instance, declaration, position);
        }
        let mut unknown = match cause {
            Some(cause) => Unknown::clone(cause),
            None => Unknown::new(Reason::Invalid(format!("`{address}` has no such instance").into()), link.span),
        };
        unknown.references.push(reference);
        Object::Value(Value::unknown(unknown, link.span))
    }

    /// The value of an attribute of an instance, as far as the configuration says it.
    pub(in crate::frontend::terraform) fn attribute_of(
        &self,
        instance: &Instance<'p>,
        declaration: &Declaration<'p>,
        item: usize,
        name: &str,
        span: Span,
    ) -> Value {
        if declaration.kind == DeclarationKind::Call {
            return self.output(instance, declaration, item, name, span);
        }
        let address = self.reference_address(instance, declaration, item);
        // One instance may stand for several, of which the attributes differ.
        let certain = self.is_certain(instance, declaration, item);
        if let Some((&name, _)) = declaration.arguments.get_key_value(name) {
            let value = self.argument(instance, declaration, item, name);
            // A null leaves the choice to the provider.
            if !value.is_null() {
                let step = format!("argument `{name}` of {address}");
                let value = if certain { value } else { value.without_identities() };
                let reference = Reference { address, attribute: Some(name.into()) };
                return referring_to(&value, &reference).referenced_at(span, step);
            }
        }
        if matches!(declaration.kind, DeclarationKind::Resource | DeclarationKind::Data)
            && let Some(blocks) = self.nested(instance, declaration, item, name)
        {
            let step = format!("block `{name}` of {address}");
            let blocks = if certain { blocks } else { blocks.without_identities() };
            let reference = Reference { address, attribute: Some(name.into()) };
            let rest = of_declaration(declaration, reference.clone(), span);
            return referring_to(&completed(&blocks, &Arc::new(rest)), &reference).referenced_at(span, step);
        }
        if declaration.kind == DeclarationKind::Data
            && let Some(value) = self.computed_data(instance, declaration, item, name, span)
        {
            return value.referenced_at(span, address.as_str());
        }
        let path = format!("{address}.{name}");
        let reference = Reference { address, attribute: Some(name.into()) };
        Value::unknown(of_declaration(declaration, reference, span), span).called(|| certain.then_some(path))
    }

    fn output(
        &self,
        instance: &Instance<'p>,
        declaration: &Declaration<'p>,
        item: usize,
        name: &str,
        span: Span,
    ) -> Value {
        let call = declaration.label(0);
        let child = match self.child(instance, declaration, item) {
            Ok(child) => self.instance(child),
            Err(unknown) => {
                let mut unknown = Unknown::clone(&unknown);
                let address = self.reference_address(instance, declaration, item);
                unknown.references.push(Reference { address, attribute: Some(name.into()) });
                return Value::unknown(Unknown { span, ..unknown }, span);
            }
        };
        let found = child.module.find(DeclarationKind::Output, name, "");
        let Some((output, value)) = found.and_then(|output| Some((output, output.argument("value")?))) else {
            let name = format!("module.{call}.{name}");
            return Value::unknown(Unknown::new(Reason::Undefined(name.into()), span), span);
        };
        let name = output.block.labels.first().map_or("", |label| label.text.as_ref());
        let computed = self.remember(
            child,
            Key::Output(name),
            || format!("output.{name}"),
            span,
            || {
                let mut result = self.eval(value.node, Scope::new(child, value.file));
                result.sensitive |= self.is_marked_sensitive(child, output);
                result
            },
        );
        let certain = self.is_certain(instance, declaration, item);
        let computed = if certain { computed } else { computed.without_identities() };
        computed.referenced_at(span, format!("output `{name}` of module `{call}`"))
    }

    /// All of an instance as one value: what is written, and an open end for what the provider adds.
    fn whole(&self, instance: &Instance<'p>, declaration: &Declaration<'p>, item: usize, span: Span) -> Value {
        let mut map = Map::new();
        if declaration.kind == DeclarationKind::Call {
            match self.child(instance, declaration, item) {
                Ok(child) => {
                    let outputs = self.instance(child).module.declarations.iter();
                    for output in outputs.filter(|output| output.kind == DeclarationKind::Output) {
                        let name = output.label(0);
                        let value = self.output(instance, declaration, item, name, span);
                        map.insert(name, output.header(), value);
                    }
                }
                Err(unknown) => return Value::unknown(unknown, span),
            }
            return Value::map(map, span).typed(Typing::Structural);
        }
        for (&name, argument) in &declaration.arguments {
            if !crate::frontend::terraform::lower::is_meta_argument(name) {
                let key_span = argument.node.name.range.in_file(argument.file);
                map.insert(name, key_span, self.attribute_of(instance, declaration, item, name, span));
            }
        }
        let address = self.reference_address(instance, declaration, item);
        let identity = self.is_certain(instance, declaration, item).then(|| address.as_str().into());
        let rest = of_declaration(declaration, Reference { address, attribute: None }, span);
        map.open(Arc::new(Unknown { identity, ..rest }));
        Value::map(map, span)
    }

    /// What is not repeated as one value: null where it is disabled.
    fn only(&self, instance: &Instance<'p>, declaration: &Declaration<'p>, expansion: &Expansion, span: Span) -> Value {
        let whole = || self.whole(instance, declaration, 0, span);
        match &expansion.unknown {
            _ if expansion.is_disabled() => Value::null(span),
            Some(cause) => either(vec![whole(), Value::null(span)], cause, span),
            None => whole(),
        }
    }

    pub(in crate::frontend::terraform) fn materialise(&self, object: Object<'_, 'p>, span: Span) -> Value {
        match object {
            Object::Value(value) => value,
            Object::Item(instance, declaration, item) => self.whole(instance, declaration, item, span),
            Object::Declared(instance, declaration) => {
                let expansion = self.expansion(instance, declaration);
                if !expansion.repeated {
                    return self.only(instance, declaration, &expansion, span);
                }
                if let Some(cause) = &expansion.unknown {
                    let address = instance.absolute(&declaration.address());
                    let mut unknown = Unknown { nullable: false, ..Unknown::clone(cause) };
                    unknown.references.push(Reference { address, attribute: None });
                    return Value::unknown(unknown, span);
                }
                let whole = |item| self.whole(instance, declaration, item, span);
                if expansion.keyed {
                    let mut map = Map::new();
                    for (position, item) in expansion.items.iter().enumerate() {
                        map.insert(item.name(), span, whole(position));
                    }
                    Value::map(map, span).typed(Typing::Structural)
                } else {
                    Value::list((0..expansion.items.len()).map(whole).collect(), span).typed(Typing::Structural)
                }
            }
        }
    }

    /// The address of an instance for references: with its key where that is known.
    pub(in crate::frontend::terraform) fn reference_address(
        &self,
        instance: &Instance<'p>,
        declaration: &Declaration<'p>,
        item: usize,
    ) -> Address {
        let address = instance.absolute(&declaration.address());
        match self.is_certain(instance, declaration, item) {
            true => self.expansion(instance, declaration).address(address, item),
            false => address,
        }
    }

    /// Whether it is known which instance this is.
    fn is_certain(&self, instance: &Instance<'p>, declaration: &Declaration<'p>, item: usize) -> bool {
        self.expansion(instance, declaration).items.get(item).is_some_and(Item::is_certain)
    }
}

/// Blocks with what the provider may add to each, and to those within.
fn completed(blocks: &Value, rest: &Arc<Unknown>) -> Value {
    // What has a type is an argument, which the provider leaves as it is.
    if !matches!(blocks.typing(), None | Some(Typing::Unstated)) {
        return blocks.clone();
    }
    match &blocks.kind {
        Kind::Map(map) => {
            let mut map = map.filter_map(|entry| Some(completed(&entry.value, rest)));
            map.open(Arc::clone(rest));
            Value { kind: Kind::Map(Arc::new(map)), ..blocks.clone() }
        }
        Kind::List(_) | Kind::Either(_) => blocks.map_children(|block| completed(block, rest)),
        _ => blocks.clone(),
    }
}

/// Why an attribute that is not written in the configuration is not known.
fn of_declaration(declaration: &Declaration<'_>, reference: Reference, span: Span) -> Unknown {
    let address = reference.address.clone();
    let computed = Unknown::computed(reference, span);
    match declaration.kind {
        DeclarationKind::Data => Unknown { reason: Reason::DataSource(address.into()), ..computed },
        _ => computed,
    }
}
