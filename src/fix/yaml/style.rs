//! How a document is laid out, so that what is added looks like the rest.

use super::Yaml;
use crate::syntax::yaml::{Dialect, Layout, Written, WrittenEntry, WrittenKind};

/// The habits of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Style {
    /// By how many blanks what belongs to a key is indented.
    pub(super) step: usize,
    /// By how many blanks the dashes of a list are indented against its key.
    pub(super) dashes: usize,
    /// The quotes around what needs some.
    pub(super) quote: char,
    /// What a level of brackets over several lines is indented by.
    pub(super) flow_step: String,
    /// What stands between a key and its value in braces.
    pub(super) colon: &'static str,
    /// Whether brackets go over several lines, as in most files of JSON.
    pub(super) spreads: bool,
    /// Whether the keys in braces stand in quotes, as in JSON.
    pub(super) quotes_all: bool,
}

/// What was counted in a document.
#[derive(Default)]
struct Seen {
    steps: Vec<usize>,
    dashes: Vec<usize>,
    singles: usize,
    doubles: usize,
    flow_step: Option<String>,
    /// Of entries in braces: those without a blank behind the colon, those with quotes, and all.
    tight: usize,
    quoted_keys: usize,
    keys: usize,
    /// Of brackets with something in them: those over several lines, and the others.
    spread: usize,
    narrow: usize,
}

impl Style {
    /// The habits of a document.
    pub(super) fn of(yaml: &Yaml<'_>, root: &Written) -> Self {
        let mut seen = Seen::default();
        seen.node(yaml, root);
        let step = most_frequent(&seen.steps).unwrap_or(2);
        Self {
            step,
            dashes: most_frequent(&seen.dashes).unwrap_or(step),
            quote: if seen.singles > 0 && seen.doubles == 0 { '\'' } else { '"' },
            flow_step: seen.flow_step.unwrap_or_else(|| "  ".to_owned()),
            colon: if seen.tight * 2 > seen.keys { ":" } else { ": " },
            spreads: seen.spread > 0 && seen.spread >= seen.narrow,
            quotes_all: yaml.dialect == Dialect::Json || seen.quoted_keys * 2 > seen.keys,
        }
    }

    /// What stands between two items in brackets.
    pub(super) fn comma(&self) -> &'static str {
        if self.colon == ":" { "," } else { ", " }
    }
}

/// The most frequent of these, of several the smallest.
fn most_frequent(values: &[usize]) -> Option<usize> {
    let count = |value: &usize| values.iter().filter(|other| *other == value).count();
    values.iter().copied().max_by_key(|value| (count(value), usize::MAX - value))
}

impl Seen {
    fn node(&mut self, yaml: &Yaml<'_>, node: &Written) {
        match &node.kind {
            WrittenKind::Quoted('\'') => self.singles += 1,
            WrittenKind::Quoted(_) => self.doubles += 1,
            WrittenKind::Sequence(layout, items) => {
                if let (Layout::Flow, Some(first)) = (layout, items.first()) {
                    self.flow(yaml, node, first.range.start as usize);
                }
                for item in items {
                    self.node(yaml, item);
                }
            }
            WrittenKind::Mapping(Layout::Flow, entries) => {
                if let Some(first) = entries.first() {
                    self.flow(yaml, node, first.key_range.start as usize);
                }
                for entry in entries {
                    self.keys += 1;
                    self.tight += usize::from(is_tight(yaml, entry));
                    self.quoted_keys += usize::from(entry.key_range.slice(yaml.text).starts_with('"'));
                    self.node(yaml, &entry.value);
                }
            }
            WrittenKind::Mapping(Layout::Block, entries) => {
                let own = yaml.column(node.range.start as usize);
                for entry in entries {
                    self.below(yaml, own, &entry.value);
                    self.node(yaml, &entry.value);
                }
            }
            WrittenKind::Alias(_) | WrittenKind::Plain | WrittenKind::Block => {}
        }
    }

    /// What belongs to a key of a block mapping.
    fn below(&mut self, yaml: &Yaml<'_>, own: usize, value: &Written) {
        let column = yaml.column(value.range.start as usize);
        match value.kind {
            WrittenKind::Mapping(Layout::Block, _) => self.steps.extend(column.checked_sub(own)),
            WrittenKind::Sequence(Layout::Block, _) => self.dashes.extend(column.checked_sub(own)),
            _ => {}
        }
    }

    /// Brackets whose first content starts at an offset.
    fn flow(&mut self, yaml: &Yaml<'_>, node: &Written, first: usize) {
        if !yaml.begins_line(first) {
            self.narrow += 1;
            return;
        }
        self.spread += 1;
        let outer = yaml.indentation(node.range.start as usize);
        let step = yaml.indentation(first).strip_prefix(outer).filter(|step| !step.is_empty());
        if self.flow_step.is_none() {
            self.flow_step = step.map(str::to_owned);
        }
    }
}

/// Whether the value in braces follows its colon at once.
fn is_tight(yaml: &Yaml<'_>, entry: &WrittenEntry) -> bool {
    let (key, value) = (entry.key_range.end as usize, entry.value.range.start as usize);
    yaml.text.get(key..value) == Some(":")
}
