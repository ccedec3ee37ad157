//! Edits at every place of every Dockerfile below `testdata`, and of the folder that `RAVELIN_EDITED` names.

use std::path::{Path, PathBuf};

use super::super::script::scripts;
use super::{Dockerfile, Edits, Place, apply, are_apart};
use crate::source::TextRange;
use crate::syntax::dockerfile::{Keyword, Parsed, parse};

/// What a file says: its instructions in words, with flags.
fn said(parsed: &Parsed<'_>) -> Vec<String> {
    let flag = |flag: &crate::syntax::dockerfile::Flag<'_>| {
        format!("--{}={:?}", flag.name, flag.value.as_ref().map(|value| &value.text))
    };
    let instruction = |instruction: &crate::syntax::dockerfile::Instruction<'_>| {
        let flags: Vec<String> = instruction.flags.iter().map(flag).collect();
        let words: Vec<&str> = instruction.words.iter().map(|word| &*word.text).collect();
        let bodies: Vec<&str> = instruction.heredocs.iter().map(|heredoc| heredoc.body).collect();
        format!("{} {flags:?} {words:?} {bodies:?}", instruction.keyword)
    };
    parsed.instructions.iter().map(instruction).collect()
}

struct Trial<'t> {
    name: String,
    text: &'t str,
    before: Vec<String>,
    comments: usize,
    faults: Vec<String>,
    edits: usize,
}

impl Trial<'_> {
    /// Makes an edit of one instruction, and compares all others.
    fn expect(&mut self, what: &str, at: TextRange, edits: Edits, is_expected: impl Fn(&[String]) -> bool) {
        let Ok(edits) = edits else { return };
        self.edits += 1;
        let after = apply(self.text, &edits);
        let parsed = parse(&after);
        let lost = self.comments - parsed.comments.len().min(self.comments);
        let is_whole = parsed.errors.is_empty() && are_apart(&edits) && (lost == 0 || what.starts_with("remove"));
        if !is_whole || !is_expected(&said(&parsed)) {
            self.faults.push(format!("{} {what} `{}` {edits:?}\n{after}", self.name, at.slice(self.text)));
        }
    }

    fn run(&mut self, file: &Dockerfile<'_>) {
        let before = self.before.clone();
        let end = file.add_instruction("USER ravelin", Place::End);
        self.expect("end", TextRange::default(), end, |after| {
            let at = after.iter().rposition(|said| said.starts_with("USER [] [\"ravelin\"]"));
            at.is_some_and(|at| [&after[..at], &after[at + 1..]].concat() == before)
        });
        for (index, instruction) in file.parsed.instructions.iter().enumerate() {
            let others_stay = |after: &[String]| {
                after.len() == before.len()
                    && after[..index] == before[..index]
                    && after[index + 1..] == before[index + 1..]
            };
            let at = instruction.range;
            let is_gone = |after: &[String]| [&before[..index], &before[index + 1..]].concat() == after;
            self.expect("remove instruction", at, file.remove(at), is_gone);
            for (place, offset) in [(Place::Before(at), 0), (Place::After(at), 1)] {
                let added = file.add_instruction("LABEL ravelin=1", place);
                self.expect("add", at, added, |after| {
                    let rest = [&after[..index + offset], &after[index + offset + 1..]].concat();
                    rest == before && after[index + offset].starts_with("LABEL")
                });
            }
            if instruction.keyword == Keyword::Copy {
                self.expect("flag", at, file.add_flag(at, "--chown=ravelin"), others_stay);
            }
            let has_pairs = matches!(instruction.keyword, Keyword::Arg | Keyword::Env | Keyword::Label);
            for word in instruction.words.iter().filter(|_| !has_pairs) {
                self.expect("replace", word.range, file.replace(word.range, "ravelin"), others_stay);
                if instruction.words.len() > 2 {
                    self.expect("remove", word.range, file.remove(word.range), |after| {
                        is_gone(after) || others_stay(after) && after[index].len() < before[index].len()
                    });
                }
            }
            for command in scripts(instruction).iter().flatten() {
                self.expect("remove", command.range, file.remove(command.range), |after| {
                    others_stay(after) || is_gone(after)
                });
                for word in &command.words {
                    self.expect("option", *word, file.add_option(*word, "--ravelin"), others_stay);
                }
            }
            self.expect("assign", at, file.assign(at), others_stay);
        }
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let is_dockerfile =
            path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.contains("ockerfile"));
        if path.is_dir() {
            files(&path, found);
        } else if is_dockerfile {
            found.push(path);
        }
    }
}

/// The Dockerfiles in the cases that hadolint has judged.
fn cases() -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/hadolint/cases.yaml");
    let text = std::fs::read_to_string(path).expect("can be read");
    let mut found = Vec::new();
    texts(&crate::syntax::yaml::parse(&text, crate::syntax::yaml::Dialect::Yaml12).documents[0].root, &mut found);
    found.into_iter().map(|text| ("a case".to_owned(), text)).collect()
}

fn texts(node: &crate::syntax::yaml::Node, found: &mut Vec<String>) {
    found.extend(node.as_str().filter(|text| text.contains("FROM ")).map(str::to_owned));
    node.items().iter().for_each(|item| texts(item, found));
    node.entries().iter().for_each(|entry| texts(&entry.value, found));
}

#[test]
fn an_edit_changes_nothing_else() {
    let mut all = cases();
    let mut found = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata"), &mut found);
    if let Some(folder) = std::env::var_os("RAVELIN_EDITED") {
        files(Path::new(&folder), &mut found);
    }
    all.extend(found.iter().filter_map(|path| Some((path.display().to_string(), std::fs::read_to_string(path).ok()?))));
    let (mut faults, mut edits) = (Vec::new(), 0);
    for (name, text) in all {
        let Ok(file) = Dockerfile::read(&text) else { continue };
        let (before, comments) = (said(&file.parsed), file.parsed.comments.len());
        let mut trial = Trial { name, text: &text, before, comments, faults: Vec::new(), edits: 0 };
        trial.run(&file);
        faults.append(&mut trial.faults);
        edits += trial.edits;
    }
    assert!(faults.is_empty(), "{} of {edits}\n{}", faults.len(), faults.join("\n"));
    assert!(edits > 1000, "{edits} edits");
}
