mod custom;

use super::super::images;
use super::*;
use crate::model::Platform;
use crate::source::SourceMap;
use crate::syntax::yaml::{self, Dialect};
use crate::value::Reason;

fn object(sources: &SourceMap, text: &str) -> Resource {
    let file = sources.add("x.yaml", text);
    let stream = yaml::parse(text, Dialect::Kubernetes);
    assert!(stream.errors.is_empty(), "{:?}", stream.errors);
    let body = stream.documents[0].root.to_value_without_nulls(&|range| file.span(range));
    let map = body.as_map().expect("is a map");
    let kind = map.get("kind").and_then(Value::as_str).expect("has a kind").to_owned();
    let header = map.entry("kind").expect("has a kind").value.span;
    Resource::new(Platform::Kubernetes, &kind, "web", &format!("{kind}/web"), body, header)
}

/// The view of the first pod.
fn derive(resource: &Resource) -> Option<Value> {
    derive_each(resource).into_iter().next()
}

/// Follows names and indices.
fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |value, step| match step.parse::<usize>() {
        Ok(index) => value.as_list()?.items.get(index),
        Err(_) => value.member(step),
    })
}

fn text<'v>(value: &'v Value, path: &str) -> Option<&'v str> {
    at(value, path).and_then(Value::as_str)
}

#[test]
fn pods_are_found_by_their_shape() {
    let cases = [
        ("kind: Pod\nspec: {containers: [{name: c}]}", true),
        ("kind: Pod\nspec: {}", true),
        ("kind: Pod", false),
        ("kind: Deployment\nspec: {template: {spec: {containers: [{name: c}]}}}", true),
        ("kind: Rollout\nspec: {template: {spec: {containers: [{name: c}]}}}", true),
        ("kind: CronJob\nspec: {jobTemplate: {spec: {template: {spec: {containers: [{name: c}]}}}}}", true),
        ("kind: PodTemplate\ntemplate: {spec: {containers: [{name: c}]}}", true),
        ("kind: Deployment\nspec: {template: {spec: {hostNetwork: true}}}", true),
        ("kind: SealedSecret\nspec: {template: {metadata: {name: x}}}", false),
        ("kind: Policy\nspec: {template: {spec: {rules: []}}}", false),
        ("kind: Service\nspec: {selector: {a: b}}", false),
        ("kind: Deployment\nspec: {template: 5}", false),
        ("kind: Deployment\nspec: {template: {spec: [containers]}}", false),
        ("kind: Deployment\nspec: 5", false),
    ];
    for (text, expected) in cases {
        let sources = SourceMap::new();
        assert_eq!(derive(&object(&sources, text)).is_some(), expected, "{text}");
    }
}

#[test]
fn the_view_keeps_names_places_and_the_pod_as_it_is_written() {
    let source = "kind: Deployment\nmetadata: {name: web, namespace: prod, labels: {of: deployment}}\nspec:\n  template:\n    metadata: {labels: {of: pod}, annotations: {a: b}}\n    spec:\n      hostNetwork: yes\n      containers:\n      - name: app\n        image: host:5000/x:1\n        ports: [{hostPort: 80}]\n";
    let sources = SourceMap::new();
    let view = derive(&object(&sources, source)).expect("runs pods");
    let cases = [
        ("kind", "Deployment"),
        ("name", "web"),
        ("namespace", "prod"),
        ("labels.of", "pod"),
        ("annotations.a", "b"),
        ("containers.0.name", "app"),
        ("containers.0.role", "app"),
        ("containers.0.image_reference.registry", "host:5000"),
        ("containers.0.image_reference.repository", "x"),
        ("containers.0.image_reference.tag", "1"),
    ];
    for (path, expected) in cases {
        assert_eq!(text(&view, path), Some(expected), "{path}");
    }
    assert_eq!(at(&view, "pod.hostNetwork").and_then(Value::as_bool), Some(true));
    let slice = |path| sources.slice(at(&view, path).expect("is there").span);
    assert_eq!(slice("pod.hostNetwork"), "yes");
    assert_eq!(slice("containers.0"), "name: app\n        image: host:5000/x:1\n        ports: [{hostPort: 80}]");
    assert_eq!(slice("containers.0.image_reference.tag"), "host:5000/x:1");
    assert_eq!(slice("containers.0.ports.0.hostPort"), "80");
    assert!(at(&view, "containers.0.image_reference.digest").is_none());
}

