mod commands;

use std::sync::Arc;

use super::*;
use crate::frontend::api::Settings;
use crate::source::{Files, SourceMap, Unreadable};
use crate::value::{Kind, Lookup, Part, Value};

struct NoFiles;

impl Files for NoFiles {
    fn list(&self, _folder: &str) -> Vec<String> {
        Vec::new()
    }

    fn read(&self, _path: &str) -> Result<Arc<str>, Unreadable> {
        Err(Unreadable::Absent)
    }
}

pub(super) fn load(text: &str) -> (SourceMap, Output) {
    let sources = SourceMap::new();
    let file = sources.add("app/Dockerfile", text);
    let context = Context { sources: &sources, files: &NoFiles, settings: &Settings::default() };
    let output = Dockerfile.load(&[file], &context).into_iter().collect();
    (sources, output)
}

/// A value in one line; `?` stands for what is not known.
fn show(value: &Value) -> String {
    match &value.kind {
        Kind::String(text) => text.to_string(),
        Kind::Bool(bool) => bool.to_string(),
        Kind::Number(number) => number.to_string(),
        Kind::Template(template) => {
            let show = |part: &Part| match part {
                Part::Text(text) => text.to_string(),
                Part::Hole(_) => "?".to_owned(),
            };
            template.parts.iter().map(show).collect()
        }
        Kind::List(list) => list.items.iter().map(show).collect::<Vec<_>>().join(", "),
        Kind::Map(map) => {
            map.entries().map(|entry| format!("{}={}", entry.key, show(&entry.value))).collect::<Vec<_>>().join(" ")
        }
        _ => "?".to_owned(),
    }
}

/// The named members of every element of a list in the body, in one line each; `-` for what is absent.
pub(super) fn table(text: &str, list: &str, members: &[&str]) -> Vec<String> {
    let (_, output) = load(text);
    let rows = output.resources[0].body.member(list).unwrap().as_list().unwrap().items.clone();
    let cell = |row: &Value, member: &str| match row.get(member) {
        Lookup::Found(value) => show(value),
        _ => "-".to_owned(),
    };
    rows.iter().map(|row| members.iter().map(|member| cell(row, member)).collect::<Vec<_>>().join(" | ")).collect()
}

#[test]
fn variables_are_resolved_in_order() {
    let cases = [
        ("ENV A=1\nENV A=2 B=$A\nUSER ${A}-$B", "2-1"),
        ("ARG A=1\nENV A=2\nARG A=3\nUSER $A", "2"),
        ("ARG A\nUSER x$A", "x?"),
        ("ARG A\nUSER ${A:-y}", "y"),
        ("USER ${A:-y}", "?"),
        ("ARG G\nUSER $G", "global"),
        ("USER $G", "?"),
        ("ENV A=\nUSER ${A:-x}${A-y}${A:+z}${A+w}", "xw"),
        ("ENV A=1\nUSER ${A:-x}${A:+y$A}${A:?e}", "1y11"),
        ("ENV A=1\nUSER ${Z:-${A}}", "?"),
        ("ENV A=1\nARG Z\nUSER ${Z:-a${A}b}", "a1b"),
        ("ENV A=1\nUSER '$A'\"$A\"\\$A\"\\$A\"", "$A1$A$A"),
        ("ENV A=abc\nUSER ${A%c}", "ab"),
        ("ENV A=a.b.c\nUSER ${A#*.}|${A##*.}|${A%.*}|${A%%.*}", "b.c|c|a.b|a"),
        ("ENV A=a.b.c\nUSER ${A/./-}|${A//./-}|${A/x/y}", "a-b.c|a-b-c|a.b.c"),
        ("ENV A=a.b\nUSER x${A%.*}y${A#a}", "xay.b"),
        ("USER ${A%c}", "?"),
        ("ENV A=abc B=c\nUSER x${A%$B}", "xab"),
        ("ENV A=abc\nUSER x${A%$B}", "x?"),
        ("ENV A=a*b\nUSER ${A%\\*b}", "a"),
        ("ENV A=abc\nUSER x${A/b", "x?"),
        ("ARG TARGETARCH=amd64\nUSER $TARGETARCH", "?"),
        ("ENV A b  c\nUSER $A", "b  c"),
        ("USER $", "$"),
        ("USER a$1b$@c$$d${1}e${@}", "abcde"),
        ("USER ${1:-x}${*+y}${0-z}", "xz"),
        ("ENV É=1\nUSER $É", "1"),
        ("ENV A=1\nUSER a$A-b\\", "a1-b"),
        ("ENV A=x.y B=.\nUSER ${A%$B*}|${A:#x}", "x|.y"),
        ("ENV A=1\nUSER ${A:-${B:-\"}\"}}", "1"),
        ("ENV A=abc\nUSER x${A/b/'}'}", "xa}c"),
    ];
    for (text, expected) in cases {
        let text = format!("ARG G=global\nFROM a\n{text}\n");
        let users = table(&text, "stages", &["user"]);
        assert_eq!(users, [expected], "{text}");
    }
}

