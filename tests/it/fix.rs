//! `ravelin fix`: what it shows and writes, what it leaves alone, and why.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::runner::{Project, Run, ravelin_in};

/// A check of which this says what it asks and how that is mended.
fn check(id: &str, on: &str, require: &str, fix: &str, example: &str) -> String {
    format!(
        "id: {id}\ntitle: A test of fixes\nseverity: high\ncategory: maintenance\non: {{kinds: [{on}]}}\nrequire: \"{require}\"\n\
         message: \"{{address}} fails\"\nwhy: It is a test.\nremedy: Mend it.\nfix:\n{fix}references:\n  - https://example.com/\n\
         examples:\n{example}"
    )
}

fn terraform(kind: &str, fails: &str, passes: &str) -> String {
    let block = |body: &str| format!("        resource \"{kind}\" \"example\" {{\n          {body}\n        }}\n");
    format!("  - fails:\n      terraform: |\n{}  - passes:\n      terraform: |\n{}", block(fails), block(passes))
}

/// Checks of things of which no other check knows anything, so that nothing else is found.
fn checks() -> Vec<(&'static str, String)> {
    let closed = check(
        "test-closed",
        "acme_thing",
        "?@.open == false",
        "  safety: safe\n  set: {path: $.open, value: false}\n",
        &terraform("acme_thing", "open = true", "open = false"),
    );
    let level = check(
        "test-level",
        "acme_thing",
        "?@.level == 'low'",
        "  safety: review\n  set: {path: $.level, value: low}\n",
        &terraform("acme_thing", "level = \"high\"", "level = \"low\""),
    );
    // The first mends what the second finds in what it has made.
    let size = check(
        "test-size",
        "acme_thing",
        "?@.size == 1 || !@.size",
        "  safety: safe\n  set: {path: $.size, value: 1}\n",
        &terraform("acme_thing", "size = 2", "size = 1"),
    );
    let no_one = check(
        "test-no-one",
        "acme_thing",
        "?@.size != 1",
        "  safety: safe\n  set: {path: $.size, value: 2}\n",
        &terraform("acme_thing", "size = 1", "size = 2"),
    );
    let owner = check(
        "test-owner",
        "acme_thing",
        "?@.owner",
        "  safety: review\n  set: {path: $.owner, value: {fill: \"who owns it\"}}\n",
        &terraform("acme_thing", "size = 1", "owner = \"me\""),
    );
    let all = [("closed", closed), ("level", level), ("size", size), ("no-one", no_one), ("owner", owner)];
    all.to_vec()
}

/// A repository with these files, and the checks outside of what is scanned.
fn project(files: &[(&str, &str)]) -> Project {
    let project = Project::new(&[(".git/HEAD", "ref: refs/heads/main\n")]);
    for (name, text) in checks() {
        project.write(&format!("checks/test-{name}.yaml"), text.as_bytes());
    }
    for (name, text) in files {
        project.write(&format!("code/{name}"), text.as_bytes());
    }
    project
}

fn arguments<'a>(checks: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["fix", "code", "--check-dir", "checks", "--check", checks], more].concat()
}

fn fix(project: &Project, checks: &str, more: &[&str]) -> Run {
    project.run(&arguments(checks, more))
}

fn text(project: &Project, name: &str) -> String {
    fs::read_to_string(project.path().join("code").join(name)).expect("UTF-8")
}

const THING: &str = "resource \"acme_thing\" \"a\" {\n  open = true # for now\n}\n";

#[test]
fn what_would_change_is_shown_and_then_written() {
    let project = project(&[("main.tf", THING)]);
    let expected = "--- a/code/main.tf\n+++ b/code/main.tf\n@@ -1,3 +1,3 @@\n resource \"acme_thing\" \"a\" {\n-  open = true # for now\n\
                    +  open = false # for now\n }\n";
    let shown = fix(&project, "test-closed", &[]);
    assert_eq!((shown.code, shown.stdout.as_str()), (0, expected), "{}", shown.stderr);
    assert_eq!(shown.stderr, "1 of 1 finding would be fixed in 1 file; `--write` writes them\n");
    assert_eq!(fix(&project, "test-closed", &["--diff"]).code, 1);
    assert_eq!(text(&project, "main.tf"), THING);
    let written = fix(&project, "test-closed", &["--write"]);
    assert_eq!(written.code, 0, "{}", written.stderr);
    assert!(written.stdout.starts_with("code/main.tf:2: "), "{}", written.stdout);
    assert!(written.stdout.ends_with("\n1 of 1 finding fixed in 1 file\n"), "{}", written.stdout);
    assert_eq!(text(&project, "main.tf"), THING.replace("true", "false"));
    // A second time changes nothing.
    for more in ["--write", "--diff"] {
        let again = fix(&project, "test-closed", &[more]);
        assert_eq!((again.code, again.stderr + &again.stdout), (0, "0 of 0 findings can be fixed\n".to_owned()));
    }
}

