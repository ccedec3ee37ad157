//! Strings of which only parts are known.

use std::sync::Arc;

use super::form::may_be;
use super::{Kind, Truth, Unknown};

/// A string with at least one hole.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its pieces in order.
    pub parts: Vec<Part>,
}

/// A piece of a partly known string.
#[derive(Clone, Debug)]
pub enum Part {
    /// Known text.
    Text(Arc<str>),
    /// Text that is not known, possibly empty.
    Hole(Arc<Unknown>),
}

impl Template {
    /// The reasons for its holes, in order.
    pub fn holes(&self) -> impl Iterator<Item = &Arc<Unknown>> {
        self.parts.iter().filter_map(|part| match part {
            Part::Hole(unknown) => Some(unknown),
            Part::Text(_) => None,
        })
    }

    /// Everything that is known, without the holes.
    pub fn known(&self) -> String {
        let known = self.parts.iter().map(|part| match part {
            Part::Text(text) => text,
            Part::Hole(_) => "",
        });
        known.collect()
    }

    /// The text before the first hole.
    pub fn prefix(&self) -> &str {
        match self.parts.first() {
            Some(Part::Text(text)) => text,
            _ => "",
        }
    }

    /// The text after the last hole.
    pub fn suffix(&self) -> &str {
        match self.parts.last() {
            Some(Part::Text(text)) => text,
            _ => "",
        }
    }

    /// Whether the whole string can be `text`: certainly not when it has not the known parts in their order.
    pub fn equals(&self, text: &str) -> Truth<'_> {
        match self.holes().next() {
            Some(hole) if may_be(&self.pieces(), text) => Truth::Unknown(hole),
            _ => Truth::False,
        }
    }
}

/// A string under construction.
#[derive(Clone, Debug, Default)]
pub struct TemplateBuilder {
    parts: Vec<Part>,
    /// Known text that is not yet among the parts.
    text: String,
}

impl TemplateBuilder {
    /// The known text since the last hole, to be added to.
    pub fn text(&mut self) -> &mut String {
        &mut self.text
    }

    /// Adds text that is not known.
    pub fn push_hole(&mut self, unknown: Arc<Unknown>) {
        self.push_same(unknown.anonymous());
    }

    /// Adds the text that something unknown is itself.
    pub fn push_same(&mut self, unknown: Arc<Unknown>) {
        self.close();
        self.parts.push(Part::Hole(unknown));
    }

    /// The pieces so far, of which none is empty text.
    pub fn into_parts(mut self) -> Vec<Part> {
        self.close();
        self.parts
    }

    /// The string.
    pub fn finish(self) -> Kind {
        match self.parts.as_slice() {
            [] => Kind::String(self.text.into()),
            _ => Kind::joined(self.into_parts()),
        }
    }

    fn close(&mut self) {
        if !self.text.is_empty() {
            self.parts.push(Part::Text(std::mem::take(&mut self.text).into()));
        }
    }
}

impl Kind {
    /// The string that these pieces make; simply unknown where it is nothing but one hole.
    pub fn joined(mut parts: Vec<Part>) -> Self {
        parts.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
        match parts.as_slice() {
            [] => Self::String("".into()),
            [Part::Text(text)] => Self::String(Arc::clone(text)),
            [Part::Hole(unknown)] => Self::Unknown(Arc::clone(unknown)),
            _ => Self::Template(Arc::new(Template { parts })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;
    use crate::value::Reason;

    #[test]
    fn pieces_are_joined() {
        let span = SourceMap::new().add("x", "").whole();
        let hole = Arc::new(Unknown::new(Reason::Condition, span));
        for (text, expected) in
            [("", "string"), ("a", "string"), ("$", "unknown"), ("$$", "2"), ("a$", "2"), ("$ab$c", "4")]
        {
            let mut builder = TemplateBuilder::default();
            for char in text.chars() {
                match char {
                    '$' => builder.push_hole(Arc::clone(&hole)),
                    _ => builder.text().push(char),
                }
            }
            let found = match builder.finish() {
                Kind::String(known) => {
                    assert_eq!(&*known, text);
                    "string".to_owned()
                }
                Kind::Unknown(_) => "unknown".to_owned(),
                Kind::Template(template) => template.parts.len().to_string(),
                kind => format!("{kind:?}"),
            };
            assert_eq!(found, expected, "{text}");
        }
        let parts = vec![Part::Text("".into()), Part::Hole(hole), Part::Text("".into())];
        assert!(matches!(Kind::joined(parts), Kind::Unknown(_)));
    }
}
