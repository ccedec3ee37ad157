//! Reports for platforms, as the command writes them.

use std::path::Path;

use ravelin::report::FORMATS;
use serde_json::Value;

use crate::runner::{Project, Run, ravelin_in};

const ID: &str = "cloud-network-open-ssh";

/// A time in seconds, and the same as GitLab wants it.
const TIME: (&str, &str) = ("1000000000", "2001-09-09T01:46:40");

/// A security group that is open to the world on line 7, with a comment there.
fn group(comment: &str) -> String {
    format!(
        "resource \"aws_security_group\" \"a\" {{\n  description = \"Servers\"\n  ingress {{\n    from_port   = 22\n    \
         to_port     = 22\n    protocol    = \"tcp\"\n    cidr_blocks = [\"0.0.0.0/0\"] {comment}\n  }}\n}}\n"
    )
}

fn scan(project: &Project, format: &str) -> Run {
    let args = ["scan", ".", "--checks", ID, "--format", format];
    ravelin_in(&project.path(), &args, &[("SOURCE_DATE_EPOCH", TIME.0)], None)
}

#[test]
fn every_format_names_the_finding_and_its_line() {
    let project = Project::new(&[("sub/main.tf", &group(""))]);
    for (name, _) in FORMATS {
        let run = scan(&project, name);
        assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{name}");
        assert!(run.stdout.contains(ID), "{name}: {}", run.stdout);
        assert!(run.stdout.contains("sub/main.tf") && run.stdout.contains('7'), "{name}: {}", run.stdout);
    }
}

#[test]
fn every_format_is_documented() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/formats.md")).expect("UTF-8");
    let sections: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    for (name, _) in FORMATS {
        assert!(sections.contains(&format!("`{name}`").as_str()), "{name}");
    }
    assert_eq!(sections.len(), FORMATS.len(), "{sections:?}");
}

#[test]
fn the_same_time_gives_the_same_bytes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, _) in FORMATS {
        let run = |threads| {
            let environment = [("SOURCE_DATE_EPOCH", TIME.0), ("RAYON_NUM_THREADS", threads)];
            ravelin_in(root, &["scan", "testdata/quickstart", "--format", name], &environment, None).stdout
        };
        assert_eq!(run("1"), run("8"), "{name}");
    }
}

#[test]
fn the_time_comes_from_the_environment() {
    let project = Project::new(&[("main.tf", &group(""))]);
    let report = scan(&project, "gitlab-sast").json();
    assert_eq!(report["scan"]["start_time"], TIME.1);
    for wrong in ["", "now", "99999999999999999999"] {
        let run = ravelin_in(&project.path(), &["scan", "."], &[("SOURCE_DATE_EPOCH", wrong)], None);
        assert_eq!(run.code, 2, "{wrong}");
        assert!(run.stderr.contains("SOURCE_DATE_EPOCH"), "{}", run.stderr);
    }
}

#[test]
fn what_is_excepted_is_no_failure_anywhere() {
    let project = Project::new(&[("main.tf", &group("# ravelin:ignore cloud-network-open-ssh reason=\"jump host\""))]);
    let report = |name: &str| {
        let run = scan(&project, name);
        assert_eq!(run.code, 0, "{name}: {}", run.stdout);
        run.stdout
    };
    let json = |name: &str| -> Value { serde_json::from_str(&report(name)).expect("JSON") };
    assert_eq!(json("sarif")["runs"][0]["results"][0]["suppressions"][0]["justification"], "jump host");
    assert_eq!(json("github-sarif")["runs"][0]["results"], serde_json::json!([]));
    assert_eq!(json("gitlab-sast")["vulnerabilities"], serde_json::json!([]));
    assert_eq!(json("gitlab-codequality"), serde_json::json!([]));
    assert!(report("junit").contains("<skipped message=\"excepted: jump host\"/>"));
    assert!(report("csv").contains("\r\nexcepted,high,"));
    assert!(report("ndjson").contains("\"reason\":\"jump host\""));
    assert!(report("markdown").contains("| high | 0 | 1 | 0 |"));
    for name in ["github", "azure"] {
        assert_eq!(report(name).lines().count(), 1, "{name}");
    }
    assert!(!report("checkstyle").contains("<error"));
}

/// Names of files are chosen by whoever opens a pull request.
#[cfg(unix)]
#[test]
fn file_names_cannot_forge_a_report() {
    let name = "a]]>\n::error::b|`c`<d>,e;##vso[task.x]y%0A=é.tf";
    let project = Project::new(&[(name, &group(""))]);
    for (format, _) in FORMATS {
        let run = scan(&project, format);
        assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{format}");
        let forged = |line: &&str| line.starts_with("::error::") || line.starts_with("##vso[task.x]");
        assert_eq!(run.stdout.lines().filter(forged).count(), 0, "{format}: {}", run.stdout);
        match *format {
            "junit" | "checkstyle" => assert_is_xml(&run.stdout),
            "csv" => {
                let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
                assert_eq!(reader.records().collect::<Result<Vec<_>, _>>().expect("rows").len(), 1);
            }
            "markdown" => assert!(!run.stdout.contains("<d>")),
            "ndjson" => run.stdout.lines().for_each(|line| {
                serde_json::from_str::<Value>(line).expect("JSON");
            }),
            "json" | "sarif" | "github-sarif" | "gitlab-sast" | "gitlab-codequality" => {
                run.json();
            }
            _ => {}
        }
    }
}

fn assert_is_xml(text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    while reader.read_event().expect("well-formed") != quick_xml::events::Event::Eof {}
}

/// A pull request shows an alert only when all lines of its region were changed.
#[test]
fn alerts_point_at_one_line() {
    let text = group("").replace("[\"0.0.0.0/0\"]", "concat([\n      \"0.0.0.0/0\",\n    ])");
    let project = Project::new(&[("main.tf", &text)]);
    let lines = |format: &str| {
        let sarif = project.run(&["scan", ".", "--format", format]).json();
        let results = sarif["runs"][0]["results"].as_array().expect("a list").clone();
        let region = |result: &Value| result["locations"][0]["physicalLocation"]["region"].clone();
        let lines = |region: Value| (region["startLine"].as_u64(), region["endLine"].as_u64());
        results.iter().map(region).map(lines).collect::<Vec<_>>()
    };
    assert!(lines("sarif").iter().any(|(start, end)| start != end), "a finding on a text of several lines");
    assert!(lines("github-sarif").iter().all(|(start, end)| start == end));
}

/// The hash by which GitHub knows an alert again stays when lines above it come or go.
#[test]
fn alerts_are_known_again_when_lines_move() {
    let fingerprints = |text: &str| {
        let sarif = scan(&Project::new(&[("main.tf", text)]), "github-sarif").json();
        sarif["runs"][0]["results"][0]["partialFingerprints"].clone()
    };
    let before = fingerprints(&group(""));
    assert!(before["primaryLocationLineHash"].as_str().is_some_and(|hash| hash.ends_with(":1")), "{before}");
    assert_eq!(before, fingerprints(&format!("# A comment.\n\n{}", group(""))));
    let indented = group("").replace("    cidr", "\t\tcidr").replace("  }\n", "  }   \n");
    assert_eq!(before, fingerprints(&indented));
}
