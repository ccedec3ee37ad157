//! The text of `.ravelin.yaml`.

use std::fmt::Write as _;

use super::migration::{Migration, Picked};
use crate::exception::write::Entry;
use crate::syntax::yaml::{list, word};

impl Migration {
    /// Whether nothing is carried over.
    pub fn is_empty(&self) -> bool {
        sections(self).is_empty()
    }

    /// The text of a `.ravelin.yaml` that says the same; what is not carried over stands in comments.
    pub fn text(&self) -> String {
        let mut text = format!("# Made by `ravelin migrate` of {}.\n", self.files.join(", "));
        if !self.notes.is_empty() {
            text += "# Not carried over, or not in full:\n";
            for note in &self.notes {
                let _ = writeln!(
                    text,
                    "#   {}:{}: {}: {}",
                    note.file,
                    note.line,
                    one_line(&note.what),
                    one_line(&note.why)
                );
            }
        }
        for section in sections(self) {
            text += "\n";
            text += &section;
        }
        text
    }
}

/// The sections that have anything, each with its lines.
fn sections(migration: &Migration) -> Vec<String> {
    let all = [
        checks(migration),
        paths(migration),
        values(migration),
        gate(migration),
        report(migration),
        exceptions(migration),
        policy(migration),
    ];
    all.into_iter().filter(|section| !section.is_empty()).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn checks(migration: &Migration) -> String {
    let mut text = String::new();
    for (key, picked) in [("only", &migration.only), ("skip", &migration.skip)] {
        if !picked.is_empty() {
            let _ = writeln!(text, "  {key}:");
            text.extend(picked.iter().map(item));
        }
    }
    if !migration.severity.is_empty() {
        text += "  severity:\n";
        for (id, (severity, from)) in &migration.severity {
            let _ = writeln!(text, "    {}: {severity}{}", word(id), comment(id, from));
        }
    }
    if !migration.parameters.is_empty() {
        text += "  parameters:\n";
        for (id, lists) in &migration.parameters {
            let _ = writeln!(text, "    {}:", word(id));
            for (name, words) in lists {
                let _ = writeln!(text, "      {}: {}", word(name), list(words));
            }
        }
    }
    headed("checks", text)
}

fn item(Picked { word: name, from }: &Picked) -> String {
    format!("    - {}{}\n", word(name), comment(name, from))
}

/// What a check was called before.
fn comment(name: &str, from: &str) -> String {
    if from.eq_ignore_ascii_case(name) { String::new() } else { format!(" # {}", one_line(from)) }
}

fn paths(migration: &Migration) -> String {
    let mut text = String::new();
    if !migration.exclude.is_empty() {
        text += "  exclude:\n";
    }
    for pattern in &migration.exclude {
        let _ = writeln!(text, "    - {}", word(pattern));
    }
    headed("paths", text)
}

fn values(migration: &Migration) -> String {
    let files = &migration.variable_files;
    headed("terraform", if files.is_empty() { String::new() } else { format!("  variable-files: {}\n", list(files)) })
}

fn gate(migration: &Migration) -> String {
    let line = migration.fail_on.map(|fail_on| format!("  fail-on: {}\n", fail_on.as_str()));
    headed("gate", line.unwrap_or_default())
}

fn report(migration: &Migration) -> String {
    let mut text = String::new();
    if !migration.formats.is_empty() {
        let _ = writeln!(text, "  formats: {}", list(&migration.formats));
    }
    if let Some(severity) = migration.min_severity {
        let _ = writeln!(text, "  min-severity: {severity}");
    }
    headed("report", text)
}

fn exceptions(migration: &Migration) -> String {
    let mut text = String::new();
    for line in migration.exceptions.iter().flat_map(Entry::lines) {
        let _ = writeln!(text, "  {line}");
    }
    headed("exceptions", text)
}

fn policy(migration: &Migration) -> String {
    let names = &migration.not_inline;
    headed(
        "exception-policy",
        if names.is_empty() { String::new() } else { format!("  not-inline: {}\n", list(names)) },
    )
}

fn headed(key: &str, lines: String) -> String {
    if lines.is_empty() { lines } else { format!("{key}:\n{lines}") }
}
