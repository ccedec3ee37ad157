//! The builds of one Dockerfile that other files ask for: the stage that is built, the values of arguments, and what stands for
//! the names of images.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::build::Build;
use crate::source::Span;
use crate::syntax::dockerfile::{Keyword, Parsed};
use crate::value::Value;

/// Most builds of one Dockerfile that are judged.
const LIMIT: usize = 16;

/// One way to build a Dockerfile. By default the last stage is built, and no argument is given.
#[derive(Debug, Default)]
pub(super) struct Variant {
    /// The stage that is built; the last one where none is named.
    target: Option<usize>,
    args: HashMap<Arc<str>, Value>,
    /// By names in lower case.
    contexts: HashMap<String, Value>,
}

/// What a name stands for in a build.
pub(super) enum Context {
    /// An image.
    Image(Value),
    /// Files, or what another build gives.
    Files,
}

impl Variant {
    /// The stage that is built, of `count` stages.
    pub(super) fn last_stage(&self, count: usize) -> Option<usize> {
        self.target.filter(|&target| target < count).or_else(|| count.checked_sub(1))
    }

    /// The value that an argument is given, where it is declared at `span`.
    pub(super) fn arg(&self, name: &str, span: Span) -> Option<Value> {
        self.args.get(name).map(|value| value.referenced_at(span, format!("build argument {name}")))
    }

    /// What a name of an image, written at `span`, stands for.
    pub(super) fn context(&self, name: &str, span: Span) -> Option<Context> {
        let value = self.contexts.get(&name.to_lowercase())?;
        let image = value.as_str().and_then(|text| text.strip_prefix("docker-image://"));
        Some(match image {
            Some(image) => {
                let image = Value { kind: Value::string(image, value.span).kind, ..value.clone() };
                Context::Image(image.referenced_at(span, format!("context {name}")))
            }
            None => Context::Files,
        })
    }

    /// What tells it from other builds of the same Dockerfile.
    fn key(&self, count: usize) -> (Option<usize>, BTreeSet<String>, BTreeSet<String>) {
        let args = self.args.iter().map(|(name, value)| format!("{name}={}", value.render_uncut()));
        let contexts = self.contexts.iter().map(|(name, value)| format!("{name}={}", value.render_uncut()));
        (self.last_stage(count), args.collect(), contexts.collect())
    }
}

/// The distinct builds of a Dockerfile. Where nothing else builds its last stage, somebody may by hand.
pub(super) fn of(parsed: &Parsed<'_>, builds: &[&Build], path: &str) -> (Vec<Variant>, Vec<Diagnostic>) {
    if builds.is_empty() {
        return (vec![Variant::default()], Vec::new());
    }
    let stages = Stages::of(parsed);
    let declared: HashSet<&str> = parsed
        .instructions
        .iter()
        .filter(|instruction| instruction.keyword == Keyword::Arg)
        .flat_map(|instruction| &instruction.pairs)
        .map(|pair| &*pair.name.text)
        .collect();
    let mut diagnostics = Vec::new();
    let mut variants = Vec::new();
    let mut seen = HashSet::new();
    for build in builds {
        let target = match build.target.as_ref().map(|target| stages.find(target, path)).transpose() {
            Ok(target) => target,
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                continue;
            }
        };
        let args = build.args.iter().filter(|(name, _)| declared.contains(&**name));
        let contexts = build.contexts.iter().map(|(name, value)| (name.to_lowercase(), value.clone()));
        let variant = Variant { target, args: args.cloned().collect(), contexts: contexts.collect() };
        if !seen.insert(variant.key(stages.count)) {
            continue;
        }
        if variants.len() == LIMIT {
            let message = format!("no more than {LIMIT} builds of this Dockerfile are judged");
            diagnostics.push(Diagnostic::on_file(Level::Error, "build-limit", path, message));
            break;
        }
        variants.push(variant);
    }
    let last = stages.count.checked_sub(1);
    if !variants.iter().any(|variant| variant.last_stage(stages.count) == last) {
        variants.insert(0, Variant::default());
    }
    (variants, diagnostics)
}

/// The names of the stages of a file.
struct Stages {
    by_name: HashMap<String, usize>,
    count: usize,
}

impl Stages {
    fn of(parsed: &Parsed<'_>) -> Self {
        let froms = parsed.instructions.iter().filter(|instruction| instruction.keyword == Keyword::From);
        let mut stages = Self { by_name: HashMap::new(), count: 0 };
        for from in froms {
            if let [_, word, name] = from.words.as_slice()
                && word.text.eq_ignore_ascii_case("AS")
            {
                stages.by_name.insert(name.text.to_lowercase(), stages.count);
            }
            stages.count += 1;
        }
        stages
    }

    /// The stage that a build names.
    fn find(&self, target: &Value, path: &str) -> Result<usize, Diagnostic> {
        let Some(name) = target.as_str() else {
            let message = format!("which stage of `{path}` is built is not known, and is not judged as the final one");
            return Err(Diagnostic::at(Level::Warning, "build-target", target.span, message));
        };
        let by_number = || name.parse::<usize>().ok().filter(|&number| number < self.count);
        self.by_name.get(&name.to_lowercase()).copied().or_else(by_number).ok_or_else(|| {
            let message = format!("`{path}` has no stage `{name}`");
            Diagnostic::at(Level::Error, "build-target", target.span, message)
        })
    }
}
