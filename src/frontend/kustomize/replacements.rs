//! `replacements`: values that are copied from one object to others.

use std::sync::Arc;

use regex::Regex;

use super::definition::{items, strings, text};
use super::fields::REPLACEMENT;
use super::limits;
use super::object::Object;
use super::paths;
use super::project::Project;
use super::schema;
use super::selector::Exact;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Span;
use crate::syntax::yaml::{self, Dialect};
use crate::value::{Kind, List, Map, Origin, Reason, Unknown, Value};

/// Applies all replacements of the kustomization in a folder.
pub(super) fn apply(
    (folder, body): (&str, &Value),
    project: &Project<'_>,
    objects: &mut [Object],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for entry in items(body, "replacements") {
        let Some(path) = text(entry, "path") else {
            diagnostics.extend(replace(entry, objects).err());
            continue;
        };
        if ["source", "targets"].iter().any(|key| entry.member(key).is_some_and(|value| !value.is_null())) {
            diagnostics.push(error(entry.span, "a replacement is either in `path` or here"));
        }
        let name = path.as_str().unwrap_or_default();
        match project.manifests(&paths::join(folder, name)) {
            Ok((_, documents)) => {
                let replacements = documents.iter().flat_map(|document| match document.as_list() {
                    Some(list) => list.items.as_slice(),
                    None => std::slice::from_ref(document),
                });
                for replacement in replacements {
                    let replacement = schema::read(replacement, REPLACEMENT, "a replacement", diagnostics);
                    diagnostics.extend(replace(&replacement, objects).err());
                }
            }
            Err(why) => {
                let message = format!("the file `{name}` {why}");
                diagnostics.push(Diagnostic::at(Level::Error, "kustomize-file", path.span, message));
            }
        }
    }
}

fn error(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::at(Level::Error, "kustomize-replacement", span, message)
}

fn replace(entry: &Value, objects: &mut [Object]) -> Result<(), Diagnostic> {
    let Some(source) = entry.member("source") else {
        return Err(error(entry.span, "a replacement needs a `source`"));
    };
    if items(entry, "targets").next().is_none() {
        return Err(error(entry.span, "a replacement needs `targets`"));
    }
    let value = through(source_value(source, objects)?, entry.span);
    for target in items(entry, "targets") {
        let Some(select) = target.member("select") else {
            return Err(error(target.span, "a target needs `select`"));
        };
        let selector = Exact::new(select);
        let rejects: Vec<Exact<'_>> = items(target, "reject").map(Exact::new).collect();
        let is_meant = |object: &&mut Object| {
            let rejected = rejects.iter().any(|reject| !reject.is_empty() && reject.matches(object));
            selector.matches(object) && selector.fits_tags(object) && !rejected
        };
        for object in objects.iter_mut().filter(is_meant) {
            replace_in(object, target, &value)?;
            object.ground(entry.span);
            object.ground(value.span);
        }
    }
    Ok(())
}

/// The value where it was written, with the replacement on its way.
fn through(value: Value, entry: Span) -> Value {
    let written = Origin { span: value.span, label: "source of a replacement".into(), next: value.origin.clone() };
    let step = Origin { span: entry, label: "replacement".into(), next: Some(Arc::new(written)) };
    Value { origin: Some(Arc::new(step)), ..value }
}

fn source_value(source: &Value, objects: &[Object]) -> Result<Value, Diagnostic> {
    let selector = Exact::new(source);
    let mut found = objects.iter().filter(|object| selector.matches(object));
    let (Some(object), None) = (found.next(), found.next()) else {
        return Err(error(source.span, "the source must be exactly one object"));
    };
    let path = text(source, "fieldPath").and_then(Value::as_str).unwrap_or("metadata.name");
    let mut body = object.body.clone();
    let mut value = None;
    Walk { create: None, visit: &mut |found| value = Some(found.clone()) }.value(&mut body, &split(path));
    let missing = || error(source.span, format!("the source has no `{path}`"));
    let value = value.ok_or_else(missing)?;
    match Part::read(source) {
        None => Ok(value),
        Some(part) => {
            let whole = plain(&value).ok_or_else(missing)?;
            let pieces: Vec<&str> = whole.split(part.delimiter).collect();
            let piece = usize::try_from(part.index).ok().and_then(|index| pieces.get(index));
            let piece = piece.ok_or_else(|| error(source.span, "the source has no part of this index"))?;
            Ok(Value { origin: value.origin.clone(), ..Value::string(*piece, value.span) })
        }
    }
}

