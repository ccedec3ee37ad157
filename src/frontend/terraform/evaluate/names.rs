//! The names that start a traversal: `var.x`, `local.x`, `module.x`, `data.t.x`, `path.module` and resource types.

use super::instance::{Instance, Key};
use super::interpreter::Interpreter;
use super::references::{Access, Link, Object};
use super::scope::Scope;
use crate::frontend::terraform::load::declaration::DeclarationKind;
use crate::frontend::terraform::load::paths;
use crate::source::Span;
use crate::value::{Reason, Reference, Unknown, Value};

impl<'p> Interpreter<'p> {
    /// What the head of a traversal refers to, and how many steps belong to the head.
    pub(in crate::frontend::terraform) fn resolve<'o>(
        &'o self,
        name: &str,
        links: &[Link<'_, '_>],
        span: Span,
        scope: Scope<'o, 'p>,
    ) -> (Object<'o, 'p>, usize) {
        let instance = scope.instance;
        let attr = |position: usize| match links.get(position).map(|link| link.access) {
            Some(Access::Attr(name)) => Some(name),
            _ => None,
        };
        let end = |used: usize| links.get(used.wrapping_sub(1)).map_or(span, |link| link.span);
        let value = |value: Value, used: usize| (Object::Value(value), used);
        let declared = |kind, first: &str, second: &str, used: usize| match instance.module.find(kind, first, second) {
            Some(declaration) => (Object::Declared(instance, declaration), used),
            None => value(undefined(scope, kind, first, second, end(used)), used),
        };
        match (name, attr(0), attr(1)) {
            ("var", Some(name), _) => value(self.variable(instance, name, end(1)), 1),
            ("local", Some(name), _) => value(self.local(instance, name, end(1)), 1),
            ("module", Some(name), _) => declared(DeclarationKind::Call, name, "", 1),
            ("data", Some(kind), Some(name)) => declared(DeclarationKind::Data, kind, name, 2),
            ("resource", Some(kind), Some(name)) => declared(DeclarationKind::Resource, kind, name, 2),
            ("path", Some(name), _) => value(self.path(instance, name, end(1)), 1),
            ("terraform" | "tofu", Some("workspace"), _) => {
                let workspace = self.context.settings.workspace.as_deref().unwrap_or("default");
                value(Value::string(workspace, end(1)), 1)
            }
            ("terraform" | "tofu", ..) => value(unsupported("this attribute of `terraform`", span), links.len()),
            ("self", ..) => match scope.subject {
                Some((declaration, item)) => (Object::Item(instance, declaration, item), 0),
                None => value(undefined_name(name, span), links.len()),
            },
            ("ephemeral", Some(kind), Some(name)) => declared(DeclarationKind::Ephemeral, kind, name, 2),
            ("each" | "count" | "var" | "local" | "data", ..) | (_, None, _) => {
                value(undefined_name(name, span), links.len())
            }
            (kind, Some(name), _) => declared(DeclarationKind::Resource, kind, name, 1),
        }
    }

    fn path(&self, instance: &Instance<'p>, name: &str, span: Span) -> Value {
        match name {
            "module" => Value::string(paths::relative(self.root.folder, instance.module.folder), span),
            "root" => Value::string(".", span),
            _ => unsupported("the working directory", span),
        }
    }

    fn local(&self, instance: &Instance<'p>, name: &str, span: Span) -> Value {
        let Some((&name, place)) = instance.module.locals.get_key_value(name) else {
            return Value::unknown(Unknown::new(Reason::Undefined(format!("local.{name}").into()), span), span);
        };
        let value = self.remember(
            instance,
            Key::Local(name),
            || format!("local.{name}"),
            span,
            || self.eval(place.node, Scope::new(instance, place.file)),
        );
        value.referenced_at(span, format!("local `{name}`"))
    }
}

fn undefined_name(name: &str, span: Span) -> Value {
    Value::unknown(Unknown::new(Reason::Undefined(name.into()), span), span)
}

fn undefined(scope: Scope<'_, '_>, kind: DeclarationKind, first: &str, second: &str, span: Span) -> Value {
    let name = match kind {
        DeclarationKind::Data => format!("data.{first}.{second}"),
        DeclarationKind::Ephemeral => format!("ephemeral.{first}.{second}"),
        DeclarationKind::Call => format!("module.{first}"),
        _ => format!("{first}.{second}"),
    };
    let address = scope.instance.absolute(&name);
    // It may be declared where nobody looked; what a resource refers to is set, whatever it is.
    let computed = Unknown::computed(Reference { address: address.clone(), attribute: None }, span);
    let nullable = kind == DeclarationKind::Call;
    // What stands for the attributes of a resource is one value each, wherever it is mentioned.
    let name = (kind == DeclarationKind::Resource && first.contains('_')).then(|| address.as_str().to_owned());
    let reason = Reason::Undefined(address.into());
    Value::unknown(Unknown { reason, nullable, ..computed }, span).called(|| name)
}

fn unsupported(what: &'static str, span: Span) -> Value {
    Value::unknown(Unknown::new(Reason::Unsupported(what), span), span)
}
