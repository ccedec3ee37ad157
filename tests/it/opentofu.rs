//! Modules through links and through sources of variables, and what the language knows of keys: whole scans.

use crate::runner::{Project, Run};

/// A module whose default opens a port, and which is harmless with a value of its caller.
const MODULE: &str = "variable \"from\" {\n  default = \"0.0.0.0/0\"\n}\nresource \"aws_security_group_rule\" \"ssh\" {\n  type = \"ingress\"\n  protocol = \"tcp\"\n  from_port = 22\n  to_port = 22\n  cidr_blocks = [var.from]\n  security_group_id = \"sg-1\"\n}\n";

fn scan(project: &Project) -> Run {
    project.run(&["scan", ".", "--no-config", "--fail-on", "none", "--fail-on-incomplete", "--format", "json"])
}

/// The addresses of what is open.
fn open(run: &Run) -> Vec<String> {
    let json = run.json();
    let findings = json["findings"].as_array().expect("a list");
    let open = findings.iter().filter(|finding| finding["checkId"] == "cloud-network-open-ssh");
    open.flat_map(|finding| finding["addresses"].as_array().expect("a list")).map(ToString::to_string).collect()
}

#[cfg(unix)]
#[test]
fn a_module_that_is_called_through_a_link_is_the_module() {
    let call = "module \"m\" {\n  source = \"./linked\"\n  from   = \"10.0.0.0/8\"\n}\n";
    let project = Project::new(&[("live/main.tf", call), ("modules/net/main.tf", MODULE)]);
    std::os::unix::fs::symlink("../modules/net", project.path().join("live/linked")).expect("writable");
    let run = scan(&project);
    let json = run.json();
    assert!(
        json["diagnostics"].as_array().expect("a list").iter().all(|it| it["code"] != "module-missing"),
        "{json:#}"
    );
    assert!(open(&run).is_empty(), "the module is no root with defaults: {json:#}");
}

#[test]
fn the_other_folders_of_a_source_of_variables_have_no_defaults() {
    let main = "variable \"kind\" {\n  default = \"net\"\n}\nmodule \"m\" {\n  source = \"./modules/${var.kind}\"\n  from   = \"10.0.0.0/8\"\n}\n";
    let project = Project::new(&[("main.tf", main), ("modules/net/main.tf", MODULE), ("modules/gcp/main.tf", MODULE)]);
    let run = scan(&project);
    assert!(open(&run).is_empty(), "{}", run.stdout);
    assert_eq!(run.code, 0, "what was called was judged: {}", run.stderr);
    let unset = Project::new(&[("main.tf", &main.replace("default = \"net\"", "")), ("modules/net/main.tf", MODULE)]);
    let run = scan(&unset);
    assert_eq!((open(&run).len(), run.code), (0, 3), "{}", run.stdout);
    // A value from outside decides.
    let given = [
        "scan",
        ".",
        "--no-config",
        "--fail-on",
        "none",
        "--fail-on-incomplete",
        "--var",
        "kind=net",
        "--format",
        "json",
    ];
    let run = unset.run(&given);
    assert_eq!((open(&run).len(), run.code), (0, 0), "{}", run.stdout);
}

#[test]
fn what_is_disabled_is_not_judged() {
    let project = Project::new(&[(
        "main.tofu",
        &format!("{MODULE}\n")
            .replace("  security_group_id", "  lifecycle {\n    enabled = false\n  }\n  security_group_id"),
    )]);
    assert!(open(&scan(&project)).is_empty());
    let project = Project::new(&[("main.tofu", MODULE)]);
    assert_eq!(open(&scan(&project)).len(), 1);
}

#[test]
fn policies_in_their_short_form_are_judged() {
    let policy = "data \"aws_iam_policy_document\" \"p\" {\n  statement {\n    actions   = [\"*\"]\n    resources = [\"*\"]\n  }\n}\nresource \"aws_iam_policy\" \"p\" {\n  policy = data.aws_iam_policy_document.p.json\n}\n";
    let ids = |text: &str| {
        let run = Project::new(&[("main.tf", text)]).run(&["scan", ".", "--no-config", "--format", "concise"]);
        run.ids().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let expected = ids(policy);
    assert!(!expected.is_empty());
    assert_eq!(ids(&policy.replace("p.json", "p.minified_json")), expected);
}
