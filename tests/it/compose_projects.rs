//! Compose projects with the real command: files that are read as one, what services take from other files, and what is no
//! service.

use serde_json::Value;

use crate::runner::Project;

fn scan(files: &[(&str, &str)]) -> Value {
    Project::new(files).run(&["scan", ".", "--format", "json"]).json()
}

/// Path, line and addresses of the findings of one check.
fn of(json: &Value, id: &str) -> Vec<(String, u64, Vec<String>)> {
    let findings = json["findings"].as_array().expect("a list").iter().filter(|finding| finding["checkId"] == id);
    let row = |finding: &Value| {
        let location = &finding["location"];
        let addresses = finding["addresses"].as_array().expect("a list").iter();
        let addresses = addresses.filter_map(Value::as_str).map(str::to_owned).collect();
        let line = location["start"]["line"].as_u64().expect("a line");
        (location["path"].as_str().expect("a path").to_owned(), line, addresses)
    };
    findings.map(row).collect()
}

fn row(path: &str, line: u64, addresses: &[&str]) -> (String, u64, Vec<String>) {
    (path.to_owned(), line, addresses.iter().map(|&address| address.to_owned()).collect())
}

/// Code and path of the diagnostics.
fn said(json: &Value) -> Vec<(&str, &str)> {
    let diagnostics = json["diagnostics"].as_array().expect("a list").iter();
    diagnostics
        .map(|said| (said["code"].as_str().expect("a code"), said["location"]["path"].as_str().unwrap_or_default()))
        .collect()
}

#[test]
fn a_hardened_service_is_clean() {
    let text = "services:\n  web:\n    image: registry.example.com/web:1.4.2@sha256:c5b1261d6d3e43071626931fc004f70149baeba2c8ec672bd4f27761f8e1ad6b\n    user: \"10001:10001\"\n    read_only: true\n    tmpfs: [/tmp]\n    cap_drop: [ALL]\n    security_opt: [\"no-new-privileges:true\"]\n    ports: [\"127.0.0.1:8080:8080\"]\n    pids_limit: 100\n    mem_limit: 256m\n    cpus: 0.5\n    healthcheck: {test: [CMD, /healthy]}\n    restart: unless-stopped\n    volumes: [\"data:/data\", \"./conf:/conf:ro\", \"${HOME}/site:/site:ro\"]\n    devices: [/dev/dri]\n    env_file: web.env\n    environment: {PASSWORD_FILE: /run/secrets/db, TOKEN: \"${TOKEN:?}\"}\n    command: [web, --token, \"${TOKEN:?}\"]\n    secrets: [db]\nsecrets: {db: {file: ./db.txt}}\nvolumes: {data: }\n";
    let json = scan(&[("compose.yaml", text), ("web.env", "MODE=production\nURL=http://db:8080/\n")]);
    assert_eq!(json["findings"], serde_json::json!([]));
    assert_eq!(json["notAssessed"], serde_json::json!([]));
}

#[test]
fn a_part_of_a_project_is_not_assessed_once() {
    let files = [
        ("compose.yaml", "services:\n  web: {image: \"a:1\"}\n"),
        ("compose.prod.yaml", "services:\n  web:\n    privileged: true\n  worker:\n    mem_limit: 1g\n"),
    ];
    let json = scan(&files);
    assert_eq!(of(&json, "kubernetes-workload-privileged"), [row("compose.prod.yaml", 3, &["compose.prod.yaml/web"])]);
    let left: Vec<_> = json["notAssessed"].as_array().expect("a list").iter().map(|entry| &entry["address"]).collect();
    assert_eq!(left, ["compose.prod.yaml/web", "compose.prod.yaml/worker"], "each once");
    assert_eq!(said(&json), [("compose-part", "compose.prod.yaml")]);
    // Whoever asks for one check is told of it, whichever that is.
    let project = Project::new(&files);
    for check in ["kubernetes-workload-writable-root-filesystem", "docker-compose-no-pids-limit"] {
        let run = project.run(&["explain", check, "."]);
        assert!(run.stdout.contains("compose.prod.yaml/worker"), "{check}: {}", run.stdout);
    }
}

