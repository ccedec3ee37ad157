//! The `workload` shape.

use std::sync::Arc;

use super::{compose, image_reference};
use crate::model::{Platform, Resource};
use crate::source::Span;
use crate::value::{Entry, Kind, List, Lookup, Map, Unknown, Value};

/// Fields that a pod's security context has as well as a container's.
const SHARED_FIELDS: [&str; 7] = [
    "runAsUser",
    "runAsGroup",
    "runAsNonRoot",
    "seccompProfile",
    "seLinuxOptions",
    "appArmorProfile",
    "windowsOptions",
];

/// Kinds whose pod template need not show containers to be known as one.
const POD_KINDS: [&str; 9] = [
    "PodTemplate",
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "ReplicaSet",
    "ReplicationController",
    "Job",
    "CronJob",
    "DeploymentConfig",
];

/// The view of `resource`; `None` where it has nothing of this shape.
pub(super) fn derive(resource: &Resource) -> Option<Value> {
    if resource.platform == Platform::Compose {
        return compose::derive(resource);
    }
    let pod = Pod::find(resource)?;
    let body = resource.body.as_map()?;
    let mut view = Map::new();
    // The items of a typed list need not say their kind.
    view.insert("kind", resource.header, Value::string(Arc::clone(&resource.kind), resource.header));
    copy(&mut view, body.entry("kind"));
    view.insert("name", resource.header, Value::string(Arc::clone(&resource.name), resource.header));
    let metadata = member(body, "metadata");
    copy(&mut view, metadata.and_then(|metadata| metadata.entry("name")));
    copy(&mut view, metadata.and_then(|metadata| metadata.entry("namespace")));
    let metadata = pod.template.as_map().and_then(|template| member(template, "metadata"));
    copy(&mut view, metadata.and_then(|metadata| metadata.entry("labels")));
    copy(&mut view, metadata.and_then(|metadata| metadata.entry("annotations")));
    view.insert("pod", pod.spec.key_span, pod.spec.value.clone());
    let (containers, rest) = pod.containers();
    let items = containers.into_iter().map(|(role, container)| view_of(container, role, &pod.spec.value)).collect();
    let span = pod.spec.value.span;
    view.insert("containers", span, Value::new(Kind::List(Arc::new(List { items, rest })), span));
    Some(Value::map(view, resource.body.span))
}

/// Which list a container is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    App,
    Init,
    Ephemeral,
}

/// The pod template of a resource.
pub(super) struct Pod<'r> {
    /// What holds the pod's metadata: the template, or the Pod itself.
    template: &'r Value,
    /// The entry of its `spec`.
    spec: &'r Entry,
}

impl<'r> Pod<'r> {
    /// Finds the template by its shape, whatever the kind.
    pub(super) fn find(resource: &'r Resource) -> Option<Self> {
        if resource.platform != Platform::Kubernetes {
            return None;
        }
        let body = &resource.body;
        if &*resource.kind == "Pod" {
            let spec = body.as_map()?.entry("spec").filter(|spec| spec.value.as_map().is_some())?;
            return Some(Self { template: body, spec });
        }
        let spec = body.member("spec");
        let job = spec.and_then(|spec| spec.member("jobTemplate")?.member("spec"));
        [spec, job, Some(body)].into_iter().flatten().find_map(|holder| {
            let template = holder.member("template")?;
            let spec = template.as_map()?.entry("spec")?;
            let is_pod = spec.value.as_map()?.get("containers").is_some() || POD_KINDS.contains(&&*resource.kind);
            is_pod.then_some(Self { template, spec })
        })
    }

