//! The files in which other tools keep their exceptions.

use serde::Deserialize;

use super::entry::{Listed, line_range};
use crate::config::hadolint;
use crate::model::Platform;
use crate::source::{SourceFile, TextRange};
use crate::syntax::yaml::{self, Dialect};
use crate::value::{self, Spanned};

/// Reads every exception of a file. What is not as expected is left out: the file belongs to another tool, which
/// complains itself.
type Read = fn(&SourceFile) -> Vec<Listed>;

/// Names of files that hold for a scan when they lie at its root.
pub(super) const FILES: &[(&str, Read)] = &[
    (".trivyignore", trivy_ids),
    (".trivyignore.yaml", trivy_yaml),
    (".checkov.yaml", checkov_configuration),
    (".checkov.yml", checkov_configuration),
    (".hadolint.yaml", hadolint_configuration),
    (".hadolint.yml", hadolint_configuration),
    (".kube-linter.yaml", kube_linter_configuration),
    (".kube-linter.yml", kube_linter_configuration),
];

/// Names of files that list findings and not decisions: they hold only when they are imported.
pub(super) const BASELINES: &[(&str, Read)] = &[(".checkov.baseline", checkov_baseline)];

/// One id a line, `exp:DATE` behind it, `#` before comments.
fn trivy_ids(source: &SourceFile) -> Vec<Listed> {
    let mut found = Vec::new();
    let mut comment = None;
    for line in 0..source.lines().len() {
        let range = line_range(source, line);
        let text = range.slice(source.text());
        if let Some(words) = text.strip_prefix('#') {
            comment = Some(words.trim().to_owned()).filter(|words| !words.is_empty());
            continue;
        }
        let mut words = text.split_whitespace();
        if let Some(id) = words.next() {
            let start = range.start as usize;
            let mut listed = listed("trivy", source, range);
            listed.checks = vec![(id.to_owned(), TextRange::new(start, start + id.len()))];
            listed.until = words.find_map(|word| word.strip_prefix("exp:")).map(|date| (date.to_owned(), range));
            listed.reason.clone_from(&comment);
            found.push(listed);
        } else {
            comment = None;
        }
    }
    found
}

fn trivy_yaml(source: &SourceFile) -> Vec<Listed> {
    #[derive(Deserialize)]
    struct File {
        #[serde(default)]
        misconfigurations: Vec<Spanned<Entry>>,
    }
    #[derive(Deserialize)]
    struct Entry {
        id: Spanned<String>,
        #[serde(default)]
        paths: Vec<String>,
        statement: Option<String>,
        expired_at: Option<Spanned<String>>,
    }
    let Some(file) = parse::<File>(source) else { return Vec::new() };
    let entries = file.misconfigurations.into_iter().map(|entry| Listed {
        checks: vec![(entry.value.id.value, entry.value.id.range)],
        paths: entry.value.paths,
        reason: entry.value.statement,
        until: entry.value.expired_at.map(|date| (date.value, date.range)),
        ..listed("trivy", source, entry.range)
    });
    entries.collect()
}

fn checkov_configuration(source: &SourceFile) -> Vec<Listed> {
    #[derive(Deserialize)]
    struct File {
        #[serde(rename = "skip-check", default)]
        skip_check: Vec<Spanned<String>>,
    }
    parse(source).map_or(Vec::new(), |file: File| skipped("checkov", source, file.skip_check))
}

fn hadolint_configuration(source: &SourceFile) -> Vec<Listed> {
    #[derive(Deserialize)]
    struct File {
        #[serde(default)]
        ignored: Vec<Spanned<String>>,
    }
    let Some(file) = parse::<File>(source) else { return Vec::new() };
    // It knows no names but its own, and speaks of nothing but Dockerfiles.
    let rules = file.ignored.into_iter().filter(|rule| hadolint::is_rule(&rule.value)).collect();
    let platform = Some(hadolint::PLATFORM);
    skipped("hadolint", source, rules).into_iter().map(|listed| Listed { platform, ..listed }).collect()
}

fn kube_linter_configuration(source: &SourceFile) -> Vec<Listed> {
    #[derive(Deserialize)]
    struct File {
        #[serde(default)]
        checks: Checks,
    }
    #[derive(Default, Deserialize)]
    struct Checks {
        #[serde(default)]
        exclude: Vec<Spanned<String>>,
    }
    let Some(file) = parse::<File>(source) else { return Vec::new() };
    // It knows no patterns, and speaks of nothing but manifests.
    let names =
        file.checks.exclude.into_iter().filter(|name| name.value != "all" && !name.value.contains('*')).collect();
    let platform = Some(Platform::Kubernetes);
    skipped("kube-linter", source, names).into_iter().map(|listed| Listed { platform, ..listed }).collect()
}

