//! Which texts of a plan nobody wrote: its configuration tells constants from references.

use std::collections::HashSet;
use std::sync::Arc;

use super::document::Plan;
use super::references::{Mentions, mentions};
use crate::source::Span;
use crate::syntax::yaml::{Node, NodeKind};
use crate::value::{Address, Elsewhere, Reason, Unknown};

/// Shortest text that is looked for in others.
const SHORTEST: usize = 4;

/// How references begin that lead to nothing that could hold a credential.
const PLAIN: [&str; 4] = ["path.", "count.", "terraform.", "self."];

/// Where the expressions of a text stand.
pub(super) struct Expressions<'b, 'n> {
    /// The expressions; `None` where the plan does not have them.
    pub(super) nodes: Option<&'b [&'n Node]>,
    /// The module in the configuration, its address, and the key of the instance.
    pub(super) module: (Option<usize>, &'b Address, Option<&'b str>),
}

impl<'n> Plan<'n> {
    /// Where a planned text comes from that is not written in the configuration.
    pub(super) fn elsewhere(&self, text: &str, of: &Expressions<'_, 'n>, span: Span) -> Option<Arc<Elsewhere>> {
        let unclear =
            |what| Some(Arc::new(Elsewhere::Unclear(Arc::new(Unknown::new(Reason::Unsupported(what), span)))));
        let Some(nodes) = of.nodes else { return unclear("an argument whose expression the plan does not have") };
        let is_plain =
            |reference: &Node| reference.as_str().is_some_and(|text| PLAIN.iter().any(|start| text.starts_with(start)));
        let refers = |node: &&Node| {
            node.get("references")
                .is_some_and(|references| !references.items().iter().all(|reference| is_plain(reference)))
        };
        if !nodes.iter().any(refers) || self.constants().contains(text) {
            return None;
        }
        let (module, prefix, key) = of.module;
        let found = module.map(|module| mentions(self, module, (prefix, key), nodes)).unwrap_or_default();
        let given = self.given(&found);
        let pieces: Vec<Arc<str>> =
            given.iter().filter(|given| text.contains(**given)).map(|given| Arc::from(*given)).collect();
        match pieces.is_empty() {
            false => Some(Arc::new(Elsewhere::Given(pieces.into()))),
            // What was decoded out of a text that was given.
            true if given.iter().any(|given| given.contains(text)) => Some(Arc::new(Elsewhere::given(text))),
            true if found.partial => unclear("a local value of a plan"),
            // A template may say it itself, beside what it refers to.
            true => unclear("an expression of a plan"),
        }
    }

    /// Every text that the configuration says: the constants of its expressions, and the defaults of its variables.
    fn constants(&self) -> &HashSet<Box<str>> {
        self.constants.get_or_init(|| {
            let mut constants = HashSet::new();
            let mut open: Vec<&Node> = self.root.get("configuration").into_iter().collect();
            while let Some(node) = open.pop() {
                for entry in node.entries() {
                    match &*entry.key {
                        "constant_value" | "default" => {
                            constants.extend(texts(&entry.value).into_iter().map(Box::from));
                        }
                        _ => open.push(&entry.value),
                    }
                }
                open.extend(node.items().iter().map(AsRef::as_ref));
            }
            constants
        })
    }

    /// The texts of the variables of the root module, and of the resources that are mentioned, which are not written.
    fn given(&self, found: &Mentions) -> Vec<&'n str> {
        let variables = self.root.get("variables").map_or(&[][..], Node::entries).iter();
        let mut given: Vec<&str> = variables.flat_map(|variable| texts(&variable.value)).collect();
        for reference in &found.references {
            let planned = self.planned.iter().filter(|planned| {
                planned.address == reference.address || planned.address.without_keys() == reference.address
            });
            let values = planned.filter_map(|planned| planned.values);
            let values = values.filter_map(|values| match &reference.attribute {
                Some(attribute) => values.get(attribute),
                None => Some(values),
            });
            given.extend(values.flat_map(texts));
        }
        given.retain(|text| text.len() >= SHORTEST && !self.constants().contains(*text));
        given
    }
}

/// All texts in a part of a document.
fn texts(node: &Node) -> Vec<&str> {
    let (mut found, mut open) = (Vec::new(), vec![node]);
    while let Some(node) = open.pop() {
        if let NodeKind::String(text) = &node.kind {
            found.push(&**text);
        }
        open.extend(node.items().iter().map(AsRef::as_ref));
        open.extend(node.entries().iter().map(|entry| entry.value.as_ref()));
    }
    found
}
