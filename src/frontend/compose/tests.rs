use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::diagnostic::{Level, Place};
use crate::frontend::Settings;
use crate::model::Resource;
use crate::source::{Files, SourceMap, Unreadable};
use crate::value::{Kind, Part, Value};

/// Files that were not given as inputs.
#[derive(Default)]
struct Beside(BTreeMap<&'static str, &'static str>);

impl Files for Beside {
    fn list(&self, _folder: &str) -> Vec<String> {
        Vec::new()
    }

    fn read(&self, path: &str) -> Result<Arc<str>, Unreadable> {
        self.0.get(path).map(|text| (*text).into()).ok_or(Unreadable::Absent)
    }
}

pub(super) fn load(sources: &SourceMap, files: &[(&str, &str)], beside: &[(&'static str, &'static str)]) -> Output {
    load_with(sources, files, beside, &Settings::default())
}

pub(super) fn load_with(
    sources: &SourceMap,
    files: &[(&str, &str)],
    beside: &[(&'static str, &'static str)],
    settings: &Settings,
) -> Output {
    let files: Vec<_> = files.iter().map(|(path, text)| sources.add(*path, *text)).collect();
    let beside = Beside(beside.iter().copied().collect());
    let context = Context { sources, files: &beside, settings };
    Compose.load(&files, &context).into_iter().collect()
}

pub(super) fn only<'o>(output: &'o Output, name: &str) -> &'o Resource {
    output.resources.iter().find(|resource| &*resource.name == name).expect("is a service")
}

/// The value below these names, in one line.
pub(super) fn show(resource: &Resource, path: &str) -> String {
    let found = path.split('.').try_fold(&resource.body, |value, step| match step.parse::<usize>() {
        Ok(index) => value.as_list()?.items.get(index),
        Err(_) => value.member(step),
    });
    found.map_or_else(|| "-".to_owned(), text)
}

pub(super) fn text(value: &Value) -> String {
    match &value.kind {
        Kind::String(text) => text.to_string(),
        Kind::Template(template) => {
            let part = |part: &Part| match part {
                Part::Text(text) => text.to_string(),
                Part::Hole(_) => "?".to_owned(),
            };
            template.parts.iter().map(part).collect()
        }
        Kind::Unknown(_) => "?".to_owned(),
        Kind::List(list) => list.items.iter().map(text).collect::<Vec<_>>().join(" "),
        _ => value.render(),
    }
}

/// Code, level and culprit of each diagnostic.
pub(super) fn summary(sources: &SourceMap, output: &Output) -> Vec<(&'static str, Level, String)> {
    let place = |place: &Place| match place {
        Place::Text(span) => sources.slice(*span).to_owned(),
        Place::File(path) => path.clone(),
        Place::None => String::new(),
    };
    output.diagnostics.iter().map(|diagnostic| (diagnostic.code, diagnostic.level, place(&diagnostic.place))).collect()
}

#[test]
fn names_and_content_tell_compose_files() {
    let service = "services:\n  web:\n    image: nginx:1.27\n";
    let cases = [
        ("compose.yaml", "", true),
        ("a/compose.prod.yml", "", true),
        ("docker-compose.yml", "services: [", true),
        ("docker-compose-dev.yaml", "", true),
        ("web.compose.yml", "", true),
        ("docker-compose.yml", "apiVersion: v1\nkind: Pod\n", false),
        ("stack.yml", service, true),
        ("stack.yml", "version: '3.8'\nx-a: 1\nservices:\n  a: {build: .}\n  b: {extends: a}\n", true),
        ("stack.yml", "services:\n  a: {build: .}\n  b: {host: x}\n", false),
        ("stack.yml", "services:\n  a: {extends: b}\n", false),
        ("stack.yml", "services:\n- image: nginx\n", false),
        ("stack.yml", "services:\n", false),
        ("stack.yml", "jobs: {}\nservices:\n  a: {image: b}\n", false),
        (".woodpecker.yml", "steps: []\nservices:\n  a: {image: b}\n", false),
        ("values.yaml", "app:\n  services:\n    a: {image: b}\n", false),
        ("stack.yml", "apiVersion: v1\nservices:\n  a: {image: b}\n", false),
        ("stack.yml", "services:\n  a: {image: [}\n", false),
        ("stack.yml", "services:\n  db: {provider: {type: mysql}}\n", true),
        ("compose.json", "{\"services\": {\"a\": {\"image\": \"b\"}}}", true),
        ("sub/docker-compose.prod.json", "{}", true),
    ];
    let sources = SourceMap::new();
    for (path, text, expected) in cases {
        assert!(Compose.may_claim(path), "{path}");
        assert_eq!(Compose.claims(sources.add(path, text)), expected, "{path}: {text}");
    }
    for path in ["package.json", "docker-compose.yml.j2", "compose", "main.tf"] {
        assert!(!Compose.may_claim(path), "{path}");
    }
}

