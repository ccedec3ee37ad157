//! Helm charts, whose templates are not rendered yet.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::api::Output;
use crate::model::Document;
use crate::source::{Files, SourceFile};

/// Folders that may be charts, with the number of their templates; `None` for those that are none.
pub(super) struct Charts {
    templates: BTreeMap<String, Option<usize>>,
}

impl Charts {
    /// Looks for a `Chart.yaml` beside each `templates` folder.
    pub(super) fn find(files: &[&SourceFile], folders: &dyn Files) -> Self {
        let mut templates = BTreeMap::new();
        for file in files {
            for folder in candidates(file.path()) {
                let count = templates.entry(folder.to_owned()).or_insert_with(|| {
                    let is_chart = folders.list(folder).iter().any(|name| name == "Chart.yaml");
                    is_chart.then_some(0)
                });
                if let Some(count) = count {
                    *count += 1;
                    break;
                }
            }
        }
        Self { templates }
    }

    /// The folder of the chart that this file is a template of.
    pub(super) fn of<'p>(&self, path: &'p str) -> Option<&'p str> {
        candidates(path).find(|folder| matches!(self.templates.get(*folder), Some(Some(_))))
    }

    /// One note for each chart.
    pub(super) fn notes(&self) -> Vec<Diagnostic> {
        let note = |(folder, count): (&String, &Option<usize>)| {
            let templates = match (*count)? {
                1 => "1 template was".to_owned(),
                count => format!("{count} templates were"),
            };
            let path = crate::frontend::paths::within(folder, "Chart.yaml");
            let message = format!("charts are not rendered yet: {templates} not assessed");
            let help = "scan what `helm template` prints";
            Some(Diagnostic::on_file(Level::Note, "helm-template", path, message).with_help(help))
        };
        self.templates.iter().filter_map(note).collect()
    }
}

/// What comes of a template: nothing, but that it was seen.
pub(super) fn unread(file: &SourceFile) -> Output {
    let document =
        Document { file: file.id(), comments: Vec::new(), directives: Vec::new(), blocks: Vec::new(), complete: false };
    Output { documents: vec![document], ..Output::default() }
}

/// Whether a path is such as the templates of a chart have.
pub(super) fn may_be_template(path: &str) -> bool {
    candidates(path).next().is_some()
}

/// The folders above each `templates` folder on the path, innermost first.
fn candidates(path: &str) -> impl Iterator<Item = &str> {
    let inner = path.rmatch_indices("/templates/").map(|(at, _)| &path[..at]);
    inner.chain(path.starts_with("templates/").then_some(""))
}
