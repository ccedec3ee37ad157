//! Ravelin's own syntax: `# ravelin:ignore CHECK[,CHECK...] until=YYYY-MM-DD owner=NAME reason="..."`, and
//! `ravelin:ignore-file` for a whole file. In an annotation of a Kubernetes object, what follows the marker.

use super::directive::{Directive, Fault, Reach, names, words};
use super::misspelled;
use crate::check::nearest;
use crate::source::TextRange;

/// The name in reports.
pub(super) const SYNTAX: &str = "ravelin";

const MARKER: &str = "ravelin:ignore";

const HELP: &str = "the form is `ravelin:ignore CHECK,CHECK until=YYYY-MM-DD owner=NAME reason=\"...\"`, or \
                    `ravelin:ignore-file` for a whole file";

/// Reads the exception in a comment that starts at `offset` of its file; `None` when it holds none.
pub(super) fn parse(comment: &str, offset: u32) -> Option<Directive> {
    let content = comment.trim_end().trim_end_matches("*/").trim_end();
    // The marker opens the comment; in running text it is a mention.
    let body = content.trim_start_matches(|char: char| char.is_whitespace() || matches!(char, '#' | '/' | '*' | ';'));
    let start = content.len() - body.len();
    let range = TextRange::new(offset as usize + start, offset as usize + content.len());
    let Some(mut rest) = body.strip_prefix(MARKER) else { return unmarked(body, range) };
    let whole_file = rest.strip_prefix("-file").inspect(|after| rest = after).is_some();
    if !(rest.is_empty() || rest.starts_with([' ', '\t', ':', '\r', '\n'])) {
        return unmarked(body, range);
    }
    let mut directive = fields(content, content.len() - rest.len(), offset);
    directive.range = range;
    if whole_file {
        directive.reach = Reach::File;
    }
    Some(directive)
}

/// A comment without the marker: nothing, unless it was meant to be there. `body` is the comment from its first word on.
fn unmarked(body: &str, range: TextRange) -> Option<Directive> {
    let meant = misspelled::meant(body, MARKER)?;
    let fault = Fault::syntax(range, "its marker is not spelled as it must be");
    let fault = fault.with_help(if meant.is_empty() { HELP.to_owned() } else { format!("write `{meant}`") });
    Some(Directive { syntax: SYNTAX, range, faults: vec![fault], ..Directive::default() })
}

/// Reads the checks and fields in `content` from `head` on; `offset` is that of the content in its file.
pub(super) fn fields(content: &str, head: usize, offset: u32) -> Directive {
    let offset = offset as usize;
    let range = |from: usize, to: usize| TextRange::new(offset + from, offset + to);
    let mut directive = Directive { syntax: SYNTAX, range: range(0, content.len()), ..Directive::default() };
    let mut seen: Vec<&str> = Vec::new();
    for (from, to) in words(content, head) {
        let word = &content[from..to];
        let at = range(from, to);
        let Some((key, value)) = word.split_once('=') else {
            directive.checks.extend(names(word, offset + from));
            continue;
        };
        if seen.contains(&key) {
            directive.faults.push(Fault::syntax(at, format!("`{key}=` is given twice")));
        }
        seen.push(key);
        if value.matches('"').count() % 2 == 1 {
            directive.faults.push(Fault::syntax(at, format!("the quotes of `{key}=` are not closed")));
        }
        match key {
            "until" => directive.until = Some((unquote(value), range(from + "until=".len(), to))),
            "owner" => directive.owner = Some(unquote(value)),
            "reason" => directive.reason = Some(unquote(value)),
            _ => directive.faults.push(unknown_key(key, at)),
        }
    }
    if directive.checks.is_empty() {
        directive.faults.push(Fault::syntax(directive.range, "it names no check").with_help(HELP));
    }
    directive
}

fn unknown_key(key: &str, range: TextRange) -> Fault {
    let help = match nearest(key, ["until", "owner", "reason"]) {
        Some(meant) => format!("did you mean `{meant}=`?"),
        None => HELP.to_owned(),
    };
    Fault::syntax(range, format!("`{key}=` is not part of an exception")).with_help(help)
}

fn unquote(text: &str) -> String {
    text.trim_matches('"').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_field() {
        let text = r#"# ravelin:ignore aws-s3-public, CKV_AWS_20,k8s-* until=2027-01-31 owner=team-web reason="static site, public by design""#;
        let directive = parse(text, 10).expect("a directive");
        let checks: Vec<_> = directive.checks.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(checks, ["aws-s3-public", "CKV_AWS_20", "k8s-*"]);
        let at = |range: TextRange| &text[range.start as usize - 10..range.end as usize - 10];
        assert_eq!(at(directive.checks[2].1), "k8s-*");
        let (date, place) = directive.until.as_ref().expect("a date");
        assert_eq!((date.as_str(), at(*place)), ("2027-01-31", "2027-01-31"));
        assert_eq!(directive.owner.as_deref(), Some("team-web"));
        assert_eq!(directive.reason.as_deref(), Some("static site, public by design"));
        assert!(directive.faults.is_empty() && directive.reach == Reach::Here);
    }

    #[test]
    fn forms_and_mentions() {
        let checks = |text: &str| {
            parse(text, 0).map(|found| (found.reach == Reach::File, found.checks.len(), found.faults.len()))
        };
        let cases = [
            ("# ravelin:ignore a", Some((false, 1, 0))),
            ("#ravelin:ignore: a", Some((false, 1, 0))),
            ("// ravelin:ignore a", Some((false, 1, 0))),
            ("/* ravelin:ignore a */", Some((false, 1, 0))),
            ("# ravelin:ignore-file a,b", Some((true, 2, 0))),
            ("# ravelin:ignore", Some((false, 0, 1))),
            ("#ravelin: ignore", Some((false, 0, 1))),
            ("# ravelin: ignore=a unitl=2024-06-30", Some((false, 0, 1))),
            ("# ravelin:ignore=a", Some((false, 0, 1))),
            ("# Ravelin:Ignore a", Some((false, 0, 1))),
            ("# ravelin:skip a", Some((false, 0, 1))),
            ("# ravelin: skip what follows", None),
            ("# ravelin:ignore-line a", Some((false, 0, 1))),
            ("# ravelin-ignore a", Some((false, 0, 1))),
            ("# ravelin ignore a-b", Some((false, 0, 1))),
            ("# ravelin ignores what follows", None),
            ("# ravelin:ignore a utnil=2027-01-01", Some((false, 1, 1))),
            ("# see ravelin:ignore a", None),
            ("# ravelin:ignore a until=2027-01-01 until=2028-01-01", Some((false, 1, 1))),
            ("# ravelin:ignore a reason=\"open", Some((false, 1, 1))),
            ("# ravelin:ignored", Some((false, 0, 1))),
            ("# ravelin:latest", None),
            ("# nothing", None),
        ];
        for (text, expected) in cases {
            assert_eq!(checks(text), expected, "{text}");
        }
    }
}
