//! The hash of a generated object's content, which becomes the end of its name.

use sha2::{Digest as _, Sha256};

use super::object::Object;
use crate::value::{Map, Value};

/// The hash of a `ConfigMap` or `Secret` as Kustomize computes it; `None` where something in it is not known.
fn of(body: &Value) -> Option<String> {
    let is_secret = body.member("kind").and_then(Value::as_str) == Some("Secret");
    let (optional, others): (&str, &[&str]) =
        if is_secret { ("stringData", &["kind", "type", "data"]) } else { ("binaryData", &["kind", "data"]) };
    let mut content = Map::new();
    for key in others {
        let value = body.member(key).cloned().unwrap_or_else(|| Value::string("", body.span));
        content.insert(*key, body.span, value);
    }
    // Kustomize looks for the name where it never is, so that only the content counts.
    content.insert("name", body.span, Value::string("", body.span));
    if let Some(value) = body.member(optional).filter(|value| value.as_map().is_some()) {
        content.insert(optional, body.span, value.clone());
    }
    Some(encode(&Value::map(content, body.span).to_json().ok()?))
}

/// Puts the hash of an object's content behind its name, if it is one of those that have it there.
pub(super) fn name(object: &mut Object) {
    if let Some(hash) = of(&object.body).filter(|_| object.hashed) {
        object.remember();
        let name = format!("{}-{hash}", object.name());
        object.rename(name);
    }
}

/// The first ten hexadecimal digits of the SHA-256, with letters for the digits and vowels that could spell words.
fn encode(json: &str) -> String {
    let digest = Sha256::digest(json.as_bytes());
    let digits = digest.iter().take(5).flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(b"gh2k456789mbcdtf"[usize::from(digit)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;
    use crate::syntax::yaml::{Dialect, parse};

    #[test]
    fn hashes_are_those_of_kustomize() {
        let table = [
            ("{kind: ConfigMap, metadata: {name: settings}, data: {MODE: fast}}", "7kcm455446"),
            ("{kind: Secret, type: Opaque, metadata: {name: keys}, data: {token: YWJj}}", "dbdgd77ct8"),
        ];
        for (text, expected) in table {
            let sources = SourceMap::new();
            let file = sources.add("x.yaml", text);
            let body = parse(file.text(), Dialect::Kustomize).documents[0].root.to_value(&|range| file.span(range));
            assert_eq!(of(&body).as_deref(), Some(expected), "{text}");
        }
    }
}
