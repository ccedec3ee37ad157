//! Documents that change, and others with them.

use serde_json::{Value, json};

use super::client::{Editor, able, position, uri};
use super::{CIDRS, OPEN, SSH, repository};

#[test]
fn what_is_typed_is_judged() {
    let (_keep, folder) = repository(&[("main.tf", OPEN), ("terraform.tfvars", CIDRS)]);
    let editor = Editor::new(&folder);
    let main = editor.open(&folder.join("main.tf"), OPEN);
    let mut diagnostics = editor.diagnostics(&main, 1);
    for diagnostic in &mut diagnostics {
        diagnostic["data"]["fingerprint"] = "FINGERPRINT".into();
        diagnostic["relatedInformation"][0]["location"]["uri"] = "URI".into();
    }
    insta::assert_json_snapshot!("open", diagnostics);
    let fixed = OPEN.replace("var.cidrs\n", "[\"10.0.0.0/8\"]\n");
    editor.change(&main, 2, &fixed);
    assert!(!editor.codes(&main, 2).contains(&SSH.to_owned()));
    // Half of a word, and then the rest of it.
    editor.change(&main, 3, &OPEN.replace("var.cidrs\n", "var.\n"));
    assert_eq!(editor.codes(&main, 3), ["hcl-syntax"]);
    editor.change(&main, 4, OPEN);
    assert_eq!(editor.codes(&main, 4), [SSH]);
}

#[test]
fn changes_are_ranges_in_the_columns_that_were_agreed_on() {
    let text = OPEN.replace("\"web\"", "\"wé😀b\"");
    let (_keep, folder) = repository(&[("main.tf", &text), ("terraform.tfvars", CIDRS)]);
    for (encoding, width) in [("utf-8", 6), ("utf-16", 3), ("utf-32", 2)] {
        let mut capabilities = able();
        capabilities["general"]["positionEncodings"] = json!([encoding]);
        let (editor, says) = Editor::with(&folder, &capabilities, &json!({}));
        assert_eq!(says["capabilities"]["positionEncoding"], encoding);
        let main = editor.open(&folder.join("main.tf"), &text);
        assert_eq!(editor.codes(&main, 1), [SSH]);
        // Everything from within the name on is written again behind it.
        let start = position(&text, "é", false);
        let behind = start["character"].as_u64().expect("a column") + width;
        let change = json!({
            "range": {"start": start, "end": {"line": start["line"], "character": behind}},
            "text": "x\" {}\nresource \"aws_s3_bucket\" \"é😀",
        });
        let document = json!({"uri": main, "version": 2});
        editor.notify("textDocument/didChange", &json!({"textDocument": document, "contentChanges": [change]}));
        let diagnostics = editor.diagnostics(&main, 2);
        let bucket =
            diagnostics.iter().find(|diagnostic| diagnostic["code"] == "aws-s3-no-versioning").expect("a bucket");
        let header = "resource \"aws_s3_bucket\" \"b\"".len() as u64 + width;
        let line = start["line"].as_u64().expect("a line") + 1;
        assert_eq!(bucket["range"]["end"], json!({"line": line, "character": header}), "{encoding}");
    }
}

#[test]
fn a_change_of_one_file_is_seen_in_those_that_are_judged_with_it() {
    let module = OPEN.replace("variable \"cidrs\" {\n  type = list(string)\n}\n", "variable \"cidrs\" {}\n");
    let call = "module \"net\" {\n  source = \"./net\"\n  cidrs  = [\"0.0.0.0/0\"]\n}\n";
    let other = "resource \"aws_s3_bucket\" \"b\" {}\n";
    let files = [("net/main.tf", module.as_str()), ("main.tf", call), ("other/main.tf", other)];
    let (_keep, folder) = repository(&files);
    let editor = Editor::new(&folder);
    let module_uri = editor.open(&folder.join("net/main.tf"), &module);
    assert_eq!(editor.codes(&module_uri, 1), [SSH]);
    let other_uri = editor.open(&folder.join("other/main.tf"), other);
    let before = editor.codes(&other_uri, 1);
    let main = editor.open(&folder.join("main.tf"), call);
    assert!(editor.codes(&main, 1).is_empty());
    editor.change(&main, 2, &call.replace("0.0.0.0/0", "10.0.0.0/8"));
    assert!(editor.codes(&main, 2).is_empty());
    assert!(!editor.codes(&module_uri, 1).contains(&SSH.to_owned()));
    editor.change(&main, 3, "");
    assert!(editor.codes(&main, 3).is_empty());
    assert!(editor.codes(&module_uri, 1).is_empty());
    // What has nothing to do with it is not told again.
    editor.change(&other_uri, 2, other);
    assert_eq!(editor.codes(&other_uri, 2), before);
}

