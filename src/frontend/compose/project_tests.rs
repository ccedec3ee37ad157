//! Files that are read as one, what they take from others, and what stands beside services.

use super::tests::{load, load_with, only, show, summary, text};
use crate::diagnostic::Level;
use crate::frontend::api::Output;
use crate::frontend::{ComposeSettings, Settings};
use crate::source::SourceMap;
use crate::value::Value;

const BASE: &str = "services:\n  web: {image: a:1, user: u}\n  db: {image: b:1}\n";
const PROD: &str = "services:\n  web: {mem_limit: 1g}\n  job: {image: c:1}\n";

fn addresses(output: &Output) -> Vec<&str> {
    output.resources.iter().map(|resource| &*resource.address).collect()
}

/// Settings that read these files as one.
fn combined(combinations: &[&[&str]]) -> Settings {
    let combinations = combinations.iter().map(|paths| paths.iter().map(|&path| path.to_owned()).collect()).collect();
    Settings { compose: ComposeSettings { combinations, variants: false }, ..Settings::default() }
}

#[test]
fn files_are_read_as_the_configuration_combines_them() {
    let files = [("compose.yaml", BASE), ("compose.override.yaml", PROD), ("deploy/prod.yaml", PROD)];
    let cases: [(&[&[&str]], &[&str]); 4] = [
        (
            &[],
            &[
                "compose.yaml/web",
                "compose.yaml/db",
                "compose.yaml/job",
                "deploy/prod.yaml/web",
                "deploy/prod.yaml/job",
            ],
        ),
        (
            &[&["compose.yaml", "deploy/prod.yaml"]],
            &[
                "compose.yaml/web",
                "compose.yaml/db",
                "compose.yaml/job",
                "compose.override.yaml/web",
                "compose.override.yaml/job",
            ],
        ),
        (
            &[&["compose.yaml", "compose.override.yaml", "deploy/prod.yaml"]],
            &["compose.yaml/web", "compose.yaml/db", "compose.yaml/job"],
        ),
        (
            &[&["compose.yaml", "compose.override.yaml"], &["compose.yaml", "deploy/prod.yaml"]],
            &[
                "compose.yaml/web",
                "compose.yaml/db",
                "compose.yaml/job",
                "compose.yaml/web",
                "compose.yaml/db",
                "compose.yaml/job",
            ],
        ),
    ];
    for (combinations, expected) in cases {
        let sources = SourceMap::new();
        let output = load_with(&sources, &files, &[], &combined(combinations));
        assert_eq!(addresses(&output), expected, "{combinations:?}");
    }
    let sources = SourceMap::new();
    let output = load_with(
        &sources,
        &files[..1],
        &[("deploy/prod.yaml", PROD)],
        &combined(&[&["compose.yaml", "deploy/prod.yaml"]]),
    );
    let web = only(&output, "web");
    assert_eq!([show(web, "image"), show(web, "user"), show(web, "mem_limit")], ["a:1", "u", "1g"], "beside the scan");
    assert_eq!(summary(&sources, &output), []);
}

#[test]
fn variants_are_read_on_top_of_their_base_when_asked() {
    let files = [
        ("compose.yaml", BASE),
        ("compose.prod.yaml", PROD),
        ("docker-compose.dev.yml", PROD),
        ("x/compose.prod.yaml", PROD),
    ];
    let settings =
        Settings { compose: ComposeSettings { combinations: Vec::new(), variants: true }, ..Settings::default() };
    let sources = SourceMap::new();
    let output = load_with(&sources, &files, &[], &settings);
    let limits: Vec<_> =
        output.resources.iter().filter(|one| &*one.name == "web").map(|one| show(one, "mem_limit")).collect();
    assert_eq!(limits, ["-", "1g", "1g", "1g"]);
    assert_eq!(addresses(&output).iter().filter(|address| address.starts_with("compose.prod")).count(), 0);
    assert_eq!(summary(&sources, &output), [("compose-part", Level::Note, "x/compose.prod.yaml".to_owned())]);
}

#[test]
fn parts_of_projects_say_so_once() {
    // The file beside `compose.yaml`, whether it is told to be a part, and which of its services are open.
    let cases = [
        ("compose.prod.yaml", PROD, true, vec!["web"]),
        ("docker-compose.dev.yml", "services:\n  web: {image: x:1}\n  new: {image: y:1}\n", true, vec!["web"]),
        ("override.compose.yml", "services: {other: {image: x:1}}\n", true, vec![]),
        ("other.compose.yml", "services: {web: {image: x:1}}\n", false, vec![]),
        (
            "docker-compose-tools.yml",
            "services: {web: {image: x:1}, b: {cap_add: [ALL]}, c: {read_only: true}}\n",
            true,
            vec!["b", "c"],
        ),
        ("docker-compose-x.yml", "services: {m: {provider: {type: model}}}\n", false, vec![]),
    ];
    for (name, text, is_part, open) in cases {
        let sources = SourceMap::new();
        let output = load(&sources, &[("compose.yaml", BASE), (name, text)], &[]);
        let expected: Vec<_> = is_part.then(|| ("compose-part", Level::Note, name.to_owned())).into_iter().collect();
        assert_eq!(summary(&sources, &output), expected, "{name}");
        let is_open = |value: &Value| value.as_map().is_some_and(|body| body.rest().is_some());
        let found: Vec<_> = output.resources.iter().filter(|one| is_open(&one.body)).map(|one| &*one.name).collect();
        assert_eq!(found, open, "{name}");
    }
}

