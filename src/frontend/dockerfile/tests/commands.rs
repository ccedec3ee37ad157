//! How commands are split, and what is known of each.

use super::*;

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
