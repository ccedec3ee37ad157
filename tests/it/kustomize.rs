//! Kustomizations, built and compared with what `kubectl kustomize` builds (5.5, in kubectl 1.32).
//!
//! Each folder of `testdata/kustomize` is a kustomization with its golden `expected.yaml`; `testdata/kustomize/README.md`
//! says how to make those again. `RAVELIN_KUSTOMIZE_CORPUS=DIR` compares every kustomization below a folder with the
//! `kubectl` of this machine.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use ravelin::diagnostic::Level;
use ravelin::frontend::kubernetes::Kubernetes;
use ravelin::frontend::{Context, Frontend as _, Output};
use ravelin::source::{Files, SourceMap, Unreadable};
use serde_json::Value;

use crate::runner::Project;

/// All files below a folder.
struct Below(PathBuf);

impl Files for Below {
    fn list(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.0.join(folder)).into_iter().flatten().flatten();
        let files = entries.filter(|entry| entry.path().is_file());
        files.filter_map(|entry| entry.file_name().into_string().ok()).collect()
    }

    fn read(&self, path: &str) -> Result<Arc<str>, Unreadable> {
        fs::read_to_string(self.0.join(path)).map(Arc::from).map_err(Unreadable::System)
    }
}

type Objects = BTreeMap<[String; 4], Value>;

/// Objects by API version, kind, namespace and name. Nulls are left out: they mean nothing to the API server.
fn by_name(objects: impl IntoIterator<Item = Value>) -> Objects {
    let named = objects.into_iter().filter(|object| !object.is_null()).map(|mut object| {
        drop_nulls(&mut object);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let metadata = &object["metadata"];
        let key =
            [text(&object["apiVersion"]), text(&object["kind"]), text(&metadata["namespace"]), text(&metadata["name"])];
        (key, object)
    });
    let named: Vec<_> = named.collect();
    let count = named.len();
    let objects: Objects = named.into_iter().collect();
    assert_eq!(objects.len(), count, "every object is there once");
    objects
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, value| !value.is_null());
            map.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

/// What the kustomization in `folder`, which is below `top`, builds.
fn build(top: &Path, folder: &str) -> Output {
    let files = Below(top.to_path_buf());
    let sources = SourceMap::new();
    let name = files
        .list(folder)
        .into_iter()
        .find(|name| matches!(name.as_str(), "kustomization.yaml" | "kustomization.yml" | "Kustomization"))
        .expect("a kustomization");
    let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
    let file = sources.add(path.as_str(), files.read(&path).expect("readable"));
    let settings = ravelin::frontend::Settings::default();
    let context = Context { sources: &sources, files: &files, settings: &settings };
    Kubernetes.load(&[file], &context).into_iter().collect()
}

fn built(output: &Output) -> Objects {
    known(output).expect("everything is known")
}

/// The objects, if all that they hold is known.
fn known(output: &Output) -> Option<Objects> {
    let bodies = output.resources.iter().map(|resource| resource.body.to_json().ok());
    let bodies: Vec<String> = bodies.collect::<Option<_>>()?;
    Some(by_name(bodies.iter().map(|body| serde_json::from_str(body).expect("is JSON"))))
}

fn golden(text: &str) -> Objects {
    let documents = serde_yaml::Deserializer::from_str(text);
    by_name(documents.map(|document| serde::Deserialize::deserialize(document).expect("is YAML")))
}

/// What is not as it should be, in words.
fn differences(ours: &Objects, theirs: &Objects) -> Vec<String> {
    let mut differences = Vec::new();
    for (name, expected) in theirs {
        match ours.get(name) {
            None => differences.push(format!("{name:?} is missing")),
            Some(actual) if actual != expected => {
                differences.push(format!("{name:?} differs:\n  ours   {actual}\n  theirs {expected}"));
            }
            Some(_) => {}
        }
    }
    differences.extend(ours.keys().filter(|name| !theirs.contains_key(*name)).map(|name| format!("{name:?} is extra")));
    differences
}

#[test]
fn objects_are_those_of_kubectl() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/kustomize");
    let mut cases = 0;
    let mut wrong = Vec::new();
    for entry in fs::read_dir(&top).expect("is there").flatten().filter(|entry| entry.path().is_dir()) {
        cases += 1;
        let output = build(&top, entry.file_name().to_str().expect("UTF-8"));
        let expected = fs::read_to_string(entry.path().join("expected.yaml")).expect("a golden file");
        let mut problems = differences(&built(&output), &golden(&expected));
        let errors = output.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error);
        problems.extend(errors.map(|diagnostic| diagnostic.message.clone()));
        wrong.extend(problems.into_iter().map(|problem| format!("{}: {problem}", entry.file_name().display())));
    }
    assert!(cases >= 120, "only {cases} cases");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn kustomizations(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            kustomizations(&path, found);
        } else if path.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("kustomization")) {
            found.push(folder.to_path_buf());
        }
    }
}

