//! What closes the gate, and what the summary says of it.

use crate::runner::Project;

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
