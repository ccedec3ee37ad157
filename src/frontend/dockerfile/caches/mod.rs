//! Package managers that leave what they downloaded in the layer.

mod path;
mod table;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use super::scope::{Scope, Variable};
use crate::value::{Kind, Part, Reason, Unknown, Value};
use path::{Home, holds};
use table::{CACHES, Cache};

/// Programs that run another one as another user, who has another home.
const SWITCHING: [&str; 9] = ["su", "sudo", "doas", "gosu", "su-exec", "runuser", "chpst", "setpriv", "s6-setuidgid"];

/// Where the commands of an instruction run.
pub(super) struct Surroundings<'s> {
    pub(super) scope: &'s Scope,
    /// The user that the stage has set.
    pub(super) user: Option<&'s Value>,
    /// The values of the flags `--mount`.
    pub(super) mounts: Vec<Value>,
}

/// Sets `cache_kept` on the last command of an instruction that fills a cache which nothing empties afterwards, for each
/// kind of cache. A cache in a mount is no part of the image.
pub(super) fn mark(commands: &mut [Value], surroundings: &Surroundings<'_>) {
    let mut layer = Layer::of(commands, surroundings);
    let mut settled = vec![false; CACHES.len()];
    for (index, command) in commands.iter_mut().enumerate().rev() {
        layer.removed.extend(removed(command));
        let Some(at) = CACHES.iter().position(|cache| cache.is_of(command)) else { continue };
        let cache = &CACHES[at];
        if settled[at] || cache.is_emptied_by(command) {
            settled[at] = true;
            continue;
        }
        let Some(kept) = cache.is_filled_by(command).then(|| layer.keeps(cache, command, index)).flatten() else {
            continue;
        };
        settled[at] = true;
        let value = match kept {
            Kept::Yes => Value::bool(true, command.span),
            Kept::No => continue,
            Kept::Open(unknown) => Value::unknown(unknown, command.span),
        };
        if let Kind::Map(map) = &mut command.kind {
            let span = command.span;
            Arc::make_mut(map).insert("cache_kept", span, value);
        }
    }
}

/// Whether what a command leaves behind is in the layer.
enum Kept {
    Yes,
    No,
    Open(Arc<Unknown>),
}

/// A directory, as far as it is known.
enum Path {
    Known(String),
    /// It begins with a variable that the file does not set.
    Variable(String, String, Arc<Unknown>),
    Unknown(Arc<Unknown>),
}

/// What is known of the layer that an instruction makes.
struct Layer<'l> {
    scope: &'l Scope,
    home: Home,
    mounts: Vec<Path>,
    /// What is assigned by the commands, by name: the index of the command, and the value.
    assigned: HashMap<String, Vec<(usize, Value)>>,
    /// What later commands delete.
    removed: Vec<Path>,
}

impl<'l> Layer<'l> {
    fn of(commands: &[Value], surroundings: &Surroundings<'l>) -> Self {
        let mut assigned: HashMap<String, Vec<(usize, Value)>> = HashMap::new();
        for (index, command) in commands.iter().enumerate() {
            for pair in command.member("assignments").and_then(Value::as_list).map_or(&[][..], |list| &list.items) {
                if let (Some(name), Some(value)) = (text(pair, "name"), pair.member("value")) {
                    assigned.entry(name.to_owned()).or_default().push((index, value.clone()));
                }
            }
        }
        let mounts = surroundings.mounts.iter().filter_map(mounted).collect();
        let switches =
            commands.iter().any(|command| text(command, "wrapper").is_some_and(|name| SWITCHING.contains(&name)));
        let mut layer = Self { scope: surroundings.scope, home: Home::Any, mounts, assigned, removed: Vec::new() };
        layer.home = match layer.setting("HOME", commands.len(), commands) {
            Some(Path::Known(home)) => Home::Known(home),
            Some(_) => Home::Any,
            None if switches => Home::Any,
            None => home_of(surroundings.user),
        };
        layer
    }

    /// The value of a variable for the command at `index`; none where it has none, or where nothing in the file tells.
    fn setting(&self, name: &str, index: usize, commands: &[Value]) -> Option<Path> {
        let own = self.assigned.get(name).and_then(|values| {
            let until = values.partition_point(|(at, _)| *at <= index);
            values[..until].last().map(|(_, value)| value.clone())
        });
        let value = match own {
            Some(value) => value,
            None => match self.scope.get(name, commands.first()?.span) {
                Variable::Value(value) => value.clone(),
                Variable::Unset(unknown) => return Some(Path::Unknown(Arc::new(unknown))),
                Variable::Never(_) | Variable::Unknown(_) => return None,
            },
        };
        Some(path(&value)).filter(|path| !matches!(path, Path::Known(text) if text.is_empty()))
    }

