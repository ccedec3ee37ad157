//! A command line as its program reads it: subcommand, options with their values, and arguments.

use std::sync::Arc;

use super::program::{base_name, is_installed};
use super::programs::{self, Program, Spec, Style, Subcommand, Takes};
use super::view::View;
use crate::source::{Span, TextRange};
use crate::value::{Kind, List, Unknown, Value};

/// Most letters behind one dash that are read.
const MOST_LETTERS: usize = 64;

/// An option of a call.
#[derive(Clone, Debug)]
pub(super) struct Given {
    /// The name that checks know it by.
    pub(super) name: String,
    pub(super) value: Option<Value>,
    /// The word of the option, and that of its value.
    pub(super) span: Span,
}

/// The words of a call by what they are.
#[derive(Default)]
pub(super) struct Reading {
    /// By the name that its table has.
    pub(super) program: Option<Value>,
    pub(super) known: Option<&'static Program>,
    /// By its first name, where the table has it.
    pub(super) subcommand: Option<Value>,
    /// Its words as they are written.
    written: String,
    pub(super) does: Option<&'static Subcommand>,
    pub(super) options: Vec<Given>,
    /// Why there may be other options: a word that is not known may be one.
    pub(super) other_options: Option<Arc<Unknown>>,
    /// The words that begin with a dash.
    pub(super) flags: Vec<Value>,
    pub(super) arguments: Vec<Value>,
    /// Indices of arguments that may be the values of options of which nothing is known.
    pub(super) doubtful: Vec<usize>,
    /// How many arguments stand before `--`, where there is one.
    pub(super) before_dashes: Option<usize>,
}

/// What the next word is.
enum Next {
    Any,
    /// The value of the last option.
    Value,
    /// The value of the last option, or an argument.
    Doubtful,
}

impl Reading {
    /// Reads the words of a call. `source` is the text of the file.
    pub(super) fn of(words: &[Value], source: &str) -> Self {
        let Some((program, start)) = program(words) else { return Self::default() };
        let known = program.as_str().and_then(programs::find);
        let does = known.and_then(|known| known.does);
        let mut reading = Self { program: Some(program), known, does, ..Self::default() };
        let (mut next, mut ended) = (Next::Any, false);
        for word in &words[start..] {
            let text = known_start(word);
            if matches!(next, Next::Value) {
                reading.value(word);
                next = Next::Any;
                continue;
            }
            let is_doubtful = matches!(std::mem::replace(&mut next, Next::Any), Next::Doubtful);
            if ended {
                reading.arguments.push(word.clone());
            } else if text == "--" && word.as_str().is_some() {
                ended = true;
                reading.before_dashes = Some(reading.arguments.len());
            } else if text.starts_with('-') && text.len() > 1 {
                reading.flags.push(word.clone());
                next = reading.option(word, text, source);
            } else {
                // Within quotes a variable is one word, and hardly an option.
                if text.is_empty() && !word.span.range.slice(source).starts_with('"') {
                    reading.other_options = reading.other_options.or_else(|| word.first_unknown().cloned());
                }
                ended = reading.operand(word, is_doubtful);
            }
        }
        reading
    }

    /// Takes a word as the subcommand or an argument. Whether all that follows are arguments.
    fn operand(&mut self, word: &Value, is_doubtful: bool) -> bool {
        // `cargo +nightly install` names a toolchain.
        if self.subcommand.is_none() && self.known.is_some() && known_start(word).starts_with('+') {
            return false;
        }
        if self.arguments.is_empty() && self.takes_subcommand(word) {
            return false;
        }
        if is_doubtful {
            self.doubtful.push(self.arguments.len());
        }
        self.arguments.push(word.clone());
        self.does.and_then(|does| does.packages).is_some_and(|packages| packages.most < usize::MAX)
    }

    fn takes_subcommand(&mut self, word: &Value) -> bool {
        let Some(known) = self.known.filter(|known| known.subcommands.is_some()) else { return false };
        if self.subcommand.is_some() && !known.begins_subcommand(&self.written) {
            return false;
        }
        let Some(text) = word.as_str() else {
            let is_first = self.subcommand.is_none();
            self.subcommand.get_or_insert_with(|| word.clone());
            return is_first;
        };
        let words = if self.written.is_empty() { text.to_owned() } else { format!("{} {text}", self.written) };
        let found = known.subcommand(&words);
        if self.subcommand.is_some() && found.is_none() && !known.begins_subcommand(&words) {
            return false;
        }
        self.does = found;
        let name = found.and_then(|found| found.names.first()).map_or(words.as_str(), |name| name);
        let start = self.subcommand.as_ref().map_or(word.span, |before| before.span);
        self.subcommand = Some(Value::string(name, cover(start, word.span)));
        self.written = words;
        true
    }

