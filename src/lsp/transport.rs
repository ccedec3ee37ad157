//! Messages over standard input and output, as the base protocol frames them
//! (<https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#baseProtocol>). What is no
//! message is told, and reading goes on behind it: only the end of the stream ends it.

use std::io::{self, BufRead, Read as _};

use lsp_server::{ErrorCode, Message, RequestId};
use serde_json::Value;

/// Largest message that is read, in bytes: a file of the largest size that is scanned, with every character escaped.
const MESSAGE_LIMIT: u64 = 64 << 20;

/// Largest message that is passed over in one piece, in bytes. What claims to be larger is no message.
const PASSED_LIMIT: u64 = 1 << 30;

/// Longest line of a header that is looked at in one piece, in bytes.
const LINE_LIMIT: u64 = 4 << 10;

/// The header without which a message has no end.
const LENGTH: &[u8] = b"content-length:";

/// Something that came in.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A message.
    Message(Message),
    /// Bytes that are none.
    Garbage(Garbage),
}

/// What is wrong with bytes that are no message.
#[derive(Debug)]
pub(super) struct Garbage {
    /// The request that they were meant to be, where that can be told.
    pub(super) id: Option<RequestId>,
    /// What the client is answered; none where the bytes are not even framed as a message.
    pub(super) code: Option<ErrorCode>,
    /// What is wrong, as a sentence without a full stop.
    pub(super) why: String,
}

impl Garbage {
    fn unframed(why: String) -> Incoming {
        Incoming::Garbage(Self { id: None, code: None, why })
    }
}

/// Reads messages.
pub(super) struct Reader<R> {
    input: R,
    /// The length of the message that begins here, where its header was read already.
    next: Option<u64>,
}

impl<R: BufRead> Reader<R> {
    /// Reads from `input`.
    pub(super) fn new(input: R) -> Self {
        Self { input, next: None }
    }

    /// Reads what comes next; none at the end of the stream.
    ///
    /// # Errors
    /// The stream is broken.
    pub(super) fn read(&mut self) -> io::Result<Option<Incoming>> {
        let mut skipped = 0;
        while self.next.is_none() {
            let line = self.line()?;
            self.next = length(&line);
            if line.is_empty() || self.next.is_some() {
                break;
            }
            skipped += line.trim_ascii().len();
        }
        if skipped > 0 {
            return Ok(Some(Garbage::unframed(format!("{skipped} bytes came without the header `Content-Length`"))));
        }
        let Some(length) = self.next.take() else { return Ok(None) };
        // Further headers say nothing that matters.
        while !self.line()?.trim_ascii().is_empty() {}
        self.body(length)
    }

    /// A line with its ending, or as much of it as is looked at; empty at the end of the stream.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        (&mut self.input).take(LINE_LIMIT).read_until(b'\n', &mut line)?;
        Ok(line)
    }

    fn body(&mut self, length: u64) -> io::Result<Option<Incoming>> {
        if length > MESSAGE_LIMIT {
            if length <= PASSED_LIMIT {
                io::copy(&mut (&mut self.input).take(length), &mut io::sink())?;
            }
            let why = format!("a message of {length} bytes was not read: the most is {} MiB", MESSAGE_LIMIT >> 20);
            return Ok(Some(Incoming::Garbage(Garbage { id: None, code: Some(ErrorCode::InvalidRequest), why })));
        }
        let mut body = Vec::new();
        (&mut self.input).take(length).read_to_end(&mut body)?;
        Ok((body.len() as u64 == length).then(|| decode(&body)))
    }
}

/// The length that a line states. Where something stands before the header, that is the rest of a message whose own length was
/// wrong.
fn length(line: &[u8]) -> Option<u64> {
    let at = line.windows(LENGTH.len()).rposition(|window| window.eq_ignore_ascii_case(LENGTH))?;
    str::from_utf8(&line[at + LENGTH.len()..]).ok()?.trim().parse().ok()
}

