//! What the entries of a kustomization name.

pub(super) use crate::frontend::paths::within;

/// `relative` as seen from `folder`. What is absolute is left as it is: nothing lies there.
pub(super) fn join(folder: &str, relative: &str) -> String {
    crate::frontend::paths::join(folder, relative).unwrap_or_else(|| relative.to_owned())
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
    fn remote_entries_are_told_from_paths() {
        for remote in ["https://x/y.yaml", "github.com/a/b?ref=v1", "git@h:a/b", "example.org/a/b", "git::ssh/x"] {
            assert!(is_remote(remote), "{remote}");
        }
        for local in ["../base", "./a.b/c", "deploy.yaml", "a/b", "."] {
            assert!(!is_remote(local), "{local}");
        }
    }
}
