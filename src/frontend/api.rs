//! What a front end is, and what it exchanges with the engine.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::build::Build;
use super::ties::{Pool, Ties};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::{Document, Platform, Resource, Unread};
use crate::source::{Files, SourceFile, SourceMap};

/// Turns the files of one language into resources.
pub trait Frontend: Sync {
    /// The language.
    fn platform(&self) -> Platform;

    /// Whether a file of this name can be of this language, so that it is worth reading. `path` is relative to the scan
    /// root with `/` between its parts.
    fn may_claim(&self, path: &str) -> bool;

    /// Whether this file is of this language, now that its text is known. Also asked of files whose names say nothing,
    /// when the user named them himself.
    fn claims(&self, file: &SourceFile) -> bool;

    /// Why a file that no language has may declare something for this one all the same, and is not read.
    fn unread(&self, _file: &SourceFile) -> Option<&'static str> {
        None
    }

    /// A name for a text that has none, if only this language has lines that start with `word`.
    fn name_for(&self, _word: &str) -> Option<&'static str> {
        None
    }

    /// Whether a file of this path, if it is of this language, means something only together with others of its folder.
    /// Where a symbolic link puts it into a second folder, it is read there as well.
    fn is_part(&self, _path: &str) -> bool {
        false
    }

    /// What its files may be part of.
    fn pools(&self) -> &'static [Pool] {
        &[]
    }

    /// Whether a file of this path may be part of one of these [pools](Self::pools), so that it is worth a glance.
    fn may_give(&self, path: &str) -> bool {
        self.may_claim(path)
    }

    /// What a file of this text has to do with others. `path` is relative to the scan root.
    fn ties(&self, _path: &str, _text: &str) -> Ties {
        Ties::default()
    }

    /// What came of its files says of the builds of images.
    fn builds(&self, _outputs: &[Output], _context: &Context<'_>) -> Vec<Build> {
        Vec::new()
    }

    /// Whether what others say of builds changes what its files mean, so that they are loaded after those of the others.
    fn is_built(&self) -> bool {
        false
    }

    /// Like [`load`](Self::load), with what others say of builds.
    fn load_built(&self, files: &[&SourceFile], _builds: &[Build], context: &Context<'_>) -> Vec<Output> {
        self.load(files, context)
    }

    /// Reads and evaluates all files of this language. Never fails: what cannot be read becomes a diagnostic.
    ///
    /// Each output is a unit of its own: an address means a resource of the same unit, such as a root module.
    fn load(&self, files: &[&SourceFile], context: &Context<'_>) -> Vec<Output>;
}

/// What a front end may use of its surroundings.
pub struct Context<'c> {
    /// All texts; more can be added while others are borrowed.
    pub sources: &'c SourceMap,
    /// The files below the scan root that were not given as inputs, such as a module beside the scanned folder.
    pub files: &'c dyn Files,
    /// What the user says from outside.
    pub settings: &'c Settings,
}

/// What the user says about a configuration without writing it there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// What gives values to the input variables of Terraform: of two of the same strength, the later one wins.
    pub variables: Vec<VariableSource>,
    /// The value of `terraform.workspace`; `default` when there is none, as in Terraform.
    pub workspace: Option<String>,
    /// Which files of Compose are read as one.
    pub compose: ComposeSettings,
}

/// Which files of Compose are read as one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ComposeSettings {
    /// Paths relative to the scan root, the base first.
    pub combinations: Vec<Vec<String>>,
    /// Whether files such as `compose.prod.yaml` are read on top of the `compose.yaml` beside them as well.
    pub variants: bool,
}

/// Something that gives values to the input variables of Terraform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VariableSource {
    /// An environment variable, by its name without `TF_VAR_`. Weaker than the files of values beside a configuration.
    Environment {
        /// The variable.
        name: String,
        /// The text of its value.
        value: String,
    },
    /// `NAME=VALUE` from the command line. Stronger than the files of values beside a configuration.
    Assignment {
        /// The variable.
        name: String,
        /// The text of its value.
        value: String,
    },
    /// A file of values that the command line names. As strong as an assignment.
    File {
        /// Its path, relative to the scan root.
        path: String,
        /// Its text.
        text: String,
    },
}

/// What came of some files.
#[derive(Debug, Default)]
pub struct Output {
    /// Everything that is declared.
    pub resources: Vec<Resource>,
    /// The files that were read, including those that were found through [`Files`].
    pub documents: Vec<Document>,
    /// What could not be read or understood.
    pub diagnostics: Vec<Diagnostic>,
    /// Files that were left alone after all.
    pub unread: Vec<Unread>,
}

impl Output {
    /// Adds everything of `other`.
    pub fn merge(&mut self, other: Self) {
        self.resources.extend(other.resources);
        self.documents.extend(other.documents);
        self.diagnostics.extend(other.diagnostics);
        self.unread.extend(other.unread);
    }
}

impl FromIterator<Output> for Output {
    fn from_iter<I: IntoIterator<Item = Output>>(outputs: I) -> Self {
        let mut all = Self::default();
        outputs.into_iter().for_each(|output| all.merge(output));
        all
    }
}

/// Runs one unit of work, and turns a panic in it into a diagnostic on `path`: a bug costs that unit, not the scan.
pub fn isolate(path: &str, work: impl FnOnce() -> Output) -> Output {
    catch(path, work).unwrap_or_else(|diagnostic| Output { diagnostics: vec![diagnostic], ..Output::default() })
}

/// Like [`isolate`], for work of any kind.
///
/// # Errors
/// The diagnostic on `path` that stands for the panic.
pub fn catch<T>(path: &str, work: impl FnOnce() -> T) -> Result<T, Diagnostic> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let reason = match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
            (Some(text), _) => text,
            (None, Some(text)) => text.as_str(),
            (None, None) => "no reason given",
        };
        Diagnostic::on_file(Level::Error, "internal-error", path, format!("Ravelin failed on this file: {reason}"))
            .with_help("this is a bug in Ravelin; the rest of the scan is not affected")
    })
}
