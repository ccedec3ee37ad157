//! `.ravelin.yaml`: where it is found, what it changes, and how its mistakes are shown.

use crate::runner::{Project, ravelin_in};

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

/// For every key of the configuration a value that means nothing: the key, a file, the text at which the message points,
/// and the message.
const MISTAKES: &[(&str, &str, &str, &str)] = &[
    ("", "chekcs: {}\n", "chekcs", "unknown field `chekcs`"),
    ("", "checks: {}\n---\npaths: {}\n", "paths: {}", "one document"),
    ("compose", "compose: [a.yaml]\n", "a.yaml", "expected a sequence"),
    ("compose-variants", "compose-variants: [x]\n", "[x]", "expected a boolean"),
    ("checks", "checks:\n  skip: [low]\n  'skip': [high]\n", "'skip'", "`skip` is repeated"),
    ("checks", "checks: {onyl: [low]}\n", "onyl", "did you mean `only`?"),
    ("checks.only", "checks: {only: [network-exposur]}\n", "network-exposur", "did you mean `network-exposure`?"),
    ("checks.only", "checks: {only: [low, cloud-netwrok-*]}\n", "cloud-netwrok-*", "did you mean `cloud-network-*`?"),
    (
        "checks.skip",
        "checks: {skip: [cloud-network-open-shh]}\n",
        "cloud-network-open-shh",
        "`cloud-network-open-ssh`?",
    ),
    ("checks.skip", "checks: {skip: [hihg]}\n", "hihg", "did you mean `high`?"),
    ("checks.skip", "checks: {skip: ['']}\n", "''", "there is no check, category or severity ``"),
    ("checks.folders", "checks: {folders: [' ']}\n", "' '", ""),
    ("checks.severity", "checks: {severity: {secrts: low}}\n", "secrts", "did you mean `secrets`?"),
    ("checks.severity", "checks: {severity: {secrets: lwo}}\n", "lwo", "did you mean `low`?"),
    ("checks.parameters", "checks: {parameters: {DL9999: {a: [b]}}}\n", "DL9999", "there is no check `DL9999`"),
    (
        "checks.parameters",
        "checks: {parameters: {DL3026: {registires: [a]}}}\n",
        "registires",
        "did you mean `registries`?",
    ),
    ("checks.parameters", "checks: {parameters: {DL3026: {registries: ['']}}}\n", "''", "an empty text"),
    ("checks.parameters", "checks: {parameters: {CKV_AWS_24: {a: [b]}}}\n", "a:", "has no parameter `a`"),
    ("paths.exclude", "paths: {exclude: ['a{']}\n", "'a{'", "is not a pattern"),
    ("paths.exclude", "paths: {exclude: ['./old']}\n", "'./old'", "fits no path"),
    ("paths.exclude", "paths: {exclude: ['!/']}\n", "'!/'", "fits no path"),
    ("paths.exclude", "paths: {exclude: ['#old']}\n", "'#old'", "is no pattern"),
    ("terraform.variables", "terraform: {variables: {'a b': c}}\n", "'a b'", "cannot be the name of a variable"),
    ("terraform.variable-files", "terraform: {variable-files: ['']}\n", "''", ""),
    ("terraform.workspace", "terraform: {workspace: ''}\n", "''", "an empty text"),
    ("gate.fail-on", "gate: {fail-on: hihg}\n", "hihg", "did you mean `high`?"),
    ("gate.max", "gate: {max: {lwo: 1}}\n", "lwo", "did you mean `low`?"),
    ("gate.max", "gate: {max: {low: many}}\n", "many", "expected usize"),
    ("gate.fail-on-incomplete", "gate: {fail-on-incomplete: yse}\n", "yse", "expected a boolean"),
    ("gate.baseline", "gate: {baseline: ''}\n", "''", "an empty text"),
    ("report.formats", "report: {formats: [srif]}\n", "srif", "did you mean `sarif`?"),
    ("report.formats", "report: {formats: [sarif=]}\n", "sarif=", "a file name must follow `=`"),
    ("report.min-severity", "report: {min-severity: non}\n", "non", "`non` is no severity"),
    ("exceptions.checks", "exceptions: [{checks: []}]\n", "{checks: []}", "names no check"),
    ("exceptions.checks", "exceptions: [{checks: [low]}]\n", "low", "is a severity, and no check"),
    (
        "exceptions.checks",
        "exceptions: [{checks: [DL3004, CKV_AWS_99999]}]\n",
        "CKV_AWS_99999",
        "there is no check `CKV_AWS_99999`",
    ),
    ("exceptions.paths", "exceptions: [{checks: [DL3004], paths: ['a{']}]\n", "'a{'", "is not a pattern"),
    ("exceptions.resources", "exceptions: [{checks: [DL3004], resources: ['']}]\n", "''", "an empty text"),
    ("exceptions.reason", "exceptions: [{checks: [DL3004], raeson: b}]\n", "raeson", "did you mean `reason`?"),
    ("exceptions.owner", "exceptions: [{checks: [DL3004], owner: [b]}]\n", "[b]", "expected a string"),
    ("exceptions.until", "exceptions: [{checks: [DL3004], until: soon}]\n", "soon", "is not a date"),
    ("exception-policy.require-reason", "exception-policy: {require-reason: 1}\n", "1", "expected a boolean"),
    (
        "exception-policy.require-owner",
        "exception-policy: {require-owners: true}\n",
        "require-owners",
        "`require-owner`?",
    ),
    ("exception-policy.require-until", "exception-policy: {require-until: soon}\n", "soon", "expected a boolean"),
    ("exception-policy.max-days", "exception-policy: {max-days: -1}\n", "-1", "expected u32"),
    ("exception-policy.not-inline", "exception-policy: {not-inline: [secrts]}\n", "secrts", "did you mean `secrets`?"),
];

