//! The shell scripts of one instruction, command by command.

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::Range;

use super::data::{Data, Downloads};
use super::disk::{Disk, resolve};
use super::step::{Step, place_of};
use super::stream::Stream;
use super::words::{Hole, Holes, Word, names_are_known};
use crate::frontend::dockerfile::heredoc;
use crate::frontend::dockerfile::scope::Variable;
use crate::source::{FileId, Span, TextRange};
use crate::syntax::dockerfile::{Heredoc, Instruction};
use crate::syntax::shell::{self, Command, Next, Part, Redirection, RedirectionKind, Script, Substitution};

/// Deepest nesting of scripts in words (`sh -c`, `eval`) that is followed.
const DEPTH_LIMIT: usize = 8;

/// Longest value of a variable that is put in its place.
const LONGEST_VALUE: usize = 4096;

/// Longest word.
const LONGEST_WORD: usize = 64 * 1024;

/// Commands that change nothing about a failure.
const REMARKS: [&str; 4] = ["true", ":", "echo", "printf"];

/// What is known while the commands of an instruction are followed.
pub(super) struct Session<'s> {
    pub(super) downloads: &'s mut Downloads,
    pub(super) disk: &'s mut Disk,
    pub(super) holes: Holes,
    pub(super) folder: String,
    pub(super) variables: HashMap<String, String>,
    /// Whether the script goes on as if nothing were, should the command fail.
    pub(super) is_unheeded: bool,
    step: &'s Step<'s>,
    file: FileId,
    beyond: Cell<bool>,
}

/// What holds for all commands of a script.
#[derive(Clone, Default)]
pub(super) struct Context {
    pub(super) depth: usize,
    /// The call that runs the script, where it stands in a word: the program and its place.
    pub(super) runner: Option<(String, Span)>,
}

/// A script that is read.
struct Frame<'f> {
    text: &'f str,
    /// What places in the script are counted from.
    base: usize,
    script: &'f Script,
    place: &'f dyn Fn(TextRange) -> Span,
    /// The here-documents below the instruction, and where their marks are counted from.
    heredocs: (&'f [Heredoc<'f>], usize),
    context: Context,
}

impl<'s> Session<'s> {
    pub(super) fn new(downloads: &'s mut Downloads, disk: &'s mut Disk, step: &'s Step<'s>, file: FileId) -> Self {
        let (holes, variables) = (Holes::default(), HashMap::new());
        let (folder, beyond) = (step.folder.clone(), Cell::new(false));
        Self { downloads, disk, holes, folder, variables, is_unheeded: false, step, file, beyond }
    }

    /// Whether commands were nested too deeply, or a limit was reached.
    pub(super) fn is_beyond(&self) -> bool {
        self.beyond.get()
    }

    /// The command of an exec form.
    pub(super) fn exec(&mut self, words: Vec<(String, Span)>, span: Span) {
        let words: Vec<Word> = words.into_iter().map(|(text, span)| Word { text, span }).collect();
        self.call(&words, Stream::default(), span, &Context::default());
    }

    /// The shell text of an instruction with its here-documents.
    pub(super) fn instruction(&mut self, instruction: &Instruction<'_>) {
        let (start, file) = (instruction.rest.start, self.file);
        let place = |range: TextRange| {
            instruction.text.range(start + range.start as usize..start + range.end as usize).in_file(file)
        };
        let text = &instruction.text.as_str()[instruction.rest.clone()];
        let script = shell::parse(text, 0);
        let heredocs = (&*instruction.heredocs, start);
        let frame = Frame { text, base: 0, script: &script, place: &place, heredocs, context: Context::default() };
        self.whole(&frame, Stream::default());
    }

    /// The commands of a script that stands in a word, or in a here-document.
    pub(super) fn inline(&mut self, word: &Word, input: Stream, context: &Context) -> Stream {
        self.downloads.read_inline(word.text.len());
        if context.depth == DEPTH_LIMIT || self.downloads.is_spent(self.step.source.len()) {
            return self.give_up();
        }
        let (span, file) = (word.span, self.file);
        let base = place_of(&word.text, span, self.step.source);
        let place = |range: TextRange| if base.is_some() { range.in_file(file) } else { span };
        let base = base.unwrap_or(0);
        let script = shell::parse(&word.text, base);
        let context = Context { depth: context.depth + 1, ..context.clone() };
        let frame = Frame { text: &word.text, base, script: &script, place: &place, heredocs: (&[], 0), context };
        self.whole(&frame, input)
    }

    fn whole(&mut self, frame: &Frame<'_>, input: Stream) -> Stream {
        if frame.script.too_deep {
            self.beyond.set(true);
        }
        self.list(frame, 0..frame.script.commands.len(), 0, input)
    }

