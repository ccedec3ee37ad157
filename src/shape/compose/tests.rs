use super::*;
use crate::model::Platform;
use crate::shape::Shape;
use crate::source::SourceMap;
use crate::syntax::yaml::{self, Dialect};
use crate::value::{Part, Template, Unknown};

/// A service in YAML, in which strings that start with `?` stand for unknown values, and `{?}` in them for holes.
fn service(sources: &SourceMap, text: &str) -> Resource {
    let file = sources.add("compose.yaml", text);
    let stream = yaml::parse(text, Dialect::Yaml12);
    assert!(stream.errors.is_empty(), "{:?}", stream.errors);
    let body = holes(&stream.documents[0].root.to_value_without_nulls(&|range| file.span(range)));
    Resource::new(Platform::Compose, "compose_service", "web", "compose.yaml/web", body, file.whole())
}

fn holes(value: &Value) -> Value {
    let hole = || Unknown::new(Reason::EnvironmentVariable("X".into()), value.span).into();
    let kind = match &value.kind {
        Kind::String(text) if text.contains('?') => {
            let mut parts = Vec::new();
            for (index, piece) in text.split('?').enumerate() {
                parts.extend((index > 0).then(|| Part::Hole(hole())));
                parts.extend((!piece.is_empty()).then(|| Part::Text(piece.into())));
            }
            match parts.as_slice() {
                [Part::Hole(unknown)] => Kind::Unknown(unknown.clone()),
                _ => Kind::Template(Template { parts }.into()),
            }
        }
        Kind::List(list) => Kind::List(List::new(list.items.iter().map(holes).collect()).into()),
        Kind::Map(map) => {
            let mut resolved = Map::new();
            for entry in map.entries() {
                resolved.insert(entry.key.clone(), entry.key_span, holes(&entry.value));
            }
            Kind::Map(resolved.into())
        }
        _ => return value.clone(),
    };
    Value { kind, ..value.clone() }
}

