//! Builds from files to resources, and their places.

mod refusals;

use crate::frontend::Settings;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Level, Place};
use crate::frontend::api::{Context, Frontend as _, Output};
use crate::frontend::kubernetes::Kubernetes;
use crate::model::Resource;
use crate::source::{Files, SourceMap, Unreadable};
use crate::value::Value;

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostPID: false\n  containers:\n    - name: a\n      image: app:1\n";

/// Files that are not among the inputs.
#[derive(Default)]
struct Others(BTreeMap<&'static str, &'static str>);

impl Files for Others {
    fn list(&self, folder: &str) -> Vec<String> {
        let split = self.0.keys().map(|path| path.rsplit_once('/').unwrap_or(("", path)));
        split.filter(|(other, _)| *other == folder).map(|(_, name)| name.to_owned()).collect()
    }

    fn read(&self, path: &str) -> Result<Arc<str>, Unreadable> {
        self.0.get(path).map(|text| (*text).into()).ok_or(Unreadable::Absent)
    }
}

struct Scan {
    sources: SourceMap,
    output: Output,
}

impl Scan {
    fn new(files: &[(&str, &str)]) -> Self {
        Self::with_others(files, &[])
    }

    fn with_others(files: &[(&str, &str)], others: &[(&'static str, &'static str)]) -> Self {
        let sources = SourceMap::new();
        let output = {
            let files: Vec<_> = files.iter().map(|(path, text)| sources.add(*path, *text)).collect();
            let others = Others(others.iter().copied().collect());
            let context = Context { sources: &sources, files: &others, settings: &Settings::default() };
            Kubernetes.load(&files, &context).into_iter().collect()
        };
        Self { sources, output }
    }

    fn addresses(&self) -> Vec<&str> {
        self.output.resources.iter().map(|resource| &*resource.address).collect()
    }

    fn resource(&self) -> &Resource {
        let [resource] = self.output.resources.as_slice() else { panic!("one resource: {:?}", self.addresses()) };
        resource
    }

    /// The file and the text of a value of the only resource, which lies in its own text.
    fn place(&self, path: &[&str]) -> (&str, &str) {
        let resource = self.resource();
        let value = path.iter().fold(&resource.body, |value, part| {
            let index = part.parse::<usize>().ok();
            let item = index.and_then(|index| value.as_list()?.items.get(index));
            item.or_else(|| value.member(part)).expect("is there")
        });
        assert!(resource.grounds.iter().any(|ground| ground.contains(value.span)), "{path:?} is in its own text");
        self.text(value)
    }

    fn text(&self, value: &Value) -> (&str, &str) {
        (self.sources.get(value.span.file).path(), self.sources.slice(value.span))
    }

    /// Code, level and culprit of each diagnostic.
    fn diagnostics(&self) -> Vec<(&'static str, Level, &str)> {
        let said = self.output.diagnostics.iter().map(|diagnostic| {
            let culprit = match diagnostic.place {
                Place::Text(span) => self.sources.slice(span),
                _ => "",
            };
            (diagnostic.code, diagnostic.level, culprit)
        });
        said.collect()
    }
}

#[test]
fn what_is_part_of_a_kustomization_is_judged_only_as_built() {
    let scan = Scan::new(&[
        ("prod/kustomization.yaml", "resources: [../base]\nnamespace: prod\npatches: [{path: patch.yaml}]\n"),
        ("prod/patch.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {hostPID: true}\n"),
        ("test/kustomization.yaml", "resources: [../base]\nnamespace: test\n"),
        ("base/kustomization.yaml", "resources: [pod.yaml]\n"),
        ("base/pod.yaml", POD),
        ("other/pod.yaml", POD),
    ]);
    assert_eq!(scan.diagnostics(), []);
    assert_eq!(scan.addresses(), ["prod/Pod/web", "test/Pod/web", "Pod/web"]);
    let calls: Vec<_> = scan.output.resources[0].calls.iter().map(|call| (&*call.label, call.span)).collect();
    let [(label, entry)] = calls.as_slice() else { panic!("one call") };
    assert_eq!((*label, scan.sources.slice(*entry)), ("kustomization `base`", "../base"));
    assert_eq!(scan.sources.get(entry.file).path(), "prod/kustomization.yaml");
    assert_eq!(scan.output.documents.len(), 6, "each file once");
}

