//! The values of expressions in bake files. What is not computed is unknown.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use super::functions;
use super::source::{Block, Source, Written};
use crate::frontend::api::Context;
use crate::frontend::terraform::pure;
use crate::frontend::text::Text;
use crate::source::{SourceFile, Span};
use crate::syntax::hcl::{self, Call, Expr, ExprKind, For, TemplatePart};
use crate::value::{Kind, Map, Number, Reason, Unknown, Value};

/// Deepest nesting of expressions and of the references that they follow.
const DEPTH_LIMIT: u32 = 64;

/// Most steps of all files that are read together.
const STEP_LIMIT: u32 = 200_000;

/// Most values within one.
const SIZE_LIMIT: usize = 10_000;

/// Names that hold within an expression, the innermost last.
pub(super) type Locals = Vec<(Arc<str>, Value)>;

/// Where an expression stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'e> {
    pub(super) file: &'e SourceFile,
    pub(super) locals: &'e Locals,
}

impl Place<'_> {
    fn span(self, expr: &Expr<'_>) -> Span {
        self.file.span(expr.range)
    }
}

/// What the names of some files mean.
pub(super) struct Evaluator<'p> {
    context: &'p Context<'p>,
    variables: HashMap<&'p str, (&'p SourceFile, Option<&'p Written<'p>>)>,
    functions: HashMap<&'p str, (&'p SourceFile, &'p Block<'p>)>,
    targets: HashMap<&'p str, (&'p SourceFile, &'p Block<'p>)>,
    /// Values of variables; `None` while they are computed.
    known: RefCell<HashMap<String, Option<Value>>>,
    steps: Cell<u32>,
    depth: Cell<u32>,
}

