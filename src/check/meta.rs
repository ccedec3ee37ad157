//! What a check is once it is loaded. Everything is `'static`: embedded checks are constants of the program, and the
//! user's own live until it ends.

use super::definition::ListUse;
use super::fix::Recipe;
use super::lists::List;
use super::query::{Clause, Query};
use crate::vocabulary::{Absence, Category, Expectation, Lint, Platform, Severity, Shape};

/// One rule, with all that is said about it.
#[derive(Debug)]
pub struct Check {
    /// Stable name, such as `aws-ec2-open-ssh`.
    pub id: &'static str,
    /// The problem as a statement, such as `SSH is reachable from the internet`.
    pub title: &'static str,
    /// How bad a failure is.
    pub severity: Severity,
    /// What it is about.
    pub category: Category,
    /// Cloud or system, the first folder of the check file: `aws`, `kubernetes`.
    pub provider: &'static str,
    /// Service, the second folder of the check file: `s3`, `workload`.
    pub service: &'static str,
    /// What it judges.
    pub target: Target,
    /// The resource is judged only when this holds; it selects something, or is true.
    pub applies: Option<Clause>,
    /// Fails when this selects anything, or is true.
    pub deny: Option<Clause>,
    /// Fails when this selects nothing, or is false.
    pub require: Option<Clause>,
    /// Places to point at, relative to the failing node; the first that exists is taken.
    pub at: &'static [Query],
    /// What the user's configuration says to it.
    pub list: Option<WordList>,
    /// Whether the failing value is a credential, which no report may show.
    pub conceals: bool,
    /// Message with `{…}` fields.
    pub message: &'static str,
    /// Prose, kept apart from what matching reads.
    pub text: &'static Text,
}

/// A list of words in the configuration, without which a check does not run unless it has words of its own.
#[derive(Debug)]
pub struct WordList {
    /// What the words are to the check.
    pub role: ListUse,
    /// Its name, under `checks.parameters` and the id of the check.
    pub parameter: &'static str,
    /// What its words mean.
    pub about: &'static str,
    /// The list of the subject in which only what the words name is judged; none where it is empty.
    pub list: &'static str,
    /// The member of the failing node that is compared with the words; the node itself when it is empty.
    pub member: &'static str,
    /// What a member that is absent counts as.
    pub otherwise: &'static str,
    /// The check's own words, which count always.
    pub default: &'static [&'static str],
    /// The words with which the examples are judged.
    pub example: &'static [&'static str],
}

/// The prose and cases of a check.
#[derive(Debug)]
pub struct Text {
    /// What an attacker or an accident makes of it.
    pub why: &'static str,
    /// What to write instead.
    pub remedy: &'static str,
    /// What it says of resources of single languages, where that differs.
    pub wordings: &'static [Wording],
    /// How it is mended; the first that fits is taken.
    pub fix: &'static [Recipe],
    /// Pages of the provider or of a standard.
    pub references: &'static [&'static str],
    /// Weaknesses, such as `CWE-284`.
    pub cwe: &'static [&'static str],
    /// What other tools call it, such as `CKV_AWS_24`.
    pub aliases: &'static [&'static str],
    /// What other tools call checks that are near to it: wider, narrower, or of another side of the same thing.
    pub related: &'static [&'static str],
    /// Ids that it had before, oldest first. They mean it wherever an id is read.
    pub formerly: &'static [&'static str],
    /// Ids of the checks that only say more of the same fault, where both fail for the same part of a resource.
    pub covers: &'static [&'static str],
    /// What it means that an attribute which it denies is not there, by its name; all of them under an empty name.
    pub absent: &'static [(&'static str, Absence)],
    /// What `ravelin checks lint` finds in it and is so on purpose, with the reason.
    pub intended: &'static [(Lint, &'static str)],
    /// The name of the family that says it; empty where it has a file of its own.
    pub family: &'static str,
    /// Executed by the test suite and by `checks test`, printed by `explain`.
    pub examples: &'static [Example],
    /// The clauses as they are written, for `checks show`: name and text.
    pub logic: &'static [(&'static str, &'static str)],
}

impl Text {
    /// No text.
    pub(crate) const NONE: Self = Self {
        why: "",
        remedy: "",
        wordings: &[],
        fix: &[],
        references: &[],
        cwe: &[],
        aliases: &[],
        related: &[],
        formerly: &[],
        covers: &[],
        absent: &[],
        intended: &[],
        family: "",
        examples: &[],
        logic: &[],
    };
}

/// What a check says of resources of one language.
#[derive(Clone, Copy, Debug)]
pub struct Wording {
    /// The language.
    pub platform: Platform,
    /// How bad a failure is there.
    pub severity: Severity,
    /// The problem as a statement.
    pub title: &'static str,
    /// Message with `{…}` fields.
    pub message: &'static str,
    /// What an attacker or an accident makes of it.
    pub why: &'static str,
    /// What to write instead.
    pub remedy: &'static str,
}

/// A configuration with the verdict that it must get.
#[derive(Debug)]
pub struct Example {
    /// The verdict.
    pub expect: Expectation,
    /// The language.
    pub platform: Platform,
    /// Files beside it, by their names.
    pub beside: &'static [(&'static str, &'static str)],
    /// The text of one file.
    pub text: &'static str,
    /// The lines on which findings start, counted from 1, in order; empty when the example does not say.
    pub lines: &'static [u32],
    /// Why no recipe of the check fits it, on purpose; empty where one does.
    pub unfixed: &'static str,
}

/// What a check judges.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// Resources of these kinds; `$` is the body.
    Kinds(&'static [&'static str]),
    /// Resources that have this shape; `$` is the shape. The list narrows it to some kinds; empty means all.
    Shape(Shape, &'static [&'static str]),
}

impl Check {
    /// Whether words that differ in the case of letters are one to it: names and values of the Azure Resource Manager are
    /// (<https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules>).
    pub fn has_any_case(&self) -> bool {
        self.provider == "azure"
    }

    /// Which of its wordings is that of a language: none where it is the usual one.
    pub fn own_wording(&self, platform: Platform) -> Option<Platform> {
        self.text.wordings.iter().map(|wording| wording.platform).find(|own| *own == platform)
    }

    /// What it says of resources of a language.
    pub fn wording(&self, platform: Platform) -> Wording {
        let own = self.text.wordings.iter().find(|wording| wording.platform == platform);
        own.copied().unwrap_or(Wording {
            platform,
            severity: self.severity,
            title: self.title,
            message: self.message,
            why: self.text.why,
            remedy: self.text.remedy,
        })
    }

    /// The lists that it asks, in the order in which it names them.
    pub fn lists(&self) -> Vec<&'static List> {
        let mut lists: Vec<&'static List> = Vec::new();
        for list in [&self.applies, &self.deny, &self.require].into_iter().flatten().flat_map(Clause::lists) {
            if !lists.iter().any(|known| known.name == list.name) {
                lists.push(list);
            }
        }
        lists
    }
}

impl Target {
    /// The kinds that it names; none where it judges all that have a shape.
    pub fn kinds(&self) -> &'static [&'static str] {
        match *self {
            Self::Kinds(kinds) | Self::Shape(_, kinds) => kinds,
        }
    }

    /// Whether resources of this kind are judged, as far as their kind tells.
    pub fn judges(&self, kind: &str) -> bool {
        match *self {
            Self::Shape(shape, []) => shape.serves(kind),
            Self::Kinds(kinds) | Self::Shape(_, kinds) => kinds.contains(&kind),
        }
    }
}
