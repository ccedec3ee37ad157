use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::diagnostic::{Level, Place};
use crate::frontend::api::Settings;
use crate::source::{Files, SourceMap, Unreadable};
use crate::value::Value;

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n";

/// Folders with the names in them.
struct Folders(BTreeMap<&'static str, Vec<&'static str>>);

impl Files for Folders {
    fn list(&self, folder: &str) -> Vec<String> {
        self.0.get(folder).into_iter().flatten().map(ToString::to_string).collect()
    }

    fn read(&self, _: &str) -> Result<Arc<str>, Unreadable> {
        Err(Unreadable::Absent)
    }
}

fn load(sources: &SourceMap, files: &[(&str, &str)], folders: &[(&'static str, &'static str)]) -> Output {
    let files: Vec<_> = files.iter().map(|(path, text)| sources.add(*path, *text)).collect();
    let folders = Folders(folders.iter().map(|(folder, name)| (*folder, vec![*name])).collect());
    let context = Context { sources, files: &folders, settings: &Settings::default() };
    Kubernetes.load(&files, &context).into_iter().collect()
}

fn read(sources: &SourceMap, text: &str) -> Output {
    manifest::read(sources.add("x.yaml", text))
}

/// Code, level and culprit of each diagnostic.
fn summary<'s>(sources: &'s SourceMap, output: &'s Output) -> Vec<(&'static str, Level, &'s str)> {
    let place = |place: &'s Place| match place {
        Place::Text(span) => sources.slice(*span),
        Place::File(path) => path,
        Place::None => "",
    };
    output.diagnostics.iter().map(|diagnostic| (diagnostic.code, diagnostic.level, place(&diagnostic.place))).collect()
}

fn addresses(output: &Output) -> Vec<&str> {
    output.resources.iter().map(|resource| &*resource.address).collect()
}

#[test]
fn names_tell_what_is_worth_reading() {
    for path in ["a.yaml", "x/b.yml", "c.json", "values.yaml"] {
        assert!(Kubernetes.may_claim(path), "{path}");
    }
    for path in ["a.tf", "yaml", "x/package.json", "x/Chart.yaml", "main.tf.json", "a.yaml.tpl", "pnpm-lock.yaml"] {
        assert!(!Kubernetes.may_claim(path), "{path}");
    }
}

#[test]
fn content_tells_manifests_from_other_files() {
    let cases = [
        (true, POD),
        (true, "# c\r\n---\r\nkind: \"Pod\"\r\nspec: {}\r\napiVersion: v1\r\n"),
        (true, "a: 1\n---\napiVersion: v1\nkind: Pod\nspec: [\n"),
        (true, "{\"kind\": \"Pod\", \"apiVersion\": \"v1\"}"),
        (true, "{\"kind\": \"Pod\", \"apiVersion\": \"v1\", \"spec\": [}"),
        (true, "  apiVersion: v1\n  kind: Pod\n"),
        (true, "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"),
        (false, "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n"),
        (false, "apiVersion: v2\nname: chart\nkinds: []\n"),
        (false, "apiVersion: v1\n---\nkind: Pod\n"),
        (false, "apiVersion: v1\nkind:\n"),
        (false, "apiVersion: v1\nkind: # none\n"),
        (false, "image:\n  apiVersion: v1\n  kind: Pod\n"),
        (false, "services:\n  web: {image: nginx, labels: {kind: x, apiVersion: y}}\n"),
        (false, "on: push\njobs: {a: {steps: [{run: echo kind apiVersion}]}}\n"),
        (false, "AWSTemplateFormatVersion: '2010-09-09'\nResources: {kind: !Ref apiVersion}\n"),
        (false, "{\"a\": {\"kind\": \"Pod\", \"apiVersion\": \"v1\"}}"),
        (false, "[{\"kind\": \"Pod\", \"apiVersion\": \"v1\"}]"),
        (false, "{\"apiVersion\": 1, \"kind\": true}"),
        (false, ""),
    ];
    let sources = SourceMap::new();
    for (expected, text) in cases {
        assert_eq!(Kubernetes.claims(sources.add("x.yaml", text)), expected, "{text}");
    }
}

