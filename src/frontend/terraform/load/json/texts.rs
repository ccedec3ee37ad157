//! Strings to templates and expressions, with their places.

use elsa::sync::FrozenVec;

use super::blocks::Converter;
use crate::source::TextRange;
use crate::syntax::hcl::{Expr, Fragment};

/// Keeps strings that are not written as they are read, so that syntax trees can borrow from them.
#[derive(Default)]
pub(in crate::frontend::terraform) struct Texts(FrozenVec<String>);

impl Texts {
    fn keep(&self, text: String) -> &str {
        self.0.push_get(text)
    }
}

/// A string with its escapes resolved.
#[derive(Debug, Default)]
struct Decoded {
    text: String,
    /// Behind each escape: the offset in the resolved text, and that in the written one.
    places: Vec<(usize, usize)>,
}

impl Decoded {
    /// Resolves what stands between the quotes of a JSON string; `None` where that is not JSON.
    fn new(written: &str) -> Option<Self> {
        let mut decoded = Self::default();
        let mut rest = written;
        while let Some(at) = rest.find(['\\', '\n']) {
            let (before, escape) = rest.split_at(at);
            decoded.text.push_str(before);
            let (meaning, length) = escape_at(escape)?;
            decoded.text.push(meaning);
            rest = escape.get(length..)?;
            decoded.places.push((decoded.text.len(), written.len() - rest.len()));
        }
        decoded.text.push_str(rest);
        Some(decoded)
    }

    /// The offset in the written text.
    fn written(&self, offset: usize) -> usize {
        let escapes = self.places.partition_point(|(resolved, _)| *resolved <= offset);
        match escapes.checked_sub(1).map(|last| self.places[last]) {
            Some((resolved, written)) => written + (offset - resolved),
            None => offset,
        }
    }
}

/// What the escape at the start of `text` means, and its length.
pub(in crate::frontend::terraform) fn escape_at(text: &str) -> Option<(char, usize)> {
    let simple = |char| Some((char, 2));
    match text.strip_prefix('\\')?.chars().next()? {
        '"' => simple('"'),
        '\\' => simple('\\'),
        '/' => simple('/'),
        'b' => simple('\u{8}'),
        'f' => simple('\u{c}'),
        'n' => simple('\n'),
        'r' => simple('\r'),
        't' => simple('\t'),
        'u' => {
            let unit = |at: usize| u16::from_str_radix(text.get(at..at + 4)?, 16).ok();
            let first = unit(2)?;
            if let Some(char) = char::from_u32(first.into()) {
                return Some((char, 6));
            }
            let second = text.get(6..8).filter(|next| *next == "\\u").and_then(|_| unit(8))?;
            Some((char::decode_utf16([first, second]).next()?.ok()?, 12))
        }
        _ => None,
    }
}

impl<'p> Converter<'p> {
    /// A name, borrowed from the file where it is written as it is read.
    pub(super) fn name(&self, name: &str, range: TextRange) -> &'p str {
        let written = inner(range).slice(self.file.text());
        if written == name { written } else { self.texts.keep(name.to_owned()) }
    }

    /// Reads a string as an expression or a template.
    pub(super) fn fragment(
        &mut self,
        text: &str,
        range: TextRange,
        read: fn(&'p str, TextRange) -> Fragment<'p>,
    ) -> Expr<'p> {
        let inner = inner(range);
        let written = inner.slice(self.file.text());
        if written == text {
            let Fragment { expr, errors } = read(self.file.text(), inner);
            self.errors.extend(errors);
            return expr;
        }
        let decoded = Decoded::new(written).filter(|decoded| decoded.text == text);
        let kept = self.texts.keep(text.to_owned());
        let Fragment { mut expr, errors } = read(kept, TextRange::new(0, kept.len()));
        let place = |part: TextRange| match &decoded {
            Some(decoded) => {
                let start = inner.start as usize;
                let [from, to] = [part.start, part.end].map(|offset| start + decoded.written(offset as usize));
                TextRange::new(from, to)
            }
            None => range,
        };
        expr.relocate(&place);
        self.errors.extend(errors.into_iter().map(|mut error| {
            error.range = place(error.range);
            error
        }));
        expr
    }
}

/// A string without its quotes.
fn inner(range: TextRange) -> TextRange {
    if range.len() < 2 { range } else { TextRange { start: range.start + 1, end: range.end - 1 } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_to_what_is_written() {
        let written = r#"a\"é\u00e9\ud83d\ude00x"#;
        let decoded = Decoded::new(written).expect("is JSON");
        assert_eq!(decoded.text, "a\"éé😀x");
        for (char, expected) in [('"', r#"\""#), ('x', "x"), ('😀', r"\ud83d\ude00")] {
            let start = decoded.text.find(char).expect("is there");
            let [from, to] = [start, start + char.len_utf8()].map(|offset| decoded.written(offset));
            assert_eq!(&written[from..to], expected);
        }
        assert!(Decoded::new(r"\x41").is_none() && Decoded::new(r"\ud83d").is_none() && Decoded::new("a\nb").is_none());
    }
}
