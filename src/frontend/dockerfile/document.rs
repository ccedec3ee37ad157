//! What exceptions and reports ask of the text of a Dockerfile.

use crate::model::Document;
use crate::source::SourceFile;
use crate::syntax::dockerfile::Parsed;

/// Its comments, directives, and the blocks that exceptions may stand before.
pub(super) fn document(file: &SourceFile, parsed: Parsed<'_>) -> Document {
    let instructions = parsed.instructions.iter().map(|instruction| instruction.range);
    let blocks = instructions.chain(parsed.stages()).collect();
    let directives = parsed.directives.iter().map(|directive| directive.range).collect();
    Document { file: file.id(), blocks, complete: parsed.errors.is_empty(), comments: parsed.comments, directives }
}
