//! Whether addresses that are written one by one are, taken together, everyone: `0.0.0.0/1` and `128.0.0.0/1` are the
//! internet in two parts.

use std::net::IpAddr;

use super::family::Family;

/// First and last address, as numbers.
pub(super) type Range = (u128, u128);

impl Family {
    /// The addresses that hosts of the internet have: of IPv4 all below multicast (RFC 1112), of IPv6 `2000::/3` (RFC 4291).
    const fn space(self) -> Range {
        match self {
            Self::Ipv4 => (0, 0xdfff_ffff),
            Self::Ipv6 => (0x2000 << 112, (0x4000 << 112) - 1),
        }
    }

    /// All addresses.
    pub(super) const fn all(self) -> Range {
        match self {
            Self::Ipv4 => (0, 0xffff_ffff),
            Self::Ipv6 => (0, u128::MAX),
        }
    }

    /// How many addresses count as everyone: what is left out beside private networks is no protection.
    pub(super) const fn nearly_all(self) -> u128 {
        let (start, end) = self.space();
        (end - start + 1) / 16 * 15
    }

    /// The part of a range that hosts of the internet have.
    pub(super) fn within_space(self, (first, last): Range) -> Option<Range> {
        let (start, end) = self.space();
        let range = (first.max(start), last.min(end));
        (range.0 <= range.1).then_some(range)
    }
}

/// Whether `texts` together hold at least fifteen sixteenths of the addresses of a family. Texts that are no addresses count
/// as none.
pub(super) fn is_everyone<'t>(texts: impl Iterator<Item = &'t str>, family: Family) -> bool {
    are_everyone(texts.filter_map(range).filter(|(of, _)| *of == family).map(|(_, range)| range), family)
}

/// The same for ranges.
pub(super) fn are_everyone(ranges: impl Iterator<Item = Range>, family: Family) -> bool {
    let covered = merged(ranges.filter_map(|range| family.within_space(range)).collect());
    covered.iter().map(|(first, last)| last - first + 1).sum::<u128>() >= family.nearly_all()
}

/// The same addresses in ranges that are sorted and do not touch.
pub(super) fn merged(mut ranges: Vec<Range>) -> Vec<Range> {
    ranges.sort_unstable();
    let mut merged: Vec<Range> = Vec::new();
    for (first, last) in ranges {
        match merged.last_mut() {
            Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
            _ => merged.push((first, last)),
        }
    }
    merged
}

/// The addresses of `a/b`, `a-b` or `a`. A prefix of no bits is everyone or a slip, as [`Reach::of`](super::reach::Reach::of) tells.
pub(super) fn range(text: &str) -> Option<(Family, Range)> {
    if let Some((first, last)) = text.split_once('-') {
        let ((family, first), (other, last)) = (address(first.trim())?, address(last.trim())?);
        return (family == other && first <= last).then_some((family, (first, last)));
    }
    let (text, bits) = text.split_once('/').map_or((text, None), |(text, bits)| (text, Some(bits)));
    let (family, address) = address(text)?;
    let width: u32 = if family == Family::Ipv4 { 32 } else { 128 };
    let bits = bits.map_or(Some(width), |bits| bits.parse().ok()).filter(|bits| (1..=width).contains(bits))?;
    let hosts = if width == bits { 0 } else { u128::MAX >> (128 - (width - bits)) };
    Some((family, (address & !hosts, address | hosts)))
}

fn address(text: &str) -> Option<(Family, u128)> {
    match text.parse().ok()? {
        IpAddr::V4(address) => Some((Family::Ipv4, u32::from(address).into())),
        IpAddr::V6(address) => Some((Family::Ipv6, address.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_everyone_together() {
        let cases: [(&str, Family, bool); 12] = [
            ("0.0.0.0/1 128.0.0.0/1", Family::Ipv4, true),
            ("128.0.0.0/1 64.0.0.0/2 0.0.0.0/2", Family::Ipv4, true),
            ("0.0.0.0-127.255.255.255 128.0.0.0-255.255.255.255", Family::Ipv4, true),
            // All but the private networks, written around them.
            ("0.0.0.0-9.255.255.255 11.0.0.0-172.15.255.255 172.32.0.0-223.255.255.255", Family::Ipv4, true),
            // What overlaps counts once.
            ("0.0.0.0/1 0.0.0.0/1 64.0.0.0/2", Family::Ipv4, false),
            ("0.0.0.0/2 128.0.0.0/1", Family::Ipv4, false),
            ("10.0.0.0/8 192.168.0.0/16 203.0.113.7", Family::Ipv4, false),
            ("2000::/4 3000::/4", Family::Ipv6, true),
            ("::/1 8000::/1", Family::Ipv6, true),
            ("2000::/4 fc00::/7", Family::Ipv6, false),
            ("0.0.0.0/1 128.0.0.0/1", Family::Ipv6, false),
            ("1.2.3.4/33 5.6.7.8-1.2.3.4 x/1 /0 ::/129 - *", Family::Ipv4, false),
        ];
        for (texts, family, expected) in cases {
            assert_eq!(is_everyone(texts.split(' '), family), expected, "{texts}");
        }
    }
}
