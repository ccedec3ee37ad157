//! The comments with which other tools are told to leave something out:
//!
//! | comment | tool | stands for |
//! |---|---|---|
//! | `checkov:skip=ID[,ID]:reason`, `bc:skip=` | Checkov | the resource around it; a Dockerfile as a whole |
//! | `trivy:ignore:ID[:exp:DATE]`, `tfsec:ignore:` | Trivy, tfsec | the line or block, as Ravelin's own |
//! | `kics-scan ignore`, `ignore-line`, `ignore-block`, `disable=`, `enable=` | KICS | file, next line, next block, file, file |
//! | `ts:skip=ID reason` | Terrascan | the resource around it |
//! | `hadolint ignore=ID[,ID]`, `hadolint global ignore=` | hadolint | the next instruction, the file |

use super::directive::{Directive, Reach, names};
use crate::source::TextRange;

/// Reads the exceptions in a comment that starts at `offset` of its file.
pub(super) fn parse(comment: &str, offset: u32) -> Vec<Directive> {
    // Nearly no comment is an exception: one look at each marker must be enough to know.
    let mut found = Vec::new();
    for (marker, syntax, read) in MARKERS {
        for (at, _) in comment.match_indices(marker) {
            let starts_word = !comment[..at].ends_with(|char: char| char.is_alphanumeric() || char == '-');
            let rest = comment[at + marker.len()..].trim_end().trim_end_matches("*/").trim_end();
            let start = offset as usize + at + marker.len();
            let directive = starts_word.then(|| read(rest, start)).flatten();
            found.extend(directive.map(|directive| Directive {
                syntax,
                range: TextRange::new(offset as usize + at, start + rest.len()),
                ..directive
            }));
        }
    }
    found
}

/// Reads what follows a marker: the text, and its offset in the file.
type Read = fn(&str, usize) -> Option<Directive>;

const MARKERS: [(&str, &str, Read); 9] = [
    ("checkov:skip=", "checkov", checkov),
    ("bridgecrew:skip=", "checkov", checkov),
    ("bc:skip=", "checkov", checkov),
    ("trivy:ignore:", "trivy", trivy),
    ("tfsec:ignore:", "tfsec", trivy),
    ("kics-scan ", "kics", kics),
    ("ts:skip=", "terrascan", terrascan),
    ("hadolint ignore=", "hadolint", hadolint),
    ("hadolint global ignore=", "hadolint", hadolint_global),
];

