//! All checks of a run, by id, alias, kind and shape.

use std::collections::{HashMap, HashSet};

use super::{Category, Check, Severity, Target, embedded, synonyms};
use crate::model::Resource;
use crate::shape::Shape;
use crate::value::fits;

/// The checks of a run, indexed so that a resource meets only those that may concern it.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    checks: Vec<&'static Check>,
    /// Those that a name can mean, also where they do not run. Sorted by id.
    known: Vec<&'static Check>,
    by_kind: Index<&'static str>,
    by_shape: Index<Shape>,
    /// Those of which the failing value is a credential, also where they do not run.
    concealing: Vec<&'static Check>,
}

/// Every run fills it once and asks it often, so the hash is a fast one; the keys are those of our own checks.
type Index<K> = HashMap<K, Vec<&'static Check>, foldhash::fast::RandomState>;

impl Registry {
    /// The embedded checks.
    pub fn embedded() -> Self {
        Self::new(embedded::all().iter())
    }

    /// These checks; where two have one id, the last holds, so that users can replace embedded ones. One that had another's
    /// id before gives way to it as well.
    pub fn new(checks: impl IntoIterator<Item = &'static Check>) -> Self {
        let mut sorted: Vec<&'static Check> = checks.into_iter().collect();
        sorted.reverse();
        sorted.sort_by_key(|check| check.id);
        sorted.dedup_by_key(|check| check.id);
        let concealing = sorted.iter().copied().filter(|check| check.conceals).collect();
        let ids: HashSet<&str, foldhash::fast::RandomState> = sorted.iter().map(|check| check.id).collect();
        sorted.retain(|check| !check.text.formerly.iter().any(|id| *id != check.id && ids.contains(id)));
        let mut registry = Self { known: sorted.clone(), checks: sorted, concealing, ..Self::default() };
        for &check in &registry.checks {
            match check.target {
                Target::Kinds(kinds) => {
                    for kind in kinds {
                        registry.by_kind.entry(kind).or_default().push(check);
                    }
                }
                Target::Shape(shape, _) => registry.by_shape.entry(shape).or_default().push(check),
            }
        }
        registry
    }

    /// A registry of those checks that `keep` wants. What the others conceal stays concealed, and their names stay known.
    #[must_use]
    pub fn filtered(&self, keep: impl Fn(&Check) -> bool) -> Self {
        let kept = Self::new(self.checks.iter().copied().filter(|check| keep(check)));
        Self { concealing: self.concealing.clone(), known: self.known.clone(), ..kept }
    }

    /// The checks of which the failing value is a credential, whether they run or not.
    pub fn concealing(&self) -> &[&'static Check] {
        &self.concealing
    }

    /// Every check, sorted by id.
    pub fn checks(&self) -> &[&'static Check] {
        &self.checks
    }

    /// Whether the check of this id is one of the run.
    pub fn runs(&self, id: &str) -> bool {
        self.checks.binary_search_by_key(&id, |check| check.id).is_ok()
    }

    /// Every check that a name can mean, whether it runs or not, sorted by id.
    pub(super) fn known(&self) -> &[&'static Check] {
        &self.known
    }

    /// The checks, whether they run or not, that `pattern` means: one by its id or by one that it had before, all that have it as an alias, or all
    /// whose ids fit it.
    pub fn find(&self, pattern: &str) -> Vec<&'static Check> {
        let all = |keep: &dyn Fn(&Check) -> bool| self.known.iter().copied().filter(|check| keep(check)).collect();
        if let Ok(index) = self.known.binary_search_by_key(&pattern, |check| check.id) {
            return vec![self.known[index]];
        }
        // Several have it where one check was taken apart.
        let renamed: Vec<&'static Check> = all(&|check| check.text.formerly.contains(&pattern));
        if renamed.is_empty() { all(&|check| check.is_named(pattern)) } else { renamed }
    }

    /// The checks that `word` means: as [`find`](Self::find), or all of a category or severity.
    pub fn select(&self, word: &str) -> Vec<&'static Check> {
        let of = |keep: &dyn Fn(&Check) -> bool| self.known.iter().copied().filter(|check| keep(check)).collect();
        match (Severity::parse(word), Category::parse(word)) {
            (Some(severity), _) => of(&|check| check.severity == severity),
            (_, Some(category)) => of(&|check| check.category == category),
            _ => self.find(word),
        }
    }

    /// The checks on the body of this resource.
    pub fn for_kind(&self, resource: &Resource) -> &[&'static Check] {
        self.by_kind.get(resource.kind.as_ref()).map_or(&[], Vec::as_slice)
    }

    /// The checks on a shape of this resource.
    pub fn for_shape<'r>(&'r self, shape: Shape, resource: &'r Resource) -> impl Iterator<Item = &'static Check> + 'r {
        let kind = shape.kind(resource);
        self.by_shape.get(&shape).into_iter().flatten().copied().filter(move |check| match (check.target, &kind) {
            (Target::Shape(_, kinds), Some(kind)) => kinds.is_empty() || kinds.contains(&kind.as_ref()),
            _ => false,
        })
    }

    /// Whether any check asks for this shape.
    pub fn wants(&self, shape: Shape) -> bool {
        self.by_shape.contains_key(&shape)
    }
}

impl Check {
    /// Whether `pattern` means this check: its id, one that it had before, an alias, `all`, or a pattern of one of these
    /// with one `*`.
    pub fn is_named(&self, pattern: &str) -> bool {
        pattern == "all"
            || means(pattern, self.id)
            || self.text.formerly.iter().any(|id| means(pattern, id))
            || self.has_alias(pattern)
    }

    /// The id under which the findings of this check are known for ever: its first.
    pub fn first_id(&self) -> &'static str {
        self.text.formerly.first().copied().unwrap_or(self.id)
    }

    /// Whether another tool knows this check by `pattern`: a name, also a longer or older one, or a pattern with one `*`.
    /// Case and the prefixes of tools (`checkov:`) and of Trivy's older names (`AVD-`) do not matter.
    pub fn has_alias(&self, pattern: &str) -> bool {
        let pattern = bare_alias(pattern);
        let has = |pattern: &str| self.text.aliases.iter().any(|alias| means(pattern, bare_alias(alias)));
        has(pattern) || synonyms::aliases_of(pattern).iter().any(|alias| has(alias))
    }
}

/// Whether `name` is `pattern`, whatever the case, or fits it where it holds a `*`.
fn means(pattern: &str, name: &str) -> bool {
    if pattern.contains('*') { fits(pattern, name) } else { name.eq_ignore_ascii_case(pattern) }
}

fn bare_alias(name: &str) -> &str {
    const TOOLS: [&str; 10] = [
        "buildkit",
        "checkov",
        "trivy",
        "tfsec",
        "kics",
        "terrascan",
        "kubescape",
        "kube-linter",
        "kube-score",
        "hadolint",
    ];
    let bare = match name.split_once(':') {
        Some((tool, rest)) if TOOLS.iter().any(|known| known.eq_ignore_ascii_case(tool)) => rest,
        _ => name,
    };
    match bare.get(..4) {
        Some(prefix) if prefix.eq_ignore_ascii_case("AVD-") => &bare[4..],
        _ => bare,
    }
}
