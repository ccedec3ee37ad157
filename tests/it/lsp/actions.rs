//! What can be done about findings.

use serde_json::{Value, json};
use std::fmt::Write as _;

use super::client::{Editor, able, position};
use super::{CIDRS, OPEN, SSH, repository};

/// The actions at the first place of `text`, by title.
fn actions(editor: &Editor, uri: &str, source: &str, text: &str) -> Vec<Value> {
    let at = position(source, text, false);
    let params =
        json!({"textDocument": {"uri": uri}, "range": {"start": at, "end": at}, "context": {"diagnostics": []}});
    editor.result("textDocument/codeAction", &params).as_array().expect("a list").clone()
}

/// The first of them that excepts its finding.
fn exception(actions: &[Value]) -> &Value {
    let mut titles = actions.iter().zip(titles(actions));
    titles.find(|(_, title)| title.starts_with("Except")).expect("an exception").0
}

fn titles(actions: &[Value]) -> Vec<&str> {
    actions.iter().map(|action| action["title"].as_str().expect("a title")).collect()
}

/// A text with the edits of a document in them.
fn applied(text: &str, edits: &Value) -> String {
    let mut edits: Vec<&Value> = edits.as_array().expect("edits").iter().collect();
    edits.sort_by_key(|edit| {
        let start = &edit["range"]["start"];
        std::cmp::Reverse((start["line"].as_u64(), start["character"].as_u64()))
    });
    let offset = |position: &Value| {
        let line = position["line"].as_u64().expect("a line") as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let column = position["character"].as_u64().expect("a column") as usize;
        start + text[start..].chars().take(column).map(char::len_utf8).sum::<usize>()
    };
    let mut new = text.to_owned();
    for edit in edits {
        let (start, end) = (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]));
        new.replace_range(start..end, edit["newText"].as_str().expect("a text"));
    }
    new
}

#[test]
fn a_finding_is_excepted_where_the_user_wants() {
    let (_keep, folder) = repository(&[("main.tf", OPEN), ("terraform.tfvars", CIDRS)]);
    let options = json!({"exceptions": {"reason": "behind a firewall", "owner": "web", "days": 30}});
    let (editor, _) = Editor::with(&folder, &able(), &options);
    let main = editor.open(&folder.join("main.tf"), OPEN);
    let found = actions(&editor, &main, OPEN, "var.cidrs");
    let except: Vec<&Value> =
        found.iter().filter(|it| it["title"].as_str().is_some_and(|it| it.starts_with("Except"))).collect();
    let mut texts = Vec::new();
    for (version, action) in (2..).zip(&except) {
        assert!(action.get("edit").is_none(), "the edit is made when it is chosen");
        let resolved = editor.result("codeAction/resolve", action);
        let change = &resolved["edit"]["documentChanges"][0];
        assert_eq!(change["textDocument"], json!({"uri": main, "version": version - 1}));
        let text = applied(OPEN, &change["edits"]);
        editor.change(&main, version, &text);
        assert!(!editor.codes(&main, version).contains(&SSH.to_owned()), "{text}");
        // The next one starts from what there was.
        editor.change(&main, version, OPEN);
        assert_eq!(editor.codes(&main, version), [SSH]);
        texts.push(format!("## {}\n\n{text}", action["title"].as_str().expect("a title")));
    }
    let until = regex::Regex::new(r"until=\d{4}-\d\d-\d\d").expect("a pattern");
    insta::assert_snapshot!("exceptions", until.replace_all(&texts.join("\n"), "until=DAY"));
}

#[test]
fn what_policies_want_is_put_into_exceptions() {
    let policy = "exception-policy: {require-reason: true, require-owner: true, require-until: true, max-days: 10}\n";
    let files = [("main.tf", OPEN), ("terraform.tfvars", CIDRS), (".ravelin.yaml", policy)];
    let (_keep, folder) = repository(&files);
    let editor = Editor::new(&folder);
    let main = editor.open(&folder.join("main.tf"), OPEN);
    let found = actions(&editor, &main, OPEN, "var.cidrs");
    let resolved = editor.result("codeAction/resolve", exception(&found));
    let text = applied(OPEN, &resolved["edit"]["documentChanges"][0]["edits"]);
    assert!(text.contains(" until=2") && text.contains("owner=TODO reason=\"TODO: say why\""), "{text}");
    editor.change(&main, 2, &text);
    assert!(editor.codes(&main, 2).is_empty());
    // What only the configuration may except is not offered.
    let strict = format!("exception-policy: {{not-inline: [{SSH}]}}\n");
    let (_keep, folder) = repository(&[("main.tf", OPEN), ("terraform.tfvars", CIDRS), (".ravelin.yaml", &strict)]);
    let editor = Editor::new(&folder);
    let main = editor.open(&folder.join("main.tf"), OPEN);
    let explain = format!("Explain `{SSH}`");
    assert_eq!(titles(&actions(&editor, &main, OPEN, "var.cidrs")).last(), Some(&explain.as_str()));
    assert!(titles(&actions(&editor, &main, OPEN, "var.cidrs")).iter().all(|title| !title.starts_with("Except")));
}

