//! Programs that copy, rename and delete files.

use super::disk::resolve;
use super::options::{Grammar, Item};
use crate::frontend::dockerfile::program::base_name;

/// What a call does to files, by their whole paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// The first becomes the second, and stays.
    Copy(String, String),
    /// It is deleted, or holds something else now.
    Delete(String),
}

/// What the call does that these words are, in `folder`. `None` where the program does nothing of the kind.
pub(super) fn changes(words: &[&str], folder: &str) -> Option<Vec<Change>> {
    let name = base_name(words.first()?);
    let grammar = match name {
        "cp" | "mv" | "ln" => Grammar("target-directory|t= suffix|S="),
        "install" => Grammar("target-directory|t= suffix|S= mode|m= owner|o= group|g= directory|d"),
        "rm" | "unlink" | "shred" => Grammar(""),
        _ => return None,
    };
    let items = grammar.read(words);
    let mut paths: Vec<&str> = Vec::new();
    let mut target = None;
    for item in items {
        match item {
            Item::Argument(index) => paths.push(words[index]),
            Item::Option("target-directory", value) => target = value,
            Item::Option("directory", None) if name == "install" => return Some(Vec::new()),
            Item::Option(..) => {}
        }
    }
    let whole = |path: &str| resolve(folder, path);
    if matches!(name, "rm" | "unlink" | "shred") {
        return Some(paths.into_iter().map(|path| Change::Delete(whole(path))).collect());
    }
    let is_folder = target.is_some();
    let Some(target) = target.or_else(|| paths.pop()) else { return Some(Vec::new()) };
    let (is_folder, single) = (is_folder || target.ends_with('/') || paths.len() > 1, whole(target));
    let mut changes = Vec::new();
    for path in paths {
        let source = whole(path);
        // Whether the target is a folder may not be known: then the file may have either name.
        changes.push(Change::Copy(source.clone(), format!("{}/{}", single.trim_end_matches('/'), base_name(path))));
        if !is_folder {
            changes.push(Change::Copy(source.clone(), single.clone()));
        }
        if name == "mv" {
            changes.push(Change::Delete(source));
        }
    }
    Some(changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_have_the_name_that_they_get() {
        let show = |text: &str| {
            let words: Vec<&str> = text.split(' ').collect();
            let show = |change: Change| match change {
                Change::Copy(from, to) => format!("{from} > {to}"),
                Change::Delete(path) => format!("-{path}"),
            };
            changes(&words, "/w").map(|changes| changes.into_iter().map(show).collect::<Vec<_>>().join(", "))
        };
        let cases = [
            ("cp a b", Some("/w/a > /w/b/a, /w/a > /w/b")),
            ("mv ./a /bin/", Some("/w/a > /bin/a, -/w/a")),
            ("mv a b ../c", Some("/w/a > /c/a, -/w/a, /w/b > /c/b, -/w/b")),
            ("install -m 755 a /usr/bin/b", Some("/w/a > /usr/bin/b/a, /w/a > /usr/bin/b")),
            ("install -d /x", Some("")),
            ("cp -t /x a", Some("/w/a > /x/a")),
            ("rm -f a ~/b", Some("-/w/a, -${HOME}/b")),
            ("chmod +x a", None),
        ];
        for (text, expected) in cases {
            assert_eq!(show(text).as_deref(), expected, "{text}");
        }
    }
}
