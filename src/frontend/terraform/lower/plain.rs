//! The plain text of arguments that hold Base64, as far as it is known, so that checks can read what is in it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::value::{Kind, Map, Value};

/// Arguments that hold the scripts with which machines start.
const ENCODED: [&str; 3] = ["custom_data", "user_data", "user_data_base64"];

/// The reserved name below which the plain texts are found, by argument.
const PLAIN: &str = "_plain";

/// Adds the plain text of what is encoded, at the place of the argument.
pub(in crate::frontend::terraform) fn add_plain(body: &mut Map) {
    let texts: Vec<_> = ENCODED.iter().filter_map(|name| Some((*name, decoded(body.get(name)?)?))).collect();
    let Some(span) = texts.first().map(|(_, text)| text.span) else {
        return;
    };
    let mut plain = Map::new();
    for (name, text) in texts {
        plain.insert(name, text.span, text);
    }
    body.insert(PLAIN, span, Value::map(plain, span));
}

fn decoded(value: &Value) -> Option<Value> {
    if let Kind::Unknown(unknown) = &value.kind {
        let plain = unknown.plain.as_ref()?;
        let elsewhere = value.elsewhere.clone().or_else(|| plain.elsewhere.clone());
        return Some(Value { kind: plain.kind.clone(), elsewhere, ..value.clone() });
    }
    let text = value.as_str().filter(|text| !text.is_empty())?;
    let plain = String::from_utf8(STANDARD.decode(text.trim()).ok()?).ok()?;
    Some(Value { kind: Kind::String(plain.into()), ..value.clone() })
}
