//! Findings about credentials: one for each, and never with the credential in it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::check::verdict::Failure;
use crate::check::{Category, Check, Target};
use crate::finding::Finding;
use crate::model::Resource;
use crate::shape::Shape;
use crate::source::{SourceMap, Span, TextRange};
use crate::value::{Address, Kind, Value};

/// Weaknesses of which the failing value is a credential: hard-coded ones, hard-coded keys, and those handed over openly.
const CREDENTIAL_IN_CODE: [&str; 3] = ["CWE-798", "CWE-321", "CWE-522"];

/// Stands for a credential in texts.
const MASK: &str = "****";

/// A text that must not be shown.
#[derive(Debug)]
pub(super) struct Concealed {
    /// The expression that holds it.
    span: Span,
    /// The credential itself, where only a part of the expression is one.
    part: Option<Arc<str>>,
    /// Address of the resource that has it.
    address: Address,
}

/// All that the shape `secrets` found in a resource. Several may stand in one string, which is one failure.
pub(super) fn found(view: &Value, resource: &Resource) -> Vec<Concealed> {
    let secrets = view.member("secrets").and_then(Value::as_list);
    let secrets = secrets.into_iter().flat_map(|list| &list.items).filter_map(|found| found.member("secret"));
    let address = || resource.address.clone();
    secrets
        .map(|secret| Concealed { span: secret.written(), part: secret.as_str().map(Arc::from), address: address() })
        .collect()
}

/// What must not be shown of a failure: a value that is sensitive, and for checks on credentials in code the string itself,
/// the `value` beside a name, or else all that is pointed at. What the shape `secrets` has is [`found`] before.
pub(super) fn concealed(check: &Check, failure: &Failure, resource: &Resource) -> Option<Concealed> {
    let value = failure.value.as_ref()?;
    let at = |span: Span| Some(Concealed { span, part: None, address: resource.address.clone() });
    if value.sensitive {
        return at(value.written());
    }
    if is_found(check)
        || check.category != Category::Secrets
        || !check.text.cwe.iter().any(|cwe| CREDENTIAL_IN_CODE.contains(cwe))
    {
        return None;
    }
    match &value.kind {
        Kind::String(_) | Kind::Template(_) | Kind::Json(_) => at(value.written()),
        Kind::Map(map) => match map.get("value") {
            Some(value) => at(value.written()),
            None if failure.place == resource.header => None,
            None => at(failure.origin.last().map_or(failure.place, |label| label.span)),
        },
        _ => None,
    }
}

/// Whether the text at the place of a failure must not be shown as it is.
pub(super) fn is_sensitive(check: &Check, failure: &Failure, concealed: Option<&Concealed>) -> bool {
    concealed.is_some() || (is_found(check) && failure.value.is_some())
}

/// Takes what is concealed out of the texts that are shown, and out of messages.
pub(super) fn conceal(concealed: &[Concealed], findings: &mut [Finding], sources: &SourceMap) {
    let mut ranges: BTreeMap<_, Vec<TextRange>> = BTreeMap::new();
    for Concealed { span, part, .. } in concealed {
        let text = sources.slice(*span);
        let parts = part.iter().flat_map(|part| text.match_indices(&**part));
        let start = span.range.start as usize;
        let mut found: Vec<_> = parts.map(|(at, part)| TextRange::new(start + at, start + at + part.len())).collect();
        if found.is_empty() {
            found.push(span.range);
        }
        ranges.entry(span.file).or_default().extend(found);
    }
    for (file, ranges) in ranges {
        sources.get(file).conceal(&ranges);
    }
    let mut parts: HashMap<&str, Vec<&str>> = HashMap::new();
    for Concealed { part, address, .. } in concealed {
        parts.entry(address).or_default().extend(part.as_deref());
    }
    for finding in findings {
        let Finding { message, value, addresses, .. } = finding;
        for part in addresses.iter().filter_map(|address| parts.get(address.as_str())).flatten() {
            for text in [Some(&mut *message), value.as_mut()].into_iter().flatten().filter(|text| text.contains(part)) {
                *text = text.replace(part, MASK);
            }
        }
    }
}

/// Leaves one finding for each credential: that of a check on just this kind of credential where there is one, and else
/// the one at the place where it is written, with all that use it.
///
/// `written` has the place where the value of each finding was written.
pub(super) fn settle(findings: Vec<Finding>, written: &[Span]) -> Vec<Finding> {
    let mut specific: HashMap<&str, Vec<Span>> = HashMap::new();
    for finding in findings.iter().filter(|finding| finding.sensitive && !is_found(finding.check)) {
        for address in &finding.addresses {
            specific.entry(address).or_default().push(finding.place);
        }
    }
    let is_covered = |finding: &Finding| {
        let mut spans = finding.addresses.iter().filter_map(|address| specific.get(address.as_str())).flatten();
        is_found(finding.check) && spans.any(|span| span.contains(finding.place) || finding.place.contains(*span))
    };
    let keep: Vec<bool> = findings.iter().map(|finding| !is_covered(finding)).collect();
    let mut settled: Vec<Finding> = Vec::with_capacity(findings.len());
    let mut by_credential: HashMap<(&str, Span), usize> = HashMap::new();
    for ((finding, written), _) in findings.into_iter().zip(written).zip(keep).filter(|(_, keep)| *keep) {
        if !is_found(finding.check) {
            settled.push(finding);
            continue;
        }
        match by_credential.get(&(finding.check.id, *written)) {
            None => {
                by_credential.insert((finding.check.id, *written), settled.len());
                settled.push(finding);
            }
            Some(&index) => {
                let first = &mut settled[index];
                let (mut addresses, other) = if finding.place == *written {
                    (std::mem::take(&mut first.addresses), std::mem::replace(first, finding).addresses)
                } else {
                    (finding.addresses, Vec::new())
                };
                addresses.extend(other);
                first.addresses.append(&mut addresses);
            }
        }
    }
    settled
}

/// Whether a check reports what the shape `secrets` finds in all resources alike.
fn is_found(check: &Check) -> bool {
    matches!(check.target, Target::Shape(Shape::Secrets, _))
}
