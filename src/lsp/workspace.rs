//! The folders of the workspace, and how the user writes the paths in them.

use std::path::{Path, PathBuf};

use lsp_types::{Uri, WorkspaceFolder};
use serde_json::Value;

use super::documents::real;
use super::uri;
use crate::source::Root;

/// A folder that the user has opened.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Folder {
    /// As the client writes it.
    written: PathBuf,
    /// Without symbolic links.
    real: PathBuf,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Workspace {
    folders: Vec<Folder>,
}

impl Workspace {
    /// The folders with which the client starts: the list that came last into the protocol counts, and otherwise the one folder that
    /// there was before.
    pub(super) fn of(params: &Value) -> Self {
        let mut workspace = Self::default();
        let uris = params.get("workspaceFolders").and_then(Value::as_array).into_iter().flatten();
        let uris = uris.filter_map(|folder| folder.get("uri")?.as_str());
        workspace.extend(uris.filter_map(uri::path));
        if workspace.folders.is_empty() {
            let text = |name: &str| params.get(name).and_then(Value::as_str);
            let only = text("rootUri").and_then(uri::path).or_else(|| text("rootPath").map(PathBuf::from));
            workspace.extend(only);
        }
        workspace
    }

    /// Takes folders up, and lets others go.
    pub(super) fn change(&mut self, added: &[WorkspaceFolder], removed: &[WorkspaceFolder]) {
        let paths = |folders: &[WorkspaceFolder]| -> Vec<PathBuf> {
            folders.iter().filter_map(|folder| uri::path(folder.uri.as_str())).collect()
        };
        let removed: Vec<PathBuf> = paths(removed).iter().map(|path| real(path)).collect();
        self.folders.retain(|folder| !removed.contains(&folder.real));
        self.extend(paths(added));
    }

    fn extend(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        for written in paths {
            let real = real(&written);
            if self.folders.iter().all(|folder| folder.real != real) {
                self.folders.push(Folder { written, real });
            }
        }
    }

    /// The folder from which a file is judged, as the command line judges it from where it is called: the innermost one of the
    /// workspace around it, otherwise its repository, or its own folder.
    pub(super) fn top(&self, path: &Path) -> PathBuf {
        let around = self.folders.iter().map(|folder| &folder.real).filter(|folder| path.starts_with(folder));
        let innermost = around.max_by_key(|folder| folder.components().count());
        let own = path.parent().unwrap_or(path);
        innermost.cloned().unwrap_or_else(|| Root::repository(own).to_path_buf())
    }

    /// The URI of a file, as the user would write it.
    pub(super) fn uri(&self, path: &Path) -> Option<Uri> {
        let inner =
            |folder: &Folder| Some((folder.written.clone(), path.strip_prefix(&folder.real).ok()?.to_path_buf()));
        let written = self.folders.iter().filter_map(inner).min_by_key(|(_, inner)| inner.components().count());
        match written {
            Some((folder, inner)) => uri::of(&folder.join(inner)),
            None => uri::of(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_innermost_folder_counts() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let base = folder.path().canonicalize().expect("exists");
        for name in ["repo/.git", "repo/a/b", "alone"] {
            std::fs::create_dir_all(base.join(name)).expect("writable");
        }
        let folders = ["repo", "repo/a"].map(|name| json!({"uri": uri::of(&base.join(name)), "name": name}));
        let mut workspace = Workspace::of(&json!({"workspaceFolders": folders, "rootUri": uri::of(&base)}));
        let top = |workspace: &Workspace, name: &str| {
            let top = workspace.top(&base.join(name));
            top.strip_prefix(&base).expect("is below").to_string_lossy().into_owned()
        };
        let tops =
            |workspace: &Workspace| ["repo/x.tf", "repo/a/b/x.tf", "alone/x.tf"].map(|name| top(workspace, name));
        assert_eq!(tops(&workspace), ["repo", "repo/a", "alone"]);
        let inner = WorkspaceFolder { uri: uri::of(&base.join("repo/a")).expect("a URI"), name: "a".to_owned() };
        workspace.change(&[], std::slice::from_ref(&inner));
        assert_eq!(tops(&workspace), ["repo", "repo", "alone"]);
        workspace.change(std::slice::from_ref(&inner), &[]);
        assert_eq!(tops(&workspace), ["repo", "repo/a", "alone"]);
        assert_eq!(tops(&Workspace::of(&json!({}))), ["repo", "repo", "alone"]);
        let only = Workspace::of(&json!({"workspaceFolders": null, "rootPath": base.join("repo/a").to_string_lossy()}));
        assert_eq!(tops(&only), ["repo", "repo/a", "alone"]);
    }

    #[cfg(unix)]
    #[test]
    fn paths_are_written_as_the_user_writes_them() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let base = folder.path().canonicalize().expect("exists");
        std::fs::create_dir(base.join("real")).expect("writable");
        std::os::unix::fs::symlink(base.join("real"), base.join("link")).expect("writable");
        let workspace = Workspace::of(&json!({"rootUri": uri::of(&base.join("link"))}));
        let name = |path: &str| workspace.uri(&base.join(path)).expect("a URI");
        assert_eq!(name("real/a.tf"), uri::of(&base.join("link/a.tf")).expect("a URI"));
        assert_eq!(name("other/a.tf"), uri::of(&base.join("other/a.tf")).expect("a URI"));
    }
}
