//! A query by itself, asked of resources without a check around it.

use super::clause;
use super::mistake::{error, help_for, place, short};
use super::names;
use super::verdict::{self, Verdict};
use super::{Category, Check, Clause, Severity, Target, Text};
use crate::diagnostic::Diagnostic;
use crate::model::Resource;
use crate::shape::Shape;
use crate::source::{SourceFile, TextRange};

/// A clause, as `deny` of a check has it.
#[derive(Debug)]
pub struct Question {
    check: Check,
    shape: Option<Shape>,
}

impl Question {
    /// Reads the query that is all of `file`, on the bodies of resources or on a shape of them.
    ///
    /// # Errors
    /// Every mistake, at its place.
    pub fn read(file: &SourceFile, shape: Option<Shape>) -> Result<Self, Vec<Diagnostic>> {
        let text = file.text();
        let skipped = text.len() - text.trim_start().len();
        let clause = clause::clause(text.trim()).map_err(|problem| {
            let range = problem.range.unwrap_or(0..text.trim().len());
            let span = file.span(TextRange::new(range.start + skipped, range.end + skipped));
            let meant = problem.choice.as_ref().and_then(help_for);
            let help = meant.or_else(|| problem.help.map(str::to_owned));
            let message = short(&problem.message, "; there are ", help.is_some());
            vec![Diagnostic { code: "query", ..Diagnostic { help, ..error(span, message) } }]
        })?;
        let unknown: Vec<_> = names::asked(&clause, shape, &[]).iter().map(|name| at_name(name, file)).collect();
        if unknown.is_empty() { Ok(Self::of(clause, shape)) } else { Err(unknown) }
    }

    fn of(clause: Clause, shape: Option<Shape>) -> Self {
        static TEXT: Text = Text::NONE;
        let check = Check {
            id: "",
            title: "",
            severity: Severity::Info,
            category: Category::Maintenance,
            provider: "",
            service: "",
            target: shape.map_or(Target::Kinds(&[]), |shape| Target::Shape(shape, &[])),
            applies: None,
            deny: Some(clause),
            require: None,
            at: &[],
            list: None,
            conceals: false,
            message: "",
            text: &TEXT,
        };
        Self { check, shape }
    }

    /// The answer of a resource, as a check gives it that denies what the query asks: it fails where the query holds. `None` where
    /// the resource has nothing of the shape.
    pub fn ask(&self, resource: &Resource) -> Option<Verdict> {
        let subjects = match self.shape {
            Some(shape) => shape.derive_each(resource),
            None => vec![resource.body.clone()],
        };
        (!subjects.is_empty()).then(|| verdict::judge_each(&self.check, resource, &subjects))
    }
}

fn at_name(unknown: &names::Unknown, file: &SourceFile) -> Diagnostic {
    let start = place(file.text(), unknown.name).unwrap_or_default();
    let span = file.span(TextRange::new(start, start + unknown.name.len()));
    let help = help_for(&super::query::Choice { word: unknown.name.to_owned(), among: unknown.among.clone() });
    Diagnostic { code: "query", help, ..error(span, unknown.message.as_str()) }
}
