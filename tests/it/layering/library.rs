//! The library as its text says: every file of `src`, parsed, without what is compiled only for tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::reader;

/// The files of the library, by their modules (`crate::value::text`).
pub type Library = BTreeMap<String, File>;

/// What the tests want to know of a file.
#[derive(Default)]
pub struct File {
    /// Below `src`, with slashes.
    pub path: String,
    /// How many lines are not of tests.
    pub lines: usize,
    /// Its functions and methods, nested ones too.
    pub functions: Vec<Function>,
    /// Methods and functions of types, from its `impl` blocks.
    pub methods: Vec<Method>,
    /// Those that it calls on the type of the `impl` block: `self.name()`, `Self::name()`.
    pub calls: Vec<Method>,
    /// Every path in it, but for those of visibilities.
    pub names: Vec<Name>,
    /// Every identifier in it.
    pub identifiers: BTreeSet<String>,
    /// Whether it has a module within it.
    pub has_inline_module: bool,
    /// Modules of which it imports everything.
    pub globs: Vec<Vec<String>>,
    /// What its `use` items bring into scope, by the name that it has there.
    pub imports: BTreeMap<String, Vec<String>>,
}

/// A function and its length, from the signature to the closing brace.
pub struct Function {
    pub name: String,
    /// From 1.
    pub line: usize,
    pub lines: usize,
}

/// A method, as the type of its `impl` block and its name.
pub struct Method {
    pub of: Vec<String>,
    pub name: String,
    /// From 1.
    pub line: usize,
}

/// A path as it is written.
pub struct Name {
    pub segments: Vec<String>,
    /// From 1.
    pub line: usize,
    /// Whether a `pub use` passes it on.
    pub is_passed_on: bool,
}

/// The library, read and parsed once.
pub fn library() -> &'static Library {
    static LIBRARY: LazyLock<Library> = LazyLock::new(read);
    &LIBRARY
}

fn read() -> Library {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    rust_files(&src, &mut paths);
    let text = |path: &PathBuf| fs::read_to_string(path).expect("UTF-8");
    let below = |path: &PathBuf| path.strip_prefix(&src).expect("below src").to_string_lossy().replace('\\', "/");
    of(paths.iter().map(|path| (below(path), text(path))))
}

/// The library of these files: their paths below `src`, and their texts.
pub fn of(files: impl IntoIterator<Item = (String, String)>) -> Library {
    let mut library = Library::new();
    let mut tests = BTreeSet::new();
    for (path, text) in files {
        let module = module_of(&path);
        let (file, test_modules) = reader::read(path, &text);
        tests.extend(test_modules.iter().map(|name| format!("{module}::{name}")));
        library.insert(module, file);
    }
    library.retain(|module, _| !tests.iter().any(|test| is_within(module, test)));
    library
}

/// Whether `module` is `outer` or a module in it.
pub fn is_within(module: &str, outer: &str) -> bool {
    module.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The module that a file holds: that of `value/mod.rs` is `crate::value`.
fn module_of(path: &str) -> String {
    let mut parts = vec!["crate"];
    parts.extend(path.trim_end_matches(".rs").split('/'));
    if matches!(parts.last(), Some(&("mod" | "lib"))) {
        parts.pop();
    }
    parts.join("::")
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
