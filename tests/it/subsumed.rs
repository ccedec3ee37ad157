//! One cause, one finding: what another finding says already is counted, and not shown.

use std::collections::BTreeSet;

use ravelin::check::{Expectation, Registry};
use ravelin::engine::scan_example;
use ravelin::finding::Outcome;
use serde_json::Value;

use crate::runner::{Project, ravelin};

const PRIVILEGED: &str = "kubernetes-workload-privileged";
const ESCALATION: &str = "kubernetes-workload-privilege-escalation";
const BOTH: [&str; 2] = [PRIVILEGED, ESCALATION];

/// A pod with a privileged container, and with the other one.
fn pod(other: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: web, namespace: shop}}\nspec:\n  containers:\n    - name: app\n      \
         image: registry.example.com/app:1.4.2\n      securityContext: {{privileged: true}}\n{other}"
    )
}

/// The findings, and those that others say, by their checks.
fn checks(project: &Project, arguments: &[&str], only: &[&str]) -> [Vec<String>; 2] {
    let only = only.join(",");
    let arguments = [&["scan", ".", "--format", "json", "--checks", &only], arguments].concat();
    let report = project.run(&arguments).json();
    let names = |list: &str| {
        let list = report[list].as_array().expect("a list");
        list.iter().map(|it| it["checkId"].as_str().expect("an id").to_owned()).collect()
    };
    [names("findings"), names("subsumed")]
}

fn texts(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

#[test]
fn what_another_finding_says_is_one_with_it() {
    let project = Project::new(&[("pod.yaml", &pod(""))]);
    assert_eq!(checks(&project, &[], &BOTH), [texts(&[PRIVILEGED]), texts(&[ESCALATION])]);
    assert_eq!(checks(&project, &[], &[ESCALATION]), [texts(&[ESCALATION]), vec![]], "who does not run says nothing");
}

#[test]
fn each_part_is_told_apart() {
    let other = "    - name: helper\n      image: registry.example.com/helper:1.4.2\n";
    let project = Project::new(&[("pod.yaml", &pod(other))]);
    assert_eq!(checks(&project, &[], &BOTH), [texts(&[PRIVILEGED, ESCALATION]), texts(&[ESCALATION])]);
    let second = pod("").replace("name: web", "name: other").replace("privileged: true", "privileged: false");
    let project = Project::new(&[("pods.yaml", &format!("{}---\n{second}", pod("")))]);
    assert_eq!(checks(&project, &[], &BOTH), [texts(&[PRIVILEGED, ESCALATION]), texts(&[ESCALATION])]);
}

#[test]
fn who_is_excepted_or_milder_says_nothing() {
    let excepted =
        pod("").replace("privileged: true}", "privileged: true} # ravelin:ignore kubernetes-workload-privileged");
    let project = Project::new(&[("pod.yaml", &excepted)]);
    assert_eq!(checks(&project, &[], &BOTH), [texts(&[ESCALATION, PRIVILEGED]), vec![]]);
    let milder = format!("checks:\n  severity:\n    {PRIVILEGED}: info\n");
    let project = Project::new(&[("pod.yaml", &pod("")), (".ravelin.yaml", &milder)]);
    assert_eq!(checks(&project, &[], &BOTH), [texts(&[ESCALATION, PRIVILEGED]), vec![]]);
}

/// What was hidden behind another finding is not new when nothing hides it any more.
#[test]
fn baselines_know_what_is_subsumed() {
    let project = Project::new(&[("pod.yaml", &pod(""))]);
    project.run(&["baseline", "write", "."]);
    let baseline = ["--baseline", "ravelin-baseline.json"];
    let run = project.run(&[&["scan", ".", "--format", "json", "--checks", ESCALATION], &baseline[..]].concat());
    let report = run.json();
    let states: Vec<&Value> = report["findings"].as_array().expect("a list").iter().map(|it| &it["baseline"]).collect();
    assert_eq!(states, ["unchanged"]);
}

/// A control whose check is subsumed fails as before.
#[test]
fn evidence_is_kept() {
    let project = Project::new(&[("pod.yaml", &pod(""))]);
    let run = project.run(&["compliance", "report", "--framework", "cis-kubernetes-1.12", ".", "-f", "json"]);
    assert!(run.stdout.contains(ESCALATION), "{}", run.stdout);
}

#[test]
fn a_role_says_what_its_workloads_may_do() {
    let role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: reader}\nrules:\n  - {apiGroups: [''], resources: [secrets], verbs: [get, list]}\n---\n\
         apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: reader}\n\
         roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}\nsubjects: [{kind: ServiceAccount, name: web, namespace: shop}]\n---\n\
         apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web, namespace: shop}\n---\n";
    let pod = pod("").replace("spec:\n", "spec:\n  serviceAccountName: web\n");
    let project = Project::new(&[("all.yaml", &format!("{role}{pod}"))]);
    let both = ["kubernetes-rbac-secrets-access", "kubernetes-workload-secrets-readable"];
    assert_eq!(checks(&project, &[], &both), [texts(&both[..1]), texts(&both[1..])]);
}

