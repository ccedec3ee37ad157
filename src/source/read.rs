//! Reads one text file, or says why it is not one.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Largest file that is read, in bytes. Larger ones are data, not configuration.
pub(super) const SIZE_LIMIT: u64 = 10 * 1024 * 1024;

/// Why a file has no text.
#[derive(Debug)]
pub struct Unreadable {
    /// The code of its diagnostic.
    pub code: &'static str,
    /// The reason, to be put behind the name of the file.
    pub message: String,
}

impl Unreadable {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// The text of a file on disk.
///
/// # Errors
/// It cannot be read, is too large, or is not text in UTF-8.
pub fn text(path: &Path) -> Result<String, Unreadable> {
    let failed = |error: &std::io::Error| Unreadable::new("unreadable", format!("cannot be read: {error}"));
    let file = File::open(path).map_err(|error| failed(&error))?;
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file of just the limit from a larger one, also where the size is not known
    // beforehand (pipes) or grows while it is read.
    file.take(SIZE_LIMIT + 1).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    decode(bytes)
}

/// Bytes as text.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, Unreadable> {
    if bytes.len() as u64 > SIZE_LIMIT {
        return Err(Unreadable::new("too-large", format!("is larger than {} MiB and was not read", SIZE_LIMIT >> 20)));
    }
    if matches!(bytes.get(..2), Some([0xff, 0xfe] | [0xfe, 0xff])) {
        return Err(Unreadable::new("not-utf8", "is UTF-16, not UTF-8"));
    }
    if bytes.iter().take(8192).any(|&byte| byte == 0) {
        return Err(Unreadable::new("binary", "is binary, not text"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid].iter().filter(|&&byte| byte == b'\n').count() + 1;
        Unreadable::new("not-utf8", format!("is not UTF-8: the first wrong byte is on line {line}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_text_says_so() {
        let huge = vec![b' '; (SIZE_LIMIT + 1) as usize];
        let cases: [(&[u8], &str); 4] =
            [(b"a\0b", "binary"), (b"ok\n\xffx", "not-utf8"), (b"\xff\xfea\0", "not-utf8"), (&huge, "too-large")];
        for (bytes, code) in cases {
            assert_eq!(decode(bytes.to_vec()).map_err(|problem| problem.code), Err(code));
        }
        let problem = decode(b"ok\n\xffx".to_vec()).expect_err("not UTF-8");
        assert!(problem.message.contains("line 2"), "{}", problem.message);
        assert_eq!(decode(b"x".to_vec()).ok().as_deref(), Some("x"));
    }
}
