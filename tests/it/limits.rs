//! What a limit leaves out closes a gate that asks for all.

use crate::runner::{Project, Run};

/// The gate that only an incomplete scan closes.
fn gate(project: &Project) -> Run {
    project.run(&["scan", ".", "--fail-on", "none", "--fail-on-incomplete", "--format", "json"])
}

/// Code of the process, and the codes of the errors.
fn outcome(files: &[(&str, &str)]) -> (i32, Vec<String>) {
    let run = gate(&Project::new(files));
    (run.code, errors(&run))
}

fn errors(run: &Run) -> Vec<String> {
    let json = run.json();
    let diagnostics = json["diagnostics"].as_array().expect("a list");
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic["level"] == "error");
    errors.map(|error| error["code"].as_str().expect("a text").to_owned()).collect()
}

const OPEN: &str = "resource \"aws_security_group_rule\" \"ssh\" {\n  type = \"ingress\"\n  protocol = \"tcp\"\n  from_port = 22\n  to_port = 22\n  cidr_blocks = [\"0.0.0.0/0\"]\n  security_group_id = \"sg-1\"\n}\n";

#[test]
fn what_is_beyond_a_limit_is_missed() {
    let many = "resource \"aws_x\" \"y\" {\n  for_each = toset([for i in range(1001) : tostring(i)])\n}\n";
    let blocks = "resource \"aws_x\" \"y\" {\n  dynamic \"b\" {\n    for_each = concat(range(1000), [1])\n    content {}\n  }\n}\n";
    let kustomization = "resources: [pod.yaml]\nopenapi: {path: x.json}\n";
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: []}\n";
    // The builder and Compose both have the variable.
    let compose = "services:\n  web:\n    build:\n      dockerfile_inline: \"FROM a\\nARG X\\nUSER $X\"\n";
    assert_eq!(outcome(&[("main.tf", OPEN)]), (0, vec![]));
    assert_eq!(outcome(&[("main.tf", many)]), (3, vec!["limit".to_owned()]));
    assert_eq!(outcome(&[("main.tf", blocks)]), (3, vec!["limit".to_owned()]));
    let files = [("kustomization.yaml", kustomization), ("pod.yaml", pod)];
    assert_eq!(outcome(&files), (3, vec!["kustomize-not-evaluated".to_owned()]));
    assert_eq!(outcome(&[("compose.yaml", compose)]), (3, vec!["compose-dockerfile".to_owned()]));
}

#[test]
fn an_open_port_behind_an_expensive_declaration_is_found() {
    let expensive = "resource \"aws_x\" \"a\" {\n  n = [for a in range(1000) : [for b in range(1000) : a + b]]\n}\n";
    let run = gate(&Project::new(&[("main.tf", &format!("{expensive}{OPEN}"))]));
    assert_eq!(run.code, 3);
    assert!(errors(&run).iter().all(|code| code == "limit"), "{}", run.stdout);
    let json = run.json();
    let findings = json["findings"].as_array().expect("a list");
    assert!(findings.iter().any(|finding| finding["checkId"] == "cloud-network-open-ssh"), "{findings:#?}");
}

#[test]
fn a_limit_within_a_value_is_enough() {
    let json = format!("{}1{}", "[".repeat(150), "]".repeat(150));
    let policy = format!("resource \"aws_iam_policy\" \"p\" {{\n  policy = \"{{\\\"Statement\\\": {json}}}\"\n}}\n");
    let run = gate(&Project::new(&[("main.tf", &policy)]));
    assert_eq!((run.code, errors(&run)), (3, vec![]), "{}", run.stdout);
}

#[test]
fn the_second_pod_of_an_object_is_judged() {
    let pod = |more: &str| format!("{{template: {{spec: {{{more}containers: [{{name: a, image: x}}]}}}}}}");
    let text = format!(
        "apiVersion: ray.io/v1\nkind: RayCluster\nmetadata: {{name: r}}\nspec:\n  head: {}\n  worker: {}\n",
        pod(""),
        pod("hostNetwork: true, ")
    );
    let run = gate(&Project::new(&[("ray.yaml", &text)]));
    let json = run.json();
    let findings = json["findings"].as_array().expect("a list");
    let found = findings.iter().find(|finding| finding["checkId"] == "kubernetes-workload-host-network");
    assert_eq!(found.expect("is found")["location"]["start"]["line"], 6);
}

#[test]
fn a_field_that_does_not_exist_is_a_mistake_of_the_check() {
    let check = |message: &str| {
        format!(
            "id: own-check\ntitle: Wrong\nseverity: low\ncategory: isolation\non: {{kinds: [thing]}}\ndeny: \"$.a[?@ == 'x']\"\nmessage: \"{message}\"\nwhy: Because.\nremedy: Change it.\nreferences: [https://example.com/]\nexamples:\n  - fails: {{terraform: \"resource \\\"thing\\\" \\\"a\\\" {{ a = [\\\"x\\\"] }}\"}}\n  - passes: {{terraform: \"resource \\\"thing\\\" \\\"a\\\" {{}}\"}}\n"
        )
    };
    let test = |message: &str| {
        let project = Project::new(&[("own/own-check.yaml", &check(message)), ("main.tf", "")]);
        let tested = project.run(&["checks", "test", "--check-dir", "own"]);
        let scanned = project.run(&["scan", ".", "--check-dir", "own"]);
        (tested.code, scanned.code, format!("{}{}{}", tested.stdout, tested.stderr, scanned.stderr))
    };
    let (tested, _, said) = test("{address} has {value}");
    assert_eq!(tested, 0, "{said}");
    let (tested, scanned, said) = test("{address} has {adress}");
    assert_eq!((tested, scanned), (2, 2), "{said}");
    assert!(said.contains("`{adress}` is none of"), "{said}");
    let (tested, _, said) = test("{address} has {value.name}");
    assert_ne!(tested, 0, "{said}");
    assert!(said.contains("(no name)"), "{said}");
}
