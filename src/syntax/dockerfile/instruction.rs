//! The arguments of one instruction.

use std::borrow::Cow;
use std::ops::Range;

use super::words::{self, FilledIn, Json};
use super::{Flag, Form, Instruction, JoinedText, Keyword, Pair, Word};
use crate::source::TextRange;
use crate::syntax::SyntaxError;

/// Reads an instruction from its joined text, without here-document bodies.
pub(super) fn parse(text: JoinedText<'_>, escape: char) -> Result<Instruction<'_>, SyntaxError> {
    let whole = 0..text.as_str().len();
    Reader { text, escape }.instruction(whole, false)
}

struct Reader<'s> {
    text: JoinedText<'s>,
    escape: char,
}

/// Words with the form in which they are written.
type Arguments<'s> = (Option<Form>, Vec<Word<'s>>);

impl<'s> Reader<'s> {
    fn instruction(&self, within: Range<usize>, nested: bool) -> Result<Instruction<'s>, SyntaxError> {
        let (name, rest) = self.first_word(within.clone());
        let keyword_range = self.text.range(name.clone());
        let word = &self.text.as_str()[name];
        let keyword = Keyword::parse(word).ok_or_else(|| SyntaxError {
            range: keyword_range,
            message: format!("`{word}` is not an instruction"),
            help: Some("if this continues the line above, end that line with the escape character"),
        })?;
        if nested && matches!(keyword, Keyword::From | Keyword::Onbuild | Keyword::Maintainer) {
            return Err(error(keyword_range, format!("`{keyword}` cannot be a trigger of `ONBUILD`")));
        }
        let (flags, rest) = self.flags(rest);
        let mut instruction = Instruction {
            keyword,
            keyword_range,
            range: self.text.range(within),
            text: self.text.clone(),
            rest: rest.clone(),
            flags,
            form: None,
            words: Vec::new(),
            pairs: Vec::new(),
            heredocs: Vec::new(),
            gap: None,
            trigger: None,
        };
        self.arguments(&mut instruction, rest)?;
        Ok(instruction)
    }

    fn arguments(&self, instruction: &mut Instruction<'s>, rest: Range<usize>) -> Result<(), SyntaxError> {
        let keyword = instruction.keyword;
        // These three may be empty: they then reset what the base image sets.
        let optional = matches!(keyword, Keyword::Cmd | Keyword::Entrypoint | Keyword::Run);
        if rest.is_empty() && !optional {
            return Err(error(instruction.keyword_range, format!("`{keyword}` needs an argument")));
        }
        let (form, words) = match keyword {
            Keyword::Onbuild => {
                instruction.trigger = Some(Box::new(self.instruction(rest, true)?));
                return Ok(());
            }
            Keyword::Run | Keyword::Cmd | Keyword::Entrypoint => self.list(rest, words::quoted)?,
            Keyword::Copy | Keyword::Add | Keyword::Volume | Keyword::Shell => {
                self.list(rest, |text, within, _| words::plain(text, within))?
            }
            Keyword::Healthcheck => self.healthcheck(rest)?,
            Keyword::From | Keyword::Expose => (None, self.words(words::plain(self.text.as_str(), rest))),
            Keyword::Env | Keyword::Label | Keyword::Arg => {
                instruction.pairs = self.pairs(keyword, rest.clone())?;
                (None, self.words(words::quoted(self.text.as_str(), rest, self.escape)))
            }
            Keyword::User | Keyword::Workdir | Keyword::Stopsignal | Keyword::Maintainer => {
                (None, vec![self.word(rest)])
            }
        };
        self.check(instruction, form, &words)?;
        instruction.form = form;
        instruction.words = words;
        Ok(())
    }

    fn check(&self, instruction: &Instruction<'_>, form: Option<Form>, words: &[Word<'_>]) -> Result<(), SyntaxError> {
        let keyword = instruction.keyword;
        match keyword {
            Keyword::Copy | Keyword::Add if words.len() < 2 => {
                Err(error(instruction.range, format!("`{keyword}` needs a source and a destination")))
            }
            Keyword::Shell if form != Some(Form::Exec) => {
                Err(error(self.text.range(instruction.rest.clone()), "`SHELL` takes a JSON array".to_owned()))
            }
            _ => Ok(()),
        }
    }

    fn first_word(&self, within: Range<usize>) -> (Range<usize>, Range<usize>) {
        let text = &self.text.as_str()[within.clone()];
        let end = within.start + text.find(char::is_whitespace).unwrap_or(text.len());
        (within.start..end, self.trim(end..within.end))
    }

    fn trim(&self, within: Range<usize>) -> Range<usize> {
        let text = self.text.as_str()[within.clone()].trim_start();
        let start = within.end - text.len();
        start..start + text.trim_end().len()
    }

    fn flags(&self, mut rest: Range<usize>) -> (Vec<Flag<'s>>, Range<usize>) {
        let mut flags = Vec::new();
        let mut filled_in = FilledIn::default();
        let text = self.text.as_str();
        while text[rest.clone()].starts_with("--") {
            let end = filled_in.flag_end(text, rest.clone(), self.escape);
            let (start, after) = (rest.start + 2, self.trim(end..rest.end));
            rest = after;
            // Two bare dashes end the flags.
            if start == end {
                break;
            }
            let name_end = text[start..end].find('=').map_or(end, |at| start + at);
            flags.push(Flag {
                name: self.text.slice(start..name_end),
                value: (name_end < end).then(|| self.word(name_end + 1..end)),
                range: self.text.range(start - 2..end),
            });
        }
        (flags, rest)
    }

    fn list(
        &self,
        rest: Range<usize>,
        split: impl Fn(&str, Range<usize>, char) -> Vec<Range<usize>>,
    ) -> Result<Arguments<'s>, SyntaxError> {
        let text = self.text.as_str();
        match words::json_array(text, rest.clone()) {
            Json::Strings(items) => {
                let word = |(text, at): (String, Range<usize>)| Word {
                    text: Cow::Owned(text),
                    range: self.text.range(at.clone()),
                    at,
                };
                Ok((Some(Form::Exec), items.into_iter().map(word).collect()))
            }
            Json::Other(at) => Err(SyntaxError {
                range: self.text.range(at),
                message: "an array of arguments holds nothing but strings".to_owned(),
                help: Some("write each argument in double quotes"),
            }),
            Json::Plain => Ok((Some(Form::Shell), self.words(split(text, rest, self.escape)))),
        }
    }

    fn healthcheck(&self, rest: Range<usize>) -> Result<Arguments<'s>, SyntaxError> {
        let (first, rest) = self.first_word(rest);
        let kind = self.word(first);
        let is_command = kind.text.eq_ignore_ascii_case("CMD");
        if is_command && rest.is_empty() {
            return Err(error(kind.range, "`HEALTHCHECK CMD` needs a command".to_owned()));
        }
        let is_none = kind.text.eq_ignore_ascii_case("NONE") && rest.is_empty();
        if !is_command && !is_none {
            return Err(error(kind.range, "`HEALTHCHECK` takes `CMD` and a command, or `NONE`".to_owned()));
        }
        let (form, command) = if is_command { self.list(rest, words::quoted)? } else { (None, Vec::new()) };
        Ok((form, std::iter::once(kind).chain(command).collect()))
    }

    fn pairs(&self, keyword: Keyword, rest: Range<usize>) -> Result<Vec<Pair<'s>>, SyntaxError> {
        let text = self.text.as_str();
        let (first, value) = self.first_word(rest.clone());
        if keyword != Keyword::Arg && words::equals_sign(&text[first.clone()]).is_none() {
            // `ENV name all the rest`, the form of old.
            let name = self.word(first);
            if value.is_empty() {
                return Err(error(name.range, format!("`{keyword} {}` gives no value", name.text)));
            }
            return Ok(vec![Pair { name, value: Some(self.word(value)) }]);
        }
        let pair = |at: Range<usize>| match words::equals_sign(&text[at.clone()]) {
            Some(sign) => Ok(Pair {
                name: self.word(at.start..at.start + sign),
                value: Some(self.word(at.start + sign + 1..at.end)),
            }),
            None if keyword == Keyword::Arg => Ok(Pair { name: self.word(at), value: None }),
            None => Err(error(self.text.range(at.clone()), format!("`{}` is not of the form `name=value`", &text[at]))),
        };
        words::quoted(text, rest, self.escape).into_iter().map(pair).collect()
    }

    fn words(&self, words: Vec<Range<usize>>) -> Vec<Word<'s>> {
        words.into_iter().map(|at| self.word(at)).collect()
    }

    fn word(&self, at: Range<usize>) -> Word<'s> {
        Word { text: self.text.slice(at.clone()), range: self.text.range(at.clone()), at }
    }
}

fn error(range: TextRange, message: String) -> SyntaxError {
    SyntaxError { range, message, help: None }
}
