//! Texts as plain messages.

use std::borrow::Cow;

/// `text` as a plain message that means itself. In such a message `[words](target)` would be a link, also one that a
/// value in the scanned files holds; a backslash keeps brackets from that.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains("](") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len() + 8);
    for char in text.chars() {
        if matches!(char, '[' | ']' | '\\') {
            plain.push('\\');
        }
        plain.push(char);
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn values_make_no_links() {
        assert_eq!(plain("[a](https://example.com) is b[0]"), "\\[a\\](https://example.com) is b\\[0\\]");
        assert!(matches!(plain("ingress[0] is open (to all)"), std::borrow::Cow::Borrowed(_)));
    }
}
