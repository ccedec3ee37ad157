//! Turns verdicts into findings: one for each written cause, named so that it stays the same while the cause does.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::context::Reported;
use super::credentials::{self, Placed};
use super::grouped::grouped;
use super::judge::Judgement;
use super::passed::{self, Uses};
use super::request::Request;
use super::told::{self, SENSITIVE};
use crate::check::verdict::{self, Failure, Verdict};
use crate::check::{Check, Severity};
use crate::conceal::{Concealed, credential};
use crate::diagnostic::Label;
use crate::finding::{self, Finding, NotAssessed, Pass};
use crate::model::{Attached, Resource, Setting};
use crate::source::{SourceMap, Span};
use crate::value::{Reason, Value, cut};

/// Most affected resources of a finding that are shown with their place.
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
    placed: Placed,
    cause: Cause,
    /// Whether its place is in the text of its resources themselves, and not in that of one that is attached to them.
    own: bool,
    /// The headers of its resources, with their addresses.
    headers: Vec<Label>,
}

/// Everything that judgements say, sorted by place.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub(super) findings: Vec<Finding>,
    pub(super) not_assessed: Vec<NotAssessed>,
    /// Verdicts that passed; empty when nobody asks for them.
    pub(super) passes: Vec<Pass>,
    /// How many passed.
    pub(super) passed: usize,
}

/// Collects judgements on some of the `resources`. What is `concealed` stands in none of the texts. What passes is counted as far
/// as it is `reported`.
pub(super) fn collect(
    judgements: Vec<Judgement<'_>>,
    (resources, concealed): (&[Resource], &Concealed),
    (reported, sources): (&Reported, &SourceMap),
    request: &Request<'_>,
) -> Collected {
    let mut collected = Collected::default();
    let mut failures = Failures::default();
    let mut parts: HashSet<&str> = HashSet::new();
    for Judgement { check, severity, resource, verdict } in judgements {
        let (platform, kind) = (resource.platform, || resource.kind.to_string());
        let address = || resource.address.to_string();
        match verdict {
            Verdict::NotApplicable => {}
            Verdict::Pass => {
                collected.passed += usize::from(reported.has_file(resource.declaration.file, sources));
                if request.keep_passes {
                    let (kind, address, place) = (kind(), address(), resource.declaration);
                    let settings = verdict::decisive(check, resource).into_iter();
                    let settings = settings.map(|it| setting(it, "passes by this setting of the account")).collect();
                    collected.passes.push(Pass { check, platform, kind, address, place, settings });
                }
            }
            // Of a part it is said once that the rest is missing, whatever the checks ask.
            Verdict::NotAssessed(verdict::NotAssessed { reason: Reason::Partial(_), .. })
                if !request.keep_parts && !parts.insert(&resource.address) => {}
            Verdict::NotAssessed(verdict::NotAssessed { mut reason, span, way }) => {
                let (kind, address) = (kind(), address());
                // This one shows what is written.
                if let Reason::Placeholder(text) = &mut reason {
                    let mut shown = text.to_string();
                    concealed.mask_about(&address, "", &mut shown);
                    *text = shown.into();
                }
                collected.not_assessed.push(NotAssessed { check, platform, kind, address, reason, span, way });
            }
            Verdict::Fail(failed) => {
                for failure in failed {
                    failures.add(check, severity, resource, failure);
                }
            }
        }
    }
    let mut placed = united(failures.gathered);
    passed::point_at_written(&mut placed, &Uses::of(resources), !reported.is_all(), sources);
    collected.findings = credentials::settle(placed);
    sort(&mut collected, sources);
    collected.findings = grouped(std::mem::take(&mut collected.findings), sources);
    sort(&mut collected, sources);
    name(&mut collected.findings, sources);
    mask(&mut collected.findings, concealed, sources);
    collected
}

/// Takes out of what findings say what must not be shown.
fn mask(findings: &mut [Finding], concealed: &Concealed, sources: &SourceMap) {
    for Finding { message, value, more, addresses, place, .. } in findings {
        // A word that is shown at the place itself is no secret there. The value says under which name each word stands.
        let visible = sources.shown_slice(*place);
        for address in &*addresses {
            concealed.mask_about(address, visible, message);
            let values = value.iter_mut().chain(more.iter_mut().filter_map(|further| further.value.as_mut()));
            for value in values {
                concealed.mask_about(address, "", value);
            }
        }
        // A credential that is cut in two is no word that could be masked.
        *value = value.take().map(cut);
        for further in more {
            further.value = further.value.take().map(cut);
        }
    }
}

