//! The body of a Dockerfile resource: stages, instructions and commands in the form that `docs/checks.md` documents.

use std::cell::RefCell;

use super::casing::Casing;
use super::cleaning;
use super::commands::Site;
use super::expand::Expander;
use super::history::History;
use super::ignored::Ignored;
use super::instruction::Reader;
use super::origin::StageNames;
use super::scope::Scope;
use super::shell::{Language, Shell};
use super::stage::{self, Stage};
use super::undefined::Surroundings;
use super::view::View;
use super::windows::Downloads;
use crate::source::{SourceFile, Span, TextRange};
use crate::syntax::dockerfile::{Form, Instruction, Keyword, Parsed};
use crate::value::Value;

/// Most stages that take over the variables of the stage that they build upon; those of later ones are unknown.
const INHERITING_STAGES: usize = 256;

/// Most labels of a stage that are remembered.
const LABELS: usize = 1024;

/// What a Dockerfile declares.
pub(super) struct Body {
    pub(super) value: Value,
    /// The `FROM` of the final stage.
    pub(super) header: Span,
}

/// Reads all instructions in order; `ignored` is kept out of the build context. `None` where there is no instruction.
pub(super) fn build(file: &SourceFile, parsed: &Parsed<'_>, ignored: Option<&Ignored>) -> Option<Body> {
    let expander = Expander { file: file.id(), escape: parsed.escape };
    let mut global = Scope::global();
    for instruction in parsed.instructions.iter().take_while(|instruction| instruction.keyword == Keyword::Arg) {
        declare_arguments(instruction, expander, &mut global, None);
    }
    let stages = stage::plan(&parsed.instructions, expander, &global);
    let header = stages.last()?.header;
    let has_from = parsed.instructions.iter().any(|instruction| instruction.keyword == Keyword::From);
    let mut builder = Builder {
        file,
        expander,
        casing: Casing::of(&parsed.instructions),
        ignored,
        labels: Vec::new(),
        comments: parsed.comments.iter().map(|comment| comment_view(comment.range, file)).collect(),
        global,
        states: Vec::new(),
        stages: &stages,
        names: StageNames::new(&stages),
        instructions: Vec::new(),
        commands: Vec::new(),
    };
    if !has_from {
        builder.begin_stage();
    }
    for instruction in &parsed.instructions {
        builder.instruction(instruction);
    }
    Some(Body { value: builder.finish(), header })
}

/// What changes from instruction to instruction in a stage.
struct State {
    scope: Scope,
    user: Option<Value>,
    shell: Shell,
    /// Whether some `WORKDIR` is in force.
    has_workdir: bool,
    history: History,
    downloads: Downloads,
    /// The names of the labels so far.
    labels: Vec<Value>,
    /// Whether no base image can set variables.
    is_closed: bool,
    range: TextRange,
    instructions: Vec<Value>,
}

struct Builder<'b> {
    file: &'b SourceFile,
    expander: Expander,
    casing: Casing,
    ignored: Option<&'b Ignored>,
    comments: Vec<Value>,
    labels: Vec<Value>,
    global: Scope,
    stages: &'b [Stage],
    names: StageNames,
    /// Of the stages that were begun.
    states: Vec<State>,
    instructions: Vec<Value>,
    commands: Vec<Value>,
}