#[test]
fn the_configuration_combines_files() {
    let base = ("compose.yaml", "services:\n  web:\n    image: a:1\n");
    let prod = ("deploy/prod.yaml", "services:\n  web:\n    pids_limit: 50\n    pid: host\n");
    let settings = (".ravelin.yaml", "compose:\n  - [compose.yaml, deploy/prod.yaml]\n");
    let json = scan(&[base, prod, settings]);
    assert_eq!(of(&json, "docker-compose-no-pids-limit"), []);
    assert_eq!(of(&json, "kubernetes-workload-host-pid"), [row("deploy/prod.yaml", 4, &["compose.yaml/web"])]);
    assert_eq!((said(&json), &json["notAssessed"]), (vec![], &serde_json::json!([])));

    let variant = ("compose.prod.yaml", prod.1);
    let json = scan(&[base, variant, (".ravelin.yaml", "compose-variants: true\n")]);
    assert_eq!(
        of(&json, "docker-compose-no-pids-limit"),
        [row("compose.yaml", 2, &["compose.yaml/web"])],
        "without it"
    );
    assert_eq!(of(&json, "kubernetes-workload-host-pid"), [row("compose.prod.yaml", 4, &["compose.yaml/web"])]);

    let run = Project::new(&[base, (".ravelin.yaml", "compose: [[compose.yaml, gone.yaml]]\n")]).run(&["scan", "."]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("there is no file `gone.yaml`"), "{}", run.stderr);
}

#[test]
fn combinations_hold_for_a_folder_of_the_repository() {
    let files = [
        (".git/HEAD", "ref: refs/heads/main\n"),
        (".ravelin.yaml", "compose: [[app/compose.yaml, app/prod.yaml]]\n"),
        ("app/compose.yaml", "services:\n  web:\n    image: a:1\n"),
        ("app/prod.yaml", "services:\n  web:\n    ipc: host\n"),
    ];
    let json = Project::new(&files).run(&["scan", "app", "--format", "json"]).json();
    let found = of(&json, "kubernetes-workload-host-ipc");
    assert_eq!(found.len(), 1, "{json:#}");
    assert!(found[0].2[0].ends_with("compose.yaml/web"), "{found:?}");
}

#[test]
fn heirs_of_a_bad_base_are_named() {
    let files = [
        (
            "compose.yaml",
            "services:\n  base: &b\n    image: a:1\n    privileged: true\n  web: {extends: base}\n  job: {extends: web}\n  ok: {extends: base, privileged: false}\n",
        ),
        ("tools/compose.yaml", "services:\n  tool:\n    extends: {file: ../compose.yaml, service: job}\n"),
    ];
    let json = scan(&files);
    let heirs = ["compose.yaml/base", "compose.yaml/job", "compose.yaml/web", "tools/compose.yaml/tool"];
    assert_eq!(of(&json, "kubernetes-workload-privileged"), [row("compose.yaml", 4, &heirs)]);
}

#[test]
fn secrets_in_files_of_variables_are_found_where_they_are_written() {
    let text = "services:\n  web:\n    image: a:1\n    env_file:\n      - web.env\n      - path: local.env\n        required: false\n    environment: {ADMIN_PASSWORD: \"${ADMIN_PASSWORD}\"}\n";
    let files = [
        ("compose.yaml", text),
        ("web.env", "MODE=x\nDB_PASSWORD=elephantine\nADMIN_PASSWORD=elephantine\nQUEUE_PASSWORD=${OUTSIDE}\n"),
    ];
    let json = scan(&files);
    assert_eq!(of(&json, "kubernetes-workload-secret-in-code"), [row("web.env", 2, &["compose.yaml/web"])]);
    assert!(!json.to_string().contains("elephantine"), "it is concealed");
}

#[test]
fn a_dockerfile_in_a_compose_file_is_judged_at_its_place() {
    let text = "services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM registry.example.com/base:${TAG:-latest}\n        # hadolint ignore=DL3004\n        RUN sudo id\n        RUN <<EOF\n        sudo id $$HOME\n        EOF\n        USER root\n";
    let json = scan(&[("compose.yaml", text)]);
    let address = "compose.yaml/web/dockerfile_inline";
    assert_eq!(of(&json, "container-image-latest-tag"), [row("compose.yaml", 5, &[address])]);
    assert_eq!(of(&json, "docker-dockerfile-root-user"), [row("compose.yaml", 11, &[address])]);
    let sudo = of(&json, "docker-dockerfile-sudo");
    assert!(sudo.contains(&row("compose.yaml", 9, &[address])), "{sudo:?}");
}

