//! The body of a Dockerfile resource: stages, instructions and commands in the form that `docs/checks.md` documents.

use std::cell::RefCell;

use super::caches;
use super::casing::Casing;
use super::commands::Site;
use super::expand::Expander;
use super::flow::{Flow, Step};
use super::ignored::Ignored;
use super::instruction::Reader;
use super::origin::StageNames;
use super::problems;
use super::scope::Scope;
use super::shell::Language;
use super::stage::{self, Stage};
use super::state::{State, apply, declare_arguments};
use super::takes::Take;
use super::undefined::Surroundings;
use super::variant::Variant;
use super::view::View;
use super::windows::Downloads;
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

/// Reads all instructions in order, as one build does. `None` where there is no instruction. What is `ignored` is kept out of
/// its context.
pub(super) fn build_as(
    file: &SourceFile,
    parsed: &Parsed<'_>,
    variant: &Variant,
    ignored: Option<&Ignored>,
) -> Option<Body> {
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
        casing: Casing::of(&parsed.instructions),
        ignored,
        labels: Vec::new(),
        comments: parsed.comments.iter().map(|comment| comment_view(comment.range, file)).collect(),
        global,
        states: Vec::new(),
        stages: &stages,
        names: StageNames::new(&stages),
        variant,
        instructions: Vec::new(),
        commands: Vec::new(),
        flow: Flow::default(),
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
    variant: &'b Variant,
    /// Of the stages that were begun.
    states: Vec<State>,
    instructions: Vec<Value>,
    commands: Vec<Value>,
    flow: Flow,
    diagnostics: Vec<Diagnostic>,
}

impl Builder<'_> {
    fn begin_stage(&mut self) {
        let stage = &self.stages[self.states.len()];
        let parent = stage.parent.map(|parent| &self.states[parent]);
        let inherits = self.states.len() < INHERITING_STAGES;
        self.states.push(State::at_start(stage, parent, inherits));
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
        self.remarks(instruction, &mut view, &words);
        let trigger = instruction.trigger.as_deref();
        view.maybe("trigger", trigger.map(|trigger| self.trigger(trigger)));
        self.diagnostics.extend(problems);
        let Some(stage) = stage.filter(|_| instruction.keyword != Keyword::From) else { return view.finish() };
        let downloads = self.states.last_mut().map(|state| std::mem::take(&mut state.downloads));
        let downloads = RefCell::new(downloads.unwrap_or_default());
        let mut commands = self.commands(instruction, stage, is_final, &downloads);
        self.follow(instruction, &words);
        if let Some(state) = self.states.last_mut() {
            state.downloads = downloads.into_inner();
            state.history.mark(&mut commands);
            let text = instruction.text.as_str();
            let bodies = instruction.heredocs.iter().map(|heredoc| heredoc.body);
            // The file is named in the one, and what is written to it stands in the other.
            state.configured.read(&std::iter::once(text).chain(bodies).collect::<Vec<_>>().join("\n"));
            state.configured.mark(&mut commands);
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
        let (source, strictness) = (self.file.text(), current.shell.strictness);
        let site = Site { keyword, stage, is_final, scope, source, strictness, onbuild, downloads };
        let reader = Reader { expander: self.expander, scope };
        let language = current.shell.language;
        let mut commands = match instruction.form {
            Some(Form::Shell) if language != Language::Posix => site.windows(instruction, language),
            _ => site.commands(instruction, &reader.words(instruction)),
        };
        let (mounts, user) = (reader.mounts(instruction), current.user.as_ref());
        caches::mark(&mut commands, &caches::Surroundings { scope, user, mounts });
        commands
    }

    /// Follows what an instruction, or the one in its `ONBUILD`, does with downloads.
    fn follow(&mut self, instruction: &Instruction<'_>, words: &[Value]) {
        let later = Scope::default();
        let reader = Reader { expander: self.expander, scope: &later };
        let Some(index) = self.states.len().checked_sub(1) else { return };
        let (earlier, current) = self.states.split_at_mut(index);
        let state = &mut current[0];
        let onbuild = instruction.trigger.is_some();
        let (instruction, words, scope, disk) = match instruction.trigger.as_deref() {
            Some(trigger) => {
                let disk = state.later.get_or_insert_with(|| state.disk.clone());
                (trigger, reader.words(trigger), &later, disk)
            }
            None => (instruction, words.to_vec(), &state.scope, &mut state.disk),
        };
        let flag = instruction.flags.iter().find(|flag| flag.name == "from").and_then(|flag| flag.value.as_ref());
        let from = flag.and_then(|word| self.names.index(&word.text, index)).and_then(|from| earlier.get(from));
        let keyword_span = self.file.span(instruction.keyword_range);
        let step = Step {
            keyword: Value::string(instruction.keyword.as_str(), keyword_span),
            stage: Value::number(index as i64, keyword_span),
            is_final: Value::bool(self.stages[index].is_final, keyword_span),
            onbuild,
            scope,
            source: self.file.text(),
            is_posix: state.shell.language == Language::Posix,
            folder: state.folder.clone(),
            strictness: state.shell.strictness,
        };
        self.flow.follow(instruction, &words, &step, disk, from.map(|state| &state.disk));
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
        view.list("downloads", self.flow.finish());
        view.list("comments", self.comments);
        view.list("labels", self.labels);
        view.finish()
    }
}

fn comment_view(range: TextRange, file: &SourceFile) -> Value {
    Value::string(range.slice(file.text()), file.span(range))
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
    view.maybe("os", stage.is_windows.then(|| Value::string("windows", stage.header)));
    view.maybe("platform", stage.platform.clone());
    view.maybe("platform_named", stage.is_named_after_platform().then(|| Value::bool(true, stage.header)));
    let varies = stage.platform.as_ref().filter(|platform| platform.as_str().is_none());
    view.maybe("platform_varies", varies.map(|platform| Value::bool(true, platform.span)));
    view.maybe("platform_variable", stage.platform_variable.clone());
    view.maybe("user", read.user);
    view.list("labels", read.labels);
    view.list("instructions", read.instructions);
    view
}
