//! Words for severities.

use super::super::settings::{Setting, Word};
use super::super::tool::Reader;
use crate::check::Severity;

/// The severity of a word that tools use, in any case.
pub(super) fn severity(word: &str) -> Option<Severity> {
    match word.to_ascii_lowercase().as_str() {
        "critical" => Some(Severity::Critical),
        "high" | "error" => Some(Severity::High),
        "medium" | "moderate" | "warning" => Some(Severity::Medium),
        "low" => Some(Severity::Low),
        "info" | "style" | "trace" | "unknown" | "negligible" => Some(Severity::Info),
        _ => None,
    }
}

/// The severities of words, and the words that are none.
pub(super) fn partition(words: Vec<Word>) -> (Vec<(Severity, Word)>, Vec<Word>) {
    let (mut severities, mut others) = (Vec::new(), Vec::new());
    for word in words {
        match severity(&word.0) {
            Some(severity) => severities.push((severity, word)),
            None => others.push(word),
        }
    }
    (severities, others)
}

/// The severity that a setting names; a note where it is none.
pub(super) fn of(reader: &mut Reader<'_>, setting: &Setting) -> Option<Severity> {
    let found = setting.text().and_then(|text| severity(&text));
    if found.is_none() {
        reader.lost(setting, "it is no severity");
    }
    found
}

/// The next severity above; none above the last.
pub(super) fn above(severity: Severity) -> Option<Severity> {
    Severity::ALL.into_iter().filter(|other| *other > severity).min()
}
