//! What changes from instruction to instruction in a stage.

use super::configured::Configured;
use super::expand::Expander;
use super::flow::{self, Disk};
use super::history::History;
use super::instruction::Reader;
use super::scope::Scope;
use super::shell::Shell;
use super::stage::Stage;
use super::variant::Variant;
use super::windows::Downloads;
use crate::source::TextRange;
use crate::syntax::dockerfile::{Instruction, Keyword};
use crate::value::Value;

/// Most labels of a stage that are remembered.
const LABELS: usize = 1024;

/// What holds in a stage behind the instructions so far.
pub(super) struct State {
    pub(super) scope: Scope,
    pub(super) user: Option<Value>,
    pub(super) shell: Shell,
    /// Whether some `WORKDIR` is in force.
    pub(super) has_workdir: bool,
    /// The folder that commands run in.
    pub(super) folder: String,
    pub(super) disk: Disk,
    /// The same for the build that the triggers are for.
    pub(super) later: Option<Disk>,
    pub(super) history: History,
    pub(super) configured: Configured,
    pub(super) downloads: Downloads,
    /// The names of the labels so far.
    pub(super) labels: Vec<Value>,
    /// Whether no base image can set variables.
    pub(super) is_closed: bool,
    pub(super) range: TextRange,
    pub(super) instructions: Vec<Value>,
}

impl State {
    /// Before the first instruction of a stage that builds upon `parent`, where that is an earlier one. Variables and files
    /// of that are taken over where it `inherits`.
    pub(super) fn at_start(stage: &Stage, parent: Option<&Self>, inherits: bool) -> Self {
        let heir = parent.filter(|_| inherits);
        Self {
            scope: heir.map_or_else(|| stage.scope(), |parent| parent.scope.clone()),
            user: parent.and_then(|parent| parent.user.clone()),
            shell: parent.map_or(Shell::default_of(stage.is_windows), |parent| parent.shell),
            has_workdir: parent.is_some_and(|parent| parent.has_workdir),
            folder: parent.map_or_else(|| flow::UNKNOWN_FOLDER.to_owned(), |parent| parent.folder.clone()),
            disk: heir.map_or_else(Disk::default, |parent| parent.disk.clone()),
            later: None,
            history: History::default(),
            configured: parent.map(|parent| parent.configured.clone()).unwrap_or_default(),
            downloads: parent.map(|parent| parent.downloads.clone()).unwrap_or_default(),
            labels: parent.map(|parent| parent.labels.clone()).unwrap_or_default(),
            is_closed: match parent {
                Some(parent) => parent.is_closed,
                None => stage.image.as_ref().is_some_and(|image| image.as_str() == Some("scratch")),
            },
            range: stage.header.range,
            instructions: Vec::new(),
        }
    }
}

/// What an instruction changes for those that follow it.
pub(super) fn apply(
    instruction: &Instruction<'_>,
    expander: Expander,
    global: &Scope,
    variant: &Variant,
    state: &mut State,
) {
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
        Keyword::Label => {
            let pairs = (Reader { expander, scope: &state.scope }).assignments(instruction);
            state
                .labels
                .extend(pairs.into_iter().map(|(name, _)| name).take(LABELS.saturating_sub(state.labels.len())));
        }
        Keyword::Workdir => {
            state.has_workdir = true;
            if let Some(word) = instruction.words.first() {
                let path = expander.word(word, &state.scope);
                state.folder = flow::resolve(&state.folder, path.as_str().unwrap_or(&word.text));
            }
        }
        Keyword::Shell => state.shell = Shell::of(instruction),
        _ => {}
    }
}

/// Declares the arguments of an `ARG`. What the build gives wins; within a stage, one without a value takes that of before the
/// first `FROM`.
pub(super) fn declare_arguments(
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
