//! One finding as evidence.

use std::borrow::Cow;

use super::super::place::Located;
use super::super::text::{cut, one_line};
use super::excerpt::{Excerpt, quote};
use super::prose::Prose;
use crate::diagnostic::{Label, Place};
use crate::finding::{BaselineState, Exception, Finding};
use crate::source::{Shown, Span};

/// Most addresses that a finding lists.
pub(super) const ADDRESS_LIMIT: usize = 10;

/// Most steps of the way of a value.
const STEP_LIMIT: usize = 20;

/// Most characters of a value or a message.
const TEXT_LIMIT: usize = 400;

/// What the template shows of a finding.
pub(super) struct Card<'a> {
    pub(super) finding: &'a Finding,
    pub(super) message: Prose<'a>,
    pub(super) place: String,
    pub(super) addresses: Vec<Cow<'a, str>>,
    /// Addresses that are left out.
    pub(super) more: usize,
    pub(super) kind: Cow<'a, str>,
    pub(super) path: Cow<'a, str>,
    pub(super) value: Option<Cow<'a, str>>,
    pub(super) excerpt: Excerpt<'a>,
    pub(super) way: Vec<Step<'a>>,
    pub(super) exception: Option<ExceptionText<'a>>,
    /// How it stands to the baseline, where that is worth saying.
    pub(super) state: Option<&'static str>,
}

/// A place on the way of a value.
pub(super) struct Step<'a> {
    pub(super) text: Prose<'a>,
    pub(super) place: String,
    pub(super) quote: Cow<'a, str>,
}

/// An exception in words.
pub(super) struct ExceptionText<'a> {
    pub(super) reason: Cow<'a, str>,
    pub(super) owner: Cow<'a, str>,
    pub(super) until: Cow<'a, str>,
    pub(super) place: String,
}

/// What cards are made from.
pub(super) struct Texts<'a> {
    pub(super) sources: Shown<'a>,
    pub(super) root: &'a str,
}

impl<'a> Texts<'a> {
    /// `path:line:column`.
    pub(super) fn place(&self, span: Span) -> String {
        let Located { file, start, .. } = Located::new(self.sources, span);
        one_line(&format!("{}{}:{}:{}", self.root, file.path(), start.line, start.column)).into_owned()
    }

    /// `path:line:column`, the path of a file without text, or nothing.
    pub(super) fn place_of(&self, place: &Place) -> String {
        match place {
            Place::Text(span) => self.place(*span),
            Place::File(path) => one_line(&format!("{}{path}", self.root)).into_owned(),
            Place::None => String::new(),
        }
    }

    /// The card of a finding.
    pub(super) fn card(&self, finding: &'a Finding) -> Card<'a> {
        let listed = finding.addresses.len().min(ADDRESS_LIMIT);
        Card {
            finding,
            message: Prose(short(&finding.message)),
            place: self.place(finding.place),
            addresses: finding.addresses[..listed].iter().map(|address| short(address)).collect(),
            more: finding.addresses.len() - listed,
            kind: one_line(&finding.kind),
            path: short(&finding.path),
            value: finding.value.as_deref().map(short),
            excerpt: Excerpt::new(self.sources, finding.place),
            way: finding.related.iter().take(STEP_LIMIT).map(|label| self.step(label)).collect(),
            exception: finding.exception.as_ref().map(|it| self.exception(it)),
            state: finding.baseline.map(|state| match state {
                BaselineState::New => "new",
                BaselineState::Unchanged => "in the baseline",
            }),
        }
    }

    fn step(&self, label: &'a Label) -> Step<'a> {
        Step {
            text: Prose(one_line(&label.text)),
            place: self.place(label.span),
            quote: quote(self.sources, label.span),
        }
    }

    fn exception(&self, exception: &'a Exception) -> ExceptionText<'a> {
        let or = |text: &'a Option<String>, none: &'static str| text.as_deref().map_or(none.into(), one_line);
        ExceptionText {
            reason: or(&exception.reason, "no reason given"),
            owner: or(&exception.owner, "none"),
            until: or(&exception.until, "no end"),
            place: self.place_of(&exception.place),
        }
    }
}

/// `text` on one line, cut where it is very long.
pub(super) fn short(text: &str) -> Cow<'_, str> {
    match one_line(text) {
        Cow::Borrowed(text) => cut(text, TEXT_LIMIT),
        Cow::Owned(text) => Cow::Owned(cut(&text, TEXT_LIMIT).into_owned()),
    }
}
