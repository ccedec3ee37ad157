//! Validates a check file beyond what its types tell, and compiles its logic. The build script does so as well, so this file
//! must not depend on the rest of the crate but for [`definition`](super::definition), [`query`](super::query) and
//! [`message`](super::message), and what these use.

use super::clause::{ClauseText, compile_clause};
use super::definition::Definition;
use super::fix::{self, Recipe};
use super::message;
use super::problem::Problem;
use super::query::{self, Choice, Clause, Compiled};
use crate::vocabulary::Expectation;

/// The compiled logic of a check.
#[derive(Debug)]
pub struct Logic {
    pub applies: Option<Clause>,
    pub deny: Option<Clause>,
    pub require: Option<Clause>,
    pub at: Vec<query::Query>,
    pub fix: Vec<Recipe>,
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
        self.validate_lists(&mut problems);
        self.validate_examples(&mut problems);
        if self.deny.is_none() && self.require.is_none() {
            problems.push(Problem::new("deny", "a check needs `deny` or `require`"));
        }
        let mut compiled = |field, clause: &Option<ClauseText>| {
            clause.as_ref().and_then(|clause| compile_clause(clause, field, &mut Vec::new(), &mut problems))
        };
        let (applies, deny, require) =
            (compiled("where", &self.applies), compiled("deny", &self.deny), compiled("require", &self.require));
        let at = self.compile_places(&mut problems);
        let fix = self.fix.as_ref().map_or_else(Vec::new, |fix| fix::compile(fix, &mut problems));
        let asks_list = [&deny, &require].into_iter().flatten().any(|clause| !clause.lists().is_empty());
        if problems.is_empty() && !asks_list && message::tells_end(&self.message) {
            let message = "`{ends}`, `{until}` and `{use}` need `expired` or `removed` in `deny` or `require`";
            problems.push(Problem::new("message", message));
        }
        if problems.is_empty() { Ok(Logic { applies, deny, require, at, fix }) } else { Err(problems) }
    }

    fn compile_places(&self, problems: &mut Vec<Problem>) -> Vec<query::Query> {
        let mut places = Vec::new();
        for (index, place) in self.at.iter().enumerate() {
            let problem = match query::compile(place) {
                Ok(Compiled::Path(path)) if path.relative => {
                    places.push(path);
                    continue;
                }
                Ok(_) => Problem::new("at", format!("`{place}` must be a path that starts with `@`")),
                Err(error) => Problem::of_query("at", 0, error),
            };
            problems.push(problem.within([index.to_string().as_str()]));
        }
        places
    }

    fn validate_names(&self, stem: &str, problems: &mut Vec<Problem>) {
        let formerly =
            (0..).zip(&self.formerly).map(|(index, id): (usize, _)| ("formerly", vec![index.to_string()], id));
        for (field, way, id) in [("id", Vec::new(), &self.id)].into_iter().chain(formerly) {
            if !is_id(id) {
                let message = format!("`{id}` must be lower-case words joined by `-`");
                problems.push(Problem { way, ..Problem::new(field, message) });
            }
        }
        if self.id != stem {
            problems.push(Problem::new("id", format!("`{}` must equal the file name, `{stem}`", self.id)));
        }
        if self.on.shape.is_none() && self.on.kinds.is_empty() {
            problems.push(Problem::new("on", "needs `kinds` or `shape`"));
        }
    }

    fn validate_prose(&self, problems: &mut Vec<Problem>) {
        let prose = [("title", &self.title), ("message", &self.message), ("why", &self.why), ("remedy", &self.remedy)];
        for (field, text) in prose {
            if text.trim().is_empty() {
                problems.push(Problem::new(field, "must not be empty"));
            }
        }
        if let Err(error) = message::fields(&self.message) {
            problems.push(Problem::of_message("message", error));
        }
        for (platform, own) in &self.wordings {
            let of = |name| [platform.as_str(), name];
            if let Some(Err(error)) = own.message.as_deref().map(message::fields) {
                problems.push(Problem::of_message("in", error).within(of("message")));
            }
            let texts = [("title", &own.title), ("message", &own.message), ("why", &own.why), ("remedy", &own.remedy)];
            let is_empty = |text: &Option<String>| text.as_ref().is_some_and(|text| text.trim().is_empty());
            for (name, _) in texts.into_iter().filter(|(_, text)| is_empty(text)) {
                problems.push(Problem::new("in", "must not hold an empty text").within(of(name)));
            }
        }
        if self.title.ends_with('.') {
            problems.push(Problem::new("title", "must not end in a full stop"));
        }
        let links = (0..).zip(&self.references).filter(|(_, link)| !link.starts_with("https://"));
        for (index, link) in links {
            let index: usize = index;
            let problem = Problem::new("references", format!("`{link}` must be a link that starts with https://"));
            problems.push(problem.within([index.to_string().as_str()]));
        }
        if self.references.is_empty() {
            problems.push(Problem::new("references", "needs at least one link, each with https://"));
        }
        for (lint, _) in self.intended.iter().filter(|(_, reason)| reason.trim().is_empty()) {
            problems.push(Problem::new("intended", "needs a reason for each").within([lint.as_str()]));
        }
    }

    fn validate_lists(&self, problems: &mut Vec<Problem>) {
        let lists = [("allow", &self.allow), ("among", &self.among), ("demand", &self.demand)];
        let mut given = lists.iter().filter_map(|(field, list)| Some((*field, list.as_ref()?)));
        if let Some((field, list)) = given.next()
            && (list.parameter.is_empty() || list.about.trim().is_empty() || list.example.is_empty())
        {
            problems.push(Problem::new(field, "needs `parameter`, `about` and `example`"));
        }
        if let Some((field, _)) = given.next() {
            problems.push(Problem::new(field, "a check has one of `allow`, `among` and `demand`"));
        }
        for (index, name) in self.related.iter().enumerate().filter(|(_, name)| self.aliases.contains(name)) {
            let problem = Problem::new("related", format!("`{name}` is an alias already"));
            problems.push(problem.within([index.to_string().as_str()]));
        }
        let is_cwe = |name: &String| name.strip_prefix("CWE-").is_some_and(|number| number.parse::<u32>().is_ok());
        for (index, name) in self.cwe.iter().enumerate().filter(|(_, name)| !is_cwe(name)) {
            let digits: String = name.chars().filter(char::is_ascii_digit).collect();
            let among = if digits.is_empty() { Vec::new() } else { vec![format!("CWE-{digits}")] };
            let choice = Some(Choice { word: format!("CWE-{digits}"), among });
            let problem = Problem { choice, ..Problem::new("cwe", format!("`{name}` must look like CWE-284")) };
            problems.push(problem.within([index.to_string().as_str()]));
        }
    }

    fn validate_examples(&self, problems: &mut Vec<Problem>) {
        for (index, item) in self.examples.iter().enumerate() {
            let mut problem = |message: String| {
                let problem = Problem::new("examples", message);
                problems.push(problem.within([index.to_string().as_str()]));
            };
            if item.cases().next().is_none() {
                problem(format!("example {} needs one of `fails`, `passes` and `unknown`", index + 1));
            }
            for case in item.cases() {
                if let Err(message) = case.lines() {
                    problem(format!("example {}: {message}", index + 1));
                }
                if !case.unfixed.is_empty() && (self.fix.is_none() || case.expect != Expectation::Fails) {
                    let message = "`unfixed` is for one that `fails`, of a check with `fix`";
                    problem(format!("example {}: {message}", index + 1));
                }
            }
        }
        for expect in [Expectation::Fails, Expectation::Passes] {
            if !self.cases().any(|case| case.expect == expect) {
                problems.push(Problem::new("examples", format!("needs at least one case that `{expect}`")));
            }
        }
    }
}

/// Whether a text has the form of an id: lower-case words joined by `-`.
pub fn is_id(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    text.split('-').all(|part| !part.is_empty() && part.bytes().all(is_letter))
}
