//! From the text of a configuration file to its content.

use super::File;
use crate::check::meant;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::SourceFile;
use crate::syntax::yaml::{self, Dialect};
use crate::value;

/// Reads a configuration file. An empty one says nothing.
///
/// # Errors
/// Every syntax error, or the first thing that does not belong, at its place.
pub fn read(file: &SourceFile) -> Result<File, Vec<Diagnostic>> {
    let error = |range, message: String| Diagnostic::at(Level::Error, "configuration", file.span(range), message);
    let stream = yaml::parse(file.text(), Dialect::Yaml12);
    // Of a repeated key only one would be followed.
    let problems = stream.errors.iter().chain(&stream.notes);
    let problems: Vec<Diagnostic> = problems.map(|problem| error(problem.range, problem.message.clone())).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let Some(document) = stream.documents.first() else { return Ok(File::default()) };
    if let Some(second) = stream.documents.get(1) {
        return Err(vec![error(
            second.root.range,
            "a configuration file is one document: this one is not read".to_owned(),
        )]);
    }
    let value = document.root.to_value(&|range| file.span(range));
    if value.is_null() {
        return Ok(File::default());
    }
    value::from_value(&value).map_err(|mismatch| {
        let range = mismatch.span.map_or(value.span.range, |span| span.range);
        let meant = meant(&mismatch.message).map(|name| format!("did you mean `{name}`?"));
        vec![Diagnostic { help: meant, ..error(range, mismatch.message) }]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;
    use crate::source::SourceMap;

    #[test]
    fn a_full_file_is_read() {
        let text = r"
checks:
  skip: [aws-s3-*, low]
  severity: {CKV_AWS_20: critical}
paths:
  exclude: ['**/test/']
terraform:
  variables: {region: eu-west-1}
gate:
  fail-on: none
  max: {high: 3}
exceptions:
  - checks: [aws-s3-public-acl]
    reason: a public site
    until: 2027-01-31
exception-policy: {max-days: 90}
report:
";
        let sources = SourceMap::new();
        let file = read(sources.add(".ravelin.yaml", text)).expect("valid");
        let skip: Vec<_> = file.checks.skip.iter().map(|name| name.value.as_str()).collect();
        assert_eq!(skip, ["aws-s3-*", "low"]);
        assert_eq!(file.checks.skip[1].range.slice(text), "low");
        let (name, count) = file.gate.max.first_key_value().expect("a budget");
        assert_eq!((name.value.as_str(), name.range.slice(text), *count), ("high", "high", 3));
        assert_eq!(file.exceptions[0].value.until.as_ref().map(|date| date.value.as_str()), Some("2027-01-31"));
        assert_eq!(file.exception_policy.max_days, Some(90));
    }

    #[test]
    fn mistakes_are_shown_where_they_stand() {
        let cases = [
            ("chekcs: {}\n", "chekcs", "unknown field `chekcs`"),
            ("checks: {skip: a}\n", "a", "expected a sequence"),
            ("gate: {max: {high: many}}\n", "many", "expected usize"),
            ("exceptions:\n  - reason: x\n", "reason: x", "missing field `checks`"),
            ("checks: [\n", "[", ""),
        ];
        for (text, culprit, message) in cases {
            let sources = SourceMap::new();
            let diagnostics = read(sources.add(".ravelin.yaml", text)).expect_err(text);
            let Place::Text(span) = diagnostics[0].place else { panic!("{diagnostics:?}") };
            assert_eq!(sources.slice(span).trim(), culprit, "{text}");
            assert!(diagnostics[0].message.contains(message), "{diagnostics:?}");
        }
    }

    #[test]
    fn an_empty_file_says_nothing() {
        for text in ["", "# only a comment\n", "---\n"] {
            let sources = SourceMap::new();
            assert!(read(sources.add(".ravelin.yaml", text)).is_ok(), "{text:?}");
        }
    }
}
