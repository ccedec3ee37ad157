//! One object on its way through a build.

use std::sync::Arc;

use super::kinds;
use crate::model::Call;
use crate::source::Span;
use crate::value::{Kind, Map, Reason, Unknown, Value};

/// What names an object in a build. The namespace is the effective one: `default` where none is written, and nothing for
/// kinds without namespaces.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Id {
    pub(super) group: Arc<str>,
    pub(super) version: Arc<str>,
    pub(super) kind: Arc<str>,
    pub(super) name: Arc<str>,
    pub(super) namespace: Arc<str>,
}

/// One object with its history.
#[derive(Clone, Debug)]
pub(super) struct Object {
    /// What it declares. Always a map.
    pub(super) body: Value,
    /// What it was called before each change of its name or namespace, oldest first.
    pub(super) previous: Vec<Id>,
    pub(super) prefixes: Vec<Arc<str>>,
    pub(super) suffixes: Vec<Arc<str>>,
    /// Whether its name ends with a hash of its content.
    pub(super) hashed: bool,
    /// The variables that get their value from it.
    pub(super) variables: Vec<Arc<str>>,
    /// Where something is named that changes it in ways that are not known.
    pub(super) changed_by: Option<Span>,
    /// Texts other than its own declaration that parts of it were written in.
    pub(super) grounds: Vec<Span>,
    /// The entries that lead to it, outermost first.
    pub(super) calls: Vec<Call>,
}

impl Object {
    /// An object as it is written; `None` for what has no kind.
    pub(super) fn new(body: Value, calls: &[Call]) -> Option<Self> {
        body.member("kind").and_then(Value::as_str)?;
        Some(Self {
            body,
            previous: Vec::new(),
            prefixes: Vec::new(),
            suffixes: Vec::new(),
            hashed: false,
            variables: Vec::new(),
            changed_by: None,
            grounds: Vec::new(),
            calls: calls.to_vec(),
        })
    }

    fn text(&self, key: &str) -> &str {
        self.body.member(key).and_then(Value::as_str).unwrap_or_default()
    }

    fn metadata(&self, key: &str) -> Option<&Value> {
        self.body.member("metadata")?.member(key)
    }

    /// Group and version.
    pub(super) fn api(&self) -> (&str, &str) {
        split_api(self.text("apiVersion"))
    }

    pub(super) fn kind(&self) -> &str {
        self.text("kind")
    }

    pub(super) fn name(&self) -> &str {
        self.metadata("name").and_then(Value::as_str).unwrap_or_default()
    }

    pub(super) fn is_cluster_scoped(&self) -> bool {
        let (group, version) = self.api();
        kinds::is_cluster_scoped(group, version, self.kind())
    }

    /// Labels or annotations.
    pub(super) fn tags(&self, key: &str) -> Option<&Map> {
        self.metadata(key).and_then(Value::as_map)
    }

    /// What it is called now.
    pub(super) fn id(&self) -> Id {
        id_of(&self.body)
    }

    /// What it was called at first.
    pub(super) fn first_id(&self) -> Id {
        self.previous.first().cloned().unwrap_or_else(|| self.id())
    }

    /// Everything that it was ever called, oldest first.
    pub(super) fn ids(&self) -> impl Iterator<Item = Id> {
        self.previous.iter().cloned().chain(std::iter::once(self.id()))
    }

    /// Whether it was ever called by this name alone.
    pub(super) fn was_named(&self, name: &str) -> bool {
        self.name() == name || self.previous.iter().any(|id| &*id.name == name)
    }

    /// Whether it was ever called so.
    pub(super) fn was(&self, id: &Id) -> bool {
        self.was_named(&id.name) && self.ids().any(|other| other == *id)
    }

    /// Keeps what it is called now, before that changes.
    pub(super) fn remember(&mut self) {
        let id = self.id();
        if self.previous.last() != Some(&id) {
            self.previous.push(id);
        }
    }

    /// Gives it a new name, which stands where the old one does.
    pub(super) fn rename(&mut self, name: String) {
        let metadata = self.body.as_map_mut().and_then(|body| body.get_mut("metadata")).and_then(Value::as_map_mut);
        if let Some(old) = metadata.and_then(|metadata| metadata.get_mut("name")) {
            *old = Value { origin: old.origin.clone(), ..Value::string(name, old.span) };
        }
    }

    /// Its names, and nothing else that is known.
    pub(super) fn obscured(&self, by: Span) -> Value {
        let unknown = Arc::new(Unknown::new(Reason::Unsupported("a transformer or component of a kustomization"), by));
        let kept = |value: &Value, keys: &[&str]| {
            let mut map = Map::new();
            for entry in keys.iter().filter_map(|key| value.as_map().and_then(|map| map.entry(key))) {
                map.insert(entry.key.clone(), entry.key_span, entry.value.clone());
            }
            map.open(Arc::clone(&unknown));
            Value { kind: Kind::Map(map.into()), ..value.clone() }
        };
        let mut body = kept(&self.body, &["apiVersion", "kind", "metadata"]);
        if let Some(metadata) = body.as_map_mut().and_then(|body| body.get_mut("metadata")) {
            *metadata = kept(metadata, &["name", "namespace"]);
        }
        body
    }

    /// Says that part of it was written at `span`.
    pub(super) fn ground(&mut self, span: Span) {
        if self.grounds.last() != Some(&span) {
            self.grounds.push(span);
        }
    }
}

/// What an object with this body lacks that every object has.
pub(super) fn lacking(body: &Value) -> Option<&'static str> {
    let is_set = |value: Option<&Value>| value.is_some_and(|value| !value.is_null() && value.as_str() != Some(""));
    if !is_set(body.member("kind")) {
        Some("`kind`")
    } else if !is_set(body.member("metadata").and_then(|metadata| metadata.member("name"))) {
        Some("`metadata.name`")
    } else {
        None
    }
}

/// What an object with this body is called.
pub(super) fn id_of(body: &Value) -> Id {
    let text = |key| body.member(key).and_then(Value::as_str).unwrap_or_default();
    let metadata = |key| body.member("metadata").and_then(|metadata| metadata.member(key)).and_then(Value::as_str);
    let (group, version) = split_api(text("apiVersion"));
    let kind = text("kind");
    let namespace = match metadata("namespace") {
        _ if kinds::is_cluster_scoped(group, version, kind) => "",
        None | Some("") => "default",
        Some(namespace) => namespace,
    };
    Id {
        group: group.into(),
        version: version.into(),
        kind: kind.into(),
        name: metadata("name").unwrap_or_default().into(),
        namespace: namespace.into(),
    }
}

/// Group and version of an `apiVersion`.
pub(super) fn split_api(version: &str) -> (&str, &str) {
    version.split_once('/').unwrap_or(("", version))
}