    fn value(&mut self, word: &Value) {
        if let Some(given) = self.options.last_mut() {
            given.span = cover(given.span, word.span);
            given.value = Some(word.clone());
        }
        self.settle();
    }

    /// Reads a word that begins with a dash.
    fn option(&mut self, word: &Value, text: &str, source: &str) -> Next {
        let style = self.known.map_or(Style::Gnu, |known| known.style);
        let name = text.trim_start_matches('-');
        let dashes = text.len() - name.len();
        let (name, has_value) = name.split_once('=').map_or((name, false), |(name, _)| (name, true));
        // Of a program that is not known, letters behind one dash may be anything.
        let spelled = if dashes == 1 && style != Style::Single { format!("-{name}") } else { name.to_owned() };
        let single = dashes == 1 && style != Style::Single;
        let spec = self.spec(&spelled);
        if single && spec.is_none() && self.known.is_some() {
            return self.letters(word, text, source);
        }
        let name = spec.map_or(name, |spec| spec.name).to_owned();
        let value = has_value.then(|| tail(word, text.find('=').map_or(0, |at| at + 1), source));
        self.options.push(Given { name, value, span: word.span });
        self.settle();
        match spec {
            _ if has_value => Next::Any,
            Some(Spec { takes: Takes::Value, .. }) => Next::Value,
            Some(_) => Next::Any,
            None => Next::Doubtful,
        }
    }

    /// Reads letters behind one dash, of which the last one may have its value behind it.
    fn letters(&mut self, word: &Value, text: &str, source: &str) -> Next {
        let style = self.known.map_or(Style::Gnu, |known| known.style);
        for (at, letter) in text.char_indices().skip(1).take(MOST_LETTERS) {
            let spec = self.spec(letter.encode_utf8(&mut [0; 4]));
            let end = at + letter.len_utf8();
            let rest = &text[end..];
            let name = spec.map_or_else(|| letter.to_string(), |spec| spec.name.to_owned());
            let is_all = rest.is_empty() && word.as_str().is_some();
            let value_at = match spec.map(|spec| spec.takes) {
                Some(Takes::Value) if is_all => None,
                Some(Takes::Value) => Some(end + usize::from(style == Style::Apt && rest.starts_with('='))),
                Some(Takes::Assigned) if rest.starts_with('=') => Some(end + 1),
                Some(Takes::Attached) if !is_all => Some(end),
                _ => None,
            };
            let value = value_at.map(|at| tail(word, at, source));
            let (has_value, is_open) = (value.is_some(), spec.is_none());
            self.options.push(Given { name, value, span: word.span });
            self.settle();
            if has_value {
                return Next::Any;
            }
            if is_all && spec.is_some_and(|spec| spec.takes == Takes::Value) {
                return Next::Value;
            }
            if is_open {
                // The rest may be its value, or the next word.
                return if rest.is_empty() { Next::Doubtful } else { Next::Any };
            }
        }
        Next::Any
    }

    fn spec(&self, name: &str) -> Option<Spec> {
        let known = self.known?;
        programs::find_option(&[self.does.map_or("", |does| does.options), known.options], name)
    }

    /// Brings the last option into one form: `--no-x` for `--x=false`, and what `-o Name=value` means.
    fn settle(&mut self) {
        let (Some(known), Some(given)) = (self.known, self.options.last()) else { return };
        let Some(value) = given.value.as_ref().and_then(Value::as_str) else { return };
        if let Some((_, _, meant)) = setting(known, &given.name, value) {
            let set = value.split_once('=').map_or("", |(_, set)| set.trim());
            let name = if is_off(set) { format!("no-{meant}") } else { (*meant).to_owned() };
            let value = Some(Value::string(set, value_span(given)));
            let span = given.span;
            self.options.push(Given { name, value, span });
        } else if is_off(value) && self.spec(&given.name).is_some_and(|spec| spec.takes != Takes::Value) {
            let name = format!("no-{}", given.name);
            if let Some(given) = self.options.last_mut() {
                given.name = name;
            }
        }
    }

    /// The values of the options of this name.
    pub(super) fn values<'r>(&'r self, name: &'r str) -> impl Iterator<Item = &'r Value> {
        self.options.iter().filter(move |given| given.name == name).filter_map(|given| given.value.as_ref())
    }

    pub(super) fn has(&self, names: &[&str]) -> bool {
        self.options.iter().any(|given| names.contains(&&*given.name))
    }