#[test]
fn stages_know_what_they_build_upon() {
    let text = "ARG V=3\nARG R\nFROM --platform=linux/amd64 reg.io/a/b:$V AS One\nUSER u\nFROM one AS two\nFROM scratch\n\
                FROM $R\nFROM x:$R\nCOPY --from=one / /\nFROM TWO\nRUN a\n";
    assert_eq!(
        table(text, "stages", &["index", "name", "final", "platform", "user"]),
        [
            "0 | One | true | linux/amd64 | u",
            "1 | two | true | - | u",
            "2 | - | false | - | -",
            "3 | - | false | - | -",
            "4 | - | false | - | -",
            "5 | - | true | - | u",
        ]
    );
    let base = |index: usize, members: &[&str]| -> Vec<String> {
        let (_, output) = load(text);
        let stages = output.resources[0].body.member("stages").unwrap().as_list().unwrap();
        let base = stages.items[index].member("base").unwrap();
        members.iter().map(|member| base.member(member).map_or("-".to_owned(), show)).collect()
    };
    assert_eq!(
        base(0, &["kind", "text", "registry", "repository", "tag"]),
        ["image", "reg.io/a/b:3", "reg.io", "a/b", "3"]
    );
    assert_eq!(base(1, &["kind", "text", "tag"]), ["stage", "one", "-"]);
    assert_eq!(base(2, &["kind"]), ["scratch"]);
    assert_eq!(base(3, &["kind"]), ["?"]);
    assert_eq!(base(4, &["kind", "repository", "tag"]), ["image", "x", "?"]);
    assert_eq!(base(5, &["kind"]), ["stage"]);
}

#[test]
fn instructions_have_the_documented_fields() {
    let text = "FROM a\nCOPY --from=b --chown=1 x y /z/\nEXPOSE 80 53/UDP 8000-8002\nLABEL a=b c=\"d e\"\nARG Q\n\
                CMD [\"a\", \"b c\"]\nRUN --mount=type=cache --mount=type=secret a $X <<E\nbody\nE\n";
    let rows = table(text, "instructions", &["keyword", "stage", "final", "flags", "form", "value"]);
    assert_eq!(
        rows,
        [
            "FROM | 0 | true |  | - | a",
            "COPY | 0 | true | from=b chown=1 | - | x y /z/",
            "EXPOSE | 0 | true |  | - | 80 53/UDP 8000-8002",
            "LABEL | 0 | true |  | - | a=b c=d e",
            "ARG | 0 | true |  | - | Q",
            "CMD | 0 | true |  | exec | [\"a\", \"b c\"]",
            "RUN | 0 | true | mount=type=cache, type=secret | shell | a $X <<E\nbody\n",
        ]
    );
    let rows = table(text, "instructions", &["sources", "destination", "ports", "pairs"]);
    assert_eq!(rows[1], "x, y | /z/ | - | -");
    let ports = "number=80 protocol=tcp, number=53 protocol=udp, number=8000 protocol=tcp, number=8001 protocol=tcp, \
                 number=8002 protocol=tcp";
    assert_eq!(rows[2], format!("- | - | {ports} | -"));
    assert_eq!(rows[3], "- | - | - | name=a value=b, name=c value=d e");
    assert_eq!(rows[4], "- | - | - | name=Q");
}

#[test]
fn places_are_exact() {
    let text = "FROM a AS b\nENV V=1 \\\n  W=x\nRUN apt-get update \\\n # note\n && apt-get install \\\n  curl$V\nRUN sh -c \"rm x\"\nUSER $W\n";
    let (sources, output) = load(text);
    let body = &output.resources[0].body;
    let items = |list: &str| body.member(list).unwrap().as_list().unwrap().items.clone();
    let at = |value: &Value| sources.slice(value.span).to_owned();
    let commands = items("commands");
    assert_eq!(at(&commands[1]), "apt-get install \\\n  curl$V");
    assert_eq!(at(&commands[1].member("arguments").unwrap().as_list().unwrap().items[0]), "curl$V");
    assert_eq!(at(&commands[3]), "rm x");
    assert_eq!(at(commands[1].member("keyword").unwrap()), "RUN");
    let instructions = items("instructions");
    assert_eq!(at(&instructions[1]), "ENV V=1 \\\n  W=x");
    assert_eq!(at(&instructions[1].member("pairs").unwrap().as_list().unwrap().items[1]), "W=x");
    let user = body.member("user").unwrap();
    assert_eq!((at(user), sources.slice(user.written())), ("$W".to_owned(), "x"));
    assert_eq!(sources.slice(output.resources[0].header), "FROM a AS b");
    assert_eq!(at(&items("stages")[0]), text.trim_end());
}

