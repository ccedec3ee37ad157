//! Stable names of findings.

/// The fingerprint of a cause: 32 hexadecimal digits of the SHA-256 over its parts. Line numbers and absolute paths are
/// not among them, so it survives reformatting and moving code.
pub fn fingerprint(parts: &[&str]) -> String {
    use sha2::{Digest, Sha256};
    use std::fmt::Write as _;
    let mut hash = Sha256::new();
    for part in parts {
        // The length keeps ("ab", "c") and ("a", "bc") apart.
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(16).fold(String::with_capacity(32), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
