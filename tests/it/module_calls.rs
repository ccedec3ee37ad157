//! Comments of other tools at a call of a module: what they cover within the module.

use crate::runner::Project;

const MODULE: &str = "resource \"aws_s3_bucket\" \"b\" {\n  bucket = \"acme-data\"\n}\n";

/// What of `aws-s3-no-versioning` is found, and the state of the exceptions.
fn scan(main: &str) -> (usize, Vec<String>) {
    let inner = "module \"inner\" {\n  source = \"../m\"\n}\n";
    let project = Project::new(&[("main.tf", main), ("m/main.tf", MODULE), ("outer/main.tf", inner)]);
    let run =
        project.run(&["scan", "main.tf", "--format", "json", "--checks", "aws-s3-no-versioning", "--show-exceptions"]);
    let json = run.json();
    let findings = json["findings"].as_array().expect("a list").iter();
    let open = findings.filter(|finding| finding.get("suppression").is_none_or(serde_json::Value::is_null)).count();
    let listed = project.run(&["exceptions", "list", "main.tf", "--json"]).json();
    let states = listed.as_array().expect("a list").iter();
    (open, states.map(|entry| entry["state"].as_str().expect("a state").to_owned()).collect())
}

fn call(above: &str, header: &str, within: &str) -> String {
    format!("{above}\nmodule \"m\" {{ {header}\n  {within}\n  source = \"./m\"\n}}\n")
}

#[test]
fn a_comment_at_a_call_covers_the_module_as_its_tool_has_it() {
    let table = [
        (["", "", ""], 1),
        (["# tfsec:ignore:AVD-AWS-0090", "", ""], 0),
        (["# tfsec:ignore:aws-s3-no-versioning:exp:2999-03-01", "", ""], 0),
        (["#trivy:ignore:AVD-AWS-0090", "", ""], 0),
        (["", "# trivy:ignore:AVD-AWS-0090", ""], 0),
        (["", "", "# checkov:skip=CKV_AWS_21: why"], 0),
        (["", "# checkov:skip=CKV_AWS_21: why", ""], 0),
        // Not of this check, of a day that is over, at a place that is not the call.
        (["#trivy:ignore:AVD-AWS-0088", "", ""], 1),
        (["#trivy:ignore:AVD-AWS-0090:exp:2001-01-01", "", ""], 1),
        (["", "", "#trivy:ignore:AVD-AWS-0090"], 1),
        (["# checkov:skip=CKV_AWS_21", "", ""], 1),
        (["# end: trivy:ignore:AVD-AWS-0090\nlocals {}", "", ""], 1),
        // Those of others stand for the call.
        (["# kics-scan ignore-block", "", ""], 1),
        (["", "", "#ts:skip=AC_AWS_0214 why"], 1),
        (["# ravelin:ignore aws-s3-no-versioning", "", ""], 1),
    ];
    for ([above, header, within], expected) in table {
        let (open, states) = scan(&call(above, header, within));
        assert_eq!(open, expected, "{above} {header} {within}");
        assert_eq!(states.contains(&"active".to_owned()), expected == 0, "{states:?}");
    }
}

#[test]
fn a_call_of_a_call_is_covered_from_outside() {
    let outer = "# trivy:ignore:AVD-AWS-0090\nmodule \"o\" {\n  source = \"./outer\"\n}\n";
    assert_eq!(scan(outer).0, 0);
    assert_eq!(scan(&outer.replace("# trivy:ignore:AVD-AWS-0090", "#")).0, 1);
}

/// One finding of two calls is open until both are covered.
#[test]
fn what_calls_share_is_covered_when_all_are() {
    let two = |one: &str, other: &str| {
        let second = call(other, "", "").replace("\"m\"", "\"n\"");
        scan(&format!("{}{second}", call(one, "", ""))).0
    };
    let ignore = "# trivy:ignore:AVD-AWS-0090";
    assert_eq!([two("", ""), two(ignore, ""), two("", ignore), two(ignore, ignore)], [1, 1, 1, 0]);
    // A file that is scanned as a root of its own has its resource without a call.
    let project = Project::new(&[("main.tf", &call(ignore, "", "")), ("m/main.tf", MODULE), ("x/main.tf", MODULE)]);
    let run = project.run(&["scan", ".", "--format", "concise", "--checks", "aws-s3-no-versioning"]);
    assert_eq!(run.ids().len(), 1, "{}", run.stdout);
}