impl Builder<'_> {
    fn begin_stage(&mut self) {
        let stage = &self.stages[self.states.len()];
        let parent = stage.parent.map(|parent| &self.states[parent]);
        self.states.push(State {
            scope: parent
                .filter(|_| self.states.len() < INHERITING_STAGES)
                .map_or_else(Scope::default, |parent| parent.scope.clone()),
            user: parent.and_then(|parent| parent.user.clone()),
            shell: parent.map_or(Shell::default_of(stage.is_windows), |parent| parent.shell),
            has_workdir: parent.is_some_and(|parent| parent.has_workdir),
            history: History::default(),
            downloads: parent.map(|parent| parent.downloads.clone()).unwrap_or_default(),
            labels: parent.map(|parent| parent.labels.clone()).unwrap_or_default(),
            is_closed: match parent {
                Some(parent) => parent.is_closed,
                None => stage.image.as_ref().is_some_and(|image| image.as_str() == Some("scratch")),
            },
            range: stage.header.range,
            instructions: Vec::new(),
        });
    }

    fn instruction(&mut self, instruction: &Instruction<'_>) {
        if instruction.keyword == Keyword::From {
            self.begin_stage();
        }
        let value = self.view(instruction);
        if instruction.keyword == Keyword::Label {
            let pairs = value.member("pairs").and_then(Value::as_list);
            self.labels.extend(pairs.into_iter().flat_map(|pairs| pairs.items.iter().cloned()));
        }
        self.instructions.push(value.clone());
        if let Some(state) = self.states.last_mut() {
            state.instructions.push(value);
            state.range = state.range.cover(instruction.range);
            apply(instruction, self.expander, &self.global, state);
        }
    }

    fn view(&mut self, instruction: &Instruction<'_>) -> Value {
        let at = |range: TextRange| self.file.span(range);
        let keyword_span = at(instruction.keyword_range);
        let current = self.states.last().filter(|_| instruction.keyword != Keyword::From);
        let scope = current.map_or(&self.global, |state| &state.scope);
        let reader = Reader { expander: self.expander, scope };
        let words = reader.words(instruction);
        let keyword = Value::string(instruction.keyword.as_str(), keyword_span);
        let stage = self.states.len().checked_sub(1).map(|index| Value::number(index as i64, keyword_span));
        let is_final = self.states.len().checked_sub(1).is_some_and(|index| self.stages[index].is_final);
        let is_final = Value::bool(is_final, keyword_span);
        let mut view = View::new(at(instruction.range));
        view.set("keyword", keyword.clone());
        view.maybe("stage", stage.clone());
        view.set("final", is_final.clone());
        reader.fill(&mut view, instruction, &words);
        self.remarks(instruction, &mut view, &words);
        let trigger = instruction.trigger.as_deref();
        view.maybe("trigger", trigger.map(|trigger| self.trigger(trigger)));
        let Some(stage) = stage.filter(|_| instruction.keyword != Keyword::From) else { return view.finish() };
        let downloads = self.states.last_mut().map(|state| std::mem::take(&mut state.downloads));
        let downloads = RefCell::new(downloads.unwrap_or_default());
        let mut commands = self.commands(instruction, stage, is_final, &downloads);
        if let Some(state) = self.states.last_mut() {
            state.downloads = downloads.into_inner();
            state.history.mark(&mut commands);
            state.history.copied(instruction, &words);
            let facts = [
                ("repeated", state.history.repeats(instruction.keyword)),
                ("continues_run", state.history.continues_run(instruction, &commands)),
            ];
            for (name, _) in facts.into_iter().filter(|(_, holds)| *holds) {
                view.set(name, Value::bool(true, keyword_span));
            }
            if matches!(instruction.keyword, Keyword::Copy | Keyword::Add) {
                view.set("has_workdir", Value::bool(state.has_workdir, keyword_span));
                view.maybe("origin", self.origin(instruction));
            }
        }
        self.commands.extend(commands);
        view.finish()
    }

    /// What the builder's own checks say of an instruction.
    fn remarks(&self, instruction: &Instruction<'_>, view: &mut View, words: &[Value]) {
        let at = |range: TextRange| self.file.span(range);
        let keyword = at(instruction.keyword_range);
        let is_from = instruction.keyword == Keyword::From;
        let current = self.states.last().filter(|_| !is_from);
        if is_from || current.is_some() {
            view.maybe("miscased", self.casing.expected(instruction).map(|text| Value::string(text, keyword)));
        }
        view.maybe("gap", instruction.gap.map(|range| Value::bool(true, at(range))));
        let surroundings = Surroundings {
            expander: self.expander,
            scope: current.map_or(&self.global, |state| &state.scope),
            global: &self.global,
            is_closed: current.is_none_or(|state| state.is_closed),
        };
        let undefined = surroundings.undefined(instruction);
        if !undefined.is_empty() {
            view.list("undefined", undefined);
        }
        let is_copy = matches!(instruction.keyword, Keyword::Copy | Keyword::Add);
        if let (true, Some(ignored)) = (is_copy, self.ignored) {
            let kept_out = ignored.sources(instruction, words);
            if !kept_out.is_empty() {
                view.list("kept_out", kept_out);
            }
        }
        if is_from {
            stage::remarks(instruction, self.expander, &self.global, view);
        } else if current.is_some_and(|state| state.shell.is_chosen) {
            view.set("shell_chosen", Value::bool(true, keyword));
        }
    }

    /// The instruction in an `ONBUILD`. What the variables hold is a matter of the build that it is for.
    fn trigger(&self, trigger: &Instruction<'_>) -> Value {
        let scope = Scope::default();
        let reader = Reader { expander: self.expander, scope: &scope };
        let mut view = View::new(self.file.span(trigger.range));
        view.set("keyword", Value::string(trigger.keyword.as_str(), self.file.span(trigger.keyword_range)));
        reader.fill(&mut view, trigger, &reader.words(trigger));
        view.finish()
    }

    /// The commands of an instruction, or of the one in its `ONBUILD`.
    fn commands(
        &self,
        instruction: &Instruction<'_>,
        stage: Value,
        is_final: Value,
        downloads: &RefCell<Downloads>,
    ) -> Vec<Value> {
        let Some(current) = self.states.last() else { return Vec::new() };
        let later = Scope::default();
        let (instruction, scope, onbuild) = match instruction.trigger.as_deref() {
            Some(trigger) => (trigger, &later, true),
            None => (instruction, &current.scope, false),
        };
        let runs = matches!(instruction.keyword, Keyword::Run | Keyword::Cmd | Keyword::Entrypoint);
        if !runs {
            return Vec::new();
        }
        let keyword = Value::string(instruction.keyword.as_str(), self.file.span(instruction.keyword_range));
        let (source, pipefail) = (self.file.text(), current.shell.pipefail);
        let site = Site { keyword, stage, is_final, scope, source, pipefail, onbuild, downloads };
        let language = current.shell.language;
        let mut commands = match instruction.form {
            Some(Form::Shell) if language != Language::Posix => site.windows(instruction, language),
            _ => site.commands(instruction, &Reader { expander: self.expander, scope }.words(instruction)),
        };
        cleaning::mark(&mut commands, instruction, scope);
        commands
    }

    /// What the flag `--from` means.
    fn origin(&self, instruction: &Instruction<'_>) -> Option<Value> {
        let flag = instruction.flags.iter().find(|flag| flag.name == "from")?;
        let word = flag.value.as_ref()?;
        let current = self.states.len().checked_sub(1)?;
        Some(Value::string(self.names.origin(&word.text, current), self.file.span(word.range)))
    }

    fn finish(self) -> Value {
        let user = self.states.last().and_then(|state| state.user.clone());
        let stages = self.stages.iter().zip(self.states).enumerate();
        let stages =
            stages.map(|(index, (stage, state))| stage_view(index, stage, state, self.file, &self.names)).collect();
        let mut view = View::new(self.file.whole());
        view.list("stages", stages);
        view.maybe("user", user);
        view.list("instructions", self.instructions);
        view.list("commands", self.commands);
        view.list("comments", self.comments);
        view.list("labels", self.labels);
        view.finish()
    }
}

