//! Templates of users, in the language of Jinja as `minijinja` reads it: strict, and with filters for findings. A template
//! reads no file: there are no includes.

use std::cmp::Reverse;
use std::error::Error as _;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use serde::Serialize;

use crate::check::Severity;

/// Most steps that a template takes: enough for a hundred thousand findings of some two hundred steps each.
const STEPS: u64 = 20_000_000;

/// A template of the user, which parses.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its path as the user writes it, whose ending says how values are escaped.
    name: String,
    text: String,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// It does not parse; the message has its place.
    pub fn new(name: String, text: String) -> Result<Self, String> {
        let template = Self { name, text };
        template.environment().map_err(|error| template.say(&error))?;
        Ok(template)
    }

    /// What it makes of the values of `model`, and of `globals` beside them.
    ///
    /// # Errors
    /// It asks for what is not there, or does what cannot be done; the message has its place.
    pub(super) fn render(&self, model: impl Serialize, globals: &[(&'static str, String)]) -> Result<String, String> {
        let render = || {
            let mut environment = self.environment()?;
            for (name, value) in globals {
                environment.add_global(*name, value.clone());
            }
            environment.get_template(&self.name)?.render(Value::from(Serde(model)))
        };
        render().map_err(|error| self.say(&error))
    }

    fn environment(&self) -> Result<Environment<'_>, Error> {
        let mut environment = Environment::new();
        environment.set_debug(true);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(STEPS));
        let mut syntax = SyntaxConfig::builder();
        environment.set_syntax(syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?);
        environment.add_filter("severity_at_least", severity_at_least);
        environment.add_filter("worst_first", worst_first);
        environment.add_filter("open", open);
        environment.add_template(&self.name, &self.text)?;
        Ok(environment)
    }

    /// `slack.j2:3: undefined value: …`, with the causes behind it.
    fn say(&self, error: &Error) -> String {
        let line = error.line().map_or_else(String::new, |line| format!(":{line}"));
        let detail = error.detail().map_or_else(String::new, |detail| format!(": {detail}"));
        let said = format!("{}{line}: {}{detail}", self.name, error.kind());
        let causes = std::iter::successors(error.source(), |&cause| cause.source());
        std::iter::once(said).chain(causes.map(ToString::to_string)).collect::<Vec<_>>().join(": ")
    }
}

/// Findings of this severity and above.
fn severity_at_least(findings: &Value, least: &str) -> Result<Value, Error> {
    let least: Severity = least.parse().map_err(invalid)?;
    let mut kept = Vec::new();
    for finding in findings.try_iter()? {
        if severity(&finding)? >= least {
            kept.push(finding);
        }
    }
    Ok(Value::from(kept))
}

/// Findings with the most severe first, otherwise in their order.
fn worst_first(findings: &Value) -> Result<Value, Error> {
    let weigh = |finding: Value| Ok((severity(&finding)?, finding));
    let mut findings: Vec<(Severity, Value)> = findings.try_iter()?.map(weigh).collect::<Result<_, Error>>()?;
    findings.sort_by_key(|(severity, _)| Reverse(*severity));
    Ok(findings.into_iter().map(|(_, finding)| finding).collect())
}

/// Findings that count: no exception covers them, and the baseline does not have them.
fn open(findings: &Value) -> Result<Value, Error> {
    let mut kept = Vec::new();
    for finding in findings.try_iter()? {
        if finding.get_attr("suppression")?.is_none() && finding.get_attr("baseline")?.as_str() != Some("unchanged") {
            kept.push(finding);
        }
    }
    Ok(Value::from(kept))
}

fn severity(finding: &Value) -> Result<Severity, Error> {
    let severity = finding.get_attr("severity")?;
    severity.as_str().ok_or_else(|| invalid("a finding has a severity".to_owned()))?.parse().map_err(invalid)
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}
