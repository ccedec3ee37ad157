//! `configMapGenerator` and `secretGenerator`.

use super::definition::{items, strings, text};
use super::object::{Object, id_of};
use super::paths;
use super::project::Project;
use crate::diagnostic::{Diagnostic, Level};
use crate::model::Call;
use crate::source::Span;
use crate::value::{Map, Value};

/// What a generator does with an object of its name that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Behavior {
    Create,
    Merge,
    Replace,
}

/// Adds what the generators of the kustomization in a folder make.
pub(super) fn run(
    (folder, body): (&str, &Value),
    project: &Project<'_>,
    calls: &[Call],
    objects: &mut Vec<Object>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (field, kind) in [("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")] {
        for entry in items(body, field) {
            let mut generator = Generator { folder, body, project, kind, entry, diagnostics };
            if let Some((object, behavior)) = generator.object(calls) {
                absorb(objects, object, behavior, diagnostics);
            }
        }
    }
}

struct Generator<'g, 's> {
    folder: &'g str,
    body: &'g Value,
    project: &'g Project<'s>,
    kind: &'static str,
    entry: &'g Value,
    diagnostics: &'g mut Vec<Diagnostic>,
}

impl Generator<'_, '_> {
    fn object(&mut self, calls: &[Call]) -> Option<(Object, Behavior)> {
        let (entry, span) = (self.entry, self.entry.span);
        let Some(name) = text(entry, "name") else {
            self.wrong(span, format!("a {} needs a `name`", self.kind));
            return None;
        };
        let mut metadata = Map::new();
        metadata.insert("name", name.span, name.clone());
        if let Some(namespace) = entry.member("namespace") {
            metadata.insert("namespace", namespace.span, namespace.clone());
        }
        for key in ["labels", "annotations"] {
            if let Some(tags) = self.tags(key) {
                metadata.insert(key, tags.span, tags);
            }
        }
        let mut body = Map::new();
        body.insert("apiVersion", span, Value::string("v1", span));
        body.insert("kind", span, Value::string(self.kind, span));
        body.insert("metadata", span, Value::map(metadata, span));
        if self.kind == "Secret" {
            let opaque = || Value::string("Opaque", span);
            body.insert("type", span, text(entry, "type").map_or_else(opaque, Clone::clone));
        }
        let data = self.data();
        if !data.is_empty() {
            body.insert("data", span, Value::map(data, span));
        }
        if let Some(immutable) = self.option("immutable") {
            body.insert("immutable", immutable.span, immutable.clone());
        }
        let mut object = Object::new(Value::map(body, span), calls)?;
        object.hashed = self.option("disableNameSuffixHash").is_none();
        let behavior = match entry.member("behavior").and_then(Value::as_str) {
            Some("merge") => Behavior::Merge,
            Some("replace") => Behavior::Replace,
            _ => Behavior::Create,
        };
        Some((object, behavior))
    }

    fn wrong(&mut self, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::at(Level::Error, "kustomize-field", span, message));
    }

    /// The options of this generator, and those of all.
    fn options(&self) -> [Option<&Value>; 2] {
        [self.entry.member("options"), self.body.member("generatorOptions")]
    }

    /// An option that is on.
    fn option(&self, key: &str) -> Option<&Value> {
        let mut values = self.options().into_iter().flatten().filter_map(|options| options.member(key));
        values.find(|value| value.as_bool() == Some(true))
    }

    /// Labels or annotations; those of this generator come before those of all.
    fn tags(&self, key: &str) -> Option<Value> {
        let mut maps = self.options().into_iter().flatten().filter_map(|options| options.member(key));
        let mut tags = maps.next()?.clone();
        for other in maps.filter_map(Value::as_map) {
            let map = tags.as_map_mut()?;
            for entry in other.entries() {
                if map.get(&entry.key).is_none() {
                    map.insert(entry.key.clone(), entry.key_span, entry.value.clone());
                }
            }
        }
        Some(tags)
    }

    fn data(&mut self) -> Map {
        let mut pairs: Vec<(String, String, Span)> = Vec::new();
        let single = text(self.entry, "env").into_iter();
        for path in strings(self.entry, "envs").chain(single).cloned().collect::<Vec<_>>() {
            let Some((content, span)) = self.file(path.as_str().unwrap_or_default(), path.span) else { continue };
            pairs.extend(lines(content).map(|(key, value)| (key.to_owned(), value.to_owned(), span)));
        }
        for literal in strings(self.entry, "literals") {
            match literal.as_str().and_then(|text| text.split_once('=')).filter(|(key, _)| !key.is_empty()) {
                Some((key, value)) => pairs.push((key.to_owned(), unquoted(value).to_owned(), literal.span)),
                None => self.wrong(literal.span, "a literal has the form `key=value`"),
            }
        }
        for source in strings(self.entry, "files").cloned().collect::<Vec<_>>() {
            let text = source.as_str().unwrap_or_default();
            let (key, path) = text.split_once('=').unwrap_or((paths::name_of(text), text));
            if key.is_empty() || path.is_empty() || path.contains('=') {
                self.wrong(source.span, "a file is given as `path` or as `key=path`, without further `=`");
            }
            if let Some((content, span)) = self.file(path, source.span) {
                pairs.push((key.to_owned(), content.to_owned(), span));
            }
        }
        let mut data = Map::new();
        for (key, value, span) in pairs {
            if data.get(&key).is_some() {
                self.wrong(span, format!("the key `{key}` is there twice: Kustomize refuses it"));
            }
            let value = if self.kind == "Secret" { base64_lines(value.as_bytes()) } else { value };
            data.insert(key, span, Value::string(value, span));
        }
        data
    }

    /// The text of a file, and the place that stands for all of it: the entry that names it.
    fn file(&mut self, path: &str, entry: Span) -> Option<(&str, Span)> {
        match self.project.text(&paths::join(self.folder, path)) {
            Ok(file) => Some((file.text(), entry)),
            Err(why) => {
                let message = format!("the file `{path}` {why}");
                self.diagnostics.push(Diagnostic::at(Level::Error, "kustomize-file", entry, message));
                None
            }
        }
    }
}

