//! Reports for platforms, as the command writes them.

use std::path::Path;

use ravelin::check::Registry;
use ravelin::report::{FORMATS, Format, TEMPLATE, Writer};
use regex::Regex;
use serde_json::Value;

use crate::runner::{Project, Run, ravelin_in};
use crate::{schemas, xml};

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

/// The place of the finding in the formats that are text: path and line.
const PLACES_IN_TEXT: [(&str, &str); 11] = [
    ("pretty", r"(?m)^ *╭─\[(.+):(\d+):20\]$"),
    ("concise", r"(?m)^(.+):(\d+):20: high: "),
    ("html", r#"<code class="place">(.+):(\d+):20</code>"#),
    ("csv", r"(?m)^open,high,cloud-network-open-ssh,.*,([^,]+),(\d+),20,\d+,31,terraform,"),
    ("github", r"(?m)^::error file=(.+),line=(\d+),endLine=\d+,col=20,"),
    ("azure", r"(?m)^##vso\[task.logissue type=error;sourcepath=(.+);linenumber=(\d+);columnnumber=20;"),
    ("junit", r"<failure [^>]+>(.+):(\d+):20: "),
    ("checkstyle", r#"<file name="(.+)">\s+<error line="(\d+)" column="20" "#),
    ("markdown", r"- <code>(.+)&#58;(\d+)&#58;20</code> "),
    ("github-summary", r"- <code>(.+)&#58;(\d+)&#58;20</code> "),
    ("teamcity", r"(?m)^##teamcity\[inspection typeId='\S+' message='.+' file='(.+)' line='(\d+)' SEVERITY='ERROR'\]$"),
];

/// The same in the formats that are JSON.
const PLACES_IN_JSON: [(&str, &str, &str); 9] = [
    ("json", "/findings/0/location/path", "/findings/0/location/start/line"),
    ("ndjson", "/location/path", "/location/start/line"),
    ("sarif", SARIF_PATH, SARIF_LINE),
    ("github-sarif", SARIF_PATH, SARIF_LINE),
    ("gitlab-sast", "/vulnerabilities/0/location/file", "/vulnerabilities/0/location/start_line"),
    ("gitlab-codequality", "/0/location/path", "/0/location/lines/begin"),
    ("sonarqube", "/issues/0/primaryLocation/filePath", "/issues/0/primaryLocation/textRange/startLine"),
    ("bitbucket", "/annotations/0/path", "/annotations/0/line"),
    ("rdjson", "/diagnostics/0/location/path", "/diagnostics/0/location/range/start/line"),
];

const SARIF_PATH: &str = "/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri";
const SARIF_LINE: &str = "/runs/0/results/0/locations/0/physicalLocation/region/startLine";

/// Path and line of the only finding in a report.
fn place(format: &str, report: &str) -> (String, u64) {
    if let Some((_, path, line)) = PLACES_IN_JSON.iter().find(|(name, ..)| *name == format) {
        // The first line is the whole document, or the first of many.
        let document = if format == "ndjson" { report.lines().next().unwrap_or_default() } else { report };
        let document: Value = serde_json::from_str(document).expect("JSON");
        let text = |pointer: &str| document.pointer(pointer).unwrap_or_else(|| panic!("{format}: {document:#}"));
        return (text(path).as_str().expect("a path").to_owned(), text(line).as_u64().expect("a number"));
    }
    let (_, pattern) = PLACES_IN_TEXT.iter().find(|(name, _)| *name == format).unwrap_or_else(|| panic!("{format}?"));
    let places = Regex::new(pattern).expect("a regular expression");
    let place = places.captures(report).unwrap_or_else(|| panic!("{format}: {report}"));
    (place[1].to_owned(), place[2].parse().expect("a number"))
}

/// The formats that list findings, whether these can be mended or not.
pub fn listing() -> impl Iterator<Item = &'static Format<&'static dyn Writer>> {
    FORMATS.iter().filter(|format| format.name != "github-suggestions")
}

#[test]
fn every_format_names_the_finding_and_its_line() {
    let project = Project::new(&[("sub/main.tf", &group(""))]);
    for Format { name, .. } in listing() {
        let run = scan(&project, name);
        assert_eq!((run.code, run.problems()), (1, ""), "{name}");
        assert!(run.stdout.contains(ID), "{name}: {}", run.stdout);
        assert_eq!(place(name, &run.stdout), ("sub/main.tf".to_owned(), 7), "{name}");
    }
}

/// A text of a report in JSON; empty where there is none.
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Path, line and column where something of the `json` format is.
fn start(entry: &Value) -> [String; 3] {
    let location = &entry["location"];
    let number = |name: &str| location["start"][name].as_u64().map_or_else(String::new, |number| number.to_string());
    [text(&location["path"]), number("line"), number("column")]
}

#[test]
fn csv_holds_what_json_holds() {
    let project = schemas::project();
    let scan = ["scan", ".", "--baseline", "ravelin-baseline.json", "--show-unknown", "--format"];
    let json = project.run(&[&scan[..], &["json"]].concat()).json();
    let list = |name: &str| json[name].as_array().expect("a list").iter();
    let findings = list("findings").map(|finding| {
        let status = if finding["suppression"].is_null() { text(&finding["baseline"]) } else { "excepted".to_owned() };
        let rest = ["checkId", "severity", "message", "fingerprint"].map(|name| text(&finding[name]));
        [&[status], &rest[..], &start(finding)].concat()
    });
    let absent = list("absent").map(|absent| {
        let rest = [text(&absent["checkId"]), String::new(), String::new(), text(&absent["fingerprint"])];
        [&["absent".to_owned()], &rest[..], &[text(&absent["path"]), String::new(), String::new()]].concat()
    });
    let registry = Registry::embedded();
    let not_assessed = list("notAssessed").map(|entry| {
        // The severity is not in the `json` format.
        let check = registry.checks().iter().find(|check| entry["checkId"] == check.id).expect("a check");
        let rest = [check.id, check.severity.as_str()].map(str::to_owned);
        [&["not assessed".to_owned()], &rest[..], &[text(&entry["reason"]), String::new()], &start(entry)].concat()
    });
    let switched_off = list("switchedOff").map(|entry| {
        assert_eq!((&entry["kind"], &entry["count"]), (&"finding".into(), &1.into()));
        let message = format!("1 finding excepted by {}", text(&entry["what"]));
        let rest = [String::new(), String::new(), message, String::new()];
        [&["switched off".to_owned()], &rest[..], &start(entry)].concat()
    });
    let expected: Vec<Vec<String>> = findings.chain(absent).chain(not_assessed).chain(switched_off).collect();

    let report = project.run(&[&scan[..], &["csv"]].concat()).stdout;
    let mut reader = csv::Reader::from_reader(report.as_bytes());
    let columns = reader.headers().expect("a header").clone();
    let names = ["status", "check", "severity", "message", "fingerprint", "file", "line", "column"];
    let at = names.map(|name| columns.iter().position(|column| column == name).expect(name));
    let rows = reader.records().map(|row| row.expect("as many cells as columns"));
    let rows: Vec<Vec<String>> = rows.map(|row| at.iter().map(|at| row[*at].to_owned()).collect()).collect();
    assert_eq!(rows, expected);
}

#[test]
fn checkstyle_holds_what_counts_of_json() {
    let project = schemas::project();
    let json = project.run(&["scan", ".", "--format", "json"]).json();
    let list = |name: &str| json[name].as_array().expect("a list").iter();
    let row = |entry: &Value, source: &str, severity: &str| {
        let source = format!("ravelin.{}", text(&entry[source]));
        let severity = match entry[severity].as_str().expect("a level") {
            "critical" | "high" | "error" => "error",
            "medium" | "warning" => "warning",
            _ => "info",
        };
        [&start(entry)[..], &[source, severity.to_owned(), text(&entry["message"])]].concat()
    };
    let findings = list("findings").filter(|finding| finding["suppression"].is_null());
    let findings = findings.map(|finding| row(finding, "checkId", "severity"));
    let mut expected: Vec<Vec<String>> =
        findings.chain(list("diagnostics").map(|diagnostic| row(diagnostic, "code", "level"))).collect();
    expected.sort();

    let report = xml::parse(&project.run(&["scan", ".", "--min-severity", "info", "--format", "checkstyle"]).stdout);
    assert_eq!((report.name.as_str(), report.attribute("version")), ("checkstyle", "10.0"));
    let mut rows = Vec::new();
    for file in &report.children {
        for error in &file.children {
            assert_eq!((file.name.as_str(), error.name.as_str()), ("file", "error"));
            let number = |name: &str| error.attributes.get(name).cloned().unwrap_or_default();
            let rest = ["source", "severity", "message"].map(|name| error.attribute(name).to_owned());
            rows.push([&[file.attribute("name").to_owned(), number("line"), number("column")], &rest[..]].concat());
        }
    }
    rows.sort();
    assert_eq!(rows, expected);
}

#[test]
fn every_format_is_documented() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/formats.md")).expect("UTF-8");
    let sections: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    for name in FORMATS.iter().chain([&TEMPLATE]).map(|format| format.name) {
        assert!(sections.contains(&format!("`{name}`").as_str()), "{name}");
    }
    assert_eq!(sections.len(), FORMATS.len() + 1, "{sections:?}");
}

#[test]
fn the_same_time_gives_the_same_bytes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for Format { name, .. } in FORMATS {
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
    assert_eq!(json("sonarqube"), serde_json::json!({ "rules": [], "issues": [] }));
    assert_eq!(json("bitbucket")["annotations"], serde_json::json!([]));
    assert_eq!(json("rdjson")["diagnostics"], serde_json::json!([]));
    assert!(report("github-summary").contains("\n1 excepted\n"));
    assert!(report("junit").contains("<skipped message=\"excepted: jump host\"/>"));
    assert!(report("csv").contains("\r\nexcepted,high,"));
    assert!(report("ndjson").contains("\"reason\":\"jump host\""));
    assert!(report("markdown").contains("| high | 0 | 1 | 0 |"));
    for name in ["github", "azure", "teamcity"] {
        assert_eq!(report(name).lines().count(), 1, "{name}");
    }
    assert!(!report("checkstyle").contains("<error"));
}

/// Whether each format lists a finding of this severity.
fn mentions(arguments: &[&str], severity: &str) -> Vec<(&'static str, bool)> {
    let configuration = format!("checks:\n  severity:\n    {ID}: {severity}\n");
    let project = Project::new(&[("main.tf", &group("")), (".ravelin.yaml", &configuration)]);
    let mention = |format: &Format<_>| {
        let run = project.run(&[&["scan", ".", "--checks", ID, "--format", format.name], arguments].concat());
        (format.name, run.stdout.contains("reach port 22"))
    };
    listing().map(mention).collect()
}

/// What is minor is no alert, unless it closes the gate; formats for programs and for evidence hold it all.
#[test]
fn what_is_minor_is_left_out_of_what_platforms_show() {
    let complete = ["html", "json", "ndjson", "csv", "sarif"];
    for (name, is_there) in mentions(&[], "info") {
        assert_eq!(is_there, complete.contains(&name), "{name}");
    }
    // `pretty` only counts what does not close the gate, unless all is asked for.
    for arguments in [&["--min-severity", "info", "--all"][..], &["--fail-on", "info"]] {
        for (name, is_there) in mentions(arguments, "info") {
            assert!(is_there, "{name} {arguments:?}");
        }
    }
}

/// Names of files are chosen by whoever opens a pull request.
#[cfg(unix)]
#[test]
fn file_names_cannot_forge_a_report() {
    let name = "a]]>\n::error::b|`c`<d>,e;##vso[task.x]y%0A=é.tf";
    let project = Project::new(&[(name, &group(""))]);
    for Format { name: format, .. } in FORMATS {
        let run = scan(&project, format);
        assert_eq!((run.code, run.problems()), (1, ""), "{format}");
        let forged = |line: &&str| line.starts_with("::error::") || line.starts_with("##vso[task.x]");
        assert_eq!(run.stdout.lines().filter(forged).count(), 0, "{format}: {}", run.stdout);
        match *format {
            "junit" | "checkstyle" => {
                xml::parse(&run.stdout);
            }
            "csv" => {
                let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
                assert_eq!(reader.records().collect::<Result<Vec<_>, _>>().expect("rows").len(), 1);
            }
            "markdown" | "github-summary" => assert!(!run.stdout.contains("<d>")),
            "teamcity" => assert!(run.stdout.lines().all(|line| line.starts_with("##teamcity["))),
            "ndjson" => run.stdout.lines().for_each(|line| {
                serde_json::from_str::<Value>(line).expect("JSON");
            }),
            "json" | "sarif" | "github-sarif" | "github-suggestions" | "gitlab-sast" | "gitlab-codequality"
            | "sonarqube" | "bitbucket" | "rdjson" => {
                run.json();
            }
            _ => {}
        }
    }
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
