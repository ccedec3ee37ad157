//! The architecture, as far as a machine can see it: imports go downwards, files and functions stay small.

use std::fs;
use std::path::{Path, PathBuf};

/// Modules by layer, lowest first. `docs/architecture.md` says what each holds.
const LAYERS: &[(&str, u8)] = &[
    ("source", 0),
    ("diagnostic", 1),
    ("value", 1),
    ("syntax", 2),
    ("model", 2),
    ("shape", 3),
    ("frontend", 4),
    ("link", 4),
    ("check", 4),
    ("finding", 5),
    ("conceal", 5),
    ("exception", 5),
    ("config", 5),
    ("compliance", 5),
    ("history", 5),
    ("engine", 6),
    ("report", 6),
    ("cli", 7),
];

/// Imports within a layer that are meant: the first may use the second.
const WITHIN_LAYER: &[(&str, &str)] = &[
    ("value", "diagnostic"),
    ("model", "syntax"),
    ("exception", "finding"),
    ("exception", "config"),
    ("compliance", "finding"),
    ("history", "finding"),
    ("history", "compliance"),
];

const LONGEST_FILE: usize = 400;

fn layer(module: &str) -> Option<u8> {
    LAYERS.iter().find(|(name, _)| *name == module).map(|(_, layer)| *layer)
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Every file of the library: its module at the top, its path, and its text without tests.
fn library() -> Vec<(String, PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    files.sort();
    let module = |path: &Path| path.strip_prefix(&src).ok()?.iter().next()?.to_str().map(str::to_owned);
    let is_test = |path: &Path| path.file_stem().is_some_and(|stem| stem == "tests" || stem == "samples");
    files
        .into_iter()
        .filter(|path| !is_test(path) && !path.iter().any(|part| part == "tests"))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("UTF-8");
            let code = text.split("\n#[cfg(test)]").next().unwrap_or_default().to_owned();
            (module(&path).expect("below src"), path, code)
        })
        .collect()
}

#[test]
fn imports_go_downwards() {
    let mut wrong = Vec::new();
    for (module, path, code) in library() {
        let Some(own) = layer(&module) else { continue };
        for (number, line) in code.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for mention in line.split("crate::").skip(1) {
                let target =
                    mention.split(|char: char| !char.is_alphanumeric() && char != '_').next().unwrap_or_default();
                let allowed = layer(target).is_some_and(|other| other < own)
                    || target == module
                    || WITHIN_LAYER.contains(&(module.as_str(), target));
                if !allowed {
                    wrong.push(format!("{}:{}: {module} uses {target}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_has_a_layer() {
    for (module, ..) in library() {
        assert!(matches!(module.as_str(), "lib.rs" | "main.rs") || layer(&module).is_some(), "{module}");
    }
}

#[test]
fn files_have_one_subject() {
    let long: Vec<String> = library()
        .into_iter()
        .map(|(_, path, code)| (code.lines().count(), path))
        .filter(|(lines, _)| *lines > LONGEST_FILE)
        .map(|(lines, path)| format!("{}: {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "over {LONGEST_FILE} lines:\n{}", long.join("\n"));
}
