//! The comments with which other tools are told to leave something out:
//!
//! | comment | tool | stands for |
//! |---|---|---|
//! | `checkov:skip=ID[,ID]:reason`, `bridgecrew:skip=`, `cortex:skip=` | Checkov | the resource around it; a Dockerfile as a whole |
//! | `trivy:ignore:ID[:exp:DATE]`, `tfsec:ignore:` | Trivy, tfsec | the line or block, as Ravelin's own |
//! | `kics-scan ignore`, `ignore-line`, `ignore-block`, `disable=`, `enable=` | KICS | file, next line, next block, file, file |
//! | `#ts:skip=ID reason` | Terrascan | the resource around it |
//! | `hadolint ignore=ID[,ID]`, `hadolint stage ignore=`, `hadolint global ignore=` | hadolint | the next instruction, the stage, the file |
//! | `# check=skip=RULE[,RULE]` at the top of a Dockerfile | BuildKit | the file |
//!
//! At a call of a module, those of Checkov, Trivy and tfsec stand for all that is in the module as well.
//!
//! Each is read as its tool reads it. Where the tool finds no exception in what was meant to be one, it is a fault.

mod buildkit;
mod hadolint;

pub(super) use buildkit::read as directive;

use super::directive::{Directive, Fault, Reach, names, said};
use crate::check::nearest;
use crate::source::TextRange;

/// Reads the exceptions in a comment that starts at `offset` of its file.
pub(super) fn parse(comment: &str, offset: u32) -> Vec<Directive> {
    // Nearly no comment is an exception: one look at each marker must be enough to know.
    let mut found: Vec<Directive> = hadolint::parse(comment, offset).into_iter().collect();
    found.extend(buildkit::misplaced(comment, offset));
    for (marker, syntax, read) in MARKERS {
        for (at, _) in comment.match_indices(marker) {
            let starts_word = !comment[..at].ends_with(|char: char| char.is_alphanumeric() || char == '-');
            let rest = comment[at + marker.len()..].trim_end().trim_end_matches("*/").trim_end();
            let start = offset as usize + at + marker.len();
            let range = TextRange::new(offset as usize + at, start + rest.len());
            let directive = starts_word.then(|| read(&Marked { before: &comment[..at], rest, start, range })).flatten();
            found.extend(directive.map(|directive| Directive { syntax, range, ..directive }));
        }
    }
    found
}

/// Whether a tool reads its comments at a call of a module as said of all that is in the module.
pub(super) fn reaches_into_modules(syntax: &str) -> bool {
    matches!(syntax, "checkov" | "trivy" | "tfsec")
}

/// A marker in a comment.
struct Marked<'c> {
    /// The comment before it.
    before: &'c str,
    /// What follows it.
    rest: &'c str,
    /// Where that starts in the file.
    start: usize,
    /// All of it.
    range: TextRange,
}

