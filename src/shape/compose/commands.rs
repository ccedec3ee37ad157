//! Passwords among the arguments of commands: those of the container, of its health check and of its hooks.

use std::sync::Arc;

use super::super::secrets::says_secret;
use super::service::Service;
use crate::source::{Span, TextRange};
use crate::value::{Kind, List, Map, Part, Reason, Unknown, Value};

/// Most passwords of one service that are listed.
const LIMIT: usize = 1_000;

/// Options that take a password, although their names do not say so, in any program.
const OPTIONS: [&str; 5] = ["masterauth", "masterpass", "pass", "requirepass", "sentinel-pass"];

/// Options of one letter that take a password as the next word, by how the names of their programs begin.
const LETTERS: [(&str, &str); 6] =
    [("redis-cli", "-a"), ("valkey-cli", "-a"), ("sshpass", "-p"), ("mongo", "-p"), ("ldap", "-w"), ("cqlsh", "-p")];

/// Programs whose password follows `-p` without a blank.
const ATTACHED: [&str; 2] = ["mysql", "mariadb"];

/// Each password: its `option`, a `name` that says what it is, and its `value`.
pub(super) fn passwords(service: &Service<'_>) -> Option<Value> {
    let mut found = Vec::new();
    let mut texts = Vec::new();
    let command = |name: &str| service.body.member(name);
    let hooks = ["post_start", "pre_stop"].iter().filter_map(|name| service.body.member(name)?.as_list());
    let hooks = hooks.flat_map(|list| &list.items).filter_map(|hook| hook.member("command"));
    let test = service.body.member("healthcheck").and_then(|healthcheck| healthcheck.member("test"));
    // Arguments of the entry point go on in the command.
    for words in [command("entrypoint"), command("command")].into_iter().flatten() {
        add(words, &mut texts);
    }
    scan(&texts, &mut found);
    for words in test.into_iter().chain(hooks) {
        let mut texts = Vec::new();
        add(words, &mut texts);
        scan(&texts, &mut found);
    }
    let span = found.first().map(|first: &Value| first.span)?;
    let more = || Arc::new(Unknown::new(Reason::Limit("passwords in commands"), span));
    let rest = (found.len() > LIMIT).then(more);
    found.truncate(LIMIT);
    Some(Value::new(Kind::List(Arc::new(List::with_rest(found, rest))), span))
}

/// A word of a command, which is a part of the value.
struct Word<'v> {
    /// The word, with a dollar for what is not known of it.
    text: String,
    /// Where it starts in the text of the value.
    start: usize,
    /// Whether another command begins with it.
    begins: bool,
    of: &'v Value,
}

/// Adds the words of a command in either of its forms. What stands in a list may be a script.
fn add<'v>(command: &'v Value, words: &mut Vec<Word<'v>>) {
    let text = match &command.kind {
        Kind::List(list) => return list.items.iter().for_each(|item| add(item, words)),
        Kind::String(text) => text.to_string(),
        Kind::Template(template) => template.parts.iter().map(known).collect(),
        _ => "$".to_owned(),
    };
    let mut start = 0;
    let mut begins = false;
    for word in text.split([' ', '\t', '\n', '\r', ';', '|', '&', '(', ')']) {
        begins |= text[..start].ends_with([';', '|', '&', '(', ')']);
        if !word.is_empty() {
            words.push(Word { text: word.to_owned(), start, begins, of: command });
            begins = false;
        }
        // What separates words is one byte.
        start += word.len() + 1;
    }
}

fn known(part: &Part) -> &str {
    match part {
        Part::Text(text) => text,
        Part::Hole(_) => "$",
    }
}

fn scan(words: &[Word<'_>], found: &mut Vec<Value>) {
    let mut program = "";
    for (index, word) in words.iter().enumerate() {
        let text = unquoted(&word.text);
        let base = text.rsplit('/').next().unwrap_or(text);
        // A path that leads to no folder of programs is an argument.
        let is_one = |start: &str| base.starts_with(start) && (base == text || text.contains("bin/"));
        if word.begins {
            program = "";
        }
        if LETTERS.iter().any(|(start, _)| is_one(start)) || ATTACHED.iter().any(|start| is_one(start)) {
            program = base;
        }
        let Some(option) = text.strip_prefix('-') else { continue };
        let name = option.trim_start_matches('-');
        let attached = option.strip_prefix('p').filter(|rest| !rest.is_empty() && !text.starts_with("--"));
        let attached = attached.filter(|_| ATTACHED.iter().any(|start| program.starts_with(start)));
        let is_letter = LETTERS.iter().any(|(start, letter)| program.starts_with(start) && *letter == text);
        let (option, name, value) = match (attached, name.split_once('=')) {
            (Some(password), _) => ("-p", "p", Some((password, word))),
            (None, Some((name, value))) => (&text[..text.len() - value.len() - 1], name, Some((unquoted(value), word))),
            (None, None) => (text, name, words.get(index + 1).map(|next| (unquoted(&next.text), next))),
        };
        let is_password = is_letter || attached.is_some() || OPTIONS.contains(&name);
        if let Some((value, word)) = value.filter(|(value, _)| is_written(value))
            && (is_password || says_secret(name))
        {
            found.push(word.entry(option, if is_password { "password" } else { name }, value));
        }
    }
}

/// Whether it is neither another option nor put in by a shell.
fn is_written(value: &str) -> bool {
    !value.starts_with('-') && !value.contains(['$', '`'])
}

fn unquoted(text: &str) -> &str {
    text.trim_matches(['"', '\''])
}

impl Word<'_> {
    /// What an option is given, which is a part of this word.
    fn entry(&self, option: &str, name: &str, value: &str) -> Value {
        let span = self.place(value);
        let at = |text: &str| Value { kind: Kind::String(text.into()), span, places: None, ..self.of.clone() };
        let mut map = Map::new();
        for (key, text) in [("option", option), ("name", name), ("value", value)] {
            map.insert(key, span, at(text));
        }
        Value { kind: Kind::Map(map.into()), span, places: None, ..self.of.clone() }
    }

    /// Where a part of this word stands, or else the whole value.
    fn place(&self, part: &str) -> Span {
        let start = self.start + (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let places =
            self.of.places.as_ref().filter(|places| self.of.as_str().is_some_and(|text| places.belong_to(text)));
        let place = places.and_then(|places| places.span(TextRange::new(start, start + part.len())));
        place.unwrap_or(self.of.span)
    }
}