#[test]
fn a_pod_lends_its_own_labels_and_a_typed_item_its_kind() {
    let sources = SourceMap::new();
    let pod = derive(&object(&sources, "kind: Pod\nmetadata: {labels: {a: b}}\nspec: {}")).expect("is a pod");
    assert_eq!(text(&pod, "labels.a"), Some("b"));
    assert!(at(&pod, "namespace").is_none());
    let mut item = object(&sources, "kind: x\nspec: {containers: []}");
    item.kind = "Pod".into();
    let Kind::Map(body) = &mut item.body.kind else { panic!("is a map") };
    Arc::make_mut(body).remove("kind");
    let view = derive(&item).expect("is a pod");
    assert_eq!((text(&view, "kind"), text(&view, "name")), (Some("Pod"), Some("web")));
}

#[test]
fn every_container_has_its_role() {
    let source = "kind: Pod\nspec:\n  ephemeralContainers: [{name: e}]\n  initContainers:\n  - {name: i}\n  - {name: s, restartPolicy: Always}\n  - {name: f, restartPolicy: OnFailure}\n  containers: [{name: a}, odd, 5]\n";
    let sources = SourceMap::new();
    let view = derive(&object(&sources, source)).expect("is a pod");
    let containers = &at(&view, "containers").and_then(Value::as_list).expect("is a list").items;
    let roles: Vec<_> = containers.iter().map(|item| (text(item, "name"), text(item, "role"))).collect();
    let named = |name, role| (Some(name), Some(role));
    let odd = (None, None);
    let expected = [
        named("a", "app"),
        odd,
        odd,
        named("i", "init"),
        named("s", "sidecar"),
        named("f", "init"),
        named("e", "ephemeral"),
    ];
    assert_eq!(roles, expected);
    assert_eq!(containers[1].as_str(), Some("odd"), "is kept as it is");
}

#[test]
fn the_containers_security_context_is_over_the_pods() {
    let source = "kind: Pod\nspec:\n  securityContext:\n    runAsUser: 1\n    runAsNonRoot: true\n    fsGroup: 3\n    windowsOptions: {runAsUserName: a, hostProcess: true}\n    seccompProfile: {type: RuntimeDefault}\n  containers:\n  - name: own\n    securityContext:\n      runAsUser: 0\n      privileged: true\n      windowsOptions: {hostProcess: false}\n      seccompProfile: {}\n  - name: none\n";
    let sources = SourceMap::new();
    let view = derive(&object(&sources, source)).expect("is a pod");
    let show = |path: &str| at(&view, path).map(|value| sources.slice(value.span));
    let cases = [
        ("containers.0.effective.runAsUser", Some("0")),
        ("containers.0.effective.runAsNonRoot", Some("true")),
        ("containers.0.effective.seccompProfile", Some("{}")),
        ("containers.0.effective.windowsOptions", Some("{hostProcess: false}")),
        ("containers.0.effective.windowsOptions.hostProcess", Some("false")),
        ("containers.0.effective.windowsOptions.runAsUserName", Some("a")),
        ("containers.0.effective.privileged", None),
        ("containers.0.effective.fsGroup", None),
        ("containers.1.effective.runAsUser", Some("1")),
        ("containers.1.effective.seccompProfile.type", Some("RuntimeDefault")),
        ("containers.1.effective.runAsGroup", None),
        ("containers.1.image_reference", None),
    ];
    for (path, expected) in cases {
        assert_eq!(show(path), expected, "{path}");
    }
    assert!(show("containers.0.effective").is_some_and(|text| text.starts_with("runAsUser: 0")));
    assert!(show("containers.1.effective").is_some_and(|text| text.starts_with("runAsUser: 1")));
}

