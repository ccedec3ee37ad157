//! Images of manifests whose tags are not known from the file, and those that pods mount.

use crate::runner::Project;

const LATEST: &str = "container-image-latest-tag";

/// What was said of the tags of these files: the places of findings, and of what is not assessed, with the name of each.
fn said(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let run = Project::new(files).run(&["scan", ".", "--format", "json"]);
    let json = run.json();
    let of = |list: &str| {
        let entries = json[list].as_array().expect("a list").iter().filter(|entry| entry["checkId"] == LATEST);
        entries
            .map(|entry| {
                format!(
                    "{}:{}",
                    entry["location"]["path"].as_str().expect("a path"),
                    entry["location"]["start"]["line"]
                )
            })
            .collect()
    };
    (of("findings"), of("notAssessed"))
}

fn pod(image: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: web}}\nspec:\n  containers:\n  - name: app\n    image: {image}\n"
    )
}

#[test]
fn what_is_put_in_later_has_no_tag_yet() {
    let unknown = [
        "${IMG}",
        "\"{{ image }}\"",
        "ko://github.com/acme/app",
        "auto",
        "<your-image>",
        "$(IMAGE)",
        "IMAGE_PLACEHOLDER",
        "gcr.io/acme/$IMAGE",
        "ghcr.io/acme/app:${TAG}",
        "REPLACE_ME",
    ];
    let files: Vec<(String, String)> =
        unknown.iter().enumerate().map(|(at, image)| (format!("{at}.yaml"), pod(image))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (findings, not_assessed) = said(&files);
    assert_eq!(findings, Vec::<String>::new());
    assert_eq!(not_assessed.len(), unknown.len(), "{not_assessed:?}");
}

#[test]
fn what_is_known_of_a_tag_passes_whatever_is_put_in_before_it() {
    for image in ["${REGISTRY}/app:latest", "gcr.io/PROJECT_ID/app", "\"<registry>/app:latest\"", "$IMAGE:latest"] {
        assert_eq!(said(&[("a.yaml", &pod(image))]), (Vec::new(), vec!["a.yaml:7".to_owned()]), "{image}");
    }
    for image in ["${REGISTRY}/app:1.2", "nginx:1.27.1", "app@sha256:0f"] {
        assert_eq!(said(&[("a.yaml", &pod(image))]), (Vec::new(), Vec::new()), "{image}");
    }
}

#[test]
fn images_that_are_mounted_are_images() {
    let mounting = |reference: &str| {
        format!("{}  volumes:\n  - name: model\n    image:\n      reference: {reference}\n", pod("nginx:1.27.1"))
    };
    let text = mounting("quay.io/models/llm:latest");
    assert_eq!(said(&[("a.yaml", &text)]).0, ["a.yaml:11"]);
    assert_eq!(said(&[("a.yaml", &mounting("quay.io/models/llm"))]).0, ["a.yaml:11"]);
    assert_eq!(said(&[("a.yaml", &mounting("quay.io/models/llm@sha256:0f"))]), (Vec::new(), Vec::new()));
    assert_eq!(said(&[("a.yaml", &mounting("${MODEL}"))]), (Vec::new(), vec!["a.yaml:11".to_owned()]));
    let template = text.replace(
        "kind: Pod\nmetadata: {name: web}\nspec:\n",
        "kind: Deployment\nmetadata: {name: web}\nspec:\n template:\n  spec:\n",
    );
    let template = template
        .replace("\n  containers", "\n   containers")
        .replace("\n  volumes", "\n   volumes")
        .replace("\n  - ", "\n   - ");
    let template = template.replace("\n    image", "\n     image").replace("\n      reference", "\n       reference");
    assert_eq!(said(&[("a.yaml", &template)]).0, ["a.yaml:13"], "{template}");
}

#[test]
fn skaffold_puts_in_the_tags_of_what_it_builds() {
    let skaffold = "apiVersion: skaffold/v4beta6\nkind: Config\nbuild:\n  artifacts:\n  - image: cartservice\n  - image: ghcr.io/acme/web\n    context: web\nprofiles:\n- name: debug\n  build:\n    artifacts:\n    - image: debugger\n";
    let built = ["cartservice", "cartservice:latest", "ghcr.io/acme/web", "debugger"];
    for image in built {
        let manifest = pod(image);
        for place in ["skaffold.yaml", "k8s/skaffold.yaml"] {
            let (findings, not_assessed) = said(&[(place, skaffold), ("k8s/base/a.yaml", &manifest)]);
            let expected = vec!["k8s/base/a.yaml:7".to_owned()];
            assert_eq!((findings, not_assessed), (Vec::new(), expected), "{image} with {place}");
        }
        assert_eq!(
            said(&[("other/skaffold.yaml", skaffold), ("k8s/a.yaml", &manifest)]).0,
            ["k8s/a.yaml:7"],
            "{image}"
        );
    }
    for image in ["redis", "acme/cartservice", "cartservice2:latest"] {
        assert_eq!(said(&[("skaffold.yaml", skaffold), ("a.yaml", &pod(image))]).0, ["a.yaml:7"], "{image}");
    }
    for broken in [
        "",
        "apiVersion: skaffold/v4beta6\nbuild: [",
        "apiVersion: other/v1\nbuild: {artifacts: [{image: redis}]}",
        "apiVersion: skaffold/v1\nbuild: {artifacts: {image: redis}}",
    ] {
        assert_eq!(said(&[("skaffold.yaml", broken), ("a.yaml", &pod("redis"))]).0, ["a.yaml:7"], "{broken}");
    }
}

#[test]
fn a_credential_in_what_is_put_in_later_is_not_shown() {
    let text = pod("https://user:ghp_0123456789abcdefghijklmnopqrstuvwxyzAB@registry.example.com/app");
    let run = Project::new(&[("a.yaml", &text)]).run(&["scan", ".", "--show-unknown"]);
    assert!(run.stdout.contains("stands for what is put in"), "{}", run.stdout);
    assert!(!run.stdout.contains("ghp_0123456789"), "{}", run.stdout);
}

fn dockerfile(text: &str) -> (Vec<String>, Vec<String>) {
    said(&[("Dockerfile", text)])
}

#[test]
fn images_that_instructions_take_files_from_are_images() {
    let found = [
        "COPY --from=nginx:latest /a /b",
        "COPY --from=nginx /a /b",
        "COPY --chown=1:1 --from=ghcr.io/acme/tools /a /b",
        "COPY --link --from=docker.io/library/redis:latest /a /b",
        "RUN --mount=from=composer:latest,target=/x /x/y",
        "RUN --mount=type=bind,source=/a,target=/x,from=localhost:5000/tools /x/y",
        "RUN --mount=type=cache,target=/c --mount=type=bind,from=tools/x,dst=/x /x/y",
        "RUN --mount=\"type=bind,from=nginx:latest,target=/x\" /x/y",
        "ONBUILD COPY --from=nginx:latest /a /b",
        "ONBUILD RUN --mount=from=ghcr.io/acme/tools,target=/x /x/y",
    ];
    for line in found {
        let at = dockerfile(&format!("FROM a:1 AS build\nFROM a:1\n{line}\n"));
        assert_eq!(at, (vec!["Dockerfile:3".to_owned()], Vec::new()), "{line}");
    }
    let fine = [
        "COPY --from=build /a /b",
        "COPY --from=BUILD /a /b",
        "COPY --from=0 /a /b",
        "COPY --from=scratch /a /b",
        "COPY --from=nginx:1.27.1 /a /b",
        "COPY --from=nginx@sha256:0f /a /b",
        "RUN --mount=from=build,target=/x /x/y",
        "RUN --mount=type=secret,id=nginx /x/y",
        "RUN --mount=type=cache,target=/from=nginx /x/y",
        "FROM alpine:{{ .Tag }}-slim",
        "RUN echo --from=nginx:latest",
        "ONBUILD COPY --from=builder /a /b",
        "COPY a --from=nginx:latest",
    ];
    for line in fine {
        assert_eq!(dockerfile(&format!("FROM a:1 AS build\nFROM a:1\n{line}\n")), (Vec::new(), Vec::new()), "{line}");
    }
    let open = [
        "COPY --from=<image> /a /b",
        "COPY --from={{ image }} /a /b",
        "COPY --from={{ registry }}/app /a /b",
        "COPY --from=app:{{ tag }} /a /b",
        "RUN --mount=from=<your-image>,target=/x /x/y",
        "FROM <base image>",
        "FROM {{ .Base }} AS x",
        "FROM alpine:{{ .Tag }}",
        "FROM <%= @base %>",
        "FROM REPLACE_ME",
    ];
    for line in open {
        let (found, open) = dockerfile(&format!("FROM a:1 AS build\nFROM a:1\n{line}\n"));
        assert_eq!((found, open), (Vec::new(), vec!["Dockerfile:3".to_owned()]), "{line}");
    }
}

#[test]
fn a_place_within_a_mount_is_exact() {
    let text = "FROM a:1\nRUN --mount=type=bind,from=nginx:latest,target=/x /x/y\n";
    let json = Project::new(&[("Dockerfile", text)]).run(&["scan", ".", "--format", "json"]).json();
    let findings = json["findings"].as_array().expect("a list");
    let finding = findings.iter().find(|finding| finding["checkId"] == LATEST).expect("is found");
    assert_eq!(finding["location"]["start"]["column"], 28, "{finding}");
    assert_eq!(finding["location"]["end"]["column"], 40, "{finding}");
}

#[test]
fn stages_arguments_and_nothing_stay_as_they_are() {
    for text in ["FROM scratch", "ARG V=3.20\nFROM alpine:$V", "FROM a:1 AS x\nFROM x\nFROM X AS y"] {
        assert_eq!(dockerfile(text), (Vec::new(), Vec::new()), "{text}");
    }
    assert_eq!(dockerfile("ARG B=alpine\nFROM $B").0, ["Dockerfile:2"]);
}
