//! What package managers are told by their configuration files, for the commands that follow.

use std::sync::Arc;

use super::programs;
use super::reading::is_off;
use super::view::View;
use crate::source::Span;
use crate::value::{Kind, Value};

/// The option of whose settings a file holds the same, the program that reads it, and what its path holds
/// (apt.conf(5), dnf.conf(5)).
const FILES: &[(&str, &[&str], &[&str])] = &[
    ("option", &["apt-get", "apt", "aptitude"], &["apt.conf"]),
    ("setopt", &["dnf", "yum", "microdnf", "tdnf"], &["dnf.conf", "yum.conf"]),
];

/// What was written to configuration files so far in a stage: programs, and the option that means the same.
#[derive(Clone, Default)]
pub(super) struct Configured(Vec<(&'static [&'static str], String)>);

impl Configured {
    /// Takes in what an instruction with this text writes.
    pub(super) fn read(&mut self, text: &str) {
        for (option, names, paths) in FILES {
            if !paths.iter().any(|path| text.contains(path)) {
                continue;
            }
            let lower = text.to_ascii_lowercase();
            let settings = names.first().and_then(|name| programs::find(name)).map_or(&[][..], |known| known.settings);
            for (_, setting, meant) in settings.iter().filter(|(of, ..)| of == option) {
                let Some(value) = last_value(&lower, setting) else { continue };
                let name = if is_off(value) { format!("no-{meant}") } else { (*meant).to_owned() };
                if !self.0.iter().any(|known| known.0 == *names && known.1 == name) {
                    self.0.push((names, name));
                }
            }
        }
    }

    /// Gives the commands the options that configuration files stand for.
    pub(super) fn mark(&self, commands: &mut [Value]) {
        for command in commands.iter_mut().filter(|_| !self.0.is_empty()) {
            let span = command.span;
            let program = command.member("program").and_then(Value::as_str).unwrap_or_default();
            let given = self.0.iter().filter(|(names, _)| names.contains(&program));
            let given: Vec<Value> = given.map(|(_, name)| option(name, span)).collect();
            if let Kind::Map(map) = &mut command.kind
                && let Some(Value { kind: Kind::List(list), .. }) = Arc::make_mut(map).get_mut("options")
            {
                Arc::make_mut(list).items.extend(given);
            }
        }
    }
}

/// The value that a text gives a setting at last: `sed s/gpgcheck=1/gpgcheck=0/`. Others may end like its name.
fn last_value<'t>(text: &'t str, setting: &str) -> Option<&'t str> {
    let is_whole = |before: &str| {
        before.ends_with("\\n") || !before.ends_with(|char: char| char.is_ascii_alphanumeric() || "_-.:".contains(char))
    };
    let value = |(at, name): (usize, &str)| {
        let rest = text[at + name.len()..].trim_start_matches([' ', '\t', '=', '"', '\'', '\\']);
        rest.split(|char: char| !char.is_ascii_alphanumeric()).next().filter(|value| !value.is_empty())
    };
    text.rmatch_indices(setting).filter(|(at, _)| is_whole(&text[..*at])).find_map(value)
}

fn option(name: &str, span: Span) -> Value {
    let mut view = View::new(span);
    view.set("name", Value::string(name, span));
    view.finish()
}