#[test]
fn services_become_resources_with_their_places() {
    let file = "services:\n  # the site\n  web:\n    image: nginx:1.27\n    user:\n    ports: [80]\n  db: {image: postgres}\n  odd: 5\n";
    let sources = SourceMap::new();
    let output = load(&sources, &[("app/compose.yaml", file)], &[]);
    assert_eq!(summary(&sources, &output), []);
    let addresses: Vec<_> = output.resources.iter().map(|resource| &*resource.address).collect();
    assert_eq!(addresses, ["app/compose.yaml/web", "app/compose.yaml/db"]);
    let web = &output.resources[0];
    assert_eq!((&*web.kind, &*web.name, web.platform), ("compose_service", "web", Platform::Compose));
    assert_eq!(sources.slice(web.header), "web");
    assert_eq!(sources.slice(web.declaration), "web:\n    image: nginx:1.27\n    user:\n    ports: [80]");
    assert_eq!(web.grounds, [web.declaration]);
    assert_eq!((show(web, "image"), show(web, "user")), ("nginx:1.27".to_owned(), "-".to_owned()));
    assert!(output.documents[0].complete && output.documents[0].comments.len() == 1);
}

#[test]
fn anchors_merge_keys_and_extensions_work() {
    let file = "x-base: &base\n  read_only: true\n  user: \"1000\"\nservices:\n  web: {<<: *base, image: a:1, user: \"0\"}\n  twin: &twin {image: b:1}\n  other: *twin\n";
    let sources = SourceMap::new();
    let output = load(&sources, &[("compose.yaml", file)], &[]);
    let web = only(&output, "web");
    assert_eq!([show(web, "read_only"), show(web, "user")], ["true", "0"]);
    assert_eq!(show(only(&output, "other"), "image"), "b:1");
    assert_eq!(sources.slice(only(&output, "other").declaration), "other");
}

#[test]
fn variables_come_from_the_env_file_and_from_defaults() {
    let file = "services:\n  web:\n    image: nginx:${TAG}\n    user: $WHO\n    read_only: ${RO:-true}\n    privileged: ${P}\n    command: echo $$HOME\n    environment: [A=$TAG, B=$X, C=$$, \"D=${X:-d}\"]\n";
    let sources = SourceMap::new();
    let output = load(&sources, &[("app/compose.yaml", file)], &[("app/.env", "TAG=1.27\nWHO=\"1000\"\n")]);
    let web = &output.resources[0];
    let cases = [
        ("image", "nginx:1.27"),
        ("user", "1000"),
        ("read_only", "true"),
        ("privileged", "?"),
        ("command", "echo $HOME"),
        ("environment", "A=? B=? C=$ D=d"),
    ];
    for (path, expected) in cases {
        assert_eq!(show(web, path), expected, "{path}");
    }
    let user = web.body.member("user").expect("is there");
    assert_eq!((sources.slice(user.span), sources.slice(user.written())), ("$WHO", "1000"));
}

