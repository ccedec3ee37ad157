//! Other words, keywords and forms.

use super::Dockerfile;
use super::source::refuse_heredocs;
use crate::fix::{TextEdit, Unfixable};
use crate::source::TextRange;
use crate::syntax::dockerfile::{Form, Instruction, Keyword, Pair};

impl Dockerfile<'_> {
    /// Gives the instruction at a range another keyword, in the case of the old one.
    ///
    /// # Errors
    /// No instruction stands there.
    pub fn rename(&self, at: TextRange, keyword: &str) -> Result<Vec<TextEdit>, Unfixable> {
        let old = self.instruction(at)?.keyword_range;
        let is_lower = old.slice(self.text).chars().all(|char| char.is_ascii_lowercase());
        let name = if is_lower { keyword.to_ascii_lowercase() } else { keyword.to_owned() };
        Ok(if old.slice(self.text) == name { Vec::new() } else { vec![TextEdit::replace(old, name)] })
    }

    /// Puts a text in the place of a word, of a value, or of a part of one: in quotes where it is given to a name and has
    /// blanks, and with the escapes of JSON in the exec form.
    ///
    /// # Errors
    /// No instruction stands there, or another program fills in what does.
    pub fn replace(&self, at: TextRange, text: &str) -> Result<Vec<TextEdit>, Unfixable> {
        let instruction = self.instruction(at)?;
        refuse_heredocs(instruction, at)?;
        if instruction.keyword == Keyword::Healthcheck && instruction.words[0].range == at {
            return Err(Unfixable::new("a health check begins with this word"));
        }
        let old = at.slice(self.text);
        if old == text {
            return Ok(Vec::new());
        }
        if ["{{", "{%", "<%"].iter().any(|mark| old.contains(mark)) {
            return Err(Unfixable::new("the value is filled in by a template"));
        }
        if text.contains(['\n', '\r']) {
            return Err(Unfixable::new("the new value has several lines"));
        }
        let new = match instruction.form {
            Some(Form::Exec) if instruction.words.iter().any(|word| word.range.contains(at)) => {
                let string = serde_json::Value::from(text).to_string();
                string[1..string.len() - 1].to_owned()
            }
            _ if is_value(instruction, at) => quoted(old, text)?,
            _ => text.to_owned(),
        };
        Ok(vec![TextEdit::replace(at, new).narrowed(self.text)])
    }

    /// Lets the text at a range become another one, quotes and escapes and all.
    ///
    /// # Errors
    /// No instruction stands there, or the change is none of this text.
    pub fn rewrite(
        &self,
        at: TextRange,
        change: impl FnOnce(&str) -> Result<Option<String>, Unfixable>,
    ) -> Result<Vec<TextEdit>, Unfixable> {
        self.instruction(at)?;
        let new = change(at.slice(self.text))?;
        Ok(new.map(|new| TextEdit::replace(at, new).narrowed(self.text)).into_iter().collect())
    }

    /// Writes `ENV name value` and `LABEL name value` with `=`.
    ///
    /// # Errors
    /// The instruction at the range is none of these, or its value would mean something else in quotes.
    pub fn assign(&self, at: TextRange) -> Result<Vec<TextEdit>, Unfixable> {
        let instruction = self.instruction(at)?;
        let takes_pairs = matches!(instruction.keyword, Keyword::Env | Keyword::Label);
        let (true, [Pair { name, value: Some(value) }]) = (takes_pairs, &instruction.pairs[..]) else {
            return if takes_pairs { Ok(Vec::new()) } else { Err(Unfixable::new("only `ENV` and `LABEL` assign")) };
        };
        let between = TextRange { start: name.range.end, end: value.range.start };
        if between.slice(self.text).starts_with('=') {
            return Ok(Vec::new());
        }
        let written = &*value.text;
        let is_one_word = !written.contains(char::is_whitespace) && !written.contains(['\\', '`']);
        let inner = written.get(1..written.len().saturating_sub(1)).unwrap_or_default();
        let is_quoted = ['"', '\''].iter().any(|quote| {
            written.len() > 1 && written.starts_with(*quote) && written.ends_with(*quote) && !inner.contains(*quote)
        });
        let sign = TextEdit::replace(between, "=");
        if is_one_word || is_quoted {
            return Ok(vec![sign]);
        }
        if written.contains(['"', '\'', '\\', '`']) {
            return Err(Unfixable::new("the value would mean something else in quotes"));
        }
        let open = TextEdit::replace(between, "=\"");
        Ok(vec![open, TextEdit::insert(value.range.end as usize, "\"")])
    }
}

/// Whether a range is the value of a pair.
fn is_value(instruction: &Instruction<'_>, at: TextRange) -> bool {
    instruction.pairs.iter().any(|pair| pair.value.as_ref().is_some_and(|value| value.range == at))
}

/// A value of a pair, in the quotes that the old one has or in those that it needs.
fn quoted(old: &str, text: &str) -> Result<String, Unfixable> {
    let quote = old.chars().next().filter(|char| old.len() > 1 && matches!(char, '"' | '\'') && old.ends_with(*char));
    let needs_quotes = text.is_empty() || text.contains(|char: char| char.is_whitespace() || "\"'\\`".contains(char));
    match quote {
        Some('\'') if !text.contains('\'') => Ok(format!("'{text}'")),
        None if !needs_quotes => Ok(text.to_owned()),
        _ if text.contains(['"', '\\', '`']) => Err(Unfixable::new("the new value has quotes or escapes")),
        _ => Ok(format!("\"{text}\"")),
    }
}
