//! Which objects a patch or a replacement is about.

use regex::Regex;

use super::object::{Id, Object};
use crate::diagnostic::{Diagnostic, Level};
use crate::value::{Map, Value};

/// The `target` of a patch: all that is given must hold. Names are regular expressions.
#[derive(Debug)]
pub(super) struct Selector {
    patterns: [Option<Regex>; 5],
    labels: Option<Requirements>,
    annotations: Option<Requirements>,
}

const FIELDS: [&str; 5] = ["group", "version", "kind", "name", "namespace"];

impl Selector {
    /// Reads a `target`.
    pub(super) fn read(value: &Value) -> Result<Self, Diagnostic> {
        let mut patterns = FIELDS.map(|_| None);
        for (pattern, field) in patterns.iter_mut().zip(FIELDS) {
            let Some(text) = text_of(value, field) else { continue };
            let anchored = Regex::new(&format!("^(?:{text})$"));
            *pattern = Some(anchored.map_err(|_| mistake(value, field, "is not a regular expression"))?);
        }
        let requirements = |field| match text_of(value, field) {
            None => Ok(None),
            Some(text) => Requirements::read(text).map(Some).ok_or_else(|| mistake(value, field, "cannot be read")),
        };
        Ok(Self { patterns, labels: requirements("labelSelector")?, annotations: requirements("annotationSelector")? })
    }

    /// Whether the object is meant. Its name and its namespace may be those of now or those of the start.
    pub(super) fn matches(&self, object: &Object) -> bool {
        let tags_fit = |requirements: &Option<Requirements>, key| {
            requirements.as_ref().is_none_or(|requirements| requirements.hold(object.tags(key)))
        };
        self.names(&object.id(), &object.first_id())
            && tags_fit(&self.labels, "labels")
            && tags_fit(&self.annotations, "annotations")
    }

    fn names(&self, now: &Id, first: &Id) -> bool {
        let fits = |pattern: &Option<Regex>, texts: [&str; 2]| {
            pattern.as_ref().is_none_or(|pattern| texts.iter().any(|text| pattern.is_match(text)))
        };
        let [group, version, kind, name, namespace] = &self.patterns;
        fits(group, [&now.group, &now.group])
            && fits(version, [&now.version, &now.version])
            && fits(kind, [&now.kind, &now.kind])
            && fits(name, [&now.name, &first.name])
            && fits(namespace, [&now.namespace, &first.namespace])
    }
}

fn text_of<'v>(value: &'v Value, field: &str) -> Option<&'v str> {
    value.member(field).and_then(Value::as_str).filter(|text| !text.is_empty())
}

fn mistake(value: &Value, field: &str, what: &str) -> Diagnostic {
    let span = value.member(field).map_or(value.span, |value| value.span);
    Diagnostic::at(Level::Error, "kustomize-field", span, format!("`{field}` {what}"))
}

/// The source or a target of a replacement: names are compared as they are, and a missing one means any.
#[derive(Debug)]
pub(super) struct Exact<'v>(&'v Value);

impl<'v> Exact<'v> {
    pub(super) fn new(value: &'v Value) -> Self {
        Self(value)
    }

    /// Whether nothing is said about the name.
    pub(super) fn is_empty(&self) -> bool {
        FIELDS.iter().all(|field| text_of(self.0, field).is_none())
    }

    /// Whether the object is meant, by any name that it ever had.
    pub(super) fn matches(&self, object: &Object) -> bool {
        object.ids().any(|id| {
            let values = [&id.group, &id.version, &id.kind, &id.name, &id.namespace];
            FIELDS.iter().zip(values).all(|(field, value)| text_of(self.0, field).is_none_or(|text| *text == **value))
        })
    }

    /// Whether the labels and annotations are as they are asked for. What cannot be read selects nothing.
    pub(super) fn fits_tags(&self, object: &Object) -> bool {
        let pairs = [("labelSelector", "labels"), ("annotationSelector", "annotations")];
        pairs.iter().all(|(field, key)| {
            text_of(self.0, field).is_none_or(|text| {
                Requirements::read(text).is_some_and(|requirements| requirements.hold(object.tags(key)))
            })
        })
    }
}

/// A label selector: `a=b,c!=d,e in (f,g),!h`.
#[derive(Debug)]
struct Requirements(Vec<Requirement>);

