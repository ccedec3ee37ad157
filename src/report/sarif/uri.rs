//! Paths as URI references.

use std::fmt::Write as _;

/// `path` as a relative URI reference: everything but unreserved characters and `/` is percent-encoded as UTF-8.
pub(in crate::report) fn from_path(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::from_path;

    #[test]
    fn segments_are_percent_encoded() {
        let cases = [
            ("infra/main.tf", "infra/main.tf"),
            ("my files/50%#1?.tf", "my%20files/50%25%231%3F.tf"),
            ("é😀.yaml", "%C3%A9%F0%9F%98%80.yaml"),
            // A colon in the first segment would read as a scheme, a backslash as a separator.
            ("c:x\\y.tf", "c%3Ax%5Cy.tf"),
        ];
        for (path, expected) in cases {
            assert_eq!(from_path(path), expected);
        }
    }
}
