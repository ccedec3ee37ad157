//! Values from JSON text, of which parts may be unknown. The places of the text become those of what is read.

use std::sync::Arc;

use super::json_words::{code_point, is_number, is_word};
use super::{GivenIn, Kind, List, Map, Number, Part, Reason, TemplateBuilder, Typing, Unknown, Value};
use crate::source::TextRange;

/// Deepest nesting that is read.
const DEPTH_LIMIT: usize = 128;

/// What is expected where it is nested deeper.
const FEWER_LEVELS: &str = "fewer levels";

impl Value {
    /// The value that a JSON text stands for.
    ///
    /// A hole within a JSON string makes that string partly known. A hole in the place of a JSON value makes the value
    /// unknown, and one between the elements of an array or the members of an object says that there may be more of them.
    ///
    /// # Errors
    /// Why this is no text, or not JSON.
    pub fn parse_json(&self) -> Result<Self, Arc<Unknown>> {
        self.read_json(false)
    }

    /// The same, of text that is to be judged as far as it can be read: where something is not JSON, such as a comma before
    /// a bracket, what stands around it may have further elements.
    ///
    /// # Errors
    /// Why there is no text, or nothing of it can be read.
    pub fn parse_broken_json(&self) -> Result<Self, Arc<Unknown>> {
        self.read_json(true)
    }

    fn read_json(&self, broken: bool) -> Result<Self, Arc<Unknown>> {
        match &self.kind {
            Kind::Json(value) if self.sensitive => Ok(value.marked_sensitive()),
            Kind::Json(value) => Ok(Self::clone(value)),
            Kind::String(text) => Reader { broken, ..Reader::new(self, text, Vec::new()) }.read(),
            Kind::Template(template) => {
                let (mut text, mut holes) = (String::new(), Vec::new());
                for part in &template.parts {
                    match part {
                        Part::Text(known) => text.push_str(known),
                        Part::Hole(unknown) => holes.push((text.len(), unknown)),
                    }
                }
                Reader { broken, ..Reader::new(self, &text, holes) }.read()
            }
            Kind::Unknown(unknown) => Err(Arc::clone(unknown)),
            Kind::Either(either) => Err(Arc::clone(&either.cause)),
            _ => Err(Unknown::new(Reason::Invalid("JSON text must be a string".into()), self.span).into()),
        }
    }
}

/// What stops the reading: nothing that is JSON stands here.
struct Mistake {
    at: usize,
    expected: &'static str,
}

type Read<T> = Result<T, Mistake>;

/// What was read last within an array or object.
#[derive(Clone, Copy, PartialEq)]
enum Behind {
    Bracket,
    Element,
    Comma,
    Hole,
}

/// What comes next within an array or object.
enum Step {
    End,
    /// There may be more elements here.
    More(Arc<Unknown>),
    Element,
}

struct Reader<'t> {
    source: &'t Value,
    text: &'t str,
    at: usize,
    /// Unknown parts by the offset before which they stand.
    holes: Vec<(usize, &'t Arc<Unknown>)>,
    next_hole: usize,
    depth: usize,
    has_places: bool,
    /// What of the text was given from outside.
    given: Option<GivenIn>,
    /// Whether it is read around what is not JSON.
    broken: bool,
    /// Why the rest of the text is not read.
    stopped: Option<Arc<Unknown>>,
}

