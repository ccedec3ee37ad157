//! Lines that must not be shown, because a sensitive value stands on them.

use std::collections::BTreeMap;

use super::super::place::Located;
use crate::finding::Finding;
use crate::source::{FileId, SourceMap};

/// What is shown in place of such a line.
pub(super) const MASKED: &str = "(sensitive)";

/// The masked lines of all files, also where another finding would show them.
#[derive(Debug, Default)]
pub(super) struct Masks {
    /// First and last line, sorted, without overlaps.
    ranges: BTreeMap<FileId, Vec<(u32, u32)>>,
}

impl Masks {
    /// The lines that sensitive findings point at: where the value is judged, and the way that it took.
    pub(super) fn new<'f>(findings: impl Iterator<Item = &'f Finding>, sources: &SourceMap) -> Self {
        let mut masks = Self::default();
        for finding in findings.filter(|finding| finding.sensitive) {
            for span in std::iter::once(finding.place).chain(finding.related.iter().map(|label| label.span)) {
                let located = Located::new(sources, span);
                let range = (located.start.line, located.end.line);
                masks.ranges.entry(span.file).or_default().push(range);
            }
        }
        for ranges in masks.ranges.values_mut() {
            ranges.sort_unstable();
            ranges.dedup_by(|next, last| {
                let overlaps = next.0 <= last.1;
                if overlaps {
                    last.1 = last.1.max(next.1);
                }
                overlaps
            });
        }
        masks
    }

    /// Whether this line, counted from 1, must not be shown.
    pub(super) fn holds(&self, file: FileId, line: u32) -> bool {
        let Some(ranges) = self.ranges.get(&file) else { return false };
        let after = ranges.partition_point(|range| range.0 <= line);
        ranges[..after].last().is_some_and(|range| line <= range.1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::samples::{OPEN_PORT, finding};
    use super::*;
    use crate::source::TextRange;

    #[test]
    fn ranges_are_joined_and_found() {
        let sources = SourceMap::new();
        let file = sources.add("a.tf", "1\n2\n3\n4\n5\n6\n7\n");
        let other = sources.add("b.tf", "1\n");
        let lines = |first: usize, last: usize| file.span(TextRange::new(first * 2 - 2, last * 2 - 1));
        let secret = |place| Finding { sensitive: true, ..finding(&OPEN_PORT, &[], place, "") };
        let findings =
            [secret(lines(5, 6)), secret(lines(2, 4)), secret(lines(3, 3)), finding(&OPEN_PORT, &[], lines(1, 1), "")];
        let masks = Masks::new(findings.iter(), &sources);
        let masked: Vec<u32> = (1..=8).filter(|line| masks.holds(file.id(), *line)).collect();
        assert_eq!(masked, [2, 3, 4, 5, 6]);
        assert!(!masks.holds(other.id(), 2));
    }
}
