//! The names of container images.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use super::placeholder;
use crate::value::{Kind, Map, Part, Template, Unknown, Value};

/// A container image name in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageReference<'a> {
    /// Host and port, where one is written.
    pub registry: Option<&'a str>,
    /// Path without registry, tag and digest.
    pub repository: &'a str,
    /// What follows `:`.
    pub tag: Option<&'a str>,
    /// What follows `@`.
    pub digest: Option<&'a str>,
}

/// The grammar of image names
/// ([reference](https://github.com/distribution/reference/blob/main/reference.go)).
static VALID: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:(?:localhost|[A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|[A-Za-z0-9.-]+:[0-9]+|\[[0-9a-fA-F:]+\])(?::[0-9]+)?/)?",
        r"[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)*",
        r"(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[+._-][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$",
    ))
    .ok()
});

/// Whether a text can be the name of an image.
pub(crate) fn is_valid(text: &str) -> bool {
    VALID.as_ref().is_none_or(|valid| valid.is_match(text))
}

impl<'a> ImageReference<'a> {
    /// Takes a name apart as Docker does: the part before the first `/` is a registry only where it cannot be a folder.
    pub fn parse(text: &'a str) -> Self {
        let (name, digest) = split(text, text.find('@'));
        let (name, tag) = split(name, tag_colon(name));
        let (registry, repository) = match name.split_once('/') {
            Some((host, path)) if host == "localhost" || host.contains(['.', ':']) => (Some(host), path),
            _ => (None, name),
        };
        Self { registry, repository, tag, digest }
    }
}

/// What stands before the separator of one byte at `at`, and what behind it.
fn split(text: &str, at: Option<usize>) -> (&str, Option<&str>) {
    at.map_or((text, None), |at| (&text[..at], Some(&text[at + 1..])))
}

/// The colon before the tag: the last one, unless it belongs to a port.
fn tag_colon(name: &str) -> Option<usize> {
    name.rfind(':').filter(|&colon| !name[colon..].contains('/'))
}

/// `{text, registry, repository, tag, digest}` of an image name. Parts that are certainly not written are absent; parts
/// that may be hidden in what is not known are unknown, as is what something else puts in before the deployment.
pub(crate) fn to_value(image: &Value) -> Value {
    let image = &*placeholder::with_holes(image);
    let mut parts = Parts { image, map: Map::new() };
    parts.insert("text", image.clone());
    match &image.kind {
        Kind::String(text) => parts.known(&ImageReference::parse(text)),
        Kind::Template(template) => parts.template(template),
        Kind::Unknown(unknown) => {
            for name in ["registry", "repository", "tag", "digest"] {
                parts.unknown(name, unknown);
            }
        }
        Kind::Either(either) => {
            let options = either.options.iter().map(to_value).collect();
            return Value::either(options, Arc::clone(&either.cause), image.span);
        }
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Json(_) | Kind::List(_) | Kind::Map(_) => {}
    }
    Value { kind: Kind::Map(Arc::new(parts.map)), ..image.clone() }
}

struct Parts<'i> {
    image: &'i Value,
    map: Map,
}

