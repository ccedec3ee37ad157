//! Dockerfiles that are written within a file of another language.

use super::document::document;
use super::{body, variant};
use crate::diagnostic::{Diagnostic, Label, Level, Place};
use crate::frontend::api::Output;
use crate::frontend::build::Build;
use crate::model::{Document, Platform, Resource};
use crate::source::{SourceFile, Span, TextRange};
use crate::syntax::Comment;
use crate::syntax::dockerfile::parse;
use crate::value::Value;

/// A Dockerfile in a value of another file.
pub(in crate::frontend) struct Inline<'i> {
    /// The file that holds it.
    pub(in crate::frontend) file: &'i SourceFile,
    /// The value.
    pub(in crate::frontend) whole: Span,
    /// Where a part of the text stands in the file.
    pub(in crate::frontend) place: &'i dyn Fn(TextRange) -> Span,
    /// The name of the resource.
    pub(in crate::frontend) name: &'i str,
    /// Its address.
    pub(in crate::frontend) address: &'i str,
    /// The stage that is built, where one is named.
    pub(in crate::frontend) target: Option<&'i Value>,
}

impl Inline<'_> {
    /// What a Dockerfile of this text declares, and its comments in the output's document.
    pub(in crate::frontend) fn read(&self, text: String) -> Output {
        // It is read as if it were alone in its file, and everything is then put where it stands.
        let alone = self.file.with_text(text);
        let parsed = parse(alone.text());
        let place = |span: Span| (self.place)(span.range);
        let errors = parsed.errors.iter();
        let mut said: Vec<_> =
            errors.map(|error| error.diagnostic(Level::Error, "dockerfile-syntax", &alone)).collect();
        let build = self.target.map(|target| Build {
            dockerfile: String::new(),
            target: Some(target.clone()),
            args: Vec::new(),
            contexts: Vec::new(),
        });
        let builds: Vec<&Build> = build.iter().collect();
        let (mut variants, refused) = variant::of(&parsed, &builds, self.address);
        // Nobody builds it in another way.
        let variant = variants.pop().unwrap_or_default();
        let resource = body::build_as(&alone, &parsed, &variant, None).map(|body| {
            said.extend(body.diagnostics);
            let (value, header) = (body.value.placed(&place), place(body.header));
            let mut resource =
                Resource::new(Platform::Dockerfile, "Dockerfile", self.name, self.address, value, header);
            resource.declaration = self.whole;
            resource.grounds = vec![self.whole];
            resource
        });
        let document = self.placed(&document(&alone, parsed));
        let diagnostics = said.into_iter().map(|diagnostic| self.said(diagnostic)).chain(refused).collect();
        Output { resources: resource.into_iter().collect(), diagnostics, documents: vec![document], unread: Vec::new() }
    }

    /// A diagnostic where its text stands.
    fn said(&self, diagnostic: Diagnostic) -> Diagnostic {
        let place = match diagnostic.place {
            Place::Text(span) => Place::Text(self.place_of(span.range)),
            other => other,
        };
        let related = diagnostic.related.into_iter();
        let related = related.map(|label| Label { span: self.place_of(label.span.range), ..label }).collect();
        Diagnostic { place, related, ..diagnostic }
    }

    fn place_of(&self, range: TextRange) -> Span {
        (self.place)(range)
    }

    fn placed(&self, document: &Document) -> Document {
        let place = |range: &TextRange| self.place_of(*range).range;
        let comment = |comment: &Comment| Comment { range: place(&comment.range), ..*comment };
        Document {
            comments: document.comments.iter().map(comment).collect(),
            directives: document.directives.iter().map(place).collect(),
            blocks: document.blocks.iter().map(place).collect(),
            ..*document
        }
    }
}
