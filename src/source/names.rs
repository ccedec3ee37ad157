//! Paths as text. Reports and front ends speak of files by text with `/`, and no two files may look the same in it.

use std::fmt::Write as _;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

/// A path as text with `/` between its parts. Where `\` is no separator it is part of a name; of a name that is not UTF-8,
/// each wrong byte is written as `\xFF`.
pub fn path_text(path: &Path) -> String {
    let text = text(path.as_os_str().as_encoded_bytes());
    if MAIN_SEPARATOR == '/' { text } else { text.replace(MAIN_SEPARATOR, "/") }
}

/// Bytes as text, each wrong one as `\xFF`.
pub(super) fn text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            // Writing to a string does not fail.
            let _ = write!(text, "\\x{byte:02X}");
        }
    }
    text
}

/// The path of which `path` is the text: itself, unless nothing is there and it holds bytes that are written as `\xFF`.
#[cfg(unix)]
pub(super) fn real_path(path: PathBuf) -> PathBuf {
    use std::ffi::OsString;
    use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};

    let bytes = path.as_os_str().as_bytes();
    if !bytes.windows(2).any(|pair| pair == b"\\x") || path.exists() {
        return path;
    }
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digits = bytes[at..].strip_prefix(b"\\x").and_then(|rest| str::from_utf8(rest.get(..2)?).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(wrong) => {
                plain.push(wrong);
                at += 4;
            }
            None => {
                plain.push(byte);
                at += 1;
            }
        }
    }
    OsString::from_vec(plain).into()
}

/// The path of which `path` is the text.
#[cfg(not(unix))]
pub(super) fn real_path(path: PathBuf) -> PathBuf {
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn different_names_are_different_texts() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt as _;
        let path = |bytes: &'static [u8]| Path::new(OsStr::from_bytes(bytes));
        let cases: [(&[u8], &str); 4] =
            [(b"a/b", "a/b"), (b"a\\b", "a\\b"), (b"a/\xff.tf", "a/\\xFF.tf"), (b"\xc3\xa9\xfe", "\u{e9}\\xFE")];
        for (bytes, text) in cases {
            assert_eq!(path_text(path(bytes)), text);
            assert_eq!(real_path(text.into()), path(bytes), "{text}");
        }
    }
}
