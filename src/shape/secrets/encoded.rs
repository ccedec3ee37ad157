//! Texts in Base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The text that is written in Base64, which is shorter; `None` where it is something else or nothing.
pub(in crate::shape) fn decode(text: &str) -> Option<String> {
    let text = text.trim();
    let alphabet = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
    if text.is_empty() || !text.len().is_multiple_of(4) || !text.bytes().all(alphabet) {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(text).ok()?).ok()?;
    let is_text = |char: char| !char.is_control() || matches!(char, '\n' | '\r' | '\t');
    decoded.chars().all(is_text).then_some(decoded)
}
