//! `images`.
//!
//! A changed image points at the `newTag` or `digest` that made it what it is: there it has to be mended. Where only the
//! name was changed, it still points at the manifest, with the entry as its origin.

use regex::Regex;

use super::super::field_path::{FieldSpec, Leaf};
use super::super::object::Object;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Span;
use crate::value::{Kind, Value};

/// Applies one entry of `images`; tells where its name cannot be looked for.
pub(in super::super) fn apply(objects: &mut [Object], entry: &Value, specs: &[FieldSpec<'_>]) -> Option<Diagnostic> {
    match Image::read(entry) {
        Ok(image) => {
            image.apply(objects, specs);
            None
        }
        Err((span, message)) => Some(Diagnostic::at(Level::Error, "kustomize-field", span, message)),
    }
}

/// One entry of `images`.
struct Image<'k> {
    pattern: Regex,
    new_name: Option<&'k Value>,
    new_tag: Option<&'k Value>,
    digest: Option<&'k Value>,
    tag_suffix: Option<&'k Value>,
    span: Span,
}

impl<'k> Image<'k> {
    /// Reads an entry.
    ///
    /// # Errors
    /// The value that is wrong, with the reason.
    fn read(entry: &'k Value) -> Result<Self, (Span, &'static str)> {
        let name = entry.member("name").and_then(Value::as_str).unwrap_or_default();
        // Kustomize takes the name as part of a regular expression.
        let pattern = format!("^{name}(:[a-zA-Z0-9_.{{}}-]*)?(@sha256:[a-zA-Z0-9_.{{}}-]*)?$");
        let text = |key| entry.member(key).filter(|value| value.as_str().is_some_and(|text| !text.is_empty()));
        Ok(Self {
            pattern: Regex::new(&pattern).map_err(|_| (entry.span, "the name cannot be looked for"))?,
            new_name: text("newName"),
            new_tag: text("newTag"),
            digest: text("digest"),
            tag_suffix: text("tagSuffix"),
            span: entry.span,
        })
    }

    /// Changes this image in all containers of all objects, and in these fields.
    fn apply(&self, objects: &mut [Object], specs: &[FieldSpec<'_>]) {
        for object in objects.iter_mut() {
            let id = object.id();
            for spec in specs.iter().filter(|spec| spec.applies(&id.group, &id.version, &id.kind)) {
                spec.visit(&mut object.body, Leaf::Scalar, self.span, &mut |value| self.change(value));
                object.ground(self.span);
            }
        }
        for object in objects.iter_mut().filter(|object| object.kind() != "CustomResourceDefinition") {
            if self.is_used(&object.body) {
                self.containers(&mut object.body);
                object.ground(self.span);
            }
        }
    }

    /// Whether some container has this image, so that objects without it stay shared. As deep as documents may be.
    fn is_used(&self, value: &Value) -> bool {
        match &value.kind {
            Kind::Map(map) => map.entries().any(|entry| {
                let fits =
                    |item: &Value| item.member("image").and_then(Value::as_str).is_some_and(|image| self.fits(image));
                let list = entry.value.as_list().filter(|_| is_containers(&entry.key));
                list.is_some_and(|list| list.items.iter().any(fits)) || self.is_used(&entry.value)
            }),
            Kind::List(list) => list.items.iter().any(|item| self.is_used(item)),
            _ => false,
        }
    }

    /// As deep as documents may be.
    fn containers(&self, value: &mut Value) {
        if let Some(list) = value.as_list_mut() {
            list.items.iter_mut().for_each(|item| self.containers(item));
        }
        let Some(map) = value.as_map_mut() else { return };
        for (key, value) in map.members_mut() {
            self.containers(value);
            let Some(list) = value.as_list_mut().filter(|_| is_containers(key)) else { continue };
            for container in &mut list.items {
                let image = container.as_map_mut().and_then(|container| container.get_mut("image"));
                if let Some(image) = image {
                    self.change(image);
                }
            }
        }
    }

    fn fits(&self, image: &str) -> bool {
        self.pattern.is_match(image)
    }

    fn change(&self, image: &mut Value) {
        let Some(old) = image.as_str().filter(|old| self.fits(old)) else { return };
        let text = |value: Option<&'k Value>| value.and_then(Value::as_str).map(str::to_owned);
        let (name, tag, digest) = split(old);
        let name = text(self.new_name).unwrap_or_else(|| name.to_owned());
        let (tag, digest) = match (text(self.new_tag), text(self.digest), text(self.tag_suffix)) {
            (Some(tag), digest, _) => (Some(tag), digest),
            (None, Some(digest), _) => (None, Some(digest)),
            (None, None, Some(suffix)) => (Some(format!("{}{suffix}", tag.unwrap_or_default())), None),
            (None, None, None) => (tag.map(str::to_owned), digest.map(str::to_owned)),
        };
        let mut new = name;
        if let Some(tag) = tag.filter(|tag| !tag.is_empty()) {
            new.push(':');
            new.push_str(&tag);
        }
        if let Some(digest) = digest {
            new.push('@');
            new.push_str(&digest);
        }
        *image = match (self.new_tag.or(self.digest).or(self.tag_suffix), self.new_name) {
            (Some(version), _) => Value::string(new, version.span),
            (None, Some(name)) => Value::string(new, name.span).referenced_at(image.span, "images entry"),
            (None, None) => return,
        };
    }
}

fn is_containers(key: &str) -> bool {
    matches!(key, "containers" | "initContainers")
}

/// Name, tag and digest of an image.
fn split(image: &str) -> (&str, Option<&str>, Option<&str>) {
    let (rest, digest) = image.split_once('@').map_or((image, None), |(rest, digest)| (rest, Some(digest)));
    // A colon before the first slash belongs to a port.
    let path = rest.find('/').unwrap_or(0);
    match rest[path..].find(':') {
        Some(colon) => (&rest[..path + colon], Some(&rest[path + colon + 1..]), digest),
        None => (rest, None, digest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_taken_apart() {
        let table = [
            ("nginx", ("nginx", None, None)),
            ("nginx:1", ("nginx", Some("1"), None)),
            ("host:5000/a/b:1@sha256:ab", ("host:5000/a/b", Some("1"), Some("sha256:ab"))),
            ("host:5000/a@sha256:ab", ("host:5000/a", None, Some("sha256:ab"))),
        ];
        for (image, expected) in table {
            assert_eq!(split(image), expected);
        }
    }
}
