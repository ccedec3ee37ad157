//! Paths of files as URIs, and back (RFC 8089).

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use lsp_types::Uri;

use crate::source::path_text;

/// What Windows puts before a path that is not to be interpreted.
const VERBATIM: &str = r"\\?\";

/// The path that a `file:` URI names; none for other schemes, and for a file of another machine where paths have none.
pub(super) fn path(uri: &str) -> Option<PathBuf> {
    os_path(local(uri, cfg!(windows))?)
}

/// The scheme of a URI, in lower case.
pub(super) fn scheme(uri: &str) -> String {
    uri.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase()
}

/// The URI of an absolute path.
pub(super) fn of(path: &Path) -> Option<Uri> {
    let text = text(path_bytes(path).as_ref(), cfg!(windows));
    Uri::from_str(&text).ok()
}

/// The bytes of the path that a URI names. On Windows a drive comes first and `\` stands between the parts.
fn local(uri: &str, windows: bool) -> Option<Vec<u8>> {
    let (scheme, rest) = uri.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let rest = rest.split(['?', '#']).next()?;
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    let path = decoded(path)?;
    let host = if host.eq_ignore_ascii_case("localhost") { "" } else { host };
    if !path.starts_with(b"/") {
        return None;
    }
    if !windows {
        return Some(path).filter(|_| host.is_empty());
    }
    let is_drive = path.get(1).is_some_and(u8::is_ascii_alphabetic) && path.get(2) == Some(&b':');
    let path = match (host, is_drive) {
        ("", true) => path[1..].to_vec(),
        ("", false) => path,
        (host, _) => [b"//", host.as_bytes(), &path].concat(),
    };
    Some(path.into_iter().map(|byte| if byte == b'/' { b'\\' } else { byte }).collect())
}

/// Bytes with `%XX` for some of them.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let (digits, after) = rest.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?);
        rest = after;
    }
    // No path holds it.
    Some(bytes).filter(|bytes| !bytes.contains(&0))
}

/// The URI of the bytes of a path.
fn text(path: &[u8], windows: bool) -> String {
    let path = path.strip_prefix(VERBATIM.as_bytes()).filter(|_| windows).unwrap_or(path);
    let path: Vec<u8> = path.iter().map(|&byte| if windows && byte == b'\\' { b'/' } else { byte }).collect();
    let mut text = String::from(match path.as_slice() {
        [b'/', b'/', ..] if windows => "file:",
        [b'/', ..] => "file://",
        _ => "file:///",
    });
    for byte in path {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => text.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => text.push(char::from(byte)),
            byte => {
                // Writing to a string does not fail.
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere paths are text")]
fn os_path(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt as _;
    Some(OsString::from_vec(bytes).into())
}

#[cfg(not(unix))]
fn os_path(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

fn path_bytes(path: &Path) -> Vec<u8> {
    if cfg!(unix) { path.as_os_str().as_encoded_bytes().to_vec() } else { path_text(path).into_bytes() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local_text(uri: &str, windows: bool) -> Option<String> {
        local(uri, windows).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    #[test]
    fn uris_name_paths() {
        let cases = [
            ("file:///a/b.tf", Some("/a/b.tf"), Some(r"\a\b.tf")),
            ("file:///a%20b/%C3%A9%23.tf", Some("/a b/\u{e9}#.tf"), Some("\\a b\\\u{e9}#.tf")),
            ("file:///c%3A/x/main.tf", Some("/c:/x/main.tf"), Some(r"c:\x\main.tf")),
            ("FILE:///C:/x.tf", Some("/C:/x.tf"), Some(r"C:\x.tf")),
            ("file:/a", Some("/a"), Some(r"\a")),
            ("file://localhost/a", Some("/a"), Some(r"\a")),
            ("file://server/share/a.tf", None, Some(r"\\server\share\a.tf")),
            ("file:///a?x#y", Some("/a"), Some(r"\a")),
            ("untitled:Untitled-1", None, None),
            ("git:/a/b.tf?%7B%7D", None, None),
            ("file:a", None, None),
            ("file:///%zz", None, None),
            ("file:///%2", None, None),
            ("file:///a%00b", None, None),
            ("x", None, None),
        ];
        for (uri, unix, windows) in cases {
            assert_eq!(local_text(uri, false).as_deref(), unix, "{uri}");
            assert_eq!(local_text(uri, true).as_deref(), windows, "{uri}");
        }
    }

    #[test]
    fn paths_become_uris() {
        let cases = [
            ("/a b/\u{e9}#.tf", false, "file:///a%20b/%C3%A9%23.tf"),
            (r"C:\x y\a.tf", true, "file:///C%3A/x%20y/a.tf"),
            (r"\\?\C:\a.tf", true, "file:///C%3A/a.tf"),
            (r"\\server\share\a.tf", true, "file://server/share/a.tf"),
            (r"/a\b", false, "file:///a%5Cb"),
        ];
        for (path, windows, expected) in cases {
            assert_eq!(text(path.as_bytes(), windows), expected);
            assert!(Uri::from_str(expected).is_ok());
        }
    }
}
