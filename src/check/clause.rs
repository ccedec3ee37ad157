//! Clauses as they are written, and what they compile to. Part of the build script as well.

use schemars::JsonSchema;
use serde::Deserialize;

use super::problem::Problem;
use super::query::{self, Clause, Compiled, QueryError};

/// A clause as it is written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "expected a path, `any: [...]` or `all: [...]`")]
pub enum ClauseText {
    /// `$…`, a path that holds where it selects something, or `?…`, a condition on `$`.
    Query(String),
    /// Several clauses as one.
    Several(Several),
}

/// Several clauses as one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Several {
    /// One of them must hold.
    Any(Vec<ClauseText>),
    /// All of them must hold.
    All(Vec<ClauseText>),
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

/// Compiles a clause that is one query.
///
/// # Errors
/// What is wrong with the query.
pub fn clause(text: &str) -> Result<Clause, QueryError> {
    match query::compile(text)? {
        Compiled::Path(path) if path.relative => {
            let message = format!("`{text}` must start with `$` or `?`");
            Err(QueryError { message, range: Some(0..1), help: None, choice: None })
        }
        Compiled::Path(path) => Ok(Clause::Path(path)),
        Compiled::Test(expr) => Ok(Clause::Test(expr)),
    }
}

/// Compiles a clause, and adds what is wrong with it to `problems`. `way` leads to it from the top of its field. Clauses nest no deeper than the format of check files allows.
pub fn compile_clause(
    clause: &ClauseText,
    field: &'static str,
    way: &mut Vec<String>,
    problems: &mut Vec<Problem>,
) -> Option<Clause> {
    let text = match clause {
        ClauseText::Query(text) => text,
        ClauseText::Several(several) => {
            let (word, clauses) = match several {
                Several::Any(clauses) => ("any", clauses),
                Several::All(clauses) => ("all", clauses),
            };
            let mut compiled = Vec::with_capacity(clauses.len());
            for (index, clause) in clauses.iter().enumerate() {
                way.extend([word.to_owned(), index.to_string()]);
                compiled.extend(compile_clause(clause, field, way, problems));
                way.truncate(way.len() - 2);
            }
            let compiled: &'static [Clause] = compiled.leak();
            return Some(if word == "any" { Clause::Any(compiled) } else { Clause::All(compiled) });
        }
    };
    let problem = match self::clause(text.trim()) {
        Ok(clause) => return Some(clause),
        Err(error) => Problem::of_query(field, text.len() - text.trim_start().len(), error),
    };
    problems.push(Problem { way: way.clone(), ..problem });
    None
}