#[test]
fn files_of_variables_are_read() {
    let file = "services:\n  a: {image: x, env_file: a.env}\n  b:\n    image: x\n    env_file:\n      - a.env\n      - {path: ./sub/b.env, format: raw}\n      - {path: gone.env, required: false}\n  c: {image: x, env_file: /etc/x.env}\n  d: {extends: a, env_file: [sub/b.env]}\n  e: {image: x, env_file: $UNSET}\n";
    let beside =
        [("app/a.env", "# comment\nA=1\nexport B=\"two ${A}\"\nC=$OUT\n"), ("app/sub/b.env", "A=3 # kept\nD='x$A'\n")];
    let sources = SourceMap::new();
    let output = load(&sources, &[("app/compose.yaml", file)], &beside);
    assert_eq!(summary(&sources, &output), []);
    let read = |name: &str| {
        let variables = only(&output, name).body.member("_env_files").and_then(Value::as_map);
        let shown =
            variables.map(|map| map.entries().map(|entry| format!("{}={}", entry.key, text(&entry.value))).collect());
        shown.map_or_else(|| "-".to_owned(), |shown: Vec<_>| shown.join(";"))
    };
    assert_eq!(read("a"), "A=1;B=two 1;C=?");
    assert_eq!(read("b"), "A=3 # kept;B=two 1;C=?;D='x$A'");
    assert_eq!(read("d"), "A=3;B=two 1;C=?;D=x$A", "on top of what it extends");
    assert_eq!([read("c"), read("e")], ["-", "-"]);
    let place =
        only(&output, "b").body.member("_env_files").and_then(|files| files.member("B")).expect("is there").span;
    assert_eq!((sources.get(place.file).path(), sources.slice(place)), ("app/a.env", "two ${A}"));
    assert_eq!(only(&output, "b").readings.len(), 2);
}

#[test]
fn files_of_extended_services_are_found_beside_them() {
    let base = "services:\n  base: {image: x, env_file: base.env}\n";
    let file = "services:\n  web: {extends: {file: common/base.yml, service: base}}\n";
    let sources = SourceMap::new();
    let beside = [("app/common/base.yml", base), ("app/common/base.env", "A=1\n")];
    let output = load(&sources, &[("app/compose.yaml", file)], &beside);
    assert_eq!(show(only(&output, "web"), "_env_files.A"), "1");
}

#[test]
fn volumes_that_stand_for_paths_are_known() {
    let options = [
        ("{type: none, o: bind, device: /srv/x}", "/srv/x"),
        ("{type: none, o: \"rbind,rw\", device: /srv/x}", "/srv/x"),
        ("{type: bind, device: /srv/x}", "/srv/x"),
        ("{type: ext4, device: /dev/sda1}", "/dev/sda1"),
        ("{type: nfs, o: addr=10.0.0.1, device: \":/srv/x\"}", "-"),
        ("{type: tmpfs, device: tmpfs}", "-"),
    ];
    for (options, expected) in options {
        for (driver, is_local) in [("", true), ("driver: local, ", true), ("driver: other, ", false)] {
            let text = format!(
                "services:\n  a: {{image: x, volumes: [v:/v]}}\nvolumes:\n  v: {{{driver}driver_opts: {options}}}\n  w:\n"
            );
            let sources = SourceMap::new();
            let output = load(&sources, &[("compose.yaml", &text)], &[]);
            let expected = if is_local { expected } else { "-" };
            assert_eq!(show(only(&output, "a"), "_bound_volumes.v"), expected, "{text}");
        }
    }
}

#[test]
fn mounts_of_other_services_are_taken_over() {
    let file = "services:\n  a: {image: x, volumes: [/x:/x, {type: bind, source: /y, target: /y}]}\n  b: {image: x, volumes: [v:/v], volumes_from: [\"a:ro\", \"container:z\", gone]}\n  c: {image: x, volumes_from: [b]}\n  d: {image: x, volumes_from: [e]}\n  e: {image: x, volumes_from: [d]}\n";
    let sources = SourceMap::new();
    let output = load(&sources, &[("compose.yaml", file)], &[]);
    let shown = ["a", "b", "c", "d"].map(|name| show(only(&output, name), "volumes"));
    assert!(shown[1].starts_with("v:/v /x:/x:ro ") && shown[1].contains("read_only: true"), "{shown:?}");
    assert!(shown[2].starts_with("v:/v /x:/x:ro "), "{shown:?}");
    assert_eq!([&*shown[3], &show(only(&output, "a"), "volumes")[..5]], ["-", "/x:/x"]);
    let taken = only(&output, "b").body.member("volumes").and_then(Value::as_list).expect("a list").items[1].clone();
    assert_eq!((sources.slice(taken.span), sources.slice(taken.written())), ("\"a:ro\"", "/x:/x"));
}

