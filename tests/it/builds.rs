//! Builds of Dockerfiles that Compose files and bake files ask for: which stage, which arguments, which contexts.

use serde_json::Value;

use crate::runner::Project;

const NO_USER: &str = "docker-dockerfile-no-user";
const LATEST: &str = "container-image-latest-tag";

fn scan(files: &[(&str, &str)]) -> Value {
    Project::new(files).run(&["scan", ".", "--format", "json", "--min-severity", "info"]).json()
}

fn place(entry: &Value) -> String {
    format!(
        "{}:{}",
        entry["location"]["path"].as_str().expect("a path"),
        entry["location"]["start"]["line"].as_u64().expect("a line")
    )
}

/// Where a check fails, and where it is not assessed.
fn said(json: &Value, check: &str) -> (Vec<String>, Vec<String>) {
    let of = |list: &str| {
        let entries = json[list].as_array().expect("a list").iter().filter(|entry| entry["checkId"] == check);
        entries.map(place).collect()
    };
    (of("findings"), of("notAssessed"))
}

fn codes(json: &Value) -> Vec<(String, String)> {
    let diagnostics = json["diagnostics"].as_array().expect("a list").iter();
    diagnostics
        .map(|it| {
            (it["code"].as_str().expect("a code").to_owned(), it["message"].as_str().expect("a message").to_owned())
        })
        .collect()
}

/// A text that is made of one for each number.
fn each(numbers: std::ops::Range<usize>, text: impl Fn(usize) -> String) -> String {
    numbers.map(text).collect::<Vec<_>>().concat()
}

/// Line 1 is the stage `base`, 3 `dev`, 5 `prod`, which has a user.
const STAGES: &str = "FROM alpine:3.20 AS base\nRUN a\nFROM base AS dev\nCMD [\"d\"]\nFROM base AS prod\nUSER 10001\n";

fn compose(build: &str) -> String {
    format!("services:\n  web:\n    build: {build}\n")
}

#[test]
fn the_stage_that_a_service_names_is_judged_as_the_final_one() {
    let cases: [(&str, &[&str]); 7] = [
        ("{context: ., target: dev}", &["Dockerfile:3"]),
        ("{context: ., target: DEV}", &["Dockerfile:3"]),
        ("{context: ., target: '1'}", &["Dockerfile:3"]),
        ("{context: ., target: base}", &["Dockerfile:1"]),
        ("{context: ., target: prod}", &[]),
        (".", &[]),
        ("{context: elsewhere, target: dev}", &[]),
    ];
    for (build, expected) in cases {
        let json = scan(&[("Dockerfile", STAGES), ("compose.yaml", &compose(build))]);
        assert_eq!(said(&json, NO_USER).0, expected, "{build}");
    }
}

#[test]
fn the_last_stage_is_judged_where_nothing_else_builds_it() {
    let open = "FROM alpine:3.20 AS base\nUSER 1\nFROM alpine:3.20\nCMD [\"x\"]\n";
    let json = scan(&[("Dockerfile", open), ("compose.yaml", &compose("{target: base}"))]);
    assert_eq!(said(&json, NO_USER).0, ["Dockerfile:3"]);
    assert_eq!(said(&scan(&[("Dockerfile", open)]), NO_USER).0, ["Dockerfile:3"]);
}

#[test]
fn every_way_to_name_a_dockerfile_leads_to_it() {
    let cases = [
        ("build/Dockerfile", "{context: build}"),
        ("build/Dockerfile", "./build/"),
        ("docker/prod.Dockerfile", "{dockerfile: docker/prod.Dockerfile}"),
        ("docker/app.build", "{context: ., dockerfile: docker/app.build}"),
        ("app.build", "{context: src, dockerfile: ../app.build}"),
    ];
    for (path, build) in cases {
        let build = format!("{{target: dev, {}", build.trim_start_matches('{'));
        let build = if build.contains('}') {
            build
        } else {
            format!("{{target: dev, context: {}}}", path.split('/').next().unwrap())
        };
        let json = scan(&[(path, STAGES), ("compose.yaml", &compose(&build))]);
        assert_eq!(said(&json, NO_USER).0, [format!("{path}:3")], "{build}");
    }
}