#[test]
fn objects_become_resources_with_their_places() {
    let text = "# first\n---\napiVersion: v1\nkind:   Pod # c\nmetadata:\n  name: web\n  namespace: prod\n  labels: ~\n\n# b\n---\nother: 1\n---\n{apiVersion: v1, kind: Secret, metadata: {generateName: s-}}\n---\nkind: Role\napiVersion: v1\n";
    let sources = SourceMap::new();
    let output = read(&sources, text);
    assert!(output.diagnostics.is_empty(), "{:?}", output.diagnostics);
    assert_eq!(addresses(&output), ["prod/Pod/web", "Secret/s-", "Role/(unnamed)"]);
    let pod = &output.resources[0];
    assert_eq!((&*pod.kind, &*pod.name, pod.platform), ("Pod", "web", Platform::Kubernetes));
    assert_eq!(sources.slice(pod.header), "kind:   Pod");
    let declaration = sources.slice(pod.declaration);
    assert!(declaration.starts_with("apiVersion") && declaration.ends_with("labels: ~"), "{declaration}");
    assert!(
        pod.body.member("metadata").is_some_and(|metadata| metadata.member("labels").is_none()),
        "nulls are absent"
    );
    assert_eq!(sources.slice(output.resources[1].header), "kind: Secret");
    assert!(output.documents[0].complete);
}

#[test]
fn lists_are_unfolded() {
    let text = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: a}\n- 5\n- apiVersion: v1\n  kind: ConfigMapList\n  items: [{metadata: {name: b}}]\n- {name: none}\n---\napiVersion: apps/v1\nkind: DeploymentList\nitems:\n- metadata: {name: c, namespace: ns}\n---\napiVersion: v1\nkind: List\nitems:\n---\napiVersion: x/v1\nkind: AllowList\n";
    let sources = SourceMap::new();
    let output = read(&sources, text);
    assert_eq!(addresses(&output), ["Pod/a", "ConfigMap/b", "ns/Deployment/c", "AllowList/(unnamed)"]);
    let places: Vec<_> = output
        .resources
        .iter()
        .map(|resource| (sources.slice(resource.declaration), sources.slice(resource.header)))
        .collect();
    assert_eq!(places[0], ("apiVersion: v1\n  kind: Pod\n  metadata: {name: a}", "kind: Pod"));
    assert_eq!(places[1], ("{metadata: {name: b}}", "metadata"));
}

#[test]
fn items_of_typed_lists_have_what_the_list_says() {
    let text = "apiVersion: extensions/v1beta1\nkind: IngressList\nitems:\n- metadata: {name: q}\n- apiVersion: networking.k8s.io/v1\n  kind: Ingress\n  metadata: {name: r}\n";
    let sources = SourceMap::new();
    let output = read(&sources, text);
    let said = |index: usize, key: &str| output.resources[index].body.member(key).and_then(Value::as_str);
    assert_eq!((said(0, "apiVersion"), said(0, "kind")), (Some("extensions/v1beta1"), Some("Ingress")));
    assert_eq!((said(1, "apiVersion"), said(1, "kind")), (Some("networking.k8s.io/v1"), Some("Ingress")));
    let version = output.resources[0].body.member("apiVersion").expect("is there").span;
    assert!(output.resources[0].grounds.iter().any(|ground| ground.contains(version)));
}

#[test]
fn an_alias_declares_nothing_new() {
    let text = "apiVersion: v1\nkind: List\nitems:\n- &p {apiVersion: v1, kind: Pod, metadata: {name: p}}\n- *p\n- &l {apiVersion: v1, kind: List, items: [*p, {<<: *p, metadata: {name: q}}]}\n- *l\n";
    let sources = SourceMap::new();
    assert_eq!(addresses(&read(&sources, text)), ["Pod/p", "Pod/q"]);
}

#[test]
fn a_mistake_costs_its_document_only() {
    let text = format!("{POD}---\napiVersion: v1\nkind: Pod\nspec: [\n---\n{POD}kind: Job\n");
    let sources = SourceMap::new();
    let output = read(&sources, &text);
    assert_eq!(addresses(&output), ["Pod/web", "Job/web"]);
    let expected = [("yaml-syntax", Level::Error, "["), ("yaml-duplicate-key", Level::Warning, "kind")];
    assert_eq!(summary(&sources, &output), expected);
    assert!(!output.documents[0].complete);
}

#[test]
fn templates_are_noted() {
    let cases = [
        ("spec: {{ .x }}\n", "template", Level::Note),
        ("{% if x %}\nspec: 1\n", "template", Level::Note),
        ("%{ if x }\nspec: 1\n", "template", Level::Note),
        ("spec: [${{ x }}\n", "yaml-syntax", Level::Error),
    ];
    for (text, code, level) in cases {
        let sources = SourceMap::new();
        let output = read(&sources, &format!("{POD}{text}"));
        let found: Vec<_> = summary(&sources, &output).iter().map(|(code, level, _)| (*code, *level)).collect();
        assert_eq!(found, [(code, level)], "{text}");
    }
    let sources = SourceMap::new();
    let output = read(&sources, &format!("{POD}spec: '{{{{ fine }}}}'\n"));
    assert!(output.diagnostics.is_empty());
}

