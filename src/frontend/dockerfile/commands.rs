//! The shell commands of an instruction.

use std::cell::RefCell;
use std::sync::Arc;

use super::packages::packages;
use super::program;
use super::scope::{Scope, Variable};
use super::view::View;
use super::windows::{self, Downloads};
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
    /// Whether the shell notices the failure of every command of a pipe.
    pub(super) pipefail: bool,
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
    pub(super) pipefail: bool,
}

impl Call {
    /// A call without a shell.
    pub(super) fn exec(words: &[Value], span: Span) -> Self {
        let (assignments, words) = (Vec::new(), words.to_vec());
        Self { assignments, words, span, piped: false, pipe_to: None, pipefail: false }
    }
}

/// What is handed down from a script to those within it.
#[derive(Clone, Copy)]
struct Level {
    depth: usize,
    pipefail: bool,
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
        let level = Level { depth: 0, pipefail: self.pipefail };
        let start = instruction.rest.start;
        let place = |range: TextRange| {
            instruction.text.range(start + range.start as usize..start + range.end as usize).in_file(file)
        };
        let script = shell::parse(&instruction.text.as_str()[instruction.rest.clone()], 0);
        self.script(&script, &place, level, &mut found);
        let mut readers: Vec<(u32, &Command)> = Vec::new();
        for command in &script.commands {
            readers.extend(command.heredocs.iter().map(|mark| (mark.start, command)));
        }
        readers.sort_by_key(|(mark, _)| *mark);
        for heredoc in &instruction.heredocs {
            let mark = (heredoc.mark.start - start) as u32;
            let reader = readers.binary_search_by_key(&mark, |(mark, _)| *mark).map(|index| readers[index].1);
            if reader.is_ok_and(|reader| is_script(reader, heredoc)) {
                let body = shell::parse(heredoc.body, heredoc.range.start as usize);
                self.script(&body, &|range| range.in_file(file), level, &mut found);
            }
        }
        found
    }

    fn script(&self, script: &Script, place: Place<'_>, level: Level, found: &mut Vec<Value>) {
        if script.too_deep {
            found.push(beyond_limit(self.keyword.span));
        }
        let mut pipefail = level.pipefail;
        let words = |command: &Command| -> Vec<Value> {
            command.words.iter().map(|word| self.word(word, script, place)).collect()
        };
        for command in script.commands.iter().filter(|command| !command.words.is_empty()) {
            let pipe_to = command.pipe_to.and_then(|to| innermost(&words(&script.commands[to])).map(named));
            let words = words(command);
            pipefail |= words[0].as_str() == Some("set") && names_pipefail(&words);
            let (span, piped) = (place(command.range), command.piped);
            let assignments = command.assignments.iter();
            let assignments = assignments.filter_map(|word| assignment(&self.word(word, script, place))).collect();
            self.call(Call { assignments, words, span, piped, pipe_to, pipefail }, level.depth, found);
        }
    }

    /// The value of a shell word: variables that the stage sets are known unless the script sets them itself.
    pub(super) fn word(&self, word: &shell::Word, script: &Script, place: Place<'_>) -> Value {
        let mut text = Text::default();
        for part in &word.parts {
            match part {
                Part::Text(known) => text.push_str(known),
                Part::Variable { name, range } => match self.scope.get(name, place(*range)) {
                    Variable::Value(value) if !script.assigned.contains(name) => text.push_value(value),
                    Variable::Unset(unknown) | Variable::Unknown(unknown) => text.push_hole(Arc::new(unknown)),
                    Variable::Value(_) => text.push_hole(shell_unknown(place(*range))),
                },
                Part::Substitution(range) => text.push_hole(shell_unknown(place(*range))),
            }
        }
        text.finish(place(word.range))
    }

    /// Adds a call, and the calls that it makes: those of wrappers such as `sudo`, and those in `sh -c`.
    fn call(&self, mut call: Call, mut depth: usize, found: &mut Vec<Value>) {
        loop {
            let Some(program) = call.words.first() else { return };
            let wrapper = program.as_str().and_then(program::find_wrapper);
            found.push(self.entry(&call, wrapper.map(|wrapper| wrapper.name)));
            let inner = wrapper.and_then(|wrapper| wrapper.inner(call.words.iter().map(Value::as_str)));
            let script = inline_script(&call.words);
            if depth == DEPTH_LIMIT && (inner.is_some() || script.is_some()) {
                found.push(beyond_limit(call.span));
                return;
            }
            depth += 1;
            if let Some(inner) = inner {
                call.words.drain(..inner);
                continue;
            }
            if let Some(script) = script {
                let options = &call.words[..script];
                self.inline(&call.words[script], Level { depth, pipefail: names_pipefail(options) }, found);
            } else {
                self.inner_script(&call.words, depth, call.span, found);
            }
            return;
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

    pub(super) fn entry(&self, call: &Call, wrapper: Option<&str>) -> Value {
        let split = Split::of(&call.words);
        let packages = split.packages().or_else(|| windows::packages(&call.words));
        let mut view = View::new(call.span);
        view.set("keyword", self.keyword.clone());
        view.set("stage", self.stage.clone());
        view.set("final", self.is_final.clone());
        if self.onbuild {
            view.set("onbuild", Value::bool(true, self.keyword.span));
        }
        view.maybe("wrapper", wrapper.map(|name| Value::string(name, call.words[0].span)));
        view.maybe("program", split.program);
        view.maybe("subcommand", split.subcommand);
        view.list("flags", split.flags);
        view.list("arguments", split.arguments);
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
        view.set("piped", Value::bool(call.piped, call.span));
        if call.piped {
            view.set("pipefail", Value::bool(call.pipefail, call.span));
        }
        view.maybe("pipe_to", call.pipe_to.clone());
        view.finish()
    }
}

/// The words of a call by what they are.
#[derive(Default)]
struct Split {
    program: Option<Value>,
    subcommand: Option<Value>,
    flags: Vec<Value>,
    arguments: Vec<Value>,
    /// How many arguments stand before `--`, where there is one.
    before_dashes: Option<usize>,
}

impl Split {
    fn of(words: &[Value]) -> Self {
        let start = program_index(words);
        let Some(program) = words.get(start) else { return Self::default() };
        let value_flags = program.as_str().and_then(program::subcommand_flags);
        let mut split = Self { program: Some(named(program)), ..Self::default() };
        let (mut is_value, mut only_arguments) = (false, false);
        for word in &words[start + 1..] {
            let text = match &word.kind {
                Kind::Template(template) => template.prefix(),
                _ => word.as_str().unwrap_or_default(),
            };
            if is_value {
                is_value = false;
            } else if text == "--" && !only_arguments {
                only_arguments = true;
                split.before_dashes = Some(split.arguments.len());
            } else if text.starts_with('-') && !only_arguments {
                is_value = value_flags.is_some_and(|flags| flags.contains(&text));
                split.flags.push(word.clone());
            } else if split.subcommand.is_none() && value_flags.is_some() {
                split.subcommand = Some(word.clone());
            } else {
                split.arguments.push(word.clone());
            }
        }
        split
    }

    fn packages(&self) -> Option<Vec<Value>> {
        let (program, subcommand) = (self.program.as_ref()?.as_str()?, self.subcommand.as_ref()?.as_str()?);
        // What follows two dashes is for the compiler of a gem.
        let end = self.before_dashes.filter(|_| program::base_name(program) == "gem");
        packages(program, subcommand, &self.flags, &self.arguments[..end.unwrap_or(self.arguments.len())])
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

/// The program; an installed one without its path.
fn named(program: &Value) -> Value {
    match program.as_str().filter(|path| program::is_installed(path)) {
        Some(path) => Value::string(program::base_name(path), program.span),
        None => program.clone(),
    }
}

/// Whether the words of `set` or of a shell turn `pipefail` on.
fn names_pipefail(words: &[Value]) -> bool {
    words.windows(2).any(|pair| match (pair[0].as_str(), pair[1].as_str()) {
        (Some(flag), Some("pipefail")) => flag.starts_with('-') && flag.ends_with('o'),
        _ => false,
    })
}

/// Index of the word that names the program: `pip` in `python3 -m pip`, otherwise the first.
fn program_index(words: &[Value]) -> usize {
    let is = |index: usize, text: &str| words.get(index).and_then(Value::as_str) == Some(text);
    let python =
        words.first().and_then(Value::as_str).is_some_and(|name| program::base_name(name).starts_with("python"));
    if python && is(1, "-m") && is(2, "pip") { 2 } else { 0 }
}

/// Stands for the commands that are nested too deeply.
fn beyond_limit(span: Span) -> Value {
    Value::unknown(Unknown::new(Reason::Limit("nested commands"), span), span)
}

/// The program behind all wrappers.
fn innermost(words: &[Value]) -> Option<&Value> {
    let mut words = words;
    for _ in 0..DEPTH_LIMIT {
        let wrapper = words.first()?.as_str().and_then(program::find_wrapper);
        let Some(inner) = wrapper.and_then(|wrapper| wrapper.inner(words.iter().map(Value::as_str))) else { break };
        words = &words[inner..];
    }
    words.get(program_index(words))
}

/// Index of the script in `sh -c script`.
fn inline_script(words: &[Value]) -> Option<usize> {
    let (program, arguments) = words.split_first()?;
    if !program.as_str().is_some_and(program::is_shell) {
        return None;
    }
    let is_command = |word: &Value| {
        word.as_str().is_some_and(|text| text.starts_with('-') && !text.starts_with("--") && text.ends_with('c'))
    };
    let flag = arguments.iter().position(is_command)?;
    let mut after = arguments.iter().enumerate().skip(flag + 1);
    after.find(|(_, word)| word.as_str().is_none_or(|text| !text.starts_with('-'))).map(|(index, _)| index + 1)
}

/// Whether a here-document is shell text: it is given to a shell, or to nothing, and does not name another interpreter.
fn is_script(reader: &Command, heredoc: &Heredoc<'_>) -> bool {
    if let Some(program) = reader.words.first() {
        return program.literal().is_some_and(program::is_shell);
    }
    let first = heredoc.body.lines().next().unwrap_or_default();
    first.strip_prefix("#!").is_none_or(|line| line.split_whitespace().any(program::is_shell))
}

fn shell_unknown(span: Span) -> Arc<Unknown> {
    Arc::new(Unknown::new(Reason::Unsupported("what the shell computes"), span))
}
