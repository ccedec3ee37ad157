//! The format of a check file. The build script reads `checks/` by it, and the program the user's own checks: both
//! compile this file, so it must not depend on the rest of the crate but for [`query`](super::query),
//! [`message`](super::message), [`examples`](super::examples) and the [`vocabulary`](crate::vocabulary).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::examples::{Case, ExampleItem};
use super::message;
use super::query::{self, Clause, Compiled};
use crate::vocabulary::{Absence, Category, Expectation, Lint, Platform, Severity, Shape};

/// A check file, field by field. `docs/checks.md` describes each.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    pub id: String,
    pub title: String,
    pub severity: Severity,
    pub category: Category,
    pub on: On,
    #[serde(rename = "where", default)]
    pub applies: Option<ClauseText>,
    #[serde(default)]
    pub deny: Option<ClauseText>,
    #[serde(default)]
    pub require: Option<ClauseText>,
    #[serde(default)]
    pub at: Vec<String>,
    #[serde(default)]
    pub allow: Option<WordList>,
    #[serde(default)]
    pub among: Option<WordList>,
    #[serde(default)]
    pub demand: Option<WordList>,
    #[serde(default)]
    pub conceals: bool,
    pub message: String,
    pub why: String,
    pub remedy: String,
    #[serde(rename = "in", default)]
    pub wordings: BTreeMap<Platform, WordingText>,
    pub references: Vec<String>,
    #[serde(default)]
    pub cwe: Vec<String>,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub related: Vec<String>,
    #[serde(default)]
    pub formerly: Vec<String>,
    #[serde(default)]
    pub covers: Vec<String>,
    #[serde(default)]
    pub absent: AbsentText,
    #[serde(default)]
    pub intended: BTreeMap<Lint, String>,
    pub examples: Vec<ExampleItem>,
}

/// What it means that what a check denies is not there: one word for all of it, or one for each attribute by name.
#[derive(Debug, Deserialize)]
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
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordingText {
    pub severity: Option<Severity>,
    pub title: Option<String>,
    pub message: Option<String>,
    pub why: Option<String>,
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
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordList {
    pub parameter: String,
    pub about: String,
    #[serde(default)]
    pub list: String,
    #[serde(default)]
    pub member: String,
    #[serde(default)]
    pub otherwise: String,
    #[serde(default)]
    pub default: Vec<String>,
    pub example: Vec<String>,
}

/// What a check judges.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct On {
    #[serde(default)]
    pub kinds: Vec<String>,
    #[serde(default)]
    pub shape: Option<Shape>,
}

/// A clause as it is written.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected a path, `any: [...]` or `all: [...]`")]
pub enum ClauseText {
    Query(String),
    Several(Several),
}

/// Several clauses as one.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Several {
    Any(Vec<ClauseText>),
    All(Vec<ClauseText>),
}

/// A mistake in a field.
#[derive(Debug)]
pub struct Problem {
    /// The top-level field.
    pub field: &'static str,
    /// What is wrong with it.
    pub message: String,
}

/// The compiled logic of a check.
#[derive(Debug)]
pub struct Logic {
    pub applies: Option<Clause>,
    pub deny: Option<Clause>,
    pub require: Option<Clause>,
    pub at: Vec<query::Query>,
}

impl Definition {
    /// Compiles the logic and validates everything that the types do not.
    ///
    /// # Errors
    /// Every mistake, in the order of the fields.
    pub fn compile(&self, stem: &str) -> Result<Logic, Vec<Problem>> {
        let mut problems = Vec::new();
        self.validate_names(stem, &mut problems);
        self.validate_prose(&mut problems);
        self.validate_examples(&mut problems);
        if self.deny.is_none() && self.require.is_none() {
            problems.push(Problem { field: "id", message: "a check needs `deny` or `require`".into() });
        }
        let mut compiled = |field, clause: &Option<ClauseText>| {
            clause.as_ref().and_then(|clause| {
                compile_clause(clause).map_err(|message| problems.push(Problem { field, message })).ok()
            })
        };
        let (applies, deny, require) =
            (compiled("where", &self.applies), compiled("deny", &self.deny), compiled("require", &self.require));
        let mut at = Vec::new();
        for place in &self.at {
            match query::compile(place) {
                Ok(Compiled::Path(path)) if path.relative => at.push(path),
                Ok(_) => problems
                    .push(Problem { field: "at", message: format!("`{place}` must be a path that starts with `@`") }),
                Err(error) => problems.push(Problem { field: "at", message: error.to_string() }),
            }
        }
        let asks_list = [&deny, &require].into_iter().flatten().any(|clause| !clause.lists().is_empty());
        if problems.is_empty() && !asks_list && message::tells_end(&self.message) {
            let message = "`{ends}`, `{until}` and `{use}` need `expired` or `removed` in `deny` or `require`".into();
            problems.push(Problem { field: "message", message });
        }
        if problems.is_empty() { Ok(Logic { applies, deny, require, at }) } else { Err(problems) }
    }

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

