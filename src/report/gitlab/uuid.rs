//! UUIDs that stay the same while a fingerprint does.

use uuid::Uuid;

/// The namespace of Ravelin's fingerprints, a random UUID.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f5c_1e9a_8f0b_4f3a_9c55_2b1d_7b0d_3c41);

/// The UUID of version 5 for a fingerprint.
pub(super) fn of(fingerprint: &str) -> String {
    Uuid::new_v5(&NAMESPACE, fingerprint.as_bytes()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids_are_those_of_the_standard() {
        // What Python's `uuid.uuid5` gives.
        assert_eq!(of("a"), "dd7740c4-3324-549a-a125-9fe2be8799a3");
    }
}
