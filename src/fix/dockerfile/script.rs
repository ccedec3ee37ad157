//! The commands of an instruction, with their places in the file.

use std::ops::Range;

use crate::source::TextRange;
use crate::syntax::dockerfile::{Form, Instruction, Keyword};
use crate::syntax::shell::{self, Next, Script};

/// A command of a shell.
#[derive(Debug)]
pub(super) struct Command {
    /// With its redirections and with what is assigned before it.
    pub(super) range: TextRange,
    /// Program and arguments.
    pub(super) words: Vec<TextRange>,
    /// What stands behind it.
    pub(super) next: Next,
    /// Whether it stands in the chain of the instruction, and not in a group, a block, a substitution or a pipe.
    pub(super) is_link: bool,
}

fn commands(script: &Script, place: &dyn Fn(TextRange) -> TextRange) -> Vec<Command> {
    let command = |command: &shell::Command| Command {
        range: place(command.range),
        words: command.words.iter().map(|word| place(word.range)).collect(),
        next: command.next,
        is_link: command.outermost
            && command.level == 0
            && !command.condition
            && !command.piped
            && command.reads.is_none(),
    };
    script.commands.iter().map(command).collect()
}

/// The scripts of an instruction: its own text, and those in here-documents. None of the exec form.
pub(super) fn scripts(instruction: &Instruction<'_>) -> Vec<Vec<Command>> {
    let runs = matches!(instruction.keyword, Keyword::Run | Keyword::Cmd | Keyword::Entrypoint | Keyword::Healthcheck);
    if !runs || instruction.form != Some(Form::Shell) {
        return Vec::new();
    }
    let start = match instruction.keyword {
        Keyword::Healthcheck => instruction.words.first().map_or(instruction.rest.start, |word| word.at.end),
        _ => instruction.rest.start,
    };
    let own = shell::parse(&instruction.text.as_str()[start..instruction.rest.end], 0);
    let place = |range: TextRange| {
        let at: Range<usize> = start + range.start as usize..start + range.end as usize;
        instruction.text.range(at)
    };
    let bodies = instruction
        .heredocs
        .iter()
        .map(|heredoc| commands(&shell::parse(heredoc.body, heredoc.range.start as usize), &|range| range));
    std::iter::once(commands(&own, &place)).chain(bodies).collect()
}
