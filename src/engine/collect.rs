//! Turns verdicts into findings: one for each written cause, named so that it stays the same while the cause does.

use std::collections::{BTreeMap, HashMap};

use super::secrets::{self, Concealed};
use crate::check::verdict::{Doubt, Failure, Verdict};
use crate::check::{Check, Severity};
use crate::diagnostic::Label;
use crate::finding::{self, Coverage, Finding, NotAssessed, Pass};
use crate::model::{Resource, without_keys};
use crate::source::{SourceMap, Span};
use crate::value::Value;

/// One check on one resource.
pub(super) struct Judgement<'r> {
    pub(super) check: &'static Check,
    /// How bad a failure is here.
    pub(super) severity: Severity,
    pub(super) resource: &'r Resource,
    pub(super) verdict: Verdict,
}

/// What makes two failures one finding: the check, the place, and where the value was written.
type Cause = (&'static str, Span, Option<Span>, String);

/// Gathers judgements in their order.
pub(super) struct Collector<'s> {
    sources: &'s SourceMap,
    findings: Vec<Finding>,
    /// Where the value of each finding was written.
    written: Vec<Span>,
    concealed: Vec<Concealed>,
    by_cause: HashMap<Cause, usize>,
    not_assessed: Vec<NotAssessed>,
    /// None when nobody asks for them.
    passes: Option<Vec<Pass>>,
}

/// Everything that a collector gathered, sorted by place.
#[derive(Default)]
pub(super) struct Collected {
    pub(super) findings: Vec<Finding>,
    pub(super) not_assessed: Vec<NotAssessed>,
    pub(super) passes: Vec<Pass>,
}

impl<'s> Collector<'s> {
    pub(super) fn new(sources: &'s SourceMap, keep_passes: bool) -> Self {
        let passes = keep_passes.then(Vec::new);
        let (findings, written, concealed) = (Vec::new(), Vec::new(), Vec::new());
        Self { sources, findings, written, concealed, by_cause: HashMap::new(), not_assessed: Vec::new(), passes }
    }

    pub(super) fn add(&mut self, judgement: Judgement<'_>, coverage: &mut Coverage) {
        let Judgement { check, severity, resource, verdict } = judgement;
        let (platform, kind) = (resource.platform, || resource.kind.to_string());
        match verdict {
            Verdict::NotApplicable => {}
            Verdict::Pass => {
                coverage.passed += 1;
                if let Some(passes) = &mut self.passes {
                    let address = resource.address.to_string();
                    passes.push(Pass { check, platform, kind: kind(), address, place: resource.declaration });
                }
            }
            Verdict::Unknown(Doubt { reason, span, way }) => {
                coverage.unknown += 1;
                let address = resource.address.to_string();
                self.not_assessed.push(NotAssessed { check, platform, kind: kind(), address, reason, span, way });
            }
            Verdict::Fail(failures) => {
                for failure in failures {
                    self.add_failure(check, severity, resource, failure);
                }
            }
        }
    }

    /// Keeps credentials from being shown that no failure has to itself.
    pub(super) fn conceal(&mut self, concealed: Vec<Concealed>) {
        self.concealed.extend(concealed);
    }

    fn add_failure(&mut self, check: &'static Check, severity: Severity, resource: &Resource, failure: Failure) {
        let cause = (check.id, failure.place, failure.origin.last().map(|label| label.span), failure.path.clone());
        if let Some(&index) = self.by_cause.get(&cause) {
            self.findings[index].addresses.push(resource.address.to_string());
            return;
        }
        self.written.push(cause.2.unwrap_or(failure.place));
        self.by_cause.insert(cause, self.findings.len());
        let concealed = secrets::concealed(check, &failure, resource);
        let sensitive = secrets::is_sensitive(check, &failure, concealed.as_ref());
        let calls = resource.calls.iter().rev();
        let calls = calls.map(|call| Label { span: call.span, text: format!("{} is called here", call.label) });
        self.findings.push(Finding {
            check,
            severity,
            platform: resource.platform,
            kind: resource.kind.to_string(),
            addresses: vec![resource.address.to_string()],
            place: failure.place,
            message: message(check, resource, &failure),
            value: match sensitive {
                true => Some("(sensitive)".to_owned()),
                false => failure.value.as_ref().map(Value::render),
            },
            sensitive,
            related: failure.origin.into_iter().chain(calls).collect(),
            fingerprint: String::new(),
            cause: String::new(),
            path: failure.path,
            suppression: None,
            baseline: None,
        });
        self.concealed.extend(concealed);
    }

