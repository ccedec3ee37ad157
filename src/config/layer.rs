//! One configuration file, with its names resolved against the checks of a run.

use std::collections::{HashMap, HashSet};

use ignore::Match;
use ignore::gitignore::Gitignore;

use super::resolver::Resolver;
use super::{Exception, File, Vocabulary};
use crate::check::{Check, Severity};
use crate::diagnostic::Diagnostic;
use crate::model::Platform;
use crate::source::{FileId, SourceFile};
use crate::value::Spanned;

/// The files for which a configuration file speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The folder of the configuration, relative to the scan root; empty when it is the root or above.
    pub folder: String,
    /// The scan root relative to the folder of the configuration; empty when it is the root or below.
    pub root: String,
}

impl Scope {
    /// Whether it speaks for everything below the scan root.
    pub fn is_whole(&self) -> bool {
        self.folder.is_empty()
    }

    /// `path`, which is relative to the scan root, relative to the folder of the configuration; `None` outside of it.
    pub fn local(&self, path: &str) -> Option<String> {
        match (self.folder.as_str(), self.root.as_str()) {
            ("", "") => Some(path.to_owned()),
            ("", root) => Some(format!("{root}/{path}")),
            (folder, _) => path.strip_prefix(folder)?.strip_prefix('/').map(str::to_owned),
        }
    }
}

/// One configuration file.
#[derive(Clone, Debug)]
pub struct Layer {
    /// The files for which it speaks.
    pub scope: Scope,
    /// The file that says it.
    pub file: FileId,
    /// The one language for which it speaks, if it does not speak for all.
    platform: Option<Platform>,
    /// Findings that are accepted.
    pub exceptions: Vec<Spanned<Exception>>,
    only: Option<HashSet<&'static str>>,
    skip: HashSet<&'static str>,
    severity: HashMap<&'static str, Severity>,
    /// Words by check; a check has one parameter at most.
    parameters: HashMap<&'static str, Vec<String>>,
    exclude: Gitignore,
}

impl Layer {
    /// Resolves the names in `file`, which was read from `source`. Those that mean nothing are mistakes.
    pub fn new(
        file: &File,
        source: &SourceFile,
        scope: Scope,
        vocabulary: &Vocabulary<'_>,
        mistakes: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut resolver = Resolver { source, vocabulary, mistakes };
        let File { checks, paths, terraform, compose, compose_variants: _, gate, report, exceptions, exception_policy } =
            file;
        resolver.filled(&checks.folders);
        resolver.filled(terraform.variable_files.iter().chain(&terraform.workspace).chain(&gate.baseline));
        resolver.filled(compose.iter().flatten());
        resolver.variables(terraform.variables.keys());
        resolver.formats(&report.formats);
        resolver.names(&exception_policy.not_inline);
        for exception in exceptions {
            resolver.exception(exception);
        }
        Self {
            scope,
            file: source.id(),
            platform: None,
            only: (!checks.only.is_empty()).then(|| resolver.names(&checks.only)),
            skip: resolver.names(&checks.skip),
            severity: resolver.severities(&checks.severity),
            parameters: resolver.parameters(&checks.parameters),
            exclude: resolver.patterns(&paths.exclude),
            exceptions: exceptions.clone(),
        }
    }

    /// The same for resources of one language.
    #[must_use]
    pub fn only_for(self, platform: Platform) -> Self {
        Self { platform: Some(platform), ..self }
    }

    /// Whether it speaks for resources of a language in the file at `path`, relative to the scan root.
    pub(super) fn speaks_for(&self, path: &str, platform: Platform) -> bool {
        self.platform.is_none_or(|own| own == platform) && self.scope.local(path).is_some()
    }

    /// Whether `check` runs, as far as this file says.
    pub(super) fn runs(&self, check: &Check) -> Option<bool> {
        if self.skip.contains(check.id) {
            return Some(false);
        }
        self.only.as_ref().map(|only| only.contains(check.id))
    }

