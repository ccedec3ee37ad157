//! The hash by which GitHub code scanning knows an alert again when lines move: `primaryLocationLineHash`.
//!
//! A rolling hash runs over the text as UTF-16 without spaces and tabs, with every line ending as one `\n`. The hash of
//! a line is that of the [`WINDOW`] units from its start on; beyond the end of the text come an end mark and zeros.

use std::collections::HashMap;
use std::fmt;

use crate::finding::Finding;
use crate::source::{FileId, Shown, Span};

/// Units that the hash of a line covers.
const WINDOW: usize = 100;

const FACTOR: u64 = 37;

/// What a unit has been multiplied with by the time that it leaves the window.
const LEAVING: u64 = FACTOR.wrapping_pow(WINDOW as u32);

/// Stands behind the last unit of the text.
const END_MARK: u16 = u16::MAX;

const SPACE: u16 = b' ' as u16;
const TAB: u16 = b'\t' as u16;
const LF: u16 = b'\n' as u16;
const CR: u16 = b'\r' as u16;

/// The hash of a line, and how many lines up to it have the same one.
#[derive(Clone, Copy)]
struct LineHash {
    hash: u64,
    number: u32,
}

impl fmt::Display for LineHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}:{}", self.hash, self.number)
    }
}

/// The hashes of every line of the files that have findings.
pub(super) struct LineHashes {
    files: HashMap<FileId, Vec<LineHash>>,
}

impl LineHashes {
    pub(super) fn of(findings: &[&Finding], sources: Shown<'_>) -> Self {
        let mut files = HashMap::new();
        for finding in findings {
            let file = finding.place.file;
            files.entry(file).or_insert_with(|| hash_lines(sources.get(file).text()));
        }
        Self { files }
    }

    /// The hash of a line, counted from 1, of the file of `span`.
    pub(super) fn get(&self, span: Span, line: u32) -> Option<String> {
        self.files.get(&span.file)?.get(line as usize - 1).map(LineHash::to_string)
    }
}

/// The hash of each line of `text`, in their order.
fn hash_lines(text: &str) -> Vec<LineHash> {
    let mut hasher = Hasher::new();
    let mut after_cr = false;
    let mut is_line_start = true;
    for unit in text.encode_utf16().chain([END_MARK]) {
        if matches!(unit, SPACE | TAB) || (after_cr && unit == LF) {
            after_cr = false;
            continue;
        }
        after_cr = unit == CR;
        let unit = if after_cr { LF } else { unit };
        hasher.push(unit, is_line_start);
        is_line_start = unit == LF;
    }
    for _ in 0..WINDOW {
        hasher.push(0, false);
    }
    hasher.hashes
}

struct Hasher {
    hash: u64,
    /// The last units as a ring.
    window: [u16; WINDOW],
    /// Which of them start a line.
    starts: [bool; WINDOW],
    /// Where the next unit goes, which is where the oldest one stands.
    at: usize,
    hashes: Vec<LineHash>,
    seen: HashMap<u64, u32>,
}

impl Hasher {
    fn new() -> Self {
        Self { hash: 0, window: [0; WINDOW], starts: [false; WINDOW], at: 0, hashes: Vec::new(), seen: HashMap::new() }
    }

    /// Takes a unit in. When the unit that leaves the window for it starts a line, the hash now is the hash of that
    /// line.
    fn push(&mut self, unit: u16, is_line_start: bool) {
        if self.starts[self.at] {
            let number = self.seen.entry(self.hash).or_default();
            *number += 1;
            self.hashes.push(LineHash { hash: self.hash, number: *number });
        }
        let leaving = u64::from(self.window[self.at]).wrapping_mul(LEAVING);
        self.hash = self.hash.wrapping_mul(FACTOR).wrapping_add(u64::from(unit)).wrapping_sub(leaving);
        (self.window[self.at], self.starts[self.at]) = (unit, is_line_start);
        self.at = (self.at + 1) % WINDOW;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(text: &str) -> Vec<String> {
        hash_lines(text).iter().map(LineHash::to_string).collect()
    }

    /// Expected values are what GitHub's own `upload-sarif` action computes for these texts.
    #[test]
    fn lines_have_the_hashes_that_github_gives_them() {
        let cases: [(&str, &[&str]); 6] = [
            ("", &["c129715d7a2bc9a3:1"]),
            (
                " a\nb\n  \t\tc\n d",
                &["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
            ),
            (
                "apiVersion: v1\r\nkind: Pod\r\nmetadata:\r\n  name: web\r\n",
                &[
                    "310c3e61e77f3bf:1",
                    "36ebbe38b99504:1",
                    "e9efee3511d5aef3:1",
                    "57a24e24bf88026a:1",
                    "c129715d7a2bc9a3:1",
                ],
            ),
            (
                " hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n",
                &[
                    "e9496ae3ebfced30:1",
                    "fb7c023a8b9ccb3f:1",
                    "ce8ba1a563dcdaca:1",
                    "e20e36e16fcb0cc8:1",
                    "b3edc88f2938467e:1",
                    "c8e28b0b4002a3a0:1",
                    "c129715d7a2bc9a3:1",
                ],
            ),
            ("café: \"😀\"\n\tkey: 1\n", &["e485cf3ce896e74d:1", "d21fa24c446a5c75:1", "c129715d7a2bc9a3:1"]),
            (
                "x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n",
                &[
                    "e54938cc54b302f1:1",
                    "bb609acbe9138d60:1",
                    "1131fd5871777f34:1",
                    "5c482a0f8b35ea28:1",
                    "54517377da7028d2:1",
                    "2c644846cb18d53e:1",
                    "f1b89f20de0d133:1",
                    "c129715d7a2bc9a3:1",
                ],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(hashes(text), expected, "{text:?}");
        }
    }

    /// Of ten equal lines the first six have the same hundred characters from their start on.
    #[test]
    fn equal_hashes_are_numbered() {
        let hashes = hashes(&"Lorem ipsum dolor sit amet.\n".repeat(10));
        for (at, hash) in hashes.iter().take(6).enumerate() {
            assert_eq!(*hash, format!("a7f2ff13bc495cf2:{}", at + 1));
        }
        assert_eq!(
            hashes[6..],
            [
                "a7f2ff1481e87703:1",
                "a9cf91f7bbf1862b:1",
                "55ec222b86bcae53:1",
                "cc97dc7b1d7d8f7b:1",
                "c129715d7a2bc9a3:1"
            ]
        );
    }

    /// `RAVELIN_LINE_HASH_VECTORS` names a file of more cases: `{"vectors": [{"text": …, "hashes": […]}]}`.
    #[test]
    fn further_cases_hold() {
        let Some(path) = std::env::var_os("RAVELIN_LINE_HASH_VECTORS") else { return };
        let text = std::fs::read_to_string(path).expect("readable");
        let cases: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        for case in cases["vectors"].as_array().expect("a list") {
            let text = case["text"].as_str().expect("a text");
            assert_eq!(serde_json::json!(hashes(text)), case["hashes"], "{text:?}");
        }
    }
}
