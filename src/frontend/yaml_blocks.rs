//! What a comment in YAML may stand for.

use std::collections::HashSet;

use crate::source::TextRange;
use crate::syntax::yaml::{Node, NodeKind, Stream};

/// Documents, mapping entries with nested content, and mappings in sequences.
pub(super) fn of(stream: &Stream) -> Vec<TextRange> {
    let mut walk = Walk { blocks: Vec::new(), seen: HashSet::new() };
    for document in &stream.documents {
        walk.blocks.push(document.root.range);
        walk.children(&document.root);
    }
    walk.blocks
}

struct Walk {
    blocks: Vec<TextRange>,
    /// Nodes stand where they are first met; after that they are aliases.
    seen: HashSet<*const Node>,
}

impl Walk {
    /// The tree's height is limited when it is built, and so is this recursion.
    fn children(&mut self, node: &Node) {
        for entry in node.entries() {
            if is_nested(&entry.value) && self.seen.insert(&raw const *entry.value) {
                self.blocks.push(entry.range());
                self.children(&entry.value);
            }
        }
        for item in node.items() {
            if is_nested(item) && self.seen.insert(&raw const **item) {
                if matches!(item.kind, NodeKind::Mapping(_)) {
                    self.blocks.push(item.range);
                }
                self.children(item);
            }
        }
    }
}

fn is_nested(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Sequence(_) | NodeKind::Mapping(_))
}
