//! The shell commands of an instruction.

use std::cell::RefCell;
use std::sync::Arc;

use super::credentials::{self, credentials};
use super::heredoc::{self, Strictness};
use super::packages::packages;
use super::programs::{Inner, find_wrapper};
use super::reading::{self, Reading};
use super::scope::{Scope, Variable};
use super::view::View;
use super::windows::{self, Downloads};
use super::{pipeline, program};
use crate::frontend::text::Text;
use crate::source::{Span, TextRange};
use crate::syntax::dockerfile::{Form, Heredoc, Instruction};
use crate::syntax::shell::{self, Command, Part, Script};
use crate::value::{Kind, Reason, Unknown, Value};

/// Deepest nesting of `sh -c "sh -c …"` that is followed, and of wrappers. What is deeper leaves open which commands run.
pub(super) const DEPTH_LIMIT: usize = 8;

/// What the commands of one instruction have in common.
pub(super) struct Site<'s> {
    pub(super) keyword: Value,
    pub(super) stage: Value,
    pub(super) is_final: Value,
    pub(super) scope: &'s Scope,
    pub(super) source: &'s str,
    /// What the shell does about commands that fail.
    pub(super) strictness: Strictness,
    /// Whether the instruction is the trigger of an `ONBUILD`.
    pub(super) onbuild: bool,
    /// What scripts of Windows have downloaded so far.
    pub(super) downloads: &'s RefCell<Downloads>,
}

/// Maps places of a shell text to the file.
pub(super) type Place<'p> = &'p dyn Fn(TextRange) -> Span;

/// One program call with its words.
pub(super) struct Call {
    /// What is set for this call alone: `{name, value}`.
    pub(super) assignments: Vec<Value>,
    pub(super) words: Vec<Value>,
    pub(super) span: Span,
    pub(super) piped: bool,
    pub(super) pipe_to: Option<Value>,
    /// Whether the output is a password for the command that it goes to.
    pub(super) is_password: bool,
    /// Whether the shell notices when it fails, where that is to be told: once for each pipeline.
    pub(super) pipefail: Option<bool>,
    /// Whether the here-document goes on when it fails, as the first of its commands.
    pub(super) unnoticed: bool,
}

impl Call {
    /// A call without a shell.
    pub(super) fn exec(words: &[Value], span: Span) -> Self {
        let (assignments, words) = (Vec::new(), words.to_vec());
        let (is_password, pipefail, unnoticed) = (false, None, false);
        Self { assignments, words, span, piped: false, pipe_to: None, is_password, pipefail, unnoticed }
    }
}

/// What is handed down from a script to those within it.
#[derive(Clone, Copy)]
struct Level {
    depth: usize,
    pipefail: bool,
    /// Whether it is a here-document that goes on when a command fails.
    goes_on: bool,
}

