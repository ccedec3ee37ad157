//! `--since`: only what a git revision did not have counts.

use std::path::Path;
use std::process::Command;

use crate::runner::{Project, ravelin_in};

const GROUP: &str = r#"resource "aws_security_group_rule" "NAME" {
  type              = "ingress"
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = [var.office]
  security_group_id = "sg-1"
}
"#;

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    let run = Command::new("git").current_dir(folder).args(identity).args(arguments).output().expect("git runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

/// A repository with one open port, from a module with a variable in another file.
fn repository() -> Project {
    let project = Project::new(&[
        ("modules/net/main.tf", &GROUP.replace("NAME", "ssh")),
        ("modules/net/variables.tf", "variable \"office\" {}\n"),
        ("env/main.tf", "module \"net\" {\n  source = \"../modules/net\"\n  office = \"0.0.0.0/0\"\n}\n"),
    ]);
    git(&project.path(), &["init", "--quiet", "--initial-branch=main"]);
    git(&project.path(), &["add", "."]);
    git(&project.path(), &["commit", "--quiet", "--message=one"]);
    project
}

const SCAN: [&str; 7] = ["scan", "--format", "concise", "--checks", "cloud-network-open-ssh", "--since", "HEAD"];

/// Exit code and lines of a scan of `path` since the last commit.
fn scan(project: &Project, path: &str) -> (i32, Vec<String>) {
    let search_path = std::env::var("PATH").unwrap_or_default();
    // What leads git elsewhere must not.
    let environment = [("PATH", search_path.as_str()), ("GIT_DIR", "/nonexistent")];
    let run = ravelin_in(&project.path(), &[&SCAN[..], &[path]].concat(), &environment, None);
    assert_eq!(run.problems(), "");
    (run.code, run.stdout.lines().map(str::to_owned).collect())
}

#[test]
fn only_what_is_new_counts() {
    let project = repository();
    assert_eq!(scan(&project, "."), (0, vec![]));
    assert_eq!(scan(&project, "env"), (0, vec![]));
    let more =
        format!("{}\nvariable \"office\" {{\n  default = \"198.51.100.0/0\"\n}}\n", GROUP.replace("NAME", "more"));
    project.write("env/more.tf", more.as_bytes());
    for path in [".", "env"] {
        let (code, lines) = scan(&project, path);
        let line = "env/more.tf:6:24: high: aws_security_group_rule.more lets everyone on the internet reach port 22 \
                    [cloud-network-open-ssh]";
        assert_eq!((code, lines), (1, vec![line.to_owned()]));
    }
}

#[test]
fn an_exception_that_is_taken_away_makes_its_finding_new() {
    let project = repository();
    let excepted = format!("# ravelin:ignore cloud-network-open-ssh\n{}", GROUP.replace("NAME", "ssh"));
    project.write("modules/net/main.tf", excepted.as_bytes());
    git(&project.path(), &["commit", "--quiet", "--all", "--message=two"]);
    assert_eq!(scan(&project, "."), (0, vec![]));
    project.write("modules/net/main.tf", GROUP.replace("NAME", "ssh").as_bytes());
    assert_eq!(scan(&project, ".").0, 1);
}

#[test]
fn wrong_revisions_are_wrong_usage() {
    let project = repository();
    for name in ["nowhere", "--output=x", ""] {
        let search_path = std::env::var("PATH").unwrap_or_default();
        let option = format!("--since={name}");
        let run = ravelin_in(&project.path(), &["scan", ".", &option], &[("PATH", &search_path)], None);
        assert_eq!(run.code, 2, "{name}: {}", run.stdout);
    }
    let alone = Project::new(&[("main.tf", "")]);
    let run = alone.run(&["scan", ".", "--since", "HEAD"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("no git repository"), "{}", run.stderr);
}