fn replace_in(object: &mut Object, target: &Value, value: &Value) -> Result<(), Diagnostic> {
    let create = target.member("options").and_then(|options| options.member("create")).and_then(Value::as_bool);
    let create = (create == Some(true)).then_some(target.span);
    let part = Part::read(target);
    let name = Value::string("metadata.name", target.span);
    let given: Vec<&Value> = strings(target, "fieldPaths").collect();
    let paths = if given.is_empty() { vec![&name] } else { given };
    for path in paths {
        let mut found = false;
        let steps = split(path.as_str().unwrap_or_default());
        if !limits::may_stand(value, steps.len()) {
            return Err(error(path.span, "this would be nested too deeply"));
        }
        let mut set = |old: &mut Value| {
            found = true;
            let new = match &part {
                None => value.clone(),
                Some(part) => part.put(old, value),
            };
            *old = retyped(old, new, is_text(&steps));
        };
        Walk { create, visit: &mut set }.value(&mut object.body, &steps);
        if !found {
            let message = format!("{} `{}` has no such field", object.kind(), object.name());
            return Err(error(path.span, message));
        }
        if plain(value).is_none() && !limits::is_small(&object.body) {
            return Err(error(path.span, "the object becomes too large"));
        }
    }
    Ok(())
}

/// One part of a text with a delimiter.
struct Part<'v> {
    delimiter: &'v str,
    index: i64,
}

impl<'v> Part<'v> {
    fn read(value: &'v Value) -> Option<Self> {
        let options = value.member("options")?;
        let delimiter = text(options, "delimiter")?.as_str()?;
        let index = options.member("index").and_then(Value::as_number).and_then(crate::value::Number::as_i64);
        Some(Self { delimiter, index: index.unwrap_or(0) })
    }

    /// `old` with this part replaced; before the first and behind the last there is room for one more.
    fn put(&self, old: &Value, value: &Value) -> Value {
        // What was made for it is empty.
        let whole = if old.is_null() { Some(String::new()) } else { plain(old) };
        let (Some(whole), Some(piece)) = (whole, plain(value)) else { return old.clone() };
        if whole.len() + piece.len() > limits::TEXT {
            return Value::unknown(Unknown::new(Reason::Limit("text length"), value.span), old.span);
        }
        let mut pieces: Vec<&str> = whole.split(self.delimiter).collect();
        match usize::try_from(self.index) {
            Err(_) => pieces.insert(0, &piece),
            Ok(index) if index >= pieces.len() => pieces.push(&piece),
            Ok(index) => pieces[index] = &piece,
        }
        Value::string(pieces.join(self.delimiter), value.span).referenced_at(old.span, "replacement")
    }
}

/// Whether a path leads to an annotation of the object, which is always a text.
fn is_text(steps: &[String]) -> bool {
    matches!(steps, [metadata, annotations, _] if metadata == "metadata" && annotations == "annotations")
}

/// Kustomize copies the text of a scalar and keeps the type that the target had; where there was none, the text is read
/// as if it were written there without quotes.
fn retyped(old: &Value, new: Value, is_text: bool) -> Value {
    let Some(text) = plain(&new) else { return new };
    let kind = match &old.kind {
        Kind::String(_) => Kind::String(text.into()),
        Kind::Null if is_text => Kind::String(text.into()),
        Kind::Number(_) | Kind::Bool(_) | Kind::Null => unquoted(&text, new.span),
        _ => return new,
    };
    Value { kind, ..new }
}

/// What a text means in YAML without quotes, as far as that is a number, a truth value or nothing.
fn unquoted(text: &str, span: Span) -> Kind {
    let stream = yaml::parse(text, Dialect::Kubernetes);
    match stream.documents.first().map(|document| document.root.to_value(&|_| span).kind) {
        Some(kind @ (Kind::Number(_) | Kind::Bool(_) | Kind::Null)) => kind,
        None if text.trim().is_empty() => Kind::Null,
        _ => Kind::String(text.into()),
    }
}

