//! A server of files on this machine, and a made-up release on it.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

/// What is answered for each path: the body, and how long it is said to be.
type Files = BTreeMap<String, (Vec<u8>, usize)>;

/// Serves files until the tests end.
pub struct Server {
    /// Where the releases are, as `RAVELIN_DOWNLOAD_URL` takes it.
    pub url: String,
}

impl Server {
    pub fn new(release: &Release) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}/releases", listener.local_addr().expect("is bound"));
        let files = Arc::new(release.files.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let files = Arc::clone(&files);
                // One that goes away early is no concern of the server.
                std::thread::spawn(move || stream.and_then(|stream| answer(&stream, &files)));
            }
        });
        Self { url }
    }

    /// An address that nobody listens at.
    #[cfg(unix)]
    pub fn down() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        Self { url: format!("http://{}/releases", listener.local_addr().expect("is bound")) }
    }
}

fn answer(mut stream: &TcpStream, files: &Files) -> std::io::Result<()> {
    let mut request = String::new();
    let mut reader = BufReader::new(stream);
    reader.read_line(&mut request)?;
    let mut header = String::from("…");
    while !header.trim().is_empty() {
        header.clear();
        reader.read_line(&mut header)?;
    }
    let path = request.split(' ').nth(1).unwrap_or_default();
    let (status, body, length) = match files.get(path) {
        Some((body, length)) => ("200 OK", body.as_slice(), *length),
        None => ("404 Not Found", &b"not here"[..], 8),
    };
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n")?;
    stream.write_all(body)
}

/// The files of a release, below the address of all releases.
pub struct Release {
    version: &'static str,
    files: Files,
}

impl Release {
    /// A release of archives, each with its name, that is also the latest one.
    pub fn of(version: &'static str, archives: &[(&str, &[u8])]) -> Self {
        let mut release = Self { version, files: Files::new() };
        let mut sums = String::new();
        for (name, bytes) in archives {
            release.put(name, bytes);
            sums.extend([sha256(bytes).as_str(), "  ", name, "\n"]);
        }
        release.put("SHA256SUMS", sums.as_bytes());
        release
    }

    /// Puts a file into the release, or another one in its place.
    pub fn put(&mut self, name: &str, bytes: &[u8]) {
        for folder in self.folders() {
            self.files.insert(format!("{folder}/{name}"), (bytes.to_vec(), bytes.len()));
        }
    }

    pub fn remove(&mut self, name: &str) {
        for folder in self.folders() {
            self.files.remove(&format!("{folder}/{name}"));
        }
    }

    /// Lets the download of a file break off before its end.
    #[cfg(unix)]
    pub fn cut(&mut self, name: &str) {
        for folder in self.folders() {
            let (body, _) = self.files.get_mut(&format!("{folder}/{name}")).expect("is there");
            body.truncate(body.len() / 2);
        }
    }

    fn folders(&self) -> [String; 2] {
        [format!("/releases/download/v{}", self.version), "/releases/latest/download".to_owned()]
    }
}

/// A SHA-256 in lower case.
pub fn sha256(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}
