//! Names that mean no check, and what was probably meant.

use std::cmp::Reverse;
use std::fmt;

use super::{Category, Check, Registry, Severity};

/// A name that means nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    /// What is wrong, in a sentence without a final full stop.
    pub message: String,
    /// The name that was probably meant.
    pub nearest: Option<String>,
}

impl UnknownName {
    /// The name that was probably meant, or where all are listed.
    pub fn help(&self) -> String {
        match &self.nearest {
            Some(name) => format!("did you mean `{name}`?"),
            None => "`ravelin checks list` shows them all".to_owned(),
        }
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.message, self.help())
    }
}

impl std::error::Error for UnknownName {}

impl Registry {
    /// The checks that `pattern` means, as [`find`](Self::find) tells; there is one at least.
    ///
    /// # Errors
    /// It means none.
    pub fn find_some(&self, pattern: &str) -> Result<Vec<&'static Check>, UnknownName> {
        let found = self.find(pattern);
        if !found.is_empty() {
            return Ok(found);
        }
        let group = Severity::parse(pattern).map(|_| "severity").or(Category::parse(pattern).map(|_| "category"));
        Err(match group {
            Some(group) => UnknownName { message: format!("`{pattern}` is a {group}, and no check"), nearest: None },
            None => {
                UnknownName { message: format!("there is no check `{pattern}`"), nearest: self.nearest(pattern, &[]) }
            }
        })
    }

    /// The checks that `word` means, as [`select`](Self::select) tells; there is one at least.
    ///
    /// # Errors
    /// It means none.
    pub fn select_some(&self, word: &str) -> Result<Vec<&'static Check>, UnknownName> {
        let found = self.select(word);
        if !found.is_empty() {
            return Ok(found);
        }
        let categories = Category::ALL.iter().map(|category| category.as_str());
        let groups: Vec<&str> = categories.chain(Severity::ALL.iter().map(|severity| severity.as_str())).collect();
        let message = format!("there is no check, category or severity `{word}`");
        Err(UnknownName { message, nearest: self.nearest(word, &groups) })
    }

    /// The name that is most like `word`, or the start of ids that is most like a pattern.
    fn nearest(&self, word: &str, groups: &[&str]) -> Option<String> {
        let checks = self.known();
        if let Some(start) = word.strip_suffix('*') {
            let starts = checks.iter().flat_map(|check| check.id.match_indices('-').map(|(at, _)| &check.id[..=at]));
            return nearest(start, starts).map(|start| format!("{start}*"));
        }
        let ids = checks.iter().map(|check| check.id);
        let aliases = checks.iter().flat_map(|check| check.text.aliases.iter().copied());
        nearest(word, groups.iter().copied().chain(ids).chain(aliases)).map(str::to_owned)
    }
}

/// The candidate that is most like `word`, whatever the case; of several the one that starts like it for longest. `None` when
/// none is like it.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    // One letter in three can be wrong, missing, too much, or in the place of its neighbor.
    let word = &word.to_lowercase();
    let bearable = word.chars().count() / 3;
    let start =
        |candidate: &str| word.chars().zip(candidate.to_lowercase().chars()).take_while(|(a, b)| a == b).count();
    let distance = |candidate: &str| strsim::osa_distance(word, &candidate.to_lowercase());
    let distances = candidates.into_iter().map(|candidate| (distance(candidate), candidate));
    let alike = distances.filter(|(distance, _)| *distance <= bearable);
    let (_, nearest) = alike.min_by_key(|(distance, candidate)| (*distance, Reverse(start(candidate))))?;
    Some(nearest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_found() {
        let registry = Registry::embedded();
        let cases = [
            ("network-exposur", "did you mean `network-exposure`?"),
            ("hihg", "did you mean `high`?"),
            ("HIGH", "did you mean `high`?"),
            ("lwo", "did you mean `low`?"),
            ("aws-s3-pubic-acl", "did you mean `aws-s3-public-acl`?"),
            ("DL30255", "did you mean `DL3025`?"),
            ("kubernetes-worklod-*", "did you mean `kubernetes-workload-*`?"),
            ("*-nothing-of-the-kind", "`ravelin checks list` shows them all"),
            ("x", "`ravelin checks list` shows them all"),
            ("", "`ravelin checks list` shows them all"),
        ];
        for (word, help) in cases {
            let unknown = registry.select_some(word).expect_err(word);
            assert_eq!(unknown.help(), help, "{word}");
        }
    }

    #[test]
    fn names_stay_known_where_their_checks_do_not_run() {
        let registry = Registry::embedded().filtered(|check| check.id == "aws-s3-public-acl");
        assert!(
            registry.find_some("kubernetes-workload-host-network").is_ok() && registry.select_some("secrets").is_ok()
        );
        assert!(registry.runs("aws-s3-public-acl") && !registry.runs("kubernetes-workload-host-network"));
    }

    #[test]
    fn a_group_is_no_check() {
        let unknown = Registry::embedded().find_some("secrets").expect_err("a category");
        assert_eq!(unknown.message, "`secrets` is a category, and no check");
    }
}
