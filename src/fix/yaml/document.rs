//! Adds documents.

use super::source::items;
use super::style::Style;
use super::{Path, Step, Yaml, print};
use crate::fix::{Plain, TextEdit, Unfixable};
use crate::syntax::yaml::Dialect;

impl Yaml<'_> {
    /// Adds an object behind the one at a path: a document of its own, or an item of the list that the other one is in.
    ///
    /// # Errors
    /// The text can hold no further object.
    pub fn add_document(&self, behind: &Path, value: &Plain) -> Result<Vec<TextEdit>, Unfixable> {
        let root = self.document(behind.document)?;
        if let [list @ Step::Key(name), Step::Index(_), ..] = &behind.steps[..] {
            let list = Path { document: behind.document, steps: vec![list.clone()] };
            return match **name == *"items" {
                true => self.append(&list, value),
                false => Err(Unfixable::new("the object is part of another one")),
            };
        }
        let text = self.text.trim_start();
        if self.dialect == Dialect::Json || text.starts_with(['{', '[']) || !items(root).is_empty() {
            return Err(Unfixable::new("the file holds one object, and there is no place for another one"));
        }
        let style = Style::of(self, root);
        let newline = self.newline();
        let body = print::joined(&print::block(value, &style), newline, 0);
        let ranges: Vec<_> = self.document_ranges().collect();
        let next = ranges.get(behind.document + 1).map(|range| range.start as usize);
        Ok(vec![match next.filter(|at| self.text[*at..].starts_with("---")) {
            Some(next) => TextEdit::insert(next, format!("---{newline}{body}{newline}")),
            None if next.is_some() => return Err(Unfixable::new("the next document is not written behind `---`")),
            None => self.at_end(&body),
        }])
    }

    /// A document at the end of the text, of which the last line may have no end, and empty lines may follow.
    fn at_end(&self, body: &str) -> TextEdit {
        let newline = self.newline();
        let content = self.text.trim_end().len();
        let end = self.line_end(content);
        let is_ended = self.text.len() > end;
        let text = format!("{newline}---{newline}{body}");
        if is_ended { TextEdit::insert(end, text) } else { TextEdit::insert(self.text.len(), text) }
    }
}
