//! Layer 5: what must not be shown of a scan. It is found before anything is judged, whatever checks run, and taken out
//! of the texts that reports see ([`Shown`](crate::source::Shown)) and out of messages.
//!
//! Four kinds of knowledge come together: the `secrets` shape of every resource; values that their author marked as
//! sensitive; what a check says that its failing value is (`conceals: true`); and, for texts of which nothing was read,
//! what stands around a credential (`text`). Better one word too many than a password in a log.

mod assignment;
mod concealed;
mod text;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

pub use concealed::Concealed;
use concealed::Found;

use crate::check::verdict::{self, Failure, Verdict};
use crate::check::{Check, Registry, Target};
use crate::model::{ATTACHED, Document, Resource};
use crate::shape::Shape;
use crate::shape::secrets::ELSEWHERE;
use crate::source::{FileId, SourceMap, Span};
use crate::value::{Kind, Part, Value};

/// Deepest nesting that is looked into: that of the deepest document, with the deepest JSON in it. What is deeper is concealed
/// as a whole.
const DEPTH_LIMIT: usize = 400;

/// Finds what must not be shown of `resources` and of all texts, and conceals it in `sources`.
///
/// Files that `documents` does not have whole are held to stricter rules: of them the resources say too little.
pub fn conceal(resources: &[Resource], documents: &[Document], registry: &Registry, sources: &SourceMap) -> Concealed {
    let checks = ConcealingChecks::of(registry);
    let of_resources: Vec<(Value, Vec<Found>)> =
        resources.par_iter().map(|resource| of_resource(resource, &checks)).collect();
    let whole: HashSet<FileId> =
        documents.iter().filter(|document| document.complete).map(|document| document.file).collect();
    let files: Vec<FileId> = sources.iter().map(crate::source::SourceFile::id).collect();
    let of_texts: Vec<Vec<Found>> = files
        .into_par_iter()
        .map(|id| {
            let file = sources.get(id);
            let ranges = text::find(file.text(), whole.contains(&id));
            ranges.into_iter().map(|range| Found::in_text(file.span(range), range.slice(file.text()))).collect()
        })
        .collect();
    let mut concealed = Concealed::default();
    for (resource, (view, mut found)) in resources.iter().zip(of_resources) {
        for reading in &resource.readings {
            let inside = found.iter().filter_map(|found| found.within(reading.text, sources)).collect::<Vec<_>>();
            found.extend(inside);
        }
        concealed.add(found, Some(&resource.address.clone().into()), sources);
        concealed.views.push(view);
    }
    for found in of_texts {
        concealed.add(found, None, sources);
    }
    concealed.settle(sources);
    concealed
}

/// Conceals what raw texts show of credentials in files that no scan has seen: configurations, lists of exceptions.
pub fn conceal_texts(sources: &SourceMap) {
    for file in sources.iter() {
        file.conceal(&text::find(file.text(), false));
    }
}

/// A text of no file, such as an argument, with stand-ins for the credentials that it shows.
pub fn masked(text: &str) -> String {
    let sources = SourceMap::new();
    let file = sources.add("", text);
    file.conceal(&text::find(file.text(), false));
    file.shown().to_owned()
}

/// The checks of which the failing value is a credential, by the kinds that they judge.
struct ConcealingChecks {
    by_kind: HashMap<&'static str, Vec<&'static Check>>,
}

impl ConcealingChecks {
    fn of(registry: &Registry) -> Self {
        let mut by_kind: HashMap<&'static str, Vec<&'static Check>> = HashMap::new();
        for &check in registry.concealing() {
            let (Target::Kinds(kinds) | Target::Shape(_, kinds)) = check.target;
            for kind in if kinds.is_empty() { &[""][..] } else { kinds } {
                by_kind.entry(kind).or_default().push(check);
            }
        }
        Self { by_kind }
    }

    /// Those that may judge a resource: by its kind, and those of a shape that any kind may have.
    fn for_resource<'c>(&'c self, resource: &Resource) -> impl Iterator<Item = &'static Check> + 'c {
        let of_kind = self.by_kind.get(&*resource.kind).into_iter().flatten();
        of_kind.chain(self.by_kind.get("").into_iter().flatten()).copied()
    }
}

/// The `secrets` view of a resource, and all of it that must not be shown.
fn of_resource(resource: &Resource, checks: &ConcealingChecks) -> (Value, Vec<Found>) {
    let view = Shape::Secrets.derive(resource).unwrap_or_else(|| Value::null(resource.header));
    let mut found: Vec<Found> = secrets(&view).collect();
    sensitive(&resource.body, 0, &mut found);
    if is_sensitive_variable(resource)
        && let Some(default) = resource.body.member("default")
    {
        leaves(default, 0, &mut found);
    }
    for check in checks.for_resource(resource) {
        found.extend(of_check(check, resource));
    }
    (view, found)
}