    /// All containers, and why there may be more where that is not known.
    pub(super) fn containers(&self) -> (Vec<(Role, &'r Value)>, Option<Arc<Unknown>>) {
        let mut containers = Vec::new();
        let mut rest = None;
        let lists =
            [("containers", Role::App), ("initContainers", Role::Init), ("ephemeralContainers", Role::Ephemeral)];
        for (name, role) in lists {
            match self.spec.value.get(name) {
                Lookup::Found(Value { kind: Kind::List(list), .. }) => {
                    containers.extend(list.items.iter().map(|container| (role, container)));
                    rest = rest.or_else(|| list.rest.clone());
                }
                Lookup::Found(value) => rest = rest.or_else(|| value.as_unknown().cloned()),
                Lookup::Unknown(unknown) => rest = rest.or_else(|| Some(Arc::new(unknown.clone()))),
                Lookup::Absent => {}
            }
        }
        (containers, rest)
    }
}

/// The container as it is written, and what can be derived from it. What is no map is left as it is.
pub(super) fn view_of(container: &Value, role: Role, pod: &Value) -> Value {
    let Some(map) = container.as_map() else {
        return container.clone();
    };
    let mut view = map.clone();
    view.insert("role", container.span, role_of(container, role));
    view.insert("effective", container.span, effective(container, pod));
    match container.get("image") {
        Lookup::Found(image) => {
            view.insert("image_reference", image.span, image_reference::to_value(image));
        }
        Lookup::Unknown(unknown) => {
            let unknown = Value::unknown(unknown.clone(), container.span);
            view.insert("image_reference", container.span, unknown);
        }
        Lookup::Absent => {}
    }
    Value { kind: Kind::Map(Arc::new(view)), ..container.clone() }
}

fn role_of(container: &Value, role: Role) -> Value {
    let word = match role {
        Role::App => "app",
        Role::Ephemeral => "ephemeral",
        Role::Init => match container.get("restartPolicy") {
            Lookup::Found(policy) if policy.as_str() == Some("Always") => "sidecar",
            Lookup::Found(policy) => match policy.first_unknown() {
                Some(unknown) => return Value::unknown(Arc::clone(unknown), policy.span),
                None => "init",
            },
            Lookup::Unknown(unknown) => return Value::unknown(unknown.clone(), container.span),
            Lookup::Absent => "init",
        },
    };
    Value::string(word, container.span)
}

/// The security context in force. Stands at the container's own one, or else at the pod's, or else at the container.
fn effective(container: &Value, pod: &Value) -> Value {
    let contexts = [container, pod].map(|owner| owner.get("securityContext"));
    let mut places = contexts.iter().filter_map(|context| match context {
        Lookup::Found(value) => Some(value.span),
        Lookup::Absent | Lookup::Unknown(_) => None,
    });
    let span = places.next().unwrap_or(container.span);
    let mut view = Map::new();
    for field in SHARED_FIELDS {
        let [own, inherited] = contexts.map(|context| field_of(context, field, span));
        if let Some(entry) = over(own, inherited) {
            view.insert(entry.key, entry.key_span, entry.value);
        }
    }
    Value::map(view, span)
}

fn field_of(context: Lookup<'_>, field: &str, span: Span) -> Option<Entry> {
    let context = match context {
        Lookup::Found(value) => value,
        Lookup::Absent => return None,
        Lookup::Unknown(unknown) => return Some(unknown_entry(field, unknown, span)),
    };
    match context.get(field) {
        Lookup::Found(_) => context.as_map().and_then(|map| map.entry(field)).cloned(),
        Lookup::Absent => None,
        Lookup::Unknown(unknown) => Some(unknown_entry(field, unknown, context.span)),
    }
}

fn unknown_entry(field: &str, unknown: &Unknown, span: Span) -> Entry {
    Entry { key: field.into(), key_span: span, value: Value::unknown(unknown.clone(), span) }
}

/// The container's field over the pod's. Of `windowsOptions`, Kubernetes overrides each option on its own.
fn over(own: Option<Entry>, inherited: Option<Entry>) -> Option<Entry> {
    let (Some(own), Some(inherited)) = (&own, &inherited) else {
        return own.or(inherited);
    };
    let mut entry = own.clone();
    if let ("windowsOptions", Some(options), Some(defaults)) =
        (&*entry.key, own.value.as_map(), inherited.value.as_map())
    {
        let mut merged = options.clone();
        for default in defaults.entries().filter(|default| options.get(&default.key).is_none()) {
            copy(&mut merged, Some(default));
        }
        entry.value.kind = Kind::Map(Arc::new(merged));
    }
    Some(entry)
}

fn member<'m>(map: &'m Map, name: &str) -> Option<&'m Map> {
    map.get(name).and_then(Value::as_map)
}

fn copy(view: &mut Map, entry: Option<&Entry>) {
    if let Some(entry) = entry {
        view.insert(Arc::clone(&entry.key), entry.key_span, entry.value.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
            "kind: Pod\nspec: {containers: [{name: a, image: x:1}, {name: b}, 5], initContainers: [{image: z}]}",
        );
        let view = image_reference::derive(&pod).expect("has images");
        let images = &at(&view, "images").and_then(Value::as_list).expect("is a list").items;
        let shown: Vec<_> =
            images.iter().map(|image| (text(image, "name"), text(image, "text"), text(image, "tag"))).collect();
        assert_eq!(shown, [(Some("a"), Some("x:1"), Some("1")), (None, Some("z"), None)]);
        assert!(image_reference::derive(&object(&sources, "kind: Service")).is_none());
    }
}
