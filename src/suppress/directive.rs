//! The syntax of an inline exception:
//! `# ravelin:ignore CHECK[,CHECK...] until=YYYY-MM-DD owner=NAME reason="..."`, and `ravelin:ignore-file` for a whole file.

use crate::source::TextRange;

const MARKER: &str = "ravelin:ignore";

/// One exception as it is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Directive {
    /// From the marker to the end of the comment's content.
    pub(super) range: TextRange,
    /// Whether it stands for the whole file.
    pub(super) whole_file: bool,
    /// Ids, aliases or patterns with `*`, each with its place.
    pub(super) checks: Vec<(String, TextRange)>,
    pub(super) until: Option<(String, TextRange)>,
    pub(super) owner: Option<String>,
    pub(super) reason: Option<String>,
    /// Words that mean nothing here.
    pub(super) strange: Vec<TextRange>,
}

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
    let range = |from: usize, to: usize| TextRange::new(offset as usize + from, offset as usize + to);
    let mut directive = Directive {
        range: range(start, content.len()),
        whole_file,
        checks: Vec::new(),
        until: None,
        owner: None,
        reason: None,
        strange: Vec::new(),
    };
    let head = comment.len() - rest.len();
    for (from, to) in words(content, head) {
        let word = &content[from..to];
        match word.split_once('=') {
            Some(("until", date)) => directive.until = Some((unquote(date), range(from + "until=".len(), to))),
            Some(("owner", owner)) => directive.owner = Some(unquote(owner)),
            Some(("reason", reason)) => directive.reason = Some(unquote(reason)),
            Some(_) => directive.strange.push(range(from, to)),
            None => add_checks(&mut directive, word, |at, length| range(from + at, from + at + length)),
        }
    }
    Some(directive)
}

/// A list may be written with or without blanks after its commas.
fn add_checks(directive: &mut Directive, word: &str, range: impl Fn(usize, usize) -> TextRange) {
    let mut at = 0;
    for name in word.split(',') {
        if !name.is_empty() {
            directive.checks.push((name.to_owned(), range(at, name.len())));
        }
        at += name.len() + 1;
    }
}

/// Byte ranges of the words from `at` on; blanks within double quotes do not separate.
fn words(text: &str, at: usize) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quoted = false;
    for (index, char) in text.char_indices().skip_while(|(index, _)| *index < at) {
        if char == '"' {
            quoted = !quoted;
        }
        let separates = !quoted && (char.is_whitespace() || (char == ':' && start.is_none()));
        match (separates, start) {
            (true, Some(from)) => {
                words.push((from, index));
                start = None;
            }
            (false, None) => start = Some(index),
            _ => {}
        }
    }
    words.extend(start.map(|from| (from, text.len())));
    words
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
        assert!(directive.strange.is_empty() && !directive.whole_file);
    }

    #[test]
    fn forms_and_mentions() {
        let checks =
            |text: &str| parse(text, 0).map(|found| (found.whole_file, found.checks.len(), found.strange.len()));
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
