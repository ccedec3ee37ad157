//! JSON Patch (RFC 6902).

use std::sync::Arc;

use super::limits;
use crate::source::Span;
use crate::value::{Kind, Value};

/// One operation with its place.
#[derive(Debug)]
pub(super) struct Operation {
    action: Action,
    path: Vec<String>,
    span: Span,
}

#[derive(Debug)]
enum Action {
    Add(Value),
    Remove,
    Replace(Value),
    Move(Vec<String>),
    Copy(Vec<String>),
    Test(Value),
}

/// A mistake, at its place.
pub(super) type Mistake = (Span, String);

/// Reads the operations of a patch, which is a list.
pub(super) fn read(items: &[Value]) -> Result<Vec<Operation>, Mistake> {
    items.iter().map(operation).collect()
}

fn operation(item: &Value) -> Result<Operation, Mistake> {
    let wrong = |what: &str| (item.span, format!("this is no operation of a JSON patch: {what}"));
    let text = |key| item.member(key).and_then(Value::as_str);
    let pointer = |key| text(key).and_then(pointer).ok_or_else(|| wrong(&format!("`{key}` must be a path")));
    // A null may be written as nothing.
    let value = || item.member("value").cloned().unwrap_or_else(|| Value::null(item.span));
    let action = match text("op") {
        Some("add") => Action::Add(value()),
        Some("remove") => Action::Remove,
        Some("replace") => Action::Replace(value()),
        Some("move") => Action::Move(pointer("from")?),
        Some("copy") => Action::Copy(pointer("from")?),
        Some("test") => Action::Test(value()),
        _ => return Err(wrong("`op` must be add, remove, replace, move, copy or test")),
    };
    Ok(Operation { action, path: pointer("path")?, span: item.span })
}

/// The parts of a JSON pointer (RFC 6901).
fn pointer(text: &str) -> Option<Vec<String>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let parts = text.strip_prefix('/')?.split('/');
    Some(parts.map(|part| part.replace("~1", "/").replace("~0", "~")).collect())
}

/// Applies all operations, or none.
pub(super) fn apply(object: &Value, operations: &[Operation]) -> Result<Value, Mistake> {
    let mut changed = object.clone();
    for operation in operations {
        operation.apply(&mut changed).map_err(|why| (operation.span, why))?;
    }
    Ok(changed)
}

impl Operation {
    fn apply(&self, object: &mut Value) -> Result<(), String> {
        match &self.action {
            Action::Add(value) => add(object, &self.path, value.clone(), self.span),
            Action::Remove => remove(object, &self.path).map(drop),
            Action::Replace(value) => {
                check_depth(value, &self.path)?;
                if self.is_member(object) {
                    // One that is not there is added: the library of Kustomize does not mind.
                    return add(object, &self.path, value.clone(), self.span);
                }
                *find_mut(object, &self.path).ok_or_else(|| missing(&self.path))? = value.clone();
                Ok(())
            }
            Action::Move(from) => {
                let value = remove(object, from)?;
                add(object, &self.path, value, self.span)
            }
            Action::Copy(from) => {
                let value = find(object, from).ok_or_else(|| missing(from))?.clone();
                add(object, &self.path, value, self.span)?;
                if limits::is_small(object) { Ok(()) } else { Err("the object becomes too large".to_owned()) }
            }
            Action::Test(expected) => {
                let value = find(object, &self.path);
                let same = value.map_or(expected.is_null(), |value| value.to_json().ok() == expected.to_json().ok());
                if same { Ok(()) } else { Err(format!("the value at `/{}` is another", self.path.join("/"))) }
            }
        }
    }
}

impl Operation {
    /// Whether the path leads to a member of a map, which need not be there.
    fn is_member(&self, object: &Value) -> bool {
        let parent = self.path.split_last().and_then(|(_, parents)| find(object, parents));
        parent.is_some_and(|parent| parent.as_map().is_some())
    }
}

fn missing(path: &[String]) -> String {
    format!("there is nothing at `/{}`", path.join("/"))
}

fn check_depth(value: &Value, path: &[String]) -> Result<(), String> {
    if limits::may_stand(value, path.len()) { Ok(()) } else { Err("this would be nested too deeply".to_owned()) }
}

fn find<'v>(value: &'v Value, path: &[String]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, part| match &value.kind {
        Kind::Map(map) => map.get(part),
        Kind::List(list) => list.items.get(index(part, list.items.len())?),
        _ => None,
    })
}

fn find_mut<'v>(value: &'v mut Value, path: &[String]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |value, part| match &mut value.kind {
        Kind::Map(map) => Arc::make_mut(map).get_mut(part),
        Kind::List(list) => {
            let items = &mut Arc::make_mut(list).items;
            let index = index(part, items.len())?;
            items.get_mut(index)
        }
        _ => None,
    })
}

/// An index into a list of `len` elements; from its end where it is negative.
fn index(part: &str, len: usize) -> Option<usize> {
    match part.strip_prefix('-') {
        Some(back) => len.checked_sub(back.parse().ok()?),
        None => part.parse().ok(),
    }
}

