//! `.hadolint.yaml`: its users get from Ravelin what they get from hadolint.

use serde_json::Value;

use crate::runner::Project;

const DOCKERFILE: &str = "FROM ghcr.io/someone/base:1.4\nLABEL author=\"\" mail=nobody release=newest ownr=shop docs=$DOCS\n\
                          RUN apt-get update && apt-get install curl\nUSER 1000\n";

const SCHEMA: &str = "label-schema:\n  author: text\n  mail: email\n  release: semver\n  owner: text\n  docs: url\n";

/// Check, severity and line of each finding of the checks that are of interest.
fn found(project: &Project, arguments: &[&str]) -> Vec<String> {
    let checks = "DL3008,DL3015,DL3026,DL3049,DL3050,DL3051,DL3052,DL3056,DL3058,DL1001";
    let run = project.run(&[&["scan", ".", "--format", "json", "--checks", checks], arguments].concat());
    let report = run.json();
    let show = |finding: &Value| {
        let text = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
        let line = &finding["location"]["start"]["line"];
        // The value of what is missing is its name; others are shown as maps.
        let value = finding["value"].as_str().filter(|value| !value.starts_with('{'));
        let value = value.map(|value| format!(" {value}")).unwrap_or_default();
        let check = text("checkId").replace("docker-dockerfile-", "").replace("container-image-", "");
        format!("{check}:{line} {}{value}", text("severity"))
    };
    let open =
        report["findings"].as_array().expect("findings").iter().filter(|finding| finding["suppression"].is_null());
    let mut found: Vec<String> = open.map(show).collect();
    found.sort();
    found
}

#[test]
fn labels_registries_and_severities_are_taken_over() {
    let hadolint = format!(
        "ignored: [DL3015]\noverride: {{error: [DL3008, SC2086], style: [DL3049]}}\ntrustedRegistries: [docker.io, \"*.example.com\"]\n\
         {SCHEMA}strict-labels: true\n"
    );
    let project = Project::new(&[("app/Dockerfile", DOCKERFILE), (".hadolint.yaml", &hadolint)]);
    let expected = [
        "apt-unpinned:3 high",
        "label-email-invalid:2 info",
        "label-empty:2 info",
        "label-unlisted:2 info",
        "label-version-invalid:2 info",
        "no-required-label:1 info owner",
        "untrusted-registry:1 medium",
    ];
    assert_eq!(found(&project, &[]), expected);
    // Without configuration, and without the file, the lists are not there.
    let alone = ["apt-get-recommends:3 info", "apt-unpinned:3 info"];
    assert_eq!(found(&project, &["--no-config"]), alone[1..]);
    let project = Project::new(&[("app/Dockerfile", DOCKERFILE), ("other/.hadolint.yaml", &hadolint)]);
    assert_eq!(found(&project, &[]), alone);
}

#[test]
fn it_speaks_for_dockerfiles_alone_and_our_own_file_overrules_it() {
    let compose = "services:\n  web:\n    image: ghcr.io/someone/base:1.4\n";
    let hadolint = "trusted-registries: [docker.io]\noverride: {warning: [DL3008], error: [DL1001]}\n";
    let own = "checks: {severity: {DL3008: critical}}\n";
    let files =
        [("Dockerfile", DOCKERFILE), ("compose.yaml", compose), (".hadolint.yml", hadolint), (".ravelin.yaml", own)];
    let project = Project::new(&files);
    let expected = ["apt-get-recommends:3 info", "apt-unpinned:3 critical", "untrusted-registry:1 medium"];
    assert_eq!(found(&project, &[]), expected);
    let ignoring = format!("# hadolint ignore=DL3026\n{DOCKERFILE}");
    let project = Project::new(&[("Dockerfile", &ignoring), (".hadolint.yaml", hadolint)]);
    let expected =
        ["apt-get-recommends:4 info", "apt-unpinned:4 medium", "inline-ignore:1 high # hadolint ignore=DL3026"];
    assert_eq!(found(&project, &[]), expected);
}

#[test]
fn it_cannot_silence_what_is_not_its_own() {
    let compose = "services:\n  web:\n    image: nginx:latest\n";
    let hadolint =
        "ignored: [DL3007, '*', docker-dockerfile-no-user]\noverride: {style: ['*', docker-dockerfile-no-user]}\n";
    let files = [("Dockerfile", "FROM nginx:latest\n"), ("compose.yaml", compose), (".hadolint.yaml", hadolint)];
    let project = Project::new(&files);
    let run = project.run(&["scan", ".", "--format", "concise", "--checks", "DL3007,docker-dockerfile-no-user"]);
    let lines: Vec<&str> = run.stdout.lines().filter(|line| line.contains(": medium: ")).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("Dockerfile:1:6: medium: Dockerfile has no USER"), "{lines:?}");
    assert!(lines[1].starts_with("compose.yaml:3:12: medium: "), "{lines:?}");
}

#[test]
fn what_must_be_there_can_be_said_in_our_own_words() {
    let own = "checks:\n  parameters:\n    docker-dockerfile-no-required-label: {labels: [owner, 'org.*.source', author]}\n\
               \x20   docker-dockerfile-label-url-invalid: {labels: [mail]}\n";
    let project = Project::new(&[("Dockerfile", DOCKERFILE), (".ravelin.yaml", own)]);
    let expected = [
        "apt-get-recommends:3 info",
        "apt-unpinned:3 info",
        "label-url-invalid:2 info",
        "no-required-label:1 info org.*.source",
        "no-required-label:1 info owner",
    ];
    assert_eq!(found(&project, &[]), expected);
    let wrong = "checks: {parameters: {docker-dockerfile-no-required-label: {label: [x]}}}\n";
    let project = Project::new(&[("Dockerfile", DOCKERFILE), (".ravelin.yaml", wrong)]);
    let run = project.run(&["scan", "."]);
    assert!(run.stderr.contains("has no parameter `label`"), "{}", run.stderr);
}

#[test]
fn a_broken_file_of_another_tool_ends_no_scan() {
    for text in ["{{", "override: 7", "label-schema: [a]\ntrustedRegistries: {a: b}\n", "override: {error: [NO1]}\n"] {
        let project = Project::new(&[("Dockerfile", DOCKERFILE), (".hadolint.yaml", text)]);
        assert_eq!(found(&project, &[]), ["apt-get-recommends:3 info", "apt-unpinned:3 info"], "{text}");
    }
}
