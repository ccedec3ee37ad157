//! Pods of custom objects, Tekton and Argo.

use super::*;

#[test]
fn pods_of_custom_kinds_are_found_wherever_they_are() {
    let pod = "{securityContext: {runAsUser: 5}, containers: [{name: a, image: x}]}";
    let deep = format!("{}{pod}{}", "{a: ".repeat(30), "}".repeat(30));
    let rows = [
        ("keda.sh/v1", format!("{{jobTargetRef: {{template: {{spec: {pod}}}}}}}"), "a:app:5"),
        (
            "ray.io/v1",
            format!("{{head: {{template: {{spec: {pod}}}}}, workers: [{{spec: {pod}}}]}}"),
            "a:app:5 | a:app:5",
        ),
        ("monitoring.coreos.com/v1", pod.to_owned(), "a:app:5"),
        ("a.example/v1", format!("{{jobs: [{pod}, {{name: b, steps: []}}]}}"), "a:app:5"),
        (
            "a.example/v1",
            format!("{{jobs: {{one: {pod}}}, template: {{spec: {{containers: [{{name: b}}]}}}}}}"),
            "b:app:- | a:app:5",
        ),
        (
            "a.example/v1",
            format!("{{template: {{spec: {pod}}}, canary: {{template: {{spec: {pod}}}}}}}"),
            "a:app:5 | a:app:5",
        ),
        (
            "batch.volcano.sh/v1alpha1",
            format!("{{tasks: [{{name: x, template: {{spec: {pod}}}}}, {{name: y, template: {{spec: {pod}}}}}]}}"),
            "a:app:5 | a:app:5",
        ),
        ("a.example/v1", "{containers: [{name: a}]}".to_owned(), "no pods"),
        ("a.example/v1", "{containers: {a: {image: x}}}".to_owned(), "no pods"),
        ("kyverno.io/v1", format!("{{rules: [{{pattern: {{spec: {pod}}}}}]}}"), "no pods"),
        ("apiextensions.k8s.io/v1", format!("{{versions: [{pod}]}}"), "no pods"),
        ("a.example/v1", deep, "a:app:5"),
    ];
    for (version, spec, expected) in rows {
        let text = format!("apiVersion: {version}\nkind: Thing\nspec: {spec}");
        assert_eq!(containers(&text, "effective.runAsUser"), expected, "{text}");
    }
}

#[test]
fn steps_of_tekton_are_containers() {
    let steps = "{stepTemplate: {securityContext: {privileged: true, runAsUser: 5}}, steps: [{name: a, image: x, computeResources: {limits: {cpu: 1}}, securityContext: {privileged: false}}], sidecars: [{name: s, image: y}]}";
    let rows = [
        ("Task", steps.to_owned(), "a:app:false s:app:-"),
        ("TaskRun", format!("{{taskSpec: {steps}}}"), "a:app:false s:app:-"),
        (
            "Pipeline",
            format!("{{tasks: [{{taskSpec: {steps}}}], finally: [{{taskRef: {{name: x}}}}]}}"),
            "a:app:false s:app:-",
        ),
        ("PipelineRun", format!("{{pipelineSpec: {{tasks: [{{taskSpec: {steps}}}]}}}}"), "a:app:false s:app:-"),
        ("StepAction", "{image: x, securityContext: {privileged: true}}".to_owned(), "?:app:true"),
        ("TaskRun", "{taskRef: {name: x}}".to_owned(), "no pods"),
    ];
    for (kind, spec, expected) in rows {
        let text = format!("apiVersion: tekton.dev/v1\nkind: {kind}\nspec: {spec}");
        assert_eq!(containers(&text, "securityContext.privileged"), expected, "{text}");
    }
    let text = format!("apiVersion: tekton.dev/v1\nkind: Task\nspec: {steps}");
    assert_eq!(
        containers(&text, "effective.runAsUser"),
        "a:app:5 s:app:(unknown: what runs this task decides on its pod)"
    );
    assert_eq!(containers(&text, "resources.limits.cpu"), "a:app:1 s:app:-");
}

