//! What a scan shows on the terminal: order, widths, how much is said.

use std::collections::BTreeSet;

use crate::runner::{Project, Run, ravelin, ravelin_in};

const MODULE: &str = r#"variable "acl" {}

resource "aws_s3_bucket" "this" {
  bucket = "acme-data"
}

resource "aws_s3_bucket_acl" "this" {
  bucket = aws_s3_bucket.this.id
  acl    = var.acl
}
"#;

/// Two roots that use one module with these values.
fn two_roots(acls: [&str; 2]) -> Project {
    let call = |acl: &str| format!("module \"data\" {{\n  source = \"../m\"\n  acl    = \"{acl}\"\n}}\n");
    let [one, other] = acls.map(call);
    Project::new(&[("m/main.tf", MODULE), ("a/main.tf", &one), ("b/main.tf", &other)])
}

fn quickstart(args: &[&str], columns: &str) -> Run {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    ravelin_in(root, &[&["scan", "testdata/quickstart"], args].concat(), &[("COLUMNS", columns)], None)
}

/// The lines that stand there more than once.
fn repeated(text: &str) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    text.lines().filter(|line| !seen.insert(*line)).collect()
}

#[test]
fn no_two_lines_of_concise_are_the_same() {
    let none: Vec<&str> = Vec::new();
    let everything = ["--min-severity", "info", "--fail-on", "none", "--format", "concise"];
    let run = ravelin(&[&["scan", "testdata"], &everything[..]].concat());
    assert!(run.stdout.lines().count() > 300, "{}", run.stdout.lines().count());
    assert_eq!(repeated(&run.stdout), none);
    for acls in [["public-read", "public-read"], ["public-read", "public-read-write"], ["public-read", "private"]] {
        let run = two_roots(acls).run(&[&["scan", "."], &everything[..]].concat());
        assert!(run.stdout.contains("[aws-s3-public-acl]"), "{}", run.stdout);
        assert_eq!(repeated(&run.stdout), none, "{acls:?}");
    }
}

#[test]
fn instances_say_which_root_they_belong_to() {
    let project = two_roots(["public-read", "public-read"]);
    let scan = |format| project.run(&["scan", ".", "--checks", "aws-s3-public-acl", "--format", format]).stdout;
    let (concise, pretty) = (scan("concise"), scan("pretty"));
    for root in ["a", "b"] {
        assert!(concise.contains(&format!(" (used by {root}/main.tf:1:1) [aws-s3-public-acl]\n")), "{concise}");
        assert!(pretty.contains(&format!("\n  note: used by {root}/main.tf:1:1\n")), "{pretty}");
    }
}

#[test]
fn the_worst_is_nearest_to_the_prompt() {
    let run = quickstart(&[], "100");
    let position = |text: &str| run.stdout.find(text).unwrap_or_else(|| panic!("{text}: {}", run.stdout));
    let order = ["medium[", "high[", "\n  low ", "\n  medium ", "\n  high ", "\n84 findings: ", "\ngate closed: "];
    let positions = order.map(position);
    assert!(positions.is_sorted(), "{positions:?}");
    assert!(!run.stdout.contains("low["), "what cannot close the gate is only counted");
    let by_path = quickstart(&["--sort", "path", "--group", "file", "--all"], "100").stdout;
    let files = ["app/Dockerfile\n", "deploy/cleanup.yaml\n", "deploy/web.yaml\n", "infra/iam.tf\n"];
    let positions = files.map(|file| by_path.find(&format!("testdata/quickstart/{file}")).expect("the file"));
    assert!(positions.is_sorted() && by_path.contains("low["), "{positions:?}");
}

#[test]
fn tables_take_two_lines_in_narrow_terminals() {
    let tail = |columns: &str| {
        let report = quickstart(&[], columns).stdout;
        let at = report.find("\n  low ").expect("a table");
        report[at..].to_owned()
    };
    for columns in ["20", "40", "80", "140"] {
        insta::assert_snapshot!(format!("the_end_of_the_quickstart_in_{columns}_columns"), tail(columns));
    }
}