fn checkov_baseline(source: &SourceFile) -> Vec<Listed> {
    #[derive(Deserialize)]
    struct File {
        #[serde(default)]
        failed_checks: Vec<Checked>,
    }
    #[derive(Deserialize)]
    struct Checked {
        file: String,
        #[serde(default)]
        findings: Vec<Spanned<Found>>,
    }
    #[derive(Deserialize)]
    struct Found {
        resource: String,
        #[serde(default)]
        check_ids: Vec<Spanned<String>>,
    }
    let Some(file) = parse::<File>(source) else { return Vec::new() };
    let entries = file.failed_checks.into_iter().flat_map(|Checked { file, findings }| {
        findings.into_iter().map(move |found| Listed {
            checks: found.value.check_ids.into_iter().map(|id| (id.value, id.range)).collect(),
            paths: vec![format!("/{}", file.trim_start_matches('/'))],
            resources: vec![found.value.resource],
            ..listed("checkov", source, found.range)
        })
    });
    entries.collect()
}

fn skipped(syntax: &'static str, source: &SourceFile, names: Vec<Spanned<String>>) -> Vec<Listed> {
    let one =
        |name: Spanned<String>| Listed { checks: vec![(name.value, name.range)], ..listed(syntax, source, name.range) };
    names.into_iter().map(one).collect()
}

fn listed(syntax: &'static str, source: &SourceFile, range: TextRange) -> Listed {
    Listed {
        syntax,
        place: source.span(range),
        is_configured: false,
        checks: Vec::new(),
        paths: Vec::new(),
        platform: None,
        resources: Vec::new(),
        reason: None,
        owner: None,
        until: None,
    }
}

fn parse<T: serde::de::DeserializeOwned>(source: &SourceFile) -> Option<T> {
    let stream = yaml::parse(source.text(), Dialect::Yaml12);
    let value = stream.documents.first()?.root.to_value(&|range| source.span(range));
    value::from_value(&value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    /// Checks, paths, resources, reason and last day of each exception in a file.
    fn read(name: &str, text: &str) -> Vec<String> {
        let sources = SourceMap::new();
        let source = sources.add(name, text);
        let (_, read) = FILES.iter().chain(BASELINES).find(|(known, _)| *known == name).expect("known");
        let show = |listed: Listed| {
            for (check, range) in &listed.checks {
                assert!(range.slice(text).trim_matches('"') == check, "{check}");
            }
            let checks: Vec<&str> = listed.checks.iter().map(|(name, _)| name.as_str()).collect();
            let until = listed.until.map(|(date, _)| date);
            format!("{checks:?} {:?} {:?} {:?} {until:?}", listed.paths, listed.resources, listed.reason)
        };
        read(source).into_iter().map(show).collect()
    }

    #[test]
    fn every_file_is_read() {
        let cases = [
            (
                ".trivyignore",
                "# Public site\nAVD-AWS-0086\n\nAVD-AWS-0001 exp:2030-01-02\n",
                vec![
                    r#"["AVD-AWS-0086"] [] [] Some("Public site") None"#,
                    r#"["AVD-AWS-0001"] [] [] None Some("2030-01-02")"#,
                ],
            ),
            (
                ".trivyignore.yaml",
                "vulnerabilities:\n  - id: CVE-1\nmisconfigurations:\n  - id: AVD-DS-0002\n    paths: [docs/Dockerfile]\n    statement: only for docs\n",
                vec![r#"["AVD-DS-0002"] ["docs/Dockerfile"] [] Some("only for docs") None"#],
            ),
            (
                ".checkov.yaml",
                "quiet: true\nskip-check:\n  - CKV_AWS_18\n  - CKV_DOCKER*\n",
                vec![r#"["CKV_AWS_18"] [] [] None None"#, r#"["CKV_DOCKER*"] [] [] None None"#],
            ),
            (".hadolint.yaml", "ignored: [DL3008]\n", vec![r#"["DL3008"] [] [] None None"#]),
            (
                ".kube-linter.yaml",
                "checks: {exclude: [no-read-only-root-fs]}\n",
                vec![r#"["no-read-only-root-fs"] [] [] None None"#],
            ),
            (
                ".checkov.baseline",
                r#"{"failed_checks": [{"file": "/main.tf", "findings": [{"resource": "aws_s3_bucket.a", "check_ids": ["CKV_AWS_18", "CKV_AWS_21"]}]}]}"#,
                vec![r#"["CKV_AWS_18", "CKV_AWS_21"] ["/main.tf"] ["aws_s3_bucket.a"] None None"#],
            ),
            (".checkov.yaml", "skip-check: {nonsense: 1}\n", vec![]),
            (".hadolint.yaml", "ignored: ['*', container-image-latest-tag, CKV_DOCKER_3, 'DL*', DL]\n", vec![]),
            (".hadolint.yaml", "{{", vec![]),
            (".kube-linter.yaml", "checks: {exclude: ['*', all, 'run-as-*']}\n", vec![]),
        ];
        for (name, text, expected) in cases {
            assert_eq!(read(name, text), expected, "{name}");
        }
    }
}