/// What the shape found. Several may stand in one string.
fn secrets(view: &Value) -> impl Iterator<Item = Found> {
    let lists = ["secrets", ELSEWHERE].into_iter().filter_map(|name| view.member(name)?.as_list());
    let secrets = lists.flat_map(|list| &list.items).filter_map(|found| found.member("secret"));
    secrets.map(|secret| Found::secret(secret.written(), secret.as_str().map(Arc::from)))
}

fn is_sensitive_variable(resource: &Resource) -> bool {
    &*resource.kind == "variable" && resource.body.member("sensitive").and_then(Value::as_bool) == Some(true)
}

/// The literals of a value that its author marked.
fn sensitive(value: &Value, depth: usize, found: &mut Vec<Found>) {
    if depth > DEPTH_LIMIT {
        return found.push(Found::marked(value.written(), None));
    }
    if value.sensitive {
        return leaves(value, depth, found);
    }
    match &value.kind {
        Kind::List(list) => list.items.iter().for_each(|item| sensitive(item, depth + 1, found)),
        Kind::Map(map) => {
            let own = map.entries().filter(|entry| &*entry.key != ATTACHED);
            own.for_each(|entry| sensitive(&entry.value, depth + 1, found));
        }
        Kind::Json(inner) => sensitive(inner, depth + 1, found),
        Kind::Either(either) => either.options.iter().for_each(|option| sensitive(option, depth + 1, found)),
        _ => {}
    }
}

/// Every scalar of a value that must not be shown as a whole.
fn leaves(value: &Value, depth: usize, found: &mut Vec<Found>) {
    if depth > DEPTH_LIMIT {
        return found.push(Found::marked(value.written(), None));
    }
    match &value.kind {
        Kind::Null | Kind::Unknown(_) => {}
        Kind::String(text) => found.push(Found::marked(value.written(), Some(Arc::clone(text)))),
        Kind::Template(template) => {
            for part in &template.parts {
                if let Part::Text(text) = part {
                    found.push(Found::marked(value.written(), Some(Arc::clone(text))));
                }
            }
        }
        Kind::Bool(_) | Kind::Number(_) => found.push(Found::marked(value.written(), None)),
        Kind::List(list) => list.items.iter().for_each(|item| leaves(item, depth + 1, found)),
        Kind::Map(map) => map.entries().for_each(|entry| leaves(&entry.value, depth + 1, found)),
        Kind::Json(inner) => leaves(inner, depth + 1, found),
        Kind::Either(either) => either.options.iter().for_each(|option| leaves(option, depth + 1, found)),
    }
}

/// What a concealing check finds in a resource.
fn of_check(check: &'static Check, resource: &Resource) -> Vec<Found> {
    let judged = match check.target {
        Target::Kinds(_) => verdict::judge_shown(check, resource, std::slice::from_ref(&resource.body)),
        Target::Shape(shape, _) => verdict::judge_shown(check, resource, &shape.derive_each(resource)),
    };
    let Verdict::Fail(failures) = judged else { return Vec::new() };
    let of_failure = |failure: &Failure| {
        let span = credential(check, failure, resource)?;
        let text = failure.value.as_ref().and_then(credential_text);
        Some(Found::marked(span, text))
    };
    failures.iter().filter_map(of_failure).collect()
}

/// Where a failure of a concealing check has the credential: the string itself, the `value` beside a name, or else all
/// that is pointed at. None where the check does not conceal or something is missing.
pub fn credential(check: &Check, failure: &Failure, resource: &Resource) -> Option<Span> {
    let value = failure.value.as_ref().filter(|_| check.conceals)?;
    match &value.kind {
        Kind::String(_) | Kind::Template(_) | Kind::Json(_) => Some(value.written()),
        Kind::Map(map) => match map.get("value") {
            Some(value) => Some(value.written()),
            None if failure.place == resource.header => None,
            None => Some(failure.origin.last().map_or(failure.place, |label| label.span)),
        },
        _ => None,
    }
}

/// The credential as text, where the failing value is one.
fn credential_text(value: &Value) -> Option<Arc<str>> {
    match &value.kind {
        Kind::String(text) => Some(Arc::clone(text)),
        Kind::Map(map) => map.get("value")?.as_str().map(Arc::from),
        _ => None,
    }
}
