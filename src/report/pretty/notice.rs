//! Excerpts with the culprit marked, as miette draws them.

use std::fmt;
use std::io;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles};

use super::excerpt::{ELLIPSIS, Excerpts, Frame, Mark};
use super::paint::Paint;
use crate::diagnostic::Label;
use crate::source::{Shown, Span};

/// Most places that are shown; the way of a value through many modules can be long.
const MARK_LIMIT: usize = 12;

/// Draws excerpts in one style.
pub(super) struct Renderer<'a> {
    handler: GraphicalReportHandler,
    frame: Frame<'a>,
}

impl<'a> Renderer<'a> {
    pub(super) fn new(paint: Paint, width: usize, sources: Shown<'a>, root: &'a str) -> Self {
        // Not miette's default, which looks at the environment.
        let mut theme = GraphicalTheme {
            characters: if paint.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
            styles: if paint.color { ThemeStyles::ansi() } else { ThemeStyles::none() },
        };
        theme.characters.error.clear();
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(width)
            .with_urls(false)
            .without_cause_chain()
            .without_syntax_highlighting()
            .without_primary_span_start();
        let ellipsis = if paint.unicode { ELLIPSIS } else { "..." };
        Self { handler, frame: Frame { sources, root, width, ellipsis } }
    }

    /// Excerpts with the culprit, if there is one, and the places that explain it.
    pub(super) fn draw(&self, culprit: Option<(Span, &str)>, related: &[Label]) -> io::Result<String> {
        let culprit = culprit.into_iter().map(|(span, label)| Mark { span, label });
        let related = related.iter().map(|related| Mark { span: related.span, label: &related.text });
        let notice = Notice { excerpts: Excerpts::new(culprit.chain(related).take(MARK_LIMIT), &self.frame) };
        let mut drawing = String::new();
        self.handler.render_report(&mut drawing, &notice).map_err(io::Error::other)?;
        // The first line is for a message, which is set elsewhere.
        Ok(drawing.split_once('\n').map_or_else(String::new, |(_, excerpts)| excerpts.to_owned()))
    }
}

/// What miette is given.
#[derive(Debug)]
struct Notice {
    excerpts: Excerpts,
}

impl fmt::Display for Notice {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Notice {}

impl miette::Diagnostic for Notice {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpts)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = self.excerpts.labels().iter().map(|(range, label)| {
            let label = (!label.is_empty()).then(|| label.clone());
            LabeledSpan::new(label, range.start, range.len())
        });
        Some(Box::new(labels))
    }
}
