//! Checks as rules.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::super::rules;
use super::super::text::cut;
use super::limits::TAGS;
use super::model::{Configuration, Help, Rule, RuleProperties};
use super::parts::Message;
use super::taxonomies::Taxonomies;
use crate::check::{Check, Severity};
use crate::diagnostic::Level;

/// Most characters of a description that code scanning services accept, less one for `…`.
const DESCRIPTION_LIMIT: usize = 1023;

/// The rule for a check whose findings have `severity`, which is that of the check unless the configuration says
/// otherwise.
pub(super) fn rule(check: &'static Check, severity: Severity, taxonomies: &Taxonomies) -> Rule<'static> {
    let text = check.text;
    Rule {
        id: check.id,
        name: name(check.id),
        short_description: description(check.title),
        full_description: description(rules::why(check)),
        help: Help { text: rules::help(check), markdown: help_markdown(check) },
        help_uri: text.references.first().copied(),
        default_configuration: Configuration { level: Level::of(severity).as_str() },
        relationships: taxonomies.relationships(check),
        properties: RuleProperties {
            tags: tags(check),
            precision: "high",
            security_severity: security_severity(severity),
            aliases: text.aliases,
        },
    }
}

/// A number in the band that code scanning services give the same name.
const fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "3.0",
        Severity::Info => "1.0",
    }
}

/// `aws-ec2-open-ssh` as `AwsEc2OpenSsh`.
fn name(id: &str) -> String {
    id.split('-').fold(String::with_capacity(id.len()), |mut name, word| {
        let mut chars = word.chars();
        name.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(chars.as_str());
        name
    })
}

fn description(text: &'static str) -> Message<'static> {
    cut(text, DESCRIPTION_LIMIT).into()
}

/// Category, provider and weaknesses. Services take a rule for one about security only when its tags say so.
fn tags(check: &'static Check) -> Vec<Cow<'static, str>> {
    let own = [check.category.as_str(), check.provider, "security"].into_iter().map(Cow::Borrowed);
    let numbers = check.text.cwe.iter().filter_map(|cwe| cwe.strip_prefix("CWE-"));
    own.chain(numbers.map(|number| format!("external/cwe/cwe-{number:0>3}").into())).take(TAGS).collect()
}

fn help_markdown(check: &Check) -> String {
    let mut help = format!("{}\n\n**Remedy:** {}\n", rules::why(check), check.text.remedy);
    for (at, reference) in check.text.references.iter().enumerate() {
        let gap = if at == 0 { "\n" } else { "" };
        let _ = writeln!(help, "{gap}- <{reference}>");
    }
    help
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_camel_case() {
        assert_eq!(name("aws-ec2-open-ssh"), "AwsEc2OpenSsh");
        assert_eq!(name("k8s--x"), "K8sX");
    }

    #[test]
    fn severities_fall_into_the_bands_of_the_same_name() {
        for severity in Severity::ALL {
            let score: f64 = security_severity(severity).parse().expect("a number");
            let band = match score {
                9.0.. => Severity::Critical,
                7.0.. => Severity::High,
                4.0.. => Severity::Medium,
                2.0.. => Severity::Low,
                _ => Severity::Info,
            };
            assert_eq!(band, severity);
            assert!(score > 0.0 && score < 10.0);
        }
    }
}