impl Site<'_> {
    /// The commands of a `RUN`, `CMD` or `ENTRYPOINT`. `words` are its resolved words, for the exec form.
    pub(super) fn commands(&self, instruction: &Instruction<'_>, words: &[Value]) -> Vec<Value> {
        let file = self.keyword.span.file;
        let mut found = Vec::new();
        if instruction.form == Some(Form::Exec) {
            let span = instruction.text.range(instruction.rest.clone()).in_file(file);
            let call = Call::exec(words, span);
            self.call(call, 0, &mut found);
            return found;
        }
        let level = Level { depth: 0, pipefail: self.strictness.pipefail, goes_on: false };
        let start = instruction.rest.start;
        let place = |range: TextRange| {
            instruction.text.range(start + range.start as usize..start + range.end as usize).in_file(file)
        };
        let script = shell::parse(&instruction.text.as_str()[instruction.rest.clone()], 0);
        self.script(&script, &place, level, &mut found);
        let mut readers: Vec<(u32, &Command)> = Vec::new();
        for command in &script.commands {
            readers.extend(command.heredocs().map(|mark| (mark, command)));
        }
        readers.sort_by_key(|(mark, _)| *mark);
        for heredoc in &instruction.heredocs {
            let mark = (heredoc.mark.start - start) as u32;
            let reader = readers.binary_search_by_key(&mark, |(mark, _)| *mark).map(|index| readers[index].1);
            let Ok(reader) = reader else { continue };
            if let Some(strictness) = self.shell_of(reader, heredoc) {
                let level = Level { depth: 0, pipefail: strictness.pipefail, goes_on: !strictness.errexit };
                let body = shell::parse(heredoc.body, heredoc.range.start as usize);
                self.script(&body, &|range| range.in_file(file), level, &mut found);
            } else {
                self.document(heredoc, place(reader.range), &mut found);
            }
        }
        found
    }

    /// How the shell that runs a here-document deals with what fails; `None` where no shell runs it.
    fn shell_of(&self, reader: &Command, heredoc: &Heredoc<'_>) -> Option<Strictness> {
        let words: Vec<&str> = reader.words.iter().map(|word| word.literal().unwrap_or_default()).collect();
        heredoc::shell(&words, heredoc.body, self.strictness)
    }

    /// Adds the credentials in a here-document that is no script to the command that reads it.
    fn document(&self, heredoc: &Heredoc<'_>, reader: Span, found: &mut [Value]) {
        let body = Value::string(heredoc.body, heredoc.range.in_file(reader.file));
        let credentials = credentials::in_document(&body, self.source);
        if credentials.is_empty() {
            return;
        }
        let command = found.iter_mut().rev().find(|command| command.span == reader);
        if let Some(Value { kind: Kind::Map(map), .. }) = command {
            let map = Arc::make_mut(map);
            if let Some(Value { kind: Kind::List(list), .. }) = map.get_mut("credentials") {
                Arc::make_mut(list).items.extend(credentials);
            } else {
                map.insert("credentials", reader, Value::list(credentials, reader));
            }
        }
    }

    fn script(&self, script: &Script, place: Place<'_>, level: Level, found: &mut Vec<Value>) {
        if script.too_deep {
            found.push(beyond_limit(self.keyword.span));
        }
        let mut pipefail = level.pipefail;
        let words = |command: &Command| -> Vec<Value> {
            command.words.iter().map(|word| self.word(word, script, place)).collect()
        };
        let unnoticed = level.goes_on.then(|| heredoc::unnoticed(script)).flatten();
        let telling = pipeline::telling(script);
        for (index, command) in script.commands.iter().enumerate().filter(|(_, command)| !command.words.is_empty()) {
            let receiver = command.pipe_to.map(|to| words(&script.commands[to]));
            let pipe_to = receiver.as_deref().and_then(innermost);
            let is_password = receiver.as_deref().is_some_and(reads_password);
            let words = words(command);
            pipefail |= words[0].as_str() == Some("set") && names_pipefail(&words);
            let (span, piped) = (place(command.range), command.piped);
            let assignments = command.assignments.iter();
            let assignments = assignments.filter_map(|word| assignment(&self.word(word, script, place))).collect();
            let (pipefail, unnoticed) = (telling[index].then_some(pipefail), unnoticed == Some(index));
            let call = Call { assignments, words, span, piped, pipe_to, is_password, pipefail, unnoticed };
            self.call(call, level.depth, found);
        }
    }

    /// The value of a shell word: variables that the stage sets are known unless the script sets them itself.
    pub(super) fn word(&self, word: &shell::Word, script: &Script, place: Place<'_>) -> Value {
        let mut text = Text::default();
        for part in &word.parts {
            match part {
                Part::Text(known) => text.push_str(known),
                Part::Variable { name, range } if script.assigned.contains(name) => {
                    text.push_hole(shell_unknown(place(*range)));
                }
                Part::Variable { name, range } => match self.scope.get(name, place(*range)) {
                    Variable::Value(value) => text.push_value(value),
                    Variable::Unset(unknown) | Variable::Never(unknown) | Variable::Unknown(unknown) => {
                        text.push_hole(Arc::new(unknown));
                    }
                },
                Part::Substitution { range, .. } => text.push_hole(shell_unknown(place(*range))),
            }
        }
        text.finish(place(word.range))
    }

    /// Adds a call, and the calls that it makes: those of wrappers such as `sudo`, and those in `sh -c`.
    fn call(&self, mut call: Call, mut depth: usize, found: &mut Vec<Value>) {
        loop {
            let Some(program) = call.words.first() else { return };
            let wrapper = program.as_str().and_then(find_wrapper);
            let inner = wrapper.and_then(|wrapper| wrapper.inner(call.words.iter().map(Value::as_str)));
            let inner = inner.or_else(|| evaluated(&call.words));
            found.push(self.entry(&call, wrapper.map(|wrapper| wrapper.name), inner.is_none()));
            let inner = inner.or_else(|| Some(Inner::Script(inline_script(&call.words)?, 0)));
            if depth == DEPTH_LIMIT && inner.is_some() {
                found.push(beyond_limit(call.span));
                return;
            }
            depth += 1;
            match inner {
                Some(Inner::Program(inner)) => drop(call.words.drain(..inner)),
                Some(Inner::Script(index, at)) => {
                    // `eval` stays in the same shell, of which this is not known here.
                    let pipefail = is_eval(&call.words) || names_pipefail(&call.words[..index]);
                    let script = reading::tail(&call.words[index], at, self.source);
                    return self.inline(&script, Level { depth, pipefail, goes_on: false }, found);
                }
                None => {
                    self.inner_script(&call.words, depth, call.span, found);
                    return;
                }
            }
        }
    }

    /// The commands of a script that is one word.
    fn inline(&self, script: &Value, level: Level, found: &mut Vec<Value>) {
        let Some(text) = script.as_str() else { return };
        let span = script.span;
        let base = self.base_of(span, text);
        let parsed = shell::parse(text, base.unwrap_or(0));
        let place = |range: TextRange| if base.is_some() { range.in_file(span.file) } else { span };
        self.script(&parsed, &place, level, found);
    }

    /// Where a text begins that is written at `span`. Places within it are known where it is written as it is, with or
    /// without quotes around it.
    pub(super) fn base_of(&self, span: Span, text: &str) -> Option<usize> {
        let quoted = TextRange { start: span.range.start + 1, end: span.range.end.saturating_sub(1) };
        let is_text = |range: &TextRange| range.start <= range.end && range.slice(self.source) == text;
        [span.range, quoted].into_iter().find(is_text).map(|range| range.start as usize)
    }

    /// A call as checks see it. What is told once is told of the innermost one.
    pub(super) fn entry(&self, call: &Call, wrapper: Option<&str>, is_innermost: bool) -> Value {
        let reading = Reading::of(&call.words, self.source);
        let packages = packages(&reading).or_else(|| windows::packages(&call.words));
        let credentials = credentials(&call.words, &reading, call.is_password, self.source);
        let mut view = View::new(call.span);
        view.set("keyword", self.keyword.clone());
        view.set("stage", self.stage.clone());
        view.set("final", self.is_final.clone());
        if self.onbuild {
            view.set("onbuild", Value::bool(true, self.keyword.span));
        }
        view.maybe("wrapper", wrapper.map(|name| Value::string(name, call.words[0].span)));
        view.set("options", reading.options_view(call.span));
        view.maybe("program", reading.program);
        view.maybe("subcommand", reading.subcommand);
        view.list("flags", reading.flags);
        view.list("arguments", reading.arguments);
        view.list("words", call.words.clone());
        let sets = call.words[0].as_str().is_some_and(|program| matches!(program, "export" | "env"));
        let set = call.words.iter().skip(1).filter(|_| sets).filter_map(assignment);
        let assignments: Vec<Value> = call.assignments.iter().cloned().chain(set).collect();
        if !assignments.is_empty() {
            view.list("assignments", assignments);
        }
        if let Some(packages) = packages {
            view.list("packages", packages);
        }
        if !credentials.is_empty() {
            view.list("credentials", credentials);
        }
        view.set("piped", Value::bool(call.piped, call.span));
        let pipefail = call.pipefail.filter(|_| is_innermost);
        view.maybe("pipefail", pipefail.map(|pipefail| Value::bool(pipefail, call.span)));
        if call.unnoticed && is_innermost {
            view.set("unnoticed", Value::bool(true, call.span));
        }
        view.maybe("pipe_to", call.pipe_to.clone());
        view.finish()
    }
}

