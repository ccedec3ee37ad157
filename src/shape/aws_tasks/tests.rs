use crate::model::testing::Fixture;
use crate::shape::Shape;
use crate::value::Value;

/// What stands at a path of each view of a resource; `-` for nothing.
fn at(kind: &str, body: &str, path: &str) -> String {
    let fixture = Fixture::new(kind, &format!("{kind}.x"), body);
    let found = Shape::Containers.derive_each(&fixture.resource).into_iter().map(|view| {
        let found = path.split('.').try_fold(&view, |value, step| match step.parse::<usize>() {
            Ok(index) => value.as_list()?.items.get(index),
            Err(_) => value.member(step),
        });
        found.map_or_else(|| "-".to_owned(), Value::render)
    });
    found.collect::<Vec<_>>().join(" ")
}

fn container(definition: &str, path: &str) -> String {
    let body = format!(r#"{{"container_definitions": {{"$json": [{definition}]}}}}"#);
    at("aws_ecs_task_definition", &body, &format!("containers.0.{path}"))
}

#[test]
fn containers_of_a_task_have_the_names_of_kubernetes() {
    let unknown = "(unknown: variable `x` has no value)";
    let cases = [
        (r#"{"privileged": true, "image": "${x}"}"#, "securityContext", "{privileged: true}"),
        (r#"{"Privileged": true}"#, "securityContext.privileged", "true"),
        (r#"{"privileged": "${x}"}"#, "securityContext.privileged", unknown),
        (r#"{"privileged": null}"#, "securityContext", "-"),
        (r#"{"readonlyRootFilesystem": true}"#, "securityContext.readOnlyRootFilesystem", "true"),
        (r#"{"user": "root"}"#, "effective.runAsUser", "0"),
        (r#"{"user": "0:1000"}"#, "effective", "{runAsUser: 0, runAsGroup: 1000}"),
        (r#"{"user": "node"}"#, "effective", "{runAsNonRoot: true}"),
        (r#"{"user": "${x}"}"#, "effective.runAsUser", unknown),
        (
            r#"{"linuxParameters": {"capabilities": {"add": ["SYS_ADMIN"], "drop": ["ALL"]}}}"#,
            "securityContext.capabilities",
            r#"{add: ["SYS_ADMIN"], drop: ["ALL"]}"#,
        ),
        (r#"{"linuxParameters": "${x}"}"#, "securityContext.capabilities", unknown),
        (
            r#"{"environment": [{"name": "A", "value": "b"}], "secrets": [{"name": "C", "valueFrom": "d"}]}"#,
            "env",
            r#"[{name: "A", value: "b"}, {name: "C", valueFrom: "d"}]"#,
        ),
        (r#"{"environment": "${x}", "secrets": [{"name": "C"}]}"#, "env", r#"[{name: "C"}, …]"#),
        (r#"{"environment": "${x}"}"#, "env", unknown),
        (
            r#"{"memory": 512, "memoryReservation": 256}"#,
            "resources",
            "{limits: {memory: 512}, requests: {memory: 256}}",
        ),
        (
            r#"{"mountPoints": [{"sourceVolume": "v", "containerPath": "/v", "readOnly": true}]}"#,
            "volumeMounts",
            r#"[{name: "v", mountPath: "/v", readOnly: true}]"#,
        ),
        (r#"{"healthCheck": {"command": ["CMD", "x"]}}"#, "livenessProbe", r#"{command: ["CMD", "x"]}"#),
        (r#"{"healthCheck": {"command": ["NONE"]}}"#, "livenessProbe", "-"),
        (r#"{"image": "example.com/a:1"}"#, "image_reference.tag", "1"),
    ];
    for (definition, path, expected) in cases {
        assert_eq!(container(definition, path), expected, "{path} of {definition}");
    }
}

#[test]
fn tasks_are_pods() {
    let cases = [
        (r#"{"pid_mode": "host"}"#, "pod", "{hostPID: true}"),
        (r#"{"ipc_mode": "task", "network_mode": "host"}"#, "pod", "{hostNetwork: true, hostIPC: false}"),
        (r#"{"pid_mode": "${x}"}"#, "pod.hostPID", "(unknown: variable `x` has no value)"),
        (
            r#"{"volume": [{"name": "a", "host_path": "/etc"}, {"name": "b"}]}"#,
            "pod.volumes",
            r#"[{name: "a", hostPath: {path: "/etc"}}, {name: "b"}]"#,
        ),
        (r#"{"memory": 512}"#, "pod.resources", "{limits: {memory: 512}}"),
        (
            r#"{"runtime_platform": [{"operating_system_family": "WINDOWS_SERVER_2022_CORE"}]}"#,
            "pod.os.name",
            "windows",
        ),
        (
            r#"{"runtime_platform": {"$either": [[{"operating_system_family": "WINDOWS_SERVER_2022_CORE"}], []]}}"#,
            "pod.os.name",
            "windows or linux",
        ),
        (r#"{"runtime_platform": "${x}"}"#, "pod.os.name", "(unknown: variable `x` has no value)"),
        (r#"{"family": "a"}"#, "containers", "[]"),
        (r#"{"container_definitions": "${x}"}"#, "containers", "(unknown: variable `x` has no value)"),
        (
            r#"{"container_definitions": {"$either": [{"$json": []}, "${x}"]}}"#,
            "containers",
            "[] or (unknown: variable `x` has no value)",
        ),
    ];
    for (body, path, expected) in cases {
        assert_eq!(at("aws_ecs_task_definition", body, path), expected, "{path} of {body}");
    }
}

#[test]
fn jobs_have_a_pod_for_each_task() {
    let volumes = r#"{"image": "a:1", "volumes": [{"name": "v", "host": {"sourcePath": "/etc"}}]}"#;
    let cases = [
        (format!(r#"{{"container_properties": {{"$json": {volumes}}}}}"#), "pod.volumes.0.hostPath.path", "/etc"),
        (format!(r#"{{"container_properties": {{"$json": {volumes}}}}}"#), "containers.0.name", "default"),
        (
            r#"{"container_properties": {"$json": {"resourceRequirements": [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "512"}]}}}"#.to_owned(),
            "containers.0.resources",
            r#"{limits: {memory: "512"}, requests: {cpu: "1"}}"#,
        ),
        (
            r#"{"node_properties": {"$json": {"nodeRangeProperties": [{"container": {"image": "a"}}, {"container": {"image": "b"}}]}}}"#.to_owned(),
            "containers.0.image",
            "a b",
        ),
        (
            r#"{"ecs_properties": {"$json": {"taskProperties": [{"pidMode": "host", "containers": [{"image": "a"}, {"image": "b"}]}]}}}"#.to_owned(),
            "containers.1.image",
            "b",
        ),
        (r#"{"node_properties": "${x}"}"#.to_owned(), "containers", "(unknown: variable `x` has no value) (unknown: variable `x` has no value)"),
        (r#"{"eks_properties": []}"#.to_owned(), "containers", ""),
    ];
    for (body, path, expected) in cases {
        assert_eq!(at("aws_batch_job_definition", &body, path), expected, "{path} of {body}");
    }
}

#[test]
fn images_are_those_of_all_containers() {
    let body =
        r#"{"container_definitions": {"$json": [{"name": "a", "image": "a:latest"}, {"image": "${x}"}, "...${x}"]}}"#;
    let fixture = Fixture::new("aws_ecs_task_definition", "aws_ecs_task_definition.x", body);
    let view = Shape::ImageReference.derive(&fixture.resource).expect("has images");
    let images = view.member("images").and_then(Value::as_list).expect("a list");
    assert_eq!((images.items.len(), images.rest.is_some()), (2, true));
    assert_eq!(images.items[0].member("tag").and_then(Value::as_str), Some("latest"));
    assert_eq!(images.items[0].member("name").and_then(Value::as_str), Some("a"));
}