#[test]
fn comments_stand_where_the_language_takes_them() {
    let dockerfile = "# syntax=docker/dockerfile:1\nFROM alpine:3.22\nUSER root\n";
    let manifest = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostNetwork: true\n  containers:\n    - name: web\n      image: nginx:1.29.1\n";
    let json = "{\"resource\": {\"aws_s3_bucket\": {\"b\": {}}}}\n";
    let cases = [
        ("Dockerfile", dockerfile, "USER root", "docker-dockerfile-root-user"),
        ("pod.yaml", manifest, "hostNetwork", "kubernetes-workload-host-network"),
        ("main.tf.json", json, "\"b\"", "aws-s3-no-versioning"),
    ];
    let mut shown = String::new();
    for (name, text, place, check) in cases {
        let (_keep, folder) = repository(&[(name, text)]);
        let editor = Editor::new(&folder);
        let uri = editor.open(&folder.join(name), text);
        let found = actions(&editor, &uri, text, place);
        for action in found.iter().filter(|action| action["title"].as_str().is_some_and(|it| it.contains(check))) {
            let title = action["title"].as_str().expect("a title");
            if title.starts_with("Except") {
                let resolved = editor.result("codeAction/resolve", action);
                let text = applied(text, &resolved["edit"]["documentChanges"][0]["edits"]);
                write!(shown, "## {name}: {title}\n\n{text}\n").expect("a text takes it");
            } else {
                write!(shown, "## {name}: {title}\n\n").expect("a text takes it");
            }
        }
    }
    insta::assert_snapshot!("languages", shown);
}

#[test]
fn an_editor_that_does_not_resolve_gets_edits_at_once() {
    let (_keep, folder) = repository(&[("main.tf", OPEN), ("terraform.tfvars", CIDRS)]);
    let mut capabilities = able();
    capabilities["textDocument"]["codeAction"] = json!({"codeActionLiteralSupport": {}});
    capabilities["workspace"]["workspaceEdit"] = json!({});
    let (editor, says) = Editor::with(&folder, &capabilities, &json!({}));
    assert_eq!(says["capabilities"]["codeActionProvider"]["resolveProvider"], false);
    let main = editor.open(&folder.join("main.tf"), OPEN);
    let found = actions(&editor, &main, OPEN, "var.cidrs");
    let text = applied(OPEN, &exception(&found)["edit"]["changes"][main.as_str()]);
    assert!(text.contains("ravelin:ignore"), "{text}");
}

#[test]
fn what_is_gone_is_not_acted_upon() {
    let (_keep, folder) = repository(&[("main.tf", OPEN), ("terraform.tfvars", CIDRS)]);
    let editor = Editor::new(&folder);
    let main = editor.open(&folder.join("main.tf"), OPEN);
    let found = actions(&editor, &main, OPEN, "var.cidrs");
    editor.change(&main, 2, "");
    assert_eq!(editor.request("codeAction/resolve", exception(&found))["error"]["code"], -32801);
    // Nothing is there to be done.
    assert!(actions(&editor, &main, OPEN, "variable").is_empty());
    let params = json!({
        "textDocument": {"uri": main},
        "range": {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}},
        "context": {"diagnostics": [], "only": ["refactor"]},
    });
    assert_eq!(editor.result("textDocument/codeAction", &params), json!([]));
}

#[test]
fn a_finding_is_mended() {
    const POOL: &str = "aws-cognito-no-deletion-protection";
    let text = "resource \"aws_cognito_user_pool\" \"a\" {\n  name = \"a\" # é\n}\n\nresource \"aws_cognito_user_pool\" \"b\" {\n  name = \"b\"\n}\n";
    let (_keep, folder) = repository(&[("main.tf", text)]);
    let editor = Editor::new(&folder);
    let main = editor.open(&folder.join("main.tf"), text);
    let found = actions(&editor, &main, text, "resource");
    let is_fix = |action: &&Value| {
        let is_of_check = action["diagnostics"][0]["code"] == POOL;
        is_of_check
            && action["title"].as_str().is_some_and(|it| !it.starts_with("Except") && !it.starts_with("Explain"))
    };
    let fixes: Vec<&Value> = found.iter().filter(is_fix).collect();
    assert_eq!(fixes[0]["isPreferred"], true);
    let at = json!({"line": 0, "character": 0});
    let context = json!({"diagnostics": [], "only": ["source.fixAll"]});
    let whole = json!({"textDocument": {"uri": main}, "range": {"start": at, "end": at}, "context": context});
    let whole = editor.result("textDocument/codeAction", &whole);
    let mut shown = String::new();
    for action in fixes.into_iter().chain(whole.as_array().expect("a list")) {
        let resolved = editor.result("codeAction/resolve", action);
        let text = applied(text, &resolved["edit"]["documentChanges"][0]["edits"]);
        let (title, kind) = (action["title"].as_str().expect("a title"), action["kind"].as_str().expect("a kind"));
        write!(shown, "## {title} ({kind})\n\n{text}\n").expect("a text takes it");
    }
    insta::assert_snapshot!("fixes", shown);
}
