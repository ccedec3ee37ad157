//! `.ravelin.yaml`: where it is found, what it changes, and how its mistakes are shown.

use crate::runner::Project;

const OPEN: &str = r#"
resource "aws_security_group_rule" "ssh" {
  type              = "ingress"
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = [var.office]
  security_group_id = "sg-1"
}

variable "office" {
  default = "0.0.0.0/0"
}
"#;

fn concise(project: &Project, arguments: &[&str]) -> String {
    let run = project.run(&[&["scan", "--format", "concise", "--fail-on", "none"], arguments].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout
}

#[test]
fn checks_can_be_left_out_and_weighed_by_folder() {
    let project = Project::new(&[
        (".git/HEAD", ""),
        (".ravelin.yaml", "checks: {only: [cloud-network-open-ssh], severity: {cloud-network-open-ssh: critical}}\n"),
        ("prod/main.tf", OPEN),
        ("test/main.tf", OPEN),
        ("test/.ravelin.yaml", "checks: {severity: {cloud-network-open-ssh: low}}\n"),
        ("old/main.tf", OPEN),
        ("old/.ravelin.yaml", "checks: {skip: [network-exposure]}\n"),
    ]);
    let printed = concise(&project, &["."]);
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines.len(), 2, "{printed}");
    assert!(lines[0].starts_with("prod/main.tf:7:24: critical:"), "{printed}");
    assert!(lines[1].starts_with("test/main.tf:7:24: low:"), "{printed}");
    // The same from within, since files above count as well.
    assert_eq!(concise(&project, &["test"]).lines().next(), Some(lines[1]));
    assert_eq!(concise(&project, &["old"]), "");
    // Without the configuration the severity is that of the check.
    assert!(concise(&project, &["prod", "--no-config"]).contains("prod/main.tf:7:24: high:"));
}

#[test]
fn files_can_be_excluded() {
    let project = Project::new(&[
        (".ravelin.yaml", "checks: {only: [cloud-network-open-ssh]}\npaths: {exclude: [/vendor/]}\n"),
        ("main.tf", OPEN),
        ("vendor/main.tf", OPEN),
    ]);
    assert_eq!(concise(&project, &["."]).lines().count(), 1);
    let report = project.run(&["scan", ".", "--format", "json"]).json();
    assert_eq!(report["coverage"]["skipped"]["excluded by the configuration"], 1);
    // A file that is named is scanned whatever is excluded.
    assert_eq!(concise(&project, &["vendor/main.tf"]).lines().count(), 1);
}

#[test]
fn gate_variables_and_formats_come_from_the_configuration() {
    let text = "checks: {only: [cloud-network-open-ssh]}\n\
                gate: {fail-on: critical}\n\
                report: {formats: [concise]}\n\
                terraform: {variables: {office: 10.0.0.0/8}}\n";
    let project = Project::new(&[(".ravelin.yaml", text), ("main.tf", OPEN)]);
    let run = project.run(&["scan", "."]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    // The command line is stronger.
    let run = project.run(&["scan", ".", "--var", "office=0.0.0.0/0"]);
    assert_eq!((run.code, run.stdout.lines().count()), (0, 1), "{}", run.stdout);
    let run = project.run(&["scan", ".", "--var", "office=0.0.0.0/0", "--fail-on", "high"]);
    assert_eq!(run.code, 1);
}

#[test]
fn mistakes_end_the_run_and_point_at_their_place() {
    let project = Project::new(&[(".ravelin.yaml", "checks:\n  skpi: [x]\n"), ("main.tf", OPEN)]);
    let run = project.run(&["scan", "."]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with(".ravelin.yaml:2:3: error: unknown field `skpi`"), "{}", run.stderr);
    let run = project.run(&["scan", ".", "--config", "nowhere.yaml"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("nowhere.yaml"), "{}", run.stderr);
}

#[test]
fn a_broken_file_further_down_costs_only_itself() {
    let project = Project::new(&[
        (".ravelin.yaml", "checks: {only: [cloud-network-open-ssh], skip: [no-such-check]}\n"),
        ("main.tf", OPEN),
        ("sub/.ravelin.yaml", "nonsense: 1\n"),
        ("sub/main.tf", OPEN),
    ]);
    let printed = concise(&project, &["."]);
    assert!(printed.contains(".ravelin.yaml:1:49: warning: there is no check"), "{printed}");
    assert!(printed.contains("sub/.ravelin.yaml:1:1: error: unknown field `nonsense`"), "{printed}");
    assert_eq!(printed.matches("cloud-network-open-ssh").count(), 2, "{printed}");
}

#[test]
fn init_writes_a_file_once() {
    let project = Project::new(&[]);
    let run = project.run(&["init"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "wrote .ravelin.yaml\n"), "{}", run.stderr);
    assert_eq!(project.run(&["scan", "."]).code, 0);
    let run = project.run(&["init"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("is there already"), "{}", run.stderr);
    assert!(project.run(&["init", "--problem-matcher", "github"]).json()["problemMatcher"].is_array());
    assert!(project.run(&["init", "--schema"]).json()["properties"]["checks"].is_object());
}

#[test]
fn a_check_with_a_parameter_runs_where_its_list_is_given() {
    let lists = "checks: {parameters: {DL3026: {registries: [registry.example.com]}}}\n";
    let project = Project::new(&[
        ("app/Dockerfile", "FROM debian:12\nUSER app\n"),
        ("app/.ravelin.yaml", lists),
        ("own/Dockerfile", "FROM registry.example.com/debian:12\nUSER app\n"),
        ("own/.ravelin.yaml", lists),
        ("other/Dockerfile", "FROM debian:12\nUSER app\n"),
        ("odd/.ravelin.yaml", "checks: {parameters: {DL3026: {registires: [a]}}}\n"),
    ]);
    let printed = concise(&project, &[".", "--checks", "container-image-untrusted-registry"]);
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines.len(), 2, "{printed}");
    assert!(lines[0].starts_with("app/Dockerfile:1:6: medium:"), "{printed}");
    assert!(lines[1].contains("no check `DL3026` with a parameter `registires`"), "{printed}");
}
