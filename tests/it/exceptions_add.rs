//! `ravelin exceptions add`: what it writes, where, and that nothing but what was asked for is covered.

use std::fs;
use std::path::{Path, PathBuf};

use crate::runner::{Project, Run};

/// Every file below a folder with its bytes, by path, without those of git.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push((path.clone(), fs::read(&path).expect("readable")));
        }
    }
    found.sort();
    found
}

fn copy(from: &Path, project: &Project) {
    for (path, bytes) in files(from) {
        let name = path.strip_prefix(from).expect("below").to_string_lossy().replace('\\', "/");
        project.write(&name, &bytes);
    }
}

fn text(project: &Project, name: &str) -> String {
    fs::read_to_string(project.path().join(name)).expect("UTF-8")
}

fn add(project: &Project, args: &[&str]) -> Run {
    project.run(&[&["exceptions", "add", "--reason", "as it was"], args].concat())
}

/// The fingerprints of the findings of a check that count.
fn fingerprints(project: &Project, check: &str) -> Vec<String> {
    let report = project.run(&["scan", ".", "--format", "json", "--checks", check]).json();
    let findings = report["findings"].as_array().expect("a list");
    let open = findings.iter().filter(|finding| finding["suppression"].is_null());
    open.map(|finding| finding["fingerprint"].as_str().expect("text").to_owned()).collect()
}

