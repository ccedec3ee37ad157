//! The repository of what is asked for.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::project::Project;
use crate::engine::discover::Input;
use crate::source::{Root, Texts};

impl Project {
    /// The repository that holds all `inputs`, if some are files that are judged with others of it. A text stands for the file
    /// of its name, and its input becomes that file. `current` is the current folder, absolute; `texts` are those of the
    /// disk, or of a commit.
    pub fn of_inputs(current: &Path, inputs: &mut [Input], texts: Arc<Texts>, use_ignore_files: bool) -> Option<Self> {
        let paths: Vec<PathBuf> = inputs.iter().map(|input| place(&current.join(input.name()))).collect();
        if paths.iter().all(|path| path.is_dir()) {
            return None;
        }
        let project = Self::open(&Root::common(&paths)?, texts, use_ignore_files)?;
        for (input, path) in inputs.iter_mut().zip(paths) {
            if let Input::Text { text, .. } = input {
                project.texts().lay(path.clone(), std::mem::take(text));
                *input = Input::Path(path);
            }
        }
        Some(project)
    }
}

impl Input {
    /// Its path, as it is given.
    fn name(&self) -> &Path {
        match self {
            Self::Path(path) => path,
            Self::Text { name, .. } => Path::new(name),
        }
    }
}

/// A path without symbolic links and without `..`, as far as it is there.
fn place(path: &Path) -> PathBuf {
    match (path.canonicalize(), path.parent(), path.file_name()) {
        (Ok(real), ..) => real,
        (Err(_), Some(parent), Some(name)) => place(parent).join(name),
        (Err(_), ..) => path.to_path_buf(),
    }
}
