//! Takes away what stands at a place.

use super::Dockerfile;
use super::script::{Command, scripts};
use super::source::refuse_heredocs;
use crate::fix::{TextEdit, Unfixable};
use crate::source::TextRange;
use crate::syntax::dockerfile::{Form, Instruction, Keyword};
use crate::syntax::shell::Next;

impl Dockerfile<'_> {
    /// Removes what stands at a range: an instruction, a flag or its value, a pair, a command of a chain, a word or several in
    /// a row, the blank lines that begin at it.
    ///
    /// # Errors
    /// Nothing of these stands there, or what is left would mean something else.
    pub fn remove(&self, at: TextRange) -> Result<Vec<TextEdit>, Unfixable> {
        let instruction = self.instruction(at)?;
        refuse_heredocs(instruction, at)?;
        if instruction.keyword == Keyword::Healthcheck && instruction.words[0].range == at {
            return Err(Unfixable::new("a health check begins with this word"));
        }
        if at == instruction.range || at == instruction.keyword_range {
            return self.remove_instruction(instruction);
        }
        if instruction.gap == Some(at) {
            return Ok(self.without_blank_lines(instruction));
        }
        let is_flag = |range: TextRange, value: Option<TextRange>| range == at || value == Some(at);
        let flags = instruction.flags.iter();
        let mut flags = flags.map(|flag| (flag.range, flag.value.as_ref().map(|value| value.range)));
        if let Some((flag, _)) = flags.find(|(range, value)| is_flag(*range, *value)) {
            let before = self.text[..flag.start as usize].trim_end().len();
            return Ok(vec![TextEdit::replace(TextRange::new(before, flag.end as usize), "")]);
        }
        let pair = instruction.pairs.iter().map(|pair| {
            let value = pair.value.as_ref().map(|value| value.range);
            value.map_or(pair.name.range, |value| pair.name.range.cover(value))
        });
        let pairs: Vec<TextRange> = pair.collect();
        if pairs.contains(&at) {
            return self.remove_words(instruction, &pairs, at, 1);
        }
        if instruction.form != Some(Form::Exec) {
            let scripts = scripts(instruction);
            for script in &scripts {
                if let Some(index) = script.iter().position(|command| command.range == at) {
                    self.refuse_windows(instruction)?;
                    return self.remove_command(instruction, script, index);
                }
            }
            if let Some(command) = scripts.iter().flatten().find(|command| is_run(&command.words, at).is_some()) {
                self.refuse_windows(instruction)?;
                return self.remove_words(instruction, &command.words, at, 1);
            }
        }
        let words: Vec<TextRange> = instruction.words.iter().map(|word| word.range).collect();
        match is_run(&words, at).is_some() {
            true => self.remove_words(instruction, &words, at, least(instruction)),
            false => Err(Unfixable::new("what stands there is no whole word")),
        }
    }

    /// Removes the lines of an instruction.
    fn remove_instruction(&self, instruction: &Instruction<'_>) -> Result<Vec<TextEdit>, Unfixable> {
        if instruction.keyword == Keyword::From {
            return Err(Unfixable::new("a stage cannot be removed"));
        }
        let (start, end) = (self.line_start(instruction.range.start as usize), instruction.range.end as usize);
        if !self.text[end..self.line_end(end)].trim().is_empty() {
            return Err(Unfixable::new("the instruction goes on below, with nothing behind it"));
        }
        let next = self.next_line(end);
        let is_unended = next == self.text.len() && !self.text.ends_with('\n') && start > 0;
        let start = if is_unended { self.line_end(start - 1) } else { start };
        Ok(vec![TextEdit::replace(TextRange::new(start, next), "")])
    }

    /// Removes the blank lines within an instruction.
    fn without_blank_lines(&self, instruction: &Instruction<'_>) -> Vec<TextEdit> {
        let is_text = |at: usize| {
            let is_around = |range: TextRange| (range.start as usize) <= at && at < range.end as usize;
            instruction.heredocs.iter().any(|heredoc| is_around(heredoc.range))
        };
        let mut edits = Vec::new();
        let mut at = self.next_line(instruction.range.start as usize);
        while at < instruction.range.end as usize {
            let next = self.next_line(at);
            if self.text[at..next].trim().is_empty() && !is_text(at) {
                edits.push(TextEdit::replace(TextRange::new(at, next), ""));
            }
            at = next;
        }
        edits
    }

    /// Removes words that stand in a row, of which `fewest` must be left.
    fn remove_words(
        &self,
        instruction: &Instruction<'_>,
        words: &[TextRange],
        at: TextRange,
        fewest: usize,
    ) -> Result<Vec<TextEdit>, Unfixable> {
        let Some((first, last)) = is_run(words, at) else {
            return Err(Unfixable::new("what stands there is no whole word"));
        };
        if words.len() == last + 1 - first && fewest == 1 && instruction.form != Some(Form::Shell) {
            return self.remove_instruction(instruction);
        }
        if words.len() < fewest + (last + 1 - first) {
            return Err(Unfixable::new("too little would be left of the instruction"));
        }
        // The quotes of the exec form stand around its words.
        let quote = u32::from(instruction.form == Some(Form::Exec) && !is_bare(self.text, words[first]));
        let range = match first.checked_sub(1) {
            Some(before) => {
                let is_quoted = u32::from(instruction.form == Some(Form::Exec) && !is_bare(self.text, words[before]));
                TextRange { start: words[before].end + is_quoted, end: words[last].end + quote }
            }
            None => TextRange { start: words[first].start - quote, end: words[last + 1].start - quote },
        };
        if self.text[..range.start as usize].trim_end().len() == instruction.keyword_range.end as usize
            && self.text[range.end as usize..].starts_with("--")
        {
            return Err(Unfixable::new("what follows would become a flag of the instruction"));
        }
        Ok(vec![TextEdit::replace(range, "")])
    }

    /// Removes a command from the chain that it is a link of.
    fn remove_command(
        &self,
        instruction: &Instruction<'_>,
        script: &[Command],
        index: usize,
    ) -> Result<Vec<TextEdit>, Unfixable> {
        let own = &script[index];
        let before = index.checked_sub(1).map(|before| &script[before]);
        let next = script.get(index + 1);
        if before.is_none() && next.is_none() && instruction.heredocs.is_empty() {
            return self.remove_instruction(instruction);
        }
        let joins = |next: Next| matches!(next, Next::AndThen | Next::Always);
        let is_tied = before.is_some_and(|before| !joins(before.next) || !before.is_link && before.next != Next::Always)
            || next.is_some() && !joins(own.next)
            || next.is_some_and(|next| !next.is_link)
            // `a; b && c` without `b` lets `c` depend on nothing, as `a; c` does; `a && b; c` would let it depend on `a`.
            || before.is_some_and(|before| next.is_some() && before.next == Next::AndThen && own.next == Next::Always);
        if !own.is_link || is_tied {
            return Err(Unfixable::new("the command is part of a larger one"));
        }
        let (start, end) = (own.range.start as usize, own.range.end as usize);
        let Some(next) = next else {
            let before = before.map_or(start, |before| before.range.end as usize);
            return Ok(vec![TextEdit::replace(TextRange::new(before, end), "")]);
        };
        // A comment below is about what follows.
        let line = self.next_line(end);
        let below = line + (self.text[line..].len() - self.text[line..].trim_start().len());
        let has_comment = self.begins_line(start) && self.text[below..].starts_with('#');
        let end = if has_comment { below } else { next.range.start as usize };
        Ok(vec![TextEdit::replace(TextRange::new(start, end), "")])
    }
}

/// The first and the last of the words that a range holds, where it holds whole words and nothing else.
fn is_run(words: &[TextRange], at: TextRange) -> Option<(usize, usize)> {
    let first = words.iter().position(|word| word.start == at.start)?;
    let last = words.iter().position(|word| word.end == at.end)?;
    (first <= last).then_some((first, last))
}

/// Whether a word stands without quotes: the `CMD` of a `HEALTHCHECK`.
fn is_bare(text: &str, word: TextRange) -> bool {
    !text[..word.start as usize].ends_with('"')
}

/// How many words an instruction needs.
fn least(instruction: &Instruction<'_>) -> usize {
    match instruction.keyword {
        Keyword::Copy | Keyword::Add | Keyword::Healthcheck => 2,
        _ => 1,
    }
}
