//! Where what was scanned comes from, in the words of every report.

use super::text::counted;
use crate::source::{Changes, Provenance};

/// What stands where something is not known.
pub(super) const UNKNOWN: &str = "not known";

/// What was scanned and where it comes from, by name, in order.
pub(super) fn rows(paths: &[String], origin: &Provenance) -> Vec<(&'static str, String)> {
    let Provenance { name, remote, folder, revision, changes } = origin;
    let known = |text: &Option<String>| text.clone().unwrap_or_else(|| UNKNOWN.to_owned());
    let folder = match folder.as_deref() {
        Some("") => "the top of the repository".to_owned(),
        Some(folder) => format!("{folder} of the repository"),
        None => UNKNOWN.to_owned(),
    };
    vec![
        ("Repository", known(name)),
        ("Address", known(remote)),
        ("Scanned", paths.join(", ")),
        ("Run in", folder),
        ("Revision", known(revision)),
        ("Working tree", changes.map_or_else(|| UNKNOWN.to_owned(), working_tree)),
    ]
}

/// Whether the files are those of the last commit.
fn working_tree(changes: Changes) -> String {
    let differing = match changes.changed {
        0 => None,
        1 => Some("1 tracked file differs from the last commit".to_owned()),
        count => Some(format!("{count} tracked files differ from the last commit")),
    };
    let untracked =
        (changes.untracked > 0).then(|| format!("{} read without being tracked", counted(changes.untracked, "file")));
    let parts: Vec<String> = differing.into_iter().chain(untracked).collect();
    if parts.is_empty() { "clean".to_owned() } else { format!("not clean: {}", parts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_said() {
        let rows = rows(&["a".to_owned(), "b".to_owned()], &Provenance::UNKNOWN);
        let unknown: Vec<&str> = rows.iter().filter(|(_, text)| text == UNKNOWN).map(|(name, _)| *name).collect();
        assert_eq!(unknown, ["Repository", "Address", "Run in", "Revision", "Working tree"]);
        assert_eq!(rows[2].1, "a, b");
    }

    #[test]
    fn a_working_tree_is_clean_or_says_why_it_is_not() {
        let cases = [
            ((0, 0), "clean"),
            ((1, 0), "not clean: 1 tracked file differs from the last commit"),
            ((2, 3), "not clean: 2 tracked files differ from the last commit, 3 files read without being tracked"),
        ];
        for ((changed, untracked), expected) in cases {
            assert_eq!(working_tree(Changes { changed, untracked }), expected);
        }
    }
}
