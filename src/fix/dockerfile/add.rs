//! Adds instructions, options and flags.

use super::Dockerfile;
use super::script::scripts;
use crate::fix::{TextEdit, Unfixable};
use crate::source::TextRange;
use crate::syntax::dockerfile::{Form, Instruction, Keyword};

/// Where an instruction is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At the end of the last stage, before what says how its image is started: `CMD`, `ENTRYPOINT`, `HEALTHCHECK`.
    End,
    /// The same in the stage that a range lies in.
    EndOfStage(TextRange),
    /// Above the instruction that a range lies in, and the comment above it.
    Before(TextRange),
    /// Below the instruction that a range lies in.
    After(TextRange),
}

impl Dockerfile<'_> {
    /// Adds an instruction, in the case of the others.
    ///
    /// # Errors
    /// There is no such place.
    pub fn add_instruction(&self, text: &str, place: Place) -> Result<Vec<TextEdit>, Unfixable> {
        let text = self.in_case(text).replace('\n', self.newline());
        let edit = match place {
            Place::End => self.at_end(self.text.len(), &text)?,
            Place::EndOfStage(range) => self.at_end(range.end as usize, &text)?,
            Place::Before(range) => self.above(self.instruction(range)?, &text),
            Place::After(range) => self.below(self.instruction(range)?, &text)?,
        };
        let mut earlier = self.parsed.instructions.iter().take_while(|other| other.range.start < edit.range.start);
        let is_argument = text.get(..4).is_some_and(|keyword| keyword.eq_ignore_ascii_case("ARG "));
        if !is_argument && !earlier.any(|other| other.keyword == Keyword::From) {
            return Err(Unfixable::new("only `ARG` can stand before the first stage"));
        }
        Ok(vec![edit])
    }

    /// At the end of the stage that an offset lies in.
    fn at_end(&self, within: usize, text: &str) -> Result<TextEdit, Unfixable> {
        let is_from = |instruction: &&Instruction<'_>| instruction.keyword == Keyword::From;
        let all = &self.parsed.instructions;
        let begun = all.partition_point(|instruction| (instruction.range.start as usize) < within);
        let next = all[begun..].iter().position(|other| is_from(&other)).map_or(all.len(), |index| begun + index);
        let stage = &all[..next];
        if !stage.iter().any(|instruction| instruction.keyword == Keyword::From) {
            return Err(Unfixable::new("the file has no stage"));
        }
        let starts = |instruction: &&Instruction<'_>| {
            matches!(instruction.keyword, Keyword::Cmd | Keyword::Entrypoint | Keyword::Healthcheck)
        };
        let started = stage.iter().rev().take_while(starts).count();
        match stage.get(stage.len() - started) {
            Some(first) => Ok(self.above(first, text)),
            None => self.below(&stage[stage.len() - 1], text),
        }
    }

    fn above(&self, instruction: &Instruction<'_>, text: &str) -> TextEdit {
        let mut line = self.line_start(instruction.range.start as usize);
        let indentation = &self.text[line..instruction.range.start as usize];
        while let Some(before) = line.checked_sub(1).map(|end| self.line_start(end)) {
            let is_comment = |comment: &crate::syntax::Comment| self.line_start(comment.range.start as usize) == before;
            if !self.parsed.comments.iter().any(is_comment) {
                break;
            }
            line = before;
        }
        TextEdit::insert(line, format!("{indentation}{text}{}", self.newline()))
    }

    fn below(&self, instruction: &Instruction<'_>, text: &str) -> Result<TextEdit, Unfixable> {
        let (start, end) = (instruction.range.start as usize, instruction.range.end as usize);
        let line_end = self.line_end(end);
        if !self.text[end..line_end].trim().is_empty() {
            return Err(Unfixable::new("the instruction goes on below, with nothing behind it"));
        }
        let indentation = &self.text[self.line_start(start)..start];
        Ok(TextEdit::insert(line_end, format!("{}{indentation}{text}", self.newline())))
    }

    /// Adds an option to a command, behind the word at a range: its subcommand, or the program where it has none. No edit where
    /// the command has the option.
    ///
    /// # Errors
    /// No command stands there, or it is one for a shell of Windows.
    pub fn add_option(&self, behind: TextRange, option: &str) -> Result<Vec<TextEdit>, Unfixable> {
        let instruction = self.instruction(behind)?;
        if instruction.form == Some(Form::Exec) {
            return add_to_array(instruction, behind, option);
        }
        self.refuse_windows(instruction)?;
        let scripts = scripts(instruction);
        let is_around = |range: TextRange| range.contains(behind);
        let command = scripts.iter().flatten().rfind(|command| is_around(command.range));
        let command = command.ok_or_else(|| Unfixable::new("no command stands there"))?;
        let is_there = |word: &TextRange| word.slice(self.text) == option;
        match command.words.iter().any(is_there) {
            true => Ok(Vec::new()),
            false => Ok(vec![TextEdit::insert(behind.end as usize, format!(" {option}"))]),
        }
    }

    /// Gives the instruction at a range a flag such as `--chown=app`, in the place of one of this name.
    ///
    /// # Errors
    /// No instruction stands there.
    pub fn add_flag(&self, at: TextRange, flag: &str) -> Result<Vec<TextEdit>, Unfixable> {
        let instruction = self.instruction(at)?;
        let name = flag.trim_start_matches('-').split('=').next().unwrap_or_default();
        if let Some(old) = instruction.flags.iter().find(|old| old.name == name) {
            let is_same = old.range.slice(self.text) == flag;
            return Ok(if is_same { Vec::new() } else { vec![TextEdit::replace(old.range, flag)] });
        }
        let end = instruction.flags.last().map_or(instruction.keyword_range, |flag| flag.range).end;
        Ok(vec![TextEdit::insert(end as usize, format!(" {flag}"))])
    }
}

/// Adds an option to the command of the exec form: as strings of their own, or in the script that a shell is given.
fn add_to_array(instruction: &Instruction<'_>, behind: TextRange, option: &str) -> Result<Vec<TextEdit>, Unfixable> {
    let words = &instruction.words;
    let Some(word) = words.iter().find(|word| word.range.contains(behind)) else {
        return Err(Unfixable::new("no command stands there"));
    };
    if word.range != behind {
        let text = serde_json::Value::from(option).to_string();
        let text = &text[1..text.len() - 1];
        return Ok(vec![TextEdit::insert(behind.end as usize, format!(" {text}"))]);
    }
    if words.iter().any(|other| other.text == option) {
        return Ok(Vec::new());
    }
    let strings = option.split_whitespace().map(|part| format!(", {}", serde_json::Value::from(part)));
    Ok(vec![TextEdit::insert(behind.end as usize + 1, strings.collect::<String>())])
}