#[test]
fn quiet_scans_say_how_the_gate_stands_and_nothing_else() {
    let project = Project::new(&[
        ("main.tf", "resource \"aws_s3_bucket_acl\" \"a\" {\n  bucket = \"b\"\n  acl    = \"public-read\"\n}\n"),
        ("broken.tf", "locals {\n  a = = 1\n}\n"),
    ]);
    let quiet =
        |args: &[&str]| project.run(&[&["scan", ".", "--quiet", "--checks", "aws-s3-public-acl"], args].concat());
    let pretty = quiet(&[]);
    assert_eq!((pretty.code, pretty.stderr.as_str()), (1, ""));
    assert!(pretty.stdout.starts_with("  error["), "{}", pretty.stdout);
    assert!(pretty.stdout.ends_with("╰────\n\ngate closed: 1 high\n"), "{}", pretty.stdout);
    assert!(!pretty.stdout.contains("aws-s3-public-acl"), "{}", pretty.stdout);
    let concise = quiet(&["--format", "concise"]);
    assert_eq!(concise.stderr, "gate closed: 1 high\n");
    assert!(concise.stdout.contains("[aws-s3-public-acl]"), "{}", concise.stdout);
    let nothing = Project::new(&[("notes.txt", "x")]).run(&["scan", ".", "-q", "--format", "json"]);
    assert_eq!(nothing.stderr, "gate open: nothing was judged\n");
    assert_eq!(quiet(&["--verbose"]).code, 2);
}

#[test]
fn verbose_scans_say_what_took_time_and_what_was_left_out() {
    let project = Project::new(&[
        ("main.tf", "resource \"aws_s3_bucket\" \"a\" {}\n"),
        ("node_modules/p/Dockerfile", "FROM a\n"),
        ("chart/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"),
        ("chart/values.yaml", "image: {tag: latest}\n"),
        (".ravelin.yaml", "checks:\n  skip: [aws-s3-no-versioning]\n"),
    ]);
    let scan = |args: &[&str]| project.run(&[&["scan", ".", "--format", "json"], args].concat());
    let (plain, verbose) = (scan(&[]), scan(&["-v"]));
    assert_eq!(plain.stdout, verbose.stdout, "reports are the same");
    let lines: Vec<&str> = verbose.stderr.lines().collect();
    for phase in
        [" ms looking for files, ", " ms reading, ", " ms evaluating, ", " ms judging, ", " ms writing reports; "]
    {
        assert!(lines[0].starts_with("time: ") && lines[0].contains(phase), "{}", verbose.stderr);
    }
    assert!(lines[0].ends_with(" thread") || lines[0].ends_with(" threads"), "{}", lines[0]);
    for said in [
        "left out: 1 folder of a tool",
        "not read: chart/values.yaml: file of values for templates that are not rendered",
        "silenced: .ravelin.yaml:2:10: 1 check off by checks.skip: aws-s3-no-versioning",
    ] {
        assert!(lines.contains(&said), "{said}\n{}", verbose.stderr);
    }
    assert!(lines.last().is_some_and(|line| line.starts_with("gate ")), "{}", verbose.stderr);
}

#[test]
fn messages_on_the_input_are_counted_by_kind() {
    let twice = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: b}\ndata: {a: c}\n";
    let project = Project::new(&[("a.yaml", twice), ("b.yaml", twice)]);
    let counted = project.run(&["scan", "."]).stdout;
    let line = "  warning[yaml-duplicate-key]: `data` is repeated; the last one counts · 2 places, first a.yaml:5:1\n";
    assert!(counted.starts_with(&format!("{line}  -v shows 2 messages with excerpts\n\n")), "{counted}");
    for option in ["-v", "--all"] {
        let shown = project.run(&["scan", ".", option]).stdout;
        assert!(shown.contains("╭─[a.yaml:5:1]") && shown.contains("╭─[b.yaml:5:1]"), "{option}: {shown}");
    }
}