/// A scalar as text.
fn plain(value: &Value) -> Option<String> {
    match &value.kind {
        Kind::String(text) => Some(text.to_string()),
        Kind::Number(number) => Some(number.to_string()),
        Kind::Bool(bool) => Some(bool.to_string()),
        _ => None,
    }
}

/// The parts of a path: dots end them, but not in brackets or behind a backslash.
fn split(path: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut in_brackets, mut escaped) = (false, false);
    for char in path.chars() {
        let Some(last) = parts.last_mut() else { break };
        match char {
            '.' if !in_brackets && !escaped => parts.push(String::new()),
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            _ => {
                in_brackets = (in_brackets || char == '[') && char != ']';
                if escaped && char != '.' {
                    last.push('\\');
                }
                last.push(char);
            }
        }
        escaped = false;
    }
    // A key with dots may stand in brackets of its own.
    let key = |part: String| match part.strip_prefix('[').and_then(|part| part.strip_suffix(']')) {
        Some(key) if !key.contains('=') => key.to_owned(),
        _ => part,
    };
    parts.into_iter().filter(|part| !part.is_empty()).map(key).collect()
}

/// Visits what a path leads to.
struct Walk<'w> {
    /// Whether what is missing is made, and where it is written then.
    create: Option<Span>,
    visit: &'w mut dyn FnMut(&mut Value),
}

impl Walk<'_> {
    /// As deep as the path, which is one line of text, and the value.
    fn value(&mut self, value: &mut Value, path: &[String]) {
        let Some((part, rest)) = path.split_first() else {
            (self.visit)(value);
            return;
        };
        if let (Kind::Null, Some(span)) = (&value.kind, self.create) {
            let is_list = part.starts_with('[') || part == "-";
            let kind = if is_list { Kind::List(List::default().into()) } else { Kind::Map(Map::new().into()) };
            *value = Value::new(kind, span);
        }
        if value.as_map().is_some() {
            self.member(value, part, rest);
        } else if let Some(list) = value.as_list_mut() {
            self.elements(list, part, rest);
        }
    }

    fn member(&mut self, value: &mut Value, part: &str, rest: &[String]) {
        let Some(map) = value.as_map_mut() else { return };
        if part == "*" {
            return map.members_mut().for_each(|(_, value)| self.value(value, rest));
        }
        if let (None, Some(span)) = (map.get(part), self.create) {
            map.insert(part, span, Value::null(span));
        }
        if let Some(value) = map.get_mut(part) {
            self.value(value, rest);
        }
    }

    fn elements(&mut self, list: &mut List, part: &str, rest: &[String]) {
        if part == "*" {
            list.items.iter_mut().for_each(|item| self.value(item, rest));
        } else if let Some((key, pattern)) = selected(part) {
            let Ok(pattern) = Regex::new(pattern) else { return };
            let fits = |item: &Value| {
                let value = if key.is_empty() { Some(item) } else { item.member(key) };
                value.and_then(plain).is_some_and(|text| pattern.is_match(&text))
            };
            if let (Some(span), false) = (self.create, list.items.iter().any(fits)) {
                let mut map = Map::new();
                map.insert(key, span, Value::string(pattern.as_str(), span));
                list.items.push(Value::map(map, span));
            }
            for item in list.items.iter_mut().filter(|item| fits(item)) {
                self.value(item, rest);
            }
        } else if part == "-" {
            if let Some(span) = self.create {
                let mut item = Value::null(span);
                self.value(&mut item, rest);
                list.items.push(item);
            }
        } else if let Some(item) = part.parse::<usize>().ok().and_then(|index| list.items.get_mut(index)) {
            self.value(item, rest);
        }
    }
}

/// Key and pattern of `[key=pattern]`.
fn selected(part: &str) -> Option<(&str, &str)> {
    part.strip_prefix('[')?.strip_suffix(']')?.split_once('=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_apart() {
        let table: [(&str, &[&str]); 4] = [
            ("spec.template.spec", &["spec", "template", "spec"]),
            ("a.[name=b.c].d", &["a", "[name=b.c]", "d"]),
            ("a.b\\.c/d.e", &["a", "b.c/d", "e"]),
            ("a.[b.c/d]", &["a", "b.c/d"]),
        ];
        for (path, expected) in table {
            assert_eq!(split(path), expected, "{path}");
        }
    }
}
