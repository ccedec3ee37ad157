//! Regular expressions. Terraform has those of RE2; the `regex` crate has nearly the same, so patterns are translated.

use std::fmt::Write as _;

use regex::{Captures, Regex, RegexBuilder};

use super::{Arguments, LIST_LIMIT, Outcome, TEXT_LIMIT, Table, partial};
use crate::frontend::terraform::evaluate::unknowns::invalid;
use crate::value::{Kind, Map, Typing, Value};

pub(super) const TABLE: Table = &[
    ("regex", 2..=2, |call| call.value(first_match(call))),
    ("regexall", 2..=2, |call| call.value(all_matches(call))),
    ("replace", 3..=3, |call| call.value(replace(call))),
];

/// Largest compiled pattern, in bytes.
const SIZE_LIMIT: usize = 1 << 20;
/// Steps of evaluation that compiling a pattern is worth.
pub(super) const COMPILE_STEPS: usize = 100;

fn first_match(call: &Arguments<'_>) -> Outcome<Value> {
    let (pattern, text) = (call.text(0)?, call.text(1)?);
    let regex = compile(call, &pattern, text.len())?;
    match regex.captures(&text) {
        Some(captures) => result(call, &regex, &captures),
        None => Err(invalid("the pattern does not match", call.span)),
    }
}

fn all_matches(call: &Arguments<'_>) -> Outcome<Value> {
    let (pattern, text) = (call.text(0)?, call.text(1)?);
    let regex = compile(call, &pattern, text.len())?;
    let mut results = Vec::new();
    for captures in regex.captures_iter(&text) {
        if results.len() >= LIST_LIMIT {
            return Err(call.limit("list length"));
        }
        results.push(result(call, &regex, &captures)?);
    }
    Ok(call.collection(results))
}

/// The whole match; or the groups, in order or by name.
fn result(call: &Arguments<'_>, regex: &Regex, captures: &Captures<'_>) -> Outcome<Value> {
    let group = |index: usize| match captures.get(index) {
        Some(found) => call.string(found.as_str()),
        None => Value::null(call.span),
    };
    let names: Vec<Option<&str>> = regex.capture_names().skip(1).collect();
    if names.is_empty() {
        return Ok(group(0));
    }
    if names.iter().all(Option::is_none) {
        return Ok(Value::list((1..=names.len()).map(group).collect(), call.span).typed(Typing::Structural));
    }
    let mut map = Map::new();
    for (index, name) in names.iter().enumerate() {
        let name = name.ok_or_else(|| invalid("groups must be all named or all unnamed", call.span))?;
        map.insert(name, call.span, group(index + 1));
    }
    Ok(Value::map(map, call.span).typed(Typing::Structural))
}

fn replace(call: &Arguments<'_>) -> Outcome<Value> {
    let (from, to) = (call.text(1)?, call.text(2)?);
    let pattern = from.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    if let (Kind::Template(template), None) = (&call.get(0)?.kind, pattern) {
        return partial::replaced(template, &from, &to, call.span).ok_or_else(|| call.why());
    }
    let text = call.text(0)?;
    let Some(pattern) = pattern.filter(|_| from.len() > 1) else {
        let count = text.matches(&*from).count();
        return match text.len().saturating_add(count.saturating_mul(to.len())) {
            length if length > TEXT_LIMIT => Err(call.limit("text length")),
            _ => Ok(call.string(text.replace(&*from, &to))),
        };
    };
    let regex = compile(call, pattern, text.len())?;
    let mut replaced = String::new();
    let mut end = 0;
    for captures in regex.captures_iter(&text) {
        let Some(found) = captures.get(0) else { continue };
        replaced.push_str(&text[end..found.start()]);
        captures.expand(&to, &mut replaced);
        end = found.end();
        if replaced.len() > TEXT_LIMIT {
            return Err(call.limit("text length"));
        }
    }
    replaced.push_str(&text[end..]);
    Ok(call.string(replaced))
}

