//! Hashes, of texts and of files.

use base16ct::lower::encode_string as hex;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use uuid::Uuid;

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

/// A name-based identifier ([RFC 9562, section 5.5](https://www.rfc-editor.org/rfc/rfc9562#section-5.5)).
fn uuid_v5(call: &Arguments<'_>) -> Outcome<Value> {
    let (namespace, name) = (call.text(0)?, call.text(1)?);
    let namespace = match &*namespace {
        "dns" => Uuid::NAMESPACE_DNS,
        "url" => Uuid::NAMESPACE_URL,
        "oid" => Uuid::NAMESPACE_OID,
        "x500" => Uuid::NAMESPACE_X500,
        other => Uuid::try_parse(other).map_err(|_| invalid("the namespace is no UUID", call.span))?,
    };
    Ok(call.string(Uuid::new_v5(&namespace, name.as_bytes()).to_string()))
}
