//! `ravelin checks import`: policies of Checkov as check files, with the verdicts that Checkov gives.
//!
//! `testdata/checkov/cases.yaml` holds definitions of policies, resources, and what Checkov says of each of these. Resources of
//! Terraform are bodies of the kind that the policy judges, or whole files. Where the imported check says something else, `ours`
//! has all its verdicts, and `because` says why. Any other difference fails the test.
//!
//! To ask Checkov again (the `checkov:` lines are rewritten in place):
//!
//! ```sh
//! RAVELIN_CHECKOV=checkov cargo test --test it import
//! ```

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;
use ravelin::check::import::{Attachment, Draft, Request, import};
use ravelin::check::{Registry, load_user_check};
use ravelin::engine::{Input, Progress, scan};
use ravelin::link;
use ravelin::source::SourceMap;

use crate::runner::Project;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    definition: serde_json::Value,
    #[serde(default)]
    terraform: Vec<String>,
    #[serde(default)]
    kubernetes: Vec<String>,
    #[serde(default)]
    dockerfile: Vec<String>,
    checkov: Vec<String>,
    ours: Option<Vec<String>>,
    because: Option<String>,
}

impl Case {
    /// Names and texts of the files.
    fn files(&self) -> Vec<(&'static str, String)> {
        let kind = first_kind(&self.definition).unwrap_or_default();
        let terraform = |text: &String| match text.starts_with("resource ") {
            true => text.clone(),
            false => format!("resource \"{kind}\" \"example\" {{\n  {text}\n}}\n"),
        };
        let bodies = self.terraform.iter().map(|text| ("main.tf", terraform(text)));
        let manifests = self.kubernetes.iter().map(|text| ("manifest.yaml", text.clone()));
        bodies.chain(manifests).chain(self.dockerfile.iter().map(|text| ("Dockerfile", text.clone()))).collect()
    }

    /// The policy, as Checkov and as we read it.
    fn policy(&self, id: &str) -> String {
        let metadata = serde_json::json!({"id": id, "name": self.name, "category": "CONVENTION"});
        serde_json::json!({"metadata": metadata, "definition": self.definition}).to_string()
    }
}

fn first_kind(definition: &serde_json::Value) -> Option<String> {
    match definition {
        serde_json::Value::Object(members) => {
            let own = members.get("resource_types").and_then(|kinds| kinds[0].as_str()).map(str::to_owned);
            own.or_else(|| members.values().find_map(first_kind))
        }
        serde_json::Value::Array(items) => items.iter().find_map(first_kind),
        _ => None,
    }
}

fn cases_path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/checkov/cases.yaml")
}

fn read_cases() -> Vec<Case> {
    serde_yaml::from_str(&fs::read_to_string(cases_path()).expect("readable")).expect("cases")
}