    /// Sorts everything by place, and names the findings.
    pub(super) fn finish(mut self) -> Collected {
        self.findings = secrets::settle(self.findings, &self.written);
        for finding in &mut self.findings {
            finding.addresses.sort();
            finding.addresses.dedup();
        }
        let sources = self.sources;
        let key = |span: Span| (sources.get(span.file).path(), span.range);
        self.findings.sort_by(|a, b| {
            let place = key(a.place).cmp(&key(b.place)).then_with(|| a.check.id.cmp(b.check.id));
            place.then_with(|| (&a.addresses, &a.path).cmp(&(&b.addresses, &b.path)))
        });
        self.not_assessed.sort_by(|a, b| {
            let place = key(a.span).cmp(&key(b.span)).then_with(|| a.check.id.cmp(b.check.id));
            place.then_with(|| a.address.cmp(&b.address))
        });
        self.name();
        secrets::conceal(&self.concealed, &mut self.findings, sources);
        let mut passes = self.passes.unwrap_or_default();
        passes.sort_by(|a, b| (a.check.id, &a.address).cmp(&(b.check.id, &b.address)));
        Collected { findings: self.findings, not_assessed: self.not_assessed, passes }
    }

    /// Gives every finding its fingerprint. Causes that cannot be told apart by anything but their order are numbered.
    fn name(&mut self) {
        let mut seen: BTreeMap<[String; 4], usize> = BTreeMap::new();
        for finding in &mut self.findings {
            let address = finding.addresses.first().map_or("", String::as_str);
            let cause = [
                finding.check.id.to_owned(),
                without_keys(address),
                names_of(&finding.path),
                squeeze(self.sources.slice(finding.place)),
            ];
            let number = seen.entry(cause.clone()).and_modify(|count| *count += 1).or_insert(0).to_string();
            let [id, address, path, text] = &cause;
            finding.cause = finding::fingerprint(&[id, address, path, text]);
            finding.fingerprint = finding::fingerprint(&[id, address, path, text, &number]);
        }
    }
}

fn message(check: &Check, resource: &Resource, failure: &Failure) -> String {
    finding::fill(check.message, |field| match field {
        "address" => Some(resource.address.to_string()),
        "kind" => Some(resource.kind.to_string()),
        "name" => Some(resource.name.to_string()),
        "value" => failure.value.as_ref().map(Value::render),
        _ => {
            let mut value = failure.value.as_ref()?;
            for name in field.strip_prefix("value.")?.split('.') {
                value = value.member(name)?;
            }
            Some(value.render())
        }
    })
}

/// The names of a normalized path: `['ingress'][0]['peers']` gives `ingress.peers`. Indices change when code moves.
fn names_of(path: &str) -> String {
    let names = path.split(['[', ']']).filter_map(|step| step.strip_prefix('\'')?.strip_suffix('\''));
    names.collect::<Vec<_>>().join(".")
}

/// The first words of a text without the blanks between them, so that reformatting does not change it.
fn squeeze(text: &str) -> String {
    text.split_whitespace().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_leave_out_what_changes() {
        assert_eq!(names_of("['ingress'][0]['peers'][12]"), "ingress.peers");
        assert_eq!(squeeze("a  =\n\t1"), squeeze("a=1"));
    }
}