#[test]
fn the_pod_of_a_task_is_known_only_where_it_runs() {
    let task = |kind, spec| {
        let sources = SourceMap::new();
        let text = format!("apiVersion: tekton.dev/v1\nkind: {kind}\nspec: {spec}");
        let view = derive(&object(&sources, &text)).expect("runs pods");
        let pod = view.member("pod").expect("has one");
        let found = match pod.get("serviceAccountName") {
            Lookup::Found(name) => name.render(),
            Lookup::Absent => "absent".to_owned(),
            Lookup::Unknown(unknown) => unknown.reason.to_string(),
        };
        assert_eq!(at(&view, "completes").and_then(Value::as_bool), Some(true));
        found
    };
    assert_eq!(task("Task", "{steps: [{image: x}]}"), "what runs this task decides on its pod");
    assert_eq!(task("TaskRun", "{taskSpec: {steps: [{image: x}]}}"), "absent");
    assert_eq!(task("TaskRun", "{serviceAccountName: a, taskSpec: {steps: [{image: x}]}}"), "a");
    let run = "{taskRunTemplate: {serviceAccountName: b}, pipelineSpec: {tasks: [{taskSpec: {steps: [{image: x}]}}]}}";
    assert_eq!(task("PipelineRun", run), "b");
}

#[test]
fn templates_of_workflows_are_containers() {
    let spec = "{securityContext: {runAsUser: 5}, serviceAccountName: w, templates: [{name: a, container: {image: x}, initContainers: [{name: i, image: x}], sidecars: [{name: s, image: x}]}, {name: b, securityContext: {runAsUser: 6}, script: {image: x, securityContext: {runAsUser: 7}}}, {name: c, securityContext: {runAsUser: 6}, containerSet: {containers: [{name: d, image: x}]}}, {name: e, steps: []}]}";
    let expected = "a:app:5 s:app:5 i:init:5 | b:app:7 | d:app:6";
    for (kind, spec) in [("Workflow", spec.to_owned()), ("CronWorkflow", format!("{{workflowSpec: {spec}}}"))] {
        let text = format!("apiVersion: argoproj.io/v1alpha1\nkind: {kind}\nspec: {spec}");
        assert_eq!(containers(&text, "effective.runAsUser"), expected, "{kind}");
    }
    let patched = spec.replace("serviceAccountName: w", "podSpecPatch: x");
    let text = format!("apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec: {patched}");
    let sources = SourceMap::new();
    let view = derive(&object(&sources, &text)).expect("runs pods");
    let account = view.member("pod").expect("has one").get("serviceAccountName");
    assert!(matches!(account, Lookup::Unknown(_)), "a patch can set it");
}

#[test]
fn pods_of_one_object_have_names_and_places() {
    let pod = "{containers: [{name: a, image: x}]}";
    let text = format!(
        "apiVersion: ray.io/v1\nkind: RayCluster\nspec:\n  headGroupSpec: {{template: {{spec: {pod}}}}}\n  workerGroupSpecs:\n  - template:\n      spec: {pod}\n"
    );
    let sources = SourceMap::new();
    let views = derive_each(&object(&sources, &text));
    let parts: Vec<_> = views.iter().map(|view| self::text(view, PART)).collect();
    assert_eq!(parts, [Some("headGroupSpec"), Some("workerGroupSpecs[0]")]);
    let place = |view: &Value| {
        sources.slice(view.as_map().and_then(|view| view.entry("kind")).expect("has a kind").value.span).to_owned()
    };
    assert_eq!(views.iter().map(place).collect::<Vec<_>>(), ["RayCluster", "spec"]);
    assert!(views[0].member("unmatched").is_none());
    let single = derive_each(&object(&sources, &format!("apiVersion: ray.io/v1\nkind: RayJob\nspec: {{a: {pod}}}")));
    assert_eq!(single.iter().map(|view| self::text(view, PART)).collect::<Vec<_>>(), [None]);
}

#[test]
fn templates_of_workflows_have_pods_of_their_own() {
    let text = "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec: {serviceAccountName: w, hostNetwork: true, podMetadata: {labels: {a: b, c: d}}, volumes: [{name: v}], templates: [{name: one, container: {image: x}}, {name: two, serviceAccountName: t, volumes: [{name: u}], metadata: {labels: {c: e}}, container: {image: x}}]}";
    let sources = SourceMap::new();
    let views = derive_each(&object(&sources, text));
    let shown = |path: &str| views.iter().map(|view| at(view, path).expect("is there").render()).collect::<Vec<_>>();
    assert_eq!(shown("pod.serviceAccountName"), ["w", "t"]);
    assert_eq!(shown("pod.hostNetwork"), ["true", "true"]);
    assert_eq!(shown("pod.volumes"), [r#"[{name: "v"}]"#, r#"[{name: "v"}, {name: "u"}]"#]);
    assert_eq!(shown("labels"), [r#"{a: "b", c: "d"}"#, r#"{c: "e", a: "b"}"#]);
    assert_eq!(shown(PART), ["one", "two"]);
}