#[test]
fn what_is_no_dockerfile_is_not_read_as_one() {
    let compose = compose("{context: ., dockerfile: .env}");
    let run = Project::new(&[(".env", "DB_PASSWORD=elephantine\n"), ("compose.yaml", &compose)]).run(&["scan", "."]);
    assert!(!run.stdout.contains("elephantine") && !run.stderr.contains("elephantine"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn what_cannot_be_built_is_told() {
    let json = scan(&[("Dockerfile", STAGES), ("compose.yaml", &compose("{target: test}"))]);
    assert!(
        codes(&json).contains(&("build-target".to_owned(), "`Dockerfile` has no stage `test`".to_owned())),
        "{json}"
    );
    let json = scan(&[("Dockerfile", STAGES), ("compose.yaml", &compose("{target: \"${STAGE}\"}"))]);
    assert!(codes(&json).iter().any(|(code, _)| code == "build-target"), "{json}");
    assert_eq!(said(&json, NO_USER).0, Vec::<String>::new());
}

#[test]
fn arguments_have_the_values_of_the_build_and_lead_there() {
    let dockerfile = "ARG TAG\nFROM alpine:${TAG}\nUSER 1\n";
    let cases = [
        ("{args: {TAG: latest}}", vec!["Dockerfile:2"], vec![]),
        ("{args: [TAG=latest]}", vec!["Dockerfile:2"], vec![]),
        ("{args: {TAG: 3.20}}", vec![], vec![]),
        ("{args: {TAG: null}}", vec![], vec!["Dockerfile:2"]),
        ("{args: [TAG]}", vec![], vec!["compose.yaml:3"]),
        ("{args: {TAG: \"${TAG}\"}}", vec![], vec!["compose.yaml:3"]),
        ("{args: {OTHER: latest}}", vec![], vec!["Dockerfile:2"]),
    ];
    for (build, findings, open) in cases {
        let json = scan(&[("Dockerfile", dockerfile), ("compose.yaml", &compose(build))]);
        let expected =
            (findings.iter().map(|it| (*it).to_owned()).collect(), open.iter().map(|it| (*it).to_owned()).collect());
        assert_eq!(said(&json, LATEST), expected, "{build}");
    }
    let json = scan(&[("Dockerfile", dockerfile), ("compose.yaml", &compose("{args: {TAG: latest}}"))]);
    let findings = json["findings"].as_array().expect("a list");
    let finding = findings.iter().find(|finding| finding["checkId"] == LATEST).expect("is found");
    assert!(finding["related"].to_string().contains("compose.yaml"), "{finding}");
}

#[test]
fn several_builds_have_one_finding_at_a_place() {
    let dockerfile = "ARG TAG=latest\nFROM alpine:${TAG} AS base\nFROM base AS a\nFROM base AS b\nCMD [\"x\"]\n";
    let services = each(0..6, |n| {
        let target = if n % 2 == 0 { "a" } else { "b" };
        format!("  s{n}:\n    build: {{target: {target}, args: {{TAG: latest, N: {n}}}}}\n")
    });
    let json = scan(&[("Dockerfile", dockerfile), ("compose.yaml", &format!("services:\n{services}"))]);
    assert_eq!(said(&json, LATEST).0, ["Dockerfile:2"]);
    assert_eq!(said(&json, NO_USER).0, ["Dockerfile:3", "Dockerfile:4"]);
    let unknown = "ARG U\nFROM alpine:${U} AS a\nFROM alpine:${U} AS b\n";
    let builds = "services:\n  x:\n    build: {target: a}\n  y:\n    build: {target: b}\n";
    let json = scan(&[("Dockerfile", unknown), ("compose.yaml", builds)]);
    assert_eq!(said(&json, LATEST).1, ["Dockerfile:2"]);
}

#[test]
fn the_number_of_builds_is_bounded() {
    let services = each(0..40, |n| format!("  s{n}:\n    build: {{args: {{TAG: \"{n}\"}}}}\n"));
    let json = scan(&[("Dockerfile", "ARG TAG\nFROM a:$TAG\n"), ("compose.yaml", &format!("services:\n{services}"))]);
    assert!(codes(&json).iter().any(|(code, _)| code == "build-limit"), "{json}");
}

#[test]
fn contexts_stand_for_images() {
    let dockerfile = "FROM base\nCOPY --from=files /a /a\nRUN --mount=from=tools,target=/t /t/x\nUSER 1\n";
    let contexts = |base: &str| {
        compose(&format!("{{additional_contexts: {{base: {base}, files: ./files, tools: \"service:tools\"}}}}"))
    };
    let json = scan(&[("Dockerfile", dockerfile), ("compose.yaml", &contexts("\"docker-image://alpine:latest\""))]);
    assert_eq!(said(&json, LATEST).0, ["Dockerfile:1"]);
    assert_eq!(said(&json, "docker-dockerfile-copy-from-unknown").0, Vec::<String>::new());
    let json = scan(&[("Dockerfile", dockerfile), ("compose.yaml", &contexts("../base"))]);
    assert_eq!(said(&json, LATEST), (Vec::new(), Vec::new()));
    let json = scan(&[("Dockerfile", dockerfile)]);
    assert_eq!(said(&json, LATEST).0, ["Dockerfile:1", "Dockerfile:2", "Dockerfile:3"]);
}

#[test]
fn bake_files_are_read_for_targets_arguments_and_contexts() {
    let bake = r#"
variable "TAG" { default = "latest" }
variable "DEBUG" { default = false }
function "image" {
  params = [name]
  result = "docker-image://${name}:${TAG}"
}
group "default" { targets = ["app", "tools"] }
target "_common" {
  args = { TAG = TAG, OTHER = "x" }
}
target "app" {
  inherits   = ["_common"]
  context    = "./app"
  target     = DEBUG ? "debug" : "final"
  args       = { OTHER = null }
}
target "tools" {
  name       = "tools-${lower(flavor)}"
  matrix     = { flavor = ["Slim", "Full"] }
  dockerfile = "app/Dockerfile"
  target     = lower(flavor)
  contexts   = { helper = image("busybox") }
}
"#;
    let dockerfile = "ARG TAG\nFROM alpine:$TAG AS final\nFROM alpine:3.20 AS slim\nUSER 1\nCOPY --from=helper /a /a\n\
                      FROM alpine:3.20 AS full\nFROM alpine:3.20 AS debug\nFROM alpine:3.20\nUSER 1\n";
    let json = scan(&[("docker-bake.hcl", bake), ("app/Dockerfile", dockerfile)]);
    assert_eq!(said(&json, NO_USER).0, ["app/Dockerfile:2", "app/Dockerfile:6"], "{json}");
    assert_eq!(said(&json, LATEST).0, ["app/Dockerfile:2", "app/Dockerfile:5"]);
    let findings = json["findings"].as_array().expect("a list");
    let finding = findings.iter().find(|finding| finding["checkId"] == LATEST).expect("is found");
    let way = finding["related"].to_string();
    assert!(way.contains("docker-bake.hcl") && way.contains("build argument TAG"), "{finding}");
    assert_eq!(codes(&json), []);
}

#[test]
fn bake_files_in_json_mean_the_same() {
    let bake = r#"{
  "variable": {"TAG": {"default": "latest"}},
  "group": {"default": {"targets": ["app"]}},
  "target": {
    "base": {"args": {"TAG": "${TAG}"}},
    "app": {"inherits": ["base"], "context": "app", "target": "final"}
  }
}"#;
    let dockerfile = "ARG TAG\nFROM alpine:$TAG AS final\nFROM alpine:3.20\nUSER 1\n";
    let json = scan(&[("docker-bake.json", bake), ("app/Dockerfile", dockerfile)]);
    assert_eq!(said(&json, NO_USER).0, ["app/Dockerfile:2"], "{json}");
    assert_eq!(said(&json, LATEST).0, ["app/Dockerfile:2"]);
}

#[test]
fn overrides_win_and_other_names_are_files_of_their_own() {
    let bake = "target \"app\" {\n  target = \"a\"\n}\n";
    let over = "target \"app\" {\n  target = \"b\"\n}\n";
    let dockerfile = "FROM x:1 AS a\nFROM x:1 AS b\nFROM x:1 AS c\nFROM x:1\nUSER 1\n";
    let json = scan(&[("docker-bake.hcl", bake), ("docker-bake.override.hcl", over), ("Dockerfile", dockerfile)]);
    assert_eq!(said(&json, NO_USER).0, ["Dockerfile:2"]);
    let json = scan(&[("docker-bake.hcl", bake), ("release.bake.hcl", over), ("Dockerfile", dockerfile)]);
    assert_eq!(said(&json, NO_USER).0, ["Dockerfile:1", "Dockerfile:2"]);
    let json = scan(&[("bakery.hcl", bake), ("bake.json", "{\"bread\": 1}"), ("Dockerfile", dockerfile)]);
    assert_eq!(said(&json, NO_USER).0, Vec::<String>::new());
}

#[test]
fn a_dockerfile_within_a_bake_file_is_judged_at_its_place() {
    let bake = "target \"app\" {\n  dockerfile-inline = <<EOT\nFROM alpine\nUSER root\nEOT\n}\n\
                target \"b\" {\n  dockerfile-inline = <<-EOT\n    FROM alpine\n    USER 1\n    EOT\n}\n";
    let json = scan(&[("docker-bake.hcl", bake)]);
    assert_eq!(said(&json, LATEST).0, ["docker-bake.hcl:3", "docker-bake.hcl:9"], "{json}");
    assert_eq!(said(&json, "docker-dockerfile-root-user").0, ["docker-bake.hcl:4"]);
    let staged = "target \"app\" {\n  target = \"a\"\n  args = { T = \"latest\" }\n  dockerfile-inline = <<EOT\nARG T\nFROM x:$T AS a\nFROM x:1\nUSER root\nEOT\n}\n";
    let json = scan(&[("docker-bake.hcl", staged)]);
    assert_eq!(
        (said(&json, LATEST).0, said(&json, NO_USER).0),
        (vec!["docker-bake.hcl:6".to_owned()], vec!["docker-bake.hcl:6".to_owned()])
    );
    let open = "variable \"B\" {}\ntarget \"app\" {\n  dockerfile-inline = \"FROM ${B}\"\n}\n";
    assert!(codes(&scan(&[("docker-bake.hcl", open)])).iter().any(|(code, _)| code == "bake-dockerfile"));
}

#[test]
fn exceptions_within_the_dockerfile_of_a_bake_file_hold() {
    let bake = "target \"app\" {\n  dockerfile-inline = <<EOT\nFROM a:1\n# ravelin:ignore docker-dockerfile-root-user\nUSER root\nEOT\n}\n\
                target \"b\" {\n  inherits = [\"app\"]\n}\n\
                target \"c\" {\n  inherits = [\"app\"]\n}\ngroup \"default\" {\n  targets = [\"app\"]\n}\n";
    let json = scan(&[("docker-bake.hcl", bake)]);
    let exceptions = json["exceptions"].as_array().expect("a list");
    let states: Vec<_> = exceptions.iter().map(|exception| &exception["state"]).collect();
    assert_eq!(states, ["active"], "{json}");
}

#[test]
fn the_context_of_a_build_counts_from_where_it_is_written() {
    let base = "services:\n  b:\n    build: {context: .}\n";
    let top = "services:\n  h:\n    extends: {file: ../base/compose.yaml, service: b}\n    build: {target: dev}\n";
    let dockerfile = ("base/Dockerfile", "FROM x:1 AS dev\nRUN x\nFROM x:1\nUSER 1\n");
    let json = scan(&[("base/compose.yaml", base), ("top/compose.yaml", top), dockerfile]);
    assert_eq!(said(&json, NO_USER).0, ["base/Dockerfile:1"], "{json}");
}

#[test]
fn secrets_in_bake_files_are_found_and_not_shown() {
    let secret = "ghp_0123456789abcdefghijklmnopqrstuvwxyzAB";
    let bake =
        format!("target \"app\" {{\n  args = {{\n    GH_TOKEN = \"{secret}\"\n    VERSION = \"1.2\"\n  }}\n}}\n");
    let files = [("docker-bake.hcl", &*bake), ("Dockerfile", "FROM a:1\nARG GH_TOKEN\nENV T=$GH_TOKEN\nUSER 1\n")];
    let json = scan(&files);
    let findings = json["findings"].as_array().expect("a list").iter();
    let found: Vec<String> = findings.filter(|it| it["location"]["path"] == "docker-bake.hcl").map(place).collect();
    assert_eq!(found, ["docker-bake.hcl:3"], "{json}");
    for format in ["json", "pretty", "sarif", "markdown"] {
        let shown = Project::new(&files).run(&["scan", ".", "--format", format]).stdout;
        assert!(!shown.contains(secret), "{format}: {shown}");
    }
}

#[test]
fn what_a_bake_file_does_not_say_is_unknown() {
    for value in
        ["TAG", "timestamp()", "nothing", "[for x in y : x][0]", "\"${TAG}\"", "target.x.args[\"A\"]", "file(\"x\")"]
    {
        let bake = format!("variable \"TAG\" {{}}\ntarget \"app\" {{\n  args = {{ A = {value} }}\n}}\n");
        let json = scan(&[("docker-bake.hcl", &bake), ("Dockerfile", "ARG A\nFROM x:$A\nUSER 1\n")]);
        let (found, open) = said(&json, LATEST);
        assert_eq!((found, open.len()), (Vec::new(), 1), "{value}");
    }
}

#[test]
fn mistakes_in_bake_files_cost_what_they_are_about() {
    let dockerfile = "FROM x:1 AS a\nFROM x:1\nUSER 1\n";
    let cases = [
        ("target \"app\" {\n  inherits = [\"none\"]\n  target = \"a\"\n}\n", "bake-inherits"),
        ("target \"app\" {\n  inherits = [\"app\"]\n  target = \"a\"\n}\n", "bake-inherits"),
        (
            "target \"a\" {\n  inherits = [\"b\"]\n}\ntarget \"b\" {\n  inherits = [\"a\"]\n}\ntarget \"c\" {\n  target = \"a\"\n}\n",
            "bake-inherits",
        ),
        ("target \"app\" {\n  target = \"a\"\n}\ntarget \"x\" {\n  args = {\n}\n", "bake-syntax"),
    ];
    for (bake, code) in cases {
        let json = scan(&[("docker-bake.hcl", bake), ("Dockerfile", dockerfile)]);
        assert_eq!(said(&json, NO_USER).0, ["Dockerfile:1"], "{bake}");
        assert!(codes(&json).iter().any(|(known, _)| known == code), "{bake}: {json}");
    }
}

#[test]
fn hostile_bake_files_end_soon() {
    let deep = format!(
        "variable \"A\" {{ default = {}1{} }}\ntarget \"t\" {{ args = {{ A = A }} }}\n",
        "[".repeat(5_000),
        "]".repeat(5_000)
    );
    let doubled = each(1..60, |n| format!("variable \"V{n}\" {{ default = [V{0}, V{0}] }}\n", n - 1));
    let doubled = format!("variable \"V0\" {{ default = [1, 1] }}\n{doubled}target \"t\" {{ args = {{ A = V59 }} }}\n");
    let calls =
        "function \"f\" {\n  params = [x]\n  result = \"${f(x)}${f(x)}\"\n}\ntarget \"t\" { args = { A = f(1) } }\n";
    let chain = each(1..2_000, |n| format!("target \"t{n}\" {{ inherits = [\"t{}\"] }}\n", n - 1));
    let fan = each(1..40, |n| format!("target \"t{n}\" {{ inherits = [\"t{0}\", \"t{0}\"] }}\n", n - 1));
    let matrix = "target \"t\" {\n  name = \"t-${a}\"\n  matrix = { a = range(10000), b = range(10000) }\n}\n";
    for bake in [&deep, &doubled, calls, &chain, &fan, matrix] {
        scan(&[("docker-bake.hcl", bake), ("Dockerfile", "ARG A\nFROM a:$A\n")]);
    }
}
