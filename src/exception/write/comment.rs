//! The text of a comment.

use super::super::directive::{Directive, Reach};
use crate::finding::EXCEPTION_MARKER;

/// What exceptions say beside the checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Why.
    pub reason: String,
    /// Who granted it.
    pub owner: Option<String>,
    /// The last day on which it holds, `YYYY-MM-DD`.
    pub until: Option<String>,
}

impl Terms {
    /// The comment that excepts `checks`. `#` opens one in every language that has comments.
    pub(super) fn comment(&self, reach: Reach, checks: &[&str]) -> String {
        let file = if reach == Reach::File { "-file" } else { "" };
        let mut words = vec![format!("# {EXCEPTION_MARKER}{file} {}", checks.join(","))];
        words.extend(self.until.as_deref().map(|until| format!("until={}", quoted(until))));
        words.extend(self.owner.as_deref().map(|owner| format!("owner={}", quoted(owner))));
        words.push(format!("reason=\"{}\"", written(&self.reason)));
        words.join(" ")
    }

    /// Whether an exception that is there says the same, of this reach, so that it can name further checks.
    pub(super) fn are_of(&self, directive: &Directive, reach: Reach) -> bool {
        let until = directive.until.as_ref().map(|(date, _)| date.clone());
        directive.faults.is_empty()
            && directive.reach == reach
            && until == self.until
            && directive.owner == self.owner.as_deref().map(written)
            && directive.reason.as_deref() == Some(written(&self.reason).as_str())
    }
}

/// A value as it stands in a comment: on one line, and without the quotes that would end it.
fn written(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('"', "'")
}

fn quoted(text: &str) -> String {
    let text = written(text);
    if text.contains([' ', ',', ':']) { format!("\"{text}\"") } else { text }
}

#[cfg(test)]
mod tests {
    use super::super::super::native;
    use super::*;

    #[test]
    fn a_comment_says_what_was_meant() {
        let terms = |reason: &str, owner: Option<&str>, until: Option<&str>| Terms {
            reason: reason.into(),
            owner: owner.map(Into::into),
            until: until.map(Into::into),
        };
        let cases = [
            (terms("static site", None, None), r#"# ravelin:ignore a,b reason="static site""#),
            (
                terms("say \"no\"\n twice", Some("web team"), Some("2030-01-31")),
                r#"# ravelin:ignore a,b until=2030-01-31 owner="web team" reason="say 'no' twice""#,
            ),
            (terms("a=b # c */", Some("x"), None), r#"# ravelin:ignore a,b owner=x reason="a=b # c */""#),
        ];
        for (terms, expected) in cases {
            let text = terms.comment(Reach::Here, &["a", "b"]);
            assert_eq!(text, expected);
            let of_file = terms.comment(Reach::File, &["a", "b"]);
            assert_eq!(of_file, expected.replace("ignore ", "ignore-file "));
            for (text, reach, other) in [(text, Reach::Here, Reach::File), (of_file, Reach::File, Reach::Here)] {
                let directive = native::parse(&text, 0).expect("an exception");
                assert!(terms.are_of(&directive, reach) && !terms.are_of(&directive, other), "{directive:?}");
                assert_eq!(directive.checks.len(), 2);
            }
        }
    }
}
