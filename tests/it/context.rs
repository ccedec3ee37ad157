//! A file that is scanned by itself is judged as a scan of its whole repository judges it.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ravelin::check::Registry;
use ravelin::diagnostic::{Label, Place};
use ravelin::engine::{Input, Progress, Project as Repository, Request, Scan, scan};
use ravelin::finding::{Finding, Further, NotAssessed};
use ravelin::source::{SourceMap, Span, Texts};

use crate::runner::{Project, ravelin_in};

/// Folders of this repository, each of which stands for a repository.
const ROOTS: [&str; 4] = ["testdata/quickstart", "testdata/subsumed", "testdata/plan", "testdata/terraform/files"];

/// What is said of each file, as text.
type Said = BTreeMap<String, Vec<String>>;

/// A copy of a folder as a repository of its own.
fn repository(folder: &Path) -> tempfile::TempDir {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).expect("writable");
        for entry in fs::read_dir(from).expect("readable").flatten() {
            let (path, target) = (entry.path(), to.join(entry.file_name()));
            match entry.file_type().expect("has one") {
                kind if kind.is_dir() => copy(&path, &target),
                kind if kind.is_file() => drop(fs::copy(&path, &target).expect("writable")),
                _ => link(&path, &target),
            }
        }
    }
    let copied = tempfile::tempdir().expect("a temporary folder");
    copy(folder, copied.path());
    fs::create_dir_all(copied.path().join(".git")).expect("writable");
    copied
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) {
    std::os::unix::fs::symlink(fs::read_link(from).expect("is one"), to).expect("writable");
}

#[cfg(not(unix))]
fn link(_from: &Path, _to: &Path) {}

/// All that a scan says, by the file in which it has its place.
fn said(scan: &Scan) -> Said {
    let path = |span: Span| scan.sources.get(span.file).path().to_owned();
    let mut said = Said::new();
    let mut say = |path: String, text: String| said.entry(path).or_default().push(text);
    for finding in &scan.outcome.findings {
        say(path(finding.place), finding_text(finding, &scan.sources));
    }
    for subsumed in &scan.outcome.subsumed {
        let text = finding_text(&subsumed.finding, &scan.sources);
        say(path(subsumed.finding.place), format!("said by {}: {text}", subsumed.by.id));
    }
    for NotAssessed { check, address, reason, span, way, .. } in &scan.outcome.not_assessed {
        let (at, way) = (place(*span, &scan.sources), labels(way, &scan.sources));
        say(path(*span), format!("not assessed: {} {address} {reason} {at} {way}", check.id));
    }
    for diagnostic in &scan.outcome.diagnostics {
        let at = match &diagnostic.place {
            Place::Text(at) => path(*at),
            Place::File(path) => path.clone(),
            Place::None => String::new(),
        };
        say(at, format!("{}: {}", diagnostic.code, diagnostic.message));
    }
    said
}

fn finding_text(finding: &Finding, sources: &SourceMap) -> String {
    let Finding { check, severity, kind, addresses, part, message, value, name, path, cause, fingerprint, .. } =
        finding;
    let at = |span: &Span| place(*span, sources);
    let spans = |spans: &[Span]| spans.iter().map(at).collect::<Vec<_>>().join(" ");
    let ways: Vec<String> = finding.ways.iter().map(|way| spans(way)).collect();
    let more = finding
        .more
        .iter()
        .map(|Further { path, place, value, name }| format!("{path} {} {value:?} {name:?}", at(place)));
    let more: Vec<String> = more.collect();
    let exception = finding.exception.as_ref().map(|exception| (exception.origin, exception.reason.clone()));
    let [linked, related, affected] =
        [&finding.linked, &finding.related, &finding.affected].map(|all| labels(all, sources));
    format!(
        "{} {severity} {kind} {addresses:?} {part:?} at {} named by {} in {} ways {ways:?} read at {:?} {path} {message} \
         {value:?} {name:?} more {more:?} linked {linked} related {related} affected {affected} {exception:?} {cause} \
         {fingerprint}",
        check.id,
        at(&finding.place),
        at(&finding.named_by),
        spans(&finding.resources),
        finding.read_at.as_ref().map(at),
    )
}

fn labels(labels: &[Label], sources: &SourceMap) -> String {
    labels.iter().map(|label| format!("[{} {}]", place(label.span, sources), label.text)).collect::<Vec<_>>().concat()
}