fn add(object: &mut Value, path: &[String], value: Value, span: Span) -> Result<(), String> {
    check_depth(&value, path)?;
    let Some((name, parents)) = path.split_last() else {
        *object = value;
        return Ok(());
    };
    let parent = find_mut(object, parents).ok_or_else(|| missing(parents))?;
    match &mut parent.kind {
        Kind::Map(map) => {
            let map = Arc::make_mut(map);
            let key_span = map.entry(name).map_or(span, |entry| entry.key_span);
            map.insert(name.as_str(), key_span, value);
            Ok(())
        }
        Kind::List(list) => {
            let items = &mut Arc::make_mut(list).items;
            let at = if name == "-" { Some(items.len()) } else { index(name, items.len()) };
            let at = at.filter(|at| *at <= items.len()).ok_or_else(|| missing(path))?;
            items.insert(at, value);
            Ok(())
        }
        _ => Err(missing(path)),
    }
}

fn remove(object: &mut Value, path: &[String]) -> Result<Value, String> {
    let (name, parents) = path.split_last().ok_or("the whole object cannot be removed")?;
    let parent = find_mut(object, parents).ok_or_else(|| missing(parents))?;
    let removed = match &mut parent.kind {
        Kind::Map(map) => Arc::make_mut(map).remove(name).map(|entry| entry.value),
        Kind::List(list) => {
            let items = &mut Arc::make_mut(list).items;
            let at = index(name, items.len()).filter(|at| *at < items.len());
            at.map(|at| items.remove(at))
        }
        _ => None,
    };
    removed.ok_or_else(|| missing(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;
    use crate::syntax::yaml::{Dialect, parse};

    fn patched(object: &str, patch: &str) -> Result<String, String> {
        let sources = SourceMap::new();
        let read = |text: &str| {
            let file = sources.add("x.yaml", text);
            parse(file.text(), Dialect::Kustomize).documents[0].root.to_value(&|range| file.span(range))
        };
        let patch = read(patch);
        let operations = super::read(&patch.as_list().expect("a list").items).map_err(|mistake| mistake.1)?;
        let changed = apply(&read(object), &operations).map_err(|mistake| mistake.1)?;
        Ok(changed.to_json().expect("known"))
    }

    #[test]
    fn operations_change_what_they_point_at() {
        let table = [
            ("{a: 1}", "[{op: add, path: /b, value: 2}]", r#"{"a":1,"b":2}"#),
            ("{a: [1, 2]}", "[{op: add, path: /a/1, value: 9}]", r#"{"a":[1,9,2]}"#),
            ("{a: [1]}", "[{op: add, path: /a/-, value: 9}]", r#"{"a":[1,9]}"#),
            ("{a: {b/c: 1, d~e: 2}}", "[{op: remove, path: /a/b~1c}, {op: remove, path: /a/d~0e}]", r#"{"a":{}}"#),
            ("{a: [1, 2]}", "[{op: replace, path: /a/0, value: {x: y}}]", r#"{"a":[{"x":"y"},2]}"#),
            ("{a: 1}", "[{op: replace, path: /b, value: 2}]", r#"{"a":1,"b":2}"#),
            ("{a: 1}", "[{op: move, from: /a, path: /b}]", r#"{"b":1}"#),
            ("{a: 1}", "[{op: test, path: /a, value: 1}, {op: copy, from: /a, path: /b}]", r#"{"a":1,"b":1}"#),
        ];
        for (object, patch, expected) in table {
            assert_eq!(patched(object, patch).as_deref(), Ok(expected), "{patch}");
        }
    }

    #[test]
    fn copies_of_copies_end() {
        let double = |count: usize| {
            let one = "{op: copy, from: /a, path: /b}, {op: move, from: /b, path: /a/-}";
            patched("{a: [1, 2, 3, 4, 5, 6, 7, 8]}", &format!("[{}]", vec![one; count].join(", ")))
        };
        assert!(double(3).is_ok());
        assert_eq!(double(40), Err("the object becomes too large".to_owned()));
        let nest = "{op: copy, from: '', path: /a}";
        let nested = patched("{}", &format!("[{}]", vec![nest; 300].join(", ")));
        assert_eq!(nested, Err("this would be nested too deeply".to_owned()));
    }

    #[test]
    fn what_does_not_fit_says_why() {
        let table = [
            ("{a: 1}", "[{op: remove, path: /b}]", "there is nothing at `/b`"),
            ("{a: [1]}", "[{op: replace, path: /a/5, value: 1}]", "there is nothing at `/a/5`"),
            ("{a: [1]}", "[{op: add, path: /a/5, value: 1}]", "there is nothing at `/a/5`"),
            ("{a: 1}", "[{op: test, path: /a, value: 2}]", "the value at `/a` is another"),
            ("{a: 1}", "[{op: add, path: b}]", "this is no operation of a JSON patch: `path` must be a path"),
        ];
        for (object, patch, expected) in table {
            assert_eq!(patched(object, patch), Err(expected.to_owned()), "{patch}");
        }
    }
}