#[test]
fn what_is_not_known_stays_unknown() {
    let sources = SourceMap::new();
    let mut pod =
        object(&sources, "kind: Pod\nspec: {containers: [{securityContext: x, image: y}], initContainers: z}");
    let unknown = Arc::new(Unknown::new(Reason::Limit("alias expansion"), pod.header));
    let replace = |value: &Value, name: &str| {
        let mut map = value.as_map().expect("is a map").clone();
        map.insert(name, value.span, Value::unknown(Arc::clone(&unknown), value.span));
        Value::map(map, value.span)
    };
    let spec = pod.body.member("spec").expect("is there");
    let container = &at(spec, "containers.0").expect("is there");
    let container = replace(&replace(container, "securityContext"), "image");
    let mut spec = replace(spec, "initContainers").as_map().expect("is a map").clone();
    spec.insert("containers", pod.header, Value::list(vec![container], pod.header));
    let mut body = pod.body.as_map().expect("is a map").clone();
    body.insert("spec", pod.header, Value::map(spec, pod.header));
    pod.body = Value::map(body, pod.header);
    let view = derive(&pod).expect("is a pod");
    assert!(at(&view, "containers").and_then(Value::as_list).is_some_and(|list| list.rest.is_some()));
    for path in ["effective.runAsUser", "effective.runAsNonRoot", "image_reference.tag"] {
        let value = at(&view, &format!("containers.0.{path}")).expect("is there");
        assert!(value.as_unknown().is_some(), "{path}");
    }
}

#[test]
fn images_of_containers_have_their_names() {
    let sources = SourceMap::new();
    let pod = object(
        &sources,
        "kind: Pod\nspec: {containers: [{name: a, image: x:1}, {name: b}, 5], initContainers: [{image: z}], \
         volumes: [{name: m, image: {reference: w:2}}, {name: n, image: {}}, {name: o, emptyDir: {}}]}",
    );
    let view = images::derive(&pod).expect("has images");
    let images = &at(&view, "images").and_then(Value::as_list).expect("is a list").items;
    let shown: Vec<_> =
        images.iter().map(|image| (text(image, "name"), text(image, "text"), text(image, "tag"))).collect();
    assert_eq!(
        shown,
        [(Some("a"), Some("x:1"), Some("1")), (None, Some("z"), None), (Some("m"), Some("w:2"), Some("2"))]
    );
    assert!(images::derive(&object(&sources, "kind: Service")).is_none());
}

/// Names, roles and what `path` is in the containers of an object, with `|` between its pods.
fn containers(text: &str, path: &str) -> String {
    let sources = SourceMap::new();
    let views = derive_each(&object(&sources, text));
    if views.is_empty() {
        return "no pods".to_owned();
    }
    let pods = views.iter().map(|view| containers_of(view, path));
    pods.collect::<Vec<_>>().join(" | ")
}

fn containers_of(view: &Value, path: &str) -> String {
    let list = view.member("containers").and_then(Value::as_list).expect("a list");
    let shown = |container: &Value| {
        let word = |path| self::text(container, path).unwrap_or("?").to_owned();
        format!("{}:{}:{}", word("name"), word("role"), at(container, path).map_or("-".to_owned(), Value::render))
    };
    let mut shown: Vec<_> = list.items.iter().map(shown).collect();
    shown.extend(list.rest.as_ref().map(|_| "…".to_owned()));
    shown.join(" ")
}