fn place(span: Span, sources: &SourceMap) -> String {
    format!("{}:{}-{}", sources.get(span.file).path(), span.range.start, span.range.end)
}

/// Scans inputs in a folder.
fn scanned(folder: &Path, inputs: Vec<Input>, project: Option<&Repository>, focus: bool) -> Scan {
    let (registry, progress) = (Registry::embedded(), Progress::default());
    let request = Request { project, focus, ..Request::new(inputs, folder.to_path_buf(), &registry, &progress) };
    let mut scan = scan(&request, SourceMap::new());
    scan.outcome.subsume();
    scan.narrow();
    scan
}

/// Every difference between what a scan of the whole says of a file and what a scan of that file says. With `with_all` it is
/// also seen that it does not matter what is left out of judging.
fn differences(folder: &Path, with_all: bool) -> Vec<String> {
    let copied = repository(folder);
    let top = copied.path().canonicalize().expect("exists");
    let scan = scanned(&top, vec![Input::Path(top.clone())], None, true);
    let (whole, read) = (said(&scan), read(&scan));
    let repeated = repeated(&scan);
    let project = Repository::open(&top, Arc::new(Texts::of_disk()), true).expect("is a repository");
    let mut files = Vec::new();
    collect(&top, &mut files);
    let mut differences = Vec::new();
    for file in files {
        let name = file.strip_prefix(&top).expect("is below").to_string_lossy().into_owned();
        if !read.contains(&name) {
            continue;
        }
        let alone = said(&scanned(&top, vec![Input::Path(file)], Some(&project), true));
        if with_all {
            let unfocused = scanned(&top, vec![Input::Path(top.join(&name))], Some(&project), false);
            assert_eq!(alone, said(&unfocused), "{name}: what is not judged matters");
        }
        let of_file = |said: &Said| -> Vec<String> {
            let texts = said.get(&name).into_iter().flatten();
            texts.map(|text| repeated.iter().fold(text.clone(), |text, one| text.replace(one, "repeated"))).collect()
        };
        let (expected, got) = (of_file(&whole), of_file(&alone));
        differences
            .extend(alone.keys().filter(|other| **other != name).map(|other| format!("{name}: says of {other}")));
        differences
            .extend(expected.iter().filter(|text| !got.contains(text)).map(|text| format!("{name}: lacks {text}")));
        differences
            .extend(got.iter().filter(|text| !expected.contains(text)).map(|text| format!("{name}: adds {text}")));
    }
    differences
}

/// The files that a scan has read. What it leaves alone is judged only when it is named.
fn read(scan: &Scan) -> HashSet<String> {
    scan.documents.iter().map(|document| scan.sources.get(document.file).path().to_owned()).collect()
}

/// The fingerprints of findings whose cause is found in several places: they are numbered over the whole repository.
fn repeated(scan: &Scan) -> HashSet<String> {
    let mut causes: BTreeMap<&str, HashSet<&str>> = BTreeMap::new();
    let subsumed = scan.outcome.subsumed.iter().map(|subsumed| &subsumed.finding);
    for finding in scan.outcome.findings.iter().chain(subsumed) {
        causes.entry(&finding.cause).or_default().insert(&finding.fingerprint);
    }
    let repeated = causes.into_iter().filter(|(_, fingerprints)| fingerprints.len() > 1);
    repeated.flat_map(|(_, fingerprints)| fingerprints.into_iter().map(str::to_owned)).collect()
}

/// The files below a folder that a scan would look at, sorted.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("readable").flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_symlink() || path.ends_with(".git") {
            continue;
        }
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

