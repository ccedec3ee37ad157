//! Nested blocks, `dynamic` ones included, to lists of maps.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::terraform::evaluate::expression::{elements, list_with_rest};
use crate::frontend::terraform::evaluate::interpreter::Interpreter;
use crate::frontend::terraform::evaluate::scope::Scope;
use crate::frontend::terraform::evaluate::unknowns::{combine, either, error, invalid};
use crate::frontend::terraform::load::declaration::Located;
use crate::source::{FileId, SourceMap, Span};
use crate::syntax::hcl::{Block, Expr, ExprKind};
use crate::value::{Either, Kind, Map, Reason, Unknown, Value};

/// Most blocks that one `dynamic` block makes.
const BLOCK_LIMIT: usize = 1_000;

/// The nested blocks of one type.
pub(in crate::frontend::terraform) struct Group<'p> {
    /// The type.
    pub(in crate::frontend::terraform) name: &'p str,
    blocks: Vec<Located<'p, Block<'p>>>,
}

/// Blocks that a `dynamic` block or a static one makes.
struct Made {
    items: Vec<Value>,
    rest: Option<Arc<Unknown>>,
}

impl<'p> Group<'p> {
    /// Groups blocks by type, in the order in which the types first appear.
    pub(in crate::frontend::terraform) fn of(
        blocks: impl Iterator<Item = Located<'p, Block<'p>>>,
    ) -> impl Iterator<Item = Self> {
        let mut groups: indexmap::IndexMap<&'p str, Self> = indexmap::IndexMap::new();
        for block in blocks {
            let name = dynamic_label(block.node).map_or(block.node.kind.text, |label| label.0);
            groups.entry(name).or_insert_with(|| Self { name, blocks: Vec::new() }).blocks.push(block);
        }
        groups.into_values()
    }
}

/// The type of the blocks that a `dynamic` block makes, with its place.
fn dynamic_label<'p>(block: &'p Block<'p>) -> Option<(&'p str, crate::source::TextRange)> {
    let label = block.labels.first().filter(|_| block.kind.text == "dynamic")?;
    Some((&label.text, label.range))
}

impl<'p> Interpreter<'p> {
    /// The list of all blocks of a type, with the place of its name.
    pub(in crate::frontend::terraform) fn group(&self, group: &Group<'p>, scope: Scope<'_, 'p>) -> (Span, Value) {
        let mut key_span = None;
        let mut span = None;
        // Alternative lists, by conditions that are not known.
        let mut lists: Vec<Made> = vec![Made { items: Vec::new(), rest: None }];
        let mut causes = Vec::new();
        for block in &group.blocks {
            let scope = scope.in_file(block.file);
            let keyword = dynamic_label(block.node).map_or(block.node.kind.range, |label| label.1);
            key_span.get_or_insert_with(|| scope.span(keyword));
            span.get_or_insert_with(|| scope.span(block.node.range));
            match dynamic_label(block.node) {
                None => {
                    let value = self.block(block.node, block.node.range.in_file(block.file), scope);
                    for list in &mut lists {
                        list.items.push(value.clone());
                    }
                }
                Some((name, _)) => self.dynamic(block.node, name, scope, &mut lists, &mut causes),
            }
        }
        let empty = crate::source::TextRange::empty(0).in_file(scope.file);
        let (key_span, span) = (key_span.unwrap_or(empty), span.unwrap_or(empty));
        let options: Vec<Value> = lists.into_iter().map(|made| list_with_rest(made.items, made.rest, span)).collect();
        let value = match combine(&causes) {
            Some(cause) => either(options, &cause, span),
            None => options.into_iter().next().unwrap_or_else(|| Value::list(Vec::new(), span)),
        };
        (key_span, value)
    }

    /// One block as a map.
    fn block(&self, block: &'p Block<'p>, span: Span, scope: Scope<'_, 'p>) -> Value {
        let _entered = match self.enter(span) {
            Ok(entered) => entered,
            Err(unknown) => return Value::unknown(unknown, span),
        };
        let mut map = Map::new();
        if let (Some(first), Some(last)) = (block.labels.first(), block.labels.last())
            && block.kind.text != "content"
        {
            let labels = block.labels.iter().map(|label| Value::string(label.text.as_ref(), scope.span(label.range)));
            let whole = scope.span(first.range.cover(last.range));
            map.insert("_labels", whole, Value::list(labels.collect(), whole));
        }
        for attribute in &block.body.attributes {
            let name = attribute.name.text;
            let value = if block.kind.text == "lifecycle" && matches!(name, "ignore_changes" | "replace_triggered_by") {
                as_written(&attribute.value, scope.file, self.context.sources)
            } else {
                self.eval(&attribute.value, scope)
            };
            if !value.is_null() {
                map.insert(name, scope.span(attribute.name.range), value);
            }
        }
        let nested = block.body.blocks.iter().map(|node| Located { file: scope.file, node });
        for group in Group::of(nested) {
            let (key_span, value) = self.group(&group, scope);
            map.insert(group.name, key_span, value);
        }
        Value::map(map, span)
    }

