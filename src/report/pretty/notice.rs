//! Findings and diagnostics as miette draws them: a headline, and excerpts with the culprit marked.

use std::fmt;
use std::io;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::super::text::{harmless, one_line};
use super::excerpt::{Excerpts, Mark};
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::finding::Finding;
use crate::source::Shown;

/// Most places that are shown; the way of a value through many modules can be long.
const MARK_LIMIT: usize = 12;

/// Draws notices in one style.
pub(super) struct Renderer {
    theme: GraphicalTheme,
    width: usize,
}

impl Renderer {
    pub(super) fn new(color: bool, width: usize) -> Self {
        // Not miette's default, which looks at the environment.
        let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        Self { theme, width }
    }

    /// The headline and the excerpts of a finding.
    pub(super) fn finding(&self, finding: &Finding, sources: Shown<'_>, root: &str) -> io::Result<String> {
        let address = finding.addresses.first().map_or("", String::as_str);
        let diagnostic = finding.to_diagnostic();
        self.draw(&diagnostic, finding.severity.as_str(), address, sources, root)
    }

    /// The headline and the excerpts of a diagnostic.
    pub(super) fn diagnostic(&self, diagnostic: &Diagnostic, sources: Shown<'_>, root: &str) -> io::Result<String> {
        self.draw(diagnostic, diagnostic.level.as_str(), "", sources, root)
    }

    fn draw(
        &self,
        diagnostic: &Diagnostic,
        severity: &str,
        label: &str,
        sources: Shown<'_>,
        root: &str,
    ) -> io::Result<String> {
        let notice = Notice {
            message: match &diagnostic.place {
                Place::File(path) => one_line(&format!("{root}{path}: {}", diagnostic.message)).into_owned(),
                Place::Text(_) | Place::None => one_line(&diagnostic.message).into_owned(),
            },
            level: diagnostic.level,
            excerpts: Excerpts::new(marks(diagnostic, label), sources, root),
        };
        let mut drawing = String::new();
        self.handler(&format!("{severity}[{}]:", diagnostic.code))
            .render_report(&mut drawing, &notice)
            .map_err(io::Error::other)?;
        Ok(drawing)
    }

    /// A handler that begins the headline with `title`, where miette has an icon.
    fn handler(&self, title: &str) -> GraphicalReportHandler {
        let mut theme = self.theme.clone();
        title.clone_into(&mut theme.characters.error);
        title.clone_into(&mut theme.characters.warning);
        title.clone_into(&mut theme.characters.advice);
        GraphicalReportHandler::new_themed(theme)
            .with_width(self.width)
            .with_urls(false)
            .without_cause_chain()
            .without_syntax_highlighting()
            .without_primary_span_start()
    }
}

/// The culprit first, then the places that explain it.
fn marks<'a>(diagnostic: &'a Diagnostic, label: &'a str) -> impl Iterator<Item = Mark<'a>> {
    let culprit = match diagnostic.place {
        Place::Text(span) => Some(Mark { span, label }),
        Place::File(_) | Place::None => None,
    };
    let related = diagnostic.related.iter().map(|related| Mark { span: related.span, label: &related.text });
    culprit.into_iter().chain(related).take(MARK_LIMIT)
}

/// What miette is given.
#[derive(Debug)]
struct Notice {
    message: String,
    level: Level,
    excerpts: Excerpts,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Notice {}

impl miette::Diagnostic for Notice {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.level {
            Level::Error => miette::Severity::Error,
            Level::Warning => miette::Severity::Warning,
            Level::Note => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpts)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = self.excerpts.labels().iter().map(|(range, label)| {
            let label = (!label.is_empty()).then(|| harmless(label).into_owned());
            LabeledSpan::new(label, range.start, range.len())
        });
        Some(Box::new(labels))
    }
}
