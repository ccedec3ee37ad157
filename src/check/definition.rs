//! The format of a check file. The build script reads `checks/` by it, and the program the user's own checks: both
//! compile this file, so it must not depend on the rest of the crate but for [`clause`](super::clause), [`examples`](super::examples),
//! [`fix`](super::fix) and the [`vocabulary`](crate::vocabulary).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::clause::ClauseText;
use super::examples::{Case, ExampleItem};
use super::fix::FixText;
use crate::vocabulary::{Absence, Category, Lint, Platform, Severity, Shape};

/// A check file, field by field. `docs/checks.md` describes each.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Stable name, equal to the name of the file: lower-case words joined by `-`, what it is about and then what is wrong.
    #[schemars(regex(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"))]
    pub id: String,
    /// The problem as a statement, without a full stop.
    #[schemars(length(min = 1))]
    pub title: String,
    /// How bad a failure is.
    pub severity: Severity,
    /// What it is about.
    pub category: Category,
    /// What it judges.
    pub on: On,
    /// The check applies only where this holds.
    #[serde(rename = "where", default)]
    pub applies: Option<ClauseText>,
    /// The resource fails where this holds; with a path, each selected node is one failure.
    #[serde(default)]
    pub deny: Option<ClauseText>,
    /// The resource fails where this does not hold, also where something is not there.
    #[serde(default)]
    pub require: Option<ClauseText>,
    /// Better places to point at, as paths from the selected node (`@.peers`); the first that exists is taken.
    #[serde(default)]
    pub at: Vec<String>,
    /// Words of the configuration that are no failure.
    #[serde(default)]
    pub allow: Option<WordList>,
    /// Words of the configuration that alone are a failure.
    #[serde(default)]
    pub among: Option<WordList>,
    /// Words of the configuration that must be there.
    #[serde(default)]
    pub demand: Option<WordList>,
    /// Whether the failing value is a credential, which no report shows.
    #[serde(default)]
    pub conceals: bool,
    /// What a finding says. Fields: {address}, {kind}, {name}, {value}, {value.member}, {linked}, {ends}, {until}, {use}.
    #[schemars(length(min = 1))]
    pub message: String,
    /// What an attacker or an accident makes of it.
    #[schemars(length(min = 1))]
    pub why: String,
    /// What to write instead.
    #[schemars(length(min = 1))]
    pub remedy: String,
    /// What it says of resources of one language, where that differs.
    #[serde(rename = "in", default)]
    pub wordings: BTreeMap<Platform, WordingText>,
    /// How it is mended: a recipe, or several of which the first that fits is taken.
    #[serde(default)]
    pub fix: Option<FixText>,
    /// Pages of the provider or of a standard, one at least.
    #[schemars(length(min = 1), inner(regex(pattern = "^https://")))]
    pub references: Vec<String>,
    /// Weaknesses, such as CWE-284.
    #[serde(default)]
    #[schemars(inner(regex(pattern = "^CWE-[0-9]+$")))]
    pub cwe: Vec<String>,
    /// What other tools call it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What other tools call checks that are near to it.
    #[serde(default)]
    pub related: Vec<String>,
    /// Ids that it had before, oldest first; they go on to mean it.
    #[serde(default)]
    pub formerly: Vec<String>,
    /// Ids of the checks that only say more of the same fault.
    #[serde(default)]
    pub covers: Vec<String>,
    /// What it means that an attribute which `deny` asks is not there.
    #[serde(default)]
    pub absent: AbsentText,
    /// What `ravelin checks lint` finds and is so on purpose, with the reason.
    #[serde(default)]
    pub intended: BTreeMap<Lint, String>,
    /// Texts of files with the verdicts that they must get: one that fails and one that passes at least.
    #[schemars(length(min = 1))]
    pub examples: Vec<ExampleItem>,
}

/// What it means that what a check denies is not there: one word for all of it, or one for each attribute by name.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "expected one of safe, unsafe, required, or a map of them by attribute")]
pub enum AbsentText {
    All(Absence),
    Each(BTreeMap<String, Absence>),
}

