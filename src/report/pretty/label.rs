//! What stands under the mark of a finding.

use super::super::place::Located;
use super::super::text::{cut, one_line};
use crate::check::{Check, Target};
use crate::finding::Finding;
use crate::source::Shown;

/// Longest value that is shown, in characters.
const LIMIT: usize = 60;

/// The failing value where the marked text does not show it, as that of `var.cidrs`, or what is missing; the resource where
/// neither the message nor the marked text names it; otherwise nothing.
pub(super) fn of(finding: &Finding, sources: Shown<'_>) -> String {
    let located = Located::new(sources, finding.place);
    let marked = located.on_first_line();
    let value = finding.value.as_deref().map(one_line).unwrap_or_default();
    if is_telling(&value, finding.check) && !marked.contains(value.trim_matches('"')) {
        return cut(&value, LIMIT).into_owned();
    }
    if let Some(written) = written(finding, sources).filter(|written| !marked.contains(&**written)) {
        return written;
    }
    if let Some(missing) = missing(finding) {
        return format!("`{missing}` is not set");
    }
    let address = finding.addresses.first().map_or("", String::as_str);
    if finding.message.contains(address) || address_is_marked(address, marked) {
        String::new()
    } else {
        one_line(address).into_owned()
    }
}

/// Whether a value says more than where it is written: one that is there, and no map, of which the beginning says nothing.
/// The members of a shape are named otherwise than what is written, so that `true` may stand for `host`.
fn is_telling(value: &str, check: &Check) -> bool {
    let is_plain = !value.is_empty() && !value.contains('{') && !value.starts_with('(');
    let is_text = !matches!(value, "true" | "false" | "null") && value.parse::<f64>().is_err();
    is_plain && (is_of_body(check) || is_text)
}

/// What is written where the value comes from, where the value is a map: the part of it that fails.
fn written(finding: &Finding, sources: Shown<'_>) -> Option<String> {
    let is_map = finding.value.as_ref().is_some_and(|value| value.contains('{'));
    let origin = finding.related.iter().find(|label| is_map && label.text.ends_with("written here"))?;
    let located = Located::new(sources, origin.span);
    let text = one_line(located.on_first_line());
    let is_whole = located.start.line == located.end.line && text.chars().count() <= LIMIT;
    (is_whole && !text.contains('{')).then(|| text.into_owned())
}

/// The attribute of the resource that would have to be there.
fn missing(finding: &Finding) -> Option<String> {
    if finding.value.is_some() || !is_of_body(finding.check) {
        return None;
    }
    finding.check.required()
}

/// Whether a check asks for what is written in a resource, and not for a view of it.
fn is_of_body(check: &Check) -> bool {
    matches!(check.target, Target::Kinds(_))
}

/// Whether every name of the address stands in the marked text, as in `resource "aws_s3_bucket" "site"`.
fn address_is_marked(address: &str, marked: &str) -> bool {
    address.split('.').all(|name| marked.contains(name.split('[').next().unwrap_or(name)))
}

#[cfg(test)]
mod tests {
    use super::super::super::samples::{OPEN_PORT, finding};
    use super::*;
    use crate::diagnostic::Label;
    use crate::source::{SourceMap, TextRange};

    #[test]
    fn of_a_map_the_label_says_what_was_written() {
        let sources = SourceMap::new();
        let file = sources.add("a.tf", "var.cidrs \"0.0.0.0/0\"");
        let span = |start, end| file.span(TextRange::new(start, end));
        let mut finding = finding(&OPEN_PORT, &["aws_a.b"], span(0, 9), "aws_a.b is open");
        finding.value = Some("{address: \"0.0.0.0/0\"}".to_owned());
        finding.related = vec![Label { span: span(10, 21), text: "variable `cidrs`, written here".to_owned() }];
        assert_eq!(of(&finding, sources.shown()), "\"0.0.0.0/0\"");
    }

    #[test]
    fn labels_say_what_is_not_there_to_be_read() {
        let table = [
            // (marked text, value, address, message, label)
            ("var.cidrs", Some("\"0.0.0.0/0\""), "aws_a.b", "aws_a.b is open", "\"0.0.0.0/0\""),
            ("\"*\"", Some("\"*\""), "aws_a.b", "aws_a.b allows all", ""),
            ("acl = \"public\"", Some("\"public\""), "aws_a.b", "aws_a.b is public", ""),
            ("resource \"aws_a\" \"b\"", None, "aws_a.b", "nobody owns it", ""),
            ("resource \"aws_a\" \"b\"", None, "module.m.aws_a.b[0]", "nobody owns it", "module.m.aws_a.b[0]"),
            ("local.rule", Some("{\"port\": 22}"), "aws_a.b", "aws_a.b is open", ""),
            ("password", Some("(sensitive)"), "aws_a.b", "aws_a.b has a password", ""),
        ];
        for (marked, value, address, message, expected) in table {
            let sources = SourceMap::new();
            let place = sources.add("a.tf", marked).span(TextRange::new(0, marked.len()));
            let mut finding = finding(&OPEN_PORT, &[address], place, message);
            finding.value = value.map(str::to_owned);
            assert_eq!(of(&finding, sources.shown()), expected, "{marked}");
        }
    }
}
