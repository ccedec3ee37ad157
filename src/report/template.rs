//! The `template` format: what a template of the user makes of a scan, for everything that has no format of its own. Its
//! values are those of version 1 of the `json` format, and `headline`.

use std::io;

use super::writer::{Options, Writer};
use super::{json, summary};
use crate::finding::Outcome;
use crate::source::Shown;

/// The `template` format, with the template of the options.
pub(super) struct FromTemplate;

impl Writer for FromTemplate {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let template = options.template.as_ref().ok_or_else(|| io::Error::other("there is no template"))?;
        let headline = ("headline", summary::headline(outcome));
        let text = template.render(json::model(outcome, sources), &[headline]);
        out.write_all(text.map_err(io::Error::other)?.as_bytes())
    }

    fn shows_fixes(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{HOSTILE, PLAIN, Sample, hostile, judged};
    use super::super::{TEMPLATE, Template};
    use super::*;

    /// What a template of this name makes of a sample, or what is wrong with it.
    fn render(sample: &Sample, name: &str, text: &str) -> Result<String, String> {
        let template = Some(Template::new(name.to_owned(), text.to_owned())?);
        let mut out = Vec::new();
        let options = Options { template, ..PLAIN };
        let written = TEMPLATE.writer.write(&sample.outcome, sample.sources.shown(), &options, &mut out);
        written.map_err(|error| error.to_string())?;
        Ok(String::from_utf8(out).expect("text"))
    }

    /// What documents show.
    fn slack() -> String {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/templates/slack.json.j2");
        std::fs::read_to_string(path).expect("UTF-8")
    }

    #[test]
    fn the_example_of_the_documentation_works() {
        insta::assert_snapshot!(render(&judged(), "slack.json.j2", &slack()).expect("a text"));
    }

    #[test]
    fn values_are_those_of_the_json_format() {
        let sample = judged();
        let text =
            render(&sample, "all.txt", "{{ [version, findings, absent, gate, coverage]|tojson }}").expect("a text");
        let json = super::super::samples::write("json", &sample.outcome, &sample.sources, &PLAIN);
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        let expected = ["version", "findings", "absent", "gate", "coverage"].map(|name| json[name].clone());
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).expect("JSON"), serde_json::json!(expected));
    }

    #[test]
    fn filters_choose_findings() {
        let sample = judged();
        let count = |list: &str| render(&sample, "a.txt", &format!("{{{{ {list}|length }}}}"));
        let cases = [
            ("findings", "6"),
            ("findings|open", "4"),
            ("findings|severity_at_least('high')", "3"),
            ("findings|open|severity_at_least('critical')", "1"),
            ("findings|worst_first", "6"),
        ];
        for (list, expected) in cases {
            assert_eq!(count(list).as_deref(), Ok(expected), "{list}");
        }
        let first = render(&sample, "a.txt", "{{ (findings|reverse|worst_first)[0].severity }} {{ headline }}");
        assert_eq!(first.as_deref(), Ok("critical 4 findings: 1 critical, 1 high, 2 low"));
    }

    #[test]
    fn mistakes_have_their_place_and_cause() {
        let sample = judged();
        let cases = [
            ("\n{% for finding in findings %}\n", "a.txt:2: syntax error: unexpected end of input"),
            ("a\n{{ nothing }}", "a.txt:2: undefined value"),
            ("{% for finding in findings %}\n{{ finding.chek_id }}{% endfor %}", "a.txt:2: undefined value"),
            ("{{ findings|severity_at_least('hihg') }}", "a.txt:1: invalid operation: "),
            ("{{ findings|nothing }}", "a.txt:1: unknown filter: filter nothing is unknown"),
            ("{% include 'b.txt' %}", "a.txt:1: syntax error: unknown statement include"),
        ];
        let said = cases.map(|(text, expected)| (render(&sample, "a.txt", text).expect_err(text), expected));
        let others: Vec<_> = said.iter().filter(|(said, expected)| !said.starts_with(expected)).collect();
        assert!(others.is_empty(), "{others:#?}");
    }

    /// Where the ending of the name says so, what comes from the input stays text.
    #[test]
    fn values_are_escaped_as_the_name_says() {
        let sample = hostile();
        let message = "{{ findings[0].message }}";
        let html = render(&sample, "a.html.j2", message).expect("a text");
        assert!(!html.contains(['<', '"']) && html.contains("&lt;b&gt;"), "{html}");
        assert_eq!(render(&sample, "a.xml", message).as_ref(), Ok(&html));
        let json = render(&sample, "a.json.j2", message).expect("a text");
        assert_eq!(serde_json::from_str::<String>(&json).ok().as_deref(), Some(HOSTILE));
        assert_eq!(render(&sample, "a.txt", message).as_deref(), Ok(HOSTILE));
        let slack = render(&sample, "slack.json.j2", &slack()).expect("a text");
        assert!(serde_json::from_str::<serde_json::Value>(&slack).is_ok(), "{slack}");
    }
}
