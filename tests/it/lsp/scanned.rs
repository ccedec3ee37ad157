//! One engine, one answer: what is said of an open document is what a scan of its repository says of the file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::client::{Editor, able, uri};
use crate::runner::{Project, ravelin_in};

/// What is said of a place: the code, where it starts, and the message.
type Said = (String, u64, u64, String);

/// Another folder whose subfolders are each a repository.
const CORPUS: &str = "RAVELIN_LSP_CORPUS";

/// What a scan of a folder says, by file.
fn scanned(folder: &Path) -> BTreeMap<String, Vec<Said>> {
    let args = ["scan", ".", "--format", "json", "--exit-zero"];
    let json = ravelin_in(folder, &args, &[], None).json();
    let mut said: BTreeMap<String, Vec<Said>> = BTreeMap::new();
    let low = |finding: &&Value| finding["severity"] != "info" && finding["suppression"].is_null();
    let findings = json["findings"].as_array().expect("a list").iter().filter(low).map(|it| (it, "checkId"));
    let problems = json["diagnostics"].as_array().expect("a list").iter().map(|it| (it, "code"));
    for (it, code) in findings.chain(problems) {
        let location = &it["location"];
        let Some(path) = location["path"].as_str() else { continue };
        let number = |name: &str| location["start"][name].as_u64().map_or(0, |number| number - 1);
        let message = it["message"].as_str().expect("a message");
        let code = it[code].as_str().expect("a code");
        said.entry(path.to_owned()).or_default().push((
            code.to_owned(),
            number("line"),
            number("column"),
            message.to_owned(),
        ));
    }
    for list in said.values_mut() {
        list.sort();
    }
    said
}

/// What the server says of every file of a folder that is text.
fn served(folder: &Path) -> BTreeMap<String, Vec<Said>> {
    let mut capabilities = able();
    capabilities["general"]["positionEncodings"] = json!(["utf-32"]);
    let (editor, _) = Editor::with(folder, &capabilities, &json!({}));
    let mut files = Vec::new();
    collect(folder, &mut files);
    let texts = files.iter().filter_map(|path| Some((path, fs::read_to_string(path).ok()?)));
    let open: Vec<&PathBuf> = texts
        .map(|(path, text)| {
            editor.open(path, &text);
            path
        })
        .collect();
    let mut said = BTreeMap::new();
    for path in open {
        let diagnostics = editor.diagnostics(&uri(path), 1);
        let of = |it: &Value| {
            let start = &it["range"]["start"];
            let number = |name: &str| start[name].as_u64().expect("a number");
            let message = it["message"].as_str().expect("a message").lines().next().unwrap_or_default().to_owned();
            (it["code"].as_str().expect("a code").to_owned(), number("line"), number("character"), message)
        };
        let mut list: Vec<Said> = diagnostics.iter().map(of).collect();
        list.sort();
        if !list.is_empty() {
            let name = path.strip_prefix(folder).expect("is below").to_string_lossy().replace('\\', "/");
            said.insert(name, list);
        }
    }
    assert_eq!(editor.end(), 0);
    said
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        folder.read_dir().expect("readable").map(|entry| entry.expect("readable").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && !path.ends_with(".git") && !path.is_symlink() {
            collect(&path, files);
        } else if path.is_file() && !path.is_symlink() {
            files.push(path);
        }
    }
}

/// A copy of a folder that is a repository of its own.
fn copy(folder: &Path) -> (Project, PathBuf) {
    let project = Project::new(&[(".git/HEAD", "ref: refs/heads/main\n")]);
    let mut files = Vec::new();
    collect(folder, &mut files);
    for file in files {
        let name = file.strip_prefix(folder).expect("is below").to_string_lossy().into_owned();
        project.write(&name, &fs::read(&file).expect("readable"));
    }
    let path = project.path().canonicalize().expect("is there");
    (project, path)
}

fn compare(folder: &Path) -> usize {
    let (_keep, copy) = copy(folder);
    let (scanned, served) = (scanned(&copy), served(&copy));
    let count = served.values().map(Vec::len).sum();
    assert_eq!(served, scanned, "{}", folder.display());
    count
}

#[test]
fn documents_have_said_of_them_what_a_scan_says() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let mut roots = vec![data.join("quickstart"), data.join("terraform/files"), data.join("subsumed")];
    for outer in ["kustomize", "terraform/plans"] {
        let mut inner: Vec<PathBuf> =
            data.join(outer).read_dir().expect("readable").map(|entry| entry.expect("readable").path()).collect();
        inner.sort();
        roots.extend(inner.into_iter().filter(|path| path.is_dir()));
    }
    if let Some(corpus) = std::env::var_os(CORPUS) {
        let entries = Path::new(&corpus).read_dir().expect("readable");
        roots.extend(entries.map(|entry| entry.expect("readable").path()).filter(|path| path.is_dir()));
    }
    let count: usize = roots.iter().map(|root| compare(root)).sum();
    assert!(count > 300, "{count}");
}
