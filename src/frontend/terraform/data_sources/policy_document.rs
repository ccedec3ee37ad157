//! `aws_iam_policy_document`: a data source that only rearranges its arguments, so its JSON is known.

use std::sync::Arc;

use super::policy_merge::Merged;
use crate::frontend::terraform::evaluate::instance::{Instance, Key};
use crate::frontend::terraform::evaluate::interpreter::Interpreter;
use crate::frontend::terraform::evaluate::unknowns::for_each_option;
use crate::frontend::terraform::load::declaration::Declaration;
use crate::source::Span;
use crate::value::{Kind, List, Map, Part, Template, Value};

/// Arguments of a statement that are lists, and their names in JSON.
const LISTS: [(&str, &str); 4] =
    [("actions", "Action"), ("not_actions", "NotAction"), ("resources", "Resource"), ("not_resources", "NotResource")];

/// Arguments with documents to which the own statements are added, in the order of the provider.
const SOURCES: [&str; 2] = ["source_json", "source_policy_documents"];

/// Arguments with documents that are merged into the result, in the order of the provider.
const OVERRIDES: [&str; 2] = ["override_policy_documents", "override_json"];

impl<'p> Interpreter<'p> {
    /// The JSON text of a policy document.
    pub(in crate::frontend::terraform) fn policy_document(
        &self,
        instance: &Instance<'p>,
        declaration: &Declaration<'p>,
        item: usize,
    ) -> Value {
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
    let statements = match body.member("statement") {
        Some(blocks) => each(blocks, &statement),
        None => Value::list(Vec::new(), body.span),
    };
    for_each_option(&statements, body.span, |statements| merge(body, statements))
}

/// The document of these statements, with those that are merged into it.
fn merge(body: &Value, statements: &Value) -> Value {
    let span = body.span;
    let mut own = Map::new();
    let version = body.member("version").cloned().unwrap_or_else(|| Value::string("2012-10-17", span));
    own.insert("Version", version.span, version);
    if let Some(id) = body.as_map().and_then(|map| map.entry("policy_id")) {
        own.insert("Id", id.key_span, id.value.clone());
    }
    own.insert("Statement", statements.span, statements.clone());
    let mut merged = Merged::default();
    let add_all = |merged: &mut Merged, names: [&str; 2]| {
        names.iter().filter_map(|name| body.member(name)).for_each(|texts| merged.add_texts(texts));
    };
    add_all(&mut merged, SOURCES);
    merged.add(&Value::map(own, span));
    add_all(&mut merged, OVERRIDES);
    merged.finish(statements.span, span)
}

/// Applies `make` to each element of a list of blocks, whatever is known of the list.
fn each(list: &Value, make: &dyn Fn(&Value) -> Value) -> Value {
    let kind = match &list.kind {
        Kind::List(inner) => {
            let items = inner.items.iter().map(make).collect();
            Kind::List(Arc::new(List::with_rest(items, inner.rest.clone())))
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
        // An empty list says as little as none.
        let entry = body.entry(from).filter(|entry| entry.value.as_list().is_none_or(|list| !is_empty(list)));
        if let Some(entry) = entry {
            map.insert(to, entry.key_span, policy_variables(&entry.value));
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

fn is_empty(list: &List) -> bool {
    list.items.is_empty() && list.rest.is_none()
}

/// Policy variables are written `&{aws:username}`, because `${` means something to Terraform.
fn policy_variables(value: &Value) -> Value {
    let plain = |text: &Arc<str>| -> Arc<str> {
        if text.contains("&{") { text.replace("&{", "${").into() } else { Arc::clone(text) }
    };
    let kind = match &value.kind {
        Kind::String(text) => Kind::String(plain(text)),
        Kind::Template(template) => {
            let parts = template.parts.iter().map(|part| match part {
                Part::Text(text) => Part::Text(plain(text)),
                Part::Hole(_) => part.clone(),
            });
            Kind::Template(Arc::new(Template { parts: parts.collect() }))
        }
        // Lists of strings: the depth is that of the configuration language.
        Kind::List(_) => return value.map_children(policy_variables),
        other => other.clone(),
    };
    Value { kind, ..value.clone() }
}

/// Principals by type; everyone of every type is the bare `*`.
fn principals(blocks: &Value) -> Value {
    if let Kind::Either(_) = blocks.kind {
        return for_each_option(blocks, blocks.span, principals);
    }
    collect(blocks, &|map, block| {
        let (Some(kind), Some(identifiers)) = (text(block, "type"), block.member("identifiers")) else { return false };
        if &*kind.0 == "*" {
            map.insert("*", kind.1, Value::string("*", identifiers.span));
        } else {
            add(map, &kind, &policy_variables(identifiers));
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
    if let Kind::Either(_) = blocks.kind {
        return for_each_option(blocks, blocks.span, conditions);
    }
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
        add(&mut inner, &variable, &policy_variables(values));
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
            Value::new(Kind::List(Arc::new(List::with_rest(items, rest))), values.span)
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
