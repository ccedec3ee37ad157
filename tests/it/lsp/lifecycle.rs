//! The beginning and the end.

use serde_json::{Value, json};

use super::client::{Editor, able};
use super::{CIDRS, OPEN, SSH, repository};

#[test]
fn the_server_says_what_it_can() {
    let (_keep, folder) = repository(&[]);
    let (editor, mut says) = Editor::with(&folder, &able(), &json!({}));
    says["serverInfo"]["version"] = "VERSION".into();
    insta::assert_json_snapshot!("capabilities", says);
    let watched = editor.wait(|message| message["method"] == "client/registerCapability");
    insta::assert_json_snapshot!("watched", watched["params"]);
    assert_eq!(editor.end(), 0);
}

#[test]
fn an_editor_that_can_little_is_served_all_the_same() {
    let (_keep, folder) = repository(&[("main.tf", OPEN), ("terraform.tfvars", CIDRS)]);
    let (editor, says) = Editor::with(&folder, &Value::Null, &Value::Null);
    assert_eq!(says["capabilities"]["positionEncoding"], "utf-16");
    let uri = editor.open(&folder.join("main.tf"), OPEN);
    let diagnostics = editor.diagnostics(&uri, 1);
    let keys: Vec<&str> = diagnostics[0].as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(keys, ["code", "message", "range", "severity", "source"]);
    assert_eq!(editor.end(), 0);
}

#[test]
fn requests_come_in_their_order() {
    let (_keep, folder) = repository(&[]);
    let editor = Editor::silent(&folder);
    let code = |editor: &Editor, method: &str| editor.request(method, &json!({}))["error"]["code"].clone();
    assert_eq!(code(&editor, "textDocument/hover"), -32002);
    assert_eq!(code(&editor, "shutdown"), -32002);
    editor.notify("initialized", &json!({}));
    assert!(editor.request("initialize", &json!({"capabilities": {}})).get("result").is_some());
    assert_eq!(code(&editor, "initialize"), -32600);
    assert_eq!(code(&editor, "textDocument/unheardOf"), -32601);
    assert_eq!(editor.result("shutdown", &Value::Null), Value::Null);
    assert_eq!(code(&editor, "shutdown"), -32600);
    assert_eq!(code(&editor, "textDocument/hover"), -32600);
    editor.notify("textDocument/didOpen", &json!({}));
    editor.notify("exit", &Value::Null);
    assert_eq!(editor.code(), 0);
}

#[test]
fn an_editor_that_goes_without_a_word_is_told_by_the_exit_code() {
    let (_keep, folder) = repository(&[]);
    let editor = Editor::silent(&folder);
    assert_eq!(editor.leave(), 1);
    let editor = Editor::new(&folder);
    editor.notify("exit", &Value::Null);
    assert_eq!(editor.code(), 1);
    let editor = Editor::new(&folder);
    editor.result("shutdown", &Value::Null);
    assert_eq!(editor.leave(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn the_server_ends_when_its_editor_has() {
    use std::process::{Command, Stdio};

    let (_keep, folder) = repository(&[]);
    let editor = Editor::silent(&folder);
    let mut other =
        Command::new(env!("CARGO_BIN_EXE_ravelin")).arg("lsp").stdin(Stdio::piped()).spawn().expect("starts");
    editor.request("initialize", &json!({"processId": other.id(), "capabilities": {}}));
    drop(other.stdin.take());
    other.wait().expect("ends");
    assert_eq!(editor.code(), 1);
}

#[test]
fn documents_that_are_closed_have_nothing_said_of_them() {
    let (_keep, folder) = repository(&[("main.tf", OPEN), ("terraform.tfvars", CIDRS)]);
    let editor = Editor::new(&folder);
    let uri = editor.open(&folder.join("main.tf"), OPEN);
    assert_eq!(editor.codes(&uri, 1), [SSH]);
    editor.notify("textDocument/didClose", &json!({"textDocument": {"uri": uri}}));
    let told = editor.wait(|message| message["params"]["uri"] == uri.as_str());
    assert_eq!(told["params"]["diagnostics"], json!([]));
    // And again, from the beginning.
    editor.open(&folder.join("main.tf"), OPEN);
    assert_eq!(editor.codes(&uri, 1), [SSH]);
}
