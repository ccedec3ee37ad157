//! Reads one text file, or says why it is not one.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// Largest file that is read, in bytes. Larger ones are data, not configuration.
pub const SIZE_LIMIT: u64 = 10 * 1024 * 1024;

/// Why a file has no text; in words that stand behind the name of the file.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// There is no such file: what names it is wrong, or it is made only later.
    #[error("is not there")]
    Absent,
    /// There is no such file, or it is none of the repository's: the user's text names what may not be read.
    #[error("is not there, or lies outside the repository")]
    OutOfReach,
    /// It may not say what it would say: it is part of what is scanned, and that is not trusted.
    #[error("is part of what is scanned, which is not trusted")]
    Untrusted,
    /// The system does not give it: a fault of the environment.
    #[error("cannot be read: {0}")]
    System(io::Error),
    /// git does not give it: a fault of the environment, such as a clone without blobs.
    #[error("{0}")]
    Git(io::Error),
    /// The user's file is data, not configuration.
    #[error("is larger than {} MiB and was not read", SIZE_LIMIT >> 20)]
    TooLarge,
    /// The user's file says that it is UTF-16, and is not.
    #[error("begins as UTF-16 does, but is damaged")]
    Utf16,
    /// The user's file is what `terraform plan -out` writes, a ZIP archive.
    #[error("is a saved Terraform plan: scan what `terraform show -json` makes of it")]
    Plan,
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
            Self::Absent | Self::OutOfReach | Self::Untrusted | Self::System(_) | Self::Git(_) => "unreadable",
            Self::TooLarge => "too-large",
            Self::Utf16 | Self::NotUtf8 { .. } => "not-utf8",
            Self::Binary | Self::Plan => "binary",
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
    match bytes.get(..2) {
        Some([0xff, 0xfe]) => return utf16(&bytes, u16::from_le_bytes),
        Some([0xfe, 0xff]) => return utf16(&bytes, u16::from_be_bytes),
        _ => {}
    }
    if bytes.starts_with(b"PK\x03\x04") && contains(&bytes, b"tfplan") {
        return Err(Unreadable::Plan);
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

/// UTF-16 with a byte order mark, as PowerShell's `>` writes it. The mark is no part of the text.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Unreadable> {
    let (units, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = units.iter().skip(1).map(|&pair| unit(pair)).collect();
    let text = String::from_utf16(&units).map_err(|_| Unreadable::Utf16)?;
    if rest.is_empty() { Ok(text) } else { Err(Unreadable::Utf16) }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_text_says_so() {
        let huge = vec![b' '; (SIZE_LIMIT + 1) as usize];
        let cases: [(&[u8], &str); 6] = [
            (b"a\0b", "binary"),
            (b"PK\x03\x04 tfplan", "binary"),
            (b"ok\n\xffx", "not-utf8"),
            (b"\xff\xfea", "not-utf8"),
            (b"\xff\xfe\0\xd8a\0", "not-utf8"),
            (&huge, "too-large"),
        ];
        for (bytes, code) in cases {
            assert_eq!(decode(bytes.to_vec()).map_err(|problem| problem.code()), Err(code));
        }
        let problem = decode(b"ok\n\xffx".to_vec()).expect_err("not UTF-8");
        assert_eq!(problem.to_string(), "is not UTF-8: the first wrong byte is on line 2");
        assert_eq!(decode(b"x".to_vec()).ok().as_deref(), Some("x"));
    }

    #[test]
    fn utf16_is_decoded() {
        for bytes in [&b"\xff\xfea\0\xe4\0"[..], b"\xfe\xff\0a\0\xe4"] {
            assert_eq!(decode(bytes.to_vec()).ok().as_deref(), Some("aä"));
        }
    }
}
