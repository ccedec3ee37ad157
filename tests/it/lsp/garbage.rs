//! Whatever the client says, the server goes on.

use serde_json::{Value, json};

use super::client::Editor;
use super::{CIDRS, OPEN, SSH, repository};

#[test]
fn what_is_no_message_is_told() {
    let (_keep, folder) = repository(&[]);
    let editor = Editor::new(&folder);
    let cases: [(&[u8], Option<i64>); 7] = [
        (b"hello\r\n\r\n", None),
        (b"Content-Length: 1\r\n\r\n{", Some(-32700)),
        (b"Content-Length: 2\r\n\r\n\xff\xfe", Some(-32700)),
        (b"Content-Length: 2\r\n\r\n{}", Some(-32600)),
        (b"Content-Length: 2\r\n\r\n[]", Some(-32600)),
        (b"Content-Length: nothing\r\n\r\n", None),
        (b"Content-Length: 99999999999999\r\n\r\n", Some(-32600)),
    ];
    for (bytes, code) in cases {
        editor.send(bytes);
        match code {
            Some(code) => {
                let answer = editor.wait(|message| message.get("error").is_some());
                assert_eq!((&answer["id"], &answer["error"]["code"]), (&Value::Null, &json!(code)), "{bytes:?}");
            }
            // Where it ends is seen by what follows.
            None => editor.notify("$/setTrace", &json!({"value": "off"})),
        }
        let said = editor.wait(|message| message["method"] == "window/logMessage");
        assert!(said["params"]["message"].as_str().is_some_and(|text| !text.is_empty()), "{bytes:?}");
    }
    assert_eq!(editor.end(), 0);
}

#[test]
fn parameters_that_are_wrong_are_told() {
    let (_keep, folder) = repository(&[("main.tf", OPEN), ("terraform.tfvars", CIDRS)]);
    let editor = Editor::new(&folder);
    let main = editor.open(&folder.join("main.tf"), OPEN);
    assert_eq!(editor.codes(&main, 1), [SSH]);
    let requests = [
        "textDocument/hover",
        "textDocument/definition",
        "textDocument/documentSymbol",
        "textDocument/codeAction",
        "textDocument/codeLens",
        "textDocument/diagnostic",
        "codeAction/resolve",
        "workspace/executeCommand",
    ];
    for method in requests {
        for params in
            [json!(null), json!([]), json!({"textDocument": {"uri": 7}}), json!({"textDocument": {"uri": "no uri"}})]
        {
            assert_eq!(editor.request(method, &params)["error"]["code"], -32602, "{method} {params}");
        }
    }
    let notifications = [
        "textDocument/didOpen",
        "textDocument/didChange",
        "textDocument/didClose",
        "workspace/didChangeWatchedFiles",
        "workspace/didChangeWorkspaceFolders",
        "$/cancelRequest",
        "$/setTrace",
    ];
    for method in notifications {
        editor.notify(method, &json!({"textDocument": []}));
        let said = editor.wait(|message| message["method"] == "window/logMessage");
        assert!(said["params"]["message"].as_str().is_some_and(|text| text.contains(method)), "{said}");
    }
    assert_eq!(editor.end(), 0);
}

#[test]
fn places_out_of_bounds_are_moved_into_the_text() {
    let (_keep, folder) = repository(&[("main.tf", OPEN), ("terraform.tfvars", CIDRS)]);
    let editor = Editor::new(&folder);
    let main = editor.open(&folder.join("main.tf"), OPEN);
    assert_eq!(editor.codes(&main, 1), [SSH]);
    let far = json!({"line": u32::MAX, "character": u32::MAX});
    for position in [far.clone(), json!({"line": 0, "character": u32::MAX})] {
        let at = json!({"textDocument": {"uri": main}, "position": position});
        assert!(editor.request("textDocument/hover", &at).get("error").is_none());
        assert!(editor.request("textDocument/definition", &at).get("error").is_none());
    }
    let range = json!({"start": far, "end": {"line": 0, "character": 0}});
    let params = json!({"textDocument": {"uri": main}, "range": range, "context": {"diagnostics": []}});
    assert!(editor.request("textDocument/codeAction", &params)["result"].is_array());
    // An edit from behind the end to the beginning is one of all.
    let change = json!({"range": range, "text": "resource \"aws_s3_bucket\" \"b\" {}\n"});
    let document = json!({"uri": main, "version": 2});
    editor.notify("textDocument/didChange", &json!({"textDocument": document, "contentChanges": [change]}));
    assert!(editor.codes(&main, 2).contains(&"aws-s3-no-versioning".to_owned()));
    assert_eq!(editor.end(), 0);
}

#[test]
fn documents_that_are_not_open_are_told() {
    let (_keep, folder) = repository(&[]);
    let editor = Editor::new(&folder);
    let uri = "file:///nowhere/main.tf";
    editor.change(uri, 2, "x");
    let said = editor.wait(|message| message["method"] == "window/logMessage");
    assert_eq!(said["params"]["message"], "`file:///nowhere/main.tf` was changed and is not open");
    editor.notify("textDocument/didClose", &json!({"textDocument": {"uri": uri}}));
    editor.notify("textDocument/didSave", &json!({"textDocument": {"uri": uri}}));
    let document = json!({"textDocument": {"uri": uri}});
    assert_eq!(editor.result("textDocument/diagnostic", &document)["items"], json!([]));
    assert_eq!(editor.result("textDocument/documentSymbol", &document), json!([]));
    editor.say(&json!({"jsonrpc": "2.0", "id": "ours", "result": null}));
    let said = editor.wait(|message| message["method"] == "window/logMessage");
    assert_eq!(said["params"]["message"], "an answer to `\"ours\"`, which was not asked");
    assert_eq!(editor.end(), 0);
}

#[test]
fn large_and_broken_documents_are_judged_as_far_as_they_go() {
    let (_keep, folder) = repository(&[("main.tf", OPEN), ("terraform.tfvars", CIDRS)]);
    std::fs::write(folder.join("latin.tf"), b"# \xff\n").expect("writable");
    let editor = Editor::new(&folder);
    let main = editor.open(&folder.join("main.tf"), OPEN);
    assert_eq!(editor.codes(&main, 1), [SSH]);
    let large = format!("# {}\n{OPEN}", "x".repeat(10 << 20));
    editor.change(&main, 2, &large);
    assert_eq!(editor.codes(&main, 2), ["too-large"]);
    let broken = ["{", "resource", "resource \"a\" \"b\" {\n  c = ${", "\u{0}\u{1}\u{feff}", "<<EOF", "\r\r\r"];
    for (version, text) in (3..).zip(broken) {
        editor.change(&main, version, text);
        editor.codes(&main, version);
    }
    editor.change(&main, 20, OPEN);
    assert_eq!(editor.codes(&main, 20), [SSH]);
    assert_eq!(editor.end(), 0);
}

#[test]
fn many_documents_are_all_judged() {
    let text = "resource \"aws_s3_bucket\" \"b\" {}\n";
    let (_keep, folder) = repository(&[]);
    let editor = Editor::new(&folder);
    let uris: Vec<String> =
        (0..300).map(|number| editor.open(&folder.join(format!("{number}/main.tf")), text)).collect();
    for uri in &uris {
        assert!(editor.codes(uri, 1).contains(&"aws-s3-no-versioning".to_owned()));
    }
    assert_eq!(editor.end(), 0);
}
