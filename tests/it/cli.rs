//! The command line: inputs, outputs, exit codes.

use std::path::Path;

use ravelin::check::Registry;

use crate::runner::{Project, ravelin, ravelin_in};

const OPEN_SSH: &str = r#"resource "aws_security_group" "a" {
  description = "Servers"
  ingress {
    description = "SSH"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
"#;

#[test]
fn the_quickstart_finds_real_problems() {
    let run = ravelin(&["scan", "testdata/quickstart", "--format", "concise"]);
    assert_eq!((run.code, run.problems()), (1, ""));
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn the_quickstart_reads_well() {
    let run = ravelin(&["scan", "testdata/quickstart", "--show-unknown", "--show-exceptions"]);
    assert_eq!(run.code, 1);
    assert!(!run.stdout.contains('\u{1b}'), "no colour into a pipe");
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn the_same_input_gives_the_same_bytes_on_any_number_of_threads() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for format in ["pretty", "concise", "json", "sarif"] {
        let args = ["scan", "testdata", "--format", format, "--show-unknown"];
        let runs: Vec<String> = ["1", "2", "8"]
            .iter()
            .map(|threads| ravelin_in(root, &args, &[("RAYON_NUM_THREADS", threads)], None).stdout)
            .collect();
        assert!(runs[0].len() > 1000, "{format} says something");
        assert!(runs.iter().all(|run| *run == runs[0]), "{format} depends on threads");
    }
}

#[test]
fn several_formats_in_one_run() {
    let project = Project::new(&[("main.tf", OPEN_SSH)]);
    let run =
        project.run(&["scan", ".", "--format", "sarif=out.sarif", "--format", "json=out.json", "--format", "concise"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(run.ids(), ["cloud-network-open-ssh"]);
    for file in ["out.sarif", "out.json"] {
        let text = std::fs::read_to_string(project.path().join(file)).expect("was written");
        assert!(text.contains("cloud-network-open-ssh"), "{file}");
    }
    let twice = project.run(&["scan", ".", "--format", "sarif", "--format", "json"]);
    assert_eq!(twice.code, 2);
    assert!(twice.stderr.contains("only one format"), "{}", twice.stderr);
}

#[test]
fn the_gate_decides_the_exit_code() {
    let project = Project::new(&[("main.tf", OPEN_SSH)]);
    for (gate, code) in [("critical", 0), ("high", 1), ("medium", 1), ("info", 1), ("none", 0)] {
        assert_eq!(project.run(&["scan", ".", "--fail-on", gate]).code, code, "{gate}");
    }
    assert_eq!(project.run(&["scan", ".", "--fail-on", "worst"]).code, 2);
    assert_eq!(project.run(&["scan", "missing"]).code, 2);
    assert_eq!(project.run(&["scan"]).code, 1);
    let clean = Project::new(&[("main.tf", "locals {\n  a = 1\n}\n")]);
    assert_eq!(clean.run(&["scan", "."]).code, 0);
}

#[test]
fn incomplete_input_fails_only_when_asked() {
    let project = Project::new(&[("main.tf", "resource \"a\" \"b\" {\n  x = = 1\n}\n")]);
    assert_eq!(project.run(&["scan", "."]).code, 0);
    assert_eq!(project.run(&["scan", ".", "--fail-on-incomplete"]).code, 3);
}

#[test]
fn standard_input_has_the_language_of_its_name() {
    let folder = Project::new(&[]).path();
    let folder = folder.parent().expect("has a parent");
    let run = |name: &str, text: &str| {
        ravelin_in(folder, &["scan", "-", "--stdin-name", name, "--format", "concise"], &[], Some(text))
    };
    let terraform = run("net.tf", OPEN_SSH);
    assert_eq!(terraform.code, 1, "{}", terraform.stderr);
    assert!(terraform.stdout.starts_with("net.tf:8:20: high: "), "{}", terraform.stdout);
    let dockerfile = run("Dockerfile", "FROM debian:12\nUSER root\n");
    assert!(dockerfile.ids().contains(&"docker-dockerfile-root-user"), "{}", dockerfile.stdout);
    let guessed = |text: &str| ravelin_in(folder, &["scan", "-", "--format", "concise"], &[], Some(text)).stdout;
    assert!(guessed(OPEN_SSH).starts_with("stdin.tf:8:"));
    assert!(guessed("# syntax=docker/dockerfile:1\nFROM debian:12\nUSER root\n").starts_with("Dockerfile:"));
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostNetwork: true\n  containers: []\n";
    assert!(guessed(pod).starts_with("stdin.yaml:"));
    let unclear = run("notes.txt", "hello\n");
    assert!(unclear.stdout.contains("[not-recognised]"), "{}", unclear.stdout);
}

#[test]
fn files_are_claimed_by_name_and_content() {
    let dockerfile = "FROM debian:12\nUSER root\n";
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostNetwork: true\n  containers: [{name: a, image: \"a:1\"}]\n";
    let project = Project::new(&[
        ("Dockerfile.prod", dockerfile),
        ("app.dockerfile", dockerfile),
        ("Containerfile", dockerfile),
        ("pod.yaml", pod),
        ("compose.yaml", "services:\n  a:\n    privileged: true\n"),
        (".github/pod.yml", pod),
        ("readme.md", "FROM here on\n"),
    ]);
    let run = project.run(&["scan", ".", "--format", "json"]);
    let coverage = &run.json()["coverage"];
    assert_eq!(coverage["files"]["dockerfile"]["found"], 3, "{coverage}");
    assert_eq!(coverage["files"]["kubernetes"]["found"], 2, "{coverage}");
    assert_eq!(coverage["files"]["compose"]["found"], 1, "{coverage}");
    assert_eq!(coverage["files"].as_object().map(serde_json::Map::len), Some(3), "{coverage}");
}

#[test]
fn what_is_not_text_is_reported_and_the_rest_is_scanned() {
    let project = Project::new(&[("main.tf", OPEN_SSH)]);
    project.write("binary.tf", b"\0\x01\x02");
    project.write("latin.tf", b"# caf\xe9\n");
    project.write("huge.tf", &vec![b' '; 11 << 20]);
    let run = project.run(&["scan", ".", "--format", "concise"]);
    let mut ids = run.ids();
    ids.sort_unstable();
    assert_eq!(ids, ["binary", "cloud-network-open-ssh", "not-utf8", "too-large"], "{}", run.stdout);
}

#[test]
fn a_broken_block_costs_only_itself() {
    let broken = format!("resource \"x\" \"y\" {{\n  a = [1,\n  b = }}\n}}\n\n{OPEN_SSH}");
    let project = Project::new(&[("main.tf", broken.as_str())]);
    let run = project.run(&["scan", ".", "--format", "concise"]);
    assert!(run.ids().contains(&"cloud-network-open-ssh"), "{}", run.stdout);
    let problems: Vec<_> = run.stdout.lines().filter(|line| line.ends_with("[hcl-syntax]")).collect();
    let expected = [
        "main.tf:2:7: error: expected `]` to close the `[` that starts here [hcl-syntax]",
        "main.tf:3:7: error: expected an expression, found `}` [hcl-syntax]",
        "main.tf:4:1: error: this `}` closes nothing [hcl-syntax]",
    ];
    assert_eq!(problems, expected);
}

#[test]
fn checks_can_be_chosen_by_any_of_their_names() {
    let project = Project::new(&[("main.tf", OPEN_SSH)]);
    let ids = |args: &[&str]| {
        let run = project.run(&[&["scan", ".", "--format", "concise", "--fail-on", "none"], args].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.ids().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(ids(&["--checks", "CKV_AWS_24"]), ["cloud-network-open-ssh"]);
    assert_eq!(ids(&["--checks", "cloud-network-*"]), ["cloud-network-open-ssh"]);
    assert!(ids(&["--skip-checks", "cloud-network-open-ssh"]).is_empty());
    let unknown = project.run(&["scan", ".", "--checks", "nonsense"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("there is no check, category or severity `nonsense`"), "{}", unknown.stderr);
}

const OWN_CHECK: &str = r#"id: own-thing
title: A thing is wrong
severity: high
category: maintenance
on: {kinds: [thing]}
deny: "?@.bad == true"
message: "{address} is bad"
why: It is.
remedy: Make it good.
references: [https://example.com/]
examples:
  - fails: {terraform: "resource \"thing\" \"a\" {\n  bad = true\n}\n"}
  - passes: {terraform: "resource \"thing\" \"a\" {}\n"}
"#;

#[test]
fn own_checks_run_beside_the_embedded_ones() {
    let project = Project::new(&[
        ("main.tf", "resource \"thing\" \"a\" {\n  bad = true\n}\n"),
        ("own/own-thing.yaml", OWN_CHECK),
    ]);
    let run = project.run(&["scan", "main.tf", "--check-dir", "own", "--format", "concise"]);
    assert_eq!(run.stdout, "main.tf:2:9: high: thing.a is bad [own-thing]\n");
    let test = project.run(&["checks", "test", "own-thing", "--check-dir", "own"]);
    assert_eq!((test.code, test.stdout.as_str()), (0, "1 checks: 2 examples passed, 0 failed\n"));
}

/// A family of own checks is so many checks, in every command.
#[test]
fn members_of_an_own_family_are_checks() {
    let shared = OWN_CHECK.replacen("id: own-thing\n", "", 1).replacen("on: {kinds: [thing]}\n", "", 1);
    let shared = shared.replace("\\\"thing\\\"", "\\\"<kind>\\\"");
    let members =
        "members:\n  own-thing: {service: team/net, on: {kinds: [thing]}}\n  own-other: {on: {kinds: [other]}}\n";
    let project = Project::new(&[
        ("main.tf", "resource \"other\" \"a\" {\n  bad = true\n}\n"),
        ("own/things.yaml", &format!("{shared}{members}")),
    ]);
    let run = project.run(&["scan", "main.tf", "--check-dir", "own", "--format", "concise"]);
    assert_eq!(run.stdout, "main.tf:2:9: high: other.a is bad [own-other]\n");
    let test = project.run(&["checks", "test", "own-*", "--check-dir", "own"]);
    assert_eq!((test.code, test.stdout.as_str()), (0, "2 checks: 4 examples passed, 0 failed\n"));
    let show = |id: &str| project.run(&["checks", "show", id, "--check-dir", "own"]).stdout;
    assert!(show("own-thing").contains("team / net"), "{}", show("own-thing"));
    assert!(
        show("own-other").contains("own / own") || show("own-other").contains("custom / own"),
        "{}",
        show("own-other")
    );
}

/// One that does not say where must only be found; one that does is held to it.
#[test]
fn examples_of_own_checks_are_held_to_their_marks() {
    let test = |examples: &str| {
        let check = OWN_CHECK.replace("{\\n  bad = true\\n}", examples);
        let project = Project::new(&[("own/own-thing.yaml", check.as_str())]);
        project.run(&["checks", "test", "own-thing", "--check-dir", "own"])
    };
    assert_eq!(test("{\\n  bad = true # here\\n}").code, 0);
    let wrong = test("{ # here\\n  bad = true\\n}");
    assert_eq!(wrong.code, 1);
    let expected = "own-thing: example 1 (terraform): is found on line 2, and marked on line 1\n";
    assert!(wrong.stdout.starts_with(expected), "{}", wrong.stdout);
}

#[test]
fn a_broken_own_check_is_shown_where_it_is_broken() {
    let broken = OWN_CHECK.replace("severity: high", "severity: hihg");
    let project = Project::new(&[("main.tf", ""), ("own/own-thing.yaml", broken.as_str())]);
    let run = project.run(&["scan", "main.tf", "--check-dir", "own"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("own/own-thing.yaml:3:11: error: "), "{}", run.stderr);
}

#[test]
fn the_other_commands_answer() {
    let version = ravelin(&["--version"]);
    assert_eq!(version.stdout, concat!("ravelin ", env!("CARGO_PKG_VERSION"), "\n"));
    let list = ravelin(&["checks", "list"]);
    assert_eq!(list.stdout.lines().count(), Registry::embedded().checks().len());
    assert!(ravelin(&["checks", "show", "CKV_AWS_24"]).stdout.starts_with("id         cloud-network-open-ssh\n"));
    insta::assert_snapshot!(ravelin(&["explain", "cloud-network-open-ssh"]).stdout);
    assert_eq!(ravelin(&["explain", "nonsense"]).code, 2);
    let shells = [
        ("bash", "complete -F _ravelin "),
        ("zsh", "#compdef ravelin\n"),
        ("fish", "complete -c ravelin "),
        ("powershell", "Register-ArgumentCompleter -Native -CommandName 'ravelin' "),
        ("elvish", "set edit:completion:arg-completer[ravelin] = "),
    ];
    for (shell, registration) in shells {
        assert!(ravelin(&["completions", shell]).stdout.contains(registration), "{shell}");
    }
}

#[test]
fn a_value_is_explained_step_by_step() {
    let explain = |id: &str| ravelin(&["explain", id, "testdata/quickstart"]);
    let by_check = explain("aws-s3-public-acl");
    insta::assert_snapshot!(by_check.stdout);
    let fingerprint = by_check.stdout.split("fingerprint: ").nth(1).expect("is printed");
    assert_eq!(explain(&fingerprint[..8]).stdout, by_check.stdout);
    insta::assert_snapshot!(explain("cloud-network-open-database").stdout);
    assert_eq!(explain("aws-dms-public").stdout, "nothing fails `aws-dms-public` here, and nothing is unknown\n");
    assert_eq!(explain("0123456789").code, 2);
}

#[test]
fn help_is_stable() {
    insta::assert_snapshot!(ravelin(&["scan", "--help"]).stdout);
}

#[test]
fn a_scan_of_another_folder_names_paths_that_can_be_opened() {
    let project = Project::new(&[("sub/main.tf", OPEN_SSH)]);
    let elsewhere = Project::new(&[]);
    let target = project.path().canonicalize().expect("exists");
    let run = elsewhere.run(&["scan", target.to_str().expect("UTF-8"), "--format", "concise"]);
    let expected = format!("{}/sub/main.tf:8:", target.display().to_string().replace('\\', "/"));
    assert!(run.stdout.starts_with(&expected), "{}", run.stdout);
    let sarif = elsewhere.run(&["scan", target.to_str().expect("UTF-8"), "--format", "sarif"]).json();
    let uri = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "sub/main.tf", "relative to the scan root");
}

#[test]
fn a_module_beside_the_scanned_folder_is_read() {
    let project = Project::new(&[
        (".git/config", ""),
        ("live/main.tf", "module \"n\" {\n  source = \"../modules/net\"\n  cidrs  = [\"0.0.0.0/0\"]\n}\n"),
        (
            "modules/net/main.tf",
            &OPEN_SSH.replace("[\"0.0.0.0/0\"]", "var.cidrs").replace("resource", "variable \"cidrs\" {}\nresource"),
        ),
    ]);
    let run = project.run(&["scan", "live", "--format", "concise"]);
    assert_eq!(run.ids(), ["cloud-network-open-ssh"], "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.starts_with("modules/net/main.tf:9:"), "{}", run.stdout);
    // The same from within the folder: the module lies above the scan root, but in the same repository.
    let inside = ravelin_in(&project.path().join("live"), &["scan", ".", "--format", "concise"], &[], None);
    assert_eq!(inside.ids(), ["cloud-network-open-ssh"], "{}{}", inside.stdout, inside.stderr);
    assert!(inside.stdout.starts_with("../modules/net/main.tf:9:"), "{}", inside.stdout);
}
