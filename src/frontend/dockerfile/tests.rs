use super::*;
use crate::frontend::api::Settings;
use crate::source::{Files, SourceMap, Unreadable};
use crate::value::{Kind, Lookup, Part, Value};

struct NoFiles;

impl Files for NoFiles {
    fn list(&self, _folder: &str) -> Vec<String> {
        Vec::new()
    }

    fn read(&self, _path: &str) -> Result<String, Unreadable> {
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
fn commands_are_split() {
    let cases: [(&str, &[&str]); 17] = [
        ("RUN apt-get -y install -o X=1 a b", &["apt-get | - | install | -y, -o | a, b | false | -"]),
        ("RUN a && b -c d", &["a | - | - |  |  | false | -", "b | - | - | -c | d | false | -"]),
        (
            "RUN curl x | sudo bash",
            &[
                "curl | - | - |  | x | true | bash",
                "sudo | sudo | - |  | bash | false | -",
                "bash | - | - |  |  | false | -",
            ],
        ),
        (
            "RUN sudo -u me apk add -t .d x",
            &["sudo | sudo | - | -u, -t | me, apk, add, .d, x | false | -", "apk | - | add | -t | x | false | -"],
        ),
        (
            "RUN env A=b nice -n 5 a",
            &[
                "env | env | - | -n | A=b, nice, 5, a | false | -",
                "nice | nice | - | -n | 5, a | false | -",
                "a | - | - |  |  | false | -",
            ],
        ),
        ("RUN python3 -m pip install x", &["pip | - | install |  | x | false | -"]),
        (
            "RUN sh -c 'a; b'",
            &["sh | - | - | -c | a; b | false | -", "a | - | - |  |  | false | -", "b | - | - |  |  | false | -"],
        ),
        ("RUN [\"bash\", \"-ec\", \"a b\"]", &["bash | - | - | -ec | a b | false | -", "a | - | - |  | b | false | -"]),
        ("CMD [\"a\", \"$X\"]", &["a | - | - |  | $X | false | -"]),
        ("RUN <<E\na\nb\nE", &["a | - | - |  |  | false | -", "b | - | - |  |  | false | -"]),
        ("RUN <<E\n#!/usr/bin/env python3\nprint(1)\nE", &[]),
        ("RUN python3 <<E\nprint(1)\nE", &["python3 | - | - |  |  | false | -"]),
        (
            "RUN bash <<E && c\nb\nE",
            &["bash | - | - |  |  | false | -", "c | - | - |  |  | false | -", "b | - | - |  |  | false | -"],
        ),
        (
            "ENV V=1\nRUN a $V \"x-$V-$W\" $(b)",
            &["a | - | - |  | 1, x-1-?, ? | false | -", "b | - | - |  |  | false | -"],
        ),
        ("ENV V=1\nRUN V=2; a $V", &["a | - | - |  | ? | false | -"]),
        ("SHELL [\"powershell\", \"-c\"]\nRUN a; b", &["a | - | - |  |  | false | -", "b | - | - |  |  | false | -"]),
        ("USER x\nHEALTHCHECK CMD a", &[]),
    ];
    for (text, expected) in cases {
        let text = format!("FROM a\n{text}\n");
        let members = ["program", "wrapper", "subcommand", "flags", "arguments", "piped", "pipe_to"];
        assert_eq!(table(&text, "commands", &members), expected, "{text}");
    }
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
fn options_have_their_names_and_values() {
    let cases = [
        ("apt-get -qqy -t x install a", "name=quiet, name=quiet, name=assume-yes, name=target-release value=x"),
        ("apt-get install --yes=false -q=2 a", "name=no-assume-yes value=false, name=quiet value=2"),
        ("apt-get -oA::B=c install a", "name=option value=A::B=c"),
        (
            "apt-get -o APT::Install-Recommends=0 install a",
            "name=option value=APT::Install-Recommends=0, name=no-install-recommends value=0",
        ),
        (
            "dnf --setopt=updates.gpgcheck=0 -y up",
            "name=setopt value=updates.gpgcheck=0, name=no-gpgcheck value=0, name=assumeyes",
        ),
        (
            "curl -fsSLo a --user b:c d",
            "name=fail, name=silent, name=show-error, name=location, name=output value=a, name=user value=b:c",
        ),
        ("curl -o -k a", "name=output value=-k"),
        ("wget -nv -O- a", "name=no-verbose, name=output-document value=-"),
        ("wget \"$A\" b", ""),
        ("mysql -uroot -p -e a", "name=user value=root, name=password, name=execute value=a"),
        ("mysql -pb", "name=password value=b"),
        ("mysql -p$A", "name=password value=?"),
        ("go build -tags a -ldflags=-s ./b", "name=tags value=a, name=ldflags value=-s"),
        (
            "git -c http.sslVerify=false clone a",
            "name=config value=http.sslVerify=false, name=no-ssl-verify value=false",
        ),
        ("npm install --strict-ssl=false --omit dev", "name=no-strict-ssl value=false, name=omit value=dev"),
        ("npm exec -p a -- b -p c", "name=package value=a"),
        ("pip install --root-user-action ignore a", "name=root-user-action value=ignore"),
        ("tool --a=b --c -de f -- -g", "name=a value=b, name=c, name=de"),
    ];
    for (line, expected) in cases {
        assert_eq!(table(&format!("FROM a\nRUN {line}\n"), "commands", &["options"]), [expected], "{line}");
    }
    for (line, may_have_others) in [("wget $A b", true), ("wget \"$A\" b", false), ("wget a$A b", false)] {
        let (_, output) = load(&format!("FROM a\nRUN {line}\n"));
        let commands = output.resources[0].body.member("commands").unwrap().as_list().unwrap();
        let options = commands.items[0].member("options").unwrap().as_list().unwrap();
        assert_eq!(options.rest.is_some(), may_have_others, "{line}");
    }
}

#[test]
fn programs_and_subcommands_go_by_one_name() {
    let cases = [
        ("pip3.11 -q install a", "pip | install | a"),
        ("$VENV/bin/pip install a", "pip | install | a"),
        ("./run install a", "./run | - | install, a"),
        ("dnf5 --setopt a=b up c", "dnf | upgrade | c"),
        ("zypper -n in a", "zypper | install | a"),
        ("npm i -g a", "npm | install | a"),
        ("npm config set a b", "npm | config set | a, b"),
        ("yarn global list", "yarn | global | list"),
        ("uv --directory a pip install b", "uv | pip install | b"),
        ("apt-get -t a $B c", "apt-get | ? | c"),
        ("cargo +nightly install a", "cargo | install | a"),
        ("go run -x a -y b", "go | run | a, -y, b"),
        ("bundle config set a b", "bundle | config set | a, b"),
        ("git config a b", "git | config | a, b"),
    ];
    for (line, expected) in cases {
        let rows = table(&format!("FROM a\nRUN {line}\n"), "commands", &["program", "subcommand", "arguments"]);
        assert_eq!(rows, [expected], "{line}");
    }
}

#[test]
fn configuration_files_stand_for_options() {
    let cases = [
        (
            "RUN echo 'APT::Get::Assume-Yes \"true\";' > /etc/apt/apt.conf.d/90\nRUN apt-get install a",
            "name=assume-yes",
        ),
        (
            "RUN echo \"APT::Install-Recommends \\\"0\\\";\" > /etc/apt/apt.conf\nRUN apt-get install a",
            "name=no-install-recommends",
        ),
        ("RUN echo 'APT::Get::Assume-Yes \"true\";' > /etc/apt/apt.conf\nRUN apk add a", ""),
        ("RUN echo 'APT::Get::Assume-Yes \"true\";' > /notes\nRUN apt-get install a", ""),
        ("RUN echo assumeyes=1 >> /etc/dnf/dnf.conf\nRUN dnf install a", "name=assumeyes"),
        ("RUN echo repo_gpgcheck=0 >> /etc/dnf/dnf.conf\nRUN dnf install a", ""),
        ("RUN sed -i s/gpgcheck=1/gpgcheck=0/ /etc/yum.conf\nRUN yum install a", "name=no-gpgcheck"),
        (
            "RUN printf 'localpkg_gpgcheck=1\\ngpgcheck=0\\n' >> /etc/dnf/dnf.conf\nRUN dnf install a",
            "name=no-gpgcheck",
        ),
        ("COPY <<E /etc/dnf/dnf.conf\nassumeyes=1\nE\nRUN dnf install a", "name=assumeyes"),
        (
            "RUN apt-get install a\nRUN echo 'APT::Get::Assume-Yes \"true\";' > /etc/apt/apt.conf\nRUN apt-get install",
            "name=assume-yes",
        ),
    ];
    for (text, expected) in cases {
        let rows = table(&format!("FROM a\n{text}\n"), "commands", &["options"]);
        assert_eq!(rows.last().map(String::as_str), Some(expected), "{text}");
    }
}

#[test]
fn credentials_are_found_in_what_is_piped_and_written() {
    let cases = [
        ("RUN echo S3cret | docker login -u a --password-stdin", "S3cret"),
        ("RUN echo $S | docker login -u a --password-stdin", "-"),
        ("RUN echo S3cret | docker build -", "-"),
        ("RUN cat > /root/.netrc <<E\nmachine x\n  login a\n  password S3cret\nE", "S3cret"),
        ("RUN <<E cat > .npmrc\n//registry.x/:_authToken=S3cret\nE", "S3cret"),
        ("RUN cat > x <<E\npassword is not S3cret\nE", "-"),
        ("RUN sh -c 'curl -u a:S3cret x'", "S3cret"),
        ("RUN sudo curl -u a:S3cret x", "S3cret"),
        ("ARG P=S3cret\nRUN curl -u a:$P x", "-"),
        ("ARG P=S3cret\nRUN curl -u \"a:$P\" x && mysql -p$P", "-"),
        ("RUN curl -u \"a:S3\"'cret' x", "S3cret"),
        ("RUN [\"curl\", \"-u\", \"a:S3cret\"]", "S3cret"),
        ("RUN P=S3cret; curl -u a:$P x", "-"),
    ];
    for (text, expected) in cases {
        let rows = table(&format!("FROM a\n{text}\n"), "commands", &["credentials"]);
        let found = rows.iter().find(|row| *row != "-").map_or("-", |row| row.rsplit('=').next().unwrap_or_default());
        assert_eq!(found, expected, "{text}");
    }
    let both = "FROM a\nRUN curl -u a:S3cret x <<E\n//x/:_authToken=T0ken\nE\n";
    let rows = table(both, "commands", &["credentials"]);
    assert!(rows[0].contains("S3cret") && rows[0].contains("T0ken"), "{rows:?}");
}

#[test]
fn wrapped_programs_are_read_by_themselves() {
    let lines = [
        "env X=1 pip install a",
        "nice -n 5 timeout -k 5 10 pip install a",
        "exec pip install a",
        "su - app -c 'pip install a'",
        "su -c \"pip install a\" app",
        "runuser -u app -- pip install a",
        "sudo -Hu app sh -euxc 'pip install a'",
        "bash -o pipefail -c 'pip install a'",
        "busybox sh -c 'pip install a'",
        "env -S 'pip install a'",
        "flock /x pip install a",
        "flock /x -c 'pip install a'",
        "env - X=1 pip install a",
        "bash -ce 'pip install a'",
        "eval 'pip install a'",
        "eval pip install a",
        "conda run -n b pip install a",
    ];
    for line in lines {
        let rows = table(&format!("FROM a\nRUN {line}\n"), "commands", &["program", "subcommand", "arguments"]);
        assert_eq!(rows.last().map(String::as_str), Some("pip | install | a"), "{line}");
    }
}

#[test]
fn commands_know_their_surroundings() {
    let cases: [(&str, &[&str]); 12] = [
        ("RUN a | b", &["a | - | false | - | -", "b | - | - | - | -"]),
        ("SHELL [\"bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN a | b", &["a | - | true | - | -", "b | - | - | - | -"]),
        ("RUN bash -eo pipefail -c 'a | b'", &["bash | - | - | - | -", "a | - | true | - | -", "b | - | - | - | -"]),
        ("RUN sh -c 'a | b'", &["sh | - | - | - | -", "a | - | false | - | -", "b | - | - | - | -"]),
        ("RUN set -o pipefail; a | b", &["set | - | - | - | -", "a | - | true | - | -", "b | - | - | - | -"]),
        ("ONBUILD RUN a", &["a | true | - | - | -"]),
        ("RUN A=1 B=$C a", &["a | - | - | name=A value=1, name=B value=? | -"]),
        ("RUN export A=1", &["export | - | - | name=A value=1 | -"]),
        ("RUN apk add a && apk add b", &["apk | - | - | - | -", "apk | - | - | - | true"]),
        ("RUN apk add --no-cache a", &["apk | - | - | - | -"]),
        ("RUN --mount=type=cache,target=/var/cache/apk apk add a", &["apk | - | - | - | -"]),
        ("RUN apk add a; rm -rf /var/cache/apk/*", &["apk | - | - | - | -", "rm | - | - | - | -"]),
    ];
    for (text, expected) in cases {
        let members = ["program", "onbuild", "pipefail", "assignments", "cache_kept"];
        assert_eq!(table(&format!("FROM a\n{text}\n"), "commands", &members), expected, "{text}");
    }
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

#[test]
fn one_command_of_a_pipeline_tells_that_it_may_fail() {
    let cases: [(&str, &[&str]); 10] = [
        ("RUN a | b | c", &["a=false"]),
        ("RUN sudo a | b", &["a=false"]),
        ("RUN (a; b) | c | d", &["a=false"]),
        ("RUN a | b; c | d", &["a=false", "c=false"]),
        ("RUN echo '0a  f' | sha256sum -c", &[]),
        ("RUN printf '%s' \"$S\" | sha256sum -c -", &[]),
        ("RUN echo a | b | c", &["b=false"]),
        ("RUN yes | a", &[]),
        ("RUN <<E\ncat <<F | sh\na\nF\nE", &[]),
        ("RUN cat f | sh", &["cat=false"]),
    ];
    for (text, expected) in cases {
        let rows = table(&format!("FROM a\n{text}\n"), "commands", &["program", "pipefail"]);
        let told =
            rows.iter().filter(|row| !row.ends_with("| -")).map(|row| row.replace(" | ", "=")).collect::<Vec<_>>();
        assert_eq!(told, expected, "{text}");
    }
}

#[test]
fn the_shell_of_a_here_document_is_its_own() {
    let strict = "SHELL [\"bash\", \"-eo\", \"pipefail\", \"-c\"]\n";
    let cases = [
        ("RUN <<E\na | b\nc\nE", "a false -; b - true; c - -"),
        ("RUN bash <<E\na | b\nE", "bash - -; a false -; b - -"),
        ("RUN bash -euo pipefail <<E\na | b\nc\nE", "bash - -; a true -; b - -; c - -"),
        ("RUN sudo bash -e <<E\na\nc\nE", "sudo - -; bash - -; a - -; c - -"),
        ("RUN <<E\n#!/bin/bash -eo pipefail\na | b\nc\nE", "a true -; b - -; c - -"),
        ("RUN <<E\nset -eo pipefail\na | b\nc\nE", "set - -; a true -; b - -; c - -"),
        (
            "RUN <<E\necho x\na && b || c\nif d; then e; fi\nf\ng\nE",
            "echo - -; a - -; b - -; c - true; d - -; e - -; f - -; g - -",
        ),
        ("RUN <<E\na\nE", "a - -"),
        ("RUN a; b", "a - -; b - -"),
    ];
    let rows = |text: &str| table(&format!("FROM a\n{text}\n"), "commands", &["program", "pipefail", "unnoticed"]);
    for (text, expected) in cases {
        assert_eq!(rows(text).join("; ").replace(" | ", " "), expected, "{text}");
    }
    // What the stage says holds where the builder gives the text to the shell itself.
    assert_eq!(rows(&format!("{strict}RUN <<E\na | b\nc\nE")), ["a | true | -", "b | - | -", "c | - | -"]);
    let fresh = ["a | false | -", "b | - | true", "c | - | -"];
    assert_eq!(rows(&format!("{strict}RUN bash <<E\na | b\nc\nE"))[1..], fresh);
    assert_eq!(rows(&format!("{strict}RUN <<E\n#!/bin/sh\na | b\nc\nE")), fresh);
}
