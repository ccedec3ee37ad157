//! The documentation tells the truth where a machine can tell.

use std::fs;
use std::path::Path;

use crate::runner::ravelin;

fn documents() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names = vec!["README.md".to_owned(), "CHANGELOG.md".to_owned()];
    for folder in ["docs", "docs/integrations"] {
        let entries = fs::read_dir(root.join(folder)).expect("is there").map(|entry| entry.expect("readable").path());
        let files = entries.filter(|path| path.is_file());
        names.extend(files.map(|path| format!("{folder}/{}", path.file_name().expect("a file").to_string_lossy())));
    }
    names.into_iter().map(|name| (name.clone(), fs::read_to_string(root.join(name)).expect("UTF-8"))).collect()
}

/// The blocks of a document in a language.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let opening = format!("```{language}\n");
    let inside = |rest: &'a str| rest.split_once("\n```").map(|(block, _)| block);
    text.split(opening.as_str()).skip(1).filter_map(inside).collect()
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
    let commands =
        ["scan", "checks test", "checks list", "checks show", "checks docs", "compliance report", "trend", "init"];
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

/// What the integrations run: every option is one of the command's, every format one that it writes.
#[test]
fn integrations_run_what_is_there() {
    let mut seen = 0;
    let mut missing = Vec::new();
    for (name, text) in documents().into_iter().filter(|(name, _)| name.starts_with("docs/integrations/")) {
        let mut help = None;
        for line in text.lines() {
            let line: Vec<&str> = line.split_whitespace().collect();
            let command = line.iter().position(|word| *word == "ravelin");
            let words = &line[command.map_or(0, |at| at + 1)..];
            help = match words {
                ["scan", ..] => Some(ravelin(&["scan", "--help"]).stdout),
                ["compliance", "report", ..] => Some(ravelin(&["compliance", "report", "--help"]).stdout),
                // The command goes on.
                [first, ..] if command.is_none() && first.starts_with("--") => help,
                _ => None,
            };
            let Some(help) = &help else { continue };
            let options = words.iter().copied().filter(|word| word.starts_with("--") && *word != "--");
            let formats = words.windows(2).filter(|pair| pair[0] == "--format");
            let formats = formats.map(|pair| pair[1].split('=').next().unwrap_or_default());
            let unknown = options.chain(formats).filter(|word| !help.contains(word));
            missing.extend(unknown.map(|word| format!("{name}: {word}")));
            seen += 1;
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(seen >= 30, "only {seen} lines of commands were found");
}

/// Pipelines that are shown, and the files that platforms read, are YAML.
#[test]
fn integrations_are_yaml() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts: Vec<(String, String)> = ["action.yml", ".pre-commit-hooks.yaml"]
        .map(|name| (name.to_owned(), fs::read_to_string(root.join(name)).expect("UTF-8")))
        .into();
    for (name, text) in documents() {
        texts.extend(blocks(&text, "yaml").into_iter().map(|block| (name.clone(), block.to_owned())));
    }
    for (name, text) in texts {
        let parsed = serde_yaml::from_str::<serde_yaml::Value>(&text);
        assert!(parsed.is_ok(), "{name}: {:?}\n{text}", parsed.err());
    }
}

/// No expression of a workflow stands inside of a script, where its value would be run.
#[test]
fn scripts_of_actions_hold_no_expressions() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let action = fs::read_to_string(root.join("action.yml")).expect("UTF-8");
    let page = fs::read_to_string(root.join("docs/integrations/github.md")).expect("UTF-8");
    let mut scripts = 0;
    for text in blocks(&page, "yaml").into_iter().chain([action.as_str()]) {
        let value: serde_yaml::Value = serde_yaml::from_str(text).expect("YAML");
        let mut rest = vec![value];
        while let Some(value) = rest.pop() {
            if let Some(script) = value.get("run").and_then(serde_yaml::Value::as_str) {
                assert!(!script.contains("${{"), "{script}");
                scripts += 1;
            }
            match value {
                serde_yaml::Value::Sequence(items) => rest.extend(items),
                serde_yaml::Value::Mapping(fields) => rest.extend(fields.into_values()),
                _ => {}
            }
        }
    }
    assert!(scripts >= 5, "only {scripts} scripts were found");
}

/// Every shape and category that checks may use is documented.
#[test]
fn the_check_format_is_documented() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/checks.md")).expect("UTF-8");
    for shape in ravelin::shape::Shape::ALL {
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

/// Every service and every group that a check may ask for is in the documentation of its shape.
#[test]
fn services_are_documented() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| fs::read_to_string(root.join(name)).expect("UTF-8");
    let documented = read("docs/checks.md");
    let words = |line: &str, key: &str| {
        let (_, rest) = line.split_once(&format!("{key}: "))?;
        rest.split_once(',').map(|(word, _)| word.to_owned())
    };
    let ports = read("src/shape/network_rules/ports.yaml");
    let rows: Vec<&str> = ports.lines().filter(|line| line.starts_with("- ")).collect();
    assert!(rows.len() > 50, "{} rows", rows.len());
    for row in rows {
        for key in ["name", "group"] {
            let word = words(row, key).expect("a row in one line");
            assert!(documented.contains(&format!("`{word}`")), "{word}");
        }
    }
}
