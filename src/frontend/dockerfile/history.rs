//! What an instruction or a command means by what came before it in its stage.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::program::base_name;
use crate::syntax::dockerfile::{Instruction, Keyword};
use crate::value::{Kind, Value};

/// Endings of the archives that `ADD` unpacks.
const ARCHIVES: [&str; 10] =
    [".tar", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst", ".tgz", ".tbz", ".tbz2", ".txz", ".tzst"];

/// What was seen of a stage.
#[derive(Default)]
pub(super) struct History {
    keywords: BTreeSet<&'static str>,
    /// Flags of the instruction just before, where it is a `RUN` of one command.
    single_run: Option<String>,
    /// The first of `curl` and `wget` that was called.
    fetcher: Option<&'static str>,
    /// Sources of `COPY` that are archives, by the names of the copies.
    archives: HashMap<String, Value>,
}

impl History {
    /// Whether the stage has an earlier instruction of a kind of which only the last one counts.
    pub(super) fn repeats(&mut self, keyword: Keyword) -> bool {
        matches!(keyword, Keyword::Cmd | Keyword::Entrypoint | Keyword::Healthcheck)
            && !self.keywords.insert(keyword.as_str())
    }

    /// Whether this `RUN` and the instruction before it are of one command each, and have the same flags.
    pub(super) fn continues_run(&mut self, instruction: &Instruction<'_>, commands: &[Value]) -> bool {
        let calls = commands.iter().filter(|command| command.member("wrapper").is_none()).count();
        let before = instruction.keyword.as_str().len()..instruction.rest.start;
        let flags = instruction.text.as_str().get(before).unwrap_or_default().trim();
        let run = (instruction.keyword == Keyword::Run && calls == 1).then(|| flags.to_owned());
        let continues = run.is_some() && run == self.single_run;
        self.single_run = run;
        continues
    }

    /// Remembers the archives that a `COPY` from the build context brings.
    pub(super) fn copied(&mut self, instruction: &Instruction<'_>, words: &[Value]) {
        let from_elsewhere = instruction.flags.iter().any(|flag| flag.name == "from");
        let Some((destination, sources)) = words.split_last() else { return };
        if instruction.keyword != Keyword::Copy || from_elsewhere {
            return;
        }
        for source in sources {
            let Some(name) = source.as_str().map(base_name).filter(|name| is_archive(name)) else { continue };
            self.archives.insert(name.to_owned(), source.clone());
            let copy = destination.as_str().map(base_name).filter(|copy| sources.len() == 1 && is_archive(copy));
            self.archives.extend(copy.map(|copy| (copy.to_owned(), source.clone())));
        }
    }

    /// Adds to commands what they mean by those before them, and by the others of their instruction.
    pub(super) fn mark(&mut self, commands: &mut [Value]) {
        mark_updates(commands);
        for command in commands {
            let Some(program) = command.member("program").and_then(Value::as_str).map(base_name) else { continue };
            match program {
                "tar" => {
                    let unpacked = command.member("words").and_then(|words| self.unpacked(words)).cloned();
                    add(command, "unpacks", unpacked);
                }
                "curl" | "wget" => {
                    let (this, other) = if program == "curl" { ("curl", "wget") } else { ("wget", "curl") };
                    let first = *self.fetcher.get_or_insert(this);
                    let before = (first == other).then(|| Value::string(other, command.span));
                    add(command, "fetched_before_with", before);
                }
                _ => {}
            }
        }
    }

    /// The copied archive that `tar` with these words extracts.
    fn unpacked(&self, words: &Value) -> Option<&Value> {
        let words = &words.as_list()?.items;
        let texts = || words.iter().skip(1).filter_map(Value::as_str);
        let bundles = |word: &str| !word.starts_with("--") && (word.starts_with('-') && word.contains('x'));
        let extracts = texts().next().is_some_and(|word| !word.starts_with('-') && word.contains('x'))
            || texts().any(|word| bundles(word) || matches!(word, "--extract" | "--get"));
        if !extracts {
            return None;
        }
        texts().find_map(|word| self.archives.get(base_name(word.rsplit('=').next().unwrap_or(word))))
    }
}

/// Programs that install what their `update` has brought lists of.
const INSTALLERS: [&str; 5] = ["apt-get", "apt", "aptitude", "nala", "apk"];

/// Marks each update of package lists in an instruction that installs nothing. A script may do so.
fn mark_updates(commands: &mut [Value]) {
    let text = |command: &Value, name: &str| command.member(name).and_then(Value::as_str).map(str::to_owned);
    let is_of = |command: &Value| text(command, "program").is_some_and(|program| INSTALLERS.contains(&&*program));
    let updates = |command: &Value| is_of(command) && text(command, "subcommand").as_deref() == Some("update");
    let uses = |command: &Value| {
        let words = command.member("words").and_then(Value::as_list).map_or(&[][..], |list| &list.items);
        let is_script = words.iter().filter_map(Value::as_str).any(|word| word.contains(".sh"));
        let installs = is_of(command) && text(command, "subcommand").is_none_or(|name| !is_upkeep(&name));
        is_script || installs || command.as_unknown().is_some()
    };
    if commands.iter().any(uses) {
        return;
    }
    for command in commands.iter_mut().filter(|command| updates(command)) {
        let alone = Value::bool(true, command.span);
        add(command, "updates_alone", Some(alone));
    }
}

/// Whether a subcommand needs no lists of packages.
fn is_upkeep(subcommand: &str) -> bool {
    matches!(subcommand, "update" | "clean" | "distclean" | "remove" | "del" | "cache clean" | "cache purge" | "")
}

fn is_archive(name: &str) -> bool {
    ARCHIVES.iter().any(|ending| name.ends_with(ending))
}

fn add(command: &mut Value, name: &str, value: Option<Value>) {
    if let (Kind::Map(map), Some(value)) = (&mut command.kind, value) {
        Arc::make_mut(map).insert(name, value.span, value);
    }
}
