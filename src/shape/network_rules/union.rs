//! Whether addresses that are written one by one are, taken together, everyone: `0.0.0.0/1` and `128.0.0.0/1` are the
//! internet in two parts.

use std::net::IpAddr;

use super::family::Family;

/// First and last address, as numbers.
type Range = (u128, u128);

impl Family {
    /// The addresses that hosts of the internet have: of IPv4 all below multicast (RFC 1112), of IPv6 `2000::/3` (RFC 4291).
    const fn space(self) -> Range {
        match self {
            Self::Ipv4 => (0, 0xdfff_ffff),
            Self::Ipv6 => (0x2000 << 112, (0x4000 << 112) - 1),
        }
    }
}

/// Whether `texts` together hold at least fifteen sixteenths of the addresses of a family: what is left out beside private
/// networks is no protection. Texts that are no addresses count as none.
pub(super) fn is_everyone<'t>(texts: impl Iterator<Item = &'t str>, family: Family) -> bool {
    let (start, end) = family.space();
    let of_family = texts.filter_map(range).filter(|(of, _)| *of == family).map(|(_, range)| range);
    let mut ranges: Vec<Range> = of_family.map(|(first, last)| (first.max(start), last.min(end))).collect();
    ranges.retain(|(first, last)| first <= last);
    ranges.sort_unstable();
    let mut covered = 0;
    let mut next = start;
    for (first, last) in ranges {
        if last >= next {
            covered += last - first.max(next) + 1;
            next = last + 1;
        }
    }
    covered >= (end - start + 1) / 16 * 15
}

/// The addresses of `a/b`, `a-b` or `a`. A prefix of no bits is everyone or a slip, as [`Reach::of`](super::reach::Reach::of) tells.
fn range(text: &str) -> Option<(Family, Range)> {
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
