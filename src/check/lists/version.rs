//! Versions as texts of parts: numbers and words with `.`, `-` or `_` between them.

use std::cmp::Ordering;

const BETWEEN: [char; 3] = ['.', '-', '_'];

/// Whether a version is this one, or one of those below it: `1.29` has `1.29.4` and `1.29-lts`, and `2.8` has not `2.80`.
pub(super) fn is_of(version: &str, key: &str) -> bool {
    after(version, key).is_some_and(|rest| rest.is_empty() || rest.starts_with(BETWEEN))
}

/// Whether what starts with `start` may be this version or one of those below it, and may be another one as well.
pub(super) fn may_become(start: &str, key: &str) -> bool {
    after(key, start).is_some()
}

/// The parts that are certain when a version goes on in an unknown way: the last one may become another.
pub(super) fn whole_parts(start: &str) -> &str {
    start.rfind(BETWEEN).map_or("", |end| &start[..end])
}

/// How two versions compare by those parts that both have, as numbers. None when these do not tell: they are equal, and
/// one has more of them, or they are no numbers.
pub(super) fn order(version: &str, other: &str) -> Option<Ordering> {
    let number =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u64>().ok()).flatten();
    let mut parts = version.split(BETWEEN).map(number);
    for other in other.split(BETWEEN) {
        match parts.next().flatten()?.cmp(&number(other)?) {
            Ordering::Equal => {}
            order => return Some(order),
        }
    }
    Some(Ordering::Equal)
}

/// What follows `start` in `text`; the signs between parts are all the same.
fn after<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    let mut rest = text.chars();
    let same = |left: char, right: char| left == right || BETWEEN.contains(&left) && BETWEEN.contains(&right);
    start.chars().all(|expected| rest.next().is_some_and(|found| same(found, expected))).then_some(rest.as_str())
}
