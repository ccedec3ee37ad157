//! The shell splitter against bash: what `bash -n` accepts is read to its end, without anything left open.
//!
//! `testdata/shell/snippets.yaml` holds texts with the verdict of `bash -n`. To ask bash again (the verdicts are rewritten
//! in place):
//!
//! ```sh
//! RAVELIN_BASH=bash cargo test --test it shell
//! ```

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ravelin::syntax::shell;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Snippet {
    bash: bool,
    text: String,
}

fn snippets_path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/shell/snippets.yaml")
}

#[test]
fn what_bash_accepts_is_read_to_its_end() {
    if let Some(program) = std::env::var_os("RAVELIN_BASH") {
        regenerate(Path::new(&program));
    }
    let text = fs::read_to_string(snippets_path()).expect("readable");
    let snippets: Vec<Snippet> = serde_yaml::from_str(&text).expect("snippets");
    assert!(snippets.len() >= 150, "{} snippets", snippets.len());
    // The splitter is lenient: it may read on where bash gives up, but never the other way round.
    let unread: Vec<_> = snippets
        .iter()
        .filter(|snippet| snippet.bash && !shell::parse(&snippet.text, 0).complete)
        .map(|snippet| &snippet.text)
        .collect();
    assert!(unread.is_empty(), "{} of {} texts: {unread:#?}", unread.len(), snippets.len());
    // Open quotes and groups are noticed, so that `complete` means something.
    for text in ["a 'b", "a \"b", "a $(b", "(a", "{ a; ", "a)", "a `b"] {
        assert!(!shell::parse(text, 0).complete, "{text}");
    }
}

/// Places lie within the text, in order, whatever the text is.
#[test]
fn places_lie_within_the_text() {
    let text = fs::read_to_string(snippets_path()).expect("readable");
    let snippets: Vec<Snippet> = serde_yaml::from_str(&text).expect("snippets");
    for snippet in &snippets {
        for command in shell::parse(&snippet.text, 0).commands {
            let words = command.assignments.iter().chain(&command.words);
            for range in words.map(|word| word.range).chain([command.range]) {
                assert!(range.end as usize <= snippet.text.len(), "{}", snippet.text);
                let covered = command.range.start <= range.start && range.end <= command.range.end;
                assert!(range.start <= range.end && covered, "{}", snippet.text);
            }
        }
    }
}

/// Writes anew what bash says of each text.
fn regenerate(program: &Path) {
    let text = fs::read_to_string(snippets_path()).expect("readable");
    let snippets: Vec<Snippet> = serde_yaml::from_str(&text).expect("snippets");
    let mut verdicts = snippets.iter().map(|snippet| accepts(program, &snippet.text));
    let lines = text.lines().map(|line| match line.split_once(", text: ") {
        Some((_, rest)) => format!("- {{bash: {}, text: {rest}\n", verdicts.next().expect("a snippet")),
        None => format!("{line}\n"),
    });
    let text: String = lines.collect();
    fs::write(snippets_path(), text).expect("writable");
}

fn accepts(program: &Path, text: &str) -> bool {
    let mut child =
        Command::new(program).arg("-n").stdin(Stdio::piped()).stderr(Stdio::null()).spawn().expect("bash starts");
    child.stdin.take().expect("piped").write_all(format!("{text}\n").as_bytes()).expect("bash reads");
    child.wait().expect("bash ends").success()
}
