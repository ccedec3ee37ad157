//! How far an address or a block of addresses reaches: the one place that knows how everyone is written.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use super::family::Family;
use super::union::{self, Range};
use crate::value::{Kind, Template, Unknown, Value};

/// How everyone is written. Only these are compared with strings that are known in part.
const EVERYONE: [&str; 7] = ["0.0.0.0/0", "::/0", "*", "Internet", "Any", "0.0.0.0", "::"];

/// The longest prefix of a block that is nearly everyone: 131,072 addresses of IPv4, and of IPv6 twice what a provider is
/// given for all of its customers.
const NEARLY: (u8, u8) = (15, 31);

/// How far a peer reaches; more is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// Neither of the others.
    Private,
    /// A block of public addresses that is so wide that nobody can know who has them.
    NearlyPublic,
    /// Everyone.
    Public,
}

impl Reach {
    /// All, the farthest first.
    pub(super) const ALL: [Self; 3] = [Self::Public, Self::NearlyPublic, Self::Private];

    /// The word in the shape.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::NearlyPublic => "nearly-public",
            Self::Public => "public",
        }
    }

    /// What the whole of `value` says.
    pub(super) fn read(value: &Value) -> Option<Self> {
        let word = value.as_str()?;
        Self::ALL.into_iter().find(|reach| reach.as_str() == word)
    }

    /// Of an address, a block in CIDR notation, or a word for addresses.
    pub(super) fn of(text: &str) -> Self {
        if is_everyone(text) {
            return Self::Public;
        }
        let Some((address, bits)) = text.split_once('/') else {
            let is_wide = union::range(text).is_some_and(|(family, range)| is_wide(family, range));
            return if is_wide { Self::NearlyPublic } else { Self::Private };
        };
        let wide = match (address.parse(), bits.parse::<u8>()) {
            (Ok(IpAddr::V4(address)), Ok(bits)) => (1..=NEARLY.0).contains(&bits) && !is_internal_v4(address),
            (Ok(IpAddr::V6(address)), Ok(bits)) => (1..=NEARLY.1).contains(&bits) && !is_internal_v6(address, bits),
            _ => false,
        };
        if wide { Self::NearlyPublic } else { Self::Private }
    }

    /// Of a string that is known in part: the farthest that it may turn out to be, and why that is not known.
    pub(super) fn at_most(template: &Template) -> (Self, Option<&Arc<Unknown>>) {
        let Some(hole) = template.holes().next() else {
            return (Self::Private, None);
        };
        if EVERYONE.iter().any(|everyone| !template.equals(everyone).is_false()) {
            return (Self::Public, Some(hole));
        }
        // Which address comes before the number of bits is seldom known.
        let most = if template.known().contains(':') { NEARLY.1 } else { NEARLY.0 };
        let may_be_wide = match template.suffix().rsplit_once('/') {
            _ if ["10.", "192.168."].iter().any(|internal| template.prefix().starts_with(internal)) => false,
            Some((_, bits)) => bits.parse::<u8>().is_ok_and(|bits| bits <= most),
            None => template.suffix().is_empty() || template.suffix().parse::<u8>().is_ok(),
        };
        match may_be_wide {
            true => (Self::NearlyPublic, Some(hole)),
            false => (Self::Private, None),
        }
    }

    /// Whether a value of the shape's field `reach` is this, in the same place.
    pub(super) fn is(self, value: &Value) -> Value {
        let kind = match &value.kind {
            Kind::String(word) => Kind::Bool(**word == *self.as_str()),
            Kind::Either(either) => {
                let options: Vec<Value> = either.options.iter().map(|option| self.is(option)).collect();
                match options.first().and_then(Value::as_bool) {
                    Some(first) if options.iter().all(|option| option.as_bool() == Some(first)) => Kind::Bool(first),
                    _ => Value::either(options, Arc::clone(&either.cause), value.span).kind,
                }
            }
            other => other.clone(),
        };
        Value { kind, ..value.clone() }
    }
}

/// Whether a text is a word for everyone, whose addresses are of either family.
pub(super) fn is_word_for_everyone(text: &str) -> bool {
    is_everyone(text) && Family::of(text).is_none()
}

/// Whether a text is everyone: a word, or all addresses.
pub(super) fn is_everyone(text: &str) -> bool {
    // A prefix of no bits covers all addresses, whichever one stands before it; but for one of 0.0.0.0/8, which nobody
    // has (RFC 1122): that is a slip, and providers refuse it.
    let is_slip = |address: IpAddr| matches!(address, IpAddr::V4(v4) if v4.octets()[0] == 0 && !v4.is_unspecified());
    let all_addresses = |(address, bits): (&str, &str)| {
        bits == "0" && (address.is_empty() || address.parse().is_ok_and(|address| !is_slip(address)))
    };
    EVERYONE.iter().any(|everyone| everyone.eq_ignore_ascii_case(text))
        || text.rsplit_once('/').is_some_and(all_addresses)
        || Family::of(text).is_some_and(|family| union::is_everyone(std::iter::once(text), family))
}

/// Whether a range that is no block is nearly everyone: it has as many addresses as a block that is, without those that
/// the internet does not route.
fn is_wide(family: Family, range: Range) -> bool {
    let Some((first, last)) = family.within_space(range) else { return false };
    let width = match family {
        Family::Ipv4 => 32 - NEARLY.0,
        Family::Ipv6 => 128 - NEARLY.1,
    };
    let internal = |(start, end): Range| end.min(last).checked_sub(start.max(first)).map_or(0, |more| more + 1);
    let routed = last - first + 1
        - INTERNAL.iter().map(|range| internal(*range)).sum::<u128>() * u128::from(family == Family::Ipv4);
    routed >= 1 << width
}

/// The wide ranges of IPv4 below multicast that the internet does not route: of RFC 1918, RFC 6598, and loopback.
const INTERNAL: [Range; 4] =
    [(0x0a00_0000, 0x0aff_ffff), (0x6440_0000, 0x647f_ffff), (0x7f00_0000, 0x7fff_ffff), (0xac10_0000, 0xac1f_ffff)];

/// Addresses that the internet does not route: RFC 1918, RFC 6598, loopback, link-local and multicast.
fn is_internal_v4(address: Ipv4Addr) -> bool {
    let shared = |address: Ipv4Addr| matches!(address.octets(), [100, 64..=127, ..]);
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || shared(address)
}

/// Whether a block of at least one bit has nothing of `2000::/3`, the addresses that are given out for the internet (RFC 4291).
fn is_internal_v6(address: Ipv6Addr, bits: u8) -> bool {
    (address.segments()[0] ^ 0x2000) >> (16 - bits.min(3)) != 0
}
