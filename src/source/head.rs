//! The commit of a working tree, read from the files of its repository.

use std::fs;
use std::path::Path;

use super::work_tree::WorkTree;

/// Digits of a commit id, with SHA-1 and with SHA-256.
const ID_LENGTHS: [usize; 2] = [40, 64];

/// The commit that is checked out where `path` lies; none when that is not known.
pub fn head_commit(path: &Path) -> Option<String> {
    commit(&WorkTree::around(path)?)
}

/// The commit that is checked out in a working tree.
pub(super) fn commit(tree: &WorkTree) -> Option<String> {
    let text = fs::read_to_string(tree.folder().join("HEAD")).ok()?;
    match text.trim().strip_prefix("ref: ") {
        Some(name) => branch(tree, name),
        None => id(&text),
    }
}

/// The commit of a branch: in a file of its own, or packed with others. Linked working trees share both.
fn branch(tree: &WorkTree, name: &str) -> Option<String> {
    // Names of references have no such part; a made-up HEAD must not lead to other files.
    if name.split('/').any(|part| part == ".." || part.is_empty()) {
        return None;
    }
    [Some(tree.folder().to_path_buf()), tree.shared()].into_iter().flatten().find_map(|folder| {
        let loose = fs::read_to_string(folder.join(name)).ok().and_then(|text| id(&text));
        loose.or_else(|| packed(&fs::read_to_string(folder.join("packed-refs")).ok()?, name))
    })
}

fn packed(text: &str, name: &str) -> Option<String> {
    text.lines().filter_map(|line| line.split_once(' ')).find(|(_, packed)| *packed == name).and_then(|(it, _)| id(it))
}

fn id(text: &str) -> Option<String> {
    let text = text.trim();
    let is_id = ID_LENGTHS.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_id.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMIT: &str = "3f9c2d1e0b7a4c55d1e9a0b2c3d4e5f60718293a";

    /// A folder with these files, and the commit that is found in `r/a` of it.
    fn found(files: &[(&str, &str)]) -> Option<String> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files.iter().chain(&[("r/a/b", "")]) {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("has a parent")).expect("writable");
            fs::write(path, text).expect("writable");
        }
        head_commit(&folder.path().join("r/a"))
    }

    #[test]
    fn the_commit_is_found_in_each_form() {
        const HEAD: (&str, &str) = ("r/.git/HEAD", "ref: refs/heads/main\n");
        let packed = format!("# pack-refs\n{COMMIT} refs/heads/main\n");
        let linked = [
            ("r/.git", "gitdir: ../main/.git/worktrees/r\n"),
            ("main/.git/worktrees/r/HEAD", "ref: refs/heads/x/y\n"),
            ("main/.git/worktrees/r/commondir", "../..\n"),
            ("main/.git/refs/heads/x/y", COMMIT),
        ];
        let known: [&[(&str, &str)]; 4] = [
            &[("r/.git/HEAD", COMMIT)],
            &[HEAD, ("r/.git/refs/heads/main", COMMIT)],
            &[HEAD, ("r/.git/packed-refs", &packed)],
            &linked,
        ];
        for files in known {
            assert_eq!(found(files).as_deref(), Some(COMMIT), "{files:?}");
        }
    }

    #[test]
    fn without_a_commit_nothing_is_known() {
        let unknown: [&[(&str, &str)]; 3] = [
            &[("r/.git/HEAD", "ref: refs/heads/main\n")],
            &[("r/.git/HEAD", "nonsense")],
            // A made-up reference leads nowhere.
            &[("r/.git/HEAD", "ref: ../../secret\n"), ("secret", COMMIT)],
        ];
        for files in unknown {
            assert_eq!(found(files), None, "{files:?}");
        }
    }
}
