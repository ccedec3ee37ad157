//! The policy over exceptions holds for every syntax.

use crate::runner::Project;

/// An open port of a Dockerfile's neighbour, a pod and a Dockerfile, with an exception each in the place of its `MARK`.
const GROUP: &str = "ABOVE\nresource \"aws_security_group_rule\" \"ssh\" { WITHIN\n  type = \"ingress\"\n  from_port = 22\n  \
                     to_port = 22\n  protocol = \"tcp\"\n  cidr_blocks = [\"0.0.0.0/0\"]\n  security_group_id = \"sg-1\"\n}\n";
const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations: {ABOVE}\nspec:\n  containers:\n    - {name: a, image: a, \
                   securityContext: {privileged: true}}\n";
const DOCKERFILE: &str = "WITHIN\nFROM debian:12\nABOVE\nRUN sudo true\nUSER app\n";

/// Where an exception stands: the file with its text, the file of the exception, and the check.
struct Case {
    files: Vec<(&'static str, String)>,
    check: &'static str,
}

fn cases() -> Vec<Case> {
    let group = |above: &str, within: &str| Case {
        files: vec![("main.tf", GROUP.replace("ABOVE", above).replace("WITHIN", within))],
        check: "cloud-network-open-ssh",
    };
    let pod =
        |annotation: &str| Case { files: vec![("pod.yaml", POD.replace("ABOVE", annotation))], check: "CKV_K8S_16" };
    let dockerfile = |above: &str, within: &str| Case {
        files: vec![("Dockerfile", DOCKERFILE.replace("ABOVE", above).replace("WITHIN", within))],
        check: "DL3004",
    };
    let listed = |name: &'static str, text: &str, case: Case| Case {
        files: [case.files, vec![(name, text.to_owned())]].concat(),
        ..case
    };
    vec![
        group("# ravelin:ignore cloud-network-open-ssh", ""),
        group("# ravelin:ignore-file cloud-network-open-ssh", ""),
        group("#tfsec:ignore:AVD-AWS-0107", ""),
        group("#trivy:ignore:AVD-AWS-0107", ""),
        group("", "# checkov:skip=CKV_AWS_24"),
        group("", "#ts:skip=AC_AWS_0227"),
        group("# kics-scan ignore-block", ""),
        group("# kics-scan ignore", ""),
        group("# kics-scan disable=65905cec-d691-4320-b320-2000436cb696", ""),
        pod("ravelin/ignore: CKV_K8S_16"),
        pod("checkov.io/skip1: CKV_K8S_16"),
        pod("ignore-check.kube-linter.io/privileged-container: ''"),
        pod("kube-linter.io/ignore-all: ''"),
        pod("kube-score/ignore: container-security-context-privileged"),
        dockerfile("# hadolint ignore=DL3004", ""),
        dockerfile("", "# hadolint global ignore=DL3004"),
        listed(".trivyignore", "AVD-AWS-0107\n", group("", "")),
        listed(".trivyignore.yaml", "misconfigurations: [{id: AVD-AWS-0107}]\n", group("", "")),
        listed(".checkov.yaml", "skip-check: [CKV_AWS_24]\n", group("", "")),
        listed(".hadolint.yaml", "ignored: [DL3004]\n", dockerfile("", "")),
        listed(".kube-linter.yaml", "checks: {exclude: [privileged-container]}\n", pod("")),
    ]
}

/// How many findings count when this is the policy.
fn counted(case: &Case, policy: &str) -> (usize, String) {
    let files: Vec<(&str, &str)> = case.files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let project = Project::new(&files);
    project.write(".ravelin.yaml", format!("exception-policy: {policy}\n").as_bytes());
    let run = project.run(&["scan", ".", "--format", "json", "--checks", case.check]);
    let report = run.json();
    let findings = report["findings"].as_array().expect("a list");
    (findings.iter().filter(|finding| finding["suppression"].is_null()).count(), run.stdout)
}

#[test]
fn it_holds_for_every_syntax() {
    for case in cases() {
        let named = &case.files;
        assert_eq!(counted(&case, "{}").0, 0, "{named:?}");
        for policy in
            ["{not-inline: [all]}", "{require-reason: true}", "{require-owner: true}", "{require-until: true}"]
        {
            let (open, report) = counted(&case, policy);
            assert_eq!(open, 1, "{policy}: {named:?}");
            assert!(report.contains("\"exception-refused\""), "{policy}: {named:?}\n{report}");
        }
    }
}

#[test]
fn what_says_nothing_is_no_reason() {
    let text = GROUP
        .replace("ABOVE", "# ravelin:ignore cloud-network-open-ssh reason=\"  \" owner=\"\"")
        .replace("WITHIN", "");
    let case = Case { files: vec![("main.tf", text)], check: "cloud-network-open-ssh" };
    assert_eq!(counted(&case, "{require-reason: true}").0, 1);
    assert_eq!(counted(&case, "{require-owner: true}").0, 1);
}

#[test]
fn the_configuration_may_except_what_nothing_else_may() {
    let text = GROUP.replace("ABOVE", "").replace("WITHIN", "");
    let case = Case { files: vec![("main.tf", text)], check: "cloud-network-open-ssh" };
    let policy = "{not-inline: [all]}\nexceptions: [{checks: [cloud-network-open-ssh], reason: known}]";
    assert_eq!(counted(&case, policy).0, 0);
}

/// What a tool says of its own files says nothing of those that it does not read.
#[test]
fn a_file_of_a_tool_for_manifests_silences_nothing_else() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: web\n      image: r.example/w:1.2.3\n      \
               securityContext: {privileged: true}\n";
    let compose = "services:\n  web:\n    image: r.example/w:1.2.3\n    privileged: true\n";
    for (excluded, expected) in
        [("privileged-container", vec!["compose.yaml"]), ("'*', all", vec!["compose.yaml", "pod.yaml"])]
    {
        let linter = format!("checks: {{exclude: [{excluded}]}}\n");
        let files = [("pod.yaml", pod), ("compose.yaml", compose), (".kube-linter.yaml", linter.as_str())];
        let run = Project::new(&files).run(&[
            "scan",
            ".",
            "--format",
            "concise",
            "--checks",
            "kubernetes-workload-privileged",
        ]);
        let found: Vec<&str> = run.stdout.lines().filter_map(|line| line.split(':').next()).collect();
        assert_eq!(found, expected, "{excluded}: {}", run.stdout);
    }
}
