//! Texts of which only parts are known.

use crate::frontend::terraform::evaluate::text::TextBuilder;
use crate::source::Span;
use crate::value::{Part, Template, Value};

/// Longest text that is looked for in a partly known one.
const PATTERN_LIMIT: usize = 1_000;

/// An end of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Start,
    End,
}

/// The text with each known part changed, which is given with its position.
pub(super) fn each_part(template: &Template, span: Span, change: impl Fn(usize, &str) -> String) -> Value {
    let mut text = TextBuilder::new(span);
    for (index, part) in template.parts.iter().enumerate() {
        match part {
            Part::Text(known) => text.push_text(&change(index, known)),
            Part::Hole(unknown) => text.push_hole(unknown),
        }
    }
    text.finish()
}

/// The text with `from` replaced in its known parts; `None` where a part of `from` may continue in a hole.
pub(super) fn replaced(template: &Template, from: &str, to: &str, span: Span) -> Option<Value> {
    if from.is_empty() || from.len() > PATTERN_LIMIT {
        return None;
    }
    let last = template.parts.len().saturating_sub(1);
    let may_continue = |index: usize, text: &str| {
        let cuts = || from.char_indices().skip(1).map(|(cut, _)| from.split_at(cut));
        let at_end = index < last && cuts().any(|(start, _)| text.ends_with(start));
        let at_start = index > 0 && cuts().any(|(_, end)| text.starts_with(end));
        at_end || at_start || (0 < index && index < last && from.len() > text.len() && from.contains(text))
    };
    let doubtful = template.parts.iter().enumerate().any(|(index, part)| match part {
        Part::Text(text) => may_continue(index, text),
        Part::Hole(_) => false,
    });
    (!doubtful).then(|| each_part(template, span, |_, text| text.replace(from, to)))
}

/// The text without `fix` at one end; `None` where it is not known whether it is there.
pub(super) fn stripped(template: &Template, fix: &str, end: End, span: Span) -> Option<Value> {
    let (known, may_be) = match end {
        End::Start => (template.prefix(), fix.starts_with(template.prefix())),
        End::End => (template.suffix(), fix.ends_with(template.suffix())),
    };
    if known.len() < fix.len() && may_be {
        return None;
    }
    let at = if end == End::Start { 0 } else { template.parts.len().saturating_sub(1) };
    Some(each_part(template, span, |index, text| match end {
        End::Start if index == at => text.strip_prefix(fix).unwrap_or(text).to_owned(),
        End::End if index == at => text.strip_suffix(fix).unwrap_or(text).to_owned(),
        _ => text.to_owned(),
    }))
}

/// The text without what `start` and `end` take from its ends. A hole at an end stands for what is left of it.
pub(super) fn trimmed(template: &Template, span: Span, start: fn(&str) -> &str, end: fn(&str) -> &str) -> Value {
    let last = template.parts.len().saturating_sub(1);
    each_part(template, span, |index, text| {
        let text = if index == 0 { start(text) } else { text };
        if index == last { end(text) } else { text }.to_owned()
    })
}
