//! What closes the gate, and what the summary says of it.

use crate::runner::{Project, ravelin_in};

/// One critical or high finding or more, and some below.
const OPEN: &str = r#"
resource "aws_security_group_rule" "ssh" {
  type              = "ingress"
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"]
  security_group_id = "sg-1"
}
"#;

#[test]
fn budgets_hold_instead_of_the_least_severity() {
    let project = Project::new(&[("main.tf", OPEN)]);
    let cases: [(&[&str], i32, &str); 4] = [
        (&[], 1, "gate closed: 1 high"),
        (&["--max", "high=1"], 0, "gate open: every severity is within its budget"),
        (&["--fail-on", "none", "--max", "high=0"], 1, "gate closed: 1 high"),
        (&["--fail-on", "none"], 0, "gate open: it never closes"),
    ];
    for (options, code, line) in cases {
        let run = project.run(&[&["scan", ".", "--checks", "cloud-network-open-ssh"], options].concat());
        assert_eq!(run.code, code, "{options:?}\n{}", run.stdout);
        assert!(run.stdout.lines().any(|printed| printed == line), "{options:?}\n{}", run.stdout);
    }
    assert_eq!(project.run(&["scan", ".", "--max", "high"]).code, 2);
}

/// A plan as `terraform plan -out` saves it begins like this.
const SAVED_PLAN: &[u8] = b"PK\x03\x04\x14\0\x08\0\x08\0 tfplan";

/// Runs with and without `--fail-on-incomplete`: the codes, and what standard error says.
fn codes(project: &Project, arguments: &[&str]) -> (i32, i32, String) {
    let run = project.run(&[&["scan"], arguments].concat());
    let strict = project.run(&[&["scan"], arguments, &["--fail-on-incomplete"]].concat());
    (run.code, strict.code, run.stderr)
}

/// What it is about, files, arguments, and what is said.
type Case<'c> = (&'c str, &'c [(&'c str, &'c str)], &'c [&'c str], &'c str);

#[test]
fn a_scan_that_judges_nothing_says_so_and_is_incomplete() {
    let cases: [Case<'_>; 4] = [
        ("an empty folder", &[], &["."], "warning: nothing was judged: . holds no file of a kind that is scanned"),
        ("nothing of a known kind", &[("notes.txt", "x")], &["."], "warning: nothing was judged: . holds no file"),
        (
            "no check",
            &[("main.tf", OPEN)],
            &[".", "--checks", "cloud-network-open-ssh", "--skip-checks", "network-exposure"],
            "warning: nothing was judged: no check runs: what was asked for leaves none\n",
        ),
        ("nothing but errors", &[("main.tf", "resource {")], &["."], "warning: nothing was judged: none of the files"),
    ];
    for (case, files, arguments, said) in cases {
        let project = Project::new(files);
        let (code, strict, stderr) = codes(&project, arguments);
        assert_eq!((code, strict), (0, 3), "{case}\n{stderr}");
        assert!(stderr.contains(said), "{case}\n{stderr}");
        let report = project.run(&[&["scan"], arguments, &["--format", "json"]].concat()).json();
        assert!(report["coverage"]["nothingJudged"].is_string(), "{case}: {}", report["coverage"]);
        assert_eq!(report["gate"]["reason"], "nothing was judged", "{case}");
        let pretty = project.run(&[&["scan"], arguments].concat()).stdout;
        assert!(pretty.contains("judged     nothing: ") && !pretty.contains("No findings"), "{case}\n{pretty}");
    }
}

#[test]
fn what_has_nothing_to_judge_is_not_incomplete() {
    let project = Project::new(&[("main.tf", "locals {\n  a = 1\n}\n")]);
    let (code, strict, stderr) = codes(&project, &["."]);
    assert_eq!((code, strict), (0, 0), "{stderr}");
    assert!(stderr.contains("warning: nothing was judged: the files declare nothing that is deployed"), "{stderr}");
}