impl Parts<'_> {
    fn insert(&mut self, name: &str, value: Value) {
        self.map.insert(name, self.image.span, value);
    }

    /// A part with the places of the whole.
    fn part(&mut self, name: &str, kind: Kind) {
        let value = Value { kind, ..self.image.clone() };
        self.insert(name, value);
    }

    fn text(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.part(name, Kind::String(text.into()));
        }
    }

    /// A part that may be there or not.
    fn unknown(&mut self, name: &str, cause: &Unknown) {
        self.part(name, Kind::Unknown(Arc::new(Unknown { nullable: true, identity: None, ..cause.clone() })));
    }

    fn known(&mut self, reference: &ImageReference<'_>) {
        self.text("registry", reference.registry);
        self.text("repository", Some(reference.repository));
        self.text("tag", reference.tag);
        self.text("digest", reference.digest);
    }

    fn template(&mut self, template: &Template) {
        let Some(cause) = template.holes().next() else {
            return;
        };
        let prefix = template.prefix();
        let later_slash =
            template.parts.iter().skip(1).any(|part| matches!(part, Part::Text(text) if text.contains('/')));
        let name_ends = prefix.find('@').or_else(|| tag_colon(prefix)).filter(|_| !later_slash);
        match name_ends {
            Some(end) => self.hole_behind_name(template, end, cause),
            None => self.hole_in_name(template, cause),
        }
    }

    /// `app:v${x}`: the name is known, and the tag in part.
    fn hole_behind_name(&mut self, template: &Template, end: usize, cause: &Unknown) {
        let prefix = template.prefix();
        let name = ImageReference::parse(&prefix[..end]);
        self.text("registry", name.registry);
        self.text("repository", Some(name.repository));
        let tail: Vec<Part> = std::iter::once(Part::Text(prefix[end + 1..].into()))
            .filter(|part| !matches!(part, Part::Text(text) if text.is_empty()))
            .chain(template.parts.iter().skip(1).cloned())
            .collect();
        let tail = Kind::Template(Arc::new(Template { parts: tail }));
        if prefix[end..].starts_with('@') {
            self.text("tag", name.tag);
            self.part("digest", tail);
        } else if let Some((_, digest)) = template.suffix().rsplit_once('@') {
            self.unknown("tag", cause);
            self.text("digest", Some(digest));
        } else {
            self.part("tag", tail);
            self.unknown("digest", cause);
        }
    }

    /// `${x}/app:latest`: the end is known.
    fn hole_in_name(&mut self, template: &Template, cause: &Unknown) {
        let (prefix, suffix) = (template.prefix(), template.suffix());
        if prefix.contains('/') {
            self.text("registry", ImageReference::parse(prefix).registry);
        } else {
            self.unknown("registry", cause);
        }
        self.unknown("repository", cause);
        let (name, digest) = split(suffix, suffix.rfind('@'));
        let tag = split(name, tag_colon(name)).1;
        // Behind a slash or a tag, nothing of the name is hidden.
        if tag.is_some() || name.contains('/') {
            self.text("tag", tag);
            self.text("digest", digest);
        } else {
            self.unknown("tag", cause);
            match digest {
                Some(_) => self.text("digest", digest),
                None => self.unknown("digest", cause),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceMap, Span};
    use crate::value::Reason;

    fn span() -> Span {
        SourceMap::new().add("x", "image").whole()
    }

    fn hole() -> Arc<Unknown> {
        Arc::new(Unknown::new(Reason::UnsetVariable("x".into()), span()))
    }

    /// `$` stands for what is not known.
    fn image(text: &str) -> Value {
        if !text.contains('$') {
            return Value::string(text, span());
        }
        let mut parts = Vec::new();
        for (index, piece) in text.split('$').enumerate() {
            if index > 0 {
                parts.push(Part::Hole(hole()));
            }
            if !piece.is_empty() {
                parts.push(Part::Text(piece.into()));
            }
        }
        Value::new(Kind::Template(Arc::new(Template { parts })), span())
    }

    /// Registry, repository, tag and digest: `-` where absent, `?` where unknown.
    fn show(image: &Value) -> String {
        let part = |name| match image.member(name).map(|part| &part.kind) {
            None => "-".to_owned(),
            Some(Kind::String(text)) => text.to_string(),
            Some(Kind::Template(template)) => {
                let piece = |part: &Part| match part {
                    Part::Text(text) => text.to_string(),
                    Part::Hole(_) => "$".to_owned(),
                };
                template.parts.iter().map(piece).collect()
            }
            Some(Kind::Unknown(unknown)) if unknown.nullable => "?".to_owned(),
            Some(kind) => format!("{kind:?}"),
        };
        ["registry", "repository", "tag", "digest"].map(part).join(" ")
    }

    #[test]
    fn names_are_taken_apart_as_docker_does() {
        let cases = [
            ("nginx", "- nginx - -"),
            ("nginx:1.25", "- nginx 1.25 -"),
            ("library/nginx:1.25", "- library/nginx 1.25 -"),
            ("ghcr.io/a/b", "ghcr.io a/b - -"),
            ("ghcr.io/a/b@sha256:0f", "ghcr.io a/b - sha256:0f"),
            ("host:5000/a:1@sha256:0f", "host:5000 a 1 sha256:0f"),
            ("host:5000/a", "host:5000 a - -"),
            ("localhost/a", "localhost a - -"),
            ("local/a", "- local/a - -"),
            ("host:5000", "- host 5000 -"),
            ("", "-  - -"),
            ("a:", "- a  -"),
        ];
        for (text, expected) in cases {
            assert_eq!(show(&to_value(&image(text))), expected, "{text}");
        }
    }

    #[test]
    fn what_is_known_of_a_template_is_kept() {
        let cases = [
            ("$:latest", "? ? latest -"),
            ("$", "? ? ? ?"),
            ("$/app", "? ? - -"),
            ("$/app:1", "? ? 1 -"),
            ("$app", "? ? ? ?"),
            ("$@sha256:0f", "? ? ? sha256:0f"),
            ("$:1@sha256:0f", "? ? 1 sha256:0f"),
            ("nginx:$", "- nginx $ ?"),
            ("nginx:v$-slim", "- nginx v$-slim ?"),
            ("nginx:$@sha256:0f", "- nginx ? sha256:0f"),
            ("ghcr.io/a/b:1@$", "ghcr.io a/b 1 $"),
            ("ghcr.io/$:1", "ghcr.io ? 1 -"),
            ("team/$", "- ? ? ?"),
            ("host:$/app", "? ? - -"),
            ("host:5000/$", "host:5000 ? ? ?"),
            ("nginx$", "? ? ? ?"),
        ];
        for (text, expected) in cases {
            assert_eq!(show(&to_value(&image(text))), expected, "{text}");
        }
    }

    #[test]
    fn unknown_images_have_unknown_parts() {
        assert_eq!(show(&to_value(&Value::unknown(hole(), span()))), "? ? ? ?");
        let either = to_value(&Value::either(vec![image("a:1"), image("b")], hole(), span()));
        let Kind::Either(either) = &either.kind else {
            panic!("keeps both: {either:?}");
        };
        assert_eq!(either.options.iter().map(show).collect::<Vec<_>>(), ["- a 1 -", "- b - -"]);
        let odd = to_value(&Value::number(5, span()));
        assert_eq!(show(&odd), "- - - -");
        assert_eq!(odd.member("text").and_then(Value::as_number), Some(5.into()));
    }
}