#[test]
fn values_point_at_where_they_were_written() {
    let kustomization = "resources: [pod.yaml]\nnamespace: prod\npatches:\n  - patch: |-\n      apiVersion: v1\n      kind: Pod\n      metadata: {name: web}\n      spec:\n        hostPID: true\n  - target: {kind: Pod}\n    path: ops.yaml\nimages:\n  - name: app\n    newTag: latest\ncommonLabels: {team: red}\n";
    let scan = Scan::with_others(
        &[("kustomization.yaml", kustomization), ("pod.yaml", POD)],
        &[("ops.yaml", "- {op: add, path: /spec/hostIPC, value: 'yes'}\n")],
    );
    assert_eq!(scan.diagnostics(), []);
    let table: [(&[&str], (&str, &str)); 7] = [
        (&["spec", "hostPID"], ("kustomization.yaml", "true")),
        (&["spec", "hostIPC"], ("ops.yaml", "'yes'")),
        (&["spec", "containers", "0", "image"], ("kustomization.yaml", "latest")),
        (&["spec", "containers", "0", "name"], ("pod.yaml", "a")),
        (&["metadata", "namespace"], ("kustomization.yaml", "prod")),
        (&["metadata", "labels", "team"], ("kustomization.yaml", "red")),
        (&["metadata", "name"], ("pod.yaml", "web")),
    ];
    for (path, expected) in table {
        assert_eq!(scan.place(path), expected, "{path:?}");
    }
    assert_eq!(scan.sources.slice(scan.resource().header), "kind: Pod");
}

#[test]
fn an_image_with_another_name_still_points_at_the_manifest() {
    let scan = Scan::new(&[
        ("kustomization.yaml", "resources: [pod.yaml]\nimages: [{name: app, newName: mirror/app}]\n"),
        ("pod.yaml", POD),
    ]);
    assert_eq!(scan.place(&["spec", "containers", "0", "image"]), ("pod.yaml", "app:1"));
    let containers = scan.resource().body.member("spec").and_then(|spec| spec.member("containers"));
    let image = containers.and_then(|list| list.as_list()?.items[0].member("image")).expect("is there");
    assert_eq!(image.as_str(), Some("mirror/app:1"));
    assert_eq!(scan.sources.slice(image.written()), "mirror/app");
}

#[test]
fn generated_objects_stand_at_their_generator() {
    let scan = Scan::new(&[("kustomization.yaml", "secretGenerator:\n  - name: keys\n    literals: [token=abc]\n")]);
    assert_eq!(scan.addresses(), ["Secret/keys-dbdgd77ct8"]);
    assert_eq!(scan.place(&["data", "token"]), ("kustomization.yaml", "token=abc"));
    assert_eq!(scan.sources.slice(scan.resource().declaration), "name: keys\n    literals: [token=abc]");
}

#[test]
fn files_beside_the_inputs_are_read() {
    let scan = Scan::with_others(
        &[("prod/kustomization.yaml", "resources: [../base]\nnamePrefix: p-\n")],
        &[("base/Kustomization", "resources: [pod.yaml]\n"), ("base/pod.yaml", POD)],
    );
    assert_eq!((scan.addresses(), scan.diagnostics()), (vec!["Pod/p-web"], vec![]));
}

#[test]
fn mistakes_are_told_at_their_places_and_cost_no_more_than_they_must() {
    use Level::{Error, Warning};
    let table: [(&str, (&str, Level, &str)); 20] = [
        ("resources: [pod.yaml, gone.yaml]", ("kustomize-file", Error, "gone.yaml")),
        (
            "resources: [pod.yaml, https://example.org/x.yaml]",
            ("kustomize-remote", Error, "https://example.org/x.yaml"),
        ),
        ("resources: [pod.yaml]\ncomponents: [gone]", ("kustomize-file", Error, "gone")),
        ("resources: [pod.yaml]\nhelmCharts: [{name: x}]", ("kustomize-not-evaluated", Error, "helmCharts")),
        ("resources: [pod.yaml]\ntransformers: [x.yaml]", ("kustomize-file", Error, "x.yaml")),
        ("resources: [pod.yaml]\ncrds: [x.yaml]", ("kustomize-file", Error, "x.yaml")),
        ("resources: [pod.yaml]\nconfigurations: [x.yaml]", ("kustomize-file", Error, "x.yaml")),
        ("resources: [pod.yaml]\nopenapi: {path: x.json}", ("kustomize-not-evaluated", Error, "openapi")),
        ("resources: [pod.yaml]\nresource: [x]", ("kustomize-field", Warning, "resource")),
        ("resources: [pod.yaml]\npatches: [{path: gone.yaml}]", ("kustomize-file", Error, "gone.yaml")),
        ("resources: [pod.yaml]\npatches: [{target: {name: '('}, path: pod.yaml}]", ("kustomize-field", Error, "'('")),
        (
            "resources: [pod.yaml]\npatches: [{target: {kind: Pod}, path: remove.yaml}]",
            ("kustomize-patch", Error, "{op: remove, path: /x}"),
        ),
        (
            "resources: [pod.yaml]\npatches: [{patch: '{apiVersion: v1, kind: Pod, metadata: {name: x}}'}]",
            ("kustomize-patch", Error, "'{apiVersion: v1, kind: Pod, metadata: {name: x}}'"),
        ),
        ("resources: [pod.yaml]\npatches: [{patch: '{a: ['}]", ("kustomize-patch", Error, "[")),
        ("resources: [pod.yaml]\nimages: [{name: app, newTag: 1.0}]", ("kustomize-field", Error, "1.0")),
        ("resources: [pod.yaml, broken]", ("kustomize-file", Error, "broken")),
        ("resources: [pod.yaml, pod.yaml]", ("kustomize-duplicate", Error, "pod.yaml")),
        (
            "resources: [pod.yaml]\nreplicas: [{name: x, count: 1}]",
            ("kustomize-replicas", Error, "{name: x, count: 1}"),
        ),
        (
            "resources: [pod.yaml]\nreplacements: [{source: {kind: X}, targets: [{}]}]",
            ("kustomize-replacement", Error, "{kind: X}"),
        ),
        (
            "resources: [pod.yaml]\nconfigMapGenerator: [{name: x, behavior: merge}]",
            ("kustomize-generator", Error, "{name: x, behavior: merge}"),
        ),
    ];
    for (kustomization, expected) in table {
        let files = [
            ("kustomization.yaml", kustomization),
            ("pod.yaml", POD),
            ("remove.yaml", "- {op: remove, path: /x}\n"),
            ("broken/kustomization.yaml", "resources: ["),
        ];
        let scan = Scan::new(&files);
        let mut said = scan.diagnostics();
        said.retain(|(code, ..)| *code != "yaml-syntax");
        assert_eq!(said, [expected], "{kustomization}");
        assert!(scan.addresses().contains(&"Pod/web"), "{kustomization}");
    }
}