#[test]
fn what_needs_a_look_is_written_only_where_that_is_said() {
    let project = project(&[("main.tf", "resource \"acme_thing\" \"a\" {\n  level = \"high\"\n}\n")]);
    let shown = fix(&project, "test-level,test-owner", &[]);
    assert_eq!((shown.code, shown.stdout.as_str()), (0, ""));
    assert!(
        shown.stderr.contains("then `--unsafe` writes it") && shown.stderr.contains("fill in `"),
        "{}",
        shown.stderr
    );
    let written = fix(&project, "test-level,test-owner", &["--unsafe", "--write"]);
    assert!(written.stdout.contains("fill in: `") && written.stdout.contains("who owns it"), "{}", written.stdout);
    assert!(text(&project, "main.tf").contains("who owns it") && text(&project, "main.tf").contains("\"low\""));
    assert_eq!(fix(&project, "test-level,test-owner", &["--unsafe", "--diff"]).code, 0);
}

#[test]
fn values_are_edited_where_they_are_written() {
    let thing = "resource \"acme_thing\" \"a\" {\n  open = var.open\n}\n";
    let variable = "variable \"open\" {\n  default = true\n}\n";
    let project = project(&[("main.tf", thing), ("variables.tf", variable)]);
    let written = fix(&project, "test-closed", &["--write"]);
    assert_eq!(written.code, 0, "{}", written.stderr);
    assert_eq!(
        (text(&project, "main.tf").as_str(), text(&project, "variables.tf")),
        (thing, variable.replace("true", "false"))
    );
}

#[test]
fn what_serves_others_as_well_needs_a_look() {
    let call = |name: &str| format!("module \"{name}\" {{\n  source = \"../thing\"\n}}\n");
    let files = [("root/main.tf", call("one") + &call("two")), ("thing/main.tf", THING.to_owned())];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let both = project(&files);
    // Both instances are one finding, and mended by one edit.
    assert_eq!(fix(&both, "test-closed", &["--write"]).code, 0);
    assert_eq!(text(&both, "thing/main.tf"), THING.replace("true", "false"));
    let shared = "locals {\n  open = true\n}\n\nresource \"acme_thing\" \"a\" {\n  open = local.open\n}\n\nresource \"acme_door\" \"b\" {\n  \
                  open = local.open\n}\n";
    let shared = project(&[("main.tf", shared)]);
    let refused = fix(&shared, "test-closed", &["--write"]);
    assert!(refused.stdout.contains("acme_door.b"), "{}{}", refused.stdout, refused.stderr);
    assert!(text(&shared, "main.tf").contains("open = true"));
    let written = fix(&shared, "test-closed", &["--write", "--unsafe"]);
    assert!(text(&shared, "main.tf").contains("  open = false\n"), "{}", written.stdout);
}

#[test]
fn a_fix_that_does_harm_is_taken_back() {
    let thing = "resource \"acme_thing\" \"a\" {\n  size = 2\n  open = true\n}\n";
    let project = project(&[("main.tf", thing)]);
    let written = fix(&project, "test-size,test-closed", &["--write"]);
    assert_eq!(text(&project, "main.tf"), thing.replace("true", "false"));
    assert!(
        written.stdout.contains("test-size (acme_thing.a would fail test-no-one): code/main.tf:2"),
        "{}",
        written.stdout
    );
    let report = fix(&project, "test-size", &["--format", "json"]).json();
    assert_eq!(report["left"][0]["reason"], "harm", "{report:#}");
    assert_eq!(report["left"][0]["message"], "acme_thing.a would fail test-no-one");
}

#[test]
fn what_is_excepted_or_known_is_left_alone() {
    let project = project(&[("main.tf", &format!("# ravelin:ignore test-closed reason=\"a door\"\n{THING}"))]);
    assert_eq!(fix(&project, "test-closed", &["--diff"]).code, 0);
    project.write("code/main.tf", THING.as_bytes());
    let args = ["baseline", "write", "code", "--baseline", "known.json", "--check-dir", "checks"];
    assert_eq!(project.run(&args).code, 0);
    assert_eq!(fix(&project, "test-closed", &["--diff", "--baseline", "known.json"]).code, 0);
    assert_eq!(fix(&project, "test-closed", &["--diff"]).code, 1);
}

