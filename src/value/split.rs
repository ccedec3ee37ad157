//! Strings in pieces, as far as they are known.

use std::sync::Arc;

use super::{Kind, Part, Value};

impl Value {
    /// What stands before the first of `separators` in the known text of a string, and what behind it. A hole may hide
    /// another one before it. Both pieces keep the places of the whole.
    pub fn split_once(&self, separators: &[char]) -> Option<(Self, Self)> {
        let parts = match &self.kind {
            Kind::String(text) => vec![Part::Text(Arc::clone(text))],
            Kind::Template(template) => template.parts.clone(),
            _ => return None,
        };
        for (index, part) in parts.iter().enumerate() {
            let Part::Text(text) = part else { continue };
            if let Some((before, after)) = text.split_once(separators) {
                let head = parts[..index].iter().cloned().chain([Part::Text(before.into())]);
                let tail = [Part::Text(after.into())].into_iter().chain(parts[index + 1..].iter().cloned());
                return Some((self.piece(head), self.piece(tail)));
            }
        }
        None
    }

    /// The pieces between the separators in the known text of a string, of which the last one is the rest after `most`
    /// separators; the whole of what is no string.
    pub fn split(&self, separators: &[char], most: usize) -> Vec<Self> {
        let mut pieces = Vec::new();
        let mut rest = self.clone();
        while let Some((piece, after)) = rest.split_once(separators).filter(|_| pieces.len() < most) {
            pieces.push(piece);
            rest = after;
        }
        pieces.push(rest);
        pieces
    }

    fn piece(&self, parts: impl Iterator<Item = Part>) -> Self {
        Self { kind: Kind::joined(parts.collect()), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;
    use crate::value::{Reason, Unknown};

    /// `$` stands for what is not known.
    fn value(text: &str) -> Value {
        let span = SourceMap::new().add("x", "").whole();
        let unknown = Arc::new(Unknown::new(Reason::Condition, span));
        let mut parts = Vec::new();
        for (index, piece) in text.split('$').enumerate() {
            parts.extend((index > 0).then(|| Part::Hole(Arc::clone(&unknown))));
            parts.push(Part::Text(piece.into()));
        }
        Value::null(span).piece(parts.into_iter())
    }

    fn show(value: &Value) -> String {
        match &value.kind {
            Kind::String(text) => text.to_string(),
            Kind::Unknown(_) => "$".to_owned(),
            Kind::Template(template) => template
                .parts
                .iter()
                .map(|part| match part {
                    Part::Text(text) => text.to_string(),
                    Part::Hole(_) => "$".to_owned(),
                })
                .collect(),
            kind => format!("{kind:?}"),
        }
    }

    #[test]
    fn pieces_keep_their_holes() {
        let cases = [
            ("a:b:c", "a|b|c"),
            ("a:b:c:d", "a|b|c:d"),
            ("a", "a"),
            ("", ""),
            (":", "|"),
            ("$:80", "$|80"),
            ("127.0.0.1:$:80", "127.0.0.1|$|80"),
            ("a$b:c$:d", "a$b|c$|d"),
            ("$", "$"),
            ("$$", "$$"),
        ];
        for (text, expected) in cases {
            let pieces: Vec<String> = value(text).split(&[':'], 2).iter().map(show).collect();
            assert_eq!(pieces.join("|"), expected, "{text}");
        }
        assert!(Value::bool(true, value("").span).split_once(&[':']).is_none());
    }
}
