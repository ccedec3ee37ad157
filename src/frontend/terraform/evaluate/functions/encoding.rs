//! Base64, compressed text and URLs.

use std::fmt::Write as _;
use std::io::Read as _;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::MultiGzDecoder;

use super::{Arguments, Outcome, TEXT_LIMIT, Table};
use crate::frontend::terraform::evaluate::unknowns::invalid;
use crate::value::{Kind, Value};

pub(super) const TABLE: Table = &[
    ("base64decode", 1..=1, |call| call.value(base64_decode(call))),
    ("base64encode", 1..=1, base64_encode),
    // Of OpenTofu only.
    ("base64gunzip", 1..=1, |call| call.value(base64_gunzip(call))),
    // Of OpenTofu only.
    ("urldecode", 1..=1, |call| call.value(url_decode(call))),
    ("urlencode", 1..=1, |call| call.value(call.text(0).map(|text| call.string(url_encode(&text))))),
];

fn base64_encode(call: &Arguments<'_>) -> Value {
    let encoded = call.value(call.text(0).map(|text| call.string(STANDARD.encode(text.as_bytes()))));
    match (&encoded.kind, call.values.first()) {
        (Kind::Unknown(unknown), Some(text)) => Arc::clone(unknown).encoding(text, call.span),
        _ => encoded,
    }
}

fn base64_decode(call: &Arguments<'_>) -> Outcome<Value> {
    if let Some(plain) = call.get(0)?.as_unknown().and_then(|unknown| unknown.plain.as_ref()) {
        return Ok(call.pass(plain, "base64decode"));
    }
    let bytes = base64_bytes(call)?;
    let text = String::from_utf8(bytes).map_err(|_| invalid("the decoded bytes are not UTF-8", call.span))?;
    Ok(call.string(text))
}

/// The bytes that the first argument stands for. Line breaks do not count.
pub(super) fn base64_bytes(call: &Arguments<'_>) -> Outcome<Vec<u8>> {
    let text = call.text(0)?.replace(['\n', '\r'], "");
    STANDARD.decode(text).map_err(|_| invalid("the text is not base64", call.span))
}

fn base64_gunzip(call: &Arguments<'_>) -> Outcome<Value> {
    let compressed = base64_bytes(call)?;
    let mut bytes = Vec::new();
    let most = TEXT_LIMIT as u64 + 1;
    let read = MultiGzDecoder::new(compressed.as_slice()).take(most).read_to_end(&mut bytes);
    call.spend(bytes.len() / 64);
    match (read, String::from_utf8(bytes)) {
        (Ok(length), _) if length > TEXT_LIMIT => Err(call.limit("text length")),
        (Ok(_), Ok(text)) => Ok(call.string(text)),
        (Ok(_), Err(_)) => Err(call.unsupported("base64gunzip of what is not UTF-8")),
        (Err(_), _) => Err(invalid("the text is not compressed by gzip", call.span)),
    }
}

/// As in the query of a URL: a blank becomes `+`.
fn url_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            b' ' => encoded.push('+'),
            _ => {
                // Writing to a string never fails.
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

fn url_decode(call: &Arguments<'_>) -> Outcome<Value> {
    let text = call.text(0)?;
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        rest = behind;
        match first {
            b'%' => {
                let byte = rest.get(..2).and_then(|digits| base16ct::mixed::decode_vec(digits).ok());
                let byte = byte.ok_or_else(|| invalid("the text is not in the form of a URL", call.span))?;
                bytes.extend(byte);
                rest = &rest[2..];
            }
            b'+' => bytes.push(b' '),
            _ => bytes.push(first),
        }
    }
    let decoded = String::from_utf8(bytes).map_err(|_| call.unsupported("urldecode of what is not UTF-8"))?;
    Ok(call.string(decoded))
}
