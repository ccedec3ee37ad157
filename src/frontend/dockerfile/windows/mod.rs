//! Stages that run on Windows, and the calls of its shells.

mod downloads;
mod image;
mod inline;
mod packages;
mod programs;

#[cfg(test)]
mod tests;

pub(super) use downloads::Downloads;
pub(super) use image::{is_windows, of_image};
pub(super) use inline::{Inner, inner};
pub(super) use packages::packages;

use super::commands::{Call, DEPTH_LIMIT, Place, Site};
use super::shell::Language;
use crate::source::Span;
use crate::syntax::dockerfile::Instruction;
use crate::syntax::shell;
use crate::syntax::windows::{self, Role, Script};
use crate::value::{Kind, Reason, Unknown, Value};

impl Site<'_> {
    /// The commands of an instruction whose text `cmd` or `PowerShell` reads.
    pub(super) fn windows(&self, instruction: &Instruction<'_>, language: Language) -> Vec<Value> {
        let file = self.keyword.span.file;
        let start = instruction.rest.start;
        let place = |range: crate::source::TextRange| {
            instruction.text.range(start + range.start as usize..start + range.end as usize).in_file(file)
        };
        let mut found = Vec::new();
        let text = &instruction.text.as_str()[instruction.rest.clone()];
        self.windows_script(language, text, 0, &place, 0, &mut found);
        found.extend(instruction.heredocs.iter().map(|heredoc| unread(heredoc.range.in_file(file))));
        found
    }

    /// The commands of a text; `base` is its offset in what `place` maps.
    pub(super) fn windows_script(
        &self,
        language: Language,
        text: &str,
        base: usize,
        place: Place<'_>,
        depth: usize,
        found: &mut Vec<Value>,
    ) {
        let script = match language {
            Language::Cmd => windows::parse_cmd(text, base),
            Language::Posix | Language::PowerShell { .. } => windows::parse_powershell(text, base),
        };
        let is_old = matches!(language, Language::PowerShell { is_old: true });
        let names: Vec<String> = script.calls.iter().map(|call| programs::name(call, is_old)).collect();
        let is_block = |word: &shell::Word| {
            text.get((word.range.start as usize).saturating_sub(base)..).is_some_and(|rest| rest.starts_with('{'))
        };
        let flow = self.downloads.borrow_mut().follow(&script, &names, &is_block);
        for (index, name) in names.iter().enumerate() {
            // What a block calls has entries of its own.
            if name.is_empty() && script.calls[index].words.first().is_some_and(is_block) {
                continue;
            }
            let call = self.windows_call(&script, index, &names, place);
            let Some(mut call) = call.filter(|call| !call.words.is_empty()) else { continue };
            // A name that is computed stays so.
            if let (false, Some(program)) = (name.is_empty(), call.words.first_mut()) {
                *program = Value::string(name.as_str(), program.span);
            }
            let mut entry = self.entry(&call, None, true);
            let span = call.span;
            let facts = [
                ("runs_download", flow.runs.get(&index).map(|what| Value::string(what.as_str(), span))),
                ("password", programs::password(&call.words)),
                ("assignments", programs::setting(&call.words)),
            ];
            if let Kind::Map(map) = &mut entry.kind {
                let map = std::sync::Arc::make_mut(map);
                for (name, fact) in facts {
                    fact.map(|fact| map.insert(name, fact.span, fact));
                }
            }
            found.push(entry);
            self.inner_script(&call.words, depth, span, found);
        }
        found.extend(script.unread.map(|range| unread(place(range))));
    }

    /// The commands that the shell with these words runs, if it is one of Windows with a script among its arguments.
    pub(super) fn inner_script(&self, words: &[Value], depth: usize, span: Span, found: &mut Vec<Value>) -> bool {
        let Some(inner) = inner(words) else { return false };
        if depth >= DEPTH_LIMIT {
            found.push(Value::unknown(Unknown::new(Reason::Limit("nested commands"), span), span));
            return true;
        }
        match inner {
            Inner::Script { language, text, span } => {
                let base = self.base_of(span, &text);
                let place = |range: crate::source::TextRange| base.map_or(span, |_| range.in_file(span.file));
                self.windows_script(language, &text, base.unwrap_or(0), &place, depth + 1, found);
            }
            Inner::Unread(span) => found.push(unread(span)),
        }
        true
    }

    fn windows_call(&self, script: &Script, index: usize, names: &[String], place: Place<'_>) -> Option<Call> {
        let call = &script.calls[index];
        if call.role == Role::Value {
            return None;
        }
        let outside = shell::Script::default();
        let words = call.words.iter().map(|word| self.word(&environment(word), &outside, place)).collect();
        let span = place(call.range);
        let pipe_to = call.pipe_to.map(|to| {
            let word = script.calls[to].words.first();
            let span = word.map_or(span, |word| place(word.range));
            Value::string(names[to].as_str(), span)
        });
        // What fails in a pipe is a matter of other settings here, such as `$ErrorActionPreference`.
        let piped = call.pipe_to.is_some();
        Some(Call { words, span, piped, pipe_to, ..Call::exec(&[], span) })
    }
}

/// The word with variables of the environment by their plain names, and others as what is computed.
fn environment(word: &shell::Word) -> shell::Word {
    let part = |part: &shell::Part| match part {
        shell::Part::Variable { name, range } => match name.strip_prefix("env:") {
            Some(name) => shell::Part::Variable { name: name.to_owned(), range: *range },
            None => shell::Part::computed(*range),
        },
        other => other.clone(),
    };
    shell::Word { parts: word.parts.iter().map(part).collect(), range: word.range }
}

/// Stands for commands of Windows that are not read.
fn unread(span: Span) -> Value {
    Value::unknown(Unknown::new(Reason::Unsupported("this command of Windows"), span), span)
}