#[test]
fn mistakes_become_diagnostics() {
    let (sources, output) = load("FROM a\nRUNN b\nUSER c # ravelin\n# note\n");
    assert_eq!(output.diagnostics.len(), 1);
    let crate::diagnostic::Place::Text(span) = output.diagnostics[0].place else { panic!("a place") };
    assert_eq!((output.diagnostics[0].code, sources.slice(span)), ("dockerfile-syntax", "RUNN"));
    let document = &output.documents[0];
    assert!(!document.complete);
    assert_eq!((document.blocks.len(), document.comments.len()), (3, 1));
    // Without `FROM` there is one stage, and what it builds upon is not said.
    let stages = table("RUN a\nUSER b\n", "stages", &["index", "final", "base", "user"]);
    assert_eq!(stages, ["0 | true | - | b"]);
    assert_eq!(table("RUN a\n", "commands", &["program", "final"]), ["a | true"]);
}

#[test]
fn hostile_inputs_end_soon() {
    let cases = [
        format!("FROM a\nENV A=xx\n{}", "ENV A=$A$A\n".repeat(200)),
        format!("FROM a\nARG A\nENV B=$A\n{}USER $B", "ENV B=$B$B\n".repeat(200)),
        format!("FROM a\nUSER {}", "${a:-".repeat(50_000)),
        format!("FROM a\nRUN {}", "sudo ".repeat(20_000)),
        format!("FROM a\nEXPOSE {}", "1-4000000000 ".repeat(2_000)),
        (0..3_000).map(|n| format!("FROM s{} AS s{n}\nENV A{n}=1\n", n - 1.min(n))).collect::<Vec<_>>().concat(),
        "FROM a\nONBUILD RUN sh -c 'sh -c \"sh -c x\"'\n".repeat(1_000),
        "FROM\nFROM a AS\nCOPY \\\n".repeat(1_000),
    ];
    for text in &cases {
        load(text);
    }
}

#[test]
fn facts_tell_what_came_before() {
    let text = "FROM a AS x\nWORKDIR /w\nCOPY a.tar.gz /t/\nRUN tar xzf /t/a.tar.gz\nCMD a\nCMD b\nRUN a\nRUN b\nRUN c && d\n\
                FROM x AS X\nCOPY --from=x a b\nCOPY --from=X:1 a b\nCOPY --from=1 a b\nCOPY --from=y a b\nADD a b\nRUN a\n\
                FROM b AS y\nCOPY --from=0 a b\nENV A=1 B=$A C='$A' D=\\$A\nENV A=2 B=$A\n";
    let rows = table(text, "instructions", &["keyword", "repeated", "continues_run", "has_workdir", "origin"]);
    let expected = [
        "FROM | - | - | - | -",
        "WORKDIR | - | - | - | -",
        "COPY | - | - | true | -",
        "RUN | - | - | - | -",
        "CMD | - | - | - | -",
        "CMD | true | - | - | -",
        "RUN | - | - | - | -",
        "RUN | - | true | - | -",
        "RUN | - | - | - | -",
        "FROM | - | - | - | -",
        "COPY | - | - | true | stage",
        "COPY | - | - | true | image",
        "COPY | - | - | true | own",
        "COPY | - | - | true | later",
        "ADD | - | - | true | -",
        "RUN | - | - | - | -",
        "FROM | - | - | - | -",
        "COPY | - | - | false | stage",
        "ENV | - | - | - | -",
        "ENV | - | - | - | -",
    ];
    assert_eq!(rows, expected);
    assert_eq!(table(text, "stages", &["name", "name_taken"]), ["x | false", "X | true", "y | false"]);
    assert_eq!(table(text, "commands", &["program", "unpacks"])[0], "tar | a.tar.gz");
    let pairs = table(text, "instructions", &["pairs"]);
    assert_eq!(pairs[18], "name=A value=1, name=B value=? sibling=A, name=C value=$A, name=D value=$A");
    assert_eq!(pairs[19], "name=A value=2, name=B value=1");
}

#[test]
fn every_flag_and_its_place_is_read_over_continued_lines() {
    let text = "FROM a\nCOPY --link \\\n  # why\n  --chmod=u=rw,go=r --exclude=*.md \\\n\n  --exclude=*.txt --parents a b /c/\n\
                ADD --checksum=sha256:1 \\\n --keep-git-dir=true https://x/y.git /d\n\
                RUN --mount=type=secret,id=a --network=none \\\n --security=insecure \\\n x \\\n  --y\n";
    let rows = table(text, "instructions", &["flags"]);
    assert_eq!(rows[1], "link=true chmod=u=rw,go=r exclude=*.md, *.txt parents=true");
    assert_eq!(rows[2], "checksum=sha256:1 keep-git-dir=true");
    assert_eq!(rows[3], "mount=type=secret,id=a network=none security=insecure");
    let (sources, output) = load(text);
    let body = &output.resources[0].body;
    let instruction = &body.member("instructions").unwrap().as_list().unwrap().items[1];
    let excluded = instruction.member("flags").unwrap().member("exclude").unwrap().as_list().unwrap();
    assert_eq!(sources.slice(excluded.items[1].span), "*.txt");
    assert_eq!(sources.slice(instruction.member("destination").unwrap().span), "/c/");
    let command = &body.member("commands").unwrap().as_list().unwrap().items[0];
    assert_eq!(sources.slice(command.span), "x \\\n  --y");
    assert_eq!(sources.slice(command.member("flags").unwrap().as_list().unwrap().items[0].span), "--y");
}