#[test]
fn what_is_no_container_is_not_judged_as_one() {
    let text = "services:\n  db:\n    provider:\n      type: awesomecloud\n      options: {type: mysql}\n  app:\n    image: a:1\n    models: [llm]\nmodels:\n  llm: {model: ai/smollm2}\n";
    let json = scan(&[("compose.yaml", text)]);
    let findings = json["findings"].as_array().expect("a list").iter();
    let addresses: Vec<_> = findings.filter_map(|finding| finding["addresses"][0].as_str()).collect();
    assert!(addresses.iter().all(|address| *address == "compose.yaml/app"), "{addresses:?}");
    assert_eq!((said(&json), &json["notAssessed"]), (vec![], &serde_json::json!([])));
}

#[test]
fn files_in_json_and_of_version_1_are_known() {
    let files = [
        (
            "compose.json",
            "{\n  \"services\": {\n    \"web\": {\"image\": \"a:1\",\n      \"privileged\": true}\n  }\n}\n",
        ),
        ("old/docker-compose.yml", "web:\n  image: a:1\n  privileged: true\n"),
    ];
    let json = scan(&files);
    assert_eq!(of(&json, "kubernetes-workload-privileged"), [row("compose.json", 4, &["compose.json/web"])]);
    assert_eq!(said(&json), [("compose-version-1", "old/docker-compose.yml")]);
}

#[test]
fn credentials_beside_services_are_found() {
    let text = "services:\n  web:\n    image: a:1\n    configs: [conf]\n    command: web --db-password elephantine\n    labels:\n      - \"com.example.token.password=elephant1ne\"\nconfigs:\n  conf:\n    content: |\n      listen=80\n      password=Elephant1ne\nvolumes:\n  share:\n    driver_opts:\n      type: cifs\n      o: \"username=web,password=Elephant1ne\"\n";
    let json = scan(&[("compose.yaml", text)]);
    assert_eq!(of(&json, "docker-compose-password-in-command"), [row("compose.yaml", 5, &["compose.yaml/web"])]);
    let findings = json["findings"].as_array().expect("a list");
    let passed = findings.iter().find(|finding| finding["checkId"] == "docker-compose-password-in-command");
    assert_eq!(passed.expect("is found")["location"]["start"]["column"], 32, "the password itself");
    assert_eq!(of(&json, "docker-compose-secret-in-label"), [row("compose.yaml", 7, &["compose.yaml/web"])]);
    assert_eq!(of(&json, "generic-secret-in-script"), [row("compose.yaml", 12, &["compose.yaml/configs/conf"])]);
    let volume = of(&json, "docker-compose-volume-password-in-code");
    assert_eq!(volume, [row("compose.yaml", 17, &["compose.yaml/volumes/share"])]);
    let shown = json.to_string();
    assert!(!shown.contains("elephantine") && !shown.contains("Elephant1ne"), "they are concealed");
}

#[test]
fn a_published_port_is_that_of_the_host() {
    let json = scan(&[("compose.yaml", "services:\n  web:\n    image: a:1\n    ports: [\"8080:80\"]\n")]);
    let messages =
        json["findings"].as_array().expect("a list").iter().filter_map(|finding| finding["message"].as_str());
    assert!(messages.into_iter().any(|message| message == "compose.yaml/web publishes port 8080 on all interfaces"));
}

#[test]
fn services_of_profiles_are_judged_as_well() {
    let text = "services:\n  debug:\n    image: a:1\n    profiles: [debug]\n    privileged: true\n";
    let json = scan(&[("compose.yaml", text)]);
    assert_eq!(of(&json, "kubernetes-workload-privileged").len(), 1);
}

#[test]
fn no_control_passes_by_what_a_part_of_a_service_leaves_out() {
    let whole = "services:\n  web: {image: x:1.2, cap_drop: [ALL], read_only: true, user: '1000:1000'}\n";
    let part = "services:\n  web: {environment: {A: b}}\n";
    let files = [("a/compose.yaml", whole), ("b/compose.override.yaml", part)];
    let args = ["compliance", "report", ".", "--framework", "mitre-attack-containers", "--format", "json"];
    let json = Project::new(&files).run(&args).json();
    let unknown = json["frameworks"][0]["summary"]["notAssessed"]["unknown-values"].as_u64();
    assert!(unknown.is_some_and(|count| count > 0), "{json}");
}