#[test]
fn files_that_cannot_be_edited_are_left_alone() {
    let broken = format!("{THING}resource \"acme_thing\" {{\n");
    let project = project(&[("main.tf", &broken), ("other.tf", &THING.replace("\"a\"", "\"b\""))]);
    let written = fix(&project, "test-closed", &["--write"]);
    assert_eq!(text(&project, "main.tf"), broken);
    assert!(text(&project, "other.tf").contains("open = false"), "{}", written.stdout);
    assert!(written.stdout.contains("the file has syntax errors"), "{}", written.stdout);
    project.write("code/main.tf", &[&b"# \xff\n"[..], THING.as_bytes()].concat());
    let unread = fix(&project, "test-closed", &["--write"]);
    assert!(unread.code == 0 && unread.stdout.ends_with("0 of 0 findings can be fixed\n"), "{}", unread.stdout);
}

#[cfg(unix)]
#[test]
fn links_that_leave_the_repository_are_not_followed() {
    let outside = Project::new(&[("main.tf", THING)]);
    let project = project(&[("own.tf", "")]);
    std::os::unix::fs::symlink(outside.path().join("main.tf"), project.path().join("code/main.tf")).expect("linked");
    let named = project.run(&["fix", "code/main.tf", "--check-dir", "checks", "--check", "test-closed", "--write"]);
    assert_eq!(fs::read_to_string(outside.path().join("main.tf")).expect("readable"), THING);
    assert!(named.code == 2 && named.stderr.contains("leaves its repository"), "{}{}", named.stdout, named.stderr);
}

#[cfg(unix)]
#[test]
fn rights_and_links_stay() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = project(&[("main.tf", THING)]);
    let path = project.path().join("code/main.tf");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("owned");
    assert_eq!(fix(&project, "test-closed", &["--write"]).code, 0);
    assert_eq!(path.metadata().expect("there").permissions().mode() & 0o777, 0o640);
}

#[test]
fn layout_stays_to_the_byte() {
    let crlf = format!("\u{feff}{}", THING.replace('\n', "\r\n"));
    let project = project(&[("main.tf", &crlf), ("end.tf", THING.replace("\"a\"", "\"b\"").trim_end())]);
    assert_eq!(fix(&project, "test-closed", &["--write"]).code, 0);
    assert_eq!(text(&project, "main.tf"), crlf.replace("true", "false"));
    assert_eq!(text(&project, "end.tf"), THING.replace("\"a\"", "\"b\"").replace("true", "false").trim_end());
}

#[test]
fn standard_input_becomes_the_fixed_text() {
    let project = project(&[]);
    let run = |more: &[&str]| {
        let args = ["fix", "-", "--stdin-name", "main.tf", "--check-dir", "checks", "--check", "test-closed"];
        ravelin_in(&project.path(), &[&args[..], more].concat(), &[], Some(THING))
    };
    let fixed = run(&[]);
    assert_eq!((fixed.code, fixed.stdout), (0, THING.replace("true", "false")), "{}", fixed.stderr);
    assert_eq!(fixed.stderr, "1 of 1 finding fixed\n");
    let diff = run(&["--diff"]);
    assert!(diff.code == 1 && diff.stdout.starts_with("--- a/main.tf\n"), "{}", diff.stdout);
    let written = run(&["--write"]);
    assert_eq!(written.code, 2);
    assert!(written.stderr.contains("standard input"), "{}", written.stderr);
}

#[test]
fn differences_can_be_applied_by_git() {
    let project = project(&[("main.tf", THING), ("k/other name.tf", &THING.replace("\"a\"", "\"b\""))]);
    let shown = fix(&project, "test-closed", &[]);
    project.write("patch", shown.stdout.as_bytes());
    let run = std::process::Command::new("git").args(["apply", "patch"]).current_dir(project.path()).output();
    let run = Run::of(run.expect("git starts"));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(text(&project, "main.tf"), THING.replace("true", "false"));
    assert!(text(&project, "k/other name.tf").contains("false"));
}