impl Default for AbsentText {
    fn default() -> Self {
        Self::Each(BTreeMap::new())
    }
}

impl AbsentText {
    /// The words by attribute; the one for all stands under an empty name.
    pub fn words(&self) -> Vec<(&str, Absence)> {
        match self {
            Self::All(word) => vec![("", *word)],
            Self::Each(words) => words.iter().map(|(name, word)| (name.as_str(), *word)).collect(),
        }
    }
}

/// What a check says of resources of one language, where that differs from what it says of others.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WordingText {
    /// How bad a failure is there.
    pub severity: Option<Severity>,
    /// The problem as a statement.
    pub title: Option<String>,
    /// What a finding says.
    pub message: Option<String>,
    /// What an attacker or an accident makes of it.
    pub why: Option<String>,
    /// What to write instead.
    pub remedy: Option<String>,
}

/// What a check says of resources of one language.
#[derive(Clone, Copy, Debug)]
pub struct Said<'d> {
    pub platform: Platform,
    pub severity: Severity,
    pub title: &'d str,
    pub message: &'d str,
    pub why: &'d str,
    pub remedy: &'d str,
}

/// What the words of a parameter are to a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListUse {
    /// What is no failure.
    Allow,
    /// What alone is a failure.
    Among,
    /// What must be there.
    Demand,
}

/// A parameter: a list of words in the configuration.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WordList {
    /// Its name, under `checks.parameters` and the id of the check in the configuration.
    pub parameter: String,
    /// What its words mean.
    pub about: String,
    /// The list of the shape in which only what the words name is judged.
    #[serde(default)]
    pub list: String,
    /// The member of the failing node that is compared with the words; the node itself where there is none.
    #[serde(default)]
    pub member: String,
    /// What a member that is absent counts as.
    #[serde(default)]
    pub otherwise: String,
    /// Words that always count.
    #[serde(default)]
    pub default: Vec<String>,
    /// The words with which the examples are judged.
    pub example: Vec<String>,
}

/// What a check judges.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct On {
    /// Kinds of resources: types of Terraform (`aws_s3_bucket`, `data.aws_ami`, `provider.aws`), kinds of Kubernetes, `compose_service`,
    /// `Dockerfile`.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// A view that makes one check serve many kinds; `$` is then the shape and not the body of the resource.
    #[serde(default)]
    pub shape: Option<Shape>,
}

impl Definition {
    /// The clauses as they are written, for people.
    pub fn logic_text(&self) -> Vec<(&'static str, String)> {
        [("where", &self.applies), ("deny", &self.deny), ("require", &self.require)]
            .into_iter()
            .filter_map(|(name, clause)| clause.as_ref().map(|clause| (name, clause.to_string())))
            .collect()
    }

    /// What it says of the languages that it has words of their own for.
    pub fn said(&self) -> Vec<Said<'_>> {
        let mut said: Vec<_> = self.wordings.iter().map(|(&platform, own)| self.said_in(platform, own)).collect();
        said.sort_unstable_by_key(|said| said.platform.as_str());
        said
    }

    fn said_in<'d>(&'d self, platform: Platform, own: &'d WordingText) -> Said<'d> {
        let text = |own: &'d Option<String>, usual: &'d String| own.as_ref().unwrap_or(usual).trim();
        Said {
            platform,
            severity: own.severity.unwrap_or(self.severity),
            title: text(&own.title, &self.title),
            message: text(&own.message, &self.message),
            why: text(&own.why, &self.why),
            remedy: text(&own.remedy, &self.remedy),
        }
    }

    /// The examples in order.
    pub fn cases(&self) -> impl Iterator<Item = Case<'_>> {
        self.examples.iter().flat_map(ExampleItem::cases)
    }

    /// What the configuration can say, and what it is to the check.
    pub fn list(&self) -> Option<(ListUse, &WordList)> {
        let lists = [(ListUse::Allow, &self.allow), (ListUse::Among, &self.among), (ListUse::Demand, &self.demand)];
        lists.into_iter().find_map(|(role, list)| Some((role, list.as_ref()?)))
    }
}
