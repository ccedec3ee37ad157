//! Addresses and networks.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{ANY, Arguments, Outcome, Table};
use crate::frontend::terraform::evaluate::unknowns::invalid;
use crate::value::{Number, Value};

pub(super) const TABLE: Table = &[
    // Of OpenTofu only.
    ("cidrcontains", 2..=2, |call| call.value(contains(call))),
    ("cidrhost", 2..=2, |call| call.value(host(call))),
    ("cidrnetmask", 1..=1, |call| call.value(netmask(call))),
    ("cidrsubnet", 3..=3, |call| call.value(subnet(call))),
    ("cidrsubnets", 1..=ANY, |call| call.value(subnets(call))),
];

/// A network: the first address, and how many bits of it all addresses share.
#[derive(Clone, Copy)]
struct Network {
    first: u128,
    length: u32,
    /// Bits of an address.
    width: u32,
}

impl Network {
    /// Reads `10.0.0.0/8`; bits behind the prefix do not count.
    fn parse(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/')?;
        let length = Some(length).filter(|length| length.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()?;
        let (address, width) = match address.contains(':') {
            true => (address.parse::<Ipv6Addr>().ok()?.to_bits(), 128),
            false => (v4(address)?.into(), 32),
        };
        (length <= width).then(|| Self { first: address, length, width }.masked())
    }

    fn of(call: &Arguments<'_>) -> Outcome<Self> {
        Self::checked(&call.text(0)?, call)
    }

    fn checked(text: &str, call: &Arguments<'_>) -> Outcome<Self> {
        let network = Self::parse(text).ok_or_else(|| invalid(format!("`{text}` is no network"), call.span))?;
        // Terraform takes those for addresses of either kind.
        let is_mapped = network.width == 128 && network.first >> 32 == 0xffff;
        if is_mapped { Err(call.unsupported("this network")) } else { Ok(network) }
    }

    fn masked(self) -> Self {
        let hosts = self.width - self.length;
        Self { first: self.first.checked_shr(hosts).and_then(|bits| bits.checked_shl(hosts)).unwrap_or(0), ..self }
    }

    /// Number of addresses less one.
    fn span(self) -> u128 {
        1_u128.checked_shl(self.width - self.length).map_or(u128::MAX, |count| count - 1)
    }

    fn address(self, bits: u128) -> String {
        match u32::try_from(bits) {
            Ok(bits) if self.width == 32 => Ipv4Addr::from_bits(bits).to_string(),
            _ => Ipv6Addr::from_bits(bits).to_string(),
        }
    }

    fn text(self) -> String {
        format!("{}/{}", self.address(self.first), self.length)
    }
}

/// Zeros at the start of a number do not make it octal.
fn v4(text: &str) -> Option<u32> {
    let mut address = 0;
    let mut count = 0;
    for part in text.split('.') {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        let number: u8 = Some(part).filter(|part| digits && !part.is_empty())?.parse().ok()?;
        address = address << 8 | u32::from(number);
        count += 1;
        if count > 4 {
            return None;
        }
    }
    (count == 4).then_some(address)
}

fn whole(call: &Arguments<'_>, position: usize) -> Outcome<i128> {
    match call.number(position)? {
        Number::Int(int) => Ok(int),
        Number::Float(_) => Err(invalid("a whole number is required", call.span)),
    }
}

/// Whether an address or a network is within a network.
fn contains(call: &Arguments<'_>) -> Outcome<Value> {
    let (outer, text) = (Network::of(call)?, call.text(1)?);
    let inner = match text.contains('/') {
        true => Network::checked(&text, call)?,
        false => Network::checked(&format!("{text}/{}", if text.contains(':') { 128 } else { 32 }), call)?,
    };
    if inner.width != outer.width {
        return Err(invalid("addresses of IPv4 and IPv6 cannot be compared", call.span));
    }
    let is_within =
        inner.length >= outer.length && Network { length: outer.length, ..inner }.masked().first == outer.first;
    Ok(Value::bool(is_within, call.span))
}

/// The address of this number; negative numbers count from the end.
fn host(call: &Arguments<'_>) -> Outcome<Value> {
    let (network, number) = (Network::of(call)?, whole(call, 1)?);
    let outside = || invalid("the network has no such address", call.span);
    let steps = number.unsigned_abs() - u128::from(number < 0);
    if steps > network.span() {
        return Err(outside());
    }
    let address = if number < 0 { network.first + (network.span() - steps) } else { network.first + steps };
    Ok(call.string(network.address(address)))
}

fn netmask(call: &Arguments<'_>) -> Outcome<Value> {
    let network = Network::of(call)?;
    if network.width != 32 {
        return Err(invalid("only IPv4 has netmasks", call.span));
    }
    let mask = Network { first: u32::MAX.into(), ..network }.masked();
    Ok(call.string(network.address(mask.first)))
}

fn subnet(call: &Arguments<'_>) -> Outcome<Value> {
    let (network, bits, number) = (Network::of(call)?, whole(call, 1)?, whole(call, 2)?);
    let (Ok(bits), Ok(number)) = (u32::try_from(bits), u128::try_from(number)) else {
        return Err(call.unsupported("cidrsubnet of a negative number"));
    };
    let length = network.length.saturating_add(bits);
    let fits = 1_u128.checked_shl(bits).is_none_or(|count| number < count);
    if length > network.width || !fits {
        return Err(invalid("the network has no such subnet", call.span));
    }
    let offset = number.checked_shl(network.width - length).unwrap_or(0);
    Ok(call.string(Network { first: network.first | offset, length, ..network }.text()))
}

/// One network behind the other, each at a multiple of its size.
fn subnets(call: &Arguments<'_>) -> Outcome<Value> {
    let network = Network::of(call)?;
    let outside = || invalid("the network has no room for these subnets", call.span);
    let last = network.first + network.span();
    let mut next = Some(network.first);
    let mut made = Vec::new();
    for position in 1..call.values.len() {
        let bits = u32::try_from(whole(call, position)?).ok().filter(|bits| (1..=32).contains(bits));
        let length = bits.map(|bits| network.length + bits).filter(|length| *length <= network.width);
        let at = Network { first: next.ok_or_else(outside)?, length: length.ok_or_else(outside)?, ..network };
        let span = at.span();
        let first = at.first.checked_add(span).ok_or_else(outside)? & !span;
        let end = first.checked_add(span).filter(|end| *end <= last).ok_or_else(outside)?;
        made.push(call.string(Network { first, ..at }.text()));
        next = end.checked_add(1);
    }
    Ok(call.collection(made))
}