/// The pairs of a file of `KEY=value` lines.
fn lines(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = text.lines().map(str::trim_start).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split_once('=').unwrap_or((line, ""))).filter(|(key, _)| !key.is_empty())
}

/// A value without the quotes around it, if it has both.
fn unquoted(value: &str) -> &str {
    let inner = |quote| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).unwrap_or(value)
}

/// Base64 as Kustomize writes it: long texts in lines of 70 characters.
fn base64_lines(bytes: &[u8]) -> String {
    const LINE: usize = 70;
    let encoded = base64(bytes);
    if encoded.len() < LINE {
        return encoded;
    }
    let mut lines = String::with_capacity(encoded.len() + encoded.len() / LINE + 1);
    for (index, char) in encoded.chars().enumerate() {
        if index > 0 && index % LINE == 0 {
            lines.push('\n');
        }
        lines.push(char);
    }
    lines.push('\n');
    lines
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for index in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * index) & 63) as usize];
            text.push(if index > chunk.len() { '=' } else { char::from(digit) });
        }
    }
    text
}

/// Adds a generated object, or joins it with the one of its name.
fn absorb(objects: &mut Vec<Object>, new: Object, behavior: Behavior, diagnostics: &mut Vec<Diagnostic>) {
    let id = id_of(&new.body);
    let old = objects.iter_mut().find(|object| object.was(&id));
    let mut wrong = |message: String| {
        diagnostics.push(Diagnostic::at(Level::Error, "kustomize-generator", new.body.span, message));
    };
    match (old, behavior) {
        (None, Behavior::Create) => objects.push(new),
        (None, _) => {
            wrong(format!("there is no {} `{}` to merge with or to replace", id.kind, id.name));
            objects.push(new);
        }
        (Some(_), Behavior::Create) => {
            wrong(format!("there is a {} `{}` already: say whether to merge or to replace it", id.kind, id.name));
        }
        (Some(old), _) => *old = joined(old, &new, behavior),
    }
}

/// The new object with the names, labels and annotations of the old one, and its data too when they are merged.
fn joined(old: &Object, new: &Object, behavior: Behavior) -> Object {
    let mut body = new.body.clone();
    if let Some(map) = body.as_map_mut() {
        if let (Some(old), Some(new)) = (old.body.member("metadata"), map.get_mut("metadata")) {
            *new = with_tags_of(old, new);
        }
        if behavior == Behavior::Merge {
            for key in ["data", "binaryData"] {
                let Some(older) = old.body.member(key) else { continue };
                let newer = map.get(key).and_then(Value::as_map);
                let merged = overlaid(older, newer);
                map.insert(key, merged.span, merged);
            }
        }
    }
    // What was not made by a generator keeps its name.
    let mut object = Object { body, hashed: old.hashed && new.hashed, ..old.clone() };
    object.ground(old.body.span);
    object
}

/// The names of the old object, and the labels and annotations of both; nothing else.
fn with_tags_of(old: &Value, new: &Value) -> Value {
    let mut metadata = new.clone();
    let (Some(map), Some(older)) = (metadata.as_map_mut(), old.as_map()) else { return metadata };
    for entry in ["name", "namespace"].iter().filter_map(|key| older.entry(key)) {
        map.insert(entry.key.clone(), entry.key_span, entry.value.clone());
    }
    for entry in ["labels", "annotations"].iter().filter_map(|key| older.entry(key)) {
        let merged = overlaid(&entry.value, map.get(&entry.key).and_then(Value::as_map));
        map.insert(entry.key.clone(), entry.key_span, merged);
    }
    metadata
}

fn overlaid(older: &Value, newer: Option<&Map>) -> Value {
    let mut merged = older.clone();
    for entry in newer.into_iter().flat_map(Map::entries) {
        if let Some(map) = merged.as_map_mut() {
            map.insert(entry.key.clone(), entry.key_span, entry.value.clone());
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_padded_and_broken_into_lines() {
        let table = [("", ""), ("a", "YQ=="), ("ab", "YWI="), ("abc", "YWJj"), ("abcd", "YWJjZA==")];
        for (text, expected) in table {
            assert_eq!(base64_lines(text.as_bytes()), expected);
        }
        let long = base64_lines(&[b'a'; 60]);
        assert_eq!(long.lines().map(str::len).collect::<Vec<_>>(), [70, 10]);
        assert!(long.ends_with('\n'));
    }

    #[test]
    fn pairs_are_read_from_lines() {
        let pairs: Vec<_> = lines("# c\nA=1\n\n  B=x=y\nC\n").collect();
        assert_eq!(pairs, [("A", "1"), ("B", "x=y"), ("C", "")]);
        assert_eq!((unquoted("\"a\""), unquoted("'a"), unquoted("a")), ("a", "'a", "a"));
    }
}