    /// `{name, value}` of each option.
    pub(super) fn options_view(&self, span: Span) -> Value {
        let items = self.options.iter().map(|given| {
            let mut view = View::new(given.span);
            view.set("name", Value::string(&*given.name, given.span));
            view.maybe("value", given.value.clone());
            view.finish()
        });
        Value::new(Kind::List(Arc::new(List::with_rest(items.collect(), self.other_options.clone()))), span)
    }
}

fn value_span(given: &Given) -> Span {
    given.value.as_ref().map_or(given.span, |value| value.span)
}

/// The setting that `option` with this value is, for a program that has such ones. That of a single repository of `dnf` has
/// the name of it before.
fn setting(known: &Program, option: &str, value: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    let (name, _) = value.split_once('=')?;
    let name = name.trim().to_ascii_lowercase();
    let bare = name.rsplit('.').next().unwrap_or_default();
    known.settings.iter().find(|(of, setting, _)| *of == option && (*setting == name || *setting == bare))
}

/// Whether a setting is switched off.
pub(super) fn is_off(value: &str) -> bool {
    ["false", "0", "no", "off", "without", "disable"].iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// What is known of the start of a word.
pub(super) fn known_start(word: &Value) -> &str {
    match &word.kind {
        Kind::Template(template) => template.prefix(),
        _ => word.as_str().unwrap_or_default(),
    }
}

fn cover(first: Span, last: Span) -> Span {
    Span { range: first.range.cover(last.range), ..first }
}

/// The program, and the index of the word behind it: `pip` in `python3 -m pip`, otherwise the first.
pub(super) fn program(words: &[Value]) -> Option<(Value, usize)> {
    let first = words.first()?;
    if first.as_str().is_some_and(|name| base_name(name).starts_with("python"))
        && let Some(found) = module(words)
    {
        return Some(found);
    }
    Some((named(first), 1))
}

/// The module that `python -m` runs, where it is a program that is known.
fn module(words: &[Value]) -> Option<(Value, usize)> {
    let mut rest = words.iter().enumerate().skip(1);
    while let Some((index, word)) = rest.next() {
        let text = word.as_str()?;
        let letters = text.strip_prefix('-').filter(|letters| !letters.is_empty() && !letters.starts_with('-'))?;
        match letters.find(['m', 'W', 'X', 'c']) {
            Some(at) if letters[at..].starts_with('m') => {
                let attached = &letters[at + 1..];
                let name = if attached.is_empty() { words.get(index + 1)?.as_str()? } else { attached };
                let behind = index + 1 + usize::from(attached.is_empty());
                return programs::find(name).map(|_| (Value::string(name, words[behind - 1].span), behind));
            }
            Some(at) if letters[at + 1..].is_empty() => drop(rest.next()),
            _ => {}
        }
    }
    None
}

/// The program: one that is known under the name of its table, another installed one without its path.
pub(super) fn named(program: &Value) -> Value {
    let known = match &program.kind {
        // The folder need not be known: `$VIRTUAL_ENV/bin/pip`.
        Kind::Template(template) => Some(template.suffix()).filter(|suffix| is_installed(suffix)),
        _ => program.as_str(),
    };
    let Some(path) = known else { return program.clone() };
    let name = programs::canonical(path);
    match programs::find(path) {
        Some(_) if !path.contains('/') || is_installed(path) => Value::string(name, program.span),
        _ if is_installed(path) => Value::string(base_name(path), program.span),
        _ => program.clone(),
    }
}

/// What follows the first `at` bytes of the known start of a word, at its place where the word stands as it is read, with
/// or without quotes around it.
pub(super) fn tail(word: &Value, at: usize, source: &str) -> Value {
    let mut value = word.clone();
    match &word.kind {
        Kind::String(text) => {
            let range = TextRange { start: at as u32, end: text.len() as u32 };
            value.span = place_in(word, range, source);
            value.kind = Kind::String(text[at.min(text.len())..].into());
        }
        Kind::Template(template) => {
            let mut parts = template.parts.clone();
            if let Some(crate::value::Part::Text(first)) = parts.first_mut() {
                *first = first[at.min(first.len())..].into();
            }
            value.kind = Kind::joined(parts);
        }
        _ => {}
    }
    value
}

/// The place of a piece of a word.
pub(super) fn place_in(word: &Value, piece: TextRange, source: &str) -> Span {
    let (Some(text), span) = (word.as_str(), word.span) else { return word.span };
    let quoted = TextRange { start: span.range.start + 1, end: span.range.end.saturating_sub(1) };
    let whole = [span.range, quoted].into_iter().find(|range| range.start <= range.end && range.slice(source) == text);
    let piece = whole.map(|whole| TextRange { start: whole.start + piece.start, end: whole.start + piece.end });
    piece.filter(|piece| piece.start < piece.end).map_or(span, |range| Span { range, ..span })
}
