//! Archives with whatever one wants in them; `tar` and `zip` would refuse some of it.

use std::io::Write as _;

/// A `.tar.gz` of files (name, contents, mode) in the format of POSIX; `target` instead of contents makes a link.
pub fn tar_gz(entries: &[Entry]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for entry in entries {
        encoder.write_all(&header(entry)).expect("memory");
        encoder.write_all(entry.contents).expect("memory");
        encoder.write_all(&vec![0; entry.contents.len().next_multiple_of(512) - entry.contents.len()]).expect("memory");
    }
    encoder.write_all(&[0; 1024]).expect("memory");
    encoder.finish().expect("memory")
}

/// A file in an archive, or a link.
pub struct Entry<'a> {
    pub name: &'a str,
    pub contents: &'a [u8],
    /// What a link leads to.
    pub target: Option<&'a str>,
}

impl<'a> Entry<'a> {
    pub fn file(name: &'a str, contents: &'a [u8]) -> Self {
        Self { name, contents, target: None }
    }

    pub fn link(name: &'a str, target: &'a str) -> Self {
        Self { name, contents: b"", target: Some(target) }
    }
}

fn header(entry: &Entry) -> [u8; 512] {
    let mut header = [0; 512];
    let mut put = |at: usize, text: &str| header[at..at + text.len()].copy_from_slice(text.as_bytes());
    put(0, entry.name);
    put(100, "0000755\0");
    put(108, "0000000\0");
    put(116, "0000000\0");
    put(124, &format!("{:011o}\0", entry.contents.len()));
    put(136, "00000000000\0");
    // The sum counts its own field as blanks.
    put(148, "        ");
    put(156, if entry.target.is_some() { "2" } else { "0" });
    put(157, entry.target.unwrap_or_default());
    put(257, "ustar\x0000");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    header
}