    fn dynamic(
        &self,
        block: &'p Block<'p>,
        name: &'p str,
        scope: Scope<'_, 'p>,
        lists: &mut Vec<Made>,
        causes: &mut Vec<Arc<Unknown>>,
    ) {
        let span = scope.span(block.range);
        let argument = |name| block.body.attributes.iter().rev().find(|attribute| attribute.name.text == name);
        let for_each = match argument("for_each") {
            Some(attribute) => self.eval(&attribute.value, scope),
            None => error("a dynamic block needs `for_each`", span),
        };
        let iterator = match argument("iterator").map(|attribute| &attribute.value.kind) {
            Some(ExprKind::Variable(iterator)) => iterator,
            _ => name,
        };
        let generate = |collection: &Value| self.generate(block, iterator, collection, scope);
        match &for_each.kind {
            Kind::Either(alternatives) if lists.len() * alternatives.options.len() <= Either::LIMIT => {
                let before = std::mem::take(lists);
                for option in &alternatives.options {
                    let made = generate(option);
                    lists.extend(before.iter().map(|list| Made {
                        items: list.items.iter().chain(&made.items).cloned().collect(),
                        rest: list.rest.clone().or_else(|| made.rest.clone()),
                    }));
                }
                causes.push(Arc::clone(&alternatives.cause));
            }
            _ => {
                let made = generate(&for_each);
                for list in lists {
                    list.items.extend(made.items.iter().cloned());
                    list.rest = list.rest.take().or_else(|| made.rest.clone());
                }
            }
        }
    }

    /// The blocks for each element of a collection; for an unknown one, a block that stands for all.
    fn generate(&self, block: &'p Block<'p>, iterator: &'p str, collection: &Value, scope: Scope<'_, 'p>) -> Made {
        let span = scope.span(block.range);
        let Some(content) = block.body.blocks.iter().find(|nested| nested.kind.text == "content") else {
            return Made { items: Vec::new(), rest: Some(invalid("a dynamic block needs `content`", span)) };
        };
        let make = |key: Value, value: Value| {
            let mut members = Map::new();
            members.insert("key", key.span, key);
            members.insert("value", value.span, value);
            let iteration = Value::map(members, collection.span);
            let binding = scope.bind(iterator, &iteration);
            self.block(content, span, scope.with(&binding))
        };
        let Some(elements) = elements(collection) else {
            let unknown = match collection.as_unknown() {
                Some(unknown) => Arc::clone(unknown),
                None => invalid("`for_each` needs a collection", collection.span),
            };
            let part = || {
                let unknown = Unknown { nullable: true, ..Unknown::clone(&unknown) };
                Value::unknown(unknown, collection.span)
            };
            return Made { items: vec![make(part(), part())], rest: Some(unknown) };
        };
        let mut rest = elements.rest.cloned();
        if elements.items.len() > BLOCK_LIMIT {
            let count = elements.items.len();
            let message = format!("a dynamic block makes {count} blocks, of which the first {BLOCK_LIMIT} are judged");
            self.report(span, Diagnostic::at(Level::Error, "limit", span, message));
            rest.get_or_insert_with(|| Arc::new(Unknown::new(Reason::Limit("dynamic blocks"), span)));
        }
        let items = elements.items.into_iter().take(BLOCK_LIMIT).map(|(key, value)| make(key, value.clone())).collect();
        Made { items, rest }
    }
}

/// The text of an expression, or of each element of a list of them, for what is not an expression of values.
pub(in crate::frontend::terraform) fn as_written(expr: &Expr<'_>, file: FileId, sources: &SourceMap) -> Value {
    let text = |expr: &Expr<'_>| {
        let span = expr.range.in_file(file);
        Value::string(sources.slice(span), span)
    };
    match &expr.kind {
        ExprKind::List(items) => Value::list(items.iter().map(text).collect(), expr.range.in_file(file)),
        ExprKind::Object(items) => {
            let mut map = Map::new();
            for item in items {
                let key = item.key.range.in_file(file);
                map.insert(sources.slice(key).trim_matches('"'), key, text(&item.value));
            }
            Value::map(map, expr.range.in_file(file))
        }
        _ => text(expr),
    }
}
