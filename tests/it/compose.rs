//! Compose files with the real command: what is claimed, how files go together, where findings point.

use serde_json::Value;

use crate::runner::Project;

fn scan(files: &[(&str, &str)]) -> Value {
    Project::new(files).run(&["scan", ".", "--format", "json"]).json()
}

/// Path, address and text of the findings of one check.
fn of(json: &Value, files: &[(&str, &str)], id: &str) -> Vec<(String, String, String)> {
    // What another finding says already points at its own place as well.
    let findings = ["findings", "subsumed"].into_iter().flat_map(|list| json[list].as_array().expect("a list"));
    let findings = findings.filter(|finding| finding["checkId"] == id);
    let row = |finding: &Value| {
        let location = &finding["location"];
        let path = location["path"].as_str().expect("a path").to_owned();
        let text = files.iter().find(|(name, _)| *name == path).expect("a file of the project").1;
        let at = |key: &str| location[key].as_u64().expect("an offset") as usize;
        let address = finding["addresses"][0].as_str().expect("an address").to_owned();
        (path, address, text[at("startByte")..at("endByte")].to_owned())
    };
    findings.map(row).collect()
}

fn row(path: &str, address: &str, text: &str) -> (String, String, String) {
    (path.to_owned(), address.to_owned(), text.to_owned())
}

#[test]
fn container_checks_point_at_what_the_service_says() {
    let text = "services:\n  web:\n    image: nginx\n    privileged: true\n    volumes:\n      - /etc:/etc:ro\n      - type: bind\n        source: /var/run/docker.sock\n        target: /sock\n    ports: [\"8080:80\"]\n    cap_add: [CHOWN, SYS_ADMIN]\n    environment:\n      - DB_PASSWORD=example-only\n";
    let files = [("app/compose.yaml", text)];
    let json = scan(&files);
    let cases = [
        ("container-image-latest-tag", "nginx"),
        ("kubernetes-workload-privileged", "true"),
        ("kubernetes-workload-sensitive-host-path", "/etc:/etc:ro"),
        ("kubernetes-workload-runtime-socket-mount", "/var/run/docker.sock"),
        ("kubernetes-workload-dangerous-capability", "SYS_ADMIN"),
        ("kubernetes-workload-secret-in-code", "DB_PASSWORD=example-only"),
        ("kubernetes-workload-no-memory-limit", "web"),
        ("kubernetes-workload-privilege-escalation", "web"),
        ("docker-compose-port-all-interfaces", "\"8080:80\""),
    ];
    for (id, place) in cases {
        assert_eq!(of(&json, &files, id), [row("app/compose.yaml", "app/compose.yaml/web", place)], "{id}");
    }
    assert_eq!(json["coverage"]["files"]["compose"]["complete"], 1, "{:#}", json["coverage"]);
}

#[test]
fn what_only_a_cluster_has_is_not_asked_of_a_service() {
    let text = "services:\n  web:\n    image: nginx@sha256:0f\n    ports: [\"127.0.0.1:8080:80\"]\n    volumes: [\"./data:/data\"]\n";
    let project = Project::new(&[("compose.yaml", text)]);
    let run = project.run(&["scan", ".", "--format", "concise"]);
    let words =
        ["token", "namespace", "request", "probe", "service-account", "pull", "seccomp", "host-p", "root-allowed"];
    assert!(run.ids().contains(&"kubernetes-workload-no-memory-limit"), "what it does have is asked: {}", run.stdout);
    let strays: Vec<_> = run.ids().into_iter().filter(|id| words.iter().any(|word| id.contains(word))).collect();
    assert!(strays.is_empty(), "{strays:?}");
}

#[test]
fn an_override_and_an_extended_service_are_part_of_the_whole() {
    let files = [
        ("compose.yaml", "services:\n  web:\n    extends: {file: common/base.yaml, service: base}\n    image: a:1\n"),
        ("compose.override.yaml", "services:\n  web:\n    pid: host\n"),
        ("common/base.yaml", "services:\n  base:\n    ipc: host\n    security_opt: [no-new-privileges]\n"),
    ];
    let json = scan(&files);
    let address = "compose.yaml/web";
    let found = |id: &str| of(&json, &files, id);
    assert_eq!(found("kubernetes-workload-host-pid"), [row("compose.override.yaml", address, "host")]);
    assert_eq!(found("kubernetes-workload-host-ipc"), [row("common/base.yaml", address, "host")]);
    assert_eq!(found("kubernetes-workload-privilege-escalation"), []);
    assert_eq!(found("kubernetes-workload-no-memory-limit"), [row("compose.yaml", address, "web")]);
}

#[test]
fn variables_are_known_from_the_env_file_but_its_secrets_are_not_findings() {
    let text = "services:\n  web:\n    image: nginx:${TAG}\n    user: ${WHO}\n    privileged: ${PRIVILEGED}\n    environment:\n      - DB_PASSWORD=${DB_PASSWORD}\n";
    let files = [("compose.yaml", text), (".env", "TAG=latest\nWHO=0\nDB_PASSWORD=example-only\n")];
    let json = scan(&files);
    assert_eq!(of(&json, &files, "container-image-latest-tag").len(), 1);
    assert_eq!(of(&json, &files, "kubernetes-workload-secret-in-code"), []);
    let user = json["findings"].as_array().expect("a list");
    let user = user.iter().find(|finding| finding["checkId"] == "kubernetes-workload-root-user").expect("is found");
    assert_eq!(user["related"][0]["location"]["path"], ".env", "where it was written: {user:#}");
    let unknown = json["notAssessed"].as_array().expect("a list");
    let unknown: Vec<_> = unknown.iter().map(|entry| (&entry["checkId"], &entry["reason"])).collect();
    let reason = Value::from("environment variable `PRIVILEGED` is set in no file");
    assert!(unknown.contains(&(&Value::from("kubernetes-workload-privileged"), &reason)), "{unknown:?}");
}

#[test]
fn a_part_of_a_service_is_not_blamed_for_what_it_leaves_out() {
    let files = [("docker-compose.prod.yml", "services:\n  web:\n    privileged: true\n")];
    let json = scan(&files);
    let ids: Vec<_> = json["findings"].as_array().expect("a list").iter().map(|finding| &finding["checkId"]).collect();
    assert_eq!(ids, ["kubernetes-workload-privileged"]);
}

#[test]
fn comments_make_exceptions() {
    let text = "services:\n  # ravelin:ignore kubernetes-workload-privileged reason=\"talks to hardware\"\n  web:\n    image: nginx:1.27\n    privileged: true\n  other:\n    image: nginx:1.27\n    privileged: true\n";
    let files = [("compose.yaml", text)];
    let project = Project::new(&files);
    let run = project.run(&["scan", ".", "--format", "concise"]);
    let privileged = run.ids().into_iter().filter(|id| *id == "kubernetes-workload-privileged").count();
    assert_eq!(privileged, 1, "{}", run.stdout);
}