fn comment_view(range: TextRange, file: &SourceFile) -> Value {
    Value::string(range.slice(file.text()), file.span(range))
}

fn stage_view(index: usize, stage: &Stage, read: State, file: &SourceFile, names: &StageNames) -> Value {
    let mut view = View::new(file.span(read.range));
    view.set("index", Value::number(index as i64, stage.header));
    if let Some(name) = &stage.name {
        view.set("name", name.clone());
        let taken = name.as_str().map(|text| names.is_taken(text, index));
        view.maybe("name_taken", taken.map(|taken| Value::bool(taken, name.span)));
    }
    view.set("final", Value::bool(stage.is_final, stage.header));
    view.maybe("base", stage.base());
    view.maybe("os", stage.is_windows.then(|| Value::string("windows", stage.header)));
    view.maybe("platform", stage.platform.clone());
    view.maybe("platform_named", stage.is_named_after_platform().then(|| Value::bool(true, stage.header)));
    view.maybe("platform_variable", stage.platform_variable.clone());
    view.maybe("user", read.user);
    view.list("labels", read.labels);
    view.list("instructions", read.instructions);
    view.finish()
}

/// What an instruction changes for those that follow it.
fn apply(instruction: &Instruction<'_>, expander: Expander, global: &Scope, state: &mut State) {
    match instruction.keyword {
        Keyword::Arg => declare_arguments(instruction, expander, &mut state.scope, Some(global)),
        Keyword::Env => {
            // All values of one instruction are resolved before any of them holds.
            for (name, value) in (Reader { expander, scope: &state.scope }).assignments(instruction) {
                if let (Some(name), Some(value)) = (name.as_str(), value) {
                    state.scope.set_env(name, value);
                }
            }
        }
        Keyword::User => state.user = instruction.words.first().map(|word| expander.word(word, &state.scope)),
        Keyword::Label => {
            let pairs = (Reader { expander, scope: &state.scope }).assignments(instruction);
            state
                .labels
                .extend(pairs.into_iter().map(|(name, _)| name).take(LABELS.saturating_sub(state.labels.len())));
        }
        Keyword::Workdir => state.has_workdir = true,
        Keyword::Shell => state.shell = Shell::of(instruction),
        _ => {}
    }
}

/// Declares the arguments of an `ARG`. Within a stage, one without a value takes that of before the first `FROM`.
fn declare_arguments(instruction: &Instruction<'_>, expander: Expander, scope: &mut Scope, global: Option<&Scope>) {
    for pair in &instruction.pairs {
        let name = expander.word(&pair.name, scope);
        let Some(name) = name.as_str() else { continue };
        let value = match &pair.value {
            Some(value) => Some(expander.word(value, scope)),
            None => global.and_then(|global| global.arg(name)).cloned(),
        };
        scope.set_arg(name, value);
    }
}