#[test]
fn files_that_come_and_go_are_seen() {
    let (project, folder) = repository(&[("main.tf", OPEN)]);
    let editor = Editor::new(&folder);
    let main = editor.open(&folder.join("main.tf"), OPEN);
    assert!(editor.codes(&main, 1).is_empty());
    let watched = |kind: i32| {
        let changes = json!([{"uri": uri(&folder.join("terraform.tfvars")), "type": kind}]);
        editor.notify("workspace/didChangeWatchedFiles", &json!({"changes": changes}));
    };
    project.write("terraform.tfvars", CIDRS.as_bytes());
    watched(1);
    assert_eq!(editor.codes(&main, 1), [SSH]);
    project.write("terraform.tfvars", CIDRS.replace("0.0.0.0/0", "10.1.0.0/16").as_bytes());
    watched(2);
    assert!(!editor.codes(&main, 1).contains(&SSH.to_owned()));
    project.write("terraform.tfvars", CIDRS.as_bytes());
    watched(2);
    assert_eq!(editor.codes(&main, 1), [SSH]);
    std::fs::remove_file(folder.join("terraform.tfvars")).expect("is there");
    watched(3);
    assert!(editor.codes(&main, 1).is_empty());
    // One that is open and not on disk counts as well.
    let new = editor.open(&folder.join("terraform.tfvars"), CIDRS);
    assert!(editor.codes(&new, 1).is_empty());
    assert_eq!(editor.codes(&main, 1), [SSH]);
    editor.notify("textDocument/didClose", &json!({"textDocument": {"uri": new}}));
    assert!(editor.codes(&main, 1).is_empty());
}

#[test]
fn folders_are_taken_up_and_let_go() {
    let configuration = "report: {min-severity: critical}\n";
    let files = [("a/main.tf", OPEN), ("a/terraform.tfvars", CIDRS), ("a/.ravelin.yaml", configuration)];
    let (_keep, folder) = repository(&files);
    let editor = Editor::new(&folder);
    let main = editor.open(&folder.join("a/main.tf"), OPEN);
    assert!(editor.codes(&main, 1).is_empty());
    let event = |added: &[&str], removed: &[&str]| {
        let named = |names: &[&str]| -> Value {
            names.iter().map(|name| json!({"uri": uri(&folder.join(name)), "name": name})).collect()
        };
        let event = json!({"added": named(added), "removed": named(removed)});
        editor.notify("workspace/didChangeWorkspaceFolders", &json!({"event": event}));
    };
    event(&["a"], &[""]);
    assert!(editor.codes(&main, 1).is_empty());
    event(&[], &["a"]);
    assert!(editor.codes(&main, 1).is_empty());
    assert_eq!(editor.end(), 0);
}

#[test]
fn what_is_no_file_is_judged_alone_or_left() {
    let (_keep, folder) = repository(&[("terraform.tfvars", CIDRS)]);
    let editor = Editor::new(&folder);
    editor.open_as("untitled:Untitled-1", "dockerfile", "FROM alpine:3.22\nUSER root\n");
    assert_eq!(editor.codes("untitled:Untitled-1", 1), ["docker-dockerfile-root-user"]);
    for (uri, language) in [("git:/main.tf?x", "terraform"), ("untitled:notes", "markdown")] {
        editor.open_as(uri, language, OPEN);
        let result = editor.result(
            "textDocument/hover",
            &json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}}),
        );
        assert_eq!(result, Value::Null, "{uri}");
    }
}

#[test]
fn an_editor_that_asks_is_told_when_it_asks() {
    let (_keep, folder) = repository(&[("main.tf", OPEN), ("terraform.tfvars", CIDRS)]);
    let mut capabilities = able();
    capabilities["textDocument"]["diagnostic"] = json!({});
    capabilities["workspace"]["diagnostics"] = json!({"refreshSupport": true});
    let (editor, says) = Editor::with(&folder, &capabilities, &json!({}));
    let provider = json!({"identifier": "ravelin", "interFileDependencies": true, "workspaceDiagnostics": false});
    assert_eq!(says["capabilities"]["diagnosticProvider"], provider);
    let main = editor.open(&folder.join("main.tf"), OPEN);
    let pull = |known: Value| {
        editor.result("textDocument/diagnostic", &json!({"textDocument": {"uri": main}, "previousResultId": known}))
    };
    let report = pull(Value::Null);
    assert_eq!((&report["kind"], &report["items"][0]["code"]), (&json!("full"), &json!(SSH)));
    let result = report["resultId"].clone();
    assert_eq!(pull(result.clone()), json!({"kind": "unchanged", "resultId": result}));
    // A request that comes before the text is judged waits for that.
    editor.change(&main, 2, &OPEN.replace("22", "80"));
    let report = pull(result);
    assert!(report["items"].as_array().is_some_and(|items| items.iter().all(|item| item["code"] != SSH)), "{report}");
    // Another document changes this one.
    editor.change(&main, 3, OPEN);
    assert_eq!(pull(Value::Null)["items"][0]["code"], SSH);
    let values = editor.open(&folder.join("terraform.tfvars"), CIDRS);
    editor.change(&values, 2, "");
    editor.wait(|message| message["method"] == "workspace/diagnostic/refresh");
    assert_eq!(pull(Value::Null)["items"], json!([]));
}

#[test]
fn a_request_can_be_called_off() {
    let (_keep, folder) = repository(&[("main.tf", OPEN), ("terraform.tfvars", CIDRS)]);
    let mut capabilities = able();
    capabilities["textDocument"]["diagnostic"] = json!({});
    let (editor, _) = Editor::with(&folder, &capabilities, &json!({}));
    let main = editor.open(&folder.join("main.tf"), OPEN);
    let id = editor.ask("textDocument/diagnostic", &json!({"textDocument": {"uri": main}}));
    editor.notify("$/cancelRequest", &json!({"id": id}));
    // It may have been answered before.
    let answer = editor.answer(id);
    assert!(answer["error"]["code"] == -32800 || answer["result"]["kind"] == "full", "{answer}");
    editor.notify("$/cancelRequest", &json!({"id": 12345}));
    assert_eq!(editor.end(), 0);
}
