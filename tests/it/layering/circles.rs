//! Files that use each other, directly or through others.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Uses;

/// The circles of a graph: its strongly connected components of more than one node.
pub fn circles<'a>(uses: &'a Uses<'a>) -> Vec<BTreeSet<&'a str>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> = uses.keys().map(|node| (*node, reached_from(node, uses))).collect();
    let mut circles = BTreeSet::new();
    for (node, others) in &reached {
        let circle: BTreeSet<&str> = others.iter().copied().filter(|other| reached[other].contains(node)).collect();
        if circle.len() > 1 {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}

fn reached_from<'a>(start: &str, uses: &'a Uses<'a>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut next = vec![start];
    while let Some(node) = next.pop() {
        for other in uses.get(node).into_iter().flat_map(BTreeMap::keys) {
            if let Some((other, _)) = uses.get_key_value(other.as_str())
                && reached.insert(*other)
            {
                next.push(other);
            }
        }
    }
    reached
}
