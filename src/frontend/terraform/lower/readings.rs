//! The files whose texts a resource holds itself, by `file` and `templatefile`.

use crate::frontend::terraform::evaluate::interpreter::Interpreter;
use crate::model::{Reading, Resource};
use crate::source::FileId;
use crate::value::{Kind, Value};

/// Deepest nesting of blocks that is looked into; that of schemas is less deep.
const DEPTH_LIMIT: usize = 32;

impl Interpreter<'_> {
    /// Adds the texts that the arguments of a resource read, which count as its own.
    pub(super) fn add_readings(&self, resource: &mut Resource) {
        let mut found = Vec::new();
        collect(&resource.body, DEPTH_LIMIT, &mut |value, file| {
            if file != resource.declaration.file && resource.declaration.contains(value.span) && self.has_read(file) {
                found.push(Reading { text: self.context.sources.get(file).whole(), call: value.span });
            }
        });
        resource.grounds.extend(found.iter().map(|reading| reading.text));
        resource.readings = found;
    }
}

/// Tells of every text that is written in another file than its expression. What came by a reference is shown at that.
fn collect(value: &Value, depth: usize, found: &mut dyn FnMut(&Value, FileId)) {
    if depth == 0 || value.origin.is_some() {
        return;
    }
    match &value.kind {
        Kind::Json(inner) => found(value, inner.span.file),
        Kind::String(_) | Kind::Template(_) => value.places.iter().for_each(|places| found(value, places.file())),
        _ => value.children().for_each(|child| collect(child, depth - 1, found)),
    }
}
