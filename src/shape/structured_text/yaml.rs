//! YAML of which parts may be unknown.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::source::{Span, TextRange};
use crate::syntax::yaml::{Dialect, parse};
use crate::value::{GivenIn, Kind, Map, Part, Places, Reason, TemplateBuilder, Unknown, Value};

/// What stands on both sides of the number of a part that is not known: a character for private use.
const MARK: char = '\u{f8ff}';

/// Whether a text starts as JSON does, so that it is not to be read as anything else.
pub(super) fn is_like_json(text: &Value) -> bool {
    let start = match &text.kind {
        Kind::String(known) => known,
        Kind::Template(template) => template.prefix(),
        _ => return false,
    };
    start.trim_start().starts_with(['{', '['])
}

/// The value of a text with one document. What is not known is a scalar or a part of one.
///
/// # Errors
/// Why this is no text, or not YAML.
pub(super) fn read(text: &Value) -> Result<Value, Arc<Unknown>> {
    let marked = Marked::new(text)?;
    let stream = parse(&marked.text, Dialect::Yaml12);
    let wrong = |why: &str| match marked.holes.first() {
        Some(hole) => Arc::clone(hole),
        None => Arc::new(Unknown::new(Reason::Invalid(format!("not YAML: {why}").into()), text.span)),
    };
    match (stream.errors.first(), stream.documents.as_slice()) {
        (None, [document]) => {
            let places = marked.places(text);
            let tree = document.root.to_value(&|range| marked.place(places, range).unwrap_or(text.span));
            Ok(marked.finished(&tree, text))
        }
        (Some(error), _) => Err(wrong(&error.message)),
        (None, _) => Err(wrong("exactly one document is required")),
    }
}

/// A text with marks where it is not known.
struct Marked {
    text: String,
    holes: Vec<Arc<Unknown>>,
    /// Where the marks stand, each with the length of all before it.
    marks: Vec<(TextRange, u32)>,
    /// What of the text was given from outside.
    given: Option<GivenIn>,
}

impl Marked {
    fn new(text: &Value) -> Result<Self, Arc<Unknown>> {
        let mut marked = Self { text: String::new(), holes: Vec::new(), marks: Vec::new(), given: None };
        match &text.kind {
            Kind::String(known) => marked.text.push_str(known),
            Kind::Template(template) => {
                for part in &template.parts {
                    match part {
                        Part::Text(known) if known.contains(MARK) => {
                            return Err(template.holes().next().map_or_else(|| invalid(text), Arc::clone));
                        }
                        Part::Text(known) => marked.text.push_str(known),
                        Part::Hole(hole) => marked.push(hole),
                    }
                }
            }
            _ => return Err(text.as_unknown().map_or_else(|| invalid(text), Arc::clone)),
        }
        marked.given = text.elsewhere.as_ref().and_then(|elsewhere| elsewhere.given_in(&marked.text));
        Ok(marked)
    }

    fn push(&mut self, hole: &Arc<Unknown>) {
        let start = self.text.len();
        // Writing to a string never fails.
        let _ = write!(self.text, "{MARK}{}{MARK}", self.holes.len());
        let before = self.marks.last().map_or(0, |(mark, before)| before + (mark.end - mark.start));
        self.marks.push((TextRange::new(start, self.text.len()), before));
        self.holes.push(Arc::clone(hole));
    }

    /// Where the text was written, if it stands so in a file.
    fn places<'v>(&self, text: &'v Value) -> Option<&'v Places> {
        let known: std::borrow::Cow<'_, str> = match &text.kind {
            Kind::Template(template) => template.known().into(),
            _ => self.text.as_str().into(),
        };
        text.places.as_deref().filter(|places| places.belong_to(&known))
    }

    /// Where a stretch of the marked text was written.
    fn place(&self, places: Option<&Places>, range: TextRange) -> Option<Span> {
        places?.span(TextRange { start: self.unmarked(range.start), end: self.unmarked(range.end) })
    }

    /// An offset in the text as it is without marks.
    fn unmarked(&self, offset: u32) -> u32 {
        let before = self.marks.partition_point(|(mark, _)| mark.start < offset);
        match before.checked_sub(1).and_then(|last| self.marks.get(last)) {
            Some((mark, length)) => offset - length - (mark.end.min(offset) - mark.start),
            None => offset,
        }
    }

    /// The value with what is not known in the place of the marks, and with the way that the text has come. The parser limits
    /// the depth.
    fn finished(&self, value: &Value, text: &Value) -> Value {
        let kind = match &value.kind {
            Kind::String(known) => self.string(known),
            Kind::Map(map) => {
                let mut finished = Map::new();
                for entry in map.entries() {
                    match self.string(&entry.key) {
                        Kind::String(key) => {
                            finished.insert(key, entry.key_span, self.finished(&entry.value, text));
                        }
                        _ => self.holes.iter().take(1).for_each(|hole| finished.open(Arc::clone(hole))),
                    }
                }
                Kind::Map(Arc::new(finished))
            }
            _ => value.map_children(|child| self.finished(child, text)).kind,
        };
        let origin = text.origin.as_ref().map(|origin| origin.ending_at(value.span));
        let span = if origin.is_some() { text.span } else { value.span };
        let elsewhere = text.elsewhere.clone();
        let mut read = Value { kind, span, origin, sensitive: text.sensitive, places: None, elsewhere };
        read.read_beside(self.given.as_ref());
        read
    }

    /// A text with holes in the place of the marks.
    fn string(&self, marked: &Arc<str>) -> Kind {
        if self.holes.is_empty() || !marked.contains(MARK) {
            return Kind::String(Arc::clone(marked));
        }
        let mut string = TemplateBuilder::default();
        for (index, piece) in marked.split(MARK).enumerate() {
            // Every second piece is the number of a hole.
            match piece.parse::<usize>().ok().filter(|_| index % 2 == 1).and_then(|number| self.holes.get(number)) {
                Some(hole) => string.push_hole(Arc::clone(hole)),
                None => string.text().push_str(piece),
            }
        }
        string.finish()
    }
}

fn invalid(text: &Value) -> Arc<Unknown> {
    Arc::new(Unknown::new(Reason::Invalid("the text must be a string".into()), text.span))
}