/// `{name, value}` of `name=value`.
fn assignment(word: &Value) -> Option<Value> {
    let known = match &word.kind {
        Kind::Template(template) => template.prefix(),
        _ => word.as_str()?,
    };
    let (name, value) = known.split_once('=')?;
    let name = name.trim_end_matches('+');
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return None;
    }
    let value = match word.first_unknown() {
        Some(unknown) => Value::unknown(Arc::clone(unknown), word.span),
        None => Value::string(value, word.span),
    };
    let mut view = View::new(word.span);
    view.set("name", Value::string(name, word.span));
    view.set("value", value);
    Some(view.finish())
}

/// Whether the words of `set` or of a shell turn `pipefail` on.
fn names_pipefail(words: &[Value]) -> bool {
    words.windows(2).any(|pair| match (pair[0].as_str(), pair[1].as_str()) {
        (Some(flag), Some("pipefail")) => flag.starts_with('-') && flag.ends_with('o'),
        _ => false,
    })
}

/// Whether a command takes a password from its input.
fn reads_password(words: &[Value]) -> bool {
    words.iter().filter_map(Value::as_str).any(|word| matches!(word, "--password-stdin" | "--with-token"))
}

/// Stands for the commands that are nested too deeply.
fn beyond_limit(span: Span) -> Value {
    Value::unknown(Unknown::new(Reason::Limit("nested commands"), span), span)
}

