//! An example with its verdicts, which are asked for again when something in it is changed.

use super::edit::Site;
use crate::check::verdict::{Failure, Verdict};
use crate::check::{Check, Expectation, Target};
use crate::engine::Trial;
use crate::shape::Shape;
use crate::value::Value;
use crate::vocabulary::Platform;

/// A verdict without what is said about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Not for this check, or not where it applies.
    Silent,
    Pass,
    Unknown,
    Fail,
}

/// The verdicts on the resources of an example, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Classes(Vec<Class>);

/// One example of a check.
pub(super) struct Specimen {
    check: &'static Check,
    /// Its place among the examples, from 1.
    pub(super) number: usize,
    pub(super) expect: Expectation,
    trial: Trial,
    /// The verdicts on the example as it is.
    pub(super) base: Classes,
    /// What fails in it.
    pub(super) failures: Vec<Failure>,
    /// Every member of its resources.
    pub(super) sites: Vec<Site>,
}

impl Classes {
    fn of(verdicts: &[Option<Verdict>]) -> Self {
        let class = |verdict: &Option<Verdict>| match verdict {
            None | Some(Verdict::NotApplicable) => Class::Silent,
            Some(Verdict::Pass) => Class::Pass,
            Some(Verdict::NotAssessed(_)) => Class::Unknown,
            Some(Verdict::Fail(_)) => Class::Fail,
        };
        Self(verdicts.iter().map(class).collect())
    }

    pub(super) fn has(&self, class: Class) -> bool {
        self.0.contains(&class)
    }

    /// Whether nothing is judged.
    pub(super) fn is_silent(&self) -> bool {
        self.0.iter().all(|class| *class == Class::Silent)
    }
}

impl Specimen {
    /// The examples of a check whose values can be changed: those of languages that have attributes, where the check asks them
    /// as they are written. Shapes that are made of several attributes hold the semantics themselves, and have tests of their own.
    pub(super) fn of(check: &'static Check) -> Vec<Self> {
        let is_plain = match check.target {
            Target::Kinds(_) => true,
            Target::Shape(shape, _) => {
                matches!(shape, Shape::Workload | Shape::Containers | Shape::KubernetesObject)
            }
        };
        let examples = check.text.examples.iter().filter(|_| is_plain).enumerate();
        let changeable = examples.filter(|(_, example)| example.platform != Platform::Dockerfile);
        changeable
            .filter_map(|(index, example)| {
                let trial = Trial::of(example)?;
                let verdicts = trial.judge(check);
                let sites = trial.resources().enumerate().flat_map(|(at, resource)| Site::all(at, &resource.body));
                let sites = sites.collect();
                let base = Classes::of(&verdicts);
                let failures = verdicts.into_iter().flatten().flat_map(|verdict| match verdict {
                    Verdict::Fail(failures) => failures,
                    _ => Vec::new(),
                });
                let failures = failures.collect();
                let expect = example.expect;
                Some(Self { check, number: index + 1, expect, trial, base, failures, sites })
            })
            .collect()
    }

    /// The verdicts with another value at `site`.
    pub(super) fn with(&self, site: &Site, value: Value) -> Classes {
        Classes::of(&self.trial.judge_with(self.check, site.resource, |body| site.set(body, value)))
    }

    /// The verdicts without the member at `site`.
    pub(super) fn without(&self, site: &Site) -> Classes {
        Classes::of(&self.trial.judge_with(self.check, site.resource, |body| site.remove(body)))
    }

    /// Its verdicts by another check.
    pub(super) fn by(&self, other: &Check) -> Vec<Option<Verdict>> {
        self.trial.judge(other)
    }
}
