//! What a scan is asked for.

use std::path::{Path, PathBuf};

use super::context::Project;
use super::discover::{self, Input};
use super::progress::Progress;
use crate::check::Registry;
use crate::config::{Configuration, Vocabulary};
use crate::finding::{Baseline, SwitchedOff};
use crate::frontend::{Settings, VariableSource};
use crate::source::{Revision, Root, Storage, Trust};

/// What to scan, and how.
#[derive(Debug)]
pub struct Request<'r> {
    /// Files, folders and texts.
    pub inputs: Vec<Input>,
    /// The current folder, absolute: relative inputs and the scan root start from it.
    pub current: PathBuf,
    /// The checks to run.
    pub registry: &'r Registry,
    /// What configuration files above the inputs say; those below are found by the scan.
    pub configuration: Configuration,
    /// Whether a text is a format of reports, which configuration files below the inputs may name; why not otherwise.
    pub is_format: fn(&str) -> Result<(), String>,
    /// What is said about the configurations from outside; paths in it are relative to the current folder.
    pub settings: Settings,
    /// The commit to scan instead of the files on disk.
    pub revision: Option<&'r Revision>,
    /// Whose word counts on what is left out.
    pub trust: Trust,
    /// What comments and annotations cover in the commit that is trusted.
    pub excepted_before: Option<Baseline>,
    /// What the configuration files above the inputs switch off.
    pub switched_off: Vec<SwitchedOff>,
    /// Whether configuration files in folders below the scan root are honoured.
    pub use_nested_configuration: bool,
    /// Whether `.gitignore`, `.ignore` and `.ravelinignore` are honoured, and folders in which tools keep their own left out.
    pub use_ignore_files: bool,
    /// Whether files that are named are taken as those that are found are: what ignore files and configuration leave out stays out,
    /// and so does what has no name of its language. Otherwise a file that the user names is scanned.
    pub names_as_found: bool,
    /// The day on which exceptions must still hold, `YYYY-MM-DD`.
    pub today: String,
    /// Whether the outcome lists the verdicts that passed.
    pub keep_passes: bool,
    /// Whether the outcome lists for every check that a resource is only a part of one, and not once.
    pub keep_parts: bool,
    /// Whether checks with a parameter take the words of their examples instead of those of the configuration.
    pub example_parameters: bool,
    /// Whether the findings say how they are mended.
    pub propose_fixes: bool,
    /// Whether the scan says what each resource comes to.
    pub keep_inventory: bool,
    /// Texts that stand for files, by their paths relative to the scan root, whether these are there or not.
    pub beside: &'r [(&'r str, &'r str)],
    /// The repository of the files that are named, whose other files they are judged with; none where each is judged with what
    /// is named beside it. Its texts stand for its files, and say whether these are those of a commit.
    pub project: Option<&'r Project>,
    /// Whether only what has to do with the files that are named is judged. What a scan says of others is then not all.
    pub focus: bool,
    /// Advanced as the scan goes on.
    pub progress: &'r Progress,
}

impl<'r> Request<'r> {
    /// A scan of `inputs` with nothing said beyond them.
    pub fn new(inputs: Vec<Input>, current: PathBuf, registry: &'r Registry, progress: &'r Progress) -> Self {
        Self {
            inputs,
            current,
            registry,
            configuration: Configuration::default(),
            is_format: |_| Ok(()),
            settings: Settings::default(),
            revision: None,
            trust: Trust::default(),
            excepted_before: None,
            switched_off: Vec::new(),
            use_nested_configuration: true,
            use_ignore_files: true,
            names_as_found: false,
            today: String::new(),
            keep_passes: false,
            keep_parts: false,
            example_parameters: false,
            propose_fixes: false,
            keep_inventory: false,
            beside: &[],
            project: None,
            focus: true,
            progress,
        }
    }

    /// The text that stands for the file at a path relative to the scan root.
    pub(super) fn given(&self, path: &str) -> Option<&'r str> {
        self.beside.iter().find(|(name, _)| *name == path).map(|(_, text)| *text)
    }

    pub(super) fn storage(&self) -> Storage<'_> {
        match self.project {
            Some(project) => Storage::Kept(project.texts()),
            None => self.revision.map_or(Storage::Disk, Storage::Revision),
        }
    }

    /// What a configuration can name.
    pub(super) fn vocabulary(&self) -> Vocabulary<'r> {
        Vocabulary { registry: self.registry, is_format: self.is_format }
    }

    /// Where that stands which says what is left out; nowhere when nothing is trusted.
    pub(super) fn rules(&self) -> Option<Storage<'_>> {
        match &self.trust {
            Trust::Tree => Some(self.storage()),
            Trust::Commit(revision) => Some(Storage::Revision(revision)),
            Trust::Nothing => None,
        }
    }

    /// The files and folders among the inputs, absolute.
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        self.inputs.iter().filter_map(|input| input.path(&self.current)).collect()
    }

    /// The settings with paths relative to the root instead of the current folder.
    pub(super) fn settings_below(&self, root: &Root) -> Settings {
        let mut settings = self.settings.clone();
        for source in &mut settings.variables {
            if let VariableSource::File { path, .. } = source {
                *path = root.relative(&discover::absolute(&self.current, Path::new(path)));
            }
        }
        for path in settings.compose.combinations.iter_mut().flatten() {
            *path = root.relative(&discover::absolute(&self.current, Path::new(path)));
        }
        settings
    }
}
