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

/// What a comment starts with that is an exception.
pub const EXCEPTION_MARKER: &str = "ravelin:ignore";

/// The first words of a text without the blanks between them, so that reformatting does not change it. Comments that except
/// something are no part of what they except.
pub fn squeeze(text: &str) -> String {
    let is_exception = |line: &&str| {
        let comment = line.trim_start().trim_start_matches(['#', '/']);
        comment.len() < line.trim_start().len() && comment.trim_start().starts_with(EXCEPTION_MARKER)
    };
    text.lines().filter(|line| !is_exception(line)).flat_map(str::split_whitespace).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reformatting_and_exceptions_change_nothing() {
        let texts = ["a=1", "a  =\n\t1", "a = # ravelin:ignore x\n1", "a =\n  # ravelin:ignore x reason=\"y\"\n1\n"];
        let squeezed = texts.map(squeeze);
        assert_eq!([&squeezed[0], &squeezed[1], &squeezed[3]], ["a=1"; 3]);
        // Behind something else, a comment may be a part of a text.
        assert_eq!(squeezed[2], "a=#ravelin:ignorex1");
    }
}
