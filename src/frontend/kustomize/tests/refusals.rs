//! Builds that `kubectl kustomize` refuses: each is told at its place, and the rest is judged.

use super::{POD, Scan};
use crate::diagnostic::Level::{self, Error, Warning};

type Said = (&'static str, Level, &'static str);

/// What is said of a kustomization with a pod and some other files.
#[track_caller]
fn check(kustomization: &str, others: &[(&'static str, &'static str)], expected: &[Said]) {
    let mut all = vec![("pod.yaml", POD)];
    all.extend_from_slice(others);
    let scan = Scan::with_others(&[("kustomization.yaml", kustomization)], &all);
    assert_eq!(scan.diagnostics(), expected, "{kustomization}");
}

#[test]
fn fields_have_names_and_forms() {
    let table: [(&str, Said); 16] = [
        ("images: [{name: a, newtagg: '2'}]", ("kustomize-field", Warning, "newtagg")),
        ("patches: [{patch: '', targets: {}}]\nnamePrefix: a-", ("kustomize-field", Warning, "targets")),
        ("labels: [{pairs: {a: b}, includeSelector: true}]", ("kustomize-field", Warning, "includeSelector")),
        ("configMapGenerator: [{name: x, literal: [a=b]}]", ("kustomize-field", Warning, "literal")),
        ("namePrefix: 5", ("kustomize-field", Error, "5")),
        ("namespace: y", ("kustomize-field", Error, "y")),
        ("commonLabels: {a: b, c: 1}", ("kustomize-field", Error, "1")),
        ("labels: [{pairs: {a: true}}]", ("kustomize-field", Error, "true")),
        ("components: c", ("kustomize-field", Error, "c")),
        ("images: {name: app}", ("kustomize-field", Error, "{name: app}")),
        ("configMapGenerator: [{name: x, literals: {a: b}}]", ("kustomize-field", Error, "{a: b}")),
        ("secretGenerator: [{name: x, options: {immutable: 'yes'}}]", ("kustomize-field", Error, "'yes'")),
        ("kind: Kustomisation", ("kustomize-field", Error, "Kustomisation")),
        ("apiVersion: kustomize.config.k8s.io/v1", ("kustomize-field", Error, "kustomize.config.k8s.io/v1")),
        ("sortOptions: {order: none}", ("kustomize-field", Error, "none")),
        ("resources: [pod.yaml, '']", ("kustomize-file", Error, "''")),
    ];
    for (field, expected) in table {
        let resources = if field.starts_with("resources") { "" } else { "resources: [pod.yaml]\n" };
        let scan = Scan::with_others(&[("kustomization.yaml", &format!("{resources}{field}\n"))], &[("pod.yaml", POD)]);
        let said = scan.diagnostics();
        assert!(said.contains(&expected), "{field}: {said:?}");
        assert!(scan.addresses().iter().any(|address| address.contains("Pod/")), "{field}");
    }
}

#[test]
fn names_of_fields_are_read_in_any_case() {
    let text = "Resources: [pod.yaml]\nNAMEPREFIX: a-\nimages: [{Name: app, NewTag: '2'}]\n";
    let scan = Scan::with_others(&[("kustomization.yaml", text)], &[("pod.yaml", POD)]);
    assert_eq!((scan.addresses(), scan.diagnostics()), (vec!["Pod/a-web"], vec![]));
}

#[test]
fn an_empty_kustomization_is_none() {
    check("kind: Kustomization\n", &[], &[("kustomize-field", Error, "kind: Kustomization")]);
    check("", &[], &[("kustomize-field", Error, "")]);
}

#[test]
fn several_kustomizations_of_one_folder_are_told() {
    let files = [("kustomization.yaml", "resources: [pod.yaml]\n"), ("Kustomization", "resources: [pod.yaml]\n")];
    let scan = Scan::with_others(&files, &[("pod.yaml", POD)]);
    assert_eq!(scan.diagnostics(), [("kustomize-file", Error, "")]);
    assert_eq!(scan.addresses(), ["Pod/web"]);
}

