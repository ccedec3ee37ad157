//! Character encodings other than UTF-8: UTF-16 and Latin-1. There are dozens more, which nobody was seen to use.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::encoding::base64_bytes;
use super::{Arguments, Outcome, Table};
use crate::frontend::terraform::evaluate::unknowns::invalid;
use crate::value::Value;

pub(super) const TABLE: Table = &[
    ("textdecodebase64", 2..=2, |call| call.value(decode(call))),
    ("textencodebase64", 2..=2, |call| call.value(encode(call))),
];

enum Charset {
    Utf8,
    Utf16(fn(u16) -> [u8; 2], fn([u8; 2]) -> u16),
    Latin1,
}

impl Charset {
    fn of(call: &Arguments<'_>) -> Outcome<Self> {
        let name = call.text(1)?;
        match name.to_ascii_uppercase().as_str() {
            "UTF-8" => Ok(Self::Utf8),
            "UTF-16LE" => Ok(Self::Utf16(u16::to_le_bytes, u16::from_le_bytes)),
            "UTF-16BE" => Ok(Self::Utf16(u16::to_be_bytes, u16::from_be_bytes)),
            "ISO-8859-1" => Ok(Self::Latin1),
            _ => Err(call.unsupported(&format!("encoding {name}"))),
        }
    }
}

fn encode(call: &Arguments<'_>) -> Outcome<Value> {
    let text = call.text(0)?;
    let bytes: Vec<u8> = match Charset::of(call)? {
        Charset::Utf8 => text.as_bytes().to_vec(),
        Charset::Utf16(bytes, _) => text.encode_utf16().flat_map(bytes).collect(),
        Charset::Latin1 => {
            let bytes: Option<_> = text.chars().map(|char| u8::try_from(u32::from(char)).ok()).collect();
            bytes.ok_or_else(|| invalid("the text has characters that the encoding has not", call.span))?
        }
    };
    Ok(call.string(STANDARD.encode(bytes)))
}

fn decode(call: &Arguments<'_>) -> Outcome<Value> {
    let bytes = base64_bytes(call)?;
    let text = match Charset::of(call)? {
        Charset::Utf8 => String::from_utf8(bytes).ok(),
        Charset::Utf16(_, unit) => {
            let (pairs, rest) = bytes.as_chunks::<2>();
            let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
            String::from_utf16(&units).ok().filter(|_| rest.is_empty())
        }
        Charset::Latin1 => Some(bytes.into_iter().map(char::from).collect()),
    };
    // Terraform puts a replacement character where this gives up.
    text.map(|text| call.string(text)).ok_or_else(|| call.unsupported("text with wrong bytes"))
}
