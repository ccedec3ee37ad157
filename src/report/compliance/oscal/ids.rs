//! Names in OSCAL's own forms.

use uuid::Uuid;

use super::super::super::text::one_line;
use crate::compliance::{Assessment, Framework};

/// What all UUIDs of Ravelin are made from.
const NAMESPACE: Uuid = Uuid::from_u128(0x6b1d_40c2_935e_4f0a_b761_2c8f_5a9e_13d4);

/// A UUID of version 5 (RFC 9562) that is the same whenever the parts are.
pub(super) fn uuid(parts: &[&str]) -> String {
    let mut name = Vec::new();
    for part in parts {
        // The length keeps ("ab", "c") and ("a", "bc") apart.
        name.extend((part.len() as u64).to_le_bytes());
        name.extend(part.as_bytes());
    }
    Uuid::new_v5(&NAMESPACE, &name).to_string()
}

/// The UUID of the resource for a file that was read.
pub(super) fn file_resource(path: &str) -> String {
    uuid(&["file", path])
}

/// The UUID of what was scanned.
pub(super) fn repository(assessment: &Assessment<'_>) -> String {
    uuid(&["repository", assessment.framework.id])
}

/// The id of a control as a token: `ac-2.1` as in NIST's own catalogs, `cis-aws-7.0-2.1.1` elsewhere.
pub(super) fn control(framework: &Framework, id: &str) -> String {
    if framework.id.starts_with("nist-800-53") {
        return id.to_ascii_lowercase().replace('(', ".").replace(')', "");
    }
    let allowed = |char: char| char.is_ascii_alphanumeric() || "._-".contains(char);
    let words: Vec<&str> = id.split(|char| !allowed(char)).filter(|word| !word.is_empty()).collect();
    format!("{}-{}", framework.id, words.join("-"))
}

/// A value of a property: one line, not empty, without blanks at its ends.
pub(super) fn value(text: &str) -> String {
    let line = one_line(text);
    match line.trim() {
        "" => "(empty)".to_owned(),
        trimmed => trimmed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::framework;

    #[test]
    fn uuids_are_stable_and_of_version_5() {
        let id = uuid(&["a", "bc"]);
        assert_eq!(id, uuid(&["a", "bc"]));
        assert_ne!(id, uuid(&["ab", "c"]));
        assert_eq!((id.len(), &id[14..15]), (36, "5"));
        assert!(matches!(&id[19..20], "8" | "9" | "a" | "b"), "{id}");
    }

    #[test]
    fn control_ids_are_tokens() {
        let cases = [
            ("nist-800-53-r5", "AC-2(1)", "ac-2.1"),
            ("nist-800-53-r5", "SC-8", "sc-8"),
            ("cis-aws-7.0", "2.1.1", "cis-aws-7.0-2.1.1"),
            ("hipaa", "164.308(a)(1)(ii)(A)", "hipaa-164.308-a-1-ii-A"),
        ];
        for (id, of, expected) in cases {
            assert_eq!(control(framework(id).expect("embedded"), of), expected);
        }
    }

    #[test]
    fn values_are_one_line() {
        assert_eq!(value(" a\n b "), "a b");
        assert_eq!(value("\n"), "(empty)");
    }
}