#[test]
fn patches_are_whole_and_meant_for_one_object() {
    const NAMELESS: &str = "apiVersion: v1\nkind: Pod\nspec: {hostPID: true}\n";
    const TWO: &str = "kind: Pod\nmetadata: {name: web}\n---\nkind: Pod\nmetadata: {name: web}\nspec: {}\n";
    let table: [(&str, &str, Said); 8] = [
        ("{path: p.yaml, patch: x}", NAMELESS, ("kustomize-patch", Error, "{path: p.yaml, patch: x}")),
        ("{path: p.yaml}", "# nothing\n", ("kustomize-patch", Error, "p.yaml")),
        ("{path: p.yaml, target: {kind: Pod}}", NAMELESS, ("kustomize-patch", Error, "p.yaml")),
        (
            "{path: p.yaml, target: {kind: Pod}}",
            TWO,
            ("kustomize-patch", Error, "kind: Pod\nmetadata: {name: web}\nspec: {}"),
        ),
        ("{path: p.yaml, target: {kind: Pod}}", "hello\n", ("kustomize-patch", Error, "p.yaml")),
        (
            "{path: p.yaml, target: {kind: Pod}}",
            "[{op: test, path: /kind, value: Pod}]\n",
            ("kustomize-patch", Error, "p.yaml"),
        ),
        (
            "{path: p.yaml, target: {kind: Pod}}",
            "- {op: delete, path: /x}\n",
            ("kustomize-patch", Error, "{op: delete, path: /x}"),
        ),
        (
            "{path: p.yaml}",
            "apiVersion: v1\nkind: Deployment\nmetadata: {name: web}\n",
            ("kustomize-patch", Error, "p.yaml"),
        ),
    ];
    for (entry, patch, expected) in table {
        check(&format!("resources: [pod.yaml]\npatches: [{entry}]\n"), &[("p.yaml", patch)], &[expected]);
    }
    let several = "resources: [a, b]\npatchesStrategicMerge: [p.yaml]\n";
    let others = [
        ("a/kustomization.yaml", "resources: [pod.yaml]\nnamePrefix: a-\n"),
        ("a/pod.yaml", POD),
        ("b/kustomization.yaml", "resources: [pod.yaml]\nnamePrefix: b-\n"),
        ("b/pod.yaml", POD),
        ("p.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n"),
    ];
    check(several, &others, &[("kustomize-patch", Error, "p.yaml")]);
    let nameless = "resources: [pod.yaml]\npatchesJson6902: [{target: {kind: Pod}, path: p.yaml}]\n";
    let expected = ("kustomize-patch", Error, "{target: {kind: Pod}, path: p.yaml}");
    check(nameless, &[("p.yaml", "- {op: add, path: /x, value: 1}\n")], &[expected]);
}

#[test]
fn generators_and_replacements_are_whole() {
    let table: [(&str, Said); 8] = [
        ("configMapGenerator: [{literals: [a=b]}]", ("kustomize-field", Error, "{literals: [a=b]}")),
        ("configMapGenerator: [{name: x, literals: [a=b, a=c]}]", ("kustomize-field", Error, "a=c")),
        ("configMapGenerator: [{name: x, files: ['=pod.yaml']}]", ("kustomize-field", Error, "'=pod.yaml'")),
        ("configMapGenerator: [{name: x}, {name: x}]", ("kustomize-generator", Error, "{name: x}")),
        ("replicas: [{count: 2}]", ("kustomize-replicas", Error, "{count: 2}")),
        ("replacements: [{source: {kind: Pod}}]", ("kustomize-replacement", Error, "{source: {kind: Pod}}")),
        (
            "vars: [{name: V, objref: {kind: Pod, name: web}}, {name: V, objref: {kind: Pod, name: web}}]",
            ("kustomize-variable", Error, "{name: V, objref: {kind: Pod, name: web}}"),
        ),
        (
            "vars: [{name: V, objref: {kind: Pod, name: x}}]",
            ("kustomize-variable", Error, "{name: V, objref: {kind: Pod, name: x}}"),
        ),
    ];
    for (field, expected) in table {
        check(&format!("resources: [pod.yaml]\n{field}\n"), &[], &[expected]);
    }
}