impl<'t> Reader<'t> {
    fn new(source: &'t Value, text: &'t str, holes: Vec<(usize, &'t Arc<Unknown>)>) -> Self {
        let has_places = source.places.as_ref().is_some_and(|places| places.belong_to(text));
        let given = source.elsewhere.as_ref().and_then(|elsewhere| elsewhere.given_in(text));
        Self { source, text, at: 0, holes, next_hole: 0, depth: 0, has_places, given, broken: false, stopped: None }
    }

    fn read(mut self) -> Result<Value, Arc<Unknown>> {
        let value = self.value().and_then(|value| {
            self.blanks();
            let at_end = self.at == self.text.len() && self.next_hole == self.holes.len();
            if at_end { Ok(value) } else { Err(self.mistake("the end of the text")) }
        });
        value.map_err(|mistake| self.why(&mistake))
    }

    /// Why this is not JSON: what is not known may be what is missing.
    fn why(&self, mistake: &Mistake) -> Arc<Unknown> {
        match self.holes.first() {
            Some((_, unknown)) => Arc::clone(unknown),
            None => self.invalid(mistake),
        }
    }

    /// Goes to the end of the text: there is nothing more that could be read.
    fn stop(&mut self, mistake: &Mistake) -> Read<Arc<Unknown>> {
        if !self.broken || mistake.expected == FEWER_LEVELS {
            return Err(Mistake { ..*mistake });
        }
        let why = self.stopped.take().unwrap_or_else(|| self.why(mistake));
        self.stopped = Some(Arc::clone(&why));
        (self.at, self.next_hole) = (self.text.len(), self.holes.len());
        Ok(why)
    }

    fn invalid(&self, mistake: &Mistake) -> Arc<Unknown> {
        if mistake.expected == FEWER_LEVELS {
            return Unknown::new(Reason::Limit("nesting of JSON"), self.source.span).into();
        }
        let before = self.text.get(..mistake.at).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let why = format!("not JSON: expected {} at line {line}, column {column}", mistake.expected);
        Unknown::new(Reason::Invalid(why.into()), self.source.span).into()
    }

    fn mistake(&self, expected: &'static str) -> Mistake {
        Mistake { at: self.at, expected }
    }

    /// Takes the hole that stands here.
    fn hole(&mut self) -> Option<&'t Arc<Unknown>> {
        let (at, unknown) = *self.holes.get(self.next_hole)?;
        (at == self.at).then(|| {
            self.next_hole += 1;
            unknown
        })
    }

    fn at_hole(&self) -> bool {
        self.holes.get(self.next_hole).is_some_and(|(at, _)| *at == self.at)
    }