#[test]
fn what_means_nothing_ends_the_run_wherever_the_file_lies() {
    for (key, text, culprit, message) in MISTAKES {
        let project = Project::new(&[("main.tf", OPEN), ("sub/.ravelin.yaml", text), ("sub/main.tf", OPEN)]);
        let offset = text.find(culprit).expect("is there");
        let line = text[..offset].matches('\n').count() + 1;
        let column = offset - text[..offset].rfind('\n').map_or(0, |at| at + 1) + 1;
        let place = format!("{line}:{column}: error: ");
        // From above it is found by the scan itself.
        for (path, file) in [("sub", "sub/.ravelin.yaml"), (".", "sub/.ravelin.yaml")] {
            let run = project.run(&["scan", path]);
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{key}: {text}{}", run.stderr);
            let first = run.stderr.lines().next().unwrap_or_default();
            assert!(first.starts_with(&format!("{file}:{place}")), "{key}: {text}{first}");
            assert!(first.contains(message), "{key}: {text}{first}");
        }
        assert_eq!(project.run(&["scan", ".", "--no-config", "--fail-on", "none"]).code, 0, "{key}");
    }
}

#[test]
fn a_mistake_is_known_for_every_key() {
    let project = Project::new(&[]);
    let schema = project.run(&["init", "--schema"]).json();
    let mut keys = Vec::new();
    collect_keys(&schema, &schema, "", &mut keys);
    assert!(keys.len() > 20, "{keys:?}");
    for key in &keys {
        // The severities are all keys of one kind.
        let key = if key.starts_with("gate.max.") { "gate.max" } else { key };
        assert!(MISTAKES.iter().any(|(known, ..)| *known == key), "no case in MISTAKES for `{key}`");
    }
    for (key, ..) in MISTAKES {
        let is_known = key.is_empty() || keys.iter().any(|known| known == key || known.starts_with(&format!("{key}.")));
        assert!(is_known, "there is no key `{key}`");
    }
}

/// The keys of a schema that hold values, with dots between their parts.
fn collect_keys(schema: &serde_json::Value, whole: &serde_json::Value, key: &str, keys: &mut Vec<String>) {
    let meant = match schema["$ref"].as_str().and_then(|name| name.strip_prefix("#/")) {
        Some(path) => path.split('/').fold(whole, |value, part| &value[part]),
        None if schema["items"].is_object() && schema["items"]["type"] != "string" => {
            return collect_keys(&schema["items"], whole, key, keys);
        }
        None => schema,
    };
    match meant["properties"].as_object() {
        Some(members) => {
            for (name, member) in members {
                let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                collect_keys(member, whole, &key, keys);
            }
        }
        None => keys.push(key.to_owned()),
    }
}

#[test]
fn every_command_that_scans_ends_at_a_mistake_below_the_scan_root() {
    let project = Project::new(&[
        ("main.tf", OPEN),
        ("sub/.ravelin.yaml", "checks: {skip: [network-exposur]}\n"),
        ("sub/main.tf", OPEN),
    ]);
    let commands: [&[&str]; 5] = [
        &["scan", "."],
        &["compliance", "report", ".", "--framework", "cis-aws-3.0"],
        &["baseline", "write", "."],
        &["explain", "cloud-network-open-ssh", "."],
        &["exceptions", "list", "."],
    ];
    for command in commands {
        let run = project.run(command);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{command:?}: {}", run.stderr);
        assert!(run.stderr.starts_with("sub/.ravelin.yaml:1:17: error: "), "{command:?}: {}", run.stderr);
    }
}