impl<'p> Evaluator<'p> {
    /// Of files that are read together, where of two of one name the later one holds.
    pub(super) fn new(sources: &'p [Source<'p>], context: &'p Context<'p>) -> Self {
        let mut evaluator = Self {
            context,
            variables: HashMap::new(),
            functions: HashMap::new(),
            targets: HashMap::new(),
            known: RefCell::default(),
            steps: Cell::new(0),
            depth: Cell::new(0),
        };
        for source in sources {
            for value in &source.values {
                evaluator.variables.insert(&value.name, (source.file, Some(&value.value)));
            }
            for block in &source.blocks {
                match &*block.kind {
                    "variable" => {
                        let default = block.attribute("default").map(|attribute| &attribute.value);
                        evaluator.variables.insert(&block.name, (source.file, default));
                    }
                    "function" => drop(evaluator.functions.insert(&block.name, (source.file, block))),
                    "target" => drop(evaluator.targets.insert(&block.name, (source.file, block))),
                    _ => {}
                }
            }
        }
        evaluator
    }

    /// The value of something written.
    pub(super) fn written(&self, written: &Written<'_>, place: Place<'_>) -> Value {
        match written {
            Written::Native(expr) => self.eval(expr, place),
            Written::Json(value) => self.json(value, place),
        }
    }

    /// A value of JSON, in which every string is a template.
    fn json(&self, value: &Value, place: Place<'_>) -> Value {
        let Kind::String(text) = &value.kind else { return value.map_children(|child| self.json(child, place)) };
        if !text.contains("${") && !text.contains("%{") {
            return value.clone();
        }
        let mut inner = value.span.range;
        (inner.start, inner.end) = (inner.start + 1, inner.end - 1);
        if inner.slice(place.file.text()) != &**text {
            return Value::unknown(
                Unknown::new(Reason::Unsupported("a template with escapes"), value.span),
                value.span,
            );
        }
        let fragment = hcl::parse_template(place.file.text(), inner);
        Value { span: value.span, ..self.eval(&fragment.expr, place) }
    }

    fn eval(&self, expr: &Expr<'_>, place: Place<'_>) -> Value {
        let span = place.span(expr);
        self.steps.set(self.steps.get().saturating_add(1));
        if self.steps.get() > STEP_LIMIT || self.depth.get() == DEPTH_LIMIT {
            return Value::unknown(Unknown::new(Reason::Limit("the evaluation of a bake file"), span), span);
        }
        self.depth.set(self.depth.get() + 1);
        let value = self.kind(expr, span, place);
        self.depth.set(self.depth.get() - 1);
        value
    }

    fn kind(&self, expr: &Expr<'_>, span: Span, place: Place<'_>) -> Value {
        match &expr.kind {
            ExprKind::Null => Value::null(span),
            ExprKind::Bool(bool) => Value::bool(*bool, span),
            ExprKind::Number(text) => Number::parse(text)
                .map_or_else(|| unsupported("this number", span), |number| Value::number(number, span)),
            ExprKind::Template(template) => self.template(&template.parts, span, place),
            ExprKind::Variable(name) => self.name(name, span, place),
            ExprKind::GetAttr(base, name) => match &base.kind {
                ExprKind::GetAttr(root, target) if matches!(root.kind, ExprKind::Variable("target")) => {
                    self.of_target(target.text, name.text, span)
                }
                _ => pure::index(&self.eval(base, place), &Value::string(name.text, span), span),
            },
            ExprKind::Index(base, key) => pure::index(&self.eval(base, place), &self.eval(key, place), span),
            ExprKind::List(items) => Value::list(items.iter().map(|item| self.eval(item, place)).collect(), span),
            ExprKind::Object(items) => self.object(items, span, place),
            ExprKind::Conditional(conditional) => match pure::decide(&self.eval(&conditional.condition, place)) {
                Ok(true) => self.eval(&conditional.yes, place),
                Ok(false) => self.eval(&conditional.no, place),
                Err(unknown) => Value::unknown(unknown, span),
            },
            ExprKind::Unary(operator, operand) => pure::unary(*operator, &self.eval(operand, place), span),
            ExprKind::Binary(operator, left, right) => {
                pure::binary(*operator, &self.eval(left, place), || self.eval(right, place), span)
            }
            ExprKind::Paren(inner) => self.eval(inner, place),
            ExprKind::Call(call) => self.call(call, span, place),
            ExprKind::For(each) => self.each(each, span, place),
            ExprKind::Splat(_) => unsupported("a splat in a bake file", span),
            ExprKind::Error => Value::unknown(Unknown::new(Reason::Syntax, span), span),
        }
    }

    /// A text with what stands in it. One that is nothing but a variable keeps where that came from.
    fn template(&self, parts: &[TemplatePart<'_>], span: Span, place: Place<'_>) -> Value {
        if let [TemplatePart::Interpolation(only)] = parts {
            let value = self.eval(only, place);
            return match pure::to_text(&value, span) {
                Ok(text) => Value { kind: Kind::String(text), ..value },
                Err(_) => value,
            };
        }
        let mut text = Text::default();
        for part in parts {
            match part {
                TemplatePart::Text { text: known, .. } => text.push_str(known),
                TemplatePart::Interpolation(expr) => {
                    let value = self.eval(expr, place);
                    match pure::to_text(&value, span) {
                        Ok(known) => text.push_str(&known),
                        Err(_) if matches!(value.kind, Kind::Template(_)) => text.push_value(&value),
                        Err(unknown) => text.push_hole(unknown),
                    }
                }
                TemplatePart::If { .. } | TemplatePart::For { .. } => {
                    text.push_hole(Arc::new(Unknown::new(Reason::Unsupported("a directive in a template"), span)));
                }
            }
        }
        text.finish(span)
    }

    fn name(&self, name: &str, span: Span, place: Place<'_>) -> Value {
        if let Some((_, value)) = place.locals.iter().rfind(|(known, _)| &**known == name) {
            return Value { span, ..value.clone() };
        }
        self.variable(name).map_or_else(
            || Value::unknown(Unknown::new(Reason::Undefined(name.into()), span), span),
            |value| value.referenced_at(span, format!("variable {name}")),
        )
    }

    /// The value of a variable, which the environment may replace: what is written is its default.
    fn variable(&self, name: &str) -> Option<Value> {
        let (file, default) = *self.variables.get(name)?;
        if let Some(known) = self.known.borrow().get(name) {
            let cycle = || Unknown::new(Reason::Cycle(name.into()), file.whole());
            return Some(known.clone().unwrap_or_else(|| Value::unknown(cycle(), file.whole())));
        }
        self.known.borrow_mut().insert(name.to_owned(), None);
        let value = default.map(|written| bounded(self.written(written, Place { file, locals: &Locals::new() })));
        let unset = || Value::unknown(Unknown::new(Reason::UnsetVariable(name.into()), file.whole()), file.whole());
        let value = value.filter(|value| !value.is_null()).unwrap_or_else(unset);
        self.known.borrow_mut().insert(name.to_owned(), Some(value.clone()));
        Some(value)
    }

    /// `target.name.argument`: what is written there.
    fn of_target(&self, target: &str, name: &str, span: Span) -> Value {
        let found = self.targets.get(target).and_then(|(file, block)| Some((*file, block.attribute(name)?)));
        let Some((file, attribute)) = found else { return unsupported("this argument of a target", span) };
        let value = self.written(&attribute.value, Place { file, locals: &Locals::new() });
        bounded(value).referenced_at(span, format!("target {target}"))
    }

    fn object(&self, items: &[hcl::ObjectItem<'_>], span: Span, place: Place<'_>) -> Value {
        let mut map = Map::new();
        for item in items {
            let key_span = place.span(&item.key);
            let key = match &item.key.kind {
                ExprKind::Variable(name) => Ok(Arc::from(*name)),
                _ => pure::to_text(&self.eval(&item.key, place), key_span),
            };
            let value = self.eval(&item.value, place);
            match key {
                Ok(key) => drop(map.insert(key, key_span, value)),
                Err(unknown) => map.open(unknown),
            }
        }
        Value::map(map, span)
    }

    fn call(&self, call: &Call<'_>, span: Span, place: Place<'_>) -> Value {
        if call.expand {
            return unsupported("arguments that are expanded", span);
        }
        let values: Vec<Value> = call.arguments.iter().map(|argument| self.eval(argument, place)).collect();
        let Some((file, function)) = self.functions.get(call.name.text) else {
            let (value, steps) = functions::call(call.name.text, values, span, self.context);
            self.steps.set(self.steps.get().saturating_add(steps));
            return bounded(value);
        };
        let params = match function.attribute("params").map(|attribute| &attribute.value) {
            Some(Written::Native(Expr { kind: ExprKind::List(params), .. })) => params.as_slice(),
            _ => return unsupported("this function", span),
        };
        let names = params.iter().map(|param| match param.kind {
            ExprKind::Variable(name) => Some(Arc::from(name)),
            _ => None,
        });
        let names: Option<Vec<Arc<str>>> = names.collect();
        match (names, function.attribute("result")) {
            (Some(names), Some(result)) if names.len() == values.len() => {
                let locals = names.into_iter().zip(values).collect();
                Value { span, ..self.written(&result.value, Place { file, locals: &locals }) }
            }
            _ => unsupported("this function", span),
        }
    }

    /// `[for x in list : …]` and `{for k, v in map : k => v}` of what is known.
    fn each(&self, each: &For<'_>, span: Span, place: Place<'_>) -> Value {
        let collection = self.eval(&each.collection, place);
        let items: Vec<(Value, Value)> = match &collection.kind {
            Kind::List(list) if list.rest.is_none() => {
                let items = list.items.iter().enumerate();
                items.map(|(at, item)| (Value::number(at as i64, span), item.clone())).collect()
            }
            Kind::Map(map) if map.rest().is_none() => {
                let entry =
                    |entry: &crate::value::Entry| (Value::string(&*entry.key, entry.key_span), entry.value.clone());
                map.entries().map(entry).collect()
            }
            _ => return unsupported("a loop over what is not known", span),
        };
        let (mut list, mut map) = (Vec::new(), Map::new());
        for (key, value) in items {
            let mut locals = place.locals.clone();
            locals.extend(each.key_variable.map(|name| (Arc::from(name.text), key)));
            locals.push((each.value_variable.text.into(), value));
            let place = Place { locals: &locals, ..place };
            match each.condition.as_ref().map(|condition| pure::decide(&self.eval(condition, place))).transpose() {
                Ok(Some(false)) => continue,
                Ok(_) => {}
                Err(unknown) => return Value::unknown(unknown, span),
            }
            let value = self.eval(&each.value, place);
            match each.key.as_ref().map(|key| pure::to_text(&self.eval(key, place), span)) {
                None => list.push(value),
                Some(Ok(key)) if !each.group => drop(map.insert(key, span, value)),
                Some(_) => return unsupported("this loop", span),
            }
        }
        bounded(if each.key.is_some() { Value::map(map, span) } else { Value::list(list, span) })
    }
}

fn unsupported(what: &'static str, span: Span) -> Value {
    Value::unknown(Unknown::new(Reason::Unsupported(what), span), span)
}

/// The value, unless it is so large that whoever walks it would suffer: sharing makes it cheap to build.
fn bounded(value: Value) -> Value {
    let mut open = vec![&value];
    let mut size = 0;
    while let Some(value) = open.pop() {
        size += 1 + value.as_str().map_or(0, |text| text.len() / 1024);
        if size > SIZE_LIMIT {
            let span = open.first().map_or(value.span, |first| first.span);
            return Value::unknown(Unknown::new(Reason::Limit("the size of a value"), span), span);
        }
        open.extend(value.children());
    }
    value
}