/// Whether Terraform would take a pattern that does not compile here is not known.
fn compile(call: &Arguments<'_>, pattern: &str, text_length: usize) -> Outcome<Regex> {
    call.spend(COMPILE_STEPS + pattern.len() + text_length / 64);
    let translated = Translator::new(pattern).translate().ok_or_else(|| call.unsupported("this pattern"))?;
    let regex = RegexBuilder::new(&translated).size_limit(SIZE_LIMIT).nest_limit(100).build();
    regex.map_err(|_| call.unsupported("this pattern"))
}

/// Rewrites a pattern of RE2: classes such as `\d` are ASCII, `\Q…\E` quotes, and within brackets there are neither nested
/// brackets nor set operations.
struct Translator<'p> {
    rest: std::iter::Peekable<std::str::Chars<'p>>,
    out: String,
    behind: Behind,
}

/// What was read last, as far as repetitions care: RE2 has none of repetitions.
#[derive(Clone, Copy, PartialEq)]
enum Behind {
    Item,
    Repetition,
    LazyRepetition,
}

impl<'p> Translator<'p> {
    fn new(pattern: &'p str) -> Self {
        Self { rest: pattern.chars().peekable(), out: String::with_capacity(pattern.len()), behind: Behind::Item }
    }

    /// `None` for what only one of the two languages has.
    fn translate(mut self) -> Option<String> {
        while let Some(char) = self.rest.next() {
            self.behind = match (char, self.behind) {
                ('?', Behind::Repetition) => Behind::LazyRepetition,
                ('*' | '+' | '?', Behind::Item) => Behind::Repetition,
                ('*' | '+' | '?', _) => return None,
                ('{', behind) if self.rest.peek().is_some_and(char::is_ascii_digit) => {
                    self.counts(behind)?;
                    continue;
                }
                _ => Behind::Item,
            };
            match char {
                '\\' => self.escape()?,
                '[' => self.class()?,
                '(' => {
                    self.out.push('(');
                    self.flags()?;
                }
                _ => self.out.push(char),
            }
        }
        Some(self.out)
    }

    /// `{2,5}`, without the first brace.
    fn counts(&mut self, behind: Behind) -> Option<()> {
        self.out.push('{');
        loop {
            let char = self.rest.next()?;
            self.out.push(char);
            if char == '}' {
                break;
            }
        }
        self.behind = Behind::Repetition;
        (behind == Behind::Item).then_some(())
    }

    fn escape(&mut self) -> Option<()> {
        match self.rest.next()? {
            'Q' => self.quote(),
            'b' => self.out.push_str("(?-u:\\b)"),
            'B' => self.out.push_str("(?-u:\\B)"),
            char => self.common_escape(char, false)?,
        }
        Some(())
    }

    fn quote(&mut self) {
        while let Some(char) = self.rest.next() {
            if char == '\\' && self.rest.peek() == Some(&'E') {
                self.rest.next();
                return;
            }
            self.out.push_str(&regex::escape(char.encode_utf8(&mut [0; 4])));
        }
    }

    /// An escape that means the same within brackets.
    fn common_escape(&mut self, char: char, within: bool) -> Option<()> {
        let (open, close) = if within { ("", "") } else { ("[", "]") };
        // Writing to a string never fails.
        let _ = match char {
            'd' => write!(self.out, "{open}0-9{close}"),
            'D' => write!(self.out, "[^0-9]"),
            's' => write!(self.out, "{open}\\t\\n\\f\\r\\x20{close}"),
            'S' => write!(self.out, "[^\\t\\n\\f\\r\\x20]"),
            'w' => write!(self.out, "{open}0-9A-Za-z_{close}"),
            'W' => write!(self.out, "[^0-9A-Za-z_]"),
            'a' | 'f' | 't' | 'n' | 'r' | 'v' | 'p' | 'P' | 'x' => write!(self.out, "\\{char}"),
            'A' | 'z' if !within => write!(self.out, "\\{char}"),
            '0'..='7' => {
                let code = self.octal(char)?;
                write!(self.out, "\\x{{{code:x}}}")
            }
            // Bytes.
            '8' | '9' | 'C' => return None,
            _ if char.is_ascii_punctuation() && char != '_' => {
                write!(self.out, "{}", regex::escape(char.encode_utf8(&mut [0; 4])))
            }
            '_' => write!(self.out, "_"),
            _ => return None,
        };
        if matches!(char, 'p' | 'P' | 'x') && self.rest.peek() == Some(&'{') {
            loop {
                let char = self.rest.next()?;
                self.out.push(char);
                if char == '}' {
                    break;
                }
            }
        }
        Some(())
    }

