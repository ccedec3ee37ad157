//! The addresses that a rule holds for, as far as they are known: whether those of one rule are among those of another.

use std::sync::Arc;

use super::family::Family;
use super::reach::Reach;
use super::union::{Range, merged, range};
use crate::value::{Kind, Truth, Unknown, Value};

/// Who is at the other end of a rule.
#[derive(Default)]
pub(super) struct Extent<'v> {
    /// Of IPv4 and of IPv6, sorted, without overlap.
    ranges: [Vec<Range>; 2],
    /// Whether there are others than addresses: groups, tags.
    others: bool,
    /// Why there may be more.
    open: Option<&'v Arc<Unknown>>,
}

impl<'v> Extent<'v> {
    /// Of the peers of a rule. `by_word` says whether a word for everyone is one among them, and not the name of a tag.
    pub(super) fn of(peers: &'v Value, by_word: bool) -> Self {
        let mut extent = Self::default();
        match &peers.kind {
            Kind::List(list) => {
                list.items.iter().for_each(|item| extent.add(item, by_word));
                extent.open = extent.open.or(list.rest.as_ref());
            }
            _ => extent.add(peers, by_word),
        }
        extent.ranges = extent.ranges.map(merged);
        extent
    }

    fn add(&mut self, peer: &'v Value, by_word: bool) {
        let Some(text) = peer.as_str() else {
            let unknown = peer.own_unknowns().next();
            self.others |= unknown.is_none();
            self.open = self.open.or(unknown);
            return;
        };
        match (Reach::of(text), Family::of(text), range(text)) {
            (Reach::Public, Some(family), _) => self.ranges[family as usize].push(family.all()),
            // A word for everyone.
            (Reach::Public, None, _) if by_word => {
                for family in [Family::Ipv4, Family::Ipv6] {
                    self.ranges[family as usize].push(family.all());
                }
            }
            (_, _, Some((family, range))) => self.ranges[family as usize].push(range),
            (_, _, None) => self.others = true,
        }
    }

    /// The known addresses of a family.
    pub(super) fn of_family(&self, family: Family) -> &[Range] {
        &self.ranges[family as usize]
    }

    /// Whether everyone is meant, of either family and in whatever group.
    fn is_all(&self) -> bool {
        [Family::Ipv4, Family::Ipv6].into_iter().all(|family| self.of_family(family) == [family.all()])
    }

    /// Whether all that `other` holds for is held for here.
    pub(super) fn covers(&self, other: &Self) -> Truth<'v> {
        if self.is_all() {
            return Truth::True;
        }
        // Those of one extent do not touch, so only the last that begins before another can hold it.
        let within = |(first, last): &Range, ranges: &[Range]| {
            let before = ranges.partition_point(|own| own.0 <= *first);
            before.checked_sub(1).is_some_and(|at| *last <= ranges[at].1)
        };
        let known =
            self.ranges.iter().zip(&other.ranges).all(|(own, other)| other.iter().all(|range| within(range, own)));
        match (known && !other.others, self.open, other.open) {
            (true, _, None) => Truth::True,
            (true, _, Some(unknown)) | (false, Some(unknown), _) => Truth::Unknown(unknown),
            (false, None, _) => Truth::False,
        }
    }
}
