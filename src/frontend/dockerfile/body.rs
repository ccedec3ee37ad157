//! The body of a Dockerfile resource: stages, instructions and commands in the form that `docs/checks.md` documents.

use super::cleaning;
use super::commands::Site;
use super::expand::Expander;
use super::history::History;
use super::instruction::Reader;
use super::origin::StageNames;
use super::problems;
use super::program::base_name;
use super::scope::Scope;
use super::stage::{self, Stage};
use super::takes::Take;
use super::variant::Variant;
use super::view::View;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceFile, Span, TextRange};
use crate::syntax::dockerfile::{Form, Instruction, Keyword, Parsed};
use crate::value::Value;

/// Most stages that take over the variables of the stage that they build upon; those of later ones are unknown.
const INHERITING_STAGES: usize = 256;

/// What a Dockerfile declares.
pub(super) struct Body {
    pub(super) value: Value,
    /// The `FROM` of the final stage.
    pub(super) header: Span,
    /// What the builder refuses.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads all instructions in order, as `docker build .` does. `None` where there is no instruction.
pub(super) fn build(file: &SourceFile, parsed: &Parsed<'_>) -> Option<Body> {
    build_as(file, parsed, &Variant::default())
}

/// The same for another build.
pub(super) fn build_as(file: &SourceFile, parsed: &Parsed<'_>, variant: &Variant) -> Option<Body> {
    let expander = Expander { file: file.id(), escape: parsed.escape };
    let mut global = Scope::closed();
    for instruction in parsed.instructions.iter().take_while(|instruction| instruction.keyword == Keyword::Arg) {
        declare_arguments(instruction, expander, &mut global, None, variant);
    }
    let stages = stage::plan(&parsed.instructions, expander, &global, variant);
    let header = stages.get(variant.last_stage(stages.len())?)?.header;
    let has_from = parsed.instructions.iter().any(|instruction| instruction.keyword == Keyword::From);
    let mut builder = Builder {
        file,
        expander,
        global,
        states: Vec::new(),
        stages: &stages,
        names: StageNames::new(&stages),
        variant,
        instructions: Vec::new(),
        commands: Vec::new(),
        diagnostics: Vec::new(),
    };
    if !has_from {
        builder.begin_stage();
    }
    for instruction in &parsed.instructions {
        builder.instruction(instruction);
    }
    let diagnostics = std::mem::take(&mut builder.diagnostics);
    Some(Body { value: builder.finish(), header, diagnostics })
}

/// What changes from instruction to instruction in a stage.
struct State {
    scope: Scope,
    user: Option<Value>,
    shell: Shell,
    /// Whether some `WORKDIR` is in force.
    has_workdir: bool,
    history: History,
    range: TextRange,
    instructions: Vec<Value>,
}

/// The shell that reads the commands of a stage.
#[derive(Clone, Copy)]
struct Shell {
    posix: bool,
    pipefail: bool,
}

impl Shell {
    const DEFAULT: Self = Self { posix: true, pipefail: false };

    /// The shell of a `SHELL` instruction.
    fn of(instruction: &Instruction<'_>) -> Self {
        let program = instruction.words.first().map(|word| base_name(&word.text).to_ascii_lowercase());
        let program = program.as_deref().map_or("", |program| program.trim_end_matches(".exe"));
        Self {
            posix: !matches!(program, "powershell" | "pwsh" | "cmd"),
            pipefail: instruction.words.iter().any(|word| word.text == "pipefail"),
        }
    }
}

struct Builder<'b> {
    file: &'b SourceFile,
    expander: Expander,
    global: Scope,
    stages: &'b [Stage],
    names: StageNames,
    variant: &'b Variant,
    /// Of the stages that were begun.
    states: Vec<State>,
    instructions: Vec<Value>,
    commands: Vec<Value>,
    diagnostics: Vec<Diagnostic>,
}