/// A value in one line; `?` stands for what is not known.
fn show(value: &Value) -> String {
    match &value.kind {
        Kind::String(text) => text.to_string(),
        Kind::Unknown(_) => "?".to_owned(),
        Kind::Template(template) => {
            let part = |part: &Part| match part {
                Part::Text(text) => text.to_string(),
                Part::Hole(_) => "?".to_owned(),
            };
            template.parts.iter().map(part).collect()
        }
        Kind::List(list) => {
            let items = list.items.iter().map(show).chain(list.rest.as_ref().map(|_| "…".to_owned()));
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        Kind::Map(map) => {
            let entries = map.entries().map(|entry| format!("{}: {}", entry.key, show(&entry.value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        _ => value.render(),
    }
}

/// What stands at a path of the workload view; `-` for nothing.
fn at(text: &str, path: &str) -> String {
    let sources = SourceMap::new();
    let view = derive(&service(&sources, text)).expect("is a service");
    let found = path.split('.').try_fold(&view, |value, step| match step.parse::<usize>() {
        Ok(index) => value.as_list()?.items.get(index),
        Err(_) => value.member(step),
    });
    found.map_or_else(|| "-".to_owned(), show)
}

#[test]
fn a_service_is_a_pod_with_one_container() {
    let text = "image: host:5000/x:1\nprivileged: true\n";
    let sources = SourceMap::new();
    let view = derive(&service(&sources, text)).expect("is a service");
    assert_eq!(view.member("kind").and_then(Value::as_str), Some("compose_service"));
    let container = &view.member("containers").and_then(Value::as_list).expect("is a list").items[0];
    let cases = [("name", "web"), ("role", "app"), ("image", "host:5000/x:1"), ("effective", "{}")];
    for (name, expected) in cases {
        assert_eq!(container.member(name).map(show).as_deref(), Some(expected), "{name}");
    }
    let security = container.member("securityContext").expect("is there");
    assert_eq!(security.member("privileged").map(|value| sources.slice(value.span)), Some("true"));
    assert_eq!(sources.slice(security.span), text, "what it lacks, the service lacks");
    for path in ["pod.hostNetwork", "containers.0.ports", "containers.0.resources", "namespace", "pod.volumes"] {
        assert_eq!(at(text, path), "-", "{path}");
    }
}

#[test]
fn security_options_have_their_names_in_kubernetes() {
    let cases = [
        ("privileged: yes", "privileged", "true"),
        ("privileged: '?'", "privileged", "?"),
        ("read_only: 'true'", "readOnlyRootFilesystem", "true"),
        ("cap_add: [NET_ADMIN]", "capabilities.add", "[NET_ADMIN]"),
        ("cap_drop: [ALL]", "capabilities", "{drop: [ALL]}"),
        ("security_opt: ['no-new-privileges:true']", "allowPrivilegeEscalation", "false"),
        ("security_opt: [no-new-privileges]", "allowPrivilegeEscalation", "false"),
        ("security_opt: [no-new-privileges=false]", "allowPrivilegeEscalation", "true"),
        ("security_opt: ['no-new-privileges:?']", "allowPrivilegeEscalation", "?"),
        ("security_opt: ['?']", "allowPrivilegeEscalation", "?"),
        ("security_opt: ['apparmor:?']", "allowPrivilegeEscalation", "-"),
        ("security_opt: ['seccomp:unconfined']", "seccompProfile", "{type: Unconfined}"),
        ("security_opt: ['seccomp=a.json']", "seccompProfile", "{type: Localhost}"),
        ("security_opt: ['seccomp:?']", "seccompProfile.type", "?"),
        ("security_opt: ['apparmor:unconfined']", "appArmorProfile", "{type: Unconfined}"),
        ("security_opt: [systempaths=unconfined]", "procMount", "Unmasked"),
        ("security_opt: [seccomp=unconfined]", "allowPrivilegeEscalation", "-"),
        ("user: root", "runAsUser", "0"),
        ("user: '1000:0'", "runAsUser", "1000"),
        ("user: '1000:0'", "runAsGroup", "0"),
        ("user: 5", "runAsUser", "5"),
        ("user: node", "runAsUser", "-"),
        ("user: node", "runAsNonRoot", "true"),
        ("user: '?:?'", "runAsUser", "?"),
        ("image: x", "runAsUser", "-"),
    ];
    for (text, path, expected) in cases {
        assert_eq!(at(text, &format!("containers.0.securityContext.{path}")), expected, "{path} of {text}");
    }
    assert_eq!(at("user: root", "containers.0.effective"), "{runAsUser: 0}");
}

#[test]
fn namespaces_of_the_host_are_found() {
    for (text, path) in [("network_mode: host", "hostNetwork"), ("pid: host", "hostPID"), ("ipc: host", "hostIPC")] {
        assert_eq!(at(text, &format!("pod.{path}")), "true", "{text}");
        assert_eq!(at(&text.replace("host", "other"), &format!("pod.{path}")), "false", "{text}");
        assert_eq!(at(&text.replace("host", "'?'"), &format!("pod.{path}")), "?", "{text}");
    }
}

#[test]
fn ports_are_read_in_all_their_forms() {
    let cases = [
        ("['80']", "{containerPort: 80}"),
        ("[80]", "{containerPort: 80}"),
        ("['8080:80']", "{containerPort: 80, hostPort: 8080}"),
        ("['8080:80/udp']", "{containerPort: 80, hostPort: 8080, protocol: udp}"),
        ("['127.0.0.1:8080:80']", "{containerPort: 80, hostPort: 8080, hostIP: 127.0.0.1}"),
        ("['127.0.0.1::80']", "{containerPort: 80, hostIP: 127.0.0.1}"),
        ("['[::1]:8080:80']", "{containerPort: 80, hostPort: 8080, hostIP: [::1]}"),
        ("['?:80']", "{containerPort: 80, hostPort: ?, hostIP: ?}"),
        ("['127.0.0.1:?:80']", "{containerPort: 80, hostPort: ?, hostIP: 127.0.0.1}"),
        ("['[::1]:?:80']", "{containerPort: 80, hostPort: ?, hostIP: ?}"),
        ("[':8080:80']", "{containerPort: 80, hostPort: 8080}"),
        ("['?:8080:80']", "{containerPort: 80, hostPort: 8080, hostIP: ?}"),
        ("['90-91:80-81']", "{containerPort: 80, hostPort: 90}, {containerPort: 81, hostPort: 91}"),
        ("['1-9:1-9']", "{containerPort: 1, hostPort: 1}, {containerPort: 9, hostPort: 9}"),
        ("['a-b:80-x']", "{containerPort: 80-x, hostPort: a-b}"),
        ("['90-91:80']", "{containerPort: 80, hostPort: 90}, {containerPort: 80, hostPort: 91}"),
        (
            "[{target: 80, published: '8080', host_ip: '::1', protocol: tcp, mode: host}]",
            "{containerPort: 80, hostPort: 8080, hostIP: ::1, protocol: tcp}",
        ),
    ];
    for (ports, expected) in cases {
        let text = format!("ports: {ports}");
        let shown = ["containerPort", "hostPort", "hostIP", "protocol"];
        let found: Vec<String> = (0..2)
            .filter_map(|index| {
                let member = |name: &&str| match at(&text, &format!("containers.0.ports.{index}.{name}")) {
                    value if value == "-" => None,
                    value => Some(format!("{name}: {value}")),
                };
                let members: Vec<String> = shown.iter().filter_map(member).collect();
                (!members.is_empty()).then(|| format!("{{{}}}", members.join(", ")))
            })
            .collect();
        assert_eq!(found.join(", "), expected, "{ports}");
    }
}

#[test]
fn what_is_published_is_said_in_words() {
    let cases = [
        ("'8080:80'", "port 8080"),
        ("'127.0.0.1:8080:80/udp'", "port 8080"),
        ("'80'", "port 80 of its container"),
        ("'90-95:80-85'", "the ports 90-95"),
        ("'0.0.0.0:?:80'", "a port"),
        ("{target: 80, published: 8443}", "port 8443"),
    ];
    for (port, expected) in cases {
        assert_eq!(at(&format!("ports: [{port}]"), "containers.0.ports.0.published"), expected, "{port}");
    }
}

#[test]
fn variables_of_files_are_below_those_of_the_service() {
    let cases = [
        ("{_env_files: {A: b, N: 5}}", "[{name: A, value: b}, {name: N, value: 5}]"),
        ("{_env_files: {A: b, C: d}, environment: {A: x}}", "[{name: C, value: d}, {name: A, value: x}]"),
        ("{_env_files: {A: b}, environment: [A]}", "[{name: A}]"),
        ("{_env_files: {A: '?'}}", "[{name: A}]"),
        ("{environment: [A=b]}", "[{name: A, value: b}]"),
    ];
    for (text, expected) in cases {
        assert_eq!(at(text, "containers.0.env"), expected, "{text}");
    }
}

#[test]
fn paths_of_the_host_are_found_however_they_are_mounted() {
    let cases = [
        ("{volumes: [sock:/s], _bound_volumes: {sock: //var/run/docker.sock}}", "//var/run/docker.sock", "socket"),
        (
            "{volumes: [{type: volume, source: vol, target: /v}], _bound_volumes: {vol: /root/.ssh}}",
            "/root/.ssh",
            "credentials",
        ),
        ("{volumes: [vol:/v], _bound_volumes: {vol: '/data?'}}", "/data?", "?"),
        ("{volumes: [vol:/v], _bound_volumes: {vol: /srv}}", "/srv", "plain"),
        ("{volumes: [vol:/v], _bound_volumes: {vol: /dev/sda1}}", "/dev/sda1", "sensitive"),
        ("{volumes: [other:/v, /a:/a], _bound_volumes: {vol: /srv}}", "/a", "plain"),
        ("{volumes: ['?/docker.sock:/s']}", "?/docker.sock", "socket"),
        ("{volumes: ['?/.aws/config:/s:ro']}", "?/.aws/config", "credentials"),
        ("{volumes: ['/etc/?:/s:ro']}", "/etc/?", "?"),
        ("{volumes: ['?aws:/s']}", "?", "?"),
        ("{volumes: ['?docker.sock:/s']}", "?", "?"),
        ("use_api_socket: true", "/var/run/docker.sock", "socket"),
        ("use_api_socket: 'yes'", "/var/run/docker.sock", "socket"),
        ("use_api_socket: '?'", "?", "?"),
        ("use_api_socket: false", "-", "-"),
        ("{use_api_socket: true, volumes: [/data:/d]}", "/data", "plain"),
    ];
    for (text, path, sort) in cases {
        let found = ["path", "sort"].map(|name| at(text, &format!("host_paths.0.{name}")));
        assert_eq!(found, [path, sort], "{text}");
    }
}

#[test]
fn passwords_of_commands_are_found() {
    let cases = [
        ("command: redis-server --requirepass abc", "--requirepass=abc"),
        ("command: [redis-server, --requirepass, abc]", "--requirepass=abc"),
        ("command: [sh, -c, 'redis-server --requirepass \"abc\" --port 1']", "--requirepass=abc"),
        ("{entrypoint: [redis-server], command: --masterauth=abc}", "--masterauth=abc"),
        ("{entrypoint: app --db-password, command: abc}", "--db-password=abc"),
        ("command: app -Dkeystore.password=abc", "-Dkeystore.password=abc"),
        ("healthcheck: {test: [CMD, /usr/bin/redis-cli, -a, abc, ping]}", "-a=abc"),
        ("healthcheck: {test: 'mysqladmin ping -uroot -pabc'}", "-p=abc"),
        ("post_start: [{command: 'mongosh -u root -p abc'}]", "-p=abc"),
        ("pre_stop: [{command: [sshpass, -p, abc, ssh, x]}]", "-p=abc"),
        ("command: redis-server --requirepass '?'", "-"),
        ("command: redis-server --requirepass ?", "-"),
        ("command: sh -c 'redis-server --requirepass $PASS'", "-"),
        ("command: redis-server --requirepass --port 1", "-"),
        ("command: app -p abc -a abc", "-"),
        ("command: mysqld -p 3306", "-"),
        ("command: mysqld --port=3306", "-"),
        ("command: app --password-file abc", "-"),
        ("command: sh -c 'mysqld & find /x -print'", "-"),
        ("command: find /var/lib/mysql -print", "-"),
        ("command: sh -c 'wait db && /usr/bin/mysql -pabc'", "-p=abc"),
    ];
    for (text, expected) in cases {
        let found = ["option", "value"].map(|name| at(text, &format!("containers.0.passwords.0.{name}")));
        let found = if found[0] == "-" { "-".to_owned() } else { found.join("=") };
        assert_eq!(found, expected, "{text}");
    }
    let many = format!("command: mysql {}", "-pabc ".repeat(1_001));
    assert!(at(&many, "containers.0.passwords").ends_with("…]"));
}

#[test]
fn mounts_are_read_in_all_their_forms() {
    let cases = [
        ("/etc:/etc:ro", "{name: /etc, hostPath: {path: /etc}}", "{name: /etc, mountPath: /etc, readOnly: true}"),
        ("./a:/b", "{name: ./a, hostPath: {path: ./a}}", "{name: ./a, mountPath: /b}"),
        ("data:/b", "{name: data}", "{name: data, mountPath: /b}"),
        ("C:\\a:/b", "{name: C:\\a, hostPath: {path: C:\\a}}", "{name: C:\\a, mountPath: /b}"),
        ("?:/b", "{name: ?, hostPath: {path: ?}}", "{name: ?, mountPath: /b}"),
        ("/a?:/b", "{name: /a?, hostPath: {path: /a?}}", "{name: /a?, mountPath: /b}"),
        ("?", "{name: ?, hostPath: {path: ?}}", "{name: ?}"),
        ("/etc/?", "{name: /etc/?, hostPath: {path: ?}}", "{name: /etc/?}"),
        ("data:/b:?", "{name: data}", "{name: data, mountPath: /b, readOnly: ?, mountPropagation: ?}"),
        ("/b", "", "{mountPath: /b}"),
        (
            "/a:/b:rw,rshared",
            "{name: /a, hostPath: {path: /a}}",
            "{name: /a, mountPath: /b, mountPropagation: Bidirectional}",
        ),
    ];
    for (mount, volume, in_container) in cases {
        let text = format!("volumes: ['{mount}']");
        let volume = if volume.is_empty() { "-".to_owned() } else { format!("[{volume}]") };
        assert_eq!(at(&text, "pod.volumes"), volume, "{mount}");
        assert_eq!(at(&text, "containers.0.volumeMounts"), format!("[{in_container}]"), "{mount}");
    }
    let long = "volumes: [{type: bind, source: /a, target: /b, read_only: true, bind: {propagation: slave}}]";
    assert_eq!(at(long, "pod.volumes.0.hostPath.path"), "/a");
    let mount = "{name: /a, mountPath: /b, readOnly: true, mountPropagation: HostToContainer}";
    assert_eq!(at(long, "containers.0.volumeMounts.0"), mount);
    assert_eq!(at("volumes: [{type: volume, source: a, target: /b}]", "pod.volumes"), "[{name: a}]");
    assert_eq!(at("volumes: [{type: tmpfs, target: /b}]", "pod.volumes"), "-");
    let unknown = "volumes: [{type: '?', source: /etc, target: /b}]";
    assert_eq!(at(unknown, "pod.volumes"), "[{name: /etc, hostPath: {path: ?}}]");
}

#[test]
fn environment_limits_and_health_are_found() {
    let cases = [
        ("environment: {A: b, N: 5}", "env", "[{name: A, value: b}, {name: N, value: 5}]"),
        ("environment: [A=b=c, D]", "env", "[{name: A, value: b=c}, {name: D}]"),
        ("environment: ['A=?', 'B=x?']", "env", "[{name: A}, {name: B, value: x?}]"),
        ("environment: {A: '?'}", "env", "[{name: A}]"),
        ("deploy: {resources: {limits: {cpus: '0.5', memory: 1G}}}", "resources", "{limits: {cpu: 0.5, memory: 1G}}"),
        ("{mem_limit: 1g, cpus: 0.5, pids_limit: 9}", "resources.limits", "{cpu: 0.5, memory: 1g, pids: 9}"),
        ("deploy: {resources: {limits: {cpus: '1'}, reservations: {memory: 5}}}", "resources.requests", "{memory: 5}"),
        ("healthcheck: {test: curl}", "livenessProbe", "{test: curl}"),
        ("healthcheck: {interval: 5s}", "livenessProbe", "{interval: 5s}"),
        ("healthcheck: {disable: true}", "livenessProbe", "-"),
        ("healthcheck: {disable: '?'}", "livenessProbe", "?"),
        ("healthcheck: {test: [NONE]}", "livenessProbe", "-"),
    ];
    for (text, path, expected) in cases {
        assert_eq!(at(text, &format!("containers.0.{path}")), expected, "{text}");
    }
}

#[test]
fn a_part_of_a_service_may_hold_more() {
    let sources = SourceMap::new();
    let mut part = service(&sources, "cap_drop: [ALL]\ndeploy: {resources: {}}\nenvironment: {A: b}\n");
    let Kind::Map(body) = &mut part.body.kind else { panic!("is a map") };
    let unknown = Unknown::new(Reason::Condition, part.header);
    std::sync::Arc::make_mut(body).open(unknown.into());
    let view = derive(&part).expect("is a service");
    let container = &view.member("containers").and_then(Value::as_list).expect("is a list").items[0];
    let security = container.member("securityContext").expect("is there");
    assert_eq!(security.member("capabilities").map(show).as_deref(), Some("{add: […], drop: [ALL, …]}"));
    for name in ["privileged", "readOnlyRootFilesystem", "allowPrivilegeEscalation", "runAsUser", "procMount"] {
        assert_eq!(security.member(name).map(show).as_deref(), Some("?"), "{name}");
    }
    let limits = container.member("resources").and_then(|resources| resources.member("limits"));
    assert_eq!(limits.map(show).as_deref(), Some("{cpu: ?, memory: ?, pids: ?}"));
    assert_eq!(container.member("env").map(show).as_deref(), Some("[{name: A, value: b}, …]"));
    assert_eq!(view.member("pod").and_then(|pod| pod.member("hostPID")).map(show).as_deref(), Some("?"));
}

#[test]
fn images_are_those_that_are_not_built() {
    let sources = SourceMap::new();
    let images = |text| Shape::ImageReference.derive(&service(&sources, text)).map(|view| show(&view));
    let expected = "{kind: compose_service, images: [{text: nginx:1, repository: nginx, tag: 1, name: web}]}";
    assert_eq!(images("image: nginx:1").as_deref(), Some(expected));
    assert_eq!(images("{image: nginx:1, build: .}"), None);
    assert_eq!(images("build: ."), None);
}
