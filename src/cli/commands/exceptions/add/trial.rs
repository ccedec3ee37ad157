//! Scans with exceptions that are not written yet.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::super::changes;
use super::super::super::folder::current_folder;
use super::super::super::setup::{self, Setup};
use crate::cli::progress::Watch;
use crate::config::{self, Layer, Vocabulary};
use crate::engine::{Home, Input, Progress, Request, Scan, scan_root};
use crate::exception::write::Entry;
use crate::source::{Root, SourceFile, path_text};

/// The name of the entries in a scan that tries them out. No file has it.
pub(super) const ENTRIES: &str = "<new exceptions>";

/// The scan that is asked for, and the configuration that gets entries.
pub(super) struct Trial<'t> {
    setup: &'t Setup,
    inputs: Vec<Input>,
    root: Root,
    current: PathBuf,
    pub(super) home: Home,
}

impl<'t> Trial<'t> {
    /// `named` is the configuration that the user names.
    pub(super) fn new(setup: &'t Setup, inputs: Vec<Input>, named: Option<&Path>) -> anyhow::Result<Self> {
        let current = current_folder()?;
        let (root, home) = (scan_root(&current, &inputs), Home::find(&current, &inputs, named));
        Ok(Self { setup, inputs, root, current, home })
    }

    /// Scans, with texts in the place of files, by their paths relative to the scan root, and with further entries in the
    /// configuration.
    pub(super) fn scan(&self, edited: &[(&str, &str)], entries: &[&Entry]) -> anyhow::Result<Scan> {
        let sources = self.setup.sources_again();
        let progress = Progress::default();
        let request = self.setup.request(self.inputs.clone(), &self.setup.registry, &progress);
        let mut request = Request { beside: edited, ..request };
        if !entries.is_empty() {
            let lines: Vec<String> = entries.iter().flat_map(|entry| entry.lines()).collect();
            let source = sources.add(ENTRIES, format!("exceptions:\n{}\n", lines.join("\n")));
            let vocabulary = Vocabulary { registry: &self.setup.registry, is_format: |_| Ok(()) };
            // What is wrong with an entry is seen by what it does not cover.
            let file = config::read(source).unwrap_or_default();
            let layer = Layer::new(&file, source, self.home.scope.clone(), &vocabulary, &mut Vec::new());
            request.configuration.push(layer);
        }
        let watch = Watch { quiet: false, of: None };
        let mut scan = watch.during(&progress, || setup::scan(&request, sources))?;
        if let Some(baseline) = self.setup.baseline()? {
            baseline.mark(&mut scan.outcome.findings, &scan.sources);
        }
        Ok(scan)
    }

    /// Sees that a file can be edited.
    ///
    /// # Errors
    /// Why not, in words that stand behind its name.
    pub(super) fn writable(&self, file: &SourceFile) -> Result<(), String> {
        changes::editable(&self.absolute(file.path()), file, &self.setup.fence)
    }

    /// The text of the configuration; none where it is not there yet.
    ///
    /// # Errors
    /// It cannot be edited; why, in words that stand behind its name.
    pub(super) fn configuration(&self) -> Result<Option<String>, String> {
        let path = &self.home.path;
        if self.setup.fence.target(path).is_err() {
            return Err("lies outside the repository, or is a link that leaves it".to_owned());
        }
        if !path.exists() {
            return Ok(None);
        }
        fs::read_to_string(path).map(Some).map_err(|error| format!("cannot be read: {error}"))
    }

    /// The pattern that fits the file at `path`, which is relative to the scan root, and no other; none where the
    /// configuration does not speak for it.
    pub(super) fn pattern(&self, path: &str) -> Option<String> {
        let local = self.home.scope.local(path)?;
        let mut pattern = String::from("/");
        for char in local.chars() {
            if matches!(char, '*' | '?' | '[' | ']' | '\\' | '!' | '#' | ' ' | '{' | '}') {
                pattern.push('\\');
            }
            pattern.push(char);
        }
        Some(pattern)
    }

    /// The path of a file that is known by its path relative to the scan root.
    pub(super) fn absolute(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    /// The same as the user writes it.
    pub(super) fn shown(&self, path: &str) -> String {
        format!("{}{path}", self.root.display)
    }

    /// The configuration as the user writes it.
    pub(super) fn shown_home(&self) -> String {
        path_text(self.home.path.strip_prefix(&self.current).unwrap_or(&self.home.path))
    }
}
