//! The scans that try fixes out.

use std::fs::OpenOptions;
use std::path::PathBuf;

use super::super::folder::current_folder;
use super::super::setup::{self, Setup};
use super::super::{baseline, changes};
use super::args::Args;
use crate::cli::progress::Watch;
use crate::engine::{Input, Progress, Project, Request, Scan, scan_root};
use crate::finding::Baseline;
use crate::source::{Root, SourceFile, Texts};

/// The folder in which Terraform keeps the modules that it has downloaded.
const DOWNLOADED: &str = ".terraform";

/// What is mended.
pub(super) struct Trial<'t> {
    setup: &'t Setup,
    inputs: Vec<Input>,
    /// The repository of the files that are named.
    project: Option<Project>,
    root: Root,
    /// Standard input, by its path relative to the scan root.
    standard: Option<(String, String)>,
    known: Option<Baseline>,
    args: &'t Args,
}

impl<'t> Trial<'t> {
    pub(super) fn new(setup: &'t Setup, mut inputs: Vec<Input>, args: &'t Args) -> anyhow::Result<Self> {
        let known = match &args.baseline {
            Some(path) => Some(baseline::read(path)?),
            None => setup.baseline()?,
        };
        let mut standard = text_of(&inputs);
        let project = args.input.project(&mut inputs, Texts::of_disk())?;
        let root = scan_root(&current_folder()?, &inputs);
        if let (Some((name, _)), Some(_), [Input::Path(path)]) = (&mut standard, &project, &*inputs) {
            *name = root.relative(path);
        }
        Ok(Self { setup, inputs, project, root, standard, known, args })
    }

    /// Scans with texts in the place of files, by their paths relative to the scan root, and of standard input.
    pub(super) fn scan(&self, texts: &[(&str, &str)]) -> anyhow::Result<Scan> {
        let inputs = self.inputs.iter().map(|input| match input {
            Input::Text { name, text } => {
                let edited = texts.iter().find(|(path, _)| path == name).map(|(_, text)| (*text).to_owned());
                Input::Text { name: name.clone(), text: edited.unwrap_or_else(|| text.clone()) }
            }
            Input::Path(path) => Input::Path(path.clone()),
        });
        let progress = Progress::default();
        let request = Request {
            use_ignore_files: !self.args.input.no_ignore,
            propose_fixes: true,
            keep_inventory: true,
            beside: texts,
            project: self.project.as_ref(),
            // What is new elsewhere counts as well.
            focus: false,
            ..self.setup.request(inputs.collect(), &self.setup.registry, &progress)
        };
        let watch = Watch { quiet: false, of: None };
        let mut scan = watch.during(&progress, || setup::scan(&request, self.setup.sources_again()))?;
        if let Some(known) = &self.known {
            known.mark(&mut scan.outcome.findings, &scan.sources);
        }
        Ok(scan)
    }

    /// Sees that a file may be edited: a file of the repository that nobody else has written, or standard input alone.
    ///
    /// # Errors
    /// Why not, in words that stand behind its name.
    pub(super) fn may_write(&self, file: &SourceFile) -> Result<(), String> {
        if let Some((name, _)) = &self.standard {
            return if file.path() == name { Ok(()) } else { Err("is not what standard input has".to_owned()) };
        }
        if file.path().split('/').any(|part| part == DOWNLOADED) {
            return Err("is part of a module that was downloaded".to_owned());
        }
        let path = self.absolute(file.path());
        changes::editable(&path, file, &self.setup.fence)?;
        if self.args.write {
            let opened = OpenOptions::new().write(true).open(&path);
            opened.map_err(|error| format!("cannot be written: {error}"))?;
        }
        Ok(())
    }

    /// Standard input, with its name.
    pub(super) fn standard(&self) -> Option<(&str, &str)> {
        self.standard.as_ref().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The path of a file that is known by its path relative to the scan root.
    pub(super) fn absolute(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    /// The same as the user writes it.
    pub(super) fn shown(&self, path: &str) -> String {
        format!("{}{path}", self.root.display)
    }
}

/// The text among the inputs, with its name.
fn text_of(inputs: &[Input]) -> Option<(String, String)> {
    inputs.iter().find_map(|input| match input {
        Input::Text { name, text } => Some((name.clone(), text.clone())),
        Input::Path(_) => None,
    })
}