    fn validate_names(&self, stem: &str, problems: &mut Vec<Problem>) {
        let mut check = |field, ok: bool, message: String| {
            if !ok {
                problems.push(Problem { field, message });
            }
        };
        for (field, id) in [("id", &self.id)].into_iter().chain(self.formerly.iter().map(|id| ("formerly", id))) {
            let kebab = id.split('-').all(|part| {
                !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            });
            check(field, kebab, format!("`{id}` must be lower-case words joined by `-`"));
        }
        check("id", self.id == stem, format!("`{}` must equal the file name, `{stem}`", self.id));
        check("on", self.on.shape.is_some() || !self.on.kinds.is_empty(), "needs `kinds` or `shape`".into());
    }

    fn validate_prose(&self, problems: &mut Vec<Problem>) {
        let prose = [("title", &self.title), ("message", &self.message), ("why", &self.why), ("remedy", &self.remedy)];
        for (field, text) in prose {
            if text.trim().is_empty() {
                problems.push(Problem { field, message: "must not be empty".into() });
            }
        }
        if let Err(message) = message::fields(&self.message) {
            problems.push(Problem { field: "message", message });
        }
        for said in self.said() {
            if let Err(message) = message::fields(said.message) {
                problems.push(Problem { field: "in", message });
            }
            if [said.title, said.message, said.why, said.remedy].contains(&"") {
                problems.push(Problem { field: "in", message: "must not hold an empty text".into() });
            }
        }
        if self.title.ends_with('.') {
            problems.push(Problem { field: "title", message: "must not end in a full stop".into() });
        }
        if let Some((_, list)) = self.list()
            && (list.parameter.is_empty() || list.about.trim().is_empty() || list.example.is_empty())
        {
            problems.push(Problem { field: "allow", message: "needs `parameter`, `about` and `example`".into() });
        }
        if [&self.allow, &self.among, &self.demand].into_iter().flatten().count() > 1 {
            problems.push(Problem { field: "allow", message: "is one of `allow`, `among` and `demand`".into() });
        }
        if self.references.is_empty() || self.references.iter().any(|link| !link.starts_with("https://")) {
            problems
                .push(Problem { field: "references", message: "needs at least one link, each with https://".into() });
        }
        if self.intended.values().any(|reason| reason.trim().is_empty()) {
            problems.push(Problem { field: "intended", message: "needs a reason for each".into() });
        }
        let also = self.related.iter().find(|name| self.aliases.contains(name));
        if let Some(name) = also {
            problems.push(Problem { field: "related", message: format!("`{name}` is an alias already") });
        }
        let cwe = |name: &String| name.strip_prefix("CWE-").is_some_and(|number| number.parse::<u32>().is_ok());
        if let Some(name) = self.cwe.iter().find(|name| !cwe(name)) {
            problems.push(Problem { field: "cwe", message: format!("`{name}` must look like CWE-284") });
        }
    }

    /// What the configuration can say, and what it is to the check.
    pub fn list(&self) -> Option<(ListUse, &WordList)> {
        let lists = [(ListUse::Allow, &self.allow), (ListUse::Among, &self.among), (ListUse::Demand, &self.demand)];
        lists.into_iter().find_map(|(role, list)| Some((role, list.as_ref()?)))
    }

    fn validate_examples(&self, problems: &mut Vec<Problem>) {
        let mut problem = |message| problems.push(Problem { field: "examples", message });
        for (index, item) in self.examples.iter().enumerate() {
            if item.cases().next().is_none() {
                problem(format!("example {} needs one of `fails`, `passes` and `unknown`", index + 1));
            }
            for case in item.cases() {
                if let Err(message) = case.lines() {
                    problem(format!("example {}: {message}", index + 1));
                }
            }
        }
        for expect in [Expectation::Fails, Expectation::Passes] {
            if !self.cases().any(|case| case.expect == expect) {
                problem(format!("needs at least one case that `{expect}`"));
            }
        }
    }
}

impl std::fmt::Display for ClauseText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (word, clauses) = match self {
            Self::Query(text) => return f.write_str(text.trim()),
            Self::Several(Several::Any(clauses)) => ("any", clauses),
            Self::Several(Several::All(clauses)) => ("all", clauses),
        };
        let clauses: Vec<String> = clauses.iter().map(ToString::to_string).collect();
        write!(f, "{word} of: {}", clauses.join("; "))
    }
}

fn compile_clause(clause: &ClauseText) -> Result<Clause, String> {
    let several = |clauses: &[ClauseText]| -> Result<&'static [Clause], String> {
        let compiled: Result<Vec<Clause>, String> = clauses.iter().map(compile_clause).collect();
        Ok(compiled?.leak())
    };
    match clause {
        ClauseText::Query(text) => match query::compile(text.trim()) {
            Ok(Compiled::Path(path)) if path.relative => Err(format!("`{text}` must start with `$` or `?`")),
            Ok(Compiled::Path(path)) => Ok(Clause::Path(path)),
            Ok(Compiled::Test(expr)) => Ok(Clause::Test(expr)),
            Err(error) => Err(error.to_string()),
        },
        ClauseText::Several(Several::Any(clauses)) => several(clauses).map(Clause::Any),
        ClauseText::Several(Several::All(clauses)) => several(clauses).map(Clause::All),
    }
}
