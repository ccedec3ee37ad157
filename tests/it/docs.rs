//! The documentation tells the truth where a machine can tell.

use std::fs;
use std::path::Path;

use crate::runner::ravelin;

fn documents() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names = vec!["README.md".to_owned(), "CHANGELOG.md".to_owned()];
    for entry in fs::read_dir(root.join("docs")).expect("docs is there") {
        let entry = entry.expect("readable");
        if entry.path().is_file() {
            names.push(format!("docs/{}", entry.file_name().to_string_lossy()));
        }
    }
    names.into_iter().map(|name| (name.clone(), fs::read_to_string(root.join(name)).expect("UTF-8"))).collect()
}

/// Every `src/…`, `docs/…`, `tests/…`, `checks/…` or `testdata/…` in code font is there.
#[test]
fn paths_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut missing = Vec::new();
    for (name, text) in documents() {
        for code in text.split('`').skip(1).step_by(2) {
            let of_project =
                ["src/", "docs/", "tests/", "testdata/", "benches/", "fuzz/"].iter().any(|top| code.starts_with(top));
            if of_project && !code.contains(['<', '*', ' ', '…']) && !root.join(code).exists() {
                missing.push(format!("{name}: {code}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Every `--option` in code font is one of the commands'. `docs/limits.md` names options that are not there.
#[test]
fn options_exist() {
    let commands = ["scan", "checks test", "checks list", "checks show", "checks docs", "compliance report", "trend"];
    let help =
        commands.map(|command| ravelin(&[&command.split(' ').collect::<Vec<_>>()[..], &["--help"]].concat()).stdout);
    let help = help.concat();
    let mut missing = Vec::new();
    for (name, text) in documents().into_iter().filter(|(name, _)| name != "docs/limits.md") {
        for code in text.split('`').skip(1).step_by(2).filter(|code| code.starts_with("--")) {
            let option: String = code.chars().take_while(|char| char.is_ascii_alphanumeric() || *char == '-').collect();
            if !help.contains(&option) {
                missing.push(format!("{name}: {option}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Every shape and category that checks may use is documented.
#[test]
fn the_check_format_is_documented() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/checks.md")).expect("UTF-8");
    for shape in ravelin::model::shape::Shape::ALL {
        assert!(text.contains(&format!("### `{}`", shape.as_str())), "{}", shape.as_str());
    }
    for category in ravelin::check::Category::ALL {
        assert!(text.contains(&format!("`{}`", category.as_str())), "{}", category.as_str());
    }
}

/// The index of checks is what the checks say. Failing? `cargo run -- checks docs` writes it again.
#[test]
fn the_index_of_checks_is_current() {
    let run = ravelin(&["checks", "docs", "--check"]);
    assert_eq!(run.code, 0, "write the index again with `cargo run -- checks docs`:\n{}", run.stderr);
}

/// The picture of output in the README is what the quickstart prints, but for the counts at its end.
#[test]
fn the_picture_is_real() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("UTF-8");
    let picture = readme.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a picture");
    let finding = picture.rsplit_once("\n\n").expect("counts follow the finding").0;
    assert!(ravelin(&["scan", "testdata/quickstart"]).stdout.contains(finding), "{finding}");
}