    /// Whether a command that fills the cache leaves it in the layer; none where it does not fill it.
    fn keeps(&self, cache: &Cache, command: &Value, index: usize) -> Option<Kept> {
        let here = std::slice::from_ref(command);
        for (name, any) in cache.off_variables {
            match self.setting(name, index, here) {
                Some(Path::Known(text)) if *any || !is_false(&text) => return None,
                Some(Path::Unknown(unknown)) => return Some(Kept::Open(unknown)),
                _ => {}
            }
        }
        let mut places: Vec<String> = cache.places.iter().map(|place| (*place).to_owned()).collect();
        let moved = cache.moved.iter().find_map(|(name, below)| Some((self.setting(name, index, here)?, *below)));
        let by_option = options(command).filter(|(name, _)| cache.moved_by.contains(name)).find_map(|(_, value)| value);
        match by_option.map(|value| (path(value), "")).or(moved) {
            // Nothing is kept there.
            Some((Path::Known(directory), _)) if directory == "/dev/null" => return None,
            Some((Path::Known(directory), below)) => places = vec![join(&directory, below)],
            Some((Path::Variable(name, rest, _), below)) => places = vec![join(&format!("${name}{rest}"), below)],
            Some((Path::Unknown(unknown), _)) => return Some(Kept::Open(unknown)),
            None => {}
        }
        Some(self.holds(cache, &places))
    }

    /// Whether the layer holds a cache that is in one of these directories.
    fn holds(&self, cache: &Cache, places: &[String]) -> Kept {
        let mut open = None;
        for path in self.mounts.iter().chain(&self.removed) {
            let is_held = match path {
                Path::Known(pattern) => places.iter().any(|place| holds(pattern, place, &self.home)),
                Path::Variable(name, rest, unknown) => {
                    let whole = format!("${name}{rest}");
                    let own = cache.moved.iter().filter(|(variable, _)| variable == name);
                    let own = own.map(|(_, below)| join(&format!("${name}"), below));
                    let is_held = own.chain(places.iter().cloned()).any(|place| holds(&whole, &place, &self.home));
                    let below = rest.trim_end_matches(['/', '*']);
                    if !is_held && places.iter().any(|place| place.ends_with(below)) {
                        open.get_or_insert(unknown);
                    }
                    is_held
                }
                Path::Unknown(unknown) => {
                    open.get_or_insert(unknown);
                    false
                }
            };
            if is_held {
                return Kept::No;
            }
        }
        open.map_or(Kept::Yes, |unknown| Kept::Open(Arc::clone(unknown)))
    }
}

impl Cache {
    fn is_of(&self, command: &Value) -> bool {
        text(command, "program").is_some_and(|program| self.programs.contains(&program))
    }

    fn is_filled_by(&self, command: &Value) -> bool {
        let subcommand = match command.member("subcommand") {
            Some(subcommand) => subcommand.as_str(),
            None => Some(""),
        };
        let bare = || options(command).any(|(name, _)| matches!(name, "version" | "help" | "v" | "h"));
        subcommand.is_some_and(|subcommand| self.fills.contains(&subcommand) && !(subcommand.is_empty() && bare()))
            && !options(command).any(|(name, _)| self.off.contains(&name))
    }

    fn is_emptied_by(&self, command: &Value) -> bool {
        let subcommand = text(command, "subcommand");
        let first = texts(command, "arguments").next();
        let empties =
            |(name, next): &(&str, Option<&str>)| subcommand == Some(name) && (next.is_none() || *next == first);
        self.empties.iter().any(empties)
    }
}

/// The home of the user of a stage; that of others than root is a matter of the image.
fn home_of(user: Option<&Value>) -> Home {
    match user.and_then(Value::as_str).map(|user| user.split(':').next().unwrap_or_default()) {
        Some("root" | "0") => Home::Known("/root".to_owned()),
        Some(name) if !name.is_empty() => Home::NotRoot,
        _ => Home::Any,
    }
}