#[test]
fn volumes_and_configs_that_say_something_are_resources() {
    let file = "services: {a: {image: x}, m: {provider: {type: model}}}\nvolumes:\n  v: {driver_opts: {o: bind}}\n  w: {driver: local}\nconfigs:\n  c: {content: \"a=$A\"}\n  f: {file: x}\n";
    let sources = SourceMap::new();
    let output = load(&sources, &[("compose.yaml", file)], &[(".env", "A=1\n")]);
    let found: Vec<_> = output.resources.iter().map(|one| (&*one.kind, &*one.address)).collect();
    let expected = [
        ("compose_service", "compose.yaml/a"),
        ("compose_provider", "compose.yaml/m"),
        ("compose_volume", "compose.yaml/volumes/v"),
        ("compose_config", "compose.yaml/configs/c"),
    ];
    assert_eq!(found, expected);
    assert_eq!(show(only(&output, "c"), "content"), "a=?", "what .env sets is not written here");
}

#[test]
fn dockerfiles_in_a_compose_file_are_read_in_every_form() {
    // What is written, and the words of the last instruction in the file.
    let cases = [
        ("|\n        FROM alpine:${TAG}\n        USER root\n", "USER root"),
        ("|\n        FROM alpine:3\n        RUN echo $$HOME\n        USER root\n", "USER root"),
        ("|\n        FROM alpine:3\n        RUN <<EOF\n        id\n        EOF\n        USER root\n", "USER root"),
        ("|\n        FROM ${REGISTRY:-r.example.com}/a:${A}\n        USER ${WHO:-root}\n", "USER ${WHO:-root}"),
        ("FROM alpine:3", "FROM alpine:3"),
        ("\"FROM alpine:3\"", "FROM alpine:3"),
        ("\"FROM alpine:3\\nUSER root\"", "\"FROM alpine:3\\nUSER root\""),
        (">-\n        FROM alpine:3\n\n        USER root\n", "FROM alpine:3\n\n        USER root"),
    ];
    for (inline, expected) in cases {
        let text = format!("services:\n  web:\n    build:\n      dockerfile_inline: {inline}\n  db: {{image: x}}\n");
        let sources = SourceMap::new();
        let output = load(&sources, &[("compose.yaml", &text)], &[(".env", "A=1\n")]);
        assert_eq!(summary(&sources, &output), [], "{text}");
        let dockerfile = output.resources.iter().find(|one| &*one.kind == "Dockerfile").expect("is read");
        let instructions = dockerfile.body.member("instructions").and_then(Value::as_list).expect("a list");
        let last = instructions.items.last().expect("has some").span;
        assert_eq!(sources.slice(last).trim_end(), expected, "{text}");
        assert_eq!(sources.get(last.file).path(), "compose.yaml");
    }
}

#[test]
fn the_stage_of_a_dockerfile_in_a_compose_file_is_the_one_that_is_built() {
    let text = "services:\n  web:\n    build:\n      target: ${STAGE:-a}\n      dockerfile_inline: |\n        FROM x:1 AS a\n        USER 1\n        FROM x:1 AS b\n";
    for (stage, header) in [("", "FROM x:1 AS a"), ("b", "FROM x:1 AS b"), ("c", "FROM x:1 AS b")] {
        let sources = SourceMap::new();
        let text = if stage.is_empty() { text.to_owned() } else { text.replace("${STAGE:-a}", stage) };
        let output = load(&sources, &[("compose.yaml", &text)], &[]);
        let dockerfile = output.resources.iter().find(|one| &*one.kind == "Dockerfile").expect("is read");
        assert_eq!(sources.slice(dockerfile.header), header, "{stage}");
        let codes: Vec<_> = output.diagnostics.iter().map(|said| said.code).collect();
        assert_eq!(codes == ["build-target"], stage == "c", "{codes:?}");
    }
}

#[test]
fn dockerfiles_of_which_the_variables_are_not_known_are_said_not_to_be_assessed() {
    for inline in ["|\n        ARG TAG=3\n        FROM alpine:${TAG}\n", "FROM alpine:${A/x/y}\n", "[FROM x]\n"] {
        let text = format!("services:\n  web:\n    build:\n      dockerfile_inline: {inline}");
        let sources = SourceMap::new();
        let output = load(&sources, &[("compose.yaml", &text)], &[]);
        let codes: Vec<_> = output.diagnostics.iter().map(|said| (said.code, said.level)).collect();
        assert_eq!(codes, [("compose-dockerfile", Level::Error)], "{text}");
    }
}