    fn peek(&self) -> Option<u8> {
        if self.at_hole() { None } else { self.text.as_bytes().get(self.at).copied() }
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// All holes that stand here, and blanks around them: the reason of the first.
    fn holes_here(&mut self) -> Option<Arc<Unknown>> {
        let mut first = None;
        self.blanks();
        while let Some(hole) = self.hole() {
            first.get_or_insert_with(|| Arc::clone(hole));
            self.blanks();
        }
        first
    }

    fn value(&mut self) -> Read<Value> {
        self.blanks();
        let start = self.at;
        if self.depth >= DEPTH_LIMIT {
            return Err(self.mistake(FEWER_LEVELS));
        }
        self.depth += 1;
        let kind = match self.peek() {
            Some(b'{') => self.object()?,
            Some(b'[') => self.array()?,
            Some(b'"') => self.string()?,
            _ => self.word()?,
        };
        self.depth -= 1;
        Ok(self.place(kind, start))
    }

    /// A value with the place of the text from `start` to here. Where the text has come a way, its last step leads there.
    fn place(&self, kind: Kind, start: usize) -> Value {
        let mut value = Value { kind, places: None, ..self.source.clone() };
        value.read_beside(self.given.as_ref());
        let places = self.source.places.as_ref().filter(|_| self.has_places);
        let Some(span) = places.and_then(|places| places.span(TextRange::new(start, self.at))) else { return value };
        match &self.source.origin {
            None => value.span = span,
            Some(origin) => value.origin = Some(origin.ending_at(span)),
        }
        value
    }

    fn array(&mut self) -> Read<Kind> {
        self.at += 1;
        let mut list = List { typing: Typing::Structural, ..List::default() };
        let mut state = Behind::Bracket;
        loop {
            let step = self.step(b']', &mut state).and_then(|step| match step {
                Step::Element => Ok((step, Some(self.value()?))),
                _ => Ok((step, None)),
            });
            match step {
                Ok((Step::End, _)) => break,
                Ok((Step::More(unknown), _)) => list.rest = list.rest.or(Some(unknown)),
                Ok((Step::Element, value)) => list.items.extend(value),
                Err(mistake) => {
                    let why = self.stop(&mistake)?;
                    list.rest = list.rest.or(Some(why));
                    break;
                }
            }
        }
        Ok(Kind::List(Arc::new(list)))
    }

    fn object(&mut self) -> Read<Kind> {
        self.at += 1;
        let mut map = Map::new();
        map.typing = Typing::Structural;
        let mut state = Behind::Bracket;
        loop {
            let step = self.step(b'}', &mut state).and_then(|step| match step {
                Step::Element => self.member(&mut map).map(|()| step),
                _ => Ok(step),
            });
            match step {
                Ok(Step::End) => break,
                Ok(Step::More(unknown)) => map.open(unknown),
                Ok(Step::Element) => {}
                Err(mistake) => {
                    map.open(self.stop(&mistake)?);
                    break;
                }
            }
        }
        Ok(Kind::Map(Arc::new(map)))
    }

    /// What follows in an array or object.
    fn step(&mut self, close: u8, behind: &mut Behind) -> Read<Step> {
        loop {
            if let Some(unknown) = self.holes_here() {
                // What touches it may be the end of something that is not known.
                while self.peek().is_some_and(is_word) {
                    self.at += 1;
                }
                *behind = Behind::Hole;
                return Ok(Step::More(unknown));
            }
            if *behind != Behind::Comma && self.eat(close) {
                return Ok(Step::End);
            }
            if matches!(behind, Behind::Element | Behind::Hole) && self.eat(b',') {
                *behind = Behind::Comma;
                continue;
            }
            let expected = match behind {
                Behind::Element => "`,`",
                Behind::Comma if self.broken && self.peek() == Some(close) => "a value",
                _ => {
                    *behind = Behind::Element;
                    return Ok(Step::Element);
                }
            };
            // A comma too many or too few.
            if self.broken && matches!(self.peek(), Some(b'"' | b'{' | b'[' | b']' | b'}')) {
                *behind = Behind::Hole;
                return Ok(Step::More(self.invalid(&self.mistake(expected))));
            }
            return Err(self.mistake(expected));
        }
    }

    fn member(&mut self, map: &mut Map) -> Read<()> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(self.mistake("a name in quotes"));
        }
        let name = self.string()?;
        let key_span = self.place(Kind::Null, start).written();
        self.blanks();
        if !self.eat(b':') {
            return Err(self.mistake("`:`"));
        }
        let value = self.value()?;
        match name {
            Kind::String(name) => {
                map.insert(name, key_span, value);
            }
            Kind::Template(template) => template.holes().for_each(|hole| map.open(Arc::clone(hole))),
            Kind::Unknown(unknown) => map.open(unknown),
            _ => {}
        }
        Ok(())
    }

    /// A string, at its opening quote.
    fn string(&mut self) -> Read<Kind> {
        self.at += 1;
        let mut string = TemplateBuilder::default();
        loop {
            if let Some(hole) = self.hole() {
                string.push_hole(Arc::clone(hole));
                continue;
            }
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => string.text().push(self.escape()?),
                Some(0..0x20) | None => return Err(self.mistake("`\"`")),
                Some(_) => string.text().push_str(self.plain()),
            }
        }
        self.at += 1;
        Ok(string.finish())
    }

    /// The text up to the next quote, escape, control character or hole.
    fn plain(&mut self) -> &'t str {
        let hole = self.holes.get(self.next_hole).map_or(self.text.len(), |(at, _)| *at);
        let rest = self.text.get(self.at..hole).unwrap_or_default();
        let length = rest.find(|char| matches!(char, '"' | '\\' | '\0'..='\u{1f}')).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn escape(&mut self) -> Read<char> {
        self.at += 1;
        let simple = match self.peek() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.code_point(),
            _ => return Err(self.mistake("an escape")),
        };
        self.at += 1;
        Ok(simple)
    }

    /// At the `u` of `\u`.
    fn code_point(&mut self) -> Read<char> {
        let hole = self.holes.get(self.next_hole).map_or(self.text.len(), |(at, _)| *at);
        let rest = self.text.get(self.at..hole).unwrap_or_default();
        let (char, length) = code_point(rest).ok_or_else(|| self.mistake("four hexadecimal digits"))?;
        self.at += length;
        Ok(char)
    }

    /// A number, `true`, `false`, `null`, or what holes hide of one.
    fn word(&mut self) -> Read<Kind> {
        let (start, mut hole) = (self.at, None);
        loop {
            if let Some(unknown) = self.hole() {
                hole.get_or_insert(unknown);
            } else if self.peek().is_some_and(is_word) {
                self.at += 1;
            } else {
                break;
            }
        }
        if let Some(unknown) = hole {
            return Ok(Kind::Unknown(Arc::clone(unknown).anonymous()));
        }
        Ok(match self.text.get(start..self.at).unwrap_or_default() {
            "null" => Kind::Null,
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            number if is_number(number) => Number::parse(number).map_or_else(
                || Kind::Unknown(Unknown::new(Reason::Limit("digits"), self.source.span).into()),
                Kind::Number,
            ),
            _ => {
                self.at = start;
                return Err(self.mistake("a value"));
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;
    use crate::value::{Places, Template};

    /// The value of a text in which `$` stands for what is not known.
    fn read(text: &str) -> Result<String, Reason> {
        let span = SourceMap::new().add("x", "").whole();
        let hole: Arc<Unknown> = Unknown::new(Reason::Condition, span).into();
        let mut parts = Vec::new();
        for (index, piece) in text.split('$').enumerate() {
            parts.extend((index > 0).then(|| Part::Hole(Arc::clone(&hole))));
            parts.push(Part::Text(piece.into()));
        }
        let template = Value::new(Kind::Template(Arc::new(Template { parts })), span);
        let whole = Value::string(text, span);
        let value = if text.contains('$') { template.parse_json() } else { whole.parse_json() };
        value.map(|value| value.render()).map_err(|unknown| unknown.reason.clone())
    }

    #[test]
    fn json_is_read() {
        for (text, expected) in [
            ("null", "null"),
            (" [1, -2.5e1, true ]\n", "[1, -25, true]"),
            (r#"{"a": {"b": []}, "c": {}, "a": 1}"#, "{a: 1, c: {}}"),
            (r#"["\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"]"#, r#"["\"\\/\u{8}\u{c}\n\r\té😀"]"#),
            (r#"["\ud83d", "\ud83dx"]"#, "[\"\u{fffd}\", \"\u{fffd}x\"]"),
            ("12345678901234567890123", "12345678901234567890123"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
        for text in [
            "",
            "[",
            "[1",
            "[1,]",
            "[,1]",
            "[1 2]",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "{\"a\":1,}",
            "01",
            "1.",
            "+1",
            "1e",
            "nul",
            "\"a",
            "\"a\nb\"",
            "\"\\x\"",
            "\"\\u12\"",
            "1 2",
            "[1]]",
            "'a'",
            "\u{a0}1",
        ] {
            assert!(matches!(read(text), Err(Reason::Invalid(_))), "{text}");
        }
        let mistake = read("{\n  \"a\": tru\n}").expect_err("not JSON");
        assert_eq!(mistake.to_string(), "not JSON: expected a value at line 2, column 8");
    }

    #[test]
    fn holes_stay_where_they_are() {
        for (text, expected) in [
            (r#"{"a": "x$y", "b": "$"}"#, "{a: x${…}y, b: (unknown: the condition is not known)}"),
            (r#"{"a": $, "b": 1}"#, "{a: (unknown: the condition is not known), b: 1}"),
            (r#"{"a": 1$}"#, "{a: (unknown: the condition is not known)}"),
            (r#"{"a": 1, $ "b": 2}"#, "{a: 1, b: 2, …}"),
            (r#"{$, "b": 2}"#, "{b: 2, …}"),
            (r#"{"a": 1 $}"#, "{a: 1, …}"),
            (r#"{"a$": 1, "b": 2}"#, "{b: 2, …}"),
            (r#"["a", $]"#, r#"["a", …]"#),
            (r#"["a" $]"#, r#"["a", …]"#),
            (r#"[$5, "b"]"#, r#"["b", …]"#),
            (r#"[$ "b"]"#, r#"["b", …]"#),
            ("[8$, 1]", "[(unknown: the condition is not known), 1]"),
            ("$", "(unknown: the condition is not known)"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
        for text in ["[1, $", "{}$", "$[1]", r#"{"a" $ 1}"#, r#"["\$"]"#, r#"["\u00$"]"#] {
            assert_eq!(read(text), Err(Reason::Condition), "{text}");
        }
    }

    /// What is not JSON leaves what stands around it open, and the rest is read.
    #[test]
    fn broken_text_is_read_as_far_as_it_goes() {
        let span = SourceMap::new().add("x", "").whole();
        for (text, expected) in [
            (r#"{"a": [1, 2,], "b": 1}"#, "{a: [1, 2, …], b: 1}"),
            (r#"{"a": 1, "b": 2,}"#, "{a: 1, b: 2, …}"),
            (r#"[{"a": 1} {"b": 2}]"#, "[{a: 1}, {b: 2}, …]"),
            (r#"{"a": 1 "b": 2}"#, "{a: 1, b: 2, …}"),
            (r#"{"a": [{"b": 1"#, "{a: [{b: 1, …}, …], …}"),
            (r#"{"a": 1, b: 2, "c": 3}"#, "{a: 1, …}"),
            (r#"{"a": [1}], "c": 3}"#, "{a: [1, …], …}"),
        ] {
            let value = Value::string(text, span).parse_broken_json().expect(text);
            assert_eq!(value.render(), expected, "{text}");
        }
        for text in ["", "a", "{} {}"] {
            assert!(Value::string(text, span).parse_broken_json().is_err(), "{text}");
        }
    }

    #[test]
    fn nesting_has_a_limit() {
        assert!(read(&format!("{}{}", "[".repeat(100), "]".repeat(100))).is_ok());
        assert!(read(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn places_of_the_text_become_those_of_the_values() {
        let sources = SourceMap::new();
        let file = sources.add("x", r#"policy = "{\"a\": [\"*\"]}""#);
        let text = r#"{"a": ["*"]}"#;
        let mut places = Places::new(text, file.id());
        let mut at = 10;
        for (index, char) in text.char_indices() {
            let length = if char == '"' { 2 } else { 1 };
            places.push(TextRange::new(index, index + 1), TextRange::new(at, at + length));
            at += length;
        }
        let mut value = Value::string(text, file.whole());
        value.places = Some(Arc::new(places));
        let direct = value.parse_json().expect("is JSON");
        let star = &direct.member("a").and_then(Value::as_list).expect("a list").items[0];
        assert_eq!(sources.slice(star.span), r#"\"*\""#);
        assert_eq!(sources.slice(direct.as_map().and_then(|map| map.entry("a")).expect("a").key_span), r#"\"a\""#);

        let use_at = file.span(TextRange::new(0, 6));
        let referred = value.referenced_at(use_at, "`policy`").parse_json().expect("is JSON");
        let star = &referred.member("a").and_then(Value::as_list).expect("a list").items[0];
        assert_eq!((sources.slice(star.span), sources.slice(star.written())), ("policy", r#"\"*\""#));

        value.kind = Kind::String(r#"{"b": ["*"]}"#.into());
        assert_eq!(value.parse_json().expect("is JSON").member("b").map(|b| b.span), Some(file.whole()));
    }
}
