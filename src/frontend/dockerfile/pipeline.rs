//! Which command of a pipeline tells that its failure goes unnoticed.

use std::collections::HashSet;

use super::program::base_name;
use crate::syntax::shell::{Command, RedirectionKind, Script};

/// Programs that print what they are told, and do not fail. `yes` ends by a signal whenever its reader has enough.
const CERTAIN: [&str; 5] = ["echo", "printf", "true", ":", "yes"];

/// For each command whether it is the first of its pipeline that may fail, and not the last one.
pub(super) fn telling(script: &Script) -> Vec<bool> {
    let commands = &script.commands;
    // The pipeline that each command belongs to, by its first command. Those that write come before those that read.
    let mut pipelines: Vec<usize> = (0..commands.len()).collect();
    let mut told = HashSet::new();
    let mut telling = Vec::with_capacity(commands.len());
    for (index, command) in commands.iter().enumerate() {
        let mut pipeline = command.reads.map_or(index, |reads| pipelines[reads]).min(pipelines[index]);
        if let Some(to) = command.pipe_to {
            pipeline = pipeline.min(pipelines[to]);
            pipelines[to] = pipeline;
        }
        pipelines[index] = pipeline;
        telling.push(command.piped && may_fail(command) && told.insert(pipeline));
    }
    telling
}

fn may_fail(command: &Command) -> bool {
    let Some(program) = command.words.first() else { return false };
    let name = base_name(program.literal().unwrap_or_default());
    let is_written = |kind: &RedirectionKind| matches!(kind, RedirectionKind::Heredoc { .. } | RedirectionKind::Text);
    let prints_text = name == "cat"
        && command.words.len() == 1
        && command.redirections.iter().any(|redirection| is_written(&redirection.kind));
    !CERTAIN.contains(&name) && !prints_text
}