#[test]
fn a_variable_is_not_for_the_objects_of_others() {
    let others = [
        ("base/kustomization.yaml", "resources: [x.yaml]\nvars: [{name: V, objref: {kind: Pod, name: web}}]\n"),
        ("base/x.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: x}\n"),
    ];
    let expected = ("kustomize-variable", Error, "{name: V, objref: {kind: Pod, name: web}}");
    check("resources: [base, pod.yaml]\n", &others, &[expected]);
}

#[test]
fn resources_are_objects() {
    let table: [(&str, &str, Said); 5] = [
        (
            "x.yaml",
            "kind: Pod\nmetadata: {generateName: x-}\n",
            ("kustomize-resource", Error, "kind: Pod\nmetadata: {generateName: x-}"),
        ),
        ("x.yaml", "metadata: {name: x}\n", ("kustomize-resource", Error, "metadata: {name: x}")),
        ("x.yaml", "hello\n", ("kustomize-resource", Error, "hello")),
        ("x.yaml", "- kind: Pod\n", ("kustomize-resource", Error, "- kind: Pod")),
        ("b/kustomization.yaml", "namePrefix: x-\n", ("kustomize-file", Error, "b/kustomization.yaml")),
    ];
    for (path, content, expected) in table {
        check(&format!("resources: [pod.yaml, {path}]\n"), &[(path, content)], &[expected]);
    }
    let moved = "resources: [pod.yaml, x.yaml]\nnamespace: prod\n";
    let other = [("x.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: test}\n")];
    check(moved, &other, &[("kustomize-duplicate", Error, "prod")]);
}

#[test]
fn files_outside_of_the_folder_are_read_with_a_warning() {
    let files =
        [("a/kustomization.yaml", "resources: [../pod.yaml]\nconfigMapGenerator: [{name: x, files: [../t]}]\n")];
    let scan = Scan::with_others(&files, &[("pod.yaml", POD), ("t", "x")]);
    let expected = [("kustomize-outside", Warning, "../pod.yaml"), ("kustomize-outside", Warning, "../t")];
    assert_eq!(scan.diagnostics(), expected);
    assert!(scan.addresses().contains(&"Pod/web"));
}

#[test]
fn what_a_program_changes_is_not_known() {
    const FUNCTION: &str = "apiVersion: example.org/v1\nkind: Inject\nmetadata:\n  name: x\n  annotations:\n    config.kubernetes.io/function: 'exec: {path: ./x}'\n";
    let files = [("kustomization.yaml", "resources: [pod.yaml]\ntransformers: [f.yaml]\n")];
    let scan = Scan::with_others(&files, &[("pod.yaml", POD), ("f.yaml", FUNCTION)]);
    assert_eq!(scan.diagnostics(), [("kustomize-not-evaluated", Error, FUNCTION.trim_end())]);
    let body = &scan.resource().body;
    assert_eq!(&*scan.resource().address, "Pod/web");
    assert!(matches!(body.get("spec"), crate::value::Lookup::Unknown(_)), "{body:?}");

    let files = [("kustomization.yaml", "resources: [pod.yaml]\ngenerators: [f.yaml]\n")];
    let scan = Scan::with_others(&files, &[("pod.yaml", POD), ("f.yaml", FUNCTION)]);
    assert_eq!(scan.diagnostics(), [("kustomize-not-evaluated", Error, FUNCTION.trim_end())]);
    assert!(scan.resource().body.member("spec").is_some(), "what is there already stays known");
}

#[test]
fn what_is_elsewhere_is_missed() {
    const PLACE: &str = "'https://example.org/x?ref=v1'";
    let rows = [
        (format!("resources: [pod.yaml, {PLACE}]\n"), false),
        (format!("resources: [pod.yaml]\ngenerators: [{PLACE}]\n"), false),
        (format!("resources: [pod.yaml]\ncomponents: [{PLACE}]\n"), true),
        (format!("resources: [pod.yaml]\ntransformers: [{PLACE}]\n"), true),
    ];
    for (text, may_change) in rows {
        let scan = Scan::with_others(&[("kustomization.yaml", &text)], &[("pod.yaml", POD)]);
        assert_eq!(scan.diagnostics(), [("kustomize-remote", Error, PLACE)], "{text}");
        let spec = scan.resource().body.get("spec");
        assert_eq!(matches!(spec, crate::value::Lookup::Unknown(_)), may_change, "{text}");
    }
}

