//! Dockerfiles that are written within a file of another language.

use super::body;
use crate::diagnostic::Level;
use crate::frontend::api::Output;
use crate::model::{Platform, Resource};
use crate::source::{SourceFile, Span};
use crate::syntax::dockerfile::{Parsed, parse};

/// A Dockerfile in a literal block of YAML.
pub(in crate::frontend) struct Inline<'i> {
    /// The file that holds it.
    pub(in crate::frontend) file: &'i SourceFile,
    /// The block.
    pub(in crate::frontend) span: Span,
    /// What it says.
    pub(in crate::frontend) text: &'i str,
    /// The name of the resource.
    pub(in crate::frontend) name: &'i str,
    /// Its address.
    pub(in crate::frontend) address: &'i str,
}

impl Inline<'_> {
    /// What the Dockerfile declares, and its comments in the output's document. `None` where the text is not in the file as
    /// it is, so that nothing in it has a place: with variables, in quotes, with here-documents, whose ends are indented.
    pub(in crate::frontend) fn read(&self) -> Option<Output> {
        if !self.is_literal() {
            return None;
        }
        // Every place in this text is the same in the file.
        let mut placed = " ".repeat(self.span.range.start as usize);
        placed.push_str(self.span.range.slice(self.file.text()));
        let (plain, parsed) = (parse(self.text), parse(&placed));
        let has_heredocs = plain.instructions.iter().any(|instruction| !instruction.heredocs.is_empty());
        if has_heredocs || !is_same(&plain, &parsed) {
            return None;
        }
        let errors = parsed.errors.iter();
        let diagnostics = errors.map(|error| error.diagnostic(Level::Error, "dockerfile-syntax", self.file)).collect();
        let resource = body::build(self.file, &parsed, None).map(|body| {
            let mut resource =
                Resource::new(Platform::Dockerfile, "Dockerfile", self.name, self.address, body.value, body.header);
            resource.declaration = self.span;
            resource.grounds = vec![self.span];
            resource
        });
        let document = super::document(self.file, parsed);
        Some(Output {
            resources: resource.into_iter().collect(),
            diagnostics,
            documents: vec![document],
            unread: Vec::new(),
        })
    }

    /// Whether the lines of the block are the text but for their indentation.
    fn is_literal(&self) -> bool {
        let start = self.span.range.start as usize;
        let before = self.file.text().get(..start).unwrap_or_default();
        let indentation = before.len() - before.trim_end_matches(' ').len();
        let block = self.span.range.slice(self.file.text());
        let line = |(number, line)| if number == 0 { Some(line) } else { str::get(line, indentation..) };
        let lines = block.split('\n').enumerate().map(|line_of| line(line_of).unwrap_or_default());
        lines.collect::<Vec<_>>().join("\n").trim_end() == self.text.trim_end()
    }
}

/// Whether a Dockerfile reads the same in both of its places.
fn is_same(plain: &Parsed<'_>, placed: &Parsed<'_>) -> bool {
    let keywords = |parsed: &Parsed<'_>| parsed.instructions.iter().map(|one| one.keyword).collect::<Vec<_>>();
    plain.escape == placed.escape && plain.errors.len() == placed.errors.len() && keywords(plain) == keywords(placed)
}