#[test]
fn same_verdicts_as_checkov() {
    if let Some(program) = std::env::var_os("RAVELIN_CHECKOV") {
        regenerate(&program);
    }
    let cases = read_cases();
    assert!(cases.len() >= 90, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let ours = verdicts(case);
        let declared = case.ours.as_ref().unwrap_or(&case.checkov);
        if ours != *declared {
            wrong.push(format!("{}: {ours:?}, declared {declared:?}", case.name));
        }
        let differs = case.ours.as_ref().is_some_and(|ours| *ours != case.checkov);
        assert_eq!(
            (differs, differs),
            (case.ours.is_some(), case.because.is_some()),
            "{}: a difference has a reason",
            case.name
        );
    }
    assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// What the imported check says of each file.
fn verdicts(case: &Case) -> Vec<String> {
    let attachments = |holder: &str, attached: &str| -> Vec<Attachment> {
        let roles = link::roles_between(holder, attached).into_iter();
        roles
            .map(|role| Attachment { role: role.name, argument: role.argument, names_holder: role.names_holder })
            .collect()
    };
    let request = Request { origin: "case.yaml", prefix: None, kinds: &[], attachments: &attachments };
    let imported = import(&case.policy("CASE"), &request).remove(0);
    let imported = imported.unwrap_or_else(|gaps| panic!("{}: {gaps:?}", case.name));
    let [draft]: [Draft; 1] = imported.drafts.try_into().expect("one check");
    let text = draft.text("case", draft.fails.iter().map(String::as_str), draft.passes.iter().map(String::as_str));
    let sources = SourceMap::new();
    let loaded = load_user_check(sources.add("case.yaml", text.clone()));
    let check = loaded.unwrap_or_else(|problems| panic!("{}: {problems:?}\n{text}", case.name))[0];
    let registry = Registry::new([check]);
    let verdict = |(name, text): (&'static str, String)| {
        let progress = Progress::default();
        let input = Input::Text { name: name.into(), text: text.as_str().into() };
        let request = ravelin::engine::Request::new(vec![input], PathBuf::from("/nonexistent"), &registry, &progress);
        let outcome = scan(&request, SourceMap::new()).outcome;
        match (outcome.findings.len(), outcome.not_assessed.len(), outcome.coverage.passed) {
            (0, 0, 0) => "nothing",
            (0, 0, _) => "passes",
            (0, ..) => "unknown",
            _ => "fails",
        }
        .to_owned()
    };
    case.files().into_iter().map(verdict).collect()
}

/// Writes anew what Checkov says of each case.
fn regenerate(program: &OsStr) {
    let cases = read_cases();
    let project = Project::new(&[]);
    for (index, case) in cases.iter().enumerate() {
        project.write(&format!("policies/{index}.json"), case.policy(&format!("CASE_{index}")).as_bytes());
        for (number, (name, text)) in case.files().into_iter().enumerate() {
            project.write(&format!("files/{index}/{number}/{name}"), text.as_bytes());
        }
    }
    let ids: Vec<String> = (0..cases.len()).map(|index| format!("CASE_{index}")).collect();
    let output = Command::new(program)
        .args(["--directory", "files", "--external-checks-dir", "policies", "--check", &ids.join(",")])
        .args(["--framework", "terraform", "kubernetes", "dockerfile", "--output", "json", "--compact", "--soft-fail"])
        .current_dir(project.path())
        .output()
        .expect("checkov starts");
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut said: BTreeMap<(String, String), &str> = BTreeMap::new();
    for report in answer.as_array().into_iter().flatten().chain([&answer]) {
        for (list, verdict) in [("passed_checks", "passes"), ("failed_checks", "fails")] {
            for found in report["results"][list].as_array().into_iter().flatten() {
                let text = |name: &str| found[name].as_str().expect("a text").to_owned();
                let path = text("file_path");
                let path = path.strip_prefix("/files").unwrap_or(&path).to_owned();
                said.insert((text("check_id"), path), verdict);
            }
        }
    }
    let mut lines = cases.iter().enumerate().map(|(index, case)| {
        let verdict = |(number, (name, _)): (usize, (&str, String))| {
            let file = format!("/{index}/{number}/{name}");
            said.get(&(format!("CASE_{index}"), file)).copied().unwrap_or("nothing")
        };
        case.files().into_iter().enumerate().map(verdict).collect::<Vec<_>>().join(", ")
    });
    let text = fs::read_to_string(cases_path()).expect("readable");
    let text: String = text
        .lines()
        .map(|line| match line.starts_with("  checkov: [") {
            true => format!("  checkov: [{}]\n", lines.next().expect("a case")),
            false => format!("{line}\n"),
        })
        .collect();
    fs::write(cases_path(), text).expect("writable");
}

const POLICY: &str = "\
metadata:
  id: ACME_1
  name: Ensure databases are encrypted
  category: ENCRYPTION
  severity: HIGH
  guideline: https://example.com/rules#1
definition:
  and:
    - {cond_type: attribute, resource_types: [aws_db_instance], attribute: storage_encrypted, operator: equals, value: true}
    - cond_type: attribute
      resource_types: [aws_db_instance]
      attribute: restore_to_point_in_time.source_db_instance_identifier
      operator: not_equals
      value: legacy
";

#[test]
fn a_policy_becomes_a_check_that_runs() {
    let project = Project::new(&[("policies/db.yaml", POLICY), ("main.tf", "resource \"aws_db_instance\" \"a\" {}\n")]);
    let run = project.run(&["checks", "import", "policies/db.yaml"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(
        run.stdout.replace('\\', "/"),
        "wrote .ravelin/checks/aws-databases-encrypted.yaml\n1 check written, 0 known already, 0 left out\n"
    );
    let text =
        fs::read_to_string(project.path().join(".ravelin/checks/aws-databases-encrypted.yaml")).expect("written");
    assert_snapshot!(text);
    let run = project.run(&["checks", "test", "aws-databases-encrypted"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "1 checks: 2 examples passed, 0 failed\n"));
    let run = project.run(&["scan", ".", "--format", "concise"]);
    assert!(run.ids().contains(&"aws-databases-encrypted"), "{}", run.stdout);
    // Its alias is known now.
    let run = project.run(&["checks", "import", "policies"]);
    assert_eq!(run.code, 0);
    assert_snapshot!(run.stderr.replace('\\', "/"), @"policies/db.yaml:2: metadata.id: `aws-databases-encrypted` has the alias ACME_1 already; `--force` imports it all the same");
    let run = project.run(&["checks", "import", "policies", "--force", "--prefix", "acme", "--dir", "own"]);
    assert_eq!(
        run.stdout.replace('\\', "/"),
        "wrote own/acme-databases-encrypted.yaml\n1 check written, 0 known already, 0 left out\n"
    );
}

#[test]
fn what_has_no_equivalent_is_said_at_its_place() {
    let metadata = |id: &str| format!("metadata: {{id: {id}, name: A rule, category: NETWORKING}}\n");
    let attribute = |kinds: &str, rest: &str| format!("{{cond_type: attribute, resource_types: {kinds}, {rest}}}");
    let one = |rest: &str| attribute("[aws_lb]", rest);
    let definitions = [
        one("attribute: a, operator: equal, value: 1"),
        one("attribute: a, operator: equals"),
        one("atribute: a, operator: exists"),
        one("attribute: a, operator: regex_match, value: '(a)\\1'"),
        one("attribute: '$.a[1:2]', operator: jsonpath_exists"),
        one("attribute: a, operator: within, value: text"),
        attribute("all", "attribute: tags, operator: exists"),
        attribute("['AWS::S3::Bucket']", "attribute: a, operator: exists"),
        attribute("[aws_iam_policy]", "attribute: policy.Statement, operator: exists"),
        "{cond_type: connection, resource_types: [aws_lb], connected_resource_types: [aws_vpc], operator: exists}"
            .into(),
        "{cond_type: resource, resource_types: [aws_lb], operator: exists}".into(),
        "{cond_type: attributes, resource_types: [aws_lb], operator: exists}".into(),
        "{and: [{or: []}], or: []}".into(),
        "{not: [{cond_type: filter, attribute: name, operator: within, value: [a]}]}".into(),
        "[]".into(),
    ];
    let policies: Vec<String> = definitions
        .iter()
        .enumerate()
        .map(|(index, definition)| format!("---\n{}definition:\n  {definition}\n", metadata(&format!("ACME_{index}"))))
        .chain([
            "---\nmetadata: {name: x}\ndefinition: {}\n".to_owned(),
            "---\n- x\n".to_owned(),
            "---\na: [\n".to_owned(),
        ])
        .collect();
    let project = Project::new(&[("policies.yaml", &policies.concat())]);
    let run = project.run(&["checks", "import", "policies.yaml"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, "0 checks written, 0 known already, 18 left out\n"));
    assert!(!project.path().join(".ravelin").exists());
    assert_snapshot!(run.stderr);
}

#[test]
fn kinds_of_groups_are_named() {
    let policy = "metadata: {id: ACME_2, name: Everything has an owner, category: CONVENTION}\n\
                  scope: {provider: aws}\n\
                  definition: {cond_type: attribute, resource_types: taggable, attribute: tags.Owner, operator: exists}\n";
    let project = Project::new(&[("policy.yaml", policy)]);
    let run = project.run(&["checks", "import", "policy.yaml", "--stdout", "--kind", "aws_lb,aws_vpc"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_snapshot!(run.stdout);
}

#[test]
fn kinds_that_are_asked_different_things_are_several_checks() {
    let policy = "metadata: {id: ACME_3, name: Names start with acme, category: CONVENTION}\n\
                  definition:\n  or:\n    \
                  - {cond_type: attribute, resource_types: [aws_lb, aws_alb], attribute: name, operator: starting_with, value: acme}\n    \
                  - {cond_type: attribute, resource_types: [aws_s3_bucket], attribute: bucket, operator: starting_with, value: acme}\n";
    let project = Project::new(&[("policy.yaml", policy)]);
    let run = project.run(&["checks", "import", "policy.yaml", "--dir", "own"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_snapshot!(run.stdout.replace('\\', "/"));
    let run = project.run(&["checks", "test", "--check-dir", "own", "aws-names-start-acme-*"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "2 checks: 4 examples passed, 0 failed\n"));
}

#[test]
fn bad_input_has_a_sentence() {
    let project = Project::new(&[("policy.yaml", POLICY), ("empty.yaml", ""), ("folder/README.md", "")]);
    project.write("aws-databases-encrypted.yaml", b"");
    project.write("binary.yaml", b"\xff\xfe");
    let said = |args: &[&str]| {
        let run = project.run(&[&["checks", "import"], args].concat());
        assert_eq!(run.code, 2, "{args:?}: {}", run.stdout);
        run.stderr.replace('\\', "/")
    };
    assert_snapshot!(said(&["policy.yaml", "--dir", "."]));
    assert_snapshot!(said(&["empty.yaml"]));
    assert_snapshot!(said(&["folder"]));
    assert!(said(&["missing.yaml"]).contains("missing.yaml: there is no such file"));
    assert!(said(&["binary.yaml"]).contains("binary.yaml: is not text in UTF-8"));
    assert!(said(&["policy.yaml", "--prefix", "A b"]).contains("lower-case words"));
    assert!(said(&["policy.yaml", "--dir", "policy.yaml"]).contains("policy.yaml"));
}
