//! Base64 and URLs.

use std::fmt::Write as _;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Arguments, Outcome, Table};
use crate::frontend::terraform::evaluate::unknowns::invalid;
use crate::value::{Kind, Value};

pub(super) const TABLE: Table = &[
    ("base64decode", 1..=1, |call| call.value(base64_decode(call))),
    ("base64encode", 1..=1, base64_encode),
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