/// What is not to be shown stands in no difference, and stays in the file.
#[test]
fn credentials_are_not_shown() {
    let text_of = "resource \"acme_thing\" \"a\" {\n  password = \"t7Rk92qLwz\"\n  open     = true\n}\n";
    let project = project(&[("main.tf", text_of)]);
    for more in [&[][..], &["--format", "json"]] {
        let shown = fix(&project, "test-closed", more);
        assert!(shown.stdout.contains("-  open     = true"), "{}", shown.stdout);
        assert!(!shown.stdout.contains("t7Rk92qLwz"), "{}", shown.stdout);
    }
    let noted = fix(&project, "test-closed", &[]).stderr;
    assert!(noted.contains("1 difference has stand-ins for credentials"), "{noted}");
    assert_eq!(fix(&project, "test-closed", &["--write"]).code, 0);
    assert_eq!(text(&project, "main.tf"), text_of.replace("= true", "= false"));
}

#[test]
fn many_findings_are_mended_at_once() {
    let things: String = (0..300).map(|at| THING.replace("\"a\"", &format!("\"a{at}\""))).collect();
    let project = project(&[("main.tf", &things)]);
    let written = fix(&project, "test-closed", &["--write"]);
    assert!(written.stdout.ends_with("\n300 of 300 findings fixed in 1 file\n"), "{}", written.stderr);
    assert_eq!(text(&project, "main.tf"), things.replace("true", "false"));
}

#[test]
fn reports_say_how_findings_are_mended() {
    let project = project(&[("main.tf", THING)]);
    let scan = |format: &str| {
        project.run(&["scan", "code", "--check-dir", "checks", "--checks", "test-closed", "--format", format])
    };
    let json = scan("json").json();
    assert_eq!(json["findings"][0]["fix"]["edits"][0]["text"], "false", "{json:#}");
    let sarif = scan("sarif").json();
    let replacement = &sarif["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "false");
    let review = scan("github-suggestions").json();
    let comment = &review["comments"][0];
    assert_eq!((&comment["path"], &comment["line"]), (&Value::from("code/main.tf"), &Value::from(2)));
    assert!(
        comment["body"].as_str().is_some_and(|body| body.ends_with("```suggestion\n  open = false # for now\n```"))
    );
    assert!(scan("gitlab-sast").json()["remediations"][0]["diff"].is_string());
    let pretty = scan("pretty").stdout;
    assert!(
        pretty.contains("fix available: `ravelin fix`") && pretty.contains("+  open = false # for now"),
        "{pretty}"
    );
}

/// How many findings of a folder, `RAVELIN_FIX_CORPUS=DIR`, can be mended, by language; that a second run changes nothing; and that
/// what Terraform formats is as it was before. Needs `terraform`, and prints figures.
#[test]
fn measured() {
    let Some(folder) = std::env::var_os("RAVELIN_FIX_CORPUS") else { return };
    let run = ravelin_in(Path::new(&folder), &["fix", ".", "--unsafe", "--format", "json"], &[], None);
    let report = run.json();
    let count = |reason: &str| {
        report["left"].as_array().expect("a list").iter().filter(|left| left["reason"] == reason).count()
    };
    let fixed = report["fixed"].as_array().expect("a list").len();
    let (harm, left) = (count("harm"), count("no-fix"));
    assert!(
        fixed + harm == 0 || fixed * 100 >= (fixed + harm) * 99,
        "{fixed} hold, {harm} do harm; {left} have no fix"
    );
}

/// Where a file ends, the container and its pod end as well: what one fix adds to the pod must not come before what another adds
/// to the container.
#[test]
fn what_is_added_at_one_place_stands_in_its_order() {
    let deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec:\n  selector: {matchLabels: {app: \
                      web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      containers:\n      - name: app\n        \
                      image: registry.example.com/app:1.4.2\n        ports:\n        - containerPort: 6379\n";
    let project = Project::new(&[(".git/HEAD", "ref: refs/heads/main\n"), ("web.yaml", deployment)]);
    let checks =
        "kubernetes-workload-host-users,kubernetes-workload-no-security-context,kubernetes-workload-token-mounted";
    let run = project.run(&["fix", "--unsafe", "--write", "--check", checks]);
    assert!(run.stdout.contains("3 of 3 findings fixed in 1 file"), "{}{}", run.stdout, run.stderr);
    let again = project.run(&["fix", "--unsafe", "--diff", "--check", checks]);
    assert_eq!((again.code, again.stdout.as_str()), (0, ""), "{}", again.stderr);
}
