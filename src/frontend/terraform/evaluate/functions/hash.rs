//! Hashes, of texts and of files.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::filesystem::read;
use super::{Arguments, Outcome, Table};
use crate::frontend::terraform::evaluate::unknowns::invalid;
use crate::value::Value;

pub(super) const TABLE: Table = &[
    ("base64sha256", 1..=1, |call| text_hash(call, |text| STANDARD.encode(Sha256::digest(text)))),
    ("base64sha512", 1..=1, |call| text_hash(call, |text| STANDARD.encode(Sha512::digest(text)))),
    ("filebase64sha256", 1..=1, |call| file_hash(call, |text| STANDARD.encode(Sha256::digest(text)))),
    ("filebase64sha512", 1..=1, |call| file_hash(call, |text| STANDARD.encode(Sha512::digest(text)))),
    ("filemd5", 1..=1, |call| file_hash(call, |text| hex(&Md5::digest(text)))),
    ("filesha1", 1..=1, |call| file_hash(call, |text| hex(&Sha1::digest(text)))),
    ("filesha256", 1..=1, |call| file_hash(call, |text| hex(&Sha256::digest(text)))),
    ("filesha512", 1..=1, |call| file_hash(call, |text| hex(&Sha512::digest(text)))),
    ("md5", 1..=1, |call| text_hash(call, |text| hex(&Md5::digest(text)))),
    ("sha1", 1..=1, |call| text_hash(call, |text| hex(&Sha1::digest(text)))),
    ("sha256", 1..=1, |call| text_hash(call, |text| hex(&Sha256::digest(text)))),
    ("sha512", 1..=1, |call| text_hash(call, |text| hex(&Sha512::digest(text)))),
    ("uuidv5", 2..=2, |call| call.value(uuid_v5(call))),
];

fn text_hash(call: &Arguments<'_>, hash: fn(&[u8]) -> String) -> Value {
    call.value(call.text(0).map(|text| {
        call.spend(text.len() / 64);
        call.string(hash(text.as_bytes()))
    }))
}

fn file_hash(call: &Arguments<'_>, hash: fn(&[u8]) -> String) -> Value {
    call.value(read(call, "file").map(|text| call.string(hash(text.as_bytes()))))
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(nibble.into(), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect()
}

/// A name-based identifier ([RFC 9562, section 5.5](https://www.rfc-editor.org/rfc/rfc9562#section-5.5)).
fn uuid_v5(call: &Arguments<'_>) -> Outcome<Value> {
    let (namespace, name) = (call.text(0)?, call.text(1)?);
    let namespace = match &*namespace {
        "dns" => "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "url" => "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
        "oid" => "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
        "x500" => "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
        other => other,
    };
    let digits: Vec<u8> = namespace.bytes().filter(u8::is_ascii_hexdigit).collect();
    let dashes: Vec<usize> = namespace.match_indices('-').map(|(index, _)| index).collect();
    let number = std::str::from_utf8(&digits).ok().and_then(|digits| u128::from_str_radix(digits, 16).ok());
    let is_plain = digits.len() == 32 && namespace.len() == 36 && dashes == [8, 13, 18, 23];
    let namespace = number.filter(|_| is_plain).ok_or_else(|| invalid("the namespace is no UUID", call.span))?;

    let hash = Sha1::new().chain_update(namespace.to_be_bytes()).chain_update(name.as_bytes()).finalize();
    let mut bytes: Vec<u8> = hash.iter().copied().take(16).collect();
    if let [.., version, _, variant, _, _, _, _, _, _, _] = bytes.as_mut_slice() {
        *version = *version & 0x0f | 0x50;
        *variant = *variant & 0x3f | 0x80;
    }
    let text = hex(&bytes);
    let groups = [&text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]];
    Ok(call.string(groups.join("-")))
}