/// Excepts everything, and asserts that a scan then has nothing to say, and that nothing is left to write.
fn assert_adopts(project: &Project) {
    let run = add(project, &["--add-all", "--severity", "info"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    let after = project.run(&["scan", ".", "--format", "concise"]);
    assert_eq!((after.code, after.stdout.as_str()), (0, ""), "{}", after.stderr);
    let report = project.run(&["scan", ".", "--format", "json"]).json();
    let open = report["findings"].as_array().expect("a list").iter().filter(|it| it["suppression"].is_null());
    assert_eq!(open.count(), 0);
    let written = files(&project.path());
    let again = add(project, &["--add-all", "--severity", "info"]);
    assert_eq!((again.code, again.stdout.as_str()), (0, "0 findings excepted\n"), "{}", again.stderr);
    assert_eq!(files(&project.path()), written);
}

#[test]
fn the_quickstart_is_adopted() {
    let quickstart = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/quickstart");
    let project = Project::new(&[]);
    copy(&quickstart, &project);
    let before = project.run(&["scan", "."]);
    assert_eq!(before.code, 1);
    // What closes the gate is enough for it to open.
    let run = add(&project, &["--add-all"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.ends_with(" files\n"), "{}", run.stdout);
    assert_eq!(project.run(&["scan", "."]).code, 0);
    assert_adopts(&project);
}

const DOCKERFILE: &str = "# syntax=docker/dockerfile:1\nFROM debian:12\nRUN apt-get update && \\\n    # packages\n    apt-get install curl\n\
                          RUN <<EOF\nsudo true\nEOF\n# hadolint stage ignore=DL3007\nFROM debian:latest\nUSER root";

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}\nspec:\n  containers:\n    - name: a\n      \
                   image: a:latest\n      securityContext: {\n        privileged: true\n      }\n      args:\n        - |\n          \
                   x\n";

const GROUP: &str = "# About the group.\nresource \"aws_security_group\" \"a\" {\n\tdescription = \"Servers\"\n\tingress {\n\t\t\
                     from_port = 22\n\t\tto_port = 22\n\t\tprotocol = \"tcp\"\n\t\tcidr_blocks = [\n\t\t\t\"0.0.0.0/0\",\n\t\t]\n\t}\n}\n";

fn mixed() -> Project {
    let group = GROUP.replace('\n', "\r\n");
    let json = r#"{"resource": {"aws_s3_bucket_acl": {"a": {"bucket": "b", "acl": "public-read"}}}}"#;
    let pod = r#"{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "j"}, "spec": {"hostNetwork": true, "containers": []}}"#;
    Project::new(&[
        ("tf/main.tf", &format!("\u{feff}{group}")),
        (
            "tf/acl.tf",
            "variable \"acl\" {}\n\nresource \"aws_s3_bucket_acl\" \"v\" {\n  bucket = \"b\"\n  acl = var.acl\n}\n",
        ),
        ("tf/terraform.tfvars", "acl = \"public-read\""),
        ("json/main.tf.json", json),
        ("k8s/pod.yaml", POD),
        ("k8s/pod.json", pod),
        ("app/Dockerfile", DOCKERFILE),
        ("compose.yaml", "services:\n  web:\n    image: a:latest\n    privileged: true\n    ports: [\"22:22\"]\n"),
        (".ravelin.yaml", "# ours\ngate: {fail-on: low} # strict\n"),
    ])
}

#[test]
fn every_language_is_adopted() {
    let project = mixed();
    assert_adopts(&project);
    let main = text(&project, "tf/main.tf");
    assert!(main.starts_with("\u{feff}# About the group.\r\n# ravelin:ignore "), "{main}");
    assert!(!main.replace("\r\n", "").contains('\n'), "{main}");
    assert!(main.contains("\t\tcidr_blocks = [\r\n\t\t\t# ravelin:ignore "), "{main}");
    assert!(text(&project, "tf/terraform.tfvars").ends_with("acl = \"public-read\""));
    let dockerfile = text(&project, "app/Dockerfile");
    assert!(dockerfile.starts_with("# syntax=docker/dockerfile:1\n"), "{dockerfile}");
    assert!(
        dockerfile.contains("&& \\\n    # packages\n    apt-get") && dockerfile.ends_with("\nUSER root"),
        "{dockerfile}"
    );
    assert!(dockerfile.contains("\nRUN <<EOF\nsudo true\nEOF\n"), "{dockerfile}");
    assert!(dockerfile.contains("\n# hadolint stage ignore=DL3007\nFROM debian:latest\n"), "{dockerfile}");
    assert!(text(&project, "k8s/pod.yaml").contains("securityContext: {\n        privileged: true\n      }\n"));
    let configuration = text(&project, ".ravelin.yaml");
    assert!(
        configuration.starts_with("# ours\ngate: {fail-on: low} # strict\n\nexceptions:\n  - checks: ["),
        "{configuration}"
    );
    for path in ["/json/main.tf.json", "/k8s/pod.json"] {
        assert!(configuration.contains(&format!("    paths: [{path}]\n")), "{configuration}");
    }
    for name in ["json/main.tf.json", "k8s/pod.json"] {
        assert!(!text(&project, name).contains("ravelin"), "{name}");
    }
    let edited = ["tf/main.tf", "tf/acl.tf", "app/Dockerfile", "k8s/pod.yaml", "compose.yaml", ".ravelin.yaml"];
    let shown = edited.map(|name| format!("== {name}\n{}", text(&project, name).trim_start_matches('\u{feff}')));
    insta::assert_snapshot!(shown.join("\n"));
}

/// A security group with two rules that the same check finds, and one more finding.
const TWO: &str = "resource \"aws_security_group\" \"a\" {\n  ingress {\n    from_port = 22\n    to_port = 22\n    protocol = \"tcp\"\n    \
                   cidr_blocks = [\"0.0.0.0/0\"]\n  }\n  ingress {\n    from_port = 22\n    to_port = 22\n    protocol = \"tcp\"\n    \
                   cidr_blocks = [\"::/0\", \"0.0.0.0/0\"]\n  }\n}\n";

#[test]
fn one_finding_is_excepted_and_no_other() {
    let project = Project::new(&[("main.tf", TWO)]);
    let [first, second] = fingerprints(&project, "cloud-network-open-ssh").try_into().expect("two");
    let run = add(&project, &[&first[..8], "--owner", "net team", "--until", "2999-12-31"]);
    let expected =
        format!("main.tf:6: excepted cloud-network-open-ssh ({first})\n1 finding excepted by 1 comment in 1 file\n");
    assert_eq!(run.stdout, expected, "{}", run.stderr);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(text(&project, "main.tf").contains(" until=2999-12-31 owner=\"net team\" reason=\"as it was\"\n    cidr"));
    assert_eq!(fingerprints(&project, "cloud-network-open-ssh"), [second.as_str()]);
    // Twice is once.
    let before = text(&project, "main.tf");
    let run = add(&project, &[&first]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "0 findings excepted\n"));
    assert!(
        run.stderr.contains(&format!("note: {first} (cloud-network-open-ssh, main.tf:7) is excepted already")),
        "{}",
        run.stderr
    );
    assert_eq!(text(&project, "main.tf"), before);
}

#[test]
fn what_would_cover_another_finding_as_well_is_not_written() {
    let json = "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"a\"}, \"spec\": {\"containers\": [\n\
                {\"name\": \"a\", \"image\": \"a:1\", \"securityContext\": {\"privileged\": true}},\n\
                {\"name\": \"b\", \"image\": \"b:1\", \"securityContext\": {\"privileged\": true}}]}}\n";
    let project = Project::new(&[("pod.json", json)]);
    let [first, second] = fingerprints(&project, "kubernetes-workload-privileged").try_into().expect("two");
    let run = add(&project, &[&first]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let expected = format!(
        "error: pod.json:2: kubernetes-workload-privileged ({first}) is not excepted: an entry in the configuration would cover \
         {second} (pod.json:3) as well\n"
    );
    assert!(run.stderr.contains(&expected), "{}", run.stderr);
    let both = add(&project, &[&first, &second]);
    assert_eq!(both.code, 0, "{}", both.stderr);
    assert!(both.stdout.contains(": pod.json can hold no comment\n"), "{}", both.stdout);
    assert_eq!(fingerprints(&project, "kubernetes-workload-privileged"), Vec::<String>::new());
}

#[test]
fn wrong_wishes_get_an_answer() {
    let project = Project::new(&[
        ("main.tf", TWO),
        ("strict/.ravelin.yaml", "exception-policy: {require-owner: true, require-until: true}\n"),
        ("strict/main.tf", TWO),
    ]);
    let first = fingerprints(&project, "cloud-network-open-ssh").remove(0);
    let cases: [(&[&str], &str); 10] = [
        (&["abcdef"], "nothing here has the fingerprint `abcdef`"),
        (&["abc"], "`abc` is too short: a fingerprint is known by 6 digits or more"),
        (&["nowhere"], "`nowhere` is neither the start of a fingerprint, in hexadecimal digits, nor a file or folder"),
        (&["."], "say which findings: their fingerprints, `--check`, or `--add-all`"),
        (&[], "required"),
        (&["--add-all", "--until", "soon"], "it is not a date of the form YYYY-MM-DD"),
        (&["--add-all", "--until", "2001-01-01"], "the exception ended on 2001-01-01; nothing was written"),
        (&[&first, "--add-all"], "fingerprints say which findings already"),
        (&["--add-all", "--owner", " "], "it says nothing"),
        (&["strict", "--add-all"], "the exception does not hold: it needs an owner; nothing was written"),
    ];
    let before = files(&project.path());
    for (args, words) in cases {
        let run = add(&project, args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.stdout);
        assert!(run.stderr.contains(words), "{args:?}: {}", run.stderr);
    }
    assert_eq!(files(&project.path()), before);
    let granted = add(&project, &["strict", "--add-all", "--owner", "a", "--until", "2999-12-31"]);
    assert_eq!(granted.code, 0, "{}", granted.stderr);
}

#[test]
fn the_configuration_gets_what_is_wished_there() {
    let policy = "exception-policy:\n  not-inline: [cloud-network-open-ssh]\n";
    for (configuration, args, why) in
        [(policy, &[][..], ": `exception-policy` wants it in the configuration"), ("", &["--in-config"], "")]
    {
        let project = Project::new(&[("main.tf", TWO), (".ravelin.yaml", configuration)]);
        let run = add(&project, &[&["--check", "cloud-network-open-ssh"], args].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        let written = text(&project, ".ravelin.yaml");
        let entry = "exceptions:\n  - checks: [cloud-network-open-ssh]\n    paths: [/main.tf]\n    resources: [aws_security_group.a]\n    \
                     reason: \"as it was\"\n";
        assert!(written.starts_with(configuration) && written.contains(entry), "{written}");
        let said = run.stdout.lines().filter(|line| line.contains("cloud-network-open-ssh (")).collect::<Vec<_>>();
        assert!(said.len() == 2 && said.iter().all(|line| line.ends_with(&format!("){why}"))), "{}", run.stdout);
        assert_eq!(fingerprints(&project, "cloud-network-open-ssh"), Vec::<String>::new());
    }
    // One that is not there is made at the scan root.
    let project = Project::new(&[("a b/main.tf", TWO)]);
    assert_eq!(add(&project, &["a b", "--check", "cloud-network-open-ssh", "--in-config"]).code, 0);
    assert!(text(&project, ".ravelin.yaml").contains(r#"paths: ["/a\\ b/main.tf"]"#));
    let refused = add(&project, &["--add-all", "--in-config", "--no-config"]);
    assert!(refused.code == 1 && refused.stderr.contains("which `--no-config` leaves out"), "{}", refused.stderr);
}

#[test]
fn a_dry_run_shows_a_difference() {
    let project = Project::new(&[("main.tf", TWO), (".ravelin.yaml", "# none\n")]);
    let before = files(&project.path());
    let first = fingerprints(&project, "cloud-network-open-ssh").remove(0);
    let run = add(&project, &[&first, "--dry-run", "--in-config"]);
    assert_eq!(files(&project.path()), before);
    assert_eq!(run.code, 1, "one entry would cover both: {}", run.stdout);
    let run = add(&project, &[&first, "--dry-run"]);
    assert_eq!(files(&project.path()), before);
    insta::assert_snapshot!(format!("{}== standard error\n{}", run.stdout, run.stderr));
}

#[cfg(unix)]
#[test]
fn files_beyond_the_repository_are_left_alone() {
    let outside = Project::new(&[("shared.tf", TWO), ("configuration.yaml", "")]);
    let project = Project::new(&[("repository/.git/HEAD", ""), ("repository/main.tf", "")]);
    let link = |from: &str, to: &str| {
        std::os::unix::fs::symlink(outside.path().join(from), project.path().join(to)).expect("writable");
    };
    link("configuration.yaml", "repository/.ravelin.yaml");
    project.write("repository/main.tf", TWO.as_bytes());
    let run = add(&project, &["repository", "--add-all"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    fs::remove_file(project.path().join("repository/.ravelin.yaml")).expect("is there");
    link("shared.tf", "repository/shared.tf");
    let run = add(&project, &["repository", "--add-all"]);
    assert_eq!(text(&outside, "shared.tf"), TWO, "{}{}", run.stdout, run.stderr);
    assert!(text(&project, "repository/main.tf").contains("ravelin:ignore"), "{}", run.stderr);
}