    /// How bad a failure of `check` is, as far as this file says.
    pub(super) fn severity(&self, check: &Check) -> Option<Severity> {
        self.severity.get(check.id).copied()
    }

    /// The words of the parameter of `check`, as far as this file says.
    pub(super) fn parameter(&self, check: &Check) -> Option<&[String]> {
        self.parameters.get(check.id).map(Vec::as_slice)
    }

    /// The pattern that leaves out the file at `path`, relative to the scan root.
    pub(super) fn excluded_by(&self, path: &str) -> Option<&str> {
        match self.exclude.matched_path_or_any_parents(self.scope.local(path)?, false) {
            Match::Ignore(glob) => Some(glob.original()),
            Match::Whitelist(_) | Match::None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Registry;
    use crate::config::{Configuration, read};
    use crate::source::SourceMap;

    fn configuration(files: &[(Scope, &str)]) -> (Configuration, Vec<String>) {
        let (sources, registry) = (SourceMap::new(), Registry::embedded());
        let vocabulary = Vocabulary { registry: &registry, is_format: |_| Ok(()) };
        let (mut configuration, mut diagnostics) = (Configuration::default(), Vec::new());
        for (scope, text) in files {
            let source = sources.add(".ravelin.yaml", *text);
            let file = read(source).expect("valid");
            configuration.push(Layer::new(&file, source, scope.clone(), &vocabulary, &mut diagnostics));
        }
        (configuration, diagnostics.into_iter().map(|diagnostic| diagnostic.message).collect())
    }

    fn below(folder: &str) -> Scope {
        Scope { folder: folder.into(), root: String::new() }
    }

    #[test]
    fn inner_files_override_for_their_folder() {
        let registry = Registry::embedded();
        let check = registry.find("aws-s3-public-acl")[0];
        let (configuration, messages) = configuration(&[
            (Scope::default(), "checks: {skip: [aws-s3-public-acl], severity: {AWS-0092: low}}"),
            (below("web"), "checks: {only: [aws-s3-public-acl], severity: {aws-s3-public-acl: critical}}"),
        ]);
        assert!(messages.is_empty(), "{messages:?}");
        assert_eq!(configuration.severity("main.tf", check, Platform::Terraform), None);
        assert_eq!(configuration.severity("web/main.tf", check, Platform::Terraform), Some(Severity::Critical));
        assert_eq!(configuration.severity("website/main.tf", check, Platform::Terraform), None);
        let other = registry.find("aws-s3-no-versioning")[0];
        assert_eq!(configuration.severity("main.tf", other, Platform::Terraform), Some(other.severity));
        assert_eq!(configuration.severity("web/main.tf", other, Platform::Terraform), None);
        assert!(configuration.may_run(check) && configuration.may_run(other));
    }

    #[test]
    fn patterns_are_relative_to_the_folder_of_their_file() {
        let above = Scope { folder: String::new(), root: "env/prod".into() };
        let (configuration, _) = configuration(&[
            (above, "paths: {exclude: [env/prod/old/, /main.tf]}"),
            (below("net"), "paths: {exclude: ['/*.tf', test]}"),
        ]);
        let cases = [
            ("old/a.tf", true),
            ("main.tf", false),
            ("net/a.tf", true),
            ("net/sub/a.tf", false),
            ("net/sub/test/a.tf", true),
            ("test/a.tf", false),
        ];
        for (path, expected) in cases {
            assert_eq!(configuration.excluded_by(path).is_some(), expected, "{path}");
        }
    }

    #[test]
    fn names_that_mean_nothing_are_reported() {
        let (_, messages) = configuration(&[(
            Scope::default(),
            "checks: {skip: [no-such-check, secrets, high], severity: {aws-s3-public-acl: bad}}",
        )]);
        assert_eq!(messages.len(), 2, "{messages:?}");
        assert!(messages[0].contains("`no-such-check`") && messages[1].contains("`bad`"), "{messages:?}");
    }
}