    /// Up to three octal digits; a single one other than zero would refer back, which RE2 does not do.
    fn octal(&mut self, first: char) -> Option<u32> {
        let mut code = first.to_digit(8)?;
        let mut count = 1;
        while let Some(digit) = self.rest.peek().and_then(|next| next.to_digit(8)).filter(|_| count < 3) {
            self.rest.next();
            code = code * 8 + digit;
            count += 1;
        }
        (first == '0' || count > 1).then_some(code)
    }

    /// `[…]`, without the first bracket.
    fn class(&mut self) -> Option<()> {
        self.out.push('[');
        if self.rest.next_if_eq(&'^').is_some() {
            self.out.push('^');
        }
        let mut first = true;
        loop {
            match self.rest.next()? {
                ']' if !first => break,
                '[' if self.rest.peek() == Some(&':') => {
                    self.named_class()?;
                    self.dash_behind_class();
                }
                '\\' => {
                    let char = self.rest.next()?;
                    self.common_escape(char, true)?;
                    if matches!(char, 'd' | 'D' | 's' | 'S' | 'w' | 'W') {
                        self.dash_behind_class();
                    }
                }
                // Two in a row are a set operation here, and an odd range there.
                '-' if self.rest.peek() == Some(&'-') => return None,
                '-' => self.out.push('-'),
                char => self.out.push_str(&regex::escape(char.encode_utf8(&mut [0; 4]))),
            }
            first = false;
        }
        self.out.push(']');
        Some(())
    }

    /// Behind a class, `-` stands for itself.
    fn dash_behind_class(&mut self) {
        if self.rest.next_if_eq(&'-').is_some() {
            self.out.push_str("\\-");
        }
    }

    /// `[:alpha:]`, without the first bracket.
    fn named_class(&mut self) -> Option<()> {
        self.out.push('[');
        loop {
            let char = self.rest.next()?;
            self.out.push(char);
            if char == ']' {
                return Some(());
            }
            if !matches!(char, ':' | '^' | 'a'..='z') {
                return None;
            }
        }
    }

    /// The flags `x`, `u` and `R` are not of RE2.
    fn flags(&mut self) -> Option<()> {
        if self.rest.next_if_eq(&'?').is_none() {
            return Some(());
        }
        self.out.push('?');
        while let Some(char) = self.rest.next_if(|char| matches!(char, 'i' | 'm' | 's' | 'U' | '-')) {
            self.out.push(char);
        }
        match self.rest.peek()? {
            'x' | 'u' | 'R' => None,
            _ => Some(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Translator;

    #[test]
    fn patterns_are_translated() {
        let table = [
            (r"\d+\D", Some("[0-9]+[^0-9]")),
            (r"[\d\D]", Some("[0-9[^0-9]]")),
            (r"\Qa.b\E.", Some(r"a\.b.")),
            (r"\Qa[", Some(r"a\[")),
            (r"[]a]", Some(r"[\]a]")),
            (r"[^]]", Some(r"[^\]]")),
            ("[a[b]", Some(r"[a\[b]")),
            ("[a&&b]", Some(r"[a\&\&b]")),
            (r"[\w-.]", Some(r"[0-9A-Za-z_\-\.]")),
            (r"[\p{Greek}{]", Some(r"[\p{Greek}\{]")),
            ("[[:alpha:]_]", Some("[[:alpha:]_]")),
            (r"\bx", Some(r"(?-u:\b)x")),
            ("(?i:a)", Some("(?i:a)")),
            ("(?x)a", None),
            (r"\1", None),
            ("a+?b{2}?", Some("a+?b{2}?")),
            ("a++", None),
            ("a{2}{3}", None),
            ("a{1}*", None),
            ("[a--b]", None),
            ("[a", None),
            (r"a\", None),
        ];
        for (pattern, expected) in table {
            assert_eq!(Translator::new(pattern).translate().as_deref(), expected, "{pattern}");
        }
    }
}
