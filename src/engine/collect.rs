//! Turns verdicts into findings: one for each written cause, named so that it stays the same while the cause does.

use std::collections::{BTreeMap, HashMap};

use super::secrets::{self, Concealed};
use crate::check::verdict::{self, Failure, Verdict};
use crate::check::{Check, Severity};
use crate::diagnostic::Label;
use crate::finding::{self, Coverage, Finding, NotAssessed, Pass};
use crate::model::Resource;
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

/// Most affected of a finding that are shown with their place.
const MAX_SHOWN: usize = 16;

/// What makes two failures one finding: the check, the place, and where the value was written.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Cause {
    check: &'static str,
    place: Span,
    origin: Option<Span>,
}

/// A finding in the making.
struct Gathered {
    finding: Finding,
    cause: Cause,
    /// Whether its place is in the text of its resources themselves, and not in that of one that is attached to them.
    own: bool,
    /// Where its value was written.
    written: Span,
    /// The headers of its resources, with their addresses.
    headers: Vec<Label>,
}

/// Gathers judgements in their order.
pub(super) struct Collector<'s> {
    sources: &'s SourceMap,
    findings: Vec<Gathered>,
    concealed: Vec<Concealed>,
    /// By cause, path, and whether the place is in the resource's own text.
    by_cause: HashMap<(Cause, String, bool), usize>,
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
        Self {
            sources,
            findings: Vec::new(),
            concealed: Vec::new(),
            by_cause: HashMap::new(),
            not_assessed: Vec::new(),
            passes: keep_passes.then(Vec::new),
        }
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
            Verdict::NotAssessed(verdict::NotAssessed { reason, span, way }) => {
                coverage.not_assessed += 1;
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
        let origin = failure.origin.last().map(|label| label.span);
        let cause = Cause { check: check.id, place: failure.place, origin };
        let own = resource.declaration.contains(failure.place);
        let header = Label { span: resource.header, text: resource.address.to_string() };
        let key = (cause, failure.path.clone(), own);
        if let Some(&index) = self.by_cause.get(&key) {
            let known = &mut self.findings[index];
            known.finding.addresses.push(resource.address.to_string());
            known.headers.push(header);
            return;
        }
        let written = origin.unwrap_or(failure.place);
        let concealed = secrets::concealed(check, &failure, resource);
        let sensitive = secrets::is_sensitive(check, &failure, concealed.as_ref());
        self.by_cause.insert(key, self.findings.len());
        let calls = resource.calls.iter().rev();
        let calls = calls.map(|call| Label { span: call.span, text: format!("{} is called here", call.label) });
        let finding = Finding {
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
            affected: Vec::new(),
            fingerprint: String::new(),
            cause: String::new(),
            path: failure.path,
            exception: None,
            baseline: None,
        };
        self.concealed.extend(concealed);
        self.findings.push(Gathered { finding, cause, own, written, headers: vec![header] });
    }

    /// Sorts everything by place, and names the findings.
    pub(super) fn finish(mut self) -> Collected {
        let (findings, written): (Vec<Finding>, Vec<Span>) = united(self.findings).into_iter().unzip();
        let mut findings = secrets::settle(findings, &written);
        for finding in &mut findings {
            finding.addresses.sort();
            finding.addresses.dedup();
        }
        let sources = self.sources;
        let key = |span: Span| (sources.get(span.file).path(), span.range);
        findings.sort_by(|a, b| {
            let place = key(a.place).cmp(&key(b.place)).then_with(|| a.check.id.cmp(b.check.id));
            place.then_with(|| (&a.addresses, &a.path).cmp(&(&b.addresses, &b.path)))
        });
        self.not_assessed.sort_by(|a, b| {
            let place = key(a.span).cmp(&key(b.span)).then_with(|| a.check.id.cmp(b.check.id));
            place.then_with(|| a.address.cmp(&b.address))
        });
        name(&mut findings, sources);
        secrets::conceal(&self.concealed, &mut findings, sources);
        let mut passes = self.passes.unwrap_or_default();
        passes.sort_by(|a, b| (a.check.id, &a.address).cmp(&(b.check.id, &b.address)));
        Collected { findings, not_assessed: self.not_assessed, passes }
    }
}

/// What fails in the text of an attached resource, and in that resource itself as well, is one finding: of the one that
/// has the text, with those that it is attached to as its affected.
///
/// Each comes with the place where its value was written.
fn united(gathered: Vec<Gathered>) -> Vec<(Finding, Span)> {
    let (own, foreign): (Vec<_>, Vec<_>) = gathered.into_iter().partition(|gathered| gathered.own);
    let mut by_cause: HashMap<Cause, usize> = HashMap::new();
    let mut findings = Vec::with_capacity(own.len());
    for Gathered { finding, cause, written, .. } in own {
        by_cause.entry(cause).or_insert(findings.len());
        findings.push((finding, written));
    }
    for Gathered { finding, cause, written, headers, .. } in foreign {
        match by_cause.get(&cause) {
            Some(&index) => findings[index].0.affected.extend(headers),
            None => findings.push((finding, written)),
        }
    }
    for (finding, _) in &mut findings {
        finding.affected.sort_by(|a, b| a.text.cmp(&b.text));
        finding.affected.dedup();
        let held = |other: &Label| Label { span: other.span, text: format!("holds for {} as well", other.text) };
        finding.related.extend(finding.affected.iter().take(MAX_SHOWN).map(held));
    }
    findings
}

/// Gives every finding its fingerprint. Causes that cannot be told apart by anything but their order are numbered.
fn name(findings: &mut [Finding], sources: &SourceMap) {
    let mut seen: BTreeMap<[String; 4], usize> = BTreeMap::new();
    for finding in findings {
        let address = finding.addresses.first().map_or("", String::as_str);
        let cause = [
            finding.check.first_id().to_owned(),
            finding.platform.address(address).without_keys().to_string(),
            names_of(&finding.path),
            squeeze(sources.slice(finding.place)),
        ];
        let number = seen.entry(cause.clone()).and_modify(|count| *count += 1).or_insert(0).to_string();
        let [id, address, path, text] = &cause;
        finding.cause = finding::fingerprint(&[id, address, path, text]);
        finding.fingerprint = finding::fingerprint(&[id, address, path, text, &number]);
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
