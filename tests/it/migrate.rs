//! `ravelin migrate`: what other tools' files say, as a configuration that a scan takes.

use std::fs;

use crate::runner::Project;

/// Runs the command over the files of one tool. Shows what it writes and says, and sees that a scan takes it.
fn migrate(files: &[(&str, &str)]) -> String {
    let project = Project::new(files);
    project.write("main.tf", b"variable \"a\" {}\n");
    let printed = project.run(&["migrate", "--stdout"]);
    let run = project.run(&["migrate"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = fs::read_to_string(project.path().join(".ravelin.yaml")).expect("was written");
    assert_eq!(printed.stdout, text);
    assert_eq!(printed.stderr, run.stderr);
    fs::create_dir_all(project.path().join("results")).expect("writable");
    let scan = project.run(&["scan", ".", "--format", "concise"]);
    assert!(scan.code < 2, "{}\n{text}", scan.stderr);
    // Only one is written.
    let again = project.run(&["migrate"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains(".ravelin.yaml is there already; `--stdout` prints"), "{}", again.stderr);
    format!("{text}== standard output\n{}== standard error\n{}", run.stdout, run.stderr)
}

#[test]
fn checkov() {
    let text = "# ours\nframework: [terraform, kubernetes]\nskip-check:\n  - CKV_AWS_18\n  - CKV_AWS_21\n  - CKV_DOCKER_*\n  - CKV_XX_1\n  - LOW\n\
                check: []\nskip-path: ['^modules/old/', examples, 'a|b']\nsoft-fail: false\nhard-fail-on: [HIGH, CKV_AWS_20]\n\
                soft-fail-on: [MEDIUM]\noutput: [cli, sarif, junitxml, cyclonedx]\noutput-file-path: console,results/r.sarif,results/j.xml\n\
                var-file: [prod.tfvars, gone.tfvars]\nexternal-checks-dir: [policies]\ndownload-external-modules: true\nquiet: true\n\
                compact: false\nbaseline: .checkov.baseline\nskip-chek: [CKV_AWS_1]\n";
    insta::assert_snapshot!(migrate(&[(".checkov.yaml", text), ("prod.tfvars", "a = 1\n")]));
}

#[test]
fn trivy() {
    let text = "severity: [HIGH, CRITICAL]\nexit-code: 1\nformat: template\ntemplate: '@contrib/junit.tpl'\noutput: results/trivy.xml\n\
                scan:\n  skip-dirs: ['**/.terraform', vendor, /etc]\n  skip-files: [./a/*.tf]\n  scanners: [misconfig, vuln]\n\
                misconfiguration:\n  terraform:\n    vars: [dev.tfvars]\n    exclude-downloaded-modules: true\n  helm:\n    values: [v.yaml]\n\
                rego:\n  check: [policy]\ncache:\n  dir: /tmp\nignorefile: .trivyignore\nlicense: {full: true}\nnonsense: 1\n";
    let ignored = "# The public site\nAVD-AWS-0086\nAVD-AWS-0001 exp:2030-01-02\nCVE-2024-1\n";
    let list = "misconfigurations:\n  - id: AVD-DS-0002\n    paths: [docs/Dockerfile]\n    statement: only for docs\nvulnerabilities:\n  - id: CVE-1\n";
    insta::assert_snapshot!(migrate(&[
        ("trivy.yaml", text),
        (".trivyignore", ignored),
        (".trivyignore.yaml", list),
        ("dev.tfvars", ""),
    ]));
}

#[test]
fn paths_that_lead_elsewhere_do_not_widen_an_exception() {
    let list = "misconfigurations:\n  - id: AVD-DS-0002\n    paths: [/etc/x, docs/Dockerfile]\n  - id: AVD-DS-0001\n    paths: [../y]\n";
    let project = Project::new(&[(".trivyignore.yaml", list)]);
    let run = project.run(&["migrate", "--stdout"]);
    assert!(run.stdout.contains("paths: [/docs/Dockerfile]"), "{}", run.stdout);
    assert!(!run.stdout.contains("container-image-latest-tag"), "{}", run.stdout);
    for told in [".trivyignore.yaml:2: /etc/x: it leads out", ".trivyignore.yaml:4: ../y: it leads out"] {
        assert!(run.stderr.contains(told), "{}", run.stderr);
    }
}

#[test]
fn kics() {
    let text = "path = \"assets\"\nverbose = true\nexclude-paths = [ \"./foo/\",\n  \"bar/*.tf\" ]\n\
                exclude-queries = \"65905cec-d691-4320-b320-2000436cb696,e69890e6-fce5-461d-98ad-cb98318dfc96\"\n\
                exclude-severities = [\"info\", \"trace\"]\nexclude-categories = [\"Observability\", \"Bill Of Materials\"]\n\
                fail-on = [\"high\"]\nreport-formats = [\"json\", \"sarif\", \"pdf\"]\noutput-path = \"./results\"\noutput-name = \"kics\"\n\
                disable-secrets = true\nqueries-path = \"assets/queries\"\n";
    insta::assert_snapshot!(migrate(&[("kics.config", text)]));
}

#[test]
fn kube_linter() {
    let text = "checks:\n  doNotAutoAddDefaults: false\n  addAllBuiltIn: true\n  exclude: [privileged-container, latest-tag, no-such-check]\n  \
                ignorePaths: [~/foo, charts/**, ../x]\ncustomChecks:\n  - name: a\n    template: required-label\n";
    insta::assert_snapshot!(migrate(&[(".kube-linter.yaml", text)]));
}

#[test]
fn hadolint() {
    let text = "failure-threshold: warning\nformat: gitlab_codeclimate\nignored: [DL3008, DL3007, SC9999]\nno-color: true\nno-fail: false\n\
                override:\n  error: [DL3003]\n  style: [DL3015]\ntrustedRegistries: [registry.example.com]\n\
                label-schema: {author: text, url: url}\nstrict-labels: true\ndisable-ignore-pragma: true\n";
    insta::assert_snapshot!(migrate(&[(".hadolint.yaml", text)]));
}

#[test]
fn tfsec_and_terrascan() {
    let tfsec = "minimum_severity: MEDIUM\nseverity_overrides:\n  CUS002: ERROR\n  aws-s3-enable-versioning: HIGH\n  aws-s3-block-public-acls: SEVERE\n\
                 exclude: [aws-s3-enable-bucket-logging]\nmin_required_version: v1.1.2\n";
    let terrascan = "[severity]\nlevel = \"low\"\n[rules]\nskip-rules = [\n  \"AC_AWS_0214\",\n  \"AC_AWS_9999\"\n]\n[notifications.webhook]\nurl = \"https://a.example\"\n";
    insta::assert_snapshot!(migrate(&[(".tfsec/config.yml", tfsec), (".terrascan.toml", terrascan)]));
}

#[test]
fn what_cannot_be_read_is_told() {
    let project = Project::new(&[("a.tf", "")]);
    let run = project.run(&["migrate"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("no configuration of another tool is here; looked for .checkov.yaml, "),
        "{}",
        run.stderr
    );
    assert!(project.run(&["migrate", "gone"]).stderr.contains("gone: there is no such folder"));
    project.write("sub/.checkov.yaml", b"skip-check: [\n");
    let run = project.run(&["migrate", "sub"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("sub/.checkov.yaml:1:13: error: the file of Checkov cannot be read: "),
        "{}",
        run.stderr
    );
    assert!(!project.path().join("sub/.ravelin.yaml").exists());
    // What says nothing still gives a file that says so.
    project.write("sub/.checkov.yaml", b"# later\n");
    let run = project.run(&["migrate", "sub"]);
    assert_eq!(run.stdout.lines().next(), Some("wrote sub/.ravelin.yaml from .checkov.yaml"), "{}", run.stderr);
}
