//! Input variables: where their values come from.

use super::instance::{Caller, Instance, Key};
use super::interpreter::Interpreter;
use super::normal::normal;
use super::scope::Scope;
use super::types;
use super::unknowns::error;
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::terraform::load::declaration::{Declaration, DeclarationKind, literal};
use crate::frontend::terraform::load::inputs::Given;
use crate::source::Span;
use crate::syntax::hcl::ExprKind;
use crate::value::{Reason, Unknown, Value};

impl<'p> Interpreter<'p> {
    /// The value of `var.name` where it is used.
    pub(in crate::frontend::terraform) fn variable(&self, instance: &Instance<'p>, name: &str, span: Span) -> Value {
        let Some(declaration) = instance.module.find(DeclarationKind::Variable, name, "") else {
            return Value::unknown(Unknown::new(Reason::Undefined(format!("var.{name}").into()), span), span);
        };
        let name = declaration.block.labels.first().map_or("", |label| label.text.as_ref());
        let value = self.remember(
            instance,
            Key::Variable(name),
            || format!("var.{name}"),
            span,
            || self.variable_value(instance, declaration, name),
        );
        value.referenced_at(span, format!("variable `{name}`"))
    }

    fn variable_value(&self, instance: &Instance<'p>, declaration: &Declaration<'p>, name: &str) -> Value {
        let nullable = !self.is_argument(instance, declaration, "nullable", false);
        let given = self.given_value(instance, declaration, name).filter(|value| nullable || !value.is_null());
        let value = given.or_else(|| self.default_value(instance, declaration)).unwrap_or_else(|| {
            let header = declaration.header();
            let name = instance.absolute_variable(name).into();
            Value::unknown(Unknown { nullable, ..Unknown::new(Reason::UnsetVariable(name), header) }, header)
                .called(|| Some(format!("{}", instance.absolute(&declaration.address()))))
        });
        let mut value = match declaration.argument("type") {
            Some(constraint) => types::convert(value, constraint.node, &|default| {
                self.eval(default, Scope::new(instance, constraint.file))
            }),
            None => value,
        };
        value.sensitive |= self.is_marked_sensitive(instance, declaration);
        value
    }

    /// What the caller, or for the root module the user, says.
    fn given_value(&self, instance: &Instance<'p>, variable: &Declaration<'p>, name: &str) -> Option<Value> {
        let Some(Caller { instance: parent, declaration, item }) = &instance.caller else {
            let inputs = self.project.inputs();
            let beside = || instance.module.values.get(name).map(|place| Given::Argument(*place));
            let given = inputs.strong(name).or_else(beside).or_else(|| inputs.weak(name))?;
            let value = self.input(instance, variable, given);
            let is_outside = inputs.is_outside(given.file());
            return Some(if is_outside { value.from_elsewhere(&mut Value::as_given) } else { value });
        };
        let (&name, _) = declaration.arguments.get_key_value(name)?;
        Some(self.argument(self.instance(*parent), declaration, *item, name))
    }

    fn input(&self, instance: &Instance<'p>, variable: &Declaration<'p>, given: Given<'p>) -> Value {
        match given {
            Given::Argument(place) => self.eval(&place.node.value, Scope::new(instance, place.file)),
            Given::Text { text, span, .. } if takes_text(variable) => normal(Value::string(text, span)),
            Given::Text { expression: Some(expression), span, .. } => {
                self.eval(expression, Scope::new(instance, span.file))
            }
            Given::Text { span, .. } => {
                let message = "this value is not an expression, as the type of its variable needs";
                self.report(span, Diagnostic::at(Level::Error, "variable-value", span, message));
                error("the value is not an expression", span)
            }
        }
    }

    /// What is declared, unless some call may give another value.
    fn default_value(&self, instance: &Instance<'p>, declaration: &Declaration<'p>) -> Option<Value> {
        let default = declaration.argument("default")?;
        if instance.caller.is_none()
            && let Some(call) = self.project.possible_call(instance.module)
        {
            let reason = Reason::Ambiguous("a call of which the source is not known may give another value");
            return Some(Value::unknown(Unknown::new(reason, call), default.node.range.in_file(default.file)));
        }
        Some(self.eval(default.node, Scope::new(instance, default.file)))
    }

    /// Whether a variable or output is declared as sensitive.
    pub(in crate::frontend::terraform) fn is_marked_sensitive(
        &self,
        instance: &Instance<'p>,
        declaration: &Declaration<'p>,
    ) -> bool {
        self.is_argument(instance, declaration, "sensitive", true)
    }

    /// Whether an argument is written and certainly has this truth value.
    fn is_argument(&self, instance: &Instance<'p>, declaration: &Declaration<'p>, name: &str, wanted: bool) -> bool {
        declaration
            .argument(name)
            .is_some_and(|place| self.eval(place.node, Scope::new(instance, place.file)).as_bool() == Some(wanted))
    }
}

/// Whether a value that is typed for this variable is plain text, as it is for scalars and where no type is stated.
fn takes_text(variable: &Declaration<'_>) -> bool {
    let Some(constraint) = variable.argument("type") else { return true };
    let name = match &constraint.node.kind {
        ExprKind::Variable(name) => Some(*name),
        _ => literal(constraint.node),
    };
    matches!(name, Some("string" | "number" | "bool"))
}

impl Instance<'_> {
    /// A variable's name with the module path, for messages.
    fn absolute_variable(&self, name: &str) -> String {
        if self.address.is_empty() { name.to_owned() } else { self.absolute(&format!("var.{name}")).to_string() }
    }
}