#[test]
fn a_corpus_is_built_as_kubectl_does() {
    let Some(corpus) = std::env::var_os("RAVELIN_KUSTOMIZE_CORPUS") else { return };
    let mut folders = Vec::new();
    kustomizations(Path::new(&corpus), &mut folders);
    folders.sort();
    let (mut same, mut refused, mut unknown, mut wrong) = (0, 0, 0, Vec::new());
    for folder in &folders {
        let run = Command::new("kubectl").arg("kustomize").arg(folder).output().expect("kubectl is there");
        if !run.status.success() {
            refused += 1;
            continue;
        }
        let theirs = golden(&String::from_utf8_lossy(&run.stdout));
        let relative = folder.strip_prefix(&corpus).expect("is below").to_str().expect("UTF-8");
        let Some(ours) = known(&build(Path::new(&corpus), relative)) else {
            unknown += 1;
            continue;
        };
        match differences(&ours, &theirs).as_slice() {
            [] => same += 1,
            differences => wrong.push(format!("{}:\n{}", folder.display(), differences.join("\n"))),
        }
    }
    let counts = format!(
        "{same} of {} are the same, {refused} are refused by kubectl, of {unknown} not everything is known",
        folders.len()
    );
    assert!(wrong.is_empty(), "{counts}\n{}", wrong.join("\n"));
}

const DEPLOYMENT: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels: {app: web}\n  template:\n    metadata:\n      labels: {app: web}\n    spec:\n      hostIPC: true\n      containers:\n        - name: web\n          image: app:1\n          securityContext:\n            privileged: true\n";

const PATCH: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      hostPID: true\n      containers:\n        - name: web\n          securityContext:\n            privileged: false\n";

#[test]
fn overlays_are_judged_as_they_are_built() {
    let files = [
        ("base/kustomization.yaml", "resources: [deployment.yaml]\n"),
        ("base/deployment.yaml", DEPLOYMENT),
        ("prod/kustomization.yaml", "resources:\n  - ../base\nnamespace: prod\npatches:\n  - path: patch.yaml\n"),
        ("prod/patch.yaml", PATCH),
    ];
    let json = Project::new(&files).run(&["scan", ".", "--format", "json"]).json();
    let of = |id: &str| {
        let findings = json["findings"].as_array().expect("a list").iter();
        findings.filter(|finding| finding["checkId"] == id).collect::<Vec<_>>()
    };
    assert!(of("kubernetes-workload-privileged").is_empty(), "the patch mends it");

    let [finding] = of("kubernetes-workload-host-pid")[..] else { panic!("one finding: {json:#}") };
    assert_eq!(finding["addresses"], serde_json::json!(["prod/Deployment/web"]));
    assert_eq!(
        (&finding["location"]["path"], &finding["location"]["start"]["line"]),
        (&"prod/patch.yaml".into(), &8.into())
    );

    let [finding] = of("kubernetes-workload-host-ipc")[..] else { panic!("one finding: {json:#}") };
    assert_eq!(finding["location"]["path"], "base/deployment.yaml");
    let related = finding["related"].as_array().expect("a list").last().expect("the way to it");
    assert_eq!(related["location"]["path"], "prod/kustomization.yaml", "{related:#}");
}

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostPID: false\n  containers:\n    - name: web\n      image: app:1\n";

#[test]
fn a_replaced_value_is_shown_where_it_was_written() {
    let settings = "apiVersion: example.org/v1\nkind: Settings\nmetadata:\n  name: s\nspec:\n  pid: true\n";
    let kustomization = "resources:\n  - pod.yaml\n  - settings.yaml\nreplacements:\n  - source: {kind: Settings, fieldPath: spec.pid}\n    targets:\n      - select: {kind: Pod}\n        fieldPaths: [spec.hostPID]\n";
    let files = [("kustomization.yaml", kustomization), ("pod.yaml", POD), ("settings.yaml", settings)];
    let json = Project::new(&files).run(&["scan", ".", "--format", "json"]).json();
    let mut findings = json["findings"].as_array().expect("a list").iter();
    let finding = findings.find(|finding| finding["checkId"] == "kubernetes-workload-host-pid").expect("is found");
    let place = |location: &Value| (location["path"].clone(), location["start"]["line"].clone());
    assert_eq!(place(&finding["location"]), ("settings.yaml".into(), 6.into()));
    let related = finding["related"].as_array().expect("a list");
    assert!(related.iter().any(|it| place(&it["location"]) == ("kustomization.yaml".into(), 5.into())), "{related:#?}");
}

#[test]
fn what_is_not_evaluated_is_not_assessed() {
    let function = "apiVersion: example.org/v1\nkind: Inject\nmetadata:\n  name: x\n  annotations:\n    config.kubernetes.io/function: |\n      container: {image: inject:1}\n";
    let privileged = POD.replace("hostPID: false", "hostPID: true");
    let run = |kustomization: &str| {
        let files = [("kustomization.yaml", kustomization), ("pod.yaml", &*privileged), ("f.yaml", function)];
        let project = Project::new(&files);
        let json = project.run(&["scan", ".", "--format", "json"]).json();
        let found = json["findings"].as_array().expect("a list").iter();
        let found = found.filter(|finding| finding["checkId"] == "kubernetes-workload-host-pid").count();
        let gate = project.run(&["scan", ".", "--fail-on", "none", "--fail-on-incomplete"]);
        (found, gate.code)
    };
    assert_eq!(run("resources: [pod.yaml]\n"), (1, 0));
    assert_eq!(run("resources: [pod.yaml]\ntransformers: [f.yaml]\n"), (0, 3), "a function may change everything");
    assert_eq!(run("resources: [pod.yaml]\ngenerators: [f.yaml]\n"), (1, 3));
    assert_eq!(run("resources: [pod.yaml, https://example.org/x.yaml]\n"), (1, 3));
    assert_eq!(run("resources: [pod.yaml]\nhelmCharts: [{name: x}]\n"), (1, 3));
}
