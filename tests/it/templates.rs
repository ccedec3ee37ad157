//! Reports by templates of users.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::runner::{Project, Run};

/// A security group that is open to the world.
const OPEN: &str = "resource \"aws_security_group\" \"a\" {\n  ingress {\n    from_port   = 22\n    to_port     = 22\n    \
                    protocol    = \"tcp\"\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }\n}\n";

const LINES: &str = "{% for finding in findings|open|severity_at_least('high') %}\n{{ finding.severity }} \
                     {{ finding.location.path }}:{{ finding.location.start.line }}\n{% endfor %}\n";

fn scan(project: &Project, arguments: &[&str]) -> Run {
    project.run(&[&["scan", ".", "--checks", "cloud-network-open-ssh"], arguments].concat())
}

#[test]
fn a_template_is_written_to_the_output_or_to_a_file() {
    let project = Project::new(&[("main.tf", OPEN), ("lines.txt.j2", LINES)]);
    let run = scan(&project, &["--format", "template=lines.txt.j2"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, "high main.tf:6\n"), "{}", run.stderr);
    let run = scan(&project, &["--format", "template=lines.txt.j2=-"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, "high main.tf:6\n"), "`-` is standard output: {}", run.stderr);
    let run = scan(&project, &["--format", "template=lines.txt.j2=out.txt", "--format", "concise"]);
    assert_eq!((run.code, run.stdout.lines().count()), (1, 1), "{}", run.stderr);
    assert_eq!(fs::read_to_string(project.path().join("out.txt")).expect("UTF-8"), "high main.tf:6\n");
}

/// The example of the documentation is JSON whatever the names of files are.
#[cfg(unix)]
#[test]
fn the_example_makes_a_message() {
    let project = Project::new(&[("a\"}]\n{{ 1 }}é.tf", OPEN)]);
    let template = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/templates/slack.json.j2");
    let run = scan(&project, &["--format", &format!("template={}", template.display())]);
    let message: Value = run.json();
    assert_eq!(message["text"], "Ravelin: 1 finding: 1 high");
    let text = message["blocks"][1]["text"]["text"].as_str().expect("a text");
    assert!(text.ends_with("(a\"}]\n{{ 1 }}é.tf:6)"), "{text}");
}

#[test]
fn mistakes_are_said_with_their_place() {
    let project = Project::new(&[
        ("main.tf", OPEN),
        ("syntax.j2", "a\n{% if %}\n"),
        ("undefined.j2", "a\nb {{ findings[0].chekId }}\n"),
        ("endless.j2", "{% for a in range(9999) %}{% for b in range(9999) %}{{ b }}{% endfor %}{% endfor %}"),
    ]);
    project.write("binary.j2", b"\xff\xfe");
    let cases = [
        ("template", "the file of a template must follow"),
        ("template=", "the file of a template must follow"),
        ("template=lines.j2=", "a file name must follow `=`"),
        ("template=nowhere.j2", "error: nowhere.j2: there is no such file\n"),
        ("tempalte=syntax.j2", "did you mean `template`?"),
        ("template=binary.j2", "error: binary.j2: is not text in UTF-8\n"),
        ("template=syntax.j2", "syntax.j2:2: syntax error: "),
        ("template=undefined.j2", "undefined.j2:2: undefined value"),
        ("template=endless.j2", "endless.j2:1: engine ran out of fuel"),
    ];
    for (format, expected) in cases {
        let run = scan(&project, &["--format", format]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{format}: {}", run.stderr);
        assert!(run.stderr.contains(expected), "{format}: {}", run.stderr);
    }
}

#[test]
fn a_template_of_the_configuration_lies_within_the_repository() {
    let outside = Project::new(&[("lines.j2", LINES)]);
    let outside = outside.path().join("lines.j2").display().to_string();
    let project = Project::new(&[("main.tf", OPEN), (".git/HEAD", ""), ("ci/lines.j2", LINES)]);
    let configure = |template: &str| {
        project.write(".ravelin.yaml", format!("report: {{formats: ['template={template}']}}\n").as_bytes());
        scan(&project, &[])
    };
    let run = configure("ci/lines.j2");
    assert_eq!((run.code, run.stdout.as_str()), (1, "high main.tf:6\n"), "{}", run.stderr);
    for template in [outside.as_str(), "../lines.j2", "nowhere.j2"] {
        let run = configure(template);
        assert_eq!(run.code, 2, "{template}: {}", run.stdout);
        assert!(run.stderr.contains("is not there, or lies outside the repository"), "{template}: {}", run.stderr);
    }
    // The mistake of a configuration has its place.
    let run = configure("");
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains("the file of a template must follow"), "{}", run.stderr);
}

/// Where what is scanned is not trusted, neither is a template in it.
#[test]
fn a_template_is_trusted_as_other_files_are() {
    let policy = Project::new(&[("policy.yaml", "gate: {fail-on: high}\n"), ("lines.j2", LINES)]);
    let policy_file = policy.path().join("policy.yaml").display().to_string();
    let trusted = format!("template={}", policy.path().join("lines.j2").display());
    let project = Project::new(&[("main.tf", OPEN), (".git/HEAD", ""), ("lines.j2", LINES)]);
    let run = |format: &str| scan(&project, &["--policy", &policy_file, "--format", format]);
    let untrusted = run("template=lines.j2");
    assert_eq!(untrusted.code, 2, "{}", untrusted.stdout);
    assert!(untrusted.stderr.contains("lines.j2"), "{}", untrusted.stderr);
    let trusted = run(&trusted);
    assert_eq!((trusted.code, trusted.stdout.as_str()), (1, "high main.tf:6\n"), "{}", trusted.stderr);
}