#[test]
fn labels_that_the_pods_lack_are_found() {
    let rows = [
        ("Deployment", "{matchLabels: {a: one, b: two}}", "{a: one, b: two, c: three}", "[]"),
        ("Deployment", "{matchLabels: {a: one, b: two}}", "{a: one, b: three}", r#"["two"]"#),
        ("Deployment", "{matchLabels: {a: one}}", "{}", r#"["one"]"#),
        ("Deployment", "{matchLabels: {a: 1}}", "{a: '1'}", "[]"),
        ("ReplicationController", "{a: one}", "{a: two}", r#"["one"]"#),
        ("Deployment", "{matchExpressions: [{key: a}]}", "{}", "[]"),
    ];
    for (kind, selector, labels, expected) in rows {
        let text = format!(
            "kind: {kind}\nspec: {{selector: {selector}, template: {{metadata: {{labels: {labels}}}, spec: {{containers: [{{name: a}}]}}}}}}"
        );
        let sources = SourceMap::new();
        let view = derive(&object(&sources, &text)).expect("runs pods");
        assert_eq!(view.member("unmatched").map(Value::render).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn what_mounts_the_token_is_the_pod_and_then_its_account() {
    let rows = [
        ("automountServiceAccountToken: false", "[]", "false"),
        ("serviceAccountName: a", "[{automountServiceAccountToken: false}]", "false"),
        ("automountServiceAccountToken: true", "[{automountServiceAccountToken: false}]", "true"),
        ("serviceAccountName: a", "[{}]", "absent"),
    ];
    for (field, accounts, expected) in rows {
        let text = format!(
            "kind: Pod\nspec: {{{field}, containers: [{{name: a}}]}}\n_attached: {{service_account: {accounts}}}"
        );
        let sources = SourceMap::new();
        let view = derive(&object(&sources, &text)).expect("runs pods");
        assert_eq!(view.member("automount").map_or("absent".to_owned(), Value::render), expected, "{text}");
    }
}

#[test]
fn annotations_name_apparmor_profiles_where_containers_do_not() {
    let rows = [
        ("runtime/default", "", "RuntimeDefault"),
        ("localhost/mine", "", "Localhost"),
        ("unconfined", "", "Unconfined"),
        ("custom", "", "custom"),
        ("unconfined", "securityContext: {appArmorProfile: {type: RuntimeDefault}}", "RuntimeDefault"),
        ("unconfined", "}], securityContext: {appArmorProfile: {type: RuntimeDefault}}, x: [{", "Unconfined"),
    ];
    for (annotation, field, expected) in rows {
        let text = format!(
            "kind: Pod\nmetadata: {{annotations: {{container.apparmor.security.beta.kubernetes.io/a: {annotation}}}}}\nspec: {{containers: [{{name: a, {field}}}]}}"
        );
        assert_eq!(containers(&text, "effective.appArmorProfile.type"), format!("a:app:{expected}"), "{text}");
    }
}

#[test]
fn variables_set_twice_are_found() {
    let text = "kind: Pod\nspec: {containers: [{name: a, env: [{name: X, value: one}, {name: other}, {name: X, value: two}]}, {name: b}]}";
    assert_eq!(containers(text, "repeated_env"), r#"a:app:["X"] b:app:-"#);
}

#[test]
fn probes_of_undeclared_ports_are_found() {
    let rows = [
        ("ports: [{containerPort: 80, name: web}], livenessProbe: {httpGet: {port: 80}}", "[]"),
        ("ports: [{containerPort: 80, name: web}], livenessProbe: {httpGet: {port: web}}", "[]"),
        ("ports: [{containerPort: 80}], startupProbe: {grpc: {port: 81}}", r#"[{probe: "startup", port: 81}]"#),
        (
            "ports: [{containerPort: 80}], readinessProbe: {tcpSocket: {port: db}}",
            r#"[{probe: "readiness", port: "db"}]"#,
        ),
        ("livenessProbe: {httpGet: {port: 80}}", "[]"),
        ("livenessProbe: {httpGet: {port: web}}", r#"[{probe: "liveness", port: "web"}]"#),
        ("ports: [{containerPort: 80}], livenessProbe: {httpGet: {port: 81, host: other}}", "-"),
    ];
    for (fields, expected) in rows {
        let text = format!("kind: Pod\nspec: {{containers: [{{name: a, {fields}}}]}}");
        assert_eq!(containers(&text, "undeclared_ports"), format!("a:app:{expected}"), "{fields}");
    }
}

#[test]
fn a_template_without_a_spec_has_labels() {
    let sources = SourceMap::new();
    let pods = Pod::find(&object(&sources, "kind: Deployment\nspec: {template: {metadata: {labels: {app: web}}}}"));
    let pod = pods.first().expect("is a template");
    let Lookup::Found(labels) = pod.labels() else { panic!("has labels") };
    assert_eq!(labels.render(), r#"{app: "web"}"#);
}