#[test]
fn a_named_file_that_is_not_judged_closes_the_gate() {
    let project = Project::new(&[("notes.txt", "x"), ("main.tf", "resource {"), (".ravelin.yaml", "{}\n")]);
    project.write("saved.tfplan", SAVED_PLAN);
    project.write("data.tf", b"\0\x01\x02");
    let cases = [
        ("notes.txt", "no kind that Ravelin reads"),
        ("main.tf", ""),
        ("saved.tfplan", "terraform show -json"),
        ("data.tf", "is binary"),
        (".ravelin.yaml", "is not judged"),
    ];
    for (name, said) in cases {
        let run = project.run(&["scan", name, "--fail-on", "none"]);
        assert_eq!(run.code, 3, "{name}\n{}{}", run.stdout, run.stderr);
        assert!(run.stdout.contains(said), "{name}\n{}", run.stdout);
        assert!(run.stderr.contains(&format!("error: {name}: was named and not judged")), "{name}\n{}", run.stderr);
        assert!(run.stdout.contains(&format!("gate closed: {name} was named and not judged")), "{}", run.stdout);
        assert_eq!(project.run(&["compliance", "report", name, "--framework", "cwe"]).code, 3, "{name}");
        assert_eq!(project.run(&["baseline", "write", name]).code, 3, "{name}");
    }
    assert_eq!(ravelin_in(&project.path(), &["scan", "-", "--stdin-name", "notes.txt"], &[], Some("x")).code, 3);
    // Below a folder that was named, it is one file among others.
    assert_eq!(project.run(&["scan", "."]).code, 0);
}

#[test]
fn what_powershell_writes_is_read() {
    let project = Project::new(&[]);
    let units = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let plan = r#"{"format_version": "1.2", "terraform_version": "1.11.0", "resource_changes": [], "planned_values": {"root_module": {"resources": [{
        "address": "aws_ebs_volume.a", "mode": "managed", "type": "aws_ebs_volume", "name": "a",
        "provider_name": "registry.terraform.io/hashicorp/aws", "values": {"encrypted": false}}]}}}"#;
    for (name, text) in [("plan.json", plan), ("main.tf", OPEN)] {
        let bytes = [&b"\xff\xfe"[..], &units(text)].concat();
        project.write(name, &bytes);
        let report = project.run(&["scan", name, "--format", "json"]).json();
        assert!(!report["findings"].as_array().expect("a list").is_empty(), "{name}: {}", report["diagnostics"]);
    }
}

#[test]
fn every_selection_of_formats_ends_with_the_gate() {
    let project = Project::new(&[("main.tf", OPEN)]);
    let line = "gate closed: 1 high";
    for format in ["concise", "json", "sarif", "json=out.json", "markdown", "csv"] {
        let run = project.run(&["scan", ".", "--checks", "cloud-network-open-ssh", "--format", format]);
        assert_eq!(run.stderr.lines().last(), Some(line), "{format}\n{}", run.stderr);
    }
    let run = project.run(&["scan", ".", "--checks", "cloud-network-open-ssh", "-f", "pretty", "-f", "json=out.json"]);
    assert_eq!((run.stdout.lines().last(), run.stderr.as_str()), (Some(line), ""));
}

#[test]
fn known_findings_are_not_called_none() {
    let project = Project::new(&[("main.tf", OPEN)]);
    assert_eq!(project.run(&["baseline", "write", "."]).code, 0);
    let run = project.run(&["scan", ".", "--baseline", "ravelin-baseline.json"]);
    assert!(run.stdout.contains("No new findings; ") && !run.stdout.contains("No findings"), "{}", run.stdout);
}

#[test]
fn an_empty_folder_beside_others_is_missed() {
    let project = Project::new(&[("infra/main.tf", OPEN), ("deploy/notes.txt", "x")]);
    let (code, strict, _) = codes(&project, &["infra", "deploy", "--fail-on", "none"]);
    assert_eq!((code, strict), (0, 3));
    let run = project.run(&["scan", "infra", "deploy", "--format", "concise"]);
    assert!(run.stdout.contains("deploy: error: holds no file of a kind that is scanned"), "{}", run.stdout);
    assert_eq!(project.run(&["scan", "infra", ".", "--fail-on", "none", "--fail-on-incomplete"]).code, 0);
}