    /// Commands one after another; what they print together.
    fn list(&mut self, frame: &Frame<'_>, range: Range<usize>, level: usize, mut input: Stream) -> Stream {
        let commands = &frame.script.commands;
        let mut pipes: HashMap<usize, Stream> = HashMap::new();
        let mut printed: Vec<(usize, Stream)> = Vec::new();
        let mut shells = Shells::new(&frame.script.subshells, range.start);
        let mut at = range.start;
        while at < range.end {
            shells.reach(at, &mut self.folder);
            let command = &commands[at];
            // The first command that looks at its input gets the words in it.
            let stdin = match command.reads {
                Some(pipe) => pipes.get_mut(&pipe).map(Stream::take).unwrap_or_default(),
                None => input.take(),
            };
            let group = command.group.as_ref().map(|group| {
                let first = printed.partition_point(|(index, _)| *index < group.start);
                printed.split_off(first)
            });
            let out = self.command(frame, at, stdin, group.unwrap_or_default());
            // Commands of another level stand in the head of a `for` or `case`, which takes what they print.
            match command.pipe_to {
                Some(to) => pipes.entry(to).or_default().add(out),
                None if command.level == level => printed.push((at, out)),
                None => {}
            }
            at = end_of(command).max(at + 1);
        }
        shells.reach(usize::MAX, &mut self.folder);
        Stream::together(printed)
    }

    /// One command; what it prints. `group` is what the commands printed whose redirections it stands for.
    fn command(&mut self, frame: &Frame<'_>, at: usize, stdin: Stream, group: Vec<(usize, Stream)>) -> Stream {
        let command = &frame.script.commands[at];
        let words: Vec<Word> = command.words.iter().map(|word| self.word(word, frame, command.level)).collect();
        for word in &command.assignments {
            let word = self.word(word, frame, command.level);
            if words.is_empty() {
                self.assign(&word.text);
            }
        }
        let mut input = stdin;
        let mut targets = Vec::new();
        for redirection in &command.redirections {
            self.redirect(frame, command.level, redirection, &mut input, &mut targets);
        }
        let span = (frame.place)(command.range);
        self.is_unheeded = is_unheeded(&frame.script.commands, at);
        let mut out = if !words.is_empty() {
            self.call(&words, input, span, &frame.context)
        } else if command.group.is_some() {
            Stream::together(group)
        } else {
            self.bare(input, &frame.context)
        };
        for word in &command.words {
            self.feed(frame, command.level, word, out.data);
        }
        for (index, (redirection, path)) in targets.iter().enumerate().rev() {
            if matches!(&**path, "/dev/stdout" | "/dev/stderr" | "/dev/tty") {
                continue;
            }
            let data = std::mem::take(&mut out).data;
            self.feed(frame, command.level, &redirection.target, data);
            let appends = redirection.kind == RedirectionKind::Append && index + 1 == targets.len();
            if path != "/dev/null" && !(appends && data.content().is_none()) {
                self.disk.write(&resolve(&self.folder, path), data.content());
            }
        }
        out
    }

    /// A command without words: a here-document that the builder runs, or a file whose content is taken.
    fn bare(&mut self, mut input: Stream, context: &Context) -> Stream {
        match input.written.take() {
            Some(text) if heredoc::shell(&[], &text.text, self.step.strictness).is_some() => {
                self.inline(&text, Stream::default(), context)
            }
            _ => input,
        }
    }

    fn redirect<'f>(
        &mut self,
        frame: &Frame<'f>,
        level: usize,
        redirection: &'f Redirection,
        input: &mut Stream,
        targets: &mut Vec<(&'f Redirection, String)>,
    ) {
        let word = self.word(&redirection.target, frame, level);
        let is_output = matches!(redirection.descriptor, None | Some(1));
        match redirection.kind {
            RedirectionKind::Read if matches!(redirection.descriptor, None | Some(0)) => {
                *input = Stream::of(self.read(&word.text));
            }
            RedirectionKind::Text => {
                *input = self.said(word);
            }
            RedirectionKind::Heredoc { body } => {
                if let Some(text) = heredoc_text(frame, redirection, body) {
                    *input = self.said(text);
                }
            }
            RedirectionKind::Copy if !word.text.starts_with(|c: char| c.is_ascii_digit() || c == '-') && is_output => {
                targets.push((redirection, word.text));
            }
            RedirectionKind::Write | RedirectionKind::Append | RedirectionKind::WriteAll if is_output => {
                targets.push((redirection, word.text));
            }
            _ => {}
        }
    }

    /// Lets data flow into the commands of `>(…)` in a word.
    fn feed(&mut self, frame: &Frame<'_>, level: usize, word: &shell::Word, data: Data) {
        for part in &word.parts {
            if let Part::Substitution { kind: Substitution::Writer, commands, .. } = part {
                self.list(frame, commands.clone(), level + 1, Stream::of(data));
            }
        }
    }