fn decode(body: &[u8]) -> Incoming {
    if let Ok(message) = serde_json::from_slice(body) {
        return Incoming::Message(message);
    }
    let garbage = match serde_json::from_slice::<Value>(body) {
        Ok(value) => Garbage {
            id: value.get("id").and_then(|id| serde_json::from_value(id.clone()).ok()),
            code: Some(ErrorCode::InvalidRequest),
            why: "a message is neither a request nor a notification nor a response".to_owned(),
        },
        Err(error) => {
            Garbage { id: None, code: Some(ErrorCode::ParseError), why: format!("a message is no JSON: {error}") }
        }
    };
    Incoming::Garbage(garbage)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read of a stream: methods, and what is wrong.
    fn read(stream: &str) -> Vec<String> {
        let mut reader = Reader::new(stream.as_bytes());
        let mut read = Vec::new();
        while let Some(incoming) = reader.read().expect("a stream in memory") {
            read.push(match incoming {
                Incoming::Message(Message::Request(request)) => format!("{} {}", request.method, request.id),
                Incoming::Message(Message::Notification(notification)) => notification.method,
                Incoming::Message(Message::Response(response)) => format!("response {}", response.id),
                Incoming::Garbage(Garbage { id, code, why }) => {
                    format!("{:?} {:?} {why}", id.map(|id| id.to_string()), code.map(|code| code as i32))
                }
            });
        }
        read
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn messages_are_read_whatever_stands_between_them() {
        let (good, bad) = (framed(r#"{"method":"a"}"#), framed("{"));
        let unframed = |count: usize| format!("None None {count} bytes came without the header `Content-Length`");
        let no_json = "None Some(-32700) a message is no JSON: EOF while parsing an object at line 1 column 1";
        let cases = [
            (good.clone(), vec!["a".to_owned()]),
            (good.replace("Content-Length", "content-type: x\r\nCONTENT-LENGTH"), vec![unframed(15), "a".to_owned()]),
            (good.replace("\r\n\r\n", "\r\nContent-Type: utf-8\r\n\r\n"), vec!["a".to_owned()]),
            (good.replace("\r\n", "\n"), vec!["a".to_owned()]),
            (format!("{bad}{good}"), vec![no_json.to_owned(), "a".to_owned()]),
            (format!("hello\r\n\r\n{good}"), vec![unframed(5), "a".to_owned()]),
            (format!("Content-Length: x\r\n\r\n{good}"), vec![unframed(17), "a".to_owned()]),
            (format!("\r\n{good}"), vec!["a".to_owned()]),
            // Too short, and too long.
            (format!("Content-Length: 1\r\n\r\n{{}}{good}"), vec![no_json.to_owned(), "a".to_owned()]),
            ("Content-Length: 99\r\n\r\n{}".to_owned(), vec![]),
            ("hello".to_owned(), vec![unframed(5)]),
            (String::new(), vec![]),
        ];
        for (stream, expected) in cases {
            assert_eq!(read(&stream), expected, "{stream:?}");
        }
    }

    #[test]
    fn what_is_no_message_is_told() {
        let cases = [
            (r#"{"id":7}"#, r#"Some("7") Some(-32600)"#),
            (r#"{"id":null,"params":1}"#, "None Some(-32600)"),
            (r#"[{"method":"a"}]"#, "None Some(-32600)"),
            ("\u{1}", "None Some(-32700)"),
        ];
        for (body, expected) in cases {
            let read = read(&framed(body));
            assert!(matches!(&read[..], [one] if one.starts_with(expected)), "{body}: {read:?}");
        }
        assert_eq!(read(&framed(r#"{"id":"x","result":null}"#)), [r#"response "x""#]);
        let deep = "[".repeat(100_000);
        assert!(read(&framed(&deep))[0].starts_with("None Some(-32700)"));
    }

    #[test]
    fn what_is_too_large_is_passed_over() {
        let huge = format!("Content-Length: {}\r\n\r\n{}", MESSAGE_LIMIT + 1, " ".repeat(MESSAGE_LIMIT as usize + 1));
        let stream = format!("{huge}{}", framed(r#"{"method":"a"}"#));
        let read = read(&stream);
        assert!(read[0].ends_with("was not read: the most is 64 MiB") && read[1] == "a", "{read:?}");
    }
}
