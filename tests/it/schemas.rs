//! Reports of real scans against the schemas of their formats, which `testdata/schemas` holds.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::runner::{Project, ravelin_in};
use crate::xml::{self, Element};

/// JSON formats of `ravelin scan` with their schemas.
const SCAN: [(&str, &str); 7] = [
    ("sarif", "sarif-2.1.0.json"),
    ("github-sarif", "sarif-2.1.0.json"),
    ("gitlab-sast", "gitlab-sast-15.2.1.json"),
    ("gitlab-codequality", "gitlab-codequality.json"),
    ("sonarqube", "sonarqube-generic-issues.json"),
    ("bitbucket", "bitbucket-insights.json"),
    ("rdjson", "rdjson.json"),
];

/// The version that the reports claim, and newer ones that read it.
const OSCAL: [&str; 3] = [
    "oscal-assessment-results-1.1.2.json",
    "oscal-assessment-results-1.1.3.json",
    "oscal-assessment-results-1.2.1.json",
];

const KEY: &str = r#"resource "aws_kms_key" "signing" {
  description = "Signing"
}
"#;

const GONE: &str = r#"resource "aws_efs_file_system" "gone" {
  encrypted = false
}
"#;

/// A finding whose value comes from elsewhere, one that an exception covers, and one that is not assessed.
const MAIN: &str = r#"variable "encrypted" {}

variable "cidrs" {
  default = ["0.0.0.0/0"]
}

resource "aws_efs_file_system" "data" {
  encrypted = var.encrypted
}

resource "aws_security_group" "é 😀" {
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = var.cidrs
  }
}

