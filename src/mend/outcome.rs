//! What was mended, and what was not.

use std::collections::{BTreeSet, HashMap};

use super::candidates::{Candidate, Refusals, Writable, hindrance, wanted};
use super::mending::Mending;
use super::texts::Texts;
use super::why::Why;
use crate::check::{Check, Severity};
use crate::engine::Scan;
use crate::finding::{Finding, Fix};
use crate::model::Platform;
use crate::source::SourceFile;

/// What has come of mending.
pub struct Mended {
    /// The scan of the texts as they were.
    pub before: Scan,
    /// The scan of the texts as they are to be; none where nothing changes.
    pub after: Option<Scan>,
    /// The fixes that hold, in the order in which they were made.
    pub fixed: Vec<Fixed>,
    /// The findings that are left, in their order.
    pub left: Vec<Left>,
    /// The files that change, by path, relative to the scan root.
    pub files: Vec<Changed>,
    /// How many findings were to be mended at first.
    pub wanted: usize,
}

/// A fix that holds.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The check of the finding.
    pub check: &'static Check,
    /// The language.
    pub platform: Platform,
    /// How bad the finding was.
    pub severity: Severity,
    /// The first resource.
    pub address: String,
    /// The file of the finding, relative to the scan root.
    pub path: String,
    /// Its line when it was made, from 1.
    pub line: u32,
    /// What was done.
    pub fix: Fix,
    /// The files that it edits, relative to the scan root.
    pub files: Vec<String>,
}

/// A finding that is not mended.
#[derive(Clone, Debug)]
pub struct Left {
    /// The check of the finding.
    pub check: &'static Check,
    /// The language.
    pub platform: Platform,
    /// The first resource.
    pub address: String,
    /// The file of the finding, relative to the scan root.
    pub path: String,
    /// Its line, from 1.
    pub line: u32,
    /// Why.
    pub why: Why,
}

/// A file that gets another text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Relative to the scan root.
    pub path: String,
    /// What it was, with its byte order mark.
    pub before: String,
    /// What it becomes.
    pub after: String,
}

impl Fixed {
    /// What is told of a fix of a scan.
    pub(super) fn of(candidate: &Candidate<'_>, scan: &Scan) -> Self {
        let Candidate { finding, fix } = candidate;
        let file = scan.sources.get(finding.place.file);
        let paths = fix.edits.iter().map(|edit| scan.sources.get(edit.span.file).path().to_owned());
        Self {
            check: finding.check,
            platform: finding.platform,
            severity: finding.severity,
            address: finding.addresses.first().cloned().unwrap_or_default(),
            path: file.path().to_owned(),
            line: file.position(finding.place.range.start).line,
            fix: Fix::clone(fix),
            files: paths.collect::<BTreeSet<_>>().into_iter().collect(),
        }
    }
}

/// What has come of the rounds.
#[derive(Default)]
pub(super) struct Done {
    pub(super) texts: Texts,
    pub(super) refused: Refusals,
    pub(super) fixed: Vec<Fixed>,
}

impl Done {
    /// Puts it together, from the first scan and the last one.
    pub(super) fn told<E>(self, of: &Mending<'_, E>, before: Scan, after: Option<Scan>) -> Mended {
        let last = after.as_ref().unwrap_or(&before);
        let mut writable = Writable::of(last, of, &self.texts);
        let mut why = |finding: &Finding| {
            let Some(fix) = &finding.fix else {
                return finding.unfixable.clone().map_or(Why::NoFix, Why::Unfixable);
            };
            let refused = self.refused.of(finding).cloned();
            refused.or_else(|| hindrance(fix, of.review, &mut writable)).unwrap_or(Why::Rounds)
        };
        let left = wanted(last, of.is_wanted).into_iter().map(|finding| {
            let file = last.sources.get(finding.place.file);
            Left {
                check: finding.check,
                platform: finding.platform,
                address: finding.addresses.first().cloned().unwrap_or_default(),
                path: file.path().to_owned(),
                line: file.position(finding.place.range.start).line,
                why: why(finding),
            }
        });
        let left = left.collect();
        let mut sources: HashMap<&str, &SourceFile> = HashMap::new();
        for file in before.sources.iter() {
            sources.entry(file.path()).or_insert(file);
        }
        let changed = |(path, text): (&str, &str)| {
            let file = sources.get(path)?;
            let before = format!("{}{}", file.byte_order_mark(), file.text());
            (before != text).then(|| Changed { path: path.to_owned(), before, after: text.to_owned() })
        };
        let files = self.texts.iter().filter_map(changed).collect();
        let count = wanted(&before, of.is_wanted).len();
        Mended { files, left, wanted: count, fixed: self.fixed, before, after }
    }
}