impl Builder<'_> {
    fn begin_stage(&mut self) {
        let stage = &self.stages[self.states.len()];
        let parent = stage.parent.map(|parent| &self.states[parent]);
        self.states.push(State {
            scope: parent
                .filter(|_| self.states.len() < INHERITING_STAGES)
                .map_or_else(|| stage.scope(), |parent| parent.scope.clone()),
            user: parent.and_then(|parent| parent.user.clone()),
            shell: parent.map_or(Shell::DEFAULT, |parent| parent.shell),
            has_workdir: parent.is_some_and(|parent| parent.has_workdir),
            history: History::default(),
            range: stage.header.range,
            instructions: Vec::new(),
        });
    }

    fn instruction(&mut self, instruction: &Instruction<'_>) {
        if instruction.keyword == Keyword::From {
            self.begin_stage();
        }
        let value = self.view(instruction);
        self.instructions.push(value.clone());
        if let Some(state) = self.states.last_mut() {
            state.instructions.push(value);
            state.range = state.range.cover(instruction.range);
            apply(instruction, self.expander, &self.global, self.variant, state);
        }
    }

    fn view(&mut self, instruction: &Instruction<'_>) -> Value {
        let at = |range: TextRange| self.file.span(range);
        let keyword_span = at(instruction.keyword_range);
        let current = self.states.last().filter(|_| instruction.keyword != Keyword::From);
        let scope = current.map_or(&self.global, |state| &state.scope);
        let reader = Reader { expander: self.expander, scope };
        let words = reader.words(instruction);
        let problems = problems::of(instruction, self.expander, scope);
        let keyword = Value::string(instruction.keyword.as_str(), keyword_span);
        let stage = self.states.len().checked_sub(1).map(|index| Value::number(index as i64, keyword_span));
        let is_final = self.states.len().checked_sub(1).is_some_and(|index| self.stages[index].is_final);
        let is_final = Value::bool(is_final, keyword_span);
        let mut view = View::new(at(instruction.range));
        view.set("keyword", keyword.clone());
        view.maybe("stage", stage.clone());
        view.set("final", is_final.clone());
        reader.fill(&mut view, instruction, &words);
        let trigger = instruction.trigger.as_deref();
        view.maybe("trigger", trigger.map(|trigger| self.trigger(trigger)));
        self.diagnostics.extend(problems);
        let Some(stage) = stage.filter(|_| instruction.keyword != Keyword::From) else { return view.finish() };
        let mut commands = self.commands(instruction, stage, is_final);
        if let Some(state) = self.states.last_mut() {
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
            }
        }
        self.takes(instruction, &mut view);
        self.commands.extend(commands);
        view.finish()
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
    fn commands(&self, instruction: &Instruction<'_>, stage: Value, is_final: Value) -> Vec<Value> {
        let Some(current) = self.states.last() else { return Vec::new() };
        let later = Scope::default();
        let (instruction, scope, onbuild) = match instruction.trigger.as_deref() {
            Some(trigger) => (trigger, &later, true),
            None => (instruction, &current.scope, false),
        };
        let runs = matches!(instruction.keyword, Keyword::Run | Keyword::Cmd | Keyword::Entrypoint);
        if !runs || !(current.shell.posix || instruction.form == Some(Form::Exec)) {
            return Vec::new();
        }
        let keyword = Value::string(instruction.keyword.as_str(), self.file.span(instruction.keyword_range));
        let (source, pipefail) = (self.file.text(), current.shell.pipefail);
        let site = Site { keyword, stage, is_final, scope, source, pipefail, onbuild };
        let mut commands = site.commands(instruction, &Reader { expander: self.expander, scope }.words(instruction));
        cleaning::mark(&mut commands, instruction, scope);
        commands
    }

    /// Says what an instruction takes files from. In an `ONBUILD` the names are those of a later build, so that it is known
    /// only of what no stage can be called.
    fn takes(&self, instruction: &Instruction<'_>, view: &mut View) {
        let Some(current) = self.states.len().checked_sub(1) else { return };
        let (later, none) = (instruction.trigger.as_deref(), StageNames::new(&[]));
        let names = if later.is_some() { &none } else { &self.names };
        let takes = Take::all(later.unwrap_or(instruction), self.expander).into_iter();
        let takes = takes.map(|take| take.view(names, current, self.variant));
        let is_known = |take: &Value| {
            let origin = take.member("origin").and_then(Value::as_str);
            later.is_none() || origin.is_none_or(|origin| origin == "image")
        };
        let takes: Vec<Value> = takes.filter(is_known).collect();
        if let Some(take) = takes.first().filter(|_| instruction.keyword == Keyword::Copy) {
            view.maybe("origin", take.member("origin").cloned());
        }
        if !takes.is_empty() {
            view.list("takes", takes);
        }
    }

    fn finish(self) -> Value {
        let target = self.variant.last_stage(self.states.len());
        let user = target.and_then(|target| self.states[target].user.clone());
        let stages = self.stages.iter().zip(self.states).enumerate();
        let view = |(index, (stage, state))| {
            let mut view = stage_view(index, stage, state, self.file, &self.names);
            view.set("target", Value::bool(target == Some(index), stage.header));
            view.finish()
        };
        let stages = stages.map(view).collect();
        let mut view = View::new(self.file.whole());
        view.list("stages", stages);
        view.maybe("user", user);
        view.list("instructions", self.instructions);
        view.list("commands", self.commands);
        view.finish()
    }
}

