//! Package managers that leave what they downloaded in the layer.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::program::canonical;
use super::scope::{Scope, Variable};
use crate::syntax::dockerfile::Instruction;
use crate::value::{Kind, Value};

/// What a package manager leaves behind, and what removes it.
struct Cache {
    programs: &'static [&'static str],
    /// Subcommands that fill the cache.
    fill: &'static [&'static str],
    /// Subcommands that empty it, and the word that must follow, if any.
    empty: &'static [(&'static str, Option<&'static str>)],
    /// The flag without which the cache is filled.
    flag: Option<&'static str>,
    /// The variable that does the same.
    variable: Option<&'static str>,
    /// Parts of the paths of the cache, in mounts and in what `rm` deletes.
    paths: &'static [&'static str],
}

const CACHES: &[Cache] = &[
    Cache {
        programs: &["apt-get", "apt", "aptitude"],
        fill: &["update"],
        empty: &[],
        flag: None,
        variable: None,
        paths: &["/var/lib/apt"],
    },
    Cache {
        programs: &["apk"],
        fill: &["add"],
        empty: &[("cache", Some("clean")), ("cache", Some("purge"))],
        flag: Some("--no-cache"),
        variable: None,
        paths: &["/var/cache/apk", "/etc/apk/cache"],
    },
    Cache {
        programs: &["yum", "dnf", "microdnf", "tdnf"],
        fill: &["install", "in", "update", "upgrade", "reinstall", "groupinstall", "localinstall", "module"],
        empty: &[("clean", None)],
        flag: None,
        variable: None,
        paths: &["/var/cache"],
    },
    Cache {
        programs: &["zypper"],
        fill: &["install", "in", "update", "up", "patch", "dist-upgrade", "dup"],
        empty: &[("clean", None), ("cc", None)],
        flag: None,
        variable: None,
        paths: &["/var/cache"],
    },
    Cache {
        programs: &["pip"],
        fill: &["install"],
        empty: &[("cache", Some("purge"))],
        flag: Some("--no-cache-dir"),
        variable: Some("PIP_NO_CACHE_DIR"),
        paths: &["cache"],
    },
    Cache {
        programs: &["yarn"],
        fill: &["install", "add", "global"],
        empty: &[("cache", Some("clean"))],
        flag: None,
        variable: None,
        paths: &["cache", ".yarn"],
    },
];

/// Sets `cache_kept` on the last command of an instruction that fills a cache which nothing empties afterwards, for each
/// kind of cache. A cache in a mount is no part of the image.
pub(super) fn mark(commands: &mut [Value], instruction: &Instruction<'_>, scope: &Scope) {
    let mut settled: BTreeSet<usize> = BTreeSet::new();
    for (index, cache) in CACHES.iter().enumerate() {
        let mounted = instruction.flags.iter().filter(|flag| flag.name == "mount").any(|flag| {
            flag.value.as_ref().is_some_and(|value| cache.paths.iter().any(|path| value.text.contains(path)))
        });
        let is_off = cache.variable.is_some_and(|variable| is_set(variable, commands, scope));
        if mounted || is_off {
            settled.insert(index);
        }
    }
    for command in commands.iter_mut().rev() {
        let kept = CACHES.iter().enumerate().any(|(index, cache)| {
            if cache.is_emptied_by(command) {
                settled.insert(index);
            }
            cache.is_filled_by(command) && settled.insert(index)
        });
        if let (true, Kind::Map(map)) = (kept, &mut command.kind) {
            Arc::make_mut(map).insert("cache_kept", command.span, Value::bool(true, command.span));
        }
    }
}

impl Cache {
    fn is_filled_by(&self, command: &Value) -> bool {
        self.is_program(command)
            && text(command, "subcommand").is_some_and(|subcommand| self.fill.contains(&subcommand))
            && !self.flag.is_some_and(|flag| texts(command, "words").any(|word| word == flag))
    }

    fn is_emptied_by(&self, command: &Value) -> bool {
        if text(command, "program") == Some("rm") {
            return texts(command, "arguments").any(|word| self.paths.iter().any(|path| word.contains(path)));
        }
        let first = texts(command, "arguments").next();
        self.is_program(command)
            && self.empty.iter().any(|(subcommand, next)| {
                text(command, "subcommand") == Some(subcommand) && (next.is_none() || *next == first)
            })
    }

    fn is_program(&self, command: &Value) -> bool {
        text(command, "program").is_some_and(|program| self.programs.contains(&canonical(program)))
    }
}

/// Whether a variable is set by the stage, or by the commands themselves.
fn is_set(variable: &str, commands: &[Value], scope: &Scope) -> bool {
    let by_command = commands.iter().any(|command| {
        let assigned = command.member("assignments").and_then(Value::as_list).map_or(&[][..], |list| &list.items);
        let before = assigned.iter().any(|assigned| text(assigned, "name") == Some(variable));
        before || texts(command, "words").any(|word| word.split('=').next() == Some(variable))
    });
    let by_stage = commands.first().map(|command| scope.get(variable, command.span));
    by_command || matches!(by_stage, Some(Variable::Value(_) | Variable::Unset(_)))
}

fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.member(name)?.as_str()
}

fn texts<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v str> {
    let list = value.member(name).and_then(Value::as_list);
    list.into_iter().flat_map(|list| &list.items).filter_map(Value::as_str)
}
