//! Strings in the composed form of Unicode (NFC), in which Terraform keeps all of them: `é` is one letter, however it is
//! written.

use std::sync::Arc;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::value::{Kind, Part, Template, Value};

/// A text in the composed form; nothing where it is in that form already.
fn changed(text: &str) -> Option<String> {
    let is_normal = text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes;
    if is_normal {
        return None;
    }
    let normal: String = text.nfc().collect();
    (normal != text).then_some(normal)
}

/// A name in the composed form.
pub(in crate::frontend::terraform) fn normal_name(name: &str) -> Arc<str> {
    changed(name).map_or_else(|| name.into(), Into::into)
}

/// The value with its own text in the composed form. What is changed has no places within any more.
pub(in crate::frontend::terraform) fn normal(value: Value) -> Value {
    let kind = match &value.kind {
        Kind::String(text) => changed(text).map(|text| Kind::String(text.into())),
        Kind::Template(template) => {
            normal_parts(&template.parts).map(|parts| Kind::Template(Arc::new(Template { parts })))
        }
        _ => None,
    };
    match kind {
        Some(kind) => Value { kind, places: None, ..value },
        None => value,
    }
}

fn normal_parts(parts: &[Part]) -> Option<Vec<Part>> {
    let text = |part: &Part| match part {
        Part::Text(text) => changed(text),
        Part::Hole(_) => None,
    };
    let texts: Vec<Option<String>> = parts.iter().map(text).collect();
    if texts.iter().all(Option::is_none) {
        return None;
    }
    let changed =
        parts.iter().zip(texts).map(|(part, text)| text.map_or_else(|| part.clone(), |text| Part::Text(text.into())));
    Some(changed.collect())
}

/// The value with all texts that it holds in the composed form.
pub(in crate::frontend::terraform) fn normal_throughout(value: &Value) -> Value {
    match value.kind {
        Kind::List(_) | Kind::Map(_) => value.map_children(normal_throughout),
        _ => normal(value.clone()),
    }
}
