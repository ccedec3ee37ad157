//! Paths relative to the scan root, as text with `/`.

/// `relative` as seen from `folder`, without `.`; with `..` only in front, where it leads out of the scan root.
pub(super) fn join(folder: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A name in a folder.
pub(super) fn within(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The last part of a path.
pub(super) fn name_of(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Whether an entry that is not on this machine names something elsewhere: a URL, or a repository as Git and Kustomize
/// write them.
pub(super) fn is_remote(entry: &str) -> bool {
    let host = entry.split(['/', ':']).next().unwrap_or_default();
    let has_host = host.contains('.') && !host.starts_with('.') && entry.contains(['/', ':']);
    entry.contains("://") || entry.starts_with("git::") || entry.contains('@') || entry.contains("?ref=") || has_host
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_are_normal() {
        let table = [
            ("a/b", "../c/./d", "a/c/d"),
            ("", "x//y/", "x/y"),
            ("a", "../..", ".."),
            ("..", "../x", "../../x"),
            ("a", "..", ""),
        ];
        for (folder, relative, expected) in table {
            assert_eq!(join(folder, relative), expected, "{folder} + {relative}");
        }
        assert_eq!((name_of("a/b/c"), name_of("c")), ("c", "c"));
        assert_eq!((within("", "x"), within("a", "x")), ("x".to_owned(), "a/x".to_owned()));
    }

    #[test]
    fn remote_entries_are_told_from_paths() {
        for remote in ["https://x/y.yaml", "github.com/a/b?ref=v1", "git@h:a/b", "example.org/a/b", "git::ssh/x"] {
            assert!(is_remote(remote), "{remote}");
        }
        for local in ["../base", "./a.b/c", "deploy.yaml", "a/b", "."] {
            assert!(!is_remote(local), "{local}");
        }
    }
}
