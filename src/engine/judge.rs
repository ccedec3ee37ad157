//! Judges every resource by the checks that concern it.

use rayon::prelude::*;

use super::context::Focus;
use super::progress::{Phase, Progress};
use super::request::Request;
use crate::check::verdict::{self, Verdict};
use crate::check::{Check, Registry, Severity};
use crate::conceal::Concealed;
use crate::config::Configuration;
use crate::diagnostic::Diagnostic;
use crate::frontend::api::catch;
use crate::model::Resource;
use crate::shape::Shape;
use crate::source::SourceMap;
use crate::value::Value;

/// One check on one resource.
pub(super) struct Judgement<'r> {
    pub(super) check: &'static Check,
    /// How bad a failure is here.
    pub(super) severity: Severity,
    pub(super) resource: &'r Resource,
    pub(super) verdict: Verdict,
}

/// All judgements, in the order of the resources.
#[derive(Default)]
pub(super) struct Judged<'r> {
    pub(super) judgements: Vec<Judgement<'r>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Which checks run, and how.
pub(super) struct Rules<'r> {
    registry: &'r Registry,
    configuration: &'r Configuration,
    example_parameters: bool,
    progress: &'r Progress,
}

/// Judges those of `resources` that `focus` has. A panic costs the one in which it happens.
pub(super) fn judge<'r>(
    resources: &'r [Resource],
    concealed: &Concealed,
    rules: &Rules<'_>,
    focus: &Focus,
    sources: &SourceMap,
) -> Judged<'r> {
    rules.progress.start(Phase::Check, resources.len());
    let judged: Vec<Result<Vec<Judgement<'r>>, Diagnostic>> = resources
        .par_iter()
        .zip(&concealed.views)
        .enumerate()
        .map(|(index, (resource, secrets))| {
            let path = sources.get(resource.declaration.file).path();
            let judged = match focus.has(index) && !rules.progress.is_cancelled() {
                true => catch(path, || rules.judge_resource(resource, secrets, path)),
                false => Ok(Vec::new()),
            };
            rules.progress.advance();
            judged
        })
        .collect();
    let mut all = Judged::default();
    for judged in judged {
        match judged {
            Ok(judgements) => all.judgements.extend(judgements),
            Err(diagnostic) => all.diagnostics.push(diagnostic),
        }
    }
    all
}

impl<'r> Rules<'r> {
    /// The rules of a request, with all that configuration files say.
    pub(super) fn new(request: &Request<'r>, configuration: &'r Configuration) -> Self {
        Self {
            registry: request.registry,
            configuration,
            example_parameters: request.example_parameters,
            progress: request.progress,
        }
    }

    /// `secrets` is the view of that name, which the resource has already.
    fn judge_resource<'a>(&self, resource: &'a Resource, secrets: &Value, path: &str) -> Vec<Judgement<'a>> {
        let judge = |check: &'static Check, subjects: &[Value]| {
            let (severity, verdict) = self.verdict(check, resource, subjects, path)?;
            Some(Judgement { check, severity, resource, verdict })
        };
        let body = std::slice::from_ref(&resource.body);
        let mut judgements: Vec<Judgement<'a>> =
            self.registry.for_kind(resource).iter().filter_map(|&check| judge(check, body)).collect();
        for shape in Shape::ALL {
            let mut checks = self.registry.for_shape(shape, resource).peekable();
            if checks.peek().is_none() {
                continue;
            }
            let derived = if shape == Shape::Secrets { Vec::new() } else { shape.derive_each(resource) };
            let subjects = if shape == Shape::Secrets { std::slice::from_ref(secrets) } else { &derived };
            if !subjects.is_empty() {
                judgements.extend(checks.filter_map(|check| judge(check, subjects)));
            }
        }
        judgements
    }

    /// The verdict of a check in the file at `path`, with how bad a failure is; `None` where the check does not run.
    fn verdict(
        &self,
        check: &Check,
        resource: &Resource,
        subjects: &[Value],
        path: &str,
    ) -> Option<(Severity, Verdict)> {
        let severity = self.configuration.severity(path, check, resource.platform)?;
        let Some(list) = &check.list else { return Some((severity, verdict::judge_each(check, resource, subjects))) };
        let words = match self.example_parameters {
            true => list.words(Some(list.example.iter().copied())),
            false => {
                let given = self.configuration.parameter(path, check, resource.platform);
                list.words(given.map(|words| words.iter().map(String::as_str)))
            }
        }?;
        Some((severity, list.judge(check, resource, subjects, &words)))
    }
}
