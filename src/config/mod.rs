//! Layer 4: `.ravelin.yaml`, and what follows from it for each file of a scan.

mod file;
pub mod hadolint;
mod layer;
mod patterns;
mod read;
mod resolver;
mod settings;
mod vocabulary;
mod words;

pub use file::{Exception, ExceptionPolicy, File};
pub use layer::{Layer, Scope};
pub use patterns::{can_fit, patterns};
pub use read::read;
pub use settings::ScanSettings;
pub use vocabulary::{Vocabulary, is_date};

use crate::check::{Check, Severity};
use crate::model::Platform;
use crate::source::FileId;

/// Names that a configuration file can have; the first is the usual one.
pub const FILE_NAMES: [&str; 2] = [".ravelin.yaml", ".ravelin.yml"];

/// A configuration file with every setting commented out, to start from.
pub const TEMPLATE: &str = include_str!("template.yaml");

/// The JSON schema of a configuration file, for editors.
pub fn schema() -> String {
    let mut schema = schemars::schema_for!(File);
    schema.insert("title".into(), "Configuration of Ravelin".into());
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}

/// What all configuration files of a scan say about single files and checks.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// Outermost first: of two that disagree, the later one holds.
    layers: Vec<Layer>,
    /// What every exception must say.
    pub policy: ExceptionPolicy,
    /// Whether it says which checks run; otherwise the command line does.
    selects: bool,
}

impl Default for Configuration {
    fn default() -> Self {
        Self::new(ExceptionPolicy::default())
    }
}

impl Configuration {
    /// No file yet, and a policy over exceptions.
    pub fn new(policy: ExceptionPolicy) -> Self {
        Self { layers: Vec::new(), policy, selects: true }
    }

    /// The same without a word on which checks run.
    #[must_use]
    pub fn without_selection(self) -> Self {
        Self { selects: false, ..self }
    }

    /// Adds a file that lies in the folder of the last one, or below it or beside it.
    pub fn push(&mut self, layer: Layer) {
        self.layers.push(layer);
    }

    /// How bad a failure of `check` is for a resource of a language in the file at `path`, relative to the scan root; `None`
    /// when it does not run there.
    pub fn severity(&self, path: &str, check: &Check, platform: Platform) -> Option<Severity> {
        let mut runs = true;
        let mut severity = check.wording(platform).severity;
        for layer in self.layers.iter().filter(|layer| layer.speaks_for(path, platform)) {
            runs = self.enabled(layer, check).unwrap_or(runs);
            severity = layer.severity(check).unwrap_or(severity);
        }
        runs.then_some(severity)
    }

    /// Whether `check` can run in any file.
    pub fn may_run(&self, check: &Check) -> bool {
        let enabled = |layer: &Layer| self.enabled(layer, check);
        let whole = self.layers.iter().filter(|layer| layer.scope.is_whole()).filter_map(enabled).next_back();
        whole.unwrap_or(true) || self.layers.iter().any(|layer| enabled(layer) == Some(true))
    }

    fn enabled(&self, layer: &Layer, check: &Check) -> Option<bool> {
        if self.selects { layer.runs(check) } else { None }
    }

    /// Whether it says which checks run.
    pub const fn selects(&self) -> bool {
        self.selects
    }

    /// What leaves out the file at `path`: a configuration file, and its pattern.
    pub fn excluded_by(&self, path: &str) -> Option<(FileId, &str)> {
        self.layers.iter().find_map(|layer| Some((layer.file, layer.excluded_by(path)?)))
    }

    /// The words of the parameter of `check` for a resource of a language in the file at `path`; `None` where nobody gives any.
    pub fn parameter(&self, path: &str, check: &Check, platform: Platform) -> Option<&[String]> {
        let mut layers = self.layers.iter().rev().filter(|layer| layer.speaks_for(path, platform));
        layers.find_map(|layer| layer.parameter(check))
    }

    /// Every layer, outermost first.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    #[test]
    fn the_template_is_valid_with_every_setting_in_force() {
        let in_force: Vec<&str> = TEMPLATE
            .lines()
            .filter_map(|line| line.strip_prefix('#'))
            .filter(|line| !line.starts_with(' ') || line.starts_with("  "))
            .collect();
        let sources = SourceMap::new();
        let file = read(sources.add(FILE_NAMES[0], in_force.join("\n"))).expect("valid");
        assert_eq!(file.exceptions.len(), 1);
        assert!(file.exception_policy.require_reason == Some(true) && file.gate.baseline.is_some());
        // What stays commented out changes nothing.
        assert!(read(sources.add(FILE_NAMES[0], TEMPLATE)).is_ok());
    }

    #[test]
    fn the_schema_knows_every_section() {
        let schema: serde_json::Value = serde_json::from_str(&schema()).expect("JSON");
        let sections = ["checks", "paths", "terraform", "gate", "report", "exceptions", "exception-policy"];
        for section in sections {
            assert!(schema["properties"][section].is_object(), "{section}");
        }
        assert_eq!(schema["additionalProperties"], false);
        assert_eq!(schema["$defs"]["Severity"]["enum"], serde_json::json!(Severity::ALL.map(Severity::as_str)));
    }
}