#[test]
fn configurations_of_transformers_have_their_forms() {
    let table = [
        ("transformers", "kind: AnnotationsTransformer", "annotations: [a]", ("kustomize-field", "[a]")),
        ("transformers", "kind: ReplicaCountTransformer", "replica: {name: x, count: '3'}", ("kustomize-field", "'3'")),
        ("generators", "kind: ConfigMapGenerator", "literals: [5]", ("kustomize-field", "5")),
        ("transformers", "kind: NamespaceTransformer", "setRoleBindingSubjects: all", ("kustomize-field", "")),
        ("transformers", "kind: ConfigMapGenerator", "literals: [a=b]", ("kustomize-not-evaluated", "")),
        ("generators", "kind: PatchTransformer", "target: {kind: Pod}", ("kustomize-not-evaluated", "")),
    ];
    for (role, kind, field, (code, place)) in table {
        let document = format!("apiVersion: builtin\n{kind}\nmetadata: {{name: t}}\n{field}\n");
        let kustomization = format!("resources: [pod.yaml]\n{role}: [t.yaml]\n");
        let files = [("kustomization.yaml", &*kustomization), ("pod.yaml", POD), ("t.yaml", &*document)];
        let scan = Scan::new(&files);
        let place = if place.is_empty() { document.trim_end() } else { place };
        assert!(scan.diagnostics().contains(&(code, Error, place)), "{document}: {:?}", scan.diagnostics());
    }
}

#[test]
fn values_of_transformers_point_at_their_documents() {
    let transformer = "apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: x}\ntarget: {kind: Pod}\npatch: |-\n  - op: add\n    path: /spec/hostIPC\n    value: 'yes'\n";
    let files = [("kustomization.yaml", "resources: [pod.yaml]\ntransformers: [t.yaml]\n")];
    let others = [("pod.yaml", POD), ("t.yaml", transformer)];
    let scan = Scan::with_others(&files, &others);
    assert_eq!(scan.place(&["spec", "hostIPC"]), ("t.yaml", "'yes'"));
    let inline = "resources: [pod.yaml]\ntransformers:\n  - |-\n    apiVersion: builtin\n    kind: PatchTransformer\n    metadata: {name: x}\n    target: {kind: Pod}\n    patch: |-\n      - op: add\n        path: /spec/hostIPC\n        value: 'yes'\n";
    let scan = Scan::with_others(&[("kustomization.yaml", inline)], &others);
    assert_eq!(scan.place(&["spec", "hostIPC"]), ("kustomization.yaml", "'yes'"));
}

#[test]
fn a_replaced_value_points_at_where_it_was_written() {
    let replacement = "resources: [pod.yaml, x.yaml]\nreplacements:\n  - source: {kind: ConfigMap, fieldPath: data.image}\n    targets: [{select: {kind: Pod}, fieldPaths: [spec.containers.0.image]}]\n";
    let config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {image: app:latest}\n";
    let scan = Scan::with_others(&[("kustomization.yaml", replacement)], &[("pod.yaml", POD), ("x.yaml", config)]);
    assert_eq!(scan.diagnostics(), []);
    let pod = scan.output.resources.iter().find(|resource| &*resource.kind == "Pod").expect("is there");
    let containers = pod.body.member("spec").and_then(|spec| spec.member("containers")).and_then(|list| list.as_list());
    let image = containers.and_then(|list| list.items[0].member("image")).expect("is there");
    assert_eq!(scan.text(image), ("x.yaml", "app:latest"));
    assert!(pod.grounds.iter().any(|ground| ground.contains(image.span)), "it is part of the pod's text");
    let steps: Vec<&str> = image.origin.iter().flat_map(|origin| origin.steps()).map(|step| &*step.label).collect();
    assert_eq!(steps, ["replacement", "source of a replacement"]);
}