#[test]
fn services_are_extended() {
    let base = "services:\n  base:\n    image: a:1\n    cap_drop: [ALL]\n  root: {extends: base, user: root}\n";
    let file = "services:\n  web:\n    extends: {file: ../common/base.yml, service: root}\n    cap_drop: [NET_RAW]\n  job: {extends: web, user: \"5\"}\n";
    let sources = SourceMap::new();
    let output = load(&sources, &[("app/compose.yaml", file)], &[("common/base.yml", base)]);
    assert_eq!(summary(&sources, &output), []);
    let job = only(&output, "job");
    let shown = ["image", "user", "cap_drop", "extends"].map(|path| show(job, path));
    assert_eq!(shown, ["a:1", "5", "ALL NET_RAW", "-"]);
    let grounds: Vec<_> = job.grounds.iter().map(|ground| sources.slice(*ground).split(':').next()).collect();
    assert_eq!(grounds, ["job", "web", "root", "base"].map(Some));
    assert_eq!(sources.slice(job.header), "job");
    let documents: Vec<_> = output.documents.iter().map(|document| sources.get(document.file).path()).collect();
    assert_eq!(documents, ["app/compose.yaml", "common/base.yml"], "each once");
}

#[test]
fn what_cannot_be_extended_leaves_the_service_open() {
    let file = "services:\n  a: {image: x, extends: {service: none}}\n  b: {image: x, extends: {file: gone.yml, service: y}}\n  c: {image: x, extends: d}\n  d: {image: x, extends: c}\n  e: {image: x, extends: {file: /etc/x, service: y}}\n  f: {image: x, extends: $UNSET}\n";
    let sources = SourceMap::new();
    let output = load(&sources, &[("compose.yaml", file)], &[]);
    let reason = |name: &str| {
        let rest = only(&output, name).body.as_map().expect("is a map").rest().expect("is open");
        rest.reason.to_string()
    };
    assert_eq!(reason("a"), "`compose.yaml` has no service `none`");
    assert_eq!(reason("b"), "`gone.yml` is not there");
    assert_eq!(reason("c"), "`c` is defined by itself");
    assert_eq!(reason("e"), "`/etc/x` lies elsewhere");
    assert_eq!(reason("f"), "environment variable `UNSET` is set in no file");
    let codes: Vec<_> = output.diagnostics.iter().map(|diagnostic| (diagnostic.code, diagnostic.level)).collect();
    assert_eq!(codes, [("compose-extends", Level::Note); 3]);
}

#[test]
fn the_default_override_is_part_of_the_project() {
    let base = "services:\n  web: {image: a:1, ports: [\"80:80\"]}\n  db: {image: b:1, environment: [A=1]}\n";
    let over = "services:\n  web: {privileged: true, ports: !reset []}\n  db: {environment: !override {B: 2}}\n  dbg: {image: c:1}\n";
    let sources = SourceMap::new();
    let files =
        [("docker-compose.override.yml", over), ("docker-compose.yml", base), ("x/compose.override.yaml", over)];
    let output = load(&sources, &files, &[]);
    let addresses: Vec<_> = output.resources.iter().map(|resource| &*resource.address).collect();
    let expected = [
        "docker-compose.yml/web",
        "docker-compose.yml/db",
        "docker-compose.yml/dbg",
        "x/compose.override.yaml/web",
        "x/compose.override.yaml/db",
        "x/compose.override.yaml/dbg",
    ];
    assert_eq!(addresses, expected);
    let [web, db, _, part, ..] = output.resources.as_slice() else { panic!("has services") };
    assert_eq!([show(web, "image"), show(web, "privileged"), show(web, "ports")], ["a:1", "true", "-"]);
    assert_eq!([show(db, "environment.A"), show(db, "environment.B")], ["-", "2"]);
    assert_eq!(sources.slice(web.declaration), "web: {image: a:1, ports: [\"80:80\"]}");
    assert_eq!(web.grounds.len(), 2);
    assert!(web.body.as_map().is_some_and(|body| body.rest().is_none()));
    let rest = part.body.as_map().expect("is a map").rest().expect("the base is not there");
    assert_eq!(rest.reason.to_string(), "the service is only part of one");
    assert_eq!(summary(&sources, &output), [("compose-part", Level::Note, "x/compose.override.yaml".to_owned())]);
}

#[test]
fn included_files_are_projects_of_their_own() {
    let file = "include:\n  - db/compose.yaml\n  - path: [cache.yaml]\nservices:\n  web: {image: a:1}\n";
    let sources = SourceMap::new();
    let files = [("compose.yaml", file), ("db/compose.yaml", "services: {db: {image: b:1}}\n")];
    let output = load(&sources, &files, &[]);
    assert_eq!(output.resources.len(), 2);
    assert_eq!(summary(&sources, &output), [("compose-include", Level::Note, "cache.yaml".to_owned())]);
}