#[derive(Debug)]
struct Requirement {
    key: String,
    test: Test,
}

#[derive(Debug)]
enum Test {
    In(Vec<String>),
    NotIn(Vec<String>),
    Exists,
    Missing,
}

impl Requirements {
    fn read(text: &str) -> Option<Self> {
        let mut parts = Vec::new();
        let (mut depth, mut start) = (0_usize, 0);
        for (at, char) in text.char_indices() {
            match char {
                '(' => depth += 1,
                ')' => depth = depth.checked_sub(1)?,
                ',' if depth == 0 => {
                    parts.push(&text[start..at]);
                    start = at + 1;
                }
                _ => {}
            }
        }
        parts.push(&text[start..]);
        parts.iter().map(|part| Requirement::read(part.trim())).collect::<Option<_>>().map(Self)
    }

    fn hold(&self, tags: Option<&Map>) -> bool {
        self.0.iter().all(|requirement| {
            let value = tags.and_then(|tags| tags.get(&requirement.key)).and_then(Value::as_str);
            match &requirement.test {
                Test::In(values) => value.is_some_and(|value| values.iter().any(|other| other == value)),
                Test::NotIn(values) => value.is_none_or(|value| values.iter().all(|other| other != value)),
                Test::Exists => tags.is_some_and(|tags| tags.get(&requirement.key).is_some()),
                Test::Missing => tags.is_none_or(|tags| tags.get(&requirement.key).is_none()),
            }
        })
    }
}

impl Requirement {
    fn read(written: &str) -> Option<Self> {
        let one = |value: &str| vec![value.trim().to_owned()];
        let (key, test) = if let Some(key) = written.strip_prefix('!') {
            (key, Test::Missing)
        } else if let Some((key, value)) = written.split_once("!=") {
            (key, Test::NotIn(one(value)))
        } else if let Some((key, value)) = written.split_once("==").or_else(|| written.split_once('=')) {
            (key, Test::In(one(value)))
        } else if let Some((head, values)) = written.strip_suffix(')').and_then(|rest| rest.split_once('(')) {
            let values = values.split(',').map(|value| value.trim().to_owned()).collect();
            match head.trim().rsplit_once(char::is_whitespace)? {
                (key, "in") => (key, Test::In(values)),
                (key, "notin") => (key, Test::NotIn(values)),
                _ => return None,
            }
        } else {
            (written, Test::Exists)
        };
        let key = key.trim();
        (!key.is_empty() && !key.contains(char::is_whitespace)).then(|| Self { key: key.to_owned(), test })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;
    use crate::syntax::yaml::{Dialect, parse};

    fn read(sources: &SourceMap, text: &str) -> Value {
        let file = sources.add("x.yaml", text);
        parse(file.text(), Dialect::Kustomize).documents[0].root.to_value(&|range| file.span(range))
    }

    #[test]
    fn targets_are_anchored_and_all_must_hold() {
        let sources = SourceMap::new();
        let object =
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web-1, namespace: a, labels: {tier: x}}}";
        let object = Object::new(read(&sources, object), &[]).expect("has a kind");
        let table = [
            ("{namespace: default}", false),
            ("{kind: Deployment}", true),
            ("{kind: Deploy}", false),
            ("{kind: Deploy.*, name: 'web-\\d'}", true),
            ("{name: web}", false),
            ("{group: apps, version: v1, namespace: a|b}", true),
            ("{labelSelector: 'tier=x'}", true),
            ("{labelSelector: 'tier in (y, x),!other'}", true),
            ("{labelSelector: 'tier!=x'}", false),
            ("{labelSelector: 'tier notin (z)', kind: Pod}", false),
            ("{annotationSelector: tier}", false),
        ];
        for (target, expected) in table {
            let selector = Selector::read(&read(&sources, target)).expect("can be read");
            assert_eq!(selector.matches(&object), expected, "{target}");
        }
    }

    #[test]
    fn mistakes_point_at_the_field() {
        let sources = SourceMap::new();
        for (target, culprit) in [("{name: '('}", "'('"), ("{labelSelector: 'a in b'}", "'a in b'")] {
            let diagnostic = Selector::read(&read(&sources, target)).expect_err("is wrong");
            let crate::diagnostic::Place::Text(span) = diagnostic.place else { panic!("has a place") };
            assert_eq!(sources.slice(span), culprit);
        }
    }
}
