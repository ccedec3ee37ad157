//! Checksums that tell real tokens from made-up ones.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Digits in the order of their value.
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Whether the last six characters after the prefix are the CRC-32 of those before, as in tokens of GitHub and npm.
pub(super) fn has_crc32(token: &str) -> bool {
    let Some((_, body)) = token.rsplit_once('_') else { return false };
    body.len()
        .checked_sub(6)
        .and_then(|at| body.split_at_checked(at))
        .is_some_and(|(random, check)| check.as_bytes() == base62(crc32(random.as_bytes())))
}

/// Whether the first part of a JSON web token is its header, and the token is not the one that documentation shows.
pub(super) fn is_jwt(token: &str) -> bool {
    let mut parts = token.split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap_or_default());
    let (header, payload) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let object = |bytes: &[u8]| serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(bytes).ok();
    let example = |map: &serde_json::Map<_, _>| map.get("sub").is_some_and(|sub| sub == "1234567890");
    object(&header).is_some_and(|header| header.contains_key("alg")) && object(&payload).is_some_and(|it| !example(&it))
}

/// CRC-32 as in ISO 3309. Tokens are short, so no table is worth it.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

/// Six digits with leading zeros.
fn base62(mut number: u32) -> [u8; 6] {
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = BASE62[(number % 62) as usize];
        number /= 62;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(&base62(0), b"000000");
        assert_eq!(&base62(61 * 62 + 10), b"0000zA");
    }

    #[test]
    fn made_up_tokens_have_no_checksum() {
        let random = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1";
        let check = String::from_utf8(base62(crc32(random.as_bytes())).to_vec()).expect("ASCII");
        assert!(has_crc32(&format!("ghp_{random}{check}")));
        assert!(!has_crc32(&format!("ghp_{random}000000")));
        assert!(!has_crc32("ghp_short") && !has_crc32("nothing"));
    }
}
