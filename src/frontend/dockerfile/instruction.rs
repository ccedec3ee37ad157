//! One instruction as checks see it.

use std::collections::HashSet;
use std::sync::Arc;

use super::expand::Expander;
use super::ports::Ports;
use super::scope::{Scope, Variable};
use super::view::View;
use crate::source::Span;
use crate::syntax::dockerfile::{Flag, Form, Instruction, Keyword, Pair, Word};
use crate::value::{Kind, Map, Value};

/// The fields of an instruction that do not depend on its stage.
pub(super) struct Reader<'r> {
    pub(super) expander: Expander,
    pub(super) scope: &'r Scope,
}

impl Reader<'_> {
    /// The words: resolved by the builder, or as they are written for the instructions that it leaves to the shell.
    pub(super) fn words(&self, instruction: &Instruction<'_>) -> Vec<Value> {
        if let Some(trigger) = &instruction.trigger {
            let keyword = Value::string(trigger.keyword.as_str(), self.span_of(trigger));
            let words = trigger.words.iter().map(|word| self.raw(word));
            return std::iter::once(keyword).chain(words).collect();
        }
        let expands = expands(instruction.keyword);
        let value = |word| if expands { self.expander.word(word, self.scope) } else { self.raw(word) };
        instruction.words.iter().map(value).collect()
    }

    /// Sets the fields that come from the text.
    pub(super) fn fill(&self, view: &mut View, instruction: &Instruction<'_>, words: &[Value]) {
        view.set("flags", self.flags(instruction));
        view.maybe("form", self.form(instruction));
        view.set("value", self.value(instruction));
        view.list("words", words.to_vec());
        match instruction.keyword {
            Keyword::Env | Keyword::Arg | Keyword::Label => view.list("pairs", self.pairs(instruction)),
            Keyword::Copy | Keyword::Add => {
                if let Some((destination, sources)) = words.split_last() {
                    view.list("sources", sources.to_vec());
                    view.set("destination", destination.clone());
                }
            }
            Keyword::Expose => view.set("ports", Ports::read(words).finish(self.span_of(instruction))),
            _ => {}
        }
    }

    fn span_of(&self, instruction: &Instruction<'_>) -> Span {
        instruction.keyword_range.in_file(self.expander.file)
    }

    fn raw(&self, word: &Word<'_>) -> Value {
        Value::string(&*word.text, word.range.in_file(self.expander.file))
    }

    fn form(&self, instruction: &Instruction<'_>) -> Option<Value> {
        use Keyword::{Cmd, Entrypoint, Healthcheck, Run};
        let name = match instruction.form? {
            Form::Shell => "shell",
            Form::Exec => "exec",
        };
        let has_form = matches!(instruction.keyword, Run | Cmd | Entrypoint | Healthcheck);
        has_form.then(|| Value::string(name, self.span_of(instruction)))
    }

    /// Everything after keyword and flags, with the bodies of here-documents.
    fn value(&self, instruction: &Instruction<'_>) -> Value {
        let rest = instruction.rest.clone();
        let range = instruction.text.range(rest.clone());
        let word = Word { text: instruction.text.slice(rest.clone()), at: rest, range };
        if expands(instruction.keyword) && instruction.heredocs.is_empty() && instruction.form != Some(Form::Exec) {
            return self.expander.word(&word, self.scope);
        }
        let mut text = word.text.into_owned();
        let mut span = range;
        for heredoc in &instruction.heredocs {
            text.push('\n');
            text.push_str(heredoc.body);
            span = span.cover(heredoc.range);
        }
        Value::string(text, span.in_file(self.expander.file))
    }

    fn flags(&self, instruction: &Instruction<'_>) -> Value {
        let mut by_name: Map = Map::new();
        for flag in &instruction.flags {
            let span = flag.range.in_file(self.expander.file);
            let value = self.flag(flag, span);
            match by_name.get_mut(&flag.name) {
                None => drop(by_name.insert(&*flag.name, span, value)),
                Some(Value { kind: Kind::List(list), .. }) => Arc::make_mut(list).items.push(value),
                Some(first) => *first = Value::list(vec![first.clone(), value], first.span),
            }
        }
        Value::map(by_name, self.span_of(instruction))
    }

    /// The values of the flags `--mount`.
    pub(super) fn mounts(&self, instruction: &Instruction<'_>) -> Vec<Value> {
        let mounts = instruction.flags.iter().filter(|flag| flag.name == "mount");
        mounts.map(|flag| self.flag(flag, flag.range.in_file(self.expander.file))).collect()
    }

    fn flag(&self, flag: &Flag<'_>, span: Span) -> Value {
        flag.value.as_ref().map_or_else(|| Value::bool(true, span), |word| self.expander.word(word, self.scope))
    }

    fn pairs(&self, instruction: &Instruction<'_>) -> Vec<Value> {
        let text = instruction.text.as_str();
        let siblings = self.siblings(instruction);
        let mut views = Vec::with_capacity(siblings.len());
        for (((name, value), sibling), pair) in
            self.assignments(instruction).into_iter().zip(siblings).zip(&instruction.pairs)
        {
            let mut range = name.span;
            range.range = value.as_ref().map_or(range.range, |value| range.range.cover(value.span.range));
            let is_legacy = value.is_some() && !text[pair.name.at.end..].starts_with('=');
            let mut view = View::new(range);
            view.set("name", name);
            view.maybe("value", value);
            view.maybe("sibling", sibling);
            view.maybe("legacy", is_legacy.then(|| Value::bool(true, range)));
            views.push(view.finish());
        }
        views
    }

    /// For each pair of an `ENV`, another name that it sets, that the value mentions, and that has no value before.
    fn siblings(&self, instruction: &Instruction<'_>) -> Vec<Option<Value>> {
        let pairs = &instruction.pairs;
        let names: HashSet<&str> = match instruction.keyword {
            Keyword::Env => pairs.iter().map(|pair| &*pair.name.text).collect(),
            _ => HashSet::new(),
        };
        let sibling = |pair: &Pair<'_>| {
            let word = pair.value.as_ref()?;
            let span = word.range.in_file(self.expander.file);
            let wanted = |name: &str| {
                let is_set = matches!(self.scope.get(name, span), Variable::Value(_));
                name != pair.name.text && names.contains(name) && !is_set
            };
            self.expander.reference(word, wanted).map(|name| Value::string(name, span))
        };
        pairs.iter().map(sibling).collect()
    }

    /// Names and values of `ENV`, `ARG` and `LABEL`.
    pub(super) fn assignments(&self, instruction: &Instruction<'_>) -> Vec<(Value, Option<Value>)> {
        let resolve = |word| self.expander.word(word, self.scope);
        instruction.pairs.iter().map(|pair| (resolve(&pair.name), pair.value.as_ref().map(resolve))).collect()
    }
}

/// Whether the builder resolves variables in the arguments. For commands the shell does, and for triggers a later build.
pub(super) const fn expands(keyword: Keyword) -> bool {
    !matches!(
        keyword,
        Keyword::Run
            | Keyword::Cmd
            | Keyword::Entrypoint
            | Keyword::Healthcheck
            | Keyword::Shell
            | Keyword::Maintainer
            | Keyword::Onbuild
    )
}
