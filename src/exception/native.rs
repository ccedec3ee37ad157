//! Ravelin's own syntax: `# ravelin:ignore CHECK[,CHECK...] until=YYYY-MM-DD owner=NAME reason="..."`, and
//! `ravelin:ignore-file` for a whole file. In an annotation of a Kubernetes object, what follows the marker.

use super::directive::{Directive, Reach, names, words};
use crate::source::TextRange;

/// The name in reports.
pub(super) const SYNTAX: &str = "ravelin";

const MARKER: &str = "ravelin:ignore";

/// Reads the exception in a comment that starts at `offset` of its file; `None` when it holds none.
pub(super) fn parse(comment: &str, offset: u32) -> Option<Directive> {
    let start = comment.find(MARKER)?;
    let before = &comment[..start];
    // The marker opens the comment; in running text it is a mention.
    if !before.chars().all(|char| char.is_whitespace() || matches!(char, '#' | '/' | '*' | ';')) {
        return None;
    }
    let mut rest = &comment[start + MARKER.len()..];
    let whole_file = rest.strip_prefix("-file").inspect(|after| rest = after).is_some();
    if !(rest.is_empty() || rest.starts_with([' ', '\t', ':', '\r', '\n'])) {
        return None;
    }
    let content = comment.trim_end().trim_end_matches("*/").trim_end();
    let mut directive = fields(content, comment.len() - rest.len(), offset);
    directive.range = TextRange::new(offset as usize + start, offset as usize + content.len());
    if whole_file {
        directive.reach = Reach::File;
    }
    Some(directive)
}

/// Reads the checks and fields in `content` from `head` on; `offset` is that of the content in its file.
pub(super) fn fields(content: &str, head: usize, offset: u32) -> Directive {
    let offset = offset as usize;
    let range = |from: usize, to: usize| TextRange::new(offset + from, offset + to);
    let mut directive = Directive { syntax: SYNTAX, range: range(0, content.len()), ..Directive::default() };
    for (from, to) in words(content, head) {
        let word = &content[from..to];
        match word.split_once('=') {
            Some(("until", date)) => directive.until = Some((unquote(date), range(from + "until=".len(), to))),
            Some(("owner", owner)) => directive.owner = Some(unquote(owner)),
            Some(("reason", reason)) => directive.reason = Some(unquote(reason)),
            Some(_) => directive.strange.push(range(from, to)),
            None => directive.checks.extend(names(word, offset + from)),
        }
    }
    directive
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
        assert!(directive.strange.is_empty() && directive.reach == Reach::Here);
    }

    #[test]
    fn forms_and_mentions() {
        let checks = |text: &str| {
            parse(text, 0).map(|found| (found.reach == Reach::File, found.checks.len(), found.strange.len()))
        };
        let cases = [
            ("# ravelin:ignore a", Some((false, 1, 0))),
            ("#ravelin:ignore: a", Some((false, 1, 0))),
            ("// ravelin:ignore a", Some((false, 1, 0))),
            ("/* ravelin:ignore a */", Some((false, 1, 0))),
            ("# ravelin:ignore-file a,b", Some((true, 2, 0))),
            ("# ravelin:ignore", Some((false, 0, 0))),
            ("# ravelin:ignore a utnil=2027-01-01", Some((false, 1, 1))),
            ("# see ravelin:ignore a", None),
            ("# ravelin:ignored", None),
            ("# nothing", None),
        ];
        for (text, expected) in cases {
            assert_eq!(checks(text), expected, "{text}");
        }
    }
}
