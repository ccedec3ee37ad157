//! What is known of an instruction before its commands are followed.

use crate::frontend::dockerfile::heredoc::Strictness;
use crate::frontend::dockerfile::scope::Scope;
use crate::source::{Span, TextRange};
use crate::value::Value;

/// The folder of commands where neither the file nor a stage of it says which.
pub(in crate::frontend::dockerfile) const UNKNOWN_FOLDER: &str = "${PWD}";

/// What the commands of one instruction have in common.
pub(in crate::frontend::dockerfile) struct Step<'s> {
    pub(in crate::frontend::dockerfile) keyword: Value,
    pub(in crate::frontend::dockerfile) stage: Value,
    pub(in crate::frontend::dockerfile) is_final: Value,
    pub(in crate::frontend::dockerfile) onbuild: bool,
    pub(in crate::frontend::dockerfile) scope: &'s Scope,
    pub(in crate::frontend::dockerfile) source: &'s str,
    /// Whether its shell reads commands as POSIX has them.
    pub(in crate::frontend::dockerfile) is_posix: bool,
    /// The folder that it runs in, as far as it is known.
    pub(in crate::frontend::dockerfile) folder: String,
    pub(in crate::frontend::dockerfile) strictness: Strictness,
}

/// Where the text of a script stands in the file.
pub(super) fn place_of(text: &str, span: Span, source: &str) -> Option<usize> {
    let range = span.range;
    let quoted = TextRange { start: range.start + 1, end: range.end.saturating_sub(1) };
    let found = [range, quoted].into_iter().find(|range| range.start <= range.end && range.slice(source) == text);
    found.map(|range| range.start as usize)
}