#[test]
fn a_file_is_judged_as_in_a_scan_of_the_whole() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    let mut compare = |root: &Path, with_all| {
        let found = differences(root, with_all);
        all.extend(found.iter().map(|difference| format!("{}: {difference}", root.display())));
    };
    for root in ROOTS {
        compare(&here.join(root), true);
    }
    if let Some(corpus) = std::env::var_os("RAVELIN_CONTEXT_CORPUS") {
        let folders = fs::read_dir(corpus).expect("readable").flatten().map(|entry| entry.path());
        folders.filter(|path| path.is_dir()).for_each(|root| compare(&root, false));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

const NETWORK: &str = "resource \"aws_security_group\" \"ssh\" {\n  ingress {\n    from_port   = 22\n    to_port     = 22\n    \
                       protocol    = \"tcp\"\n    cidr_blocks = var.cidrs\n  }\n}\n";
const OPEN: &str = "variable \"cidrs\" {\n  default = [\"0.0.0.0/0\"]\n}\n";
const SSH: [&str; 5] = ["--checks", "cloud-network-open-ssh", "--format", "concise", "--exit-zero"];

/// A repository in which a value comes from another file, and a module from another folder.
fn network() -> Project {
    let call = |cidr: &str| format!("module \"net\" {{\n  source = \"../../net\"\n  cidrs  = [\"{cidr}\"]\n}}\n");
    Project::new(&[
        (".git/HEAD", ""),
        ("infra/network.tf", NETWORK),
        ("infra/variables.tf", OPEN),
        ("net/main.tf", NETWORK),
        ("net/variables.tf", "variable \"cidrs\" {}\n"),
        ("live/dev/main.tf", &call("10.0.0.0/8")),
        ("live/prod/main.tf", &call("0.0.0.0/0")),
    ])
}

/// The places of findings on SSH that a scan prints.
fn places(project: &Project, args: &[&str], stdin: Option<&str>) -> Vec<String> {
    let run = ravelin_in(&project.path(), &[&["scan"], args, &SSH].concat(), &[], stdin);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout.lines().map(|line| line.split(": ").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_value_is_known_from_the_other_files_of_the_repository() {
    let project = network();
    let cases: [(&[&str], &[&str]); 8] = [
        (&["infra/network.tf"], &["infra/network.tf:6:19"]),
        (&["infra/variables.tf"], &[]),
        (&["infra/network.tf", "--context", "none"], &[]),
        (&["net/main.tf"], &[]),
        (&["live/dev/main.tf"], &[]),
        (&["live/prod/main.tf"], &["live/prod/main.tf:3:13"]),
        (&["live/prod/main.tf", "infra/network.tf"], &["infra/network.tf:6:19", "live/prod/main.tf:3:13"]),
        // A folder is judged with what is in it.
        (&["net/main.tf", "live"], &["live/prod/main.tf:3:13"]),
    ];
    for (args, expected) in cases {
        assert_eq!(places(&project, args, None), expected, "{args:?}");
    }
    let below = ravelin_in(&project.path().join("live/prod"), &[&["scan", "main.tf"], &SSH[..]].concat(), &[], None);
    assert!(below.stdout.starts_with("main.tf:3:13: "), "{}", below.stdout);
}

#[test]
fn a_buffer_takes_the_place_of_its_file() {
    let project = network();
    let cases = [
        // The file itself is not read beside it.
        ("infra/network.tf", NETWORK.to_owned(), vec!["infra/network.tf:6:19"]),
        ("infra/network.tf", NETWORK.replace("22", "443"), vec![]),
        ("./live/../infra/network.tf", NETWORK.to_owned(), vec!["infra/network.tf:6:19"]),
        // A file that is not there yet is one of its folder.
        ("infra/more.tf", NETWORK.replace("\"ssh\"", "\"more\""), vec!["infra/more.tf:6:19"]),
        ("new/main.tf", NETWORK.replace("var.cidrs", "[\"0.0.0.0/0\"]"), vec!["new/main.tf:6:20"]),
        // What a module is given changes what is found in the caller.
        ("net/main.tf", NETWORK.replace("22", "443"), vec![]),
        ("live/dev/main.tf", project_file(&project, "live/prod/main.tf"), vec![]),
    ];
    for (name, text, expected) in cases {
        assert_eq!(places(&project, &["-", "--stdin-name", name], Some(&text)), expected, "{name}");
    }
    // Without a name it is a text by itself.
    assert!(places(&project, &["-"], Some(NETWORK)).is_empty());
}

fn project_file(project: &Project, name: &str) -> String {
    fs::read_to_string(project.path().join(name)).expect("readable")
}

#[test]
fn outside_of_a_repository_a_file_is_judged_by_itself() {
    let project = network();
    fs::remove_dir_all(project.path().join(".git")).expect("writable");
    assert!(places(&project, &["infra/network.tf"], None).is_empty());
    assert_eq!(places(&project, &["infra/network.tf", "infra/variables.tf"], None), ["infra/network.tf:6:19"]);
}

#[test]
fn what_is_left_out_is_no_part_of_the_context() {
    let project = network();
    let before = ["infra/network.tf:6:19"];
    assert_eq!(places(&project, &["infra/network.tf"], None), before);
    project.write(".gitignore", b"variables.tf\n");
    assert!(places(&project, &["infra/network.tf"], None).is_empty());
    assert_eq!(places(&project, &["infra/network.tf", "--no-ignore"], None), before);
    // What is named is judged all the same.
    project.write(".gitignore", b"network.tf\n");
    assert_eq!(places(&project, &["infra/network.tf"], None), before);
    project.write(".gitignore", b"");
    project.write(".ravelin.yaml", b"paths:\n  exclude: [infra/variables.tf]\n");
    assert!(places(&project, &["infra/network.tf"], None).is_empty());
}

#[test]
fn configuration_and_exceptions_hold_as_in_a_scan_of_the_whole() {
    let project = network();
    let listed = "exceptions:\n  - {checks: [cloud-network-open-ssh], paths: [infra/*], reason: meant}\n";
    project.write(".ravelin.yaml", listed.as_bytes());
    let json = project.run(&["scan", "infra/network.tf", "--format", "json", "--exit-zero"]).json();
    let findings = json["findings"].as_array().cloned().unwrap_or_default();
    let reason = findings.iter().find(|finding| finding["checkId"] == "cloud-network-open-ssh");
    assert_eq!(reason.map(|finding| &finding["suppression"]["reason"]), Some(&"meant".into()), "{json:#}");
    assert_eq!(json["coverage"]["verdicts"]["suppressed"], 1);
    assert_eq!((&json["exceptions"][0]["findings"], &json["switchedOff"][0]["count"]), (&1.into(), &1.into()));
    project.write(".ravelin.yaml", b"");
    // `--checks` would set aside what configuration files leave out.
    let is_open = |file: &str| {
        project.run(&["scan", file, "--format", "concise", "--exit-zero"]).stdout.contains("[cloud-network-open-ssh]")
    };
    assert!(is_open("infra/network.tf") && is_open("live/prod/main.tf"));
    project.write("infra/.ravelin.yaml", b"checks:\n  skip: [cloud-network-open-ssh]\n");
    assert!(!is_open("infra/network.tf"));
    // What holds in the folder of a module holds for what is given to it.
    project.write("net/.ravelin.yaml", b"checks:\n  skip: [cloud-network-open-ssh]\n");
    assert!(!is_open("live/prod/main.tf"));
}

#[test]
fn only_the_named_files_are_spoken_of() {
    let project = network();
    project.write("infra/broken.tf", b"resource {\n");
    project.write("infra/odd.tf", b"# ravelin: ignore[nothing-of-this-name] reason=\"x\"\n");
    let run = project.run(&["scan", "infra/network.tf", "--format", "json", "--fail-on-incomplete", "--exit-zero"]);
    let json = run.json();
    assert_eq!((run.code, json["diagnostics"].as_array().map(Vec::len)), (0, Some(0)), "{json:#}");
    let whole = project.run(&["scan", ".", "--format", "json", "--exit-zero"]).json();
    assert!(whole["diagnostics"].as_array().is_some_and(|said| !said.is_empty()));
    assert_eq!(json["coverage"]["files"]["terraform"]["found"], 1, "{:#}", json["coverage"]);
    assert_eq!(json["coverage"]["resources"]["terraform"], 1);
}

#[test]
fn a_baseline_of_the_whole_is_one_of_each_file() {
    let project = network();
    let folder = project.path();
    let written = project.run(&["baseline", "write", ".", "--baseline", "known.json"]);
    assert_eq!(written.code, 0, "{}", written.stderr);
    let counted = |args: &[&str]| {
        let json = project
            .run(&[&["scan", "--format", "json", "--exit-zero", "--baseline", "known.json"], args].concat())
            .json();
        let findings = json["findings"].as_array().cloned().unwrap_or_default();
        let states: Vec<String> =
            findings.iter().map(|finding| finding["baseline"].as_str().unwrap_or_default().to_owned()).collect();
        assert_eq!(json["absent"].as_array().map_or(0, Vec::len), 0, "{json:#}");
        states
    };
    for file in ["infra/network.tf", "live/prod/main.tf"] {
        let states = counted(&[file]);
        assert!(!states.is_empty() && states.iter().all(|state| state == "unchanged"), "{file}: {states:?}");
    }
    // The same cause in another file, while the known one is still there.
    fs::create_dir(folder.join("copy")).expect("writable");
    for name in ["network.tf", "variables.tf"] {
        fs::copy(folder.join("infra").join(name), folder.join("copy").join(name)).expect("writable");
    }
    let states = counted(&["copy/network.tf"]);
    assert!(!states.is_empty() && states.iter().all(|state| state == "new"), "{states:?}");
    // A file that is renamed takes what is known of it along.
    fs::rename(folder.join("infra"), folder.join("moved")).expect("writable");
    let states = counted(&["moved/network.tf"]);
    assert!(states.iter().all(|state| state == "unchanged"), "{states:?}");
}

#[cfg(unix)]
#[test]
fn links_lead_to_the_files_that_are_judged() {
    let project = network();
    let link = |target: &str, at: &str| {
        std::os::unix::fs::symlink(target, project.path().join(at)).expect("writable");
    };
    fs::create_dir(project.path().join("stage")).expect("writable");
    link("../infra/network.tf", "stage/network.tf");
    project.write("stage/variables.tf", b"variable \"cidrs\" {\n  default = []\n}\n");
    link("net", "linked");
    let call = "module \"net\" {\n  source = \"../linked\"\n  cidrs  = [\"0.0.0.0/0\"]\n}\n";
    project.write("stage/main.tf", call.as_bytes());
    // The file is one of its own folder, and read in the other as well.
    assert_eq!(places(&project, &["stage/network.tf"], None), ["infra/network.tf:6:19"]);
    assert_eq!(places(&project, &["stage/main.tf"], None), ["stage/main.tf:3:13"]);
}

#[test]
fn since_compares_with_the_context_of_then() {
    let project = network();
    let git = |args: &[&str]| {
        let run = std::process::Command::new("git").current_dir(project.path()).args(args).output().expect("git runs");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    };
    fs::remove_dir_all(project.path().join(".git")).expect("writable");
    project.write("infra/variables.tf", OPEN.replace("0.0.0.0/0", "10.0.0.0/8").as_bytes());
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--message", "x"]);
    let new = |args: &[&str], stdin: Option<&str>| {
        places(&project, &[args, &["--since", "HEAD", "--new-only"]].concat(), stdin)
    };
    assert!(new(&["live/prod/main.tf"], None).is_empty());
    assert!(new(&["infra/network.tf"], None).is_empty());
    // What changed beside the file makes a finding in it.
    project.write("infra/variables.tf", OPEN.as_bytes());
    assert_eq!(new(&["infra/network.tf"], None), ["infra/network.tf:6:19"]);
    let more = NETWORK.replace("\"ssh\"", "\"more\"");
    assert_eq!(
        new(&["-", "--stdin-name", "net/more.tf"], Some(&more.replace("var.cidrs", "[\"0.0.0.0/0\"]"))),
        ["net/more.tf:6:20"]
    );
}

#[test]
fn files_of_other_languages_have_a_context() {
    let project = Project::new(&[
        (".git/HEAD", ""),
        ("app/Dockerfile", "ARG USER_NAME\nFROM alpine:3.22 AS build\nFROM alpine:3.22\nUSER $USER_NAME\n"),
        ("deploy/compose.yaml", "services:\n  a:\n    build:\n      context: ../app\n      args: {USER_NAME: app}\n"),
        ("deploy/compose.override.yaml", "services:\n  a:\n    privileged: true\n"),
        (
            "k8s/base/pod.yaml",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, image: a:1}]\n",
        ),
        ("k8s/base/kustomization.yaml", "resources: [pod.yaml]\n"),
        ("k8s/prod/kustomization.yaml", "resources: [../base]\npatches: [{path: patch.yaml}]\n"),
        (
            "k8s/prod/patch.yaml",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, securityContext: {privileged: true}}]\n",
        ),
    ]);
    let ids = |path: &str, check: &str| {
        let args = ["scan", path, "--checks", check, "--format", "concise", "--exit-zero"];
        let run = project.run(&args);
        assert_eq!(run.code, 0, "{path}: {}", run.stderr);
        run.stdout
    };
    let privileged = ids("k8s/prod/patch.yaml", "*privileged*");
    assert!(privileged.starts_with("k8s/prod/patch.yaml:5:"), "{privileged}");
    assert_eq!(ids("k8s/base/pod.yaml", "*privileged*"), "");
    let privileged = ids("deploy/compose.override.yaml", "*privileged*");
    assert!(privileged.starts_with("deploy/compose.override.yaml:3:"), "{privileged}");
    let whole = ids(".", "docker-*");
    let own: Vec<&str> = whole.lines().filter(|line| line.starts_with("app/Dockerfile")).collect();
    assert_eq!(ids("app/Dockerfile", "docker-*").lines().collect::<Vec<_>>(), own);
}
