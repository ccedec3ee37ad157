//! Files that may declare something and are not read: counted by their kind, and listed.

use serde_json::json;

use crate::runner::Project;

const POD: &str =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: \"nginx:1\"}]}\n";

fn project() -> Project {
    Project::new(&[
        ("pod.yaml", POD),
        ("pod.json", "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"json\"}}"),
        ("deploy/app.yaml.j2", "apiVersion: v1\nkind: {{ kind }}\n"),
        ("deploy/app.yaml.tmpl", "apiVersion: v1\n"),
        ("helmfile.yaml.gotmpl", "releases: []\n"),
        ("values.yaml", "image: nginx\n"),
        ("values-prod.yaml", "image: nginx\n"),
        ("roles/web/templates/app.yml", "{{ head }}\nport: {{ port }}\n"),
        ("play.yml", "- k8s:\n    definition:\n      apiVersion: v1\n      kind: Pod\n"),
        ("list.json", "[{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}]"),
        ("notes.md", "# apiVersion kind\n"),
        ("other.yaml", "a: 1\n"),
        (
            "main.tf",
            "locals {\n  user_data = templatefile(\"boot.yaml.tmpl\", {})\n}\nresource \"aws_instance\" \"a\" {\n  user_data = local.user_data\n}\n",
        ),
        ("boot.yaml.tmpl", "a: 1\n"),
    ])
}

#[test]
fn each_is_counted_by_its_kind() {
    let json = project().run(&["scan", ".", "--format", "json"]).json();
    let skipped = json!({
        "template that is not rendered": 4,
        "file of values for templates that are not rendered": 2,
        "file with objects inside something else": 2,
        "not a kind of file that is scanned": 1,
        "of other content": 1,
    });
    assert_eq!(json["coverage"]["skipped"], skipped);
    let unread = json["coverage"]["unread"].as_array().expect("a list");
    let paths: Vec<&str> = unread.iter().filter_map(|file| file["path"].as_str()).collect();
    let expected = [
        "deploy/app.yaml.j2",
        "deploy/app.yaml.tmpl",
        "helmfile.yaml.gotmpl",
        "list.json",
        "play.yml",
        "roles/web/templates/app.yml",
        "values-prod.yaml",
        "values.yaml",
    ];
    assert_eq!(paths, expected, "what `templatefile` reads is not among them");
    assert_eq!(json["coverage"]["files"]["kubernetes"]["found"], 2);
}

#[test]
fn they_are_listed_when_asked_for() {
    let plain = project().run(&["scan", "."]);
    assert!(
        plain.stdout.contains("8 files that may matter are not read (--show-unknown lists them)"),
        "{}",
        plain.stdout
    );
    let listed = project().run(&["scan", ".", "--show-unknown"]);
    assert!(listed.stdout.contains("values-prod.yaml: file of values for templates that are not rendered"));
    assert!(!listed.stdout.contains("may matter"), "{}", listed.stdout);
    let csv = project().run(&["scan", ".", "--show-unknown", "--format", "csv"]);
    assert_eq!(csv.stdout.lines().filter(|line| line.starts_with("not read,")).count(), 8);
    let markdown = project().run(&["scan", ".", "--show-unknown", "--format", "markdown"]);
    assert!(markdown.stdout.contains("Not read: 8"), "{}", markdown.stdout);
    let one = Project::new(&[("pod.yaml", POD), ("x.yaml.j2", "")]).run(&["scan", "."]);
    assert!(one.stdout.contains("1 file that may matter is not read (--show-unknown lists it)"), "{}", one.stdout);
}