#[test]
fn cycles_end() {
    let scan = Scan::new(&[
        ("a/kustomization.yaml", "resources: [../b, pod.yaml]\n"),
        ("a/pod.yaml", POD),
        ("b/kustomization.yaml", "resources: [../a]\n"),
        ("c/kustomization.yaml", "resources: [.]\n"),
    ]);
    assert_eq!(scan.addresses(), ["Pod/web"]);
    let expected = [("kustomize-cycle", Level::Error, "../a"), ("kustomize-cycle", Level::Error, ".")];
    assert_eq!(scan.diagnostics(), expected);
}

#[test]
fn builds_that_explode_are_cut() {
    let mut files = vec![("l0/kustomization.yaml".to_owned(), "resources: [pod.yaml]".to_owned())];
    files.push(("l0/pod.yaml".to_owned(), POD.to_owned()));
    for level in 1..30 {
        for side in ["a", "b"] {
            let below = if level == 1 { "../l0".to_owned() } else { format!("../l{}", level - 1) };
            let text = format!("resources: [{below}]\nnamePrefix: {side}-\n");
            files.push((format!("l{level}{side}/kustomization.yaml"), text));
        }
        let text = format!("resources: [../l{level}a, ../l{level}b]\n");
        files.push((format!("l{level}/kustomization.yaml"), text));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let scan = Scan::new(&files);
    assert!(scan.diagnostics().iter().any(|(code, ..)| *code == "kustomize-limit"));
}

#[test]
fn the_name_alone_makes_no_kustomization() {
    let flux = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps}\n";
    let scan = Scan::new(&[("kustomization.yaml", flux)]);
    assert_eq!((scan.addresses(), scan.diagnostics()), (vec!["Kustomization/apps"], vec![]));
}

#[test]
fn a_broken_kustomization_is_told_once() {
    let scan = Scan::new(&[
        ("a/kustomization.yaml", "resources: [../broken]\n"),
        ("b/kustomization.yaml", "resources: [../broken]\n"),
        ("broken/kustomization.yaml", "resources: [\n"),
    ]);
    let codes: Vec<_> = scan.diagnostics().iter().map(|(code, ..)| *code).collect();
    assert_eq!(codes, ["kustomize-file", "kustomize-file", "yaml-syntax"]);
    assert_eq!(scan.output.documents.len(), 3);
}

#[test]
fn a_component_that_nothing_uses_is_no_mistake() {
    let component = "kind: Component\nreplicas: [{name: x, count: 1}]\npatches: [{patch: '{apiVersion: v1, kind: Pod, metadata: {name: x}}'}]\n";
    let scan = Scan::new(&[("part/kustomization.yaml", component)]);
    assert_eq!((scan.addresses(), scan.diagnostics()), (vec![], vec![]));
    let scan = Scan::new(&[("part/kustomization.yaml", component), ("kustomization.yaml", "components: [part]\n")]);
    let codes: Vec<_> = scan.diagnostics().iter().map(|(code, ..)| *code).collect();
    assert_eq!(codes, ["kustomize-replicas", "kustomize-patch"], "one that is used");
}
