//! Which files are read as Dockerfiles, and what the builder refuses in them.

use serde_json::Value;

use crate::runner::Project;

fn scan(files: &[(&str, &str)]) -> Value {
    Project::new(files).run(&["scan", ".", "--format", "json"]).json()
}

/// `line:column level code` of what is said of one file.
fn said(text: &str) -> Vec<String> {
    let json = scan(&[("Dockerfile", text)]);
    let diagnostics = json["diagnostics"].as_array().expect("a list").iter();
    let show = |it: &Value| {
        let start = &it["location"]["start"];
        let text = |name: &str| it[name].as_str().expect("a text").to_owned();
        format!("{}:{} {} {}", start["line"], start["column"], text("level"), text("code"))
    };
    diagnostics.map(show).collect()
}

#[test]
fn what_the_builder_refuses_is_told_at_its_place() {
    let cases = [
        ("ENV A=\"abc", "2:7 error dockerfile-expansion"),
        ("ENV A='abc", "2:7 error dockerfile-expansion"),
        ("ENV A it's fine", "2:9 error dockerfile-expansion"),
        ("LABEL a=b c=\"d", "2:13 error dockerfile-expansion"),
        ("COPY \"a b\" /c", "2:6 error dockerfile-expansion"),
        ("WORKDIR /a/${B", "2:12 error dockerfile-expansion"),
        ("WORKDIR ${}", "2:9 error dockerfile-expansion"),
        ("USER ${{ user }}", "2:6 error dockerfile-expansion"),
        ("USER ${A^^}", "2:6 error dockerfile-expansion"),
        ("USER ${A:0:3}", "2:6 error dockerfile-expansion"),
        ("USER ${A//x}", "2:6 error dockerfile-expansion"),
        ("USER ${A#\\x}", "2:6 error dockerfile-expansion"),
        ("ENV A=\nUSER x${A:?no}", "3:7 error dockerfile-expansion"),
        ("USER ${A:?}", "2:6 warning dockerfile-expansion"),
        ("ENV B=${A:-${C?c}}", "2:12 warning dockerfile-expansion"),
        ("COPY --from=$X a b", "2:13 error dockerfile-expansion"),
        ("RUN --mount=from=${X},target=/x a", "2:18 error dockerfile-expansion"),
        ("COPY --chown=${ a b", "2:14 error dockerfile-expansion"),
        ("CMD [\"echo\", [\"x\"]]", "2:14 error dockerfile-syntax"),
        ("ENTRYPOINT [\"a\", {\"b\": 1}]", "2:18 error dockerfile-syntax"),
        ("VOLUME [1]", "2:9 error dockerfile-syntax"),
        ("EXPOSE http", "2:8 error dockerfile-port"),
        ("EXPOSE 80/http", "2:8 error dockerfile-port"),
        ("EXPOSE 80 90-80", "2:11 error dockerfile-port"),
        ("EXPOSE localhost:80:80", "2:8 error dockerfile-port"),
    ];
    for (line, expected) in cases {
        let said = said(&format!("FROM alpine:3.20\n{line}\nUSER 1\n"));
        assert_eq!(said, [expected], "{line}");
    }
    assert_eq!(said("FROM scratch\nENV B=${A:?}\n"), ["2:7 error dockerfile-expansion"]);
    assert_eq!(said("FROM ${A:?}\n"), ["1:6 error dockerfile-expansion"]);
    assert_eq!(said("# escape=`\nFROM a:1\nENV A=\"x`\"\n"), ["3:7 error dockerfile-expansion"]);
}

#[test]
fn what_the_builder_takes_is_no_mistake() {
    let fine = [
        "ENV A=$1 B=$@ C=$$ D=${1} E=$ F=\"a'b\" G='a\"b'",
        "ENV A=\"a\\\"b\" B=a\\'b",
        "ARG A\nUSER ${A:?give it}",
        "ARG A=1\nUSER ${A:?}",
        "ENV A=1\nUSER ${A?}${A:?}",
        "ENV P=${PATH:?}:/x",
        "ENV T=${TARGETARCH:?}",
        "ENV A=${B:-x} C=${B+y} D=${B%.*} E=${B//a/b} F=${B:#x}",
        "EXPOSE 80 443/tcp 53/UDP 8000-8010 127.0.0.1:80:80 80:80 [::1]:1:1",
        "EXPOSE {{ port }} <port>",
        "RUN echo \"${A^^}\" '$' \"",
        "CMD [\"a\", \"b\"]",
        "CMD [ -f x ] && a",
        "CMD ['a']",
        "HEALTHCHECK CMD echo \"",
        "COPY <<\"E\" /x\n${\nE",
        "RUN <<'E'\n${\nE",
        "ONBUILD ENV A=\"x",
        "# it's \"a\" ${",
    ];
    for line in fine {
        assert_eq!(said(&format!("FROM alpine:3.20\n{line}\nUSER 1\n")), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn a_mistake_leaves_the_rest_to_be_judged() {
    let json = scan(&[("Dockerfile", "FROM alpine\nENV A=\"x\nCMD [[1]]\nEXPOSE x 127.0.0.1:2222:22\nUSER root\n")]);
    let findings = json["findings"].as_array().expect("a list").iter();
    let found: Vec<&str> = findings.filter_map(|finding| finding["checkId"].as_str()).collect();
    for check in ["container-image-latest-tag", "docker-dockerfile-expose-ssh", "docker-dockerfile-root-user"] {
        assert!(found.contains(&check), "{check}: {found:?}");
    }
}

#[test]
fn files_are_known_by_many_names() {
    let from = "FROM alpine\nUSER root\n";
    let files = [
        ("Dockerfile-dev", from),
        ("Dockerfile_x", from),
        ("x.Dockerfile", from),
        ("build/dev-Dockerfile", from),
        ("Dockerfile.go", from),
        ("Containerfile-arm64", from),
        ("Dockerfile2", from),
        ("dockerfile_test.py", from),
        ("Dockerfile.py", "from os import path\nfrom x\n"),
        ("Dockerfile.template", from),
        ("Dockerfile-debian.j2", from),
        ("docker/Dockerfile.in", from),
        ("web.Dockerfile.tmpl", from),
        ("Dockerfile", "{% if x %}\nFROM alpine\n{% endif %}\n"),
        ("Dockerfile.md", "FROM alpine\n"),
    ];
    let json = scan(&files);
    let findings = json["findings"].as_array().expect("a list").iter();
    let paths: Vec<&str> = findings
        .filter(|finding| finding["checkId"] == "docker-dockerfile-root-user")
        .filter_map(|finding| finding["location"]["path"].as_str())
        .collect();
    let expected = [
        "Containerfile-arm64",
        "Dockerfile-dev",
        "Dockerfile.go",
        "Dockerfile2",
        "Dockerfile_x",
        "build/dev-Dockerfile",
        "x.Dockerfile",
    ];
    assert_eq!(paths, expected);
    let unread = json["coverage"]["unread"].as_array().expect("a list").iter();
    let unread: Vec<&str> = unread.filter_map(|file| file["path"].as_str()).collect();
    let expected =
        ["Dockerfile", "Dockerfile-debian.j2", "Dockerfile.template", "docker/Dockerfile.in", "web.Dockerfile.tmpl"];
    assert_eq!(unread, expected);
    assert_eq!(json["coverage"]["skipped"]["template that is not rendered"], 5);
}
