//! Objects of the whole cluster that name one of another kind, without which they do nothing.

use std::sync::Arc;

use super::found::{Found, Match, Uncertainty};
use super::object::{Name, Node, Objects};
use super::table::{LINKS, Link, Strategy};
use super::targets::{by_name, named};

/// Most objects that are asked whether they are deployed together with another one.
const NEAR_LIMIT: usize = 256;

/// Attaches objects to those that they name, and these to them.
pub(super) fn find(objects: &Objects<'_>, found: &mut Found) {
    for link in LINKS {
        let Strategy::NamesOther { at, kind, missing } = link.strategy else { continue };
        let is_linked = |node: &Node<'_>| node.link.is_some_and(|own| own.kind == link.kind);
        let naming: Vec<usize> = of(objects, is_linked);
        let others: Vec<usize> = of(objects, |node| *node.kind == *kind);
        let row = Row { objects, link, at, kind: kind.into(), missing, others: &others };
        row.follow(&naming, found);
        row.settle(&naming, found);
    }
}

fn of(objects: &Objects<'_>, is_meant: impl Fn(&Node<'_>) -> bool) -> Vec<usize> {
    objects.nodes.iter().enumerate().filter(|(_, node)| is_meant(node)).map(|(object, _)| object).collect()
}

/// A row of the table, with the objects of the kind that its own name.
struct Row<'o, 's> {
    objects: &'o Objects<'s>,
    link: &'static Link,
    at: &'static str,
    kind: Arc<str>,
    missing: &'static str,
    others: &'o [usize],
}

impl Row<'_, '_> {
    /// Follows the names that objects give.
    fn follow(&self, naming: &[usize], found: &mut Found) {
        let index = by_name(self.objects, &[&self.kind]);
        for &object in naming {
            let spec = self.objects.nodes[object].body.member("spec");
            match Name::of(spec, self.at) {
                Name::Known(name) => {
                    let fits = named(self.objects, &index, &self.kind, (&Name::Absent, &name)).into_iter();
                    let fits =
                        fits.map(|(other, fit)| (other, fit.and(|| self.objects.belong(object, other, &Name::Absent))));
                    let fits: Vec<_> = fits.collect();
                    for &(other, fit) in &fits {
                        found.link(self.objects, self.link, (object, other), fit);
                    }
                    let any = fits.iter().fold(Match::False, |any, (_, fit)| any.or(|| *fit));
                    self.miss(object, any, found);
                }
                Name::Unknown(unknown) => {
                    let uncertainty = Uncertainty::Value(&unknown);
                    found.uncertainty(self.objects, object, self.missing, uncertainty);
                    found.leave_open(self.objects, self.link, object, uncertainty);
                    for &other in self.others {
                        found.uncertainty(self.objects, other, self.link.role, uncertainty);
                    }
                }
                Name::Absent => {}
            }
        }
    }

    /// Says that nothing has the name that an object gives, as far as that is known.
    fn miss(&self, object: usize, any: Match<'_>, found: &mut Found) {
        const NONE: Uncertainty<'static> =
            Uncertainty::Because("nothing of the kind that is named is deployed together with this");
        let name = self.objects.nodes[object].body.member("spec").and_then(|spec| spec.member(self.at));
        match (any, name) {
            (Match::True, _) | (Match::False, None) => {}
            (Match::Unknown(uncertainty), _) => found.uncertainty(self.objects, object, self.missing, uncertainty),
            (Match::False, Some(name)) if self.is_beside(object, self.others) => {
                found.miss(object, self.missing, name.clone());
            }
            (Match::False, Some(_)) => {
                found.uncertainty(self.objects, object, self.missing, NONE);
                found.leave_open(self.objects, self.link, object, NONE);
            }
        }
    }

    /// What nothing names may be named elsewhere, unless something that names others is deployed together with it.
    fn settle(&self, naming: &[usize], found: &mut Found) {
        const NONE: Uncertainty<'static> = Uncertainty::Because("what names this is not in the scan");
        for &other in self.others {
            if found.is_empty(other, self.link.role) && !self.is_beside(other, naming) {
                found.uncertainty(self.objects, other, self.link.role, NONE);
            }
        }
    }

    /// Whether an object is certainly deployed together with one of these.
    fn is_beside(&self, object: usize, others: &[usize]) -> bool {
        let mut others = others.iter().take(NEAR_LIMIT);
        others.any(|&other| self.objects.belong(object, other, &Name::Absent).is_true())
    }
}
