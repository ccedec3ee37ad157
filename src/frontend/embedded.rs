//! Places of a text that is written inside a scalar of YAML, such as an inline patch or a Dockerfile.

use crate::source::{SourceFile, Span, TextRange};
use crate::value::Places;

/// Where each line of the inner text stands in the file.
pub(super) struct Embedded<'f> {
    file: &'f SourceFile,
    whole: Span,
    /// For each line its start in the inner text and in the file; empty where the two do not correspond.
    lines: Vec<(usize, usize)>,
}

impl<'f> Embedded<'f> {
    /// The places of `inner`, the text of the scalar at `whole`.
    pub(super) fn new(file: &'f SourceFile, whole: Span, inner: &str) -> Self {
        let lines = lines(whole.range.slice(file.text()), inner);
        let start = whole.range.start as usize;
        let lines = lines.into_iter().map(|(inner, outer)| (inner, start + outer)).collect();
        Self { file, whole, lines }
    }

    /// The place of a range of the inner text; the whole scalar where that is not known.
    pub(super) fn place(&self, range: TextRange) -> Span {
        match (self.outer(range.start), self.outer(range.end)) {
            (Some(start), Some(end)) if start <= end => self.file.span(TextRange::new(start, end)),
            _ => self.whole,
        }
    }

    /// The places of all of the inner text, as far as they are known.
    pub(super) fn places(&self, inner: &str) -> Places {
        let mut places = Places::new(inner, self.whole.file);
        for (index, (start, outer)) in self.lines.iter().enumerate() {
            let end = self.lines.get(index + 1).map_or(inner.len(), |(next, _)| *next);
            places.push(TextRange::new(*start, end), TextRange::new(*outer, outer + end - start));
        }
        places
    }

    fn outer(&self, offset: u32) -> Option<usize> {
        let offset = offset as usize;
        let line = self.lines.partition_point(|(inner, _)| *inner <= offset).checked_sub(1)?;
        let (inner, outer) = self.lines[line];
        Some((outer + offset - inner).min(self.whole.range.end as usize))
    }
}

/// The starts of the lines of `inner`, in it and in `outer`: the scalar as it is written, of a block scalar its content
/// from the first character on.
fn lines(outer: &str, inner: &str) -> Vec<(usize, usize)> {
    if outer.starts_with(['"', '\'']) {
        // On one line, without escapes.
        return outer.find(inner).map(|at| vec![(0, at)]).unwrap_or_default();
    }
    let mut starts = Vec::new();
    let mut inner_start = inner.len() - inner.trim_start_matches('\n').len();
    let mut written = outer.split_inclusive('\n');
    let mut outer_start = 0;
    for line in inner[inner_start..].split_inclusive('\n') {
        let Some(whole) = written.next() else { break };
        // A block scalar's lines are indented; blank lines may be less so.
        let Some(at) = whole.trim_end().strip_suffix(line.trim_end()).map(str::len) else { return Vec::new() };
        if !whole[..at].trim_start().is_empty() {
            return Vec::new();
        }
        starts.push((inner_start, outer_start + at));
        inner_start += line.len();
        outer_start += whole.len();
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;
    use crate::syntax::yaml::{Dialect, parse};

    /// The text in the file of the value at `a.b` in the scalar `patch`.
    fn place_of(text: &str) -> String {
        let sources = SourceMap::new();
        let file = sources.add("x.yaml", text);
        let stream = parse(file.text(), Dialect::Kustomize);
        let scalar = stream.documents[0].root.get("patch").expect("is there");
        let inner = scalar.as_str().expect("is text");
        let embedded = Embedded::new(file, file.span(scalar.range), inner);
        let stream = parse(inner, Dialect::Kustomize);
        let value = stream.documents[0].root.get("a").and_then(|a| a.get("b")).expect("is there");
        sources.slice(embedded.place(value.range)).to_owned()
    }

    #[test]
    fn places_are_found_in_every_style_of_scalar() {
        let table = [
            ("patch: |-\n  # c\n\n  a:\n    b: here\n", "here"),
            ("x: 1\npatch: |\n    a: {b: here}\n    c: d\nlast: 2\n", "here"),
            ("patch: '{a: {b: here}}'\n", "here"),
            ("patch: \"{a: {b: here}}\"\n", "here"),
            ("patch: \"a:\\n  b: here\"\n", "\"a:\\n  b: here\""),
        ];
        for (text, expected) in table {
            assert_eq!(place_of(text), expected, "{text}");
        }
    }
}
