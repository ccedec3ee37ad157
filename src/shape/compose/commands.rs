//! Passwords among the arguments of commands: those of the container, of its health check and of its hooks.

use super::super::secrets::says_secret;
use super::service::Service;
use crate::value::{Kind, Map, Part, Value};

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
    for words in [command("entrypoint"), command("command")] {
        words.into_iter().for_each(|words| add(words, &mut texts));
    }
    scan(&texts, &mut found);
    for words in test.into_iter().chain(hooks) {
        let mut texts = Vec::new();
        add(words, &mut texts);
        scan(&texts, &mut found);
    }
    let span = found.first().map(|first: &Value| first.span)?;
    Some(Value::list(found, span))
}

/// A word of a command, which is a part of the value.
struct Word<'v> {
    /// What is known of it; empty where a part is not known.
    text: String,
    of: &'v Value,
}

/// Adds the words of a command in either of its forms. What stands in a list may be a script.
fn add<'v>(command: &'v Value, words: &mut Vec<Word<'v>>) {
    match &command.kind {
        Kind::List(list) => list.items.iter().for_each(|item| add(item, words)),
        Kind::String(text) => words.extend(split(text).map(|text| Word { text: text.to_owned(), of: command })),
        Kind::Template(template) => {
            let mut text = String::new();
            for part in &template.parts {
                match part {
                    Part::Text(known) => text.push_str(known),
                    Part::Hole(_) => text.push('$'),
                }
            }
            words.extend(split(&text).map(|text| Word { text: text.to_owned(), of: command }));
        }
        _ => words.push(Word { text: "$".to_owned(), of: command }),
    }
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\t', '\n', '\r', ';', '|', '&', '(', ')']).filter(|word| !word.is_empty())
}

fn scan(words: &[Word<'_>], found: &mut Vec<Value>) {
    let mut program = "";
    for (index, word) in words.iter().enumerate() {
        let text = unquoted(&word.text);
        let base = text.rsplit('/').next().unwrap_or(text);
        if LETTERS.iter().any(|(start, _)| base.starts_with(start))
            || ATTACHED.iter().any(|start| base.starts_with(start))
        {
            program = base;
        }
        let next = || words.get(index + 1).map(|next| (unquoted(&next.text), next.of));
        let Some(option) = text.strip_prefix('-') else { continue };
        let is_letter = LETTERS.iter().any(|(start, letter)| program.starts_with(start) && *letter == text);
        let attached = option.strip_prefix('p').filter(|rest| !rest.is_empty() && !text.starts_with("--"));
        let attached = attached.filter(|_| ATTACHED.iter().any(|start| program.starts_with(start)));
        let (name, value) = match (attached, option.trim_start_matches('-').split_once('=')) {
            (Some(password), _) => ("-p", Some((password, word.of))),
            (None, Some((name, value))) => (name, Some((unquoted(value), word.of))),
            (None, None) => (option.trim_start_matches('-'), next()),
        };
        let is_password = is_letter || attached.is_some() || OPTIONS.contains(&name);
        if let Some((value, of)) = value.filter(|(value, _)| is_written(value))
            && (is_password || says_secret(name))
        {
            found.push(entry(text, if is_password { "password" } else { name }, value, of));
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

fn entry(option: &str, name: &str, value: &str, of: &Value) -> Value {
    let at = |text: &str| Value { kind: Kind::String(text.into()), ..of.clone() };
    let option = option.split('=').next().unwrap_or(option);
    let option = if option.starts_with("-p") && !option.starts_with("--") { "-p" } else { option };
    let mut map = Map::new();
    for (key, text) in [("option", option), ("name", name), ("value", value)] {
        map.insert(key, of.span, at(text));
    }
    Value { kind: Kind::Map(map.into()), ..of.clone() }
}
