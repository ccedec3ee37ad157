//! Bounds on values that builds copy from one place to another. A few copies of copies could stand for billions of nodes,
//! and everything that walks a value recurses as deep as it is.

use crate::value::Value;

/// Most levels of an object.
const DEPTH: usize = 200;
/// Most nodes of an object.
const NODES: usize = 100_000;
/// Most bytes of a text that is put together.
pub(super) const TEXT: usize = 1 << 20;

/// Whether an object stays within bounds when `value` is put `depth` levels below its top.
pub(super) fn may_stand(value: &Value, depth: usize) -> bool {
    depth + height(value) <= DEPTH
}

/// Whether an object has no more nodes than allowed.
pub(super) fn is_small(object: &Value) -> bool {
    let mut open = vec![object];
    let mut count = 0;
    while let Some(value) = open.pop() {
        count += 1;
        if count + open.len() > NODES {
            return false;
        }
        open.extend(value.children());
    }
    true
}

/// The levels of a value; it is within bounds, and so is this recursion.
fn height(value: &Value) -> usize {
    1 + value.children().map(height).max().unwrap_or(0)
}
