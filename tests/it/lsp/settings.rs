//! What the user sets, and what the repository says.

use serde_json::{Value, json};

use super::client::{Editor, able, uri};
use super::{CIDRS, OPEN, SSH, repository};

const BUCKET: &str = "resource \"aws_s3_bucket\" \"b\" {}\n";

fn codes(options: &Value) -> Vec<String> {
    let (_keep, folder) = repository(&[("main.tf", BUCKET), ("ci.yaml", "checks: {only: [aws-s3-no-versioning]}\n")]);
    let (editor, _) = Editor::with(&folder, &able(), options);
    let main = editor.open(&folder.join("main.tf"), BUCKET);
    editor.codes(&main, 1)
}

#[test]
fn settings_choose_what_is_shown() {
    let all = codes(&json!({}));
    assert!(all.len() > 2, "{all:?}");
    assert_eq!(codes(&json!({"minSeverity": "high"})), [""; 0]);
    assert!(codes(&json!({"minSeverity": "info"})).len() > all.len());
    assert_eq!(codes(&json!({"checks": ["aws-s3-no-versioning"]})), ["aws-s3-no-versioning"]);
    assert_eq!(codes(&json!({"ravelin": {"checks": ["aws-s3-no-versioning"]}})), ["aws-s3-no-versioning"]);
    let skipped = codes(&json!({"skipChecks": ["aws-s3-no-versioning"]}));
    assert_eq!(skipped.len(), all.len() - 1);
    assert_eq!(codes(&json!({"configuration": "ci.yaml"})), ["aws-s3-no-versioning"]);
}

#[test]
fn settings_that_change_hold_at_once() {
    let (_keep, folder) = repository(&[("main.tf", BUCKET)]);
    let mut capabilities = able();
    capabilities["workspace"]["configuration"] = json!(true);
    let editor = Editor::silent(&folder);
    editor.request("initialize", &json!({"capabilities": capabilities, "rootUri": uri(&folder)}));
    editor.notify("initialized", &json!({}));
    let asked = |editor: &Editor, settings: Value| {
        let asked = editor.wait(|message| message["method"] == "workspace/configuration");
        assert_eq!(asked["params"]["items"], json!([{"section": "ravelin"}]));
        // The editor of these tests has answered with nothing already; an answer to nothing is a line in the log.
        editor.notify("workspace/didChangeConfiguration", &json!({"settings": {"ravelin": settings}}));
    };
    asked(&editor, json!({"checks": ["aws-s3-no-versioning"]}));
    let main = editor.open(&folder.join("main.tf"), BUCKET);
    assert_eq!(editor.codes(&main, 1), ["aws-s3-no-versioning"]);
    editor.notify(
        "workspace/didChangeConfiguration",
        &json!({"settings": {"ravelin": {"checks": ["aws-s3-no-access-log"]}}}),
    );
    assert_eq!(editor.codes(&main, 1), ["aws-s3-no-access-log"]);
    editor.notify("workspace/didChangeConfiguration", &json!({"settings": {"ravelin": {"minSeverity": "severe"}}}));
    let said = editor.wait(|message| message["method"] == "window/showMessage");
    assert_eq!(
        said["params"]["message"],
        "the setting `ravelin.minSeverity` is none of critical, high, medium, low, info"
    );
    editor.notify("workspace/didChangeConfiguration", &json!({"settings": {"ravelin": {"checks": ["no-such"]}}}));
    let said = editor.wait(|message| message["method"] == "window/showMessage");
    let message = "there is no check, category or severity `no-such`: `ravelin checks list` shows them all";
    assert_eq!(said["params"]["message"], message);
}

#[test]
fn the_configuration_counts_as_it_is_on_disk() {
    let text = format!("{OPEN}{BUCKET}");
    let (project, folder) = repository(&[("infra/main.tf", &text), ("infra/terraform.tfvars", CIDRS)]);
    let editor = Editor::new(&folder);
    let main = editor.open(&folder.join("infra/main.tf"), &text);
    assert!(editor.codes(&main, 1).contains(&SSH.to_owned()));
    let saved = |text: &str| {
        project.write(".ravelin.yaml", text.as_bytes());
        let changes = json!([{"uri": uri(&folder.join(".ravelin.yaml")), "type": 2}]);
        editor.notify("workspace/didChangeWatchedFiles", &json!({"changes": changes}));
    };
    saved(&format!("checks: {{skip: [{SSH}]}}\n"));
    let codes = editor.codes(&main, 1);
    assert!(!codes.is_empty() && !codes.contains(&SSH.to_owned()));
    // By one with mistakes nothing is judged, and the user is told.
    saved("checks: {skip: [no-such-check]}\n");
    assert!(editor.codes(&main, 1).is_empty());
    let rules = uri(&folder.join(".ravelin.yaml"));
    let told = editor.wait(|message| message["params"]["uri"] == rules.as_str());
    assert_eq!(told["params"]["diagnostics"][0]["range"]["start"], json!({"line": 0, "character": 16}));
    let said = editor.wait(|message| message["method"] == "window/showMessage");
    assert!(said["params"]["message"].as_str().is_some_and(|text| text.contains(".ravelin.yaml:1: ")), "{said}");
    saved("checks: {}\n");
    assert!(editor.codes(&main, 1).contains(&SSH.to_owned()));
    let told = editor.wait(|message| message["params"]["uri"] == rules.as_str());
    assert_eq!(told["params"]["diagnostics"], json!([]));
}

#[test]
fn own_checks_and_ignore_files_count() {
    let check = "id: own-bucket\ntitle: There is a bucket\nseverity: high\ncategory: maintenance\non: {kinds: [aws_s3_bucket]}\n\
                 deny: $\nmessage: \"{address} is a bucket\"\nwhy: So it is.\nremedy: Do without.\nreferences: [\"https://example.com/\"]\n\
                 examples:\n  - fails:\n      terraform: resource \"aws_s3_bucket\" \"b\" {}\n  - passes:\n      terraform: locals {}\n";
    let files = [("main.tf", BUCKET), (".ravelin/checks/own-bucket.yaml", check), ("gone/main.tf", BUCKET)];
    let (project, folder) = repository(&files);
    project.write(".ravelinignore", b"gone/\n");
    let editor = Editor::new(&folder);
    let main = editor.open(&folder.join("main.tf"), BUCKET);
    assert!(editor.codes(&main, 1).contains(&"own-bucket".to_owned()));
    let gone = editor.open(&folder.join("gone/main.tf"), BUCKET);
    assert!(editor.codes(&gone, 1).is_empty());
    project.write(".ravelinignore", b"");
    let changes = json!([{"uri": uri(&folder.join(".ravelinignore")), "type": 2}]);
    editor.notify("workspace/didChangeWatchedFiles", &json!({"changes": changes}));
    assert!(editor.codes(&gone, 1).contains(&"own-bucket".to_owned()));
}

#[test]
fn what_the_server_does_is_told_to_who_wants_to_know() {
    let (_keep, folder) = repository(&[("main.tf", BUCKET)]);
    let (editor, _) = Editor::with(&folder, &able(), &json!({"trace": "messages"}));
    let main = editor.open(&folder.join("main.tf"), BUCKET);
    editor.codes(&main, 1);
    let told = editor.wait(|message| message["method"] == "$/logTrace");
    assert!(
        told["params"]["message"].as_str().is_some_and(|text| text.starts_with("judged 1 documents in ")),
        "{told}"
    );
}
