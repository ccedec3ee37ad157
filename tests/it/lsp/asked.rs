//! What is asked of a place.

use std::path::Path;

use serde_json::{Value, json};

use super::client::{Editor, able, position};
use super::{CIDRS, SSH, repository};

const MAIN: &str = r#"variable "cidrs" {}

locals {
  name = "web-${terraform.workspace}"
}

resource "aws_security_group" "web" {
  name = local.name
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = var.cidrs
  }
}

resource "aws_s3_bucket" "logs" {
  # ravelin:ignore aws-s3-no-access-log reason="these are the logs" owner=web until=2999-12-31
  bucket = "logs"
}

resource "aws_s3_bucket_versioning" "logs" {
  bucket = aws_s3_bucket.logs.id
  versioning_configuration {
    status = "Suspended"
  }
}

resource "aws_db_instance" "main" {
  password       = "t7Rk92qLsw-xY"
  engine_version = data.aws_rds_engine_version.latest.version
}
"#;

fn opened(folder: &Path, capabilities: &Value) -> (Editor, String) {
    let (editor, _) = Editor::with(folder, capabilities, &json!({"codeLens": true, "minSeverity": "low"}));
    let main = editor.open(&folder.join("main.tf"), MAIN);
    (editor, main)
}

/// The text at the first place of `text`, without the folder.
fn hover(editor: &Editor, uri: &str, folder: &Path, text: &str) -> String {
    let params = json!({"textDocument": {"uri": uri}, "position": position(MAIN, text, true)});
    let hover = editor.result("textDocument/hover", &params);
    let shown = hover["contents"]["value"].as_str().unwrap_or("nothing").to_owned();
    shown.replace(&super::client::uri(folder), "file:///top")
}

#[test]
fn a_place_is_explained() {
    let (_keep, folder) = repository(&[("main.tf", MAIN), ("terraform.tfvars", CIDRS)]);
    let (editor, main) = opened(&folder, &able());
    let places = [
        "var.cidrs",
        "cidr_blocks",
        "local.name",
        "name = \"web",
        "aws_security_group\" \"web",
        "aws_s3_bucket\" \"logs",
        "aws_s3_bucket_versioning\" \"logs",
        "bucket = aws_s3_bucket.logs.id",
        "status",
        "password",
        "engine_version",
        "variable",
    ];
    let shown: Vec<String> =
        places.iter().map(|place| format!("## {place}\n\n{}\n", hover(&editor, &main, &folder, place))).collect();
    let shown = shown.join("\n");
    assert!(!shown.contains("t7Rk92qLsw"), "{shown}");
    insta::assert_snapshot!("hover", shown);
}

#[test]
fn an_editor_without_markdown_gets_plain_text() {
    let (_keep, folder) = repository(&[("main.tf", MAIN), ("terraform.tfvars", CIDRS)]);
    let mut capabilities = able();
    capabilities["textDocument"]["hover"] = json!({"contentFormat": ["plaintext"]});
    let (editor, main) = opened(&folder, &capabilities);
    insta::assert_snapshot!("hover-plain", hover(&editor, &main, &folder, "var.cidrs"));
}

#[test]
fn a_value_leads_to_where_it_was_written() {
    let (_keep, folder) = repository(&[("main.tf", MAIN), ("terraform.tfvars", CIDRS)]);
    let (editor, main) = opened(&folder, &able());
    let places = ["var.cidrs", "local.name", "aws_s3_bucket.logs.id", "from_port   = 22", "variable"];
    let led: Vec<Value> = places
        .iter()
        .map(|place| {
            let params = json!({"textDocument": {"uri": main}, "position": position(MAIN, place, true)});
            let links = editor.result("textDocument/definition", &params);
            let links = links.as_array().cloned().unwrap_or_default().into_iter();
            let link = |link: Value| {
                let uri = link["targetUri"].as_str().unwrap_or_default();
                let line = link["targetSelectionRange"]["start"]["line"].as_u64().unwrap_or_default() + 1;
                json!(format!("{}:{line}", uri.rsplit('/').next().unwrap_or_default()))
            };
            json!({"from": place, "to": links.map(link).collect::<Vec<_>>()})
        })
        .collect();
    insta::assert_json_snapshot!("definition", led);
    // One that knows no links gets places.
    let mut capabilities = able();
    capabilities["textDocument"]["definition"] = json!({});
    let (editor, main) = opened(&folder, &capabilities);
    let params = json!({"textDocument": {"uri": main}, "position": position(MAIN, "var.cidrs", false)});
    assert_eq!(
        editor.result("textDocument/definition", &params)[0]["range"]["start"],
        json!({"line": 0, "character": 8})
    );
}

#[test]
fn the_outline_is_the_resources() {
    let (_keep, folder) = repository(&[("main.tf", MAIN)]);
    let (editor, main) = opened(&folder, &able());
    let document = json!({"textDocument": {"uri": main}});
    let nested = editor.result("textDocument/documentSymbol", &document);
    insta::assert_json_snapshot!("symbols", nested);
    let lenses = editor.result("textDocument/codeLens", &document);
    let lens = |lens: &Value| {
        format!("{}: {}", lens["range"]["start"]["line"], lens["command"]["title"].as_str().expect("a title"))
    };
    let lenses: Vec<String> = lenses.as_array().expect("a list").iter().map(lens).collect();
    insta::assert_json_snapshot!("lenses", lenses);
    let mut capabilities = able();
    capabilities["textDocument"]["documentSymbol"] = json!({});
    let (editor, main) = opened(&folder, &capabilities);
    let flat = editor.result("textDocument/documentSymbol", &json!({"textDocument": {"uri": main}}));
    assert_eq!(flat[0]["location"]["uri"], main.as_str());
    let names =
        |list: &Value| -> Vec<Value> { list.as_array().expect("a list").iter().map(|it| it["name"].clone()).collect() };
    assert_eq!(names(&flat), names(&nested));
}

#[test]
fn lenses_are_off_unless_they_are_asked_for() {
    let (_keep, folder) = repository(&[("main.tf", MAIN)]);
    let editor = Editor::new(&folder);
    let main = editor.open(&folder.join("main.tf"), MAIN);
    assert_eq!(editor.result("textDocument/codeLens", &json!({"textDocument": {"uri": main}})), json!([]));
}

#[test]
fn a_check_is_explained() {
    let (_keep, folder) = repository(&[]);
    let editor = Editor::new(&folder);
    let explain = |arguments: Value| {
        editor.request("workspace/executeCommand", &json!({"command": "ravelin.explain", "arguments": arguments}))
    };
    for name in [SSH, "CKV_AWS_24"] {
        let answer = explain(json!([name]));
        assert_eq!(answer["result"]["id"], SSH, "{answer}");
        let page = editor.wait(|message| message["method"] == "window/showDocument");
        assert_eq!((&page["params"]["uri"], &page["params"]["external"]), (&answer["result"]["url"], &json!(true)));
    }
    for wrong in [json!([]), json!([7]), json!(["no-such-check"])] {
        assert_eq!(explain(wrong)["error"]["code"], -32602);
    }
    let unknown = editor.request("workspace/executeCommand", &json!({"command": "ravelin.dance"}));
    assert_eq!(unknown["error"]["code"], -32602);
}