# ravelin:ignore cloud-network-open-rdp until=2999-12-31 owner="a <team>" reason="jump & host"
resource "aws_security_group" "excepted" {
  ingress {
    from_port   = 3389
    to_port     = 3389
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
"#;

/// A folder in which everything comes up that a format has a place for.
pub fn project() -> Project {
    let project = Project::new(&[("key.tf", KEY), ("gone.tf", GONE)]);
    assert_eq!(project.run(&["baseline", "write", "."]).code, 0);
    project.write("gone.tf", b"");
    project.write("my files/é 😀#1.tf", MAIN.as_bytes());
    project.write("broken/main.tf", b"x = [\n");
    project.write("binary/main.tf", b"a = \"\xff\xfe\"\n");
    project
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What the command prints for the quickstart and for [`project`].
fn printed(args: &[&str]) -> [String; 2] {
    let project = project();
    if cfg!(unix) {
        project.write("a]]>\n<d>,%0A=\u{1b}é.tf", MAIN.as_bytes());
    }
    let run = |folder: &Path, args: &[&str]| {
        let run = ravelin_in(folder, args, &[("SOURCE_DATE_EPOCH", "1768435200")], None);
        assert!(run.code < 2 && run.problems().is_empty(), "{args:?}: {}", run.stderr);
        run.stdout
    };
    let quickstart = run(&root(), &[args, &["testdata/quickstart"]].concat());
    let more: &[&str] = if args[0] == "scan" { &["--baseline", "ravelin-baseline.json", "."] } else { &["."] };
    [quickstart, run(&project.path(), &[args, more].concat())]
}

fn reports(args: &[&str]) -> [Value; 2] {
    printed(args).map(|text| serde_json::from_str(&text).expect("JSON"))
}

fn schema(name: &str) -> Value {
    let text = fs::read_to_string(root().join("testdata/schemas").join(name)).expect("UTF-8");
    serde_json::from_str(&text).expect("JSON")
}

fn validator(name: &str) -> jsonschema::Validator {
    jsonschema::options().should_validate_formats(true).build(&schema(name)).expect("a schema")
}

/// Where a document is not what the schema wants, and why.
fn errors(validator: &jsonschema::Validator, document: &Value) -> Vec<String> {
    validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// Without this, a schema is held against reports that leave out what is difficult.
#[test]
fn the_project_has_everything() {
    let project = project();
    let json = project.run(&["scan", ".", "--baseline", "ravelin-baseline.json", "--format", "json"]).json();
    let count = |list: &str, wanted: &dyn Fn(&Value) -> bool| {
        json[list].as_array().expect("a list").iter().filter(|entry| wanted(entry)).count()
    };
    assert!(count("findings", &|finding| finding["suppression"].is_object()) > 0);
    assert!(count("findings", &|finding| finding["baseline"] == "new") > 0);
    assert!(count("findings", &|finding| finding["baseline"] == "unchanged") > 0);
    assert!(count("findings", &|finding| finding["related"].as_array().is_some_and(|list| !list.is_empty())) > 0);
    assert!(count("notAssessed", &|_| true) > 0 && count("absent", &|_| true) > 0, "{json:#}");
    for code in ["not-utf8", "hcl-syntax"] {
        assert_eq!(count("diagnostics", &|diagnostic| diagnostic["code"] == code), 1, "{code}");
    }
}

#[test]
fn scans_are_what_the_schemas_want() {
    for (format, schema) in SCAN {
        let validator = validator(schema);
        for report in reports(&["scan", "--format", format]) {
            assert_eq!(errors(&validator, &report), Vec::<String>::new(), "{format}");
        }
    }
}

#[test]
fn compliance_reports_are_what_the_schemas_want() {
    let reports = reports(&["compliance", "report", "--framework", "cis-aws-7.0,nist-800-53-r5", "--format", "oscal"]);
    for schema in OSCAL {
        let validator = validator(schema);
        for report in &reports {
            assert_eq!(errors(&validator, report), Vec::<String>::new(), "{schema}");
        }
    }
}

/// A schema that is not understood accepts everything: what breaks a rule must be seen.
#[test]
fn what_the_schemas_forbid_is_seen() {
    let oscal = ["compliance", "report", "--framework", "cis-aws-7.0", "--format", "oscal"];
    let cases: [(&[&str], &str, &str, Value); 9] = [
        (&["scan", "--format", "sarif"], "sarif-2.1.0.json", "/runs/0/results/0/level", "bad".into()),
        (&["scan", "--format", "gitlab-sast"], "gitlab-sast-15.2.1.json", "/scan/start_time", "2026-01-15".into()),
        (&["scan", "--format", "gitlab-codequality"], "gitlab-codequality.json", "/0/location/lines/begin", 0.into()),
        (
            &["scan", "--format", "sonarqube"],
            "sonarqube-generic-issues.json",
            "/rules/0/impacts",
            serde_json::json!([]),
        ),
        (&["scan", "--format", "bitbucket"], "bitbucket-insights.json", "/annotations/0/severity", "INFO".into()),
        (&["scan", "--format", "rdjson"], "rdjson.json", "/diagnostics/0/location/range/start/column", 0.into()),
        (&oscal, OSCAL[0], "/assessment-results/uuid", "1".into()),
        (&oscal, OSCAL[1], "/assessment-results/metadata/last-modified", "2026-01-15".into()),
        (&oscal, OSCAL[2], "/assessment-results/results/0/title", Value::Null),
    ];
    for (args, schema, pointer, wrong) in cases {
        let [mut report, _] = reports(args);
        *report.pointer_mut(pointer).unwrap_or_else(|| panic!("{schema} has {pointer}")) = wrong;
        assert!(errors(&validator(schema), &report).iter().any(|error| error.starts_with(pointer)), "{pointer}");
    }
}

/// What `junit-10.xsd` says of an element. It is a small part of XML Schema that it uses: the order of children is free
/// but below the root, where there is one kind of them.
#[derive(Debug, Default)]
struct Rule {
    /// Each attribute, and whether it must be there.
    attributes: BTreeMap<String, bool>,
    children: BTreeSet<String>,
    has_text: bool,
}

impl Rule {
    fn new(declaration: &Element) -> Self {
        let attribute = |name: &str| declaration.attributes.get(name).map(String::as_str);
        let mut rule = Self { has_text: attribute("type") == Some("xs:string"), ..Self::default() };
        for part in &declaration.all()[1..] {
            match part.name.as_str() {
                "xs:complexType" => rule.has_text |= part.attributes.contains_key("mixed"),
                "xs:sequence" | "xs:choice" => {}
                "xs:element" => {
                    rule.children.insert(part.attribute("ref").to_owned());
                }
                "xs:attribute" => {
                    let is_required = part.attributes.get("use").is_some_and(|usage| usage == "required");
                    rule.attributes.insert(part.attribute("name").to_owned(), is_required);
                }
                other => panic!("{other} is not understood"),
            }
        }
        rule
    }

    /// What is wrong with an element by itself.
    fn errors(&self, element: &Element) -> Vec<String> {
        let name = &element.name;
        let needed = self.attributes.iter().filter(|(_, is_required)| **is_required).map(|(name, _)| name);
        let missing = needed.filter(|needed| !element.attributes.contains_key(*needed));
        let unknown = element.attributes.keys().filter(|given| !self.attributes.contains_key(*given));
        let strays = element.children.iter().filter(|child| !self.children.contains(&child.name));
        let mut errors: Vec<String> = missing.map(|missing| format!("{name} lacks {missing}")).collect();
        errors.extend(unknown.map(|unknown| format!("{name} has {unknown}")));
        errors.extend(strays.map(|child| format!("{} in {name}", child.name)));
        if !self.has_text && !element.text.trim().is_empty() {
            errors.push(format!("text in {name}: {}", element.text));
        }
        errors
    }
}

/// The rules by element.
fn junit_rules() -> BTreeMap<String, Rule> {
    let text = fs::read_to_string(root().join("testdata/schemas/junit-10.xsd")).expect("UTF-8");
    let schema = xml::parse(&text);
    let declarations = schema.children.iter().filter(|child| child.name == "xs:element");
    declarations.map(|declaration| (declaration.attribute("name").to_owned(), Rule::new(declaration))).collect()
}

fn junit_errors(rules: &BTreeMap<String, Rule>, report: &Element) -> Vec<String> {
    let of = |element: &&Element| match rules.get(&element.name) {
        Some(rule) => rule.errors(element),
        None => vec![format!("{} is not declared", element.name)],
    };
    report.all().iter().flat_map(of).collect()
}

#[test]
fn junit_is_what_its_schema_wants() {
    let rules = junit_rules();
    for text in printed(&["scan", "--format", "junit"]) {
        let report = xml::parse(&text);
        assert_eq!(report.name, "testsuites");
        assert_eq!(junit_errors(&rules, &report), Vec::<String>::new());
        let count = |name: &str| report.all().iter().filter(|element| element.name == name).count().to_string();
        for (attribute, element) in [("tests", "testcase"), ("failures", "failure"), ("errors", "error")] {
            assert_eq!(report.attribute(attribute), count(element), "{attribute}");
        }
    }
    let wrong = "<testsuites><testsuite name=\"a\" tests=\"1\" failures=\"0\"><testcase name=\"b\" file=\"c\">d\
                 <properties/></testcase></testsuite></testsuites>";
    let expected = ["testsuite lacks errors", "testcase has file", "properties in testcase", "text in testcase: d"];
    assert_eq!(junit_errors(&rules, &xml::parse(wrong)), expected);
}