fn stage_view(index: usize, stage: &Stage, read: State, file: &SourceFile, names: &StageNames) -> View {
    let mut view = View::new(file.span(read.range));
    view.set("index", Value::number(index as i64, stage.header));
    if let Some(name) = &stage.name {
        view.set("name", name.clone());
        let taken = name.as_str().map(|text| names.is_taken(text, index));
        view.maybe("name_taken", taken.map(|taken| Value::bool(taken, name.span)));
    }
    view.set("final", Value::bool(stage.is_final, stage.header));
    view.maybe("base", stage.base());
    view.maybe("platform", stage.platform.clone());
    view.maybe("platform_variable", stage.platform_variable.clone());
    view.maybe("user", read.user);
    view.list("instructions", read.instructions);
    view
}

/// What an instruction changes for those that follow it.
fn apply(instruction: &Instruction<'_>, expander: Expander, global: &Scope, variant: &Variant, state: &mut State) {
    match instruction.keyword {
        Keyword::Arg => declare_arguments(instruction, expander, &mut state.scope, Some(global), variant),
        Keyword::Env => {
            // All values of one instruction are resolved before any of them holds.
            for (name, value) in (Reader { expander, scope: &state.scope }).assignments(instruction) {
                if let (Some(name), Some(value)) = (name.as_str(), value) {
                    state.scope.set_env(name, value);
                }
            }
        }
        Keyword::User => state.user = instruction.words.first().map(|word| expander.word(word, &state.scope)),
        Keyword::Workdir => state.has_workdir = true,
        Keyword::Shell => state.shell = Shell::of(instruction),
        _ => {}
    }
}

/// Declares the arguments of an `ARG`. What the build gives wins; within a stage, one without a value takes that of before the
/// first `FROM`.
fn declare_arguments(
    instruction: &Instruction<'_>,
    expander: Expander,
    scope: &mut Scope,
    global: Option<&Scope>,
    variant: &Variant,
) {
    for pair in &instruction.pairs {
        let name = expander.word(&pair.name, scope);
        let Some(text) = name.as_str() else { continue };
        let value = variant.arg(text, name.span).or_else(|| match &pair.value {
            Some(value) => Some(expander.word(value, scope)),
            None => global.and_then(|global| global.arg(text)).cloned(),
        });
        scope.set_arg(text, value);
    }
}