type Read = fn(&Marked<'_>) -> Option<Directive>;

const MARKERS: [(&str, &str, Read); 8] = [
    ("checkov:skip=", "checkov", checkov),
    ("bridgecrew:skip=", "checkov", checkov),
    ("cortex:skip=", "checkov", checkov),
    ("bc:skip=", "checkov", checkov),
    ("trivy:ignore:", "trivy", trivy),
    ("tfsec:ignore:", "tfsec", trivy),
    ("kics-scan ", "kics", kics),
    ("ts:skip=", "terrascan", terrascan),
];

/// Names of letters, digits and `_`, with single commas between; what follows them, up to a `:`, does not count.
fn checkov(marked: &Marked<'_>) -> Option<Directive> {
    let rest = marked.rest.trim_start_matches(' ');
    let is_name = |char: char| char.is_ascii_alphanumeric() || char == '_';
    let mut ids = &rest[..rest.find(|char| !is_name(char) && char != ',').unwrap_or(rest.len())];
    ids = ids.find(",,").map_or(ids, |at| &ids[..at]);
    let reason = rest[ids.len()..].strip_prefix(':').unwrap_or_default();
    let start = marked.start + marked.rest.len() - rest.len();
    named(Directive { reach: Reach::Resource, checks: names(ids, start), reason: said(reason), ..Directive::default() })
}

/// `ID[:exp:DATE][:ws:NAME]`, then other exceptions or anything else. An exception for one workspace, or for values of
/// arguments in brackets, covers less than we could tell; it is taken without that.
fn trivy(marked: &Marked<'_>) -> Option<Directive> {
    let word = marked.rest.split_whitespace().next()?;
    let (id, parameters) = word.split_once([':', '[']).unwrap_or((word, ""));
    let range = TextRange::new(marked.start, marked.start + id.len());
    let mut directive = Directive { checks: vec![(id.to_owned(), range)], ..Directive::default() };
    if id.contains(',') {
        let fault = Fault::syntax(range, format!("`{id}` is one name for Trivy and tfsec"));
        directive.faults.push(fault.with_help("write `trivy:ignore:` before every name, with a blank between"));
    }
    let mut parts = parameters.split(':').skip_while(|part| *part != "exp").skip(1);
    if let Some(date) = parts.next() {
        let start = marked.start + word.find(date).unwrap_or_default();
        directive.until = Some((date.to_owned(), TextRange::new(start, start + date.len())));
    }
    named(directive)
}

fn kics(marked: &Marked<'_>) -> Option<Directive> {
    let word = marked.rest.split_whitespace().next()?;
    let start = marked.start + marked.rest.find(word).unwrap_or_default();
    let all = |reach| {
        let checks = vec![("all".to_owned(), TextRange::empty(start))];
        Some(Directive { reach, checks, leads: reach == Reach::File, ..Directive::default() })
    };
    let listed = |list: &str, inverted| {
        let checks = names(list, start + word.len() - list.len());
        Some(Directive { reach: Reach::File, checks, inverted, leads: true, ..Directive::default() })
    };
    match word {
        "ignore" => all(Reach::File),
        "ignore-line" => all(Reach::NextLine),
        "ignore-block" => all(Reach::Here),
        _ => match word.split_once('=') {
            Some(("disable", list)) => listed(list, false),
            Some(("enable", list)) => listed(list, true),
            _ => {
                const COMMANDS: [&str; 5] = ["ignore", "ignore-line", "ignore-block", "disable", "enable"];
                let command = word.split('=').next().unwrap_or(word);
                let meant = nearest(command, COMMANDS)?;
                let fault = Fault::syntax(marked.range, format!("KICS has no command `{command}`"))
                    .with_help(format!("did you mean `{meant}`?"));
                Some(Directive { faults: vec![fault], ..Directive::default() })
            }
        },
    }
}

/// One name directly behind `#ts:skip=`: `AC_AWS_0207`, or an older one such as `AWS.S3Bucket.DS.High.1043`.
fn terrascan(marked: &Marked<'_>) -> Option<Directive> {
    let is_name = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '.' | '-');
    let (id, reason) = marked.rest.split_at(marked.rest.find(|char| !is_name(char)).unwrap_or(marked.rest.len()));
    let reach = Reach::Resource;
    let checks = names(id, marked.start);
    let mut directive = Directive { reach, checks, reason: said(reason), ..Directive::default() };
    let fault = |message: &str| {
        Fault::syntax(marked.range, message)
            .with_help("the form is `#ts:skip=AC_AWS_0207 reason`, one name in a comment")
    };
    if !marked.before.ends_with('#') {
        directive.faults.push(fault("Terrascan reads `ts:skip=` directly behind a `#` only"));
    } else if !id.ends_with(|char: char| char.is_ascii_digit()) {
        directive.faults.push(fault("Terrascan finds no name of a rule here"));
    }
    // Without a name it is a mention.
    Some(directive).filter(|_| !marked.rest.is_empty())
}

fn named(directive: Directive) -> Option<Directive> {
    Some(directive).filter(|directive| directive.checks.iter().any(|(name, _)| !name.is_empty()))
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
            ("# cortex:skip= CKV_AWS_20 so", "checkov", Reach::Resource, "CKV_AWS_20", None, None),
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
            ("# hadolint global ignore = DL3006 ,\tSC2046", "hadolint", Reach::File, "DL3006 SC2046", None, None),
            ("#hadolint  stage\tignore=DL3006", "hadolint", Reach::Stage, "DL3006", None, None),
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
        let none = [
            "# plain",
            "# kics-scan hello",
            "# notes:skip=X",
            "# checkov:skip=",
            "# nbc:skip=a",
            "# trivy:ignore:",
            "# hadolint ignores nothing",
            "# hadolint ignore nothing",
            "# hadolint shell=bash",
        ];
        for comment in none {
            assert_eq!(parse(comment, 0), [], "{comment}");
        }
    }

    #[test]
    fn what_its_tool_does_not_understand_is_a_fault() {
        let cases = [
            ("# hadolint ignore=DL3006,dl3008", "`dl3008` is no name of a rule"),
            ("# hadolint ignore=DL3006 DL3008", "`DL3006 DL3008` is no name of a rule"),
            ("# hadolint ignore=DL3006,", "`` is no name of a rule"),
            ("# hadolint ignore=", "`` is no name of a rule"),
            ("# hadolint global ignore DL3006", "`=` must follow `ignore`"),
            ("# hadolint ignore: DL3006", "`=` must follow `ignore`"),
            ("#trivy:ignore:A,B", "one name for Trivy"),
            ("# kics-scan ignore-lines", "no command `ignore-lines`"),
            ("# kics-scan disabel=a", "no command `disabel`"),
            ("# ts:skip=AC_AWS_0207", "directly behind a `#` only"),
            ("#ts:skip=all of it", "no name of a rule"),
            ("# check=skip=JSONArgsRecommended", "a plain comment here"),
        ];
        for (comment, message) in cases {
            let found = parse(comment, 0);
            let faults: Vec<&str> =
                found.iter().flat_map(|found| &found.faults).map(|fault| fault.message.as_str()).collect();
            assert!(faults.len() == 1 && faults[0].contains(message), "{comment}: {faults:?}");
        }
    }
}
