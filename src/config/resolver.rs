//! What the names and patterns in a configuration file mean. One that means nothing is a mistake at its place.

use std::collections::{BTreeMap, HashMap, HashSet};

use ignore::gitignore::Gitignore;

use super::file::Parameters;
use super::patterns::{self, can_fit};
use super::{Exception, Vocabulary, is_date};
use crate::check::{Severity, UnknownName, nearest};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{SourceFile, TextRange};
use crate::value::Spanned;

/// Collects the mistakes in one file.
pub(super) struct Resolver<'r> {
    pub(super) source: &'r SourceFile,
    pub(super) vocabulary: &'r Vocabulary<'r>,
    pub(super) mistakes: &'r mut Vec<Diagnostic>,
}

impl Resolver<'_> {
    fn mistake(&mut self, range: TextRange, message: impl Into<String>) {
        self.mistakes.push(mistake(self.source, range, message));
    }

    fn unknown(&mut self, range: TextRange, unknown: &UnknownName) {
        self.mistakes.push(mistake(self.source, range, unknown.message.as_str()).with_help(unknown.help()));
    }

    /// Ids of the checks that are meant by names of checks, categories and severities.
    pub(super) fn names(&mut self, names: &[Spanned<String>]) -> HashSet<&'static str> {
        let mut ids = HashSet::new();
        for name in names {
            match self.vocabulary.registry.select_some(&name.value) {
                Ok(found) => ids.extend(found.into_iter().map(|check| check.id)),
                Err(unknown) => self.unknown(name.range, &unknown),
            }
        }
        ids
    }

    pub(super) fn severities(
        &mut self,
        entries: &BTreeMap<Spanned<String>, Spanned<String>>,
    ) -> HashMap<&'static str, Severity> {
        let mut severities = HashMap::new();
        for (name, word) in entries {
            let ids = self.names(std::slice::from_ref(name));
            match severity(self.source, word) {
                Ok(severity) => severities.extend(ids.into_iter().map(|id| (id, severity))),
                Err(mistake) => self.mistakes.push(mistake),
            }
        }
        severities
    }

    pub(super) fn parameters(
        &mut self,
        entries: &BTreeMap<Spanned<String>, Parameters>,
    ) -> HashMap<&'static str, Vec<String>> {
        let mut parameters = HashMap::new();
        for (name, lists) in entries {
            let found = match self.vocabulary.registry.find_some(&name.value) {
                Ok(found) => found,
                Err(unknown) => {
                    self.unknown(name.range, &unknown);
                    continue;
                }
            };
            for (parameter, words) in lists {
                self.filled(words);
                let has = |list: &&str| *list == parameter.value;
                let named = found.iter().filter_map(|check| Some((check.id, check.list.as_ref()?.parameter)));
                let named: Vec<(&'static str, &'static str)> = named.collect();
                if !named.iter().any(|(_, list)| has(list)) {
                    let message = format!("`{}` has no parameter `{}`", name.value, parameter.value);
                    let help = match named.first() {
                        Some((_, list)) => format!("did you mean `{list}`?"),
                        None => "`ravelin checks show` says which parameter a check has".to_owned(),
                    };
                    self.mistakes.push(mistake(self.source, parameter.range, message).with_help(help));
                }
                let words: Vec<String> = words.iter().map(|word| word.value.clone()).collect();
                let meant = named.iter().filter(|(_, list)| has(list));
                parameters.extend(meant.map(|(id, _)| (*id, words.clone())));
            }
        }
        parameters
    }

    pub(super) fn patterns(&mut self, texts: &[Spanned<String>]) -> Gitignore {
        for text in texts {
            if let Err(problem) = can_fit(&text.value) {
                self.mistake(text.range, problem);
            }
        }
        patterns::patterns(texts.iter().map(|text| text.value.as_str()))
    }

    pub(super) fn exception(&mut self, entry: &Spanned<Exception>) {
        let Exception { checks, paths, resources, until, .. } = &entry.value;
        if checks.is_empty() {
            self.mistake(entry.range, "the exception names no check");
        }
        for name in checks {
            if let Err(unknown) = self.vocabulary.registry.find_some(&name.value) {
                self.unknown(name.range, &unknown);
            }
        }
        self.patterns(paths);
        self.filled(resources);
        if let Some(date) = until.as_ref().filter(|date| !is_date(&date.value)) {
            self.mistake(date.range, format!("`{}` is not a date of the form YYYY-MM-DD", date.value));
        }
    }

    pub(super) fn formats(&mut self, formats: &[Spanned<String>]) {
        for format in formats {
            if let Err(problem) = (self.vocabulary.is_format)(&format.value) {
                self.mistake(format.range, format!("`{}` is no format: {problem}", format.value));
            }
        }
    }

    /// Names of Terraform's variables, as far as their form tells.
    pub(super) fn variables<'n>(&mut self, names: impl IntoIterator<Item = &'n Spanned<String>>) {
        for name in names {
            let starts = name.value.starts_with(|char: char| char.is_alphabetic() || char == '_');
            if !(starts && name.value.chars().all(|char| char.is_alphanumeric() || matches!(char, '_' | '-'))) {
                self.mistake(name.range, format!("`{}` cannot be the name of a variable", name.value));
            }
        }
    }

    /// Texts that must say something.
    pub(super) fn filled<'t>(&mut self, texts: impl IntoIterator<Item = &'t Spanned<String>>) {
        for text in texts {
            if text.value.trim().is_empty() {
                self.mistake(text.range, "an empty text means nothing here");
            }
        }
    }
}

/// The severity of this name.
///
/// # Errors
/// There is none.
pub(super) fn severity(source: &SourceFile, word: &Spanned<String>) -> Result<Severity, Diagnostic> {
    word.value.parse().map_err(|expected| {
        let mistake = mistake(source, word.range, format!("`{}` is no severity: {expected}", word.value));
        match nearest(&word.value, Severity::ALL.iter().map(|severity| severity.as_str())) {
            Some(name) => mistake.with_help(format!("did you mean `{name}`?")),
            None => mistake,
        }
    })
}

fn mistake(source: &SourceFile, range: TextRange, message: impl Into<String>) -> Diagnostic {
    Diagnostic::at(Level::Error, "configuration", source.span(range), message)
}
