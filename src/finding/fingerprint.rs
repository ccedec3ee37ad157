//! Stable names of findings.

use base16ct::lower::encode_string;
use sha2::{Digest as _, Sha256};

/// The fingerprint of a cause: 32 hexadecimal digits of the SHA-256 over its parts. Line numbers and absolute paths are
/// not among them, so it survives reformatting and moving code.
pub fn fingerprint(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // The length keeps ("ab", "c") and ("a", "bc") apart.
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    encode_string(&hash.finalize()[..16])
}
