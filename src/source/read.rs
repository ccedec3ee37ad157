//! Reads one text file, or says why it is not one.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// Largest file that is read, in bytes. Larger ones are data, not configuration.
pub(super) const SIZE_LIMIT: u64 = 10 * 1024 * 1024;

/// Why a file has no text; in words that stand behind the name of the file.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// There is no such file: what names it is wrong, or it is made only later.
    #[error("is not there")]
    Absent,
    /// There is no such file, or it is none of the repository's: the user's text names what may not be read.
    #[error("is not there, or lies outside the repository")]
    OutOfReach,
    /// The system does not give it: a fault of the environment.
    #[error("cannot be read: {0}")]
    System(io::Error),
    /// git does not give it: a fault of the environment, such as a clone without blobs.
    #[error("{0}")]
    Git(io::Error),
    /// The user's file is data, not configuration.
    #[error("is larger than {} MiB and was not read", SIZE_LIMIT >> 20)]
    TooLarge,
    /// The user's file is written in UTF-16.
    #[error("is UTF-16, not UTF-8")]
    Utf16,
    /// The user's file is no text.
    #[error("is binary, not text")]
    Binary,
    /// The user's file is in another encoding, or damaged.
    #[error("is not UTF-8: the first wrong byte is on line {line}")]
    NotUtf8 {
        /// Counted from one.
        line: usize,
    },
}

impl Unreadable {
    /// The code of its diagnostic.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Absent | Self::OutOfReach | Self::System(_) | Self::Git(_) => "unreadable",
            Self::TooLarge => "too-large",
            Self::Utf16 | Self::NotUtf8 { .. } => "not-utf8",
            Self::Binary => "binary",
        }
    }
}

/// The text of a file on disk.
///
/// # Errors
/// It cannot be read, is too large, or is not text in UTF-8.
pub fn text(path: &Path) -> Result<String, Unreadable> {
    let file = File::open(path).map_err(Unreadable::System)?;
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file of just the limit from a larger one, also where the size is not known
    // beforehand (pipes) or grows while it is read.
    file.take(SIZE_LIMIT + 1).read_to_end(&mut bytes).map_err(Unreadable::System)?;
    decode(bytes)
}

/// Bytes as text.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, Unreadable> {
    if bytes.len() as u64 > SIZE_LIMIT {
        return Err(Unreadable::TooLarge);
    }
    if matches!(bytes.get(..2), Some([0xff, 0xfe] | [0xfe, 0xff])) {
        return Err(Unreadable::Utf16);
    }
    if bytes.iter().take(8192).any(|&byte| byte == 0) {
        return Err(Unreadable::Binary);
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid].iter().filter(|&&byte| byte == b'\n').count() + 1;
        Unreadable::NotUtf8 { line }
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
            assert_eq!(decode(bytes.to_vec()).map_err(|problem| problem.code()), Err(code));
        }
        let problem = decode(b"ok\n\xffx".to_vec()).expect_err("not UTF-8");
        assert_eq!(problem.to_string(), "is not UTF-8: the first wrong byte is on line 2");
        assert_eq!(decode(b"x".to_vec()).ok().as_deref(), Some("x"));
    }
}
