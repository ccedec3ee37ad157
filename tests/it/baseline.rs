//! Known findings: they outlive edits that do not touch their cause, and what is new counts.

use crate::runner::Project;

const GROUP: &str = r#"resource "aws_security_group_rule" "ssh" {
  type              = "ingress"
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"]
  security_group_id = "sg-1"
}
"#;

const SCAN: [&str; 8] =
    ["scan", ".", "--format", "concise", "--checks", "cloud-network-open-ssh", "--baseline", "ravelin-baseline.json"];

fn known(files: &[(&str, &str)]) -> Project {
    let project = Project::new(files);
    let run = project.run(&["baseline", "write", "."]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.ends_with("findings to ravelin-baseline.json\n"), "{}", run.stdout);
    project
}

#[test]
fn edits_that_do_not_touch_the_cause_change_nothing() {
    let edits: [(&str, String); 4] = [
        ("main.tf", GROUP.replace("       = [", "=[").replace("  ", "\t")),
        ("main.tf", format!("# moved\n\nlocals {{\n  a = 1\n}}\n\n{GROUP}")),
        ("main.tf", GROUP.replace("sg-1", "sg-2")),
        ("network.tf", GROUP.to_owned()),
    ];
    for (name, text) in edits {
        let project = known(&[("main.tf", GROUP)]);
        project.write("main.tf", b"");
        project.write(name, text.as_bytes());
        let run = project.run(&SCAN);
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{name}: {text}");
    }
}

#[test]
fn what_is_new_counts_and_what_is_gone_is_told() {
    let project = known(&[("a/main.tf", GROUP), ("b/main.tf", "")]);
    // The same cause in another root is another finding, and the one that was there is not blamed for it.
    project.write("b/main.tf", GROUP.as_bytes());
    project.write("0/main.tf", GROUP.as_bytes());
    let run = project.run(&SCAN);
    let paths: Vec<&str> = run.stdout.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!((run.code, paths), (1, vec!["0/main.tf", "b/main.tf"]), "{}", run.stdout);

    let project = known(&[("main.tf", GROUP)]);
    project.write("main.tf", GROUP.replace("0.0.0.0/0", "10.0.0.0/8").as_bytes());
    let run = project.run(&["scan", ".", "--baseline", "ravelin-baseline.json", "--checks", "cloud-network-open-ssh"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("baseline: 0 known, "), "{}", run.stdout);
    let run = project.run(&["baseline", "prune", "."]);
    assert_eq!(run.stdout, "2 findings are gone, 0 stay\n");
    let kept = std::fs::read_to_string(project.path().join("ravelin-baseline.json")).expect("written");
    assert!(!kept.contains("cloud-network-open-ssh"), "{kept}");
}

#[test]
fn reports_can_leave_out_what_is_known() {
    let project = known(&[("main.tf", GROUP)]);
    let findings = |arguments: &[&str]| {
        let report = project.run(&[&["scan", ".", "--format", "json"], arguments].concat()).json();
        report["findings"].as_array().expect("a list").len()
    };
    assert!(findings(&["--baseline", "ravelin-baseline.json"]) > 0);
    assert_eq!(findings(&["--baseline", "ravelin-baseline.json", "--new-only"]), 0);
}

#[test]
fn a_broken_baseline_is_wrong_usage() {
    let project = Project::new(&[("main.tf", GROUP), ("ravelin-baseline.json", "{\"version\": 9, \"findings\": []}")]);
    let run = project.run(&SCAN);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("version 9 of the format is not known"), "{}", run.stderr);
}
