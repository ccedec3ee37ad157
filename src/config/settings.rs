//! What configuration files say about a scan as a whole.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::resolver::severity;
use super::{ExceptionPolicy, File};
use crate::check::Severity;
use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;
use crate::value::Spanned;

/// What the files above a scan say about it as a whole. Paths are as absolute as the folders of the files.
#[derive(Clone, Debug, Default)]
pub struct ScanSettings {
    /// Values of Terraform variables by name.
    pub variables: BTreeMap<String, String>,
    /// Files of values of Terraform variables.
    pub variable_files: Vec<PathBuf>,
    /// The Terraform workspace.
    pub workspace: Option<String>,
    /// Files of Compose that are read as one.
    pub compose: Vec<Vec<PathBuf>>,
    /// Whether variants of files of Compose are read on top of their bases as well.
    pub compose_variants: Option<bool>,
    /// The least severity that fails the scan; the inner option is empty for `none`.
    pub fail_on: Option<Option<Severity>>,
    /// How many findings of a severity are allowed.
    pub budgets: BTreeMap<Severity, usize>,
    /// Whether input that cannot be read fails the scan.
    pub fail_on_incomplete: Option<bool>,
    /// The file of known findings.
    pub baseline: Option<PathBuf>,
    /// Formats as `--format` takes them; a file is relative to the current folder.
    pub formats: Vec<String>,
    /// Least severity that is listed.
    pub min_severity: Option<Severity>,
    /// Folders with the user's own checks.
    pub check_folders: Vec<PathBuf>,
    /// What every exception must say.
    pub policy: ExceptionPolicy,
}

impl ScanSettings {
    /// Lets `file`, which lies in `folder`, override what files above it said.
    ///
    /// # Errors
    /// Words that are not severities, at their places.
    pub fn inherit(&mut self, file: &File, source: &SourceFile, folder: &Path) -> Result<(), Vec<Diagnostic>> {
        let mut errors = Vec::new();
        let mut severity = |word: &Spanned<String>| severity(source, word).map_err(|mistake| errors.push(mistake)).ok();
        let joined = |paths: &[Spanned<String>]| paths.iter().map(|path| folder.join(&path.value)).collect::<Vec<_>>();

        let variables = file.terraform.variables.iter();
        self.variables.extend(variables.map(|(name, value)| (name.value.clone(), value.clone())));
        replace(&mut self.variable_files, joined(&file.terraform.variable_files));
        or_keep(&mut self.workspace, file.terraform.workspace.as_ref().map(|name| name.value.clone()));
        replace(&mut self.compose, file.compose.iter().map(|paths| joined(paths)).collect());
        or_keep(&mut self.compose_variants, file.compose_variants);
        match &file.gate.fail_on {
            Some(word) if word.value == "none" => self.fail_on = Some(None),
            Some(word) => or_keep(&mut self.fail_on, severity(word).map(Some)),
            None => {}
        }
        for (name, count) in &file.gate.max {
            if let Some(severity) = severity(name) {
                self.budgets.insert(severity, *count);
            }
        }
        or_keep(&mut self.fail_on_incomplete, file.gate.fail_on_incomplete);
        or_keep(&mut self.baseline, file.gate.baseline.as_ref().map(|path| folder.join(&path.value)));
        replace(&mut self.formats, file.report.formats.iter().map(|format| format.value.clone()).collect());
        or_keep(&mut self.min_severity, file.report.min_severity.as_ref().and_then(&mut severity));
        replace(&mut self.check_folders, joined(&file.checks.folders));
        self.inherit_policy(&file.exception_policy);
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    fn inherit_policy(&mut self, policy: &ExceptionPolicy) {
        let ExceptionPolicy { require_reason, require_owner, require_until, max_days, not_inline } = policy.clone();
        or_keep(&mut self.policy.require_reason, require_reason);
        or_keep(&mut self.policy.require_owner, require_owner);
        or_keep(&mut self.policy.require_until, require_until);
        or_keep(&mut self.policy.max_days, max_days);
        replace(&mut self.policy.not_inline, not_inline);
    }
}

fn or_keep<T>(slot: &mut Option<T>, new: Option<T>) {
    if new.is_some() {
        *slot = new;
    }
}

fn replace<T>(slot: &mut Vec<T>, new: Vec<T>) {
    if !new.is_empty() {
        *slot = new;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::read;
    use crate::source::SourceMap;

    #[test]
    fn the_nearest_file_holds_field_by_field() {
        let sources = SourceMap::new();
        let mut settings = ScanSettings::default();
        let outer =
            "gate: {fail-on: low, max: {high: 1}, baseline: b.json}\nterraform: {variables: {a: '1', b: '2'}}\n";
        let inner = "gate: {fail-on: none}\nterraform: {variables: {b: '3'}, variable-files: [x.tfvars]}\n";
        for (folder, text) in [("/repo", outer), ("/repo/env", inner)] {
            let source = sources.add(".ravelin.yaml", text);
            settings.inherit(&read(source).expect("valid"), source, Path::new(folder)).expect("valid");
        }
        assert_eq!(settings.fail_on, Some(None));
        assert_eq!(settings.budgets, BTreeMap::from([(Severity::High, 1)]));
        assert_eq!(settings.baseline, Some("/repo/b.json".into()));
        assert_eq!(settings.variables, BTreeMap::from([("a".into(), "1".into()), ("b".into(), "3".into())]));
        assert_eq!(settings.variable_files, [PathBuf::from("/repo/env/x.tfvars")]);
    }

    #[test]
    fn severities_are_checked() {
        let sources = SourceMap::new();
        let source = sources.add(".ravelin.yaml", "gate: {fail-on: hihg, max: {lwo: 1}}\n");
        let errors = ScanSettings::default().inherit(&read(source).expect("valid"), source, Path::new("/"));
        assert_eq!(errors.expect_err("two mistakes").len(), 2);
    }
}