#[test]
fn what_is_named_must_be_there() {
    let cases = [
        ("checks: {folders: [policies]}\n", "1:20: error: there is no folder `policies`"),
        ("terraform: {variable-files: [a.tfvars]}\n", "1:30: error: there is no file `a.tfvars`"),
    ];
    for (text, message) in cases {
        let project = Project::new(&[(".ravelin.yaml", text), ("main.tf", OPEN)]);
        let run = project.run(&["scan", "."]);
        assert_eq!(run.code, 2, "{text}");
        assert!(run.stderr.contains(message), "{text}{}", run.stderr);
    }
    let project = Project::new(&[("main.tf", OPEN), ("empty/note.txt", "")]);
    let run = project.run(&["scan", ".", "--check-dir", "empty"]);
    assert!(run.code == 2 && run.stderr.contains("holds no check files"), "{}", run.stderr);
}

#[test]
fn a_run_without_any_check_judges_nothing() {
    let project = Project::new(&[(".ravelin.yaml", "checks: {only: [cloud-network-open-ssh]}\n"), ("main.tf", OPEN)]);
    let run = project.run(&["scan", ".", "--skip-checks", "cloud-network-open-ssh", "--fail-on-incomplete"]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("warning: nothing was judged: no check runs"), "{}", run.stderr);
}

#[test]
fn old_ids_and_names_of_other_tools_are_no_mistakes() {
    let checks = "only: [CKV_AWS_24, AVD-AWS-0107, 'kics:65905cec-d691-4320-b320-2000436cb696', CKV_AWS_2*]";
    let project = Project::new(&[
        ("main.tf", OPEN),
        ("sub/.ravelin.yaml", &format!("checks: {{{checks}}}\nexceptions: [{{checks: [CKV_AWS_24, DL3004]}}]\n")),
        ("sub/main.tf", OPEN),
    ]);
    assert_eq!(concise(&project, &[".", "--checks", "cloud-network-open-ssh"]).lines().count(), 1);
}

#[test]
fn own_checks_are_found_from_the_scanned_folder_up() {
    let check = |id: &str| {
        format!(
            "id: {id}\ntitle: A thing is wrong\nseverity: high\ncategory: maintenance\non: {{kinds: [thing]}}\n\
             deny: \"?@.bad == true\"\nmessage: \"{{address}} is bad\"\nwhy: It is.\nremedy: Make it good.\n\
             references: [https://example.com/]\nexamples:\n  - fails: {{terraform: \"resource \\\"thing\\\" \\\"a\\\" {{\\n  \
             bad = true\\n}}\\n\"}}\n  - passes: {{terraform: \"resource \\\"thing\\\" \\\"a\\\" {{}}\\n\"}}\n"
        )
    };
    let thing = "resource \"thing\" \"a\" {\n  bad = true\n}\n";
    let project = Project::new(&[
        ("repo/.git/HEAD", ""),
        ("repo/.ravelin/checks/own-outer.yaml", &check("own-outer")),
        ("repo/infra/.ravelin/checks/own-inner.yaml", &check("own-inner")),
        ("repo/infra/net/main.tf", thing),
        (".ravelin/checks/own-beyond.yaml", &check("own-beyond")),
    ]);
    let scan = ["scan", ".", "--format", "concise"];
    let from = |folder: &str, arguments: &[&str]| {
        let run = ravelin_in(&project.path().join(folder), arguments, &[], None);
        assert!(run.code < 2, "{}", run.stderr);
        run.ids().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let both = ["own-inner", "own-outer"];
    assert_eq!(from("repo/infra/net", &scan), both);
    assert_eq!(from("repo", &["scan", "infra/net", "--format", "concise"]), both);
    assert_eq!(from("repo", &["scan", "infra/net/main.tf", "--format", "concise"]), both);
    // What lies below the scanned folder is not asked.
    assert_eq!(from("repo", &scan), ["own-outer"]);
    // What lies outside of the repository is asked only from there, as it is with the configuration.
    let all = ["own-beyond", "own-inner", "own-outer"];
    assert_eq!(from("", &["scan", "repo/infra/net", "--format", "concise"]), all);
    let shown = ravelin_in(&project.path().join("repo/infra/net"), &["checks", "show", "own-outer"], &[], None);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
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
    ]);
    let printed = concise(&project, &[".", "--checks", "container-image-untrusted-registry"]);
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines.len(), 1, "{printed}");
    assert!(lines[0].starts_with("app/Dockerfile:1:6: medium:"), "{printed}");
}
