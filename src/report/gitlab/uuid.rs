//! UUIDs that stay the same while a fingerprint does.

use sha1::{Digest as _, Sha1};

/// The namespace of Ravelin's fingerprints, a random UUID.
const NAMESPACE: [u8; 16] =
    [0x6f, 0x5c, 0x1e, 0x9a, 0x8f, 0x0b, 0x4f, 0x3a, 0x9c, 0x55, 0x2b, 0x1d, 0x7b, 0x0d, 0x3c, 0x41];

/// The UUID of version 5 for a fingerprint.
pub(super) fn of(fingerprint: &str) -> String {
    version_5(&NAMESPACE, fingerprint)
}

fn version_5(namespace: &[u8; 16], name: &str) -> String {
    let mut hash = Sha1::new();
    hash.update(namespace);
    hash.update(name.as_bytes());
    let digest = hash.finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x50;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let number = u128::from_be_bytes(bytes);
    let hex = format!("{number:032x}");
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids_are_those_of_the_standard() {
        // The namespace for domain names of RFC 4122, and what Python's `uuid.uuid5` gives in it.
        let domain_names = 0x6ba7_b810_9dad_11d1_80b4_00c0_4fd4_30c8_u128.to_be_bytes();
        assert_eq!(version_5(&domain_names, "python.org"), "886313e1-3b8a-5372-9b90-0c9aee199e5d");
    }
}