fn checkov(rest: &str, offset: usize) -> Option<Directive> {
    let (ids, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let ids = ids.split_whitespace().next()?;
    Some(Directive { reach: Reach::Resource, checks: names(ids, offset), reason: text(reason), ..Directive::default() })
}

/// `ID[:exp:DATE][:ws:NAME]`, then other exceptions or anything else. An exception for one workspace, or for values of
/// arguments in brackets, covers less than we could tell; it is taken without that.
fn trivy(rest: &str, offset: usize) -> Option<Directive> {
    let word = rest.split_whitespace().next()?;
    let (id, parameters) = word.split_once([':', '[']).unwrap_or((word, ""));
    let mut directive = Directive { checks: names(id, offset), ..Directive::default() };
    let mut parts = parameters.split(':').skip_while(|part| *part != "exp").skip(1);
    if let Some(date) = parts.next() {
        let start = offset + word.find(date).unwrap_or_default();
        directive.until = Some((date.to_owned(), TextRange::new(start, start + date.len())));
    }
    Some(directive)
}

fn kics(rest: &str, offset: usize) -> Option<Directive> {
    let word = rest.split_whitespace().next()?;
    let all = |reach| {
        Some(Directive { reach, checks: vec![("all".to_owned(), TextRange::empty(offset))], ..Directive::default() })
    };
    let listed = |list: &str, inverted| {
        let checks = names(list, offset + word.len() - list.len());
        Some(Directive { reach: Reach::File, checks, inverted, ..Directive::default() })
    };
    match word {
        "ignore" => all(Reach::File),
        "ignore-line" => all(Reach::NextLine),
        "ignore-block" => all(Reach::Here),
        _ => match word.split_once('=')? {
            ("disable", list) => listed(list, false),
            ("enable", list) => listed(list, true),
            _ => None,
        },
    }
}

fn terrascan(rest: &str, offset: usize) -> Option<Directive> {
    let (id, reason) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    named(Directive { reach: Reach::Resource, checks: names(id, offset), reason: text(reason), ..Directive::default() })
}

fn hadolint(rest: &str, offset: usize) -> Option<Directive> {
    // A reason may follow behind a second `#`.
    let (list, reason) = rest.split_once('#').unwrap_or((rest, ""));
    let reach = Reach::Instruction;
    named(Directive { reach, checks: names(list, offset), reason: text(reason), ..Directive::default() })
}

fn hadolint_global(rest: &str, offset: usize) -> Option<Directive> {
    hadolint(rest, offset).map(|directive| Directive { reach: Reach::File, ..directive })
}

fn named(directive: Directive) -> Option<Directive> {
    Some(directive).filter(|directive| !directive.checks.is_empty())
}

fn text(reason: &str) -> Option<String> {
    Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = (&'static str, Reach, String, Option<String>, Option<String>);

    /// Syntax, reach, checks, last day and reason of the only exception in a comment.
    fn read(comment: &str) -> Option<Read> {
        let mut found = parse(comment, 100);
        let directive = found.pop()?;
        assert!(found.is_empty(), "{comment}");
        for (name, range) in &directive.checks {
            let slice = &comment[range.start as usize - 100..range.end as usize - 100];
            assert!(name == "all" || slice == name, "{comment}");
        }
        let checks: Vec<String> = directive.checks.into_iter().map(|(name, _)| name).collect();
        let until = directive.until.map(|(date, _)| date);
        Some((directive.syntax, directive.reach, checks.join(" "), until, directive.reason))
    }

    #[test]
    fn every_form_is_read() {
        let cases = [
            (
                "# checkov:skip=CKV_AWS_20:a public site",
                "checkov",
                Reach::Resource,
                "CKV_AWS_20",
                None,
                Some("a public site"),
            ),
            ("#checkov:skip=CKV_AWS_20,CKV_AWS_21", "checkov", Reach::Resource, "CKV_AWS_20 CKV_AWS_21", None, None),
            ("// bc:skip=CKV_AWS_20: why", "checkov", Reach::Resource, "CKV_AWS_20", None, Some("why")),
            ("#trivy:ignore:AVD-AWS-0086", "trivy", Reach::Here, "AVD-AWS-0086", None, None),
            ("# tfsec:ignore:aws-s3-x:exp:2030-01-02", "tfsec", Reach::Here, "aws-s3-x", Some("2030-01-02"), None),
            ("#tfsec:ignore:* because", "tfsec", Reach::Here, "*", None, None),
            ("#trivy:ignore:AVD-AWS-1[name=x]", "trivy", Reach::Here, "AVD-AWS-1", None, None),
            ("# kics-scan ignore", "kics", Reach::File, "all", None, None),
            ("# kics-scan ignore-line", "kics", Reach::NextLine, "all", None, None),
            ("# kics-scan ignore-block", "kics", Reach::Here, "all", None, None),
            ("# kics-scan disable=a1,b2", "kics", Reach::File, "a1 b2", None, None),
            ("#ts:skip=AC_AWS_0207 known", "terrascan", Reach::Resource, "AC_AWS_0207", None, Some("known")),
            ("# hadolint ignore=DL3006, DL3008", "hadolint", Reach::Instruction, "DL3006 DL3008", None, None),
            ("# hadolint ignore=DL3006 # base", "hadolint", Reach::Instruction, "DL3006", None, Some("base")),
            ("# hadolint global ignore=DL3003", "hadolint", Reach::File, "DL3003", None, None),
            ("/* trivy:ignore:AVD-AWS-0086 */", "trivy", Reach::Here, "AVD-AWS-0086", None, None),
        ];
        for (comment, syntax, reach, checks, until, reason) in cases {
            let expected = (syntax, reach, checks.to_owned(), until.map(str::to_owned), reason.map(str::to_owned));
            assert_eq!(read(comment), Some(expected), "{comment}");
        }
    }

    #[test]
    fn several_in_one_comment_and_what_is_none() {
        assert_eq!(parse("#trivy:ignore:A #trivy:ignore:B", 0).len(), 2);
        assert!(parse("# kics-scan enable=a", 0)[0].inverted);
        for comment in ["# plain", "# kics-scan hello", "# notes:skip=X", "# checkov:skip=", "# nbc:skip=a"] {
            assert_eq!(parse(comment, 0), [], "{comment}");
        }
    }
}
