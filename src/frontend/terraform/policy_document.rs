//! `aws_iam_policy_document`: a data source that only rearranges its arguments, so its JSON is known.

use std::sync::Arc;

use super::instance::{Instance, Key};
use super::interpreter::Interpreter;
use super::module::Declaration;
use super::unknowns::combine;
use crate::source::Span;
use crate::value::{Kind, List, Map, Value};

/// Arguments of a statement that are lists, and their names in JSON.
const LISTS: [(&str, &str); 4] =
    [("actions", "Action"), ("not_actions", "NotAction"), ("resources", "Resource"), ("not_resources", "NotResource")];

/// Arguments that bring in statements of other documents.
const SOURCES: [&str; 4] = ["source_policy_documents", "override_policy_documents", "source_json", "override_json"];

impl<'p> Interpreter<'p> {
    /// The JSON text of a policy document.
    pub(super) fn policy_document(&self, instance: &Instance<'p>, declaration: &Declaration<'p>, item: usize) -> Value {
        let key = Key::Policy { declaration: declaration.index, item };
        let path = || format!("{}.json", declaration.address());
        self.remember(instance, key, path, declaration.header(), || {
            let body = self.body(instance, declaration, item);
            let span = body.span;
            let document = document(&body);
            Value::new(Kind::Json(Arc::new(document)), span)
        })
    }
}

fn document(body: &Value) -> Value {
    let span = body.span;
    let mut map = Map::new();
    let version = body.member("version").cloned().unwrap_or_else(|| Value::string("2012-10-17", span));
    map.insert("Version", version.span, version);
    if let Some(id) = body.as_map().and_then(|map| map.entry("policy_id")) {
        map.insert("Id", id.key_span, id.value.clone());
    }
    let mut statements = match body.member("statement") {
        Some(list) => each(list, &statement),
        None => Value::list(Vec::new(), span),
    };
    // Statements that come from elsewhere may be added, and may replace these.
    let sources = SOURCES.iter().filter_map(|name| body.member(name));
    let unknown = combine(sources.clone().flat_map(super::unknowns::leaves));
    if let Some(source) = sources.clone().next() {
        let unknown = unknown.unwrap_or_else(|| {
            let reason = crate::value::Reason::Unsupported("the merging of policy documents");
            Arc::new(crate::value::Unknown::new(reason, source.span))
        });
        if let Kind::List(list) = &mut statements.kind {
            Arc::make_mut(list).rest.get_or_insert(unknown);
        }
    }
    map.insert("Statement", statements.span, statements);
    Value::map(map, span)
}

/// Applies `make` to each element of a list of blocks, whatever is known of the list.
fn each(list: &Value, make: &dyn Fn(&Value) -> Value) -> Value {
    let kind = match &list.kind {
        Kind::List(inner) => {
            let items = inner.items.iter().map(make).collect();
            Kind::List(Arc::new(List { items, rest: inner.rest.clone() }))
        }
        Kind::Either(either) => {
            let options = either.options.iter().map(|option| each(option, make)).collect();
            return Value::either(options, Arc::clone(&either.cause), list.span);
        }
        other => other.clone(),
    };
    Value { kind, ..list.clone() }
}

fn statement(block: &Value) -> Value {
    let Some(body) = block.as_map() else { return block.clone() };
    let mut map = Map::new();
    let mut copy = |from: &str, to: &str| {
        if let Some(entry) = body.entry(from) {
            map.insert(to, entry.key_span, entry.value.clone());
        }
    };
    copy("sid", "Sid");
    copy("effect", "Effect");
    for (from, to) in LISTS {
        copy(from, to);
    }
    if map.get("Effect").is_none() {
        map.insert("Effect", block.span, Value::string("Allow", block.span));
    }
    for (from, to) in [("principals", "Principal"), ("not_principals", "NotPrincipal")] {
        if let Some(entry) = body.entry(from) {
            map.insert(to, entry.key_span, principals(&entry.value));
        }
    }
    if let Some(entry) = body.entry("condition") {
        map.insert("Condition", entry.key_span, conditions(&entry.value));
    }
    Value::map(map, block.span)
}

/// Principals by type; everyone of every type is the bare `*`.
fn principals(blocks: &Value) -> Value {
    collect(blocks, &|map, block| {
        let (Some(kind), Some(identifiers)) = (text(block, "type"), block.member("identifiers")) else { return false };
        if &*kind.0 == "*" {
            map.insert("*", kind.1, Value::string("*", identifiers.span));
        } else {
            add(map, &kind, identifiers);
        }
        true
    })
    .map_or_else(
        || blocks.clone(),
        |map| match map.get("*") {
            Some(everyone) if map.len() == 1 && map.rest().is_none() => everyone.clone(),
            _ => Value::map(map, blocks.span),
        },
    )
}

/// Conditions by test and variable.
fn conditions(blocks: &Value) -> Value {
    collect(blocks, &|map, block| {
        let (Some(test), Some(variable), Some(values)) =
            (text(block, "test"), text(block, "variable"), block.member("values"))
        else {
            return false;
        };
        let mut inner = match map.get(&test.0).map(|value| &value.kind) {
            Some(Kind::Map(inner)) => Map::clone(inner),
            _ => Map::new(),
        };
        add(&mut inner, &variable, values);
        map.insert(Arc::clone(&test.0), test.1, Value::map(inner, block.span));
        true
    })
    .map_or_else(|| blocks.clone(), |map| Value::map(map, blocks.span))
}

/// One map of all blocks of a list. Blocks that `put` cannot place leave the map open; `None` when it is no list.
fn collect(blocks: &Value, put: &dyn Fn(&mut Map, &Value) -> bool) -> Option<Map> {
    let list = blocks.as_list()?;
    let mut map = Map::new();
    for block in &list.items {
        if !put(&mut map, block)
            && let Some(unknown) = block.first_unknown()
        {
            map.open(Arc::clone(unknown));
        }
    }
    if let Some(rest) = &list.rest {
        map.open(Arc::clone(rest));
    }
    Some(map)
}

/// Adds the elements of a list under a name that may be there already.
fn add(map: &mut Map, (name, span): &(Arc<str>, Span), values: &Value) {
    let merged = match (map.get(name).map(|value| &value.kind), &values.kind) {
        (Some(Kind::List(before)), Kind::List(more)) => {
            let items = before.items.iter().chain(&more.items).cloned().collect();
            let rest = before.rest.clone().or_else(|| more.rest.clone());
            Value::new(Kind::List(Arc::new(List { items, rest })), values.span)
        }
        _ => values.clone(),
    };
    map.insert(Arc::clone(name), *span, merged);
}

fn text(block: &Value, name: &str) -> Option<(Arc<str>, Span)> {
    let value = block.member(name)?;
    match &value.kind {
        Kind::String(text) => Some((Arc::clone(text), value.span)),
        _ => None,
    }
}
