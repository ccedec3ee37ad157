//! What a report says about the run behind it, so that somebody else can repeat it.

use base16ct::lower::encode_string;
use sha2::{Digest as _, Sha256};

use super::Assessment;
use crate::check::{Check, Target};
use crate::finding::Outcome;
use crate::source::{Provenance, SourceMap};

/// Everything that a report is written from.
#[derive(Debug)]
pub struct Report<'o> {
    /// How the scan was made.
    pub run: &'o Run,
    /// What it found.
    pub outcome: &'o Outcome,
    /// The frameworks, in the order in which they were asked for.
    pub assessments: Vec<Assessment<'o>>,
}

/// How a scan was made.
#[derive(Clone, Debug)]
pub struct Run {
    /// What was scanned, as the user named it.
    pub paths: Vec<String>,
    /// Where it comes from.
    pub origin: Provenance,
    /// The command line, without values that may be secret.
    pub command: String,
    /// The options that change what is found, one phrase each.
    pub options: Vec<String>,
    /// The time of the report in UTC, `YYYY-MM-DDThh:mm:ssZ`.
    pub time: String,
    /// Digest of the checks that were run.
    pub checks: String,
    /// What was read.
    pub inputs: Inputs,
}

/// The texts that a scan read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inputs {
    /// SHA-256 of the lines that `sha256sum` prints for the files, sorted by path.
    pub digest: String,
    /// Every file, by path.
    pub files: Vec<InputFile>,
}

/// One file that was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct InputFile {
    /// Path relative to the scan root.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

impl Run {
    /// The day of the report, `YYYY-MM-DD`.
    pub fn day(&self) -> &str {
        self.time.split('T').next().unwrap_or_default()
    }
}

impl Inputs {
    /// What `sources` holds. A file that two front ends read stands there twice, and here once.
    pub fn of(sources: &SourceMap) -> Self {
        let mut files: Vec<InputFile> = sources
            .iter()
            .map(|file| {
                let mut hash = Sha256::new();
                hash.update(file.byte_order_mark());
                hash.update(file.text());
                InputFile { path: file.path().to_owned(), sha256: encode_string(&hash.finalize()) }
            })
            .collect();
        files.sort();
        files.dedup();
        let mut hash = Sha256::new();
        for file in &files {
            hash.update(format!("{}  {}\n", file.sha256, file.path));
        }
        Self { digest: encode_string(&hash.finalize()), files }
    }
}

/// SHA-256 over what decides the verdicts of `checks`: ids, severities, targets and logic, without prose.
pub fn digest_of_checks(checks: &[&Check]) -> String {
    let mut hash = Sha256::new();
    let mut field = |text: &str| {
        // The length keeps ("ab", "c") and ("a", "bc") apart.
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    };
    for check in checks {
        field(check.id);
        field(check.severity.as_str());
        let (shape, kinds) = match check.target {
            Target::Kinds(kinds) => ("", kinds),
            Target::Shape(shape, kinds) => (shape.as_str(), kinds),
        };
        field(shape);
        field(&kinds.join(","));
        for (name, clause) in check.text.logic {
            field(name);
            field(clause);
        }
    }
    encode_string(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Registry;

    #[test]
    fn inputs_are_digested_as_sha256sum_does() {
        let sources = SourceMap::new();
        sources.add("b.tf", "\u{feff}b");
        sources.add("a.tf", "a\n");
        sources.add("a.tf", "a\n");
        let inputs = Inputs::of(&sources);
        let paths: Vec<&str> = inputs.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["a.tf", "b.tf"]);
        // printf 'a\n' > a.tf; printf '\xef\xbb\xbfb' > b.tf; sha256sum a.tf b.tf; sha256sum a.tf b.tf | sha256sum
        assert_eq!(inputs.files[0].sha256, "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7");
        assert_eq!(inputs.files[1].sha256, "4979598727590250231a604462f282b0251186606f1ddbcbb135dbf4504bd6b5");
        assert_eq!(inputs.digest, "5334e70ec15f95a33812e28dadf33a467fb2c9cd3969f861484eb61343c362d9");
    }

    #[test]
    fn the_digest_of_checks_changes_with_the_set() {
        let registry = Registry::embedded();
        let all = digest_of_checks(registry.checks());
        assert_eq!(all, digest_of_checks(registry.checks()));
        assert_ne!(all, digest_of_checks(&registry.checks()[1..]));
    }
}