#[test]
fn reports_count_it_and_complete_formats_have_it() {
    let project = Project::new(&[("pod.yaml", &pod(""))]);
    let run = |format: &str| project.run(&["scan", ".", "--checks", &BOTH.join(","), "--format", format]).stdout;
    assert!(run("pretty").contains("1 finding said by others already"), "{}", run("pretty"));
    for format in ["pretty", "concise", "html", "markdown", "junit", "github", "github-sarif", "gitlab-sast", "azure"] {
        let report = run(format);
        // The rules of a run stand there whether they have results or not.
        let report = report.rsplit_once("\"results\"").map_or(report.as_str(), |(_, results)| results);
        assert!(!report.contains(ESCALATION), "{format}: {report}");
    }
    let sarif: Value = serde_json::from_str(&run("sarif")).expect("SARIF");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let kinds: Vec<_> =
        results.iter().map(|it| (it["kind"].as_str(), it["level"].as_str().expect("a level"))).collect();
    assert_eq!(kinds, [(None, "error"), (Some("informational"), "none")]);
    assert_eq!(results[1]["properties"]["subsumedBy"]["ruleId"], PRIVILEGED);
}

/// Checks that cover each other say nothing for each other: one of them would vanish.
#[test]
fn circles_hide_nothing_and_names_must_exist() {
    let check = |id: &str, covers: &str| {
        format!(
            "id: {id}\ntitle: It is a pod\nseverity: low\ncategory: maintenance\non: {{kinds: [Pod]}}\ndeny: $.spec\nmessage: \"{{address}}\"\n\
             why: Because.\nremedy: Write something else.\nreferences: [https://example.com/]\ncovers: [{covers}]\nexamples:\n  \
             - fails: {{kubernetes: \"{{apiVersion: v1, kind: Pod, metadata: {{name: a}}, spec: {{}}}}\"}}\n  - passes: {{kubernetes: \"{{apiVersion: v1, kind: Service, metadata: {{name: a}}}}\"}}\n"
        )
    };
    let files = [("own/own-one.yaml", check("own-one", "own-two")), ("own/own-two.yaml", check("own-two", "own-one"))];
    let project = Project::new(&[("pod.yaml", &pod("")), (files[0].0, &files[0].1), (files[1].0, &files[1].1)]);
    let arguments = ["--check-dir", "own", "--no-config"];
    assert_eq!(checks(&project, &arguments, &["own-one", "own-two"]), [texts(&["own-one", "own-two"]), vec![]]);
    project.write("own/own-two.yaml", check("own-two", "own-three").as_bytes());
    let run = project.run(&[&["scan", "."], &arguments[..]].concat());
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`own-three` is no other check"), "{}", run.stderr);
}

/// What checks say of each other happens: in the examples of one of both, or in the files for it.
#[test]
fn all_that_is_covered_meets_what_covers_it() {
    let registry = Registry::embedded();
    let mut met = BTreeSet::new();
    let mut see = |mut outcome: Outcome| {
        outcome.subsume();
        met.extend(outcome.subsumed.iter().map(|it| (it.by.id, it.finding.check.id)));
    };
    let rows = registry.checks().iter().flat_map(|check| check.text.covers.iter().map(|covered| (check.id, *covered)));
    let rows: BTreeSet<(&str, &str)> = rows.collect();
    let concerned: BTreeSet<&str> = rows.iter().flat_map(|(check, covered)| [*check, *covered]).collect();
    for check in registry.checks().iter().filter(|check| concerned.contains(check.id)) {
        for example in check.text.examples.iter().filter(|example| example.expect == Expectation::Fails) {
            see(scan_example(example, &registry).outcome);
        }
    }
    let report = ravelin(&["scan", "testdata/subsumed", "--no-config", "--format", "json"]).json();
    let known = |id: &Value| concerned.get(id.as_str().expect("an id")).copied();
    for entry in report["subsumed"].as_array().expect("a list") {
        met.extend(known(&entry["subsumedBy"]["checkId"]).zip(known(&entry["checkId"])));
    }
    let never: Vec<_> = rows.difference(&met).collect();
    assert!(never.is_empty(), "never at one: {never:#?}");
}
