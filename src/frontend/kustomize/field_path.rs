//! Paths to fields as Kustomize's own tables write them: `spec/template/spec/containers/image`. Lists on the way are
//! passed through element by element.

use crate::source::Span;
use crate::value::{Kind, Map, Value};

/// Which fields of which kinds a transformation is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldSpec<'t> {
    /// The group, where only one is meant.
    pub(super) group: Option<&'t str>,
    /// The version, where only one is meant.
    pub(super) version: Option<&'t str>,
    /// The kind, where only one is meant.
    pub(super) kind: Option<&'t str>,
    /// The path, with `/` between its parts and `[]` behind those that must be lists.
    pub(super) path: &'t str,
    /// Whether what is missing on the way is made.
    pub(super) create: bool,
}

/// Group, version and kind, and the path.
type Key<'t> = ([Option<&'t str>; 3], &'t str);

impl<'t> FieldSpec<'t> {
    /// A path in every object.
    pub(super) const fn any(path: &'t str, create: bool) -> Self {
        Self { group: None, version: None, kind: None, path, create }
    }

    /// A path in objects of one kind, of any group.
    pub(super) const fn of(kind: &'t str, path: &'t str, create: bool) -> Self {
        Self { group: None, version: None, kind: Some(kind), path, create }
    }

    /// A path in objects of one kind of one group.
    pub(super) const fn of_group(group: &'t str, kind: &'t str, path: &'t str, create: bool) -> Self {
        Self { group: Some(group), version: None, kind: Some(kind), path, create }
    }

    /// One as configurations write it.
    pub(super) fn read(value: &'t Value) -> Option<Self> {
        let text = |key| value.member(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        let create = value.member("create").and_then(Value::as_bool) == Some(true);
        Some(Self { group: text("group"), version: text("version"), kind: text("kind"), path: text("path")?, create })
    }

    /// What tells it from others: which kinds it is about, and its path.
    pub(super) fn key(&self) -> Key<'t> {
        ([self.group, self.version, self.kind], self.path)
    }

    /// The keys of those that are about this path in more kinds.
    pub(super) fn wider(&self) -> impl Iterator<Item = Key<'t>> {
        let own = self.key();
        let (kinds, path) = own;
        // Each bit keeps one of the three.
        let masked = (0..7_usize).map(move |kept| {
            let kinds: [Option<&'t str>; 3] = std::array::from_fn(|at| kinds[at].filter(|_| kept & (1 << at) != 0));
            (kinds, path)
        });
        masked.filter(move |key| *key != own)
    }

    /// Whether objects of this kind are meant.
    pub(super) fn applies(&self, group: &str, version: &str, kind: &str) -> bool {
        self.group.is_none_or(|own| own == group)
            && self.version.is_none_or(|own| own == version)
            && self.kind.is_none_or(|own| own == kind)
    }

    /// Calls `set` with each value at the path. Where the path may be created, what is missing becomes `leaf`, written
    /// at `span`.
    pub(super) fn visit(&self, body: &mut Value, leaf: Leaf, span: Span, set: &mut dyn FnMut(&mut Value)) {
        let parts: Vec<String> = split(self.path);
        Visit { create: self.create, leaf, span, set }.value(body, &parts);
    }
}

/// What stands at the end of a path that is created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaf {
    /// A map, to be filled.
    Map,
    /// A value, to be replaced.
    Scalar,
}

/// The parts of a path; `\/` is no end of a part.
fn split(path: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut open = false;
    for piece in path.split('/') {
        let (text, continues) = piece.strip_suffix('\\').map_or((piece, false), |text| (text, true));
        match parts.last_mut().filter(|_| open) {
            Some(last) => {
                last.push('/');
                last.push_str(text);
            }
            None => parts.push(text.to_owned()),
        }
        open = continues;
    }
    parts
}

struct Visit<'s> {
    create: bool,
    leaf: Leaf,
    span: Span,
    set: &'s mut dyn FnMut(&mut Value),
}

impl Visit<'_> {
    /// No deeper than the value, whose depth is limited, and the path.
    fn value(&mut self, value: &mut Value, path: &[String]) {
        let Some((part, rest)) = path.split_first() else {
            (self.set)(value);
            return;
        };
        match &mut value.kind {
            Kind::List(list) => {
                for item in &mut std::sync::Arc::make_mut(list).items {
                    self.value(item, path);
                }
            }
            Kind::Map(map) => {
                let (name, is_list) = part.strip_suffix("[]").map_or((part.as_str(), false), |name| (name, true));
                let missing = map.get(name).is_none_or(Value::is_null);
                if missing && (!self.create || is_list) {
                    return;
                }
                let map = std::sync::Arc::make_mut(map);
                if missing {
                    let is_scalar = rest.is_empty() && self.leaf == Leaf::Scalar;
                    let kind = if is_scalar { Kind::Null } else { Kind::Map(Map::new().into()) };
                    map.insert(name, self.span, Value::new(kind, self.span));
                }
                if let Some(value) = map.get_mut(name) {
                    self.value(value, rest);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;
    use crate::syntax::yaml::{Dialect, parse};

    fn visited(text: &str, path: &str, create: bool) -> String {
        let sources = SourceMap::new();
        let file = sources.add("x.yaml", text);
        let mut body = parse(file.text(), Dialect::Kustomize).documents[0].root.to_value(&|range| file.span(range));
        let mut set = |value: &mut Value| *value = Value::string("new", value.span);
        FieldSpec::any(path, create).visit(&mut body, Leaf::Scalar, file.whole(), &mut set);
        body.to_json().expect("known")
    }

    #[test]
    fn paths_lead_through_lists_and_may_be_created() {
        let table = [
            ("{a: {b: 1}}", "a/b", false, r#"{"a":{"b":"new"}}"#),
            ("{a: [{b: 1}, {c: 1}, {b: 2}]}", "a/b", false, r#"{"a":[{"b":"new"},{"c":1},{"b":"new"}]}"#),
            ("{}", "a/b", false, "{}"),
            ("{}", "a/b", true, r#"{"a":{"b":"new"}}"#),
            ("{}", "a[]/b", true, "{}"),
            ("{a: [{}]}", "a[]/b", true, r#"{"a":[{"b":"new"}]}"#),
            ("{a: {x/y: 1}}", "a/x\\/y", false, r#"{"a":{"x/y":"new"}}"#),
            ("{a: 5}", "a/b", true, r#"{"a":5}"#),
        ];
        for (text, path, create, expected) in table {
            assert_eq!(visited(text, path, create), expected, "{text} {path}");
        }
    }
}
