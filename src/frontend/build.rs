//! What other files say of the build of an image: Compose files and bake files choose a Dockerfile, the stage that is built,
//! and the values of build arguments.

use std::sync::Arc;

use super::paths;
use crate::source::Span;
use crate::value::{Kind, Reason, Unknown, Value};

/// One build of an image.
#[derive(Clone, Debug)]
pub struct Build {
    /// The path of the Dockerfile, relative to the scan root.
    pub dockerfile: String,
    /// The stage that is built, where one is named.
    pub target: Option<Value>,
    /// Values of build arguments. One that the environment gives is unknown.
    pub args: Vec<(Arc<str>, Value)>,
    /// What stands for the names of images and stages.
    pub contexts: Vec<(Arc<str>, Value)>,
}

impl Build {
    /// Reads what a file in `folder` says under `context`, `dockerfile`, `target` and `args`. `None` where no Dockerfile of
    /// the repository is named.
    pub(super) fn read(body: &Value, folder: &str, contexts: &str) -> Option<Self> {
        let member = |name: &str| body.member(name).filter(|value| !value.is_null());
        let text = |name: &str, default: &'static str| match member(name) {
            Some(value) => value.as_str().map(str::to_owned),
            None => Some(default.to_owned()),
        };
        let context = if body.as_str().is_some() { body.as_str()?.to_owned() } else { text("context", ".")? };
        let dockerfile = text("dockerfile", "Dockerfile")?;
        let (context, dockerfile) = match dockerfile.strip_prefix(OWN_FOLDER) {
            Some(dockerfile) => ("", dockerfile),
            None => (context.strip_prefix(OWN_FOLDER).unwrap_or(&context), &*dockerfile),
        };
        if is_elsewhere(context) || is_elsewhere(dockerfile) {
            return None;
        }
        Some(Self {
            dockerfile: paths::join(&paths::join(folder, context)?, dockerfile)?,
            target: member("target").cloned(),
            args: member("args").map_or_else(Vec::new, entries),
            contexts: member(contexts).map_or_else(Vec::new, entries),
        })
    }
}

/// What stands before a path that counts from where the program runs, and not from the context.
const OWN_FOLDER: &str = "cwd://";

/// Whether a context is fetched from elsewhere, or made by a template.
fn is_elsewhere(path: &str) -> bool {
    path.contains("://")
        || path.contains(['{', '$'])
        || path.starts_with("git@")
        || path.starts_with("github.com/")
        || path.split('#').next().and_then(|path| path.rsplit_once('.')).is_some_and(|(_, ending)| ending == "git")
}

/// The entries of a map, or of a list of `name=value`.
fn entries(value: &Value) -> Vec<(Arc<str>, Value)> {
    match &value.kind {
        Kind::Map(map) => map
            .entries()
            .map(|entry| (Arc::clone(&entry.key), text(&entry.key, &entry.value, entry.key_span)))
            .collect(),
        Kind::List(list) => list.items.iter().filter_map(assigned).collect(),
        _ => Vec::new(),
    }
}

/// A value as the text that the builder gets.
fn text(name: &str, value: &Value, span: Span) -> Value {
    let kind = match &value.kind {
        Kind::Null => return from_environment(name, span),
        Kind::Number(number) => Kind::String(number.to_string().into()),
        Kind::Bool(bool) => Kind::String(bool.to_string().into()),
        kind => kind.clone(),
    };
    Value { kind, ..value.clone() }
}

/// What `name=value` assigns. A name alone has the value of the environment.
fn assigned(item: &Value) -> Option<(Arc<str>, Value)> {
    match item.split_once(&['=']) {
        Some((name, value)) => Some((name.as_str()?.into(), value)),
        None => {
            let name = item.as_str()?;
            Some((name.into(), from_environment(name, item.span)))
        }
    }
}

fn from_environment(name: &str, span: Span) -> Value {
    Value::unknown(Unknown::new(Reason::EnvironmentVariable(name.into()), span), span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceFile, SourceMap};
    use crate::syntax::yaml::{self, Dialect};

    fn value(file: &SourceFile) -> Value {
        yaml::parse(file.text(), Dialect::Yaml12).documents[0].root.to_value(&|range| file.span(range))
    }

    #[test]
    fn dockerfiles_are_found_from_the_context() {
        let cases = [
            ("{}", Some("app/Dockerfile")),
            ("./web", Some("app/web/Dockerfile")),
            ("{context: .., dockerfile: docker/prod.Dockerfile}", Some("docker/prod.Dockerfile")),
            ("{context: web, dockerfile: ../Dockerfile.web}", Some("app/Dockerfile.web")),
            ("{context: web, dockerfile: 'cwd://Dockerfile'}", Some("app/Dockerfile")),
            ("{dockerfile: null}", Some("app/Dockerfile")),
            ("{context: 'https://github.com/a/b.git#main'}", None),
            ("git@github.com:a/b.git", None),
            ("github.com/a/b", None),
            ("{context: '${DIR}'}", None),
            ("{dockerfile: /etc/Dockerfile}", None),
        ];
        for (text, expected) in cases {
            let sources = SourceMap::new();
            let build = Build::read(&value(sources.add("x.yaml", text)), "app", "contexts");
            assert_eq!(build.map(|build| build.dockerfile).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn arguments_are_texts() {
        let cases = ["{args: {A: x, B: 1, C: true, D: null}}", "{args: [A=x, B=1, C=true, D]}"];
        for text in cases {
            let sources = SourceMap::new();
            let build = Build::read(&value(sources.add("x.yaml", text)), "", "contexts").expect("is one");
            let args: Vec<_> = build.args.iter().map(|(name, value)| (&**name, value.as_str())).collect();
            assert_eq!(args, [("A", Some("x")), ("B", Some("1")), ("C", Some("true")), ("D", None)], "{text}");
        }
    }
}