/// Where a mount is, whatever it is of: what is written there is no part of the layer
/// (<https://docs.docker.com/reference/dockerfile/#run---mount>).
fn mounted(value: &Value) -> Option<Path> {
    let fields: Vec<(Value, Value)> =
        value.split(&[','], 32).iter().filter_map(|field| field.split_once(&['='])).collect();
    let field = |names: &[&str]| {
        let is_named =
            |name: &Value| name.as_str().is_some_and(|name| names.iter().any(|known| name.eq_ignore_ascii_case(known)));
        fields.iter().find(|(name, _)| is_named(name)).map(|(_, value)| value)
    };
    let kind = field(&["type"]).and_then(Value::as_str).unwrap_or("bind");
    if !matches!(kind, "cache" | "tmpfs" | "bind") {
        return None;
    }
    let target = field(&["target", "dst", "destination"])?;
    match target.first_unknown() {
        Some(unknown) => Some(Path::Unknown(Arc::clone(unknown))),
        // Unlike the shell, the builder has no `~`.
        None => target.as_str().filter(|target| target.starts_with('/')).map(|target| Path::Known(target.to_owned())),
    }
}

/// The paths that a command deletes.
fn removed(command: &Value) -> Vec<Path> {
    let arguments = command.member("arguments").and_then(Value::as_list).map_or(&[][..], |list| &list.items);
    let arguments = match text(command, "program") {
        Some("rm") => arguments,
        Some("find") if deletes_all(command) => &arguments[..arguments.len().min(1)],
        _ => return Vec::new(),
    };
    // What the script itself computes is a matter of its own, such as a temporary directory.
    let is_computed =
        |path: &Path| matches!(path, Path::Unknown(unknown) if matches!(unknown.reason, Reason::Unsupported(_)));
    arguments.iter().map(path).filter(|path| !is_computed(path)).collect()
}

/// Whether `find` deletes whatever it finds.
fn deletes_all(command: &Value) -> bool {
    let mut words: Vec<&str> = texts(command, "words").collect();
    words.retain(|word| word.starts_with('-') || *word == "rm");
    let deletes = words.iter().any(|word| matches!(*word, "-delete" | "rm"));
    let plain = [
        "-delete",
        "rm",
        "-type",
        "-exec",
        "-execdir",
        "-mindepth",
        "-maxdepth",
        "-depth",
        "-xdev",
        "-mount",
        "-f",
        "-r",
        "-rf",
        "-fr",
    ];
    deletes && words.iter().all(|word| plain.contains(word))
}

fn path(value: &Value) -> Path {
    let parts = match &value.kind {
        Kind::String(text) => return Path::Known(text.to_string()),
        Kind::Template(template) => template.parts.clone(),
        Kind::Unknown(unknown) => vec![Part::Hole(Arc::clone(unknown))],
        _ => Vec::new(),
    };
    let (Some(Part::Hole(first)), rest) = (parts.first(), parts.get(1)) else {
        let unknown = value.first_unknown().cloned();
        return unknown.map_or_else(|| Path::Known(String::new()), Path::Unknown);
    };
    let rest = match rest {
        None => "",
        Some(Part::Text(text)) if parts.len() == 2 && text.starts_with('/') => text,
        Some(_) => return Path::Unknown(Arc::clone(first)),
    };
    match &first.reason {
        Reason::BuildArgument(name) if &**name == "HOME" => Path::Known(format!("~{rest}")),
        Reason::BuildArgument(name) => Path::Variable(name.to_string(), rest.to_owned(), Arc::clone(first)),
        _ => Path::Unknown(Arc::clone(first)),
    }
}

fn join(directory: &str, below: &str) -> String {
    if below.is_empty() { directory.to_owned() } else { format!("{}/{below}", directory.trim_end_matches('/')) }
}

fn is_false(text: &str) -> bool {
    ["0", "false", "f", "no", "n", "off"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// The options of a command, with the value of each.
fn options(command: &Value) -> impl Iterator<Item = (&str, Option<&Value>)> {
    let list = command.member("options").and_then(Value::as_list);
    list.into_iter().flat_map(|list| &list.items).filter_map(|item| Some((text(item, "name")?, item.member("value"))))
}

fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.member(name)?.as_str()
}

fn texts<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v str> {
    let list = value.member(name).and_then(Value::as_list);
    list.into_iter().flat_map(|list| &list.items).filter_map(Value::as_str)
}