/// The program behind all wrappers.
fn innermost(words: &[Value]) -> Option<Value> {
    let mut words = words;
    for _ in 0..DEPTH_LIMIT {
        let wrapper = words.first()?.as_str().and_then(find_wrapper);
        let inner = wrapper.and_then(|wrapper| wrapper.inner(words.iter().map(Value::as_str)));
        let Some(Inner::Program(inner)) = inner else { break };
        words = &words[inner..];
    }
    reading::program(words).map(|(program, _)| program)
}

fn is_eval(words: &[Value]) -> bool {
    words.first().and_then(Value::as_str) == Some("eval")
}

/// The command in the words of `eval`, where it is split already.
fn evaluated(words: &[Value]) -> Option<Inner> {
    (is_eval(words) && words.len() > 2 && words[1].as_str().is_some()).then_some(Inner::Program(1))
}

/// Index of the script in `sh -c script`, or in `eval script`.
fn inline_script(words: &[Value]) -> Option<usize> {
    if is_eval(words) {
        return (words.len() == 2).then_some(1);
    }
    let (program, arguments) = words.split_first()?;
    if !program.as_str().is_some_and(program::is_shell) {
        return None;
    }
    let is_command = |word: &Value| {
        word.as_str().is_some_and(|text| text.starts_with('-') && !text.starts_with("--") && text.contains('c'))
    };
    let flag = arguments.iter().position(is_command)?;
    let mut after = arguments.iter().enumerate().skip(flag + 1);
    after.find(|(_, word)| word.as_str().is_none_or(|text| !text.starts_with('-'))).map(|(index, _)| index + 1)
}

fn shell_unknown(span: Span) -> Arc<Unknown> {
    Arc::new(Unknown::new(Reason::Unsupported("what the shell computes"), span))
}
