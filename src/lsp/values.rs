//! The values that stand at a place of a text.

use crate::engine::Study;
use crate::model::{ATTACHED, Resource};
use crate::source::{FileId, Span, TextRange};
use crate::value::{Kind, Origin, Value};

/// A value that stands at a place.
#[derive(Clone, Copy)]
pub(super) struct Found<'s> {
    /// The resource of which it is a part.
    pub(super) resource: &'s Resource,
    pub(super) value: &'s Value,
    /// What stands there: the expression that gives the value, or the name before it.
    pub(super) span: Span,
}

/// The values of the narrowest expression or name at a place, one for each resource that has it: instances of a block share it.
pub(super) fn at<'s>(study: &'s Study, files: &[FileId], offset: u32) -> Vec<Found<'s>> {
    let is_there = |span: Span| files.contains(&span.file) && holds(span.range, offset);
    let mut search = Search { is_there: &is_there, found: Vec::new() };
    for resource in study.resources.iter().filter(|resource| is_there(resource.declaration)) {
        search.resource(resource);
    }
    if search.found.is_empty() {
        // What a block takes from elsewhere, such as a local value or a file of values.
        study.resources.iter().for_each(|resource| search.resource(resource));
    }
    search.found
}

/// Whether a place is in a range, or right behind it, as a cursor at the end of a word is.
pub(super) fn holds(range: TextRange, offset: u32) -> bool {
    range.start <= offset && offset <= range.end
}

struct Search<'s, 'f> {
    is_there: &'f dyn Fn(Span) -> bool,
    found: Vec<Found<'s>>,
}

impl<'s> Search<'s, '_> {
    fn resource(&mut self, resource: &'s Resource) {
        self.members(resource, &resource.body);
    }

    /// Values nest no deeper than the parsers allow.
    fn value(&mut self, resource: &'s Resource, value: &'s Value) {
        // A block is no expression: its members are.
        let is_expression = !is_body(value) && !is_block(value);
        if is_expression && value.span != resource.header {
            self.consider(Found { resource, value, span: value.span });
        }
        for step in value.origin.iter().flat_map(|origin| origin.steps()) {
            self.consider(Found { resource, value, span: step.span });
        }
        self.members(resource, value);
    }

    fn members(&mut self, resource: &'s Resource, value: &'s Value) {
        if let Some(map) = value.as_map() {
            for entry in map.entries().filter(|entry| *entry.key != *ATTACHED) {
                if !is_block(&entry.value) && entry.key_span != resource.header {
                    self.consider(Found { resource, value: &entry.value, span: entry.key_span });
                }
                self.value(resource, &entry.value);
            }
        } else {
            value.children().for_each(|child| self.value(resource, child));
        }
    }

    /// Keeps what is narrower than all before, or stands at the same place.
    fn consider(&mut self, found: Found<'s>) {
        if !(self.is_there)(found.span) {
            return;
        }
        let length = found.span.range.len();
        match self.found.first().map(|known| known.span.range.len()) {
            Some(known) if known < length => {}
            Some(known) if known == length => self.found.push(found),
            _ => self.found = vec![found],
        }
    }
}

/// Whether a value is a nested block or several of a type, and not an argument.
fn is_block(value: &Value) -> bool {
    let list = value.as_list().filter(|_| value.origin.is_none());
    list.is_some_and(|list| !list.items.is_empty() && list.items.iter().all(is_body))
}

/// Whether a value is what stands between braces here, and does not come from elsewhere.
fn is_body(value: &Value) -> bool {
    matches!(value.kind, Kind::Map(_)) && value.origin.is_none()
}

impl Found<'_> {
    /// The references from here to where the value was written, or to where knowledge of it ends.
    pub(super) fn way(&self) -> impl Iterator<Item = &Origin> {
        let unknown = match &self.value.kind {
            Kind::Unknown(unknown) => unknown.way.as_deref(),
            _ => None,
        };
        [self.value.origin.as_deref(), unknown].into_iter().flatten().flat_map(Origin::steps)
    }
}
