//! The two families of addresses.

/// A version of the internet protocol, and so a family of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Ipv4,
    Ipv6,
}

impl Family {
    /// That of an address or a block, or of the known parts of one; `None` for a word and where nothing tells.
    pub(super) fn of(text: &str) -> Option<Self> {
        match text {
            _ if text.contains(':') => Some(Self::Ipv6),
            _ if text.contains('.') || text.starts_with(|char: char| char.is_ascii_digit()) => Some(Self::Ipv4),
            _ => None,
        }
    }
}
