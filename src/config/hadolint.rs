//! `.hadolint.yaml`: what it says of rules, registries and labels, as settings for the checks that stand for its rules
//! ([format](https://github.com/hadolint/hadolint#configure)). What is `ignored` is read as exceptions.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::file::{File, Parameters};
use crate::model::Platform;
use crate::source::{SourceFile, TextRange};
use crate::syntax::yaml::{self, Dialect};
use crate::value::{Spanned, from_value};

/// Names that the file can have; hadolint takes the first that is there.
pub const FILE_NAMES: [&str; 2] = [".hadolint.yaml", ".hadolint.yml"];

/// The language of which it speaks.
pub const PLATFORM: Platform = Platform::Dockerfile;

const REGISTRIES: &str = "container-image-untrusted-registry";
const MISSING: &str = "docker-dockerfile-no-required-label";
const UNLISTED: &str = "docker-dockerfile-label-unlisted";
const INLINE: &str = "docker-dockerfile-inline-ignore";

/// The checks for what a label of a type must hold.
const FORMATS: [(&str, &str); 8] = [
    ("text", "docker-dockerfile-label-empty"),
    ("url", "docker-dockerfile-label-url-invalid"),
    ("rfc3339", "docker-dockerfile-label-time-invalid"),
    ("spdx", "docker-dockerfile-label-licence-invalid"),
    ("hash", "docker-dockerfile-label-revision-invalid"),
    ("semver", "docker-dockerfile-label-version-invalid"),
    ("email", "docker-dockerfile-label-email-invalid"),
    ("rawtext", "docker-dockerfile-label-empty"),
];

/// The words of hadolint for severities, and ours.
const SEVERITIES: [(&str, &str); 4] = [("error", "high"), ("warning", "medium"), ("info", "low"), ("style", "info")];

/// The keys that are read; the file may have others.
#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
struct Hadolint {
    r#override: BTreeMap<String, Option<Vec<Spanned<String>>>>,
    #[serde(alias = "trustedRegistries")]
    trusted_registries: Vec<Spanned<String>>,
    #[serde(alias = "labelSchema")]
    label_schema: BTreeMap<Spanned<String>, String>,
    #[serde(alias = "strictLabels")]
    strict_labels: Option<Spanned<bool>>,
}

/// Whether a word is the name of one of its rules, or of one of `ShellCheck`. It knows no patterns and no others.
pub fn is_rule(name: &str) -> bool {
    let is_kind = |kind: &str| ["DL", "SC"].iter().any(|known| known.eq_ignore_ascii_case(kind));
    let (kind, digits) = name.split_at_checked(2).unwrap_or_default();
    is_kind(kind) && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The settings that a file of hadolint stands for. What is not as expected is left out: the file belongs to another tool,
/// which complains itself.
pub fn read(source: &SourceFile) -> File {
    let stream = yaml::parse(source.text(), Dialect::Yaml12);
    let root = stream.documents.first().map(|document| document.root.to_value(&|range| source.span(range)));
    let hadolint: Hadolint = root.and_then(|root| from_value(&root).ok()).unwrap_or_default();
    let mut file = File::default();
    for (theirs, ours) in SEVERITIES {
        let rules = hadolint.r#override.get(theirs).into_iter().flatten().flatten();
        for rule in rules.filter(|rule| is_rule(&rule.value)) {
            let severity = Spanned { value: ours.to_owned(), range: rule.range };
            file.checks.severity.insert(rule.clone(), severity);
            if rule.value.eq_ignore_ascii_case("DL1001") {
                set(&mut file, INLINE, "comments", vec![Spanned { value: "*".to_owned(), range: rule.range }]);
            }
        }
    }
    if !hadolint.trusted_registries.is_empty() {
        let mut registries = hadolint.trusted_registries;
        let hub = registries.iter().find(|registry| registry.value == "hub.docker.com").map(|hub| hub.range);
        registries.extend(hub.map(|range| Spanned { value: "docker.io".to_owned(), range }));
        set(&mut file, REGISTRIES, "registries", registries);
    }
    labels(&mut file, &hadolint.label_schema, hadolint.strict_labels.is_some_and(|strict| strict.value));
    file
}

fn labels(file: &mut File, schema: &BTreeMap<Spanned<String>, String>, is_strict: bool) {
    let names: Vec<Spanned<String>> = schema.keys().cloned().collect();
    if is_strict {
        set(file, UNLISTED, "labels", names.clone());
    }
    if !names.is_empty() {
        set(file, MISSING, "labels", names);
    }
    let mut by_check: BTreeMap<&str, Vec<Spanned<String>>> = BTreeMap::new();
    for (name, format) in schema {
        let check = FORMATS.iter().find(|(known, _)| known.eq_ignore_ascii_case(format));
        if let Some((_, check)) = check {
            by_check.entry(check).or_default().push(name.clone());
        }
    }
    for (check, names) in by_check {
        set(file, check, "labels", names);
    }
}

fn set(file: &mut File, check: &str, parameter: &str, words: Vec<Spanned<String>>) {
    let range = words.first().map_or(TextRange::empty(0), |word| word.range);
    let spanned = |text: &str| Spanned { value: text.to_owned(), range };
    let parameters = Parameters::from([(spanned(parameter), words)]);
    file.checks.parameters.insert(spanned(check), parameters);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    fn show(text: &str) -> Vec<String> {
        let sources = SourceMap::new();
        let file = read(sources.add(FILE_NAMES[0], text));
        let severities = file.checks.severity.iter().map(|(name, word)| format!("{} {}", name.value, word.value));
        let parameters = file.checks.parameters.iter().map(|(check, lists)| {
            let words = lists.values().flatten().map(|word| word.value.as_str()).collect::<Vec<_>>().join(" ");
            format!("{}: {words}", check.value)
        });
        severities.chain(parameters).collect()
    }

    #[test]
    fn rules_registries_and_labels_are_taken_over() {
        let text = "failure-threshold: info\nignored: [DL3000]\noverride:\n  error: [DL3008]\n  style: [DL3015, DL1001]\n  info:\n\
                    trustedRegistries: [a.example, hub.docker.com]\n\
                    label-schema: {author: text, mail: email, other: nonsense}\nstrict-labels: true\n";
        let expected = [
            "DL1001 info",
            "DL3008 high",
            "DL3015 info",
            "container-image-untrusted-registry: a.example hub.docker.com docker.io",
            "docker-dockerfile-inline-ignore: *",
            "docker-dockerfile-label-email-invalid: mail",
            "docker-dockerfile-label-empty: author",
            "docker-dockerfile-label-unlisted: author mail other",
            "docker-dockerfile-no-required-label: author mail other",
        ];
        assert_eq!(show(text), expected);
        assert_eq!(show("trusted-registries: [b.example]"), ["container-image-untrusted-registry: b.example"]);
        for nothing in [
            "",
            "{{",
            "override: 5",
            "override: {style: ['*', 'DL*', CKV_DOCKER_3, docker-dockerfile-no-user]}",
            "strict-labels: false",
            "- a",
            "label-schema: [a]",
        ] {
            assert_eq!(show(nothing), Vec::<String>::new(), "{nothing}");
        }
    }
}
