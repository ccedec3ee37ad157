//! The kinds that configure another one, and how they name it.
//!
//! To attach one more kind: a row in the file of its platform, and one in `docs/checks.md`.

mod aws;
mod azure;
mod google;
mod others;

use std::collections::HashMap;
use std::sync::LazyLock;

use super::row::Attachment;

/// The rows of each platform.
pub(super) const PLATFORMS: [&[Attachment]; 4] = [aws::ROWS, azure::ROWS, google::ROWS, others::ROWS];

/// All rows.
pub(super) fn attachments() -> impl Iterator<Item = &'static Attachment> {
    PLATFORMS.into_iter().flatten()
}

type ByKind = HashMap<&'static str, Vec<&'static Attachment>, foldhash::quality::RandomState>;

/// The rows of a kind that names others.
pub(super) fn of_source(kind: &str) -> &'static [&'static Attachment] {
    static ROWS: LazyLock<ByKind> = LazyLock::new(|| {
        let mut rows = ByKind::default();
        for row in attachments() {
            rows.entry(row.kind).or_default().push(row);
        }
        rows
    });
    ROWS.get(kind).map_or(&[], Vec::as_slice)
}

/// The rows by which a kind is named.
pub(super) fn of_target(kind: &str) -> &'static [&'static Attachment] {
    static ROWS: LazyLock<ByKind> = LazyLock::new(|| {
        let mut rows = ByKind::default();
        for row in attachments() {
            row.targets.iter().for_each(|target| rows.entry(target).or_default().push(row));
        }
        rows
    });
    ROWS.get(kind).map_or(&[], Vec::as_slice)
}

/// How far what is attached to a kind can be carried on: the longest way from it to a kind that is attached to no other.
pub(super) fn depth(kind: &str) -> usize {
    let mut kinds = vec![kind];
    let mut depth = 0;
    while depth < DEEPEST {
        kinds = kinds.into_iter().flat_map(holders).collect();
        if kinds.is_empty() {
            break;
        }
        depth += 1;
    }
    depth
}

/// More than any kind has. A test tells when the table has a circle.
pub(super) const DEEPEST: usize = 8;

/// The kinds to which one is attached with what it brings.
fn holders(kind: &str) -> impl Iterator<Item = &'static str> {
    let rows = of_source(kind).iter().filter(|row| !row.reversed && !row.brings_nothing());
    let named = rows.flat_map(|row| row.targets).copied();
    let naming = of_target(kind).iter().filter(|row| row.reversed && !row.brings_nothing()).map(|row| row.kind);
    named.chain(naming)
}