    /// A word, with variables as far as they are known, and marks for what commands print.
    fn word(&mut self, word: &shell::Word, frame: &Frame<'_>, level: usize) -> Word {
        let mut text = String::new();
        for part in &word.parts {
            if text.len() > LONGEST_WORD {
                break;
            }
            match part {
                Part::Text(known) => text.push_str(known),
                Part::Variable { name, range } => self.variable(name, (frame.place)(*range), frame.script, &mut text),
                Part::Substitution { kind, commands, .. } => {
                    let mut data = Data::NONE;
                    if *kind != Substitution::Writer {
                        let folder = self.folder.clone();
                        data = self.list(frame, commands.clone(), level + 1, Stream::default()).data;
                        self.folder = folder;
                    }
                    text.push(self.holes.add(Hole { data, is_file: *kind == Substitution::Reader }));
                }
            }
        }
        Word { text, span: (frame.place)(word.range) }
    }

    fn variable(&self, name: &str, span: Span, script: &Script, text: &mut String) {
        if let Some(value) = self.variables.get(name) {
            text.push_str(value);
            return;
        }
        let known = match self.step.scope.get(name, span) {
            Variable::Value(value) if !script.assigned.contains(name) => value.as_str(),
            _ => None,
        };
        match known.filter(|value| value.len() <= LONGEST_VALUE) {
            Some(value) => text.push_str(value),
            None if name == "PWD" => text.push_str(&self.folder),
            None => {
                text.push_str("${");
                text.push_str(name);
                text.push('}');
            }
        }
    }

    /// `name=value`.
    pub(super) fn assign(&mut self, text: &str) {
        if let Some((name, value)) = text.split_once('=') {
            if value.len() <= LONGEST_VALUE && !name.ends_with('+') {
                self.variables.insert(name.to_owned(), value.to_owned());
            } else {
                self.variables.remove(name.trim_end_matches('+'));
            }
        }
    }

    /// What is known of the content of a file.
    pub(super) fn read(&self, path: &str) -> Data {
        if let Some(data) = self.holes.file(path) {
            return data;
        }
        let path = resolve(&self.folder, path);
        if self.disk.is_crowded(&path) {
            self.beyond.set(true);
        }
        Data::of(self.disk.find(&path))
    }

    /// A text that is printed.
    pub(super) fn said(&self, text: Word) -> Stream {
        let (data, is_exact) = (self.holes.data(&text.text), names_are_known(&text.text));
        Stream { data, text: text.text.clone(), is_exact, written: Some(text) }
    }

    /// Calls that are nested too deeply.
    pub(super) fn give_up(&self) -> Stream {
        self.beyond.set(true);
        Stream::default()
    }
}

/// The text of a here-document: in the script, or below the instruction.
fn heredoc_text(frame: &Frame<'_>, redirection: &Redirection, body: Option<TextRange>) -> Option<Word> {
    if let Some(body) = body {
        let range = body.start as usize - frame.base..body.end as usize - frame.base;
        return Some(Word { text: frame.text.get(range)?.to_owned(), span: (frame.place)(body) });
    }
    let (heredocs, start) = frame.heredocs;
    let mark = start + redirection.range.start as usize;
    let index = heredocs.binary_search_by_key(&mark, |heredoc| heredoc.mark.start).ok()?;
    let heredoc = &heredocs[index];
    let file = (frame.place)(redirection.range).file;
    Some(Word { text: heredoc.body.to_owned(), span: heredoc.range.in_file(file) })
}

/// Whether what follows a command that fails is no more than a word about it: `|| true`, `|| echo oops`.
fn is_unheeded(commands: &[Command], at: usize) -> bool {
    let command = &commands[at];
    let other = commands.get(end_of(command).max(at + 1)).filter(|_| command.next == Next::OrElse);
    other.is_some_and(|other| {
        let name = other.words.first().and_then(shell::Word::literal);
        other.outermost == command.outermost && name.is_some_and(|name| REMARKS.contains(&name))
    })
}

/// Where the commands in the words of a command end.
fn end_of(command: &Command) -> usize {
    let targets = command.redirections.iter().map(|redirection| &redirection.target);
    let words = command.assignments.iter().chain(&command.words).chain(targets);
    let nested = words.flat_map(|word| &word.parts).filter_map(|part| match part {
        Part::Substitution { commands, .. } => Some(commands.end),
        _ => None,
    });
    nested.max().unwrap_or(0)
}

/// The shells of groups in parentheses, whose folder is their own.
struct Shells<'f> {
    ahead: &'f [Range<usize>],
    /// Where each open one ends, and the folder to go back to.
    open: Vec<(usize, String)>,
}

impl<'f> Shells<'f> {
    fn new(all: &'f [Range<usize>], start: usize) -> Self {
        Self { ahead: &all[all.partition_point(|shell| shell.start < start)..], open: Vec::new() }
    }

    /// Leaves the shells that end before a command, and enters those that begin with it.
    fn reach(&mut self, at: usize, folder: &mut String) {
        while let Some((_, before)) = self.open.pop_if(|(end, _)| *end <= at) {
            *folder = before;
        }
        while let Some((shell, rest)) = self.ahead.split_first().filter(|(shell, _)| shell.start <= at) {
            if shell.start == at {
                self.open.push((shell.end, folder.clone()));
            }
            self.ahead = rest;
        }
    }
}