#[test]
fn templates_of_charts_are_counted_but_not_read() {
    let files = [
        ("app/templates/pod.yaml", POD),
        ("app/templates/sub/helper.yaml", "{{ if .x }}"),
        ("app/crds/pod.yaml", POD),
        ("app/charts/db/templates/pod.yaml", POD),
        ("other/templates/pod.yaml", POD),
        ("other/templates/playbook.yaml", "- {{ ansible }}"),
        ("templates/pod.yaml", POD),
    ];
    let sources = SourceMap::new();
    let folders =
        [("app", "Chart.yaml"), ("app/charts/db", "Chart.yaml"), ("other", "values.yaml"), ("", "Chart.yaml")];
    let output = load(&sources, &files, &folders);
    let expected = ["Chart.yaml", "app/Chart.yaml", "app/charts/db/Chart.yaml"];
    let notes = summary(&sources, &output);
    assert_eq!(notes, expected.map(|path| ("helm-template", Level::Note, path)));
    assert!(output.diagnostics[1].message.contains("2 templates were"), "{:?}", output.diagnostics[1]);
    let read: Vec<_> = output.resources.iter().map(|resource| sources.get(resource.header.file).path()).collect();
    assert_eq!(read, ["app/crds/pod.yaml", "other/templates/pod.yaml"]);
    let complete: Vec<_> = output.documents.iter().map(|document| document.complete).collect();
    assert_eq!(complete, [false, false, true, false, true, false]);
    let claimed = |path: &str, text: &str| Kubernetes.claims(sources.add(path, text));
    assert!(claimed("app/templates/x.yaml", "{{ if .x }}"), "so that it is counted");
    assert!(!claimed("app/x.yaml", "{{ if .x }}"));
}

#[test]
fn blocks_are_documents_entries_and_items() {
    let text = "# c\na: 1\nb:\n  c: [x, {y: 1}]\n  d: &d\n    e: {}\n---\nf: &f [1]\ng: *f\nh:\n- - i: 1\n";
    let sources = SourceMap::new();
    let output = read(&sources, text);
    let blocks: Vec<_> = output.documents[0].blocks.iter().map(|block| block.slice(text)).collect();
    let expected = [
        "a: 1\nb:\n  c: [x, {y: 1}]\n  d: &d\n    e: {}",
        "b:\n  c: [x, {y: 1}]\n  d: &d\n    e: {}",
        "c: [x, {y: 1}]",
        "{y: 1}",
        "d: &d\n    e: {}",
        "e: {}",
        "f: &f [1]\ng: *f\nh:\n- - i: 1",
        "f: &f [1]",
        "h:\n- - i: 1",
        "i: 1",
    ];
    assert_eq!(blocks, expected);
    assert_eq!(output.documents[0].comments.len(), 1);
}

#[test]
fn aliases_that_explode_are_cut_and_reported() {
    let mut text = POD.to_owned();
    text.push_str("a0: &a0 [x]\n");
    for level in 1..30 {
        let before = level - 1;
        text.push_str(&["a", &level.to_string(), ": &a", &level.to_string(), " [&b", &level.to_string()].concat());
        text.push_str(
            &[" [*a", &before.to_string(), ", *a", &before.to_string(), "], *b", &level.to_string(), "]\n"].concat(),
        );
    }
    let sources = SourceMap::new();
    let output = read(&sources, &text);
    assert_eq!(addresses(&output), ["Pod/web"]);
    let codes: Vec<_> = summary(&sources, &output).iter().map(|(code, level, _)| (*code, *level)).collect();
    assert_eq!(codes, [("yaml-limit", Level::Error)]);
    assert!(!output.documents[0].complete);
}

#[test]
fn what_secrets_hold_is_never_shown() {
    let sources = SourceMap::new();
    let text = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {key: aHVudGVyMg==}\nstringData: {key: hunter2}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\ndata: {key: open}\n";
    let output = read(&sources, text);
    let shown = |resource: usize, map: &str| {
        let data = output.resources[resource].body.member(map).expect("is there");
        (data.render(), data.member("key").expect("is there").render())
    };
    let hidden = ("(sensitive)".to_owned(), "(sensitive)".to_owned());
    assert_eq!(shown(0, "data"), hidden);
    assert_eq!(shown(0, "stringData"), hidden);
    assert_eq!(shown(1, "data").1, "open");
}
