//! Kinds that are probably misspelt. There are kinds of which Ravelin knows nothing, so that one that is like no known kind is
//! taken as it is, and one that is like a known kind gets a warning.

use std::collections::BTreeSet;

use super::{Check, Registry, Target};
use crate::diagnostic::{Diagnostic, Level};
use crate::link::linked_kinds;
use crate::source::{SourceFile, TextRange};
use crate::syntax::yaml::{self, Dialect, Node};

/// How many letters may be wrong, missing, too much, or in the place of their neighbour.
const BEARABLE: usize = 2;

/// Shortest kind of which two letters may be wrong.
const LONG: usize = 12;

impl Registry {
    /// The kinds that the checks judge, and those that are attached to others.
    pub fn kinds(&self) -> BTreeSet<&'static str> {
        let of = |check: &&'static Check| match check.target {
            Target::Kinds(kinds) | Target::Shape(_, kinds) => kinds,
        };
        self.checks().iter().flat_map(of).copied().chain(linked_kinds()).collect()
    }
}

/// The kind that was probably meant by one that is none of `known`.
pub fn meant_kind<'k>(kind: &str, known: &BTreeSet<&'k str>) -> Option<&'k str> {
    if known.contains(kind) {
        return None;
    }
    let bearable = if kind.chars().count() < LONG { 1 } else { BEARABLE };
    let distances = known.iter().map(|known| (strsim::osa_distance(kind, known), *known));
    // A number tells versions apart, and both are there.
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let alike = distances.filter(|(distance, known)| *distance <= bearable && digits(known) == digits(kind));
    alike.min().map(|(_, known)| known)
}

/// Warnings of the kinds in a check file that were probably meant to be others.
pub fn misspelt_kinds(check: &Check, file: &SourceFile, known: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let (Target::Kinds(kinds) | Target::Shape(_, kinds)) = check.target;
    let warn = |kind: &&str| {
        let meant = meant_kind(kind, known)?;
        let message = format!("no check and no link knows the kind `{kind}`");
        let span = file.span(place_of(kind, file).unwrap_or_default());
        Some(Diagnostic::at(Level::Warning, "check-file", span, message).with_help(format!("did you mean `{meant}`?")))
    };
    kinds.iter().filter_map(warn).collect()
}

/// Where a check file names a kind: among `kinds`, or in what a member of a family puts there.
fn place_of(kind: &str, file: &SourceFile) -> Option<TextRange> {
    let documents = yaml::parse(file.text(), Dialect::Yaml12).documents;
    let root = &documents.first()?.root;
    place_below(kind, root, false).or_else(|| place_below(kind, root, true))
}

/// Check files nest no deeper than their format allows.
fn place_below(kind: &str, node: &Node, is_among_kinds: bool) -> Option<TextRange> {
    if is_among_kinds && node.as_str() == Some(kind) {
        return Some(node.range);
    }
    let of_entry = |entry: &yaml::Entry| place_below(kind, &entry.value, is_among_kinds || &*entry.key == "kinds");
    let of_item = node.items().iter().find_map(|item| place_below(kind, item, is_among_kinds));
    of_item.or_else(|| node.entries().iter().find_map(of_entry))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_like_a_known_kind_is_misspelt() {
        let known = Registry::embedded().kinds();
        let cases = [
            ("aws_s3_buckt", Some("aws_s3_bucket")),
            ("aws_s3_buckets", Some("aws_s3_bucket")),
            ("azurerm_storage_acount", Some("azurerm_storage_account")),
            ("Deploymnet", Some("Deployment")),
            ("aws_s3_bucket", None),
            ("acme_thing", None),
            ("aws_elbv3", None),
        ];
        for (kind, meant) in cases {
            assert_eq!(meant_kind(kind, &known), meant, "{kind}");
        }
    }

    #[test]
    fn a_kind_has_the_place_at_which_it_is_named() {
        let cases = [
            "# of thing\nid: acme-thing\non: {kinds: [«thing»]}\nwhy: thing\n",
            "title: thing\non:\n  kinds:\n    - other\n    - «'thing'»\n",
            "members:\n  a-thing: {title: thing, on: {kinds: [«thing»]}}\n",
            "on: {kinds: [\"{kind}\"]}\nmembers:\n  a-thing:\n    with: {kind: «thing»}\n",
        ];
        for marked in cases {
            let sources = crate::source::SourceMap::new();
            let file = sources.add("acme-thing.yaml", marked.replace(['«', '»'], ""));
            let place = place_of("thing", file).expect("is named");
            let (before, rest) = file.text().split_at(place.start as usize);
            let (named, after) = rest.split_at(place.len());
            assert_eq!(format!("{before}«{named}»{after}"), marked);
        }
    }
}