#[test]
fn mistakes_become_diagnostics() {
    let cases = [
        ("services: [\n", "yaml-syntax", Level::Error),
        ("services: {{ services }}\n  x\n", "template", Level::Note),
        ("services:\n  a: {image: x, image: y}\n", "yaml-duplicate-key", Level::Warning),
        ("version: '3'\n", "compose-empty", Level::Note),
        ("x-web: {image: x}\n", "compose-empty", Level::Note),
        ("web: {image: x}\n", "compose-version-1", Level::Note),
        ("db:\n  build: .\nweb:\n  links: [db]\n", "compose-version-1", Level::Note),
    ];
    for (text, code, level) in cases {
        let sources = SourceMap::new();
        let output = load(&sources, &[("compose.yaml", text)], &[]);
        let found: Vec<_> = output.diagnostics.iter().map(|diagnostic| (diagnostic.code, diagnostic.level)).collect();
        assert_eq!(found, [(code, level)], "{text}");
    }
}

#[test]
fn documents_of_one_file_are_one_project() {
    let sources = SourceMap::new();
    let output = load(&sources, &[("compose.yaml", "services: {a: {image: x}}\n---\nservices: {a: {user: u}}\n")], &[]);
    assert_eq!(output.resources.len(), 1);
    assert_eq!([show(&output.resources[0], "image"), show(&output.resources[0], "user")], ["x", "u"]);
    let output = load(&sources, &[("compose.yaml", &"---\nservices: {a: {image: x}}\n".repeat(33))], &[]);
    assert_eq!(summary(&sources, &output), [("yaml-limit", Level::Error, "compose.yaml".to_owned())]);
    assert!(!output.documents[0].complete);
}

#[test]
fn volumes_that_services_share_are_known() {
    let file = "services:\n  a: {image: x, volumes: [\"data:/a\", \"conf:/c:ro\", \"own:/o\", \"own:/p\", \"$V:/v\"]}\n  b: {image: x, volumes: [\"data:/b:ro\", \"conf:/c:ro\", \"$V:/v\"]}\n  c: {image: x}\n";
    let sources = SourceMap::new();
    let output = load(&sources, &[("compose.yaml", file)], &[]);
    let shared: Vec<_> = output.resources.iter().map(|resource| show(resource, "_shared_volumes")).collect();
    assert_eq!(shared, ["data", "data", "-"]);
    let place = output.resources[0].body.member("_shared_volumes").expect("is there").span;
    assert_eq!(sources.slice(place), "\"data:/a\"");
}

#[test]
fn dockerfiles_in_a_compose_file_are_read_at_their_places() {
    let text = "services:\n  web:\n    build:\n      context: .\n      dockerfile_inline: |\n        # syntax=docker/dockerfile:1\n        FROM alpine:3.20 AS base\n\n        # a comment\n        RUN apk add \\\n          curl\n        USER root\n  db: {image: x}\n";
    let sources = SourceMap::new();
    let output = load(&sources, &[("compose.yaml", text)], &[]);
    assert!(output.diagnostics.is_empty(), "{:?}", output.diagnostics);
    let dockerfile = output.resources.iter().find(|resource| &*resource.kind == "Dockerfile").expect("is read");
    assert_eq!(&*dockerfile.address, "compose.yaml/web/dockerfile_inline");
    assert_eq!(sources.slice(dockerfile.header), "FROM alpine:3.20 AS base");
    let instructions = dockerfile.body.member("instructions").and_then(Value::as_list).expect("a list");
    let texts: Vec<&str> = instructions.items.iter().map(|item| sources.slice(item.span)).collect();
    assert_eq!(texts, ["FROM alpine:3.20 AS base", "RUN apk add \\\n          curl", "USER root"]);
    let [document] = output.documents.as_slice() else { panic!("one file") };
    let comments: Vec<&str> = document
        .comments
        .iter()
        .map(|comment| comment.range.slice(text))
        .filter(|text| text.contains("comment"))
        .collect();
    assert_eq!(comments, ["# a comment"]);
}