fn sort(collected: &mut Collected, sources: &SourceMap) {
    for finding in &mut collected.findings {
        finding.addresses.sort();
        finding.addresses.dedup();
        finding.resources.sort();
    }
    let key = |span: Span| (sources.get(span.file).path(), span.range);
    collected.findings.sort_by(|a, b| {
        let place = key(a.place).cmp(&key(b.place)).then_with(|| a.check.id.cmp(b.check.id));
        place.then_with(|| (&a.addresses, &a.path).cmp(&(&b.addresses, &b.path)))
    });
    collected.not_assessed.sort_by(|a, b| {
        let place = key(a.span).cmp(&key(b.span)).then_with(|| a.check.id.cmp(b.check.id));
        place.then_with(|| a.address.cmp(&b.address))
    });
    // Several builds of one Dockerfile leave the same open.
    let said = |one: &NotAssessed| (one.check.id, one.span);
    collected.not_assessed.dedup_by(|a, b| said(a) == said(b) && a.address == b.address && a.reason == b.reason);
    collected.passes.sort_by(|a, b| (a.check.id, &a.address).cmp(&(b.check.id, &b.address)));
    collected.passes.dedup_by(|a, b| (a.check.id, a.place, &a.address) == (b.check.id, b.place, &b.address));
}

/// The check and where it fails, in which resource, by which way.
type Place = (&'static str, Span, String, Vec<Span>);

/// Failures, those of one cause as one.
#[derive(Default)]
struct Failures<'r> {
    gathered: Vec<Gathered>,
    /// By cause, path, whether the place is in the resource's own text, and which expression reads that text.
    by_cause: HashMap<(Cause, String, bool, Option<Span>), usize>,
    /// By check, place and address, with the resource that has it: one that is declared once and judged several times, as it
    /// is built, has one finding at a place.
    by_place: HashMap<Place, (usize, &'r Resource)>,
}

impl<'r> Failures<'r> {
    fn add(&mut self, check: &'static Check, severity: Severity, resource: &'r Resource, failure: Failure) {
        let origin = failure.origin.last().map(|label| label.span);
        let cause = Cause { check: check.id, place: failure.place, origin };
        let reading = resource.readings.iter().find(|reading| reading.text.contains(failure.place));
        let read_at = reading.map(|reading| reading.call);
        // Of what it takes over from another, such as a service that it extends, the text is its own as well.
        let own = reading.is_some() || !resource.attached.iter().any(|other| other.declaration.contains(failure.place));
        let header = Label { span: resource.header, text: resource.address.to_string() };
        let key = (cause, failure.path.clone(), own, read_at);
        if let Some(&index) = self.by_cause.get(&key) {
            self.gathered[index].join(resource, header);
            return;
        }
        if let Some(index) = self.built_otherwise(check, resource, failure.place) {
            self.gathered[index].relate(failure.origin);
            return;
        }
        self.by_cause.insert(key, self.gathered.len());
        let (written, source) = (origin.unwrap_or(failure.place), failure.source);
        let sensitive = is_sensitive(check, &failure, resource);
        let settings = verdict::asked(check, resource).into_iter();
        let settings = settings.map(|it| setting(it, "the setting of the account does not change it"));
        let read = read_at.map(|span| Label { span, text: "read here".to_owned() });
        let calls = resource.calls.iter().rev();
        let calls = calls.map(|call| Label { span: call.span, text: format!("{} is called here", call.label) });
        let linked = linked_elsewhere(resource, &failure);
        let more = failure.more.iter().filter(|_| !sensitive);
        let more =
            more.map(|(path, value)| told::further(check, resource, failure.place, path, value.as_ref())).collect();
        let finding = Finding {
            check,
            severity,
            platform: resource.platform,
            kind: resource.kind.to_string(),
            addresses: vec![resource.address.to_string()],
            resources: vec![resource.header],
            part: failure.part.clone(),
            linked: failure.linked.iter().map(|linked| linked_label(linked)).collect(),
            place: failure.place,
            named_by: failure.place,
            ways: vec![resource.way()],
            message: told::message(check, resource, &failure),
            value: failure.value.as_ref().map(|value| shown(value, sensitive)),
            read_at,
            related: failure.origin.into_iter().chain(linked).chain(settings).chain(read).chain(calls).collect(),
            affected: Vec::new(),
            fingerprint: String::new(),
            cause: String::new(),
            path: failure.path,
            name: told::name(check, resource, failure.value.as_ref()).filter(|_| !sensitive),
            more,
            exception: None,
            baseline: None,
            fix: None,
            unfixable: None,
        };
        let placed = Placed { finding, written, source, sensitive };
        self.gathered.push(Gathered { placed, cause, own, headers: vec![header] });
    }

    /// The finding of the check at this place in the same declaration as it is built in another way, if there is one;
    /// otherwise remembers that this is the first.
    fn built_otherwise(&mut self, check: &Check, resource: &'r Resource, place: Span) -> Option<usize> {
        let first = (self.gathered.len(), resource);
        // An address is one of its root module: others may have the same.
        let key = (check.id, place, resource.address.to_string(), resource.way());
        let known = *self.by_place.entry(key).or_insert(first);
        (!std::ptr::eq(known.1, resource)).then_some(known.0)
    }
}

impl Gathered {
    /// Adds another resource that has it.
    fn join(&mut self, resource: &Resource, header: Label) {
        let finding = &mut self.placed.finding;
        finding.addresses.push(resource.address.to_string());
        finding.resources.push(resource.header);
        let way = resource.way();
        if !finding.ways.contains(&way) {
            finding.ways.push(way);
        }
        self.headers.push(header);
    }

    /// Adds where another way to the same failure comes from.
    fn relate(&mut self, origin: Vec<Label>) {
        let related = &mut self.placed.finding.related;
        for label in origin {
            if related.iter().all(|known| known.span != label.span) {
                related.push(label);
            }
        }
    }
}

/// The attached resources that have part in a failure, but for those in which it is, and settings of the account.
fn linked_elsewhere(resource: &Resource, failure: &Failure) -> Vec<Label> {
    let is_setting = |header: Span| resource.settings.iter().any(|setting| setting.span == header);
    let elsewhere = |linked: &&Arc<Attached>| !linked.declaration.contains(failure.place) && !is_setting(linked.header);
    failure.linked.iter().filter(elsewhere).map(|linked| linked_label(linked)).collect()
}

/// Names an attached resource.
fn linked_label(linked: &Attached) -> Label {
    Label { span: linked.header, text: linked.address.to_string() }
}

/// Names a setting of the account, and what it does.
fn setting(Setting { span, address, .. }: &Setting, what: &str) -> Label {
    Label { span: *span, text: format!("{what}: {address}") }
}

/// The failing value as text, or a word for it where it must not be shown.
fn shown(value: &Value, sensitive: bool) -> String {
    if sensitive { SENSITIVE.to_owned() } else { value.render_uncut() }
}

/// Whether the failing value must not be shown: its author marked it, or the check is about credentials.
fn is_sensitive(check: &Check, failure: &Failure, resource: &Resource) -> bool {
    failure.value.as_ref().is_some_and(|value| {
        value.sensitive || credentials::is_found(check) || credential(check, failure, resource).is_some()
    })
}

/// What fails in the text of an attached resource, and in that resource itself as well, is one finding: of the one that
/// has the text, with those that it is attached to among the affected.
fn united(gathered: Vec<Gathered>) -> Vec<Placed> {
    let (own, foreign): (Vec<_>, Vec<_>) = gathered.into_iter().partition(|gathered| gathered.own);
    let mut by_cause: HashMap<Cause, usize> = HashMap::new();
    let mut united = Vec::with_capacity(own.len());
    for Gathered { placed, cause, .. } in own {
        by_cause.entry(cause).or_insert(united.len());
        united.push(placed);
    }
    for Gathered { placed, cause, headers, .. } in foreign {
        match by_cause.get(&cause) {
            Some(&index) => united[index].finding.affected.extend(headers),
            None => united.push(placed),
        }
    }
    for Placed { finding, .. } in &mut united {
        finding.affected.sort_by(|a, b| a.text.cmp(&b.text));
        finding.affected.dedup();
        let held = |other: &Label| Label { span: other.span, text: format!("holds for {} as well", other.text) };
        finding.related.extend(finding.affected.iter().take(MAX_SHOWN).map(held));
    }
    united
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
            finding::squeeze(sources.slice(finding.named_by)),
        ];
        let number = seen.entry(cause.clone()).and_modify(|count| *count += 1).or_insert(0).to_string();
        let [id, address, path, text] = &cause;
        finding.cause = finding::fingerprint(&[id, address, path, text]);
        finding.fingerprint = finding::fingerprint(&[id, address, path, text, &number]);
    }
}

/// The names of a normalized path: `['ingress'][0]['peers']` gives `ingress.peers`. Indices change when code moves.
fn names_of(path: &str) -> String {
    let names = path.split(['[', ']']).filter_map(|step| step.strip_prefix('\'')?.strip_suffix('\''));
    names.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_leave_out_what_changes() {
        assert_eq!(names_of("['ingress'][0]['peers'][12]"), "ingress.peers");
    }
}
