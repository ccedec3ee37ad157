//! From a fix as it is written to its compiled form. Part of the build script as well.

use super::super::clause::compile_clause;
use super::super::problem::Problem;
use super::super::query::{self, Choice, Compiled, Query, QueryError, Segment, Selector};
use super::content::{ContentText, Special};
use super::definition::{ActionText, FixText, PinText, RecipeText};
use super::recipe::{Action, Content, Recipe};
use crate::vocabulary::Safety;

/// The field of check files.
const FIELD: &str = "fix";

/// Deepest nesting of what a fix writes.
const MAX_DEPTH: usize = 16;

/// Compiles a fix, and adds what is wrong with it to `problems`. What it allocates lives until the program ends.
pub fn compile(fix: &FixText, problems: &mut Vec<Problem>) -> Vec<Recipe> {
    if fix.recipes.is_empty() {
        problems.push(Problem::new(FIELD, "needs one recipe at least"));
    }
    let compiled = (0_usize..).zip(&fix.recipes).map(|(index, recipe)| {
        let way = if fix.is_list { vec![index.to_string()] } else { Vec::new() };
        Compiler { way, problems }.recipe(recipe)
    });
    compiled.collect()
}

struct Compiler<'p> {
    /// Leads from the field to what is compiled.
    way: Vec<String>,
    problems: &'p mut Vec<Problem>,
}

impl Compiler<'_> {
    fn tell(&mut self, problem: Problem) {
        self.problems.push(Problem { way: self.way.clone(), ..problem });
    }

    fn mistake(&mut self, message: impl Into<String>) {
        self.tell(Problem::new(FIELD, message));
    }

    /// Compiles what stands further in.
    fn at<T>(&mut self, name: &str, compile: impl FnOnce(&mut Self) -> T) -> T {
        self.way.push(name.to_owned());
        let compiled = compile(self);
        self.way.pop();
        compiled
    }

    fn recipe(&mut self, text: &RecipeText) -> Recipe {
        let applies = text.applies.as_ref().and_then(|clause| {
            self.way.push("where".to_owned());
            let compiled = compile_clause(clause, FIELD, &mut self.way, self.problems);
            self.way.pop();
            compiled
        });
        if text.title.as_ref().is_some_and(|title| title.trim().is_empty() || title.trim_end().ends_with('.')) {
            self.at("title", |at| at.mistake("must be an order without a full stop"));
        }
        let actions: Vec<Action> = match (text.actions.as_slice(), text.steps.is_empty()) {
            ([action], true) => self.action(action).into_iter().collect(),
            ([], false) => self.at("steps", |at| {
                (0_usize..)
                    .zip(&text.steps)
                    .filter_map(|(index, step)| at.at(&index.to_string(), |at| at.action(step)))
                    .collect()
            }),
            ([], true) => {
                self.mistake("needs an action, such as `set`, or `steps` with several");
                Vec::new()
            }
            _ => {
                self.mistake("is one action; several are a list under `steps`");
                Vec::new()
            }
        };
        if text.safety == Safety::Safe && actions.iter().any(Action::has_placeholder) {
            self.at("safety", |at| at.mistake("what a person must fill in is never `safe`: say `review`"));
        }
        Recipe {
            safety: text.safety,
            platforms: text.platforms.clone().leak(),
            kinds: text.kinds.iter().map(|kind| keep(kind)).collect::<Vec<_>>().leak(),
            applies,
            title: text.title.as_deref().map_or("", |title| keep(title.trim())),
            actions: actions.leak(),
        }
    }

    fn action(&mut self, text: &ActionText) -> Option<Action> {
        self.at(name_of(text), |at| match text {
            ActionText::Set(it) => {
                let value = at.at("value", |at| at.content(&it.value, 0));
                Some(Action::Set { path: at.at("path", |at| at.path(&it.path))?, value: value? })
            }
            ActionText::Remove(path) => Some(Action::Remove { path: at.path(path)? }),
            ActionText::Append(it) => {
                let value = at.at("value", |at| at.content(&it.value, 0));
                Some(Action::Append { path: at.at("path", |at| at.path(&it.path))?, value: value? })
            }
            ActionText::AddBlock(it) => {
                let body = at.at("body", |at| at.body(&it.body));
                let path = at.at("path", |at| at.path(&it.path))?;
                if !matches!(path.segments.last(), Some(Segment::Child([Selector::Name(_)]))) {
                    at.at("path", |at| at.mistake("must end with the name of the block"));
                }
                Some(Action::AddBlock { path, body: body? })
            }
            ActionText::Replace(it) => {
                if let Err(error) = regex_syntax::parse(&it.pattern) {
                    let reason = error.to_string();
                    let reason = reason.lines().last().unwrap_or_default().to_owned();
                    at.at("pattern", |at| at.mistake(format!("is no regular expression: {reason}")));
                }
                let path = at.at("path", |at| at.path(&it.path))?;
                Some(Action::Replace { path, pattern: keep(&it.pattern), with: keep(&it.with) })
            }
            ActionText::Pin(it) => at.pin(it),
            ActionText::AddResource(it) => {
                let body = at.at("body", |at| at.body(&it.body))?;
                let name = it.name.as_deref().map_or("", keep);
                Some(Action::AddResource { kind: keep(&it.kind), name, body })
            }
            ActionText::AddInstruction(it) => {
                Some(Action::AddInstruction { text: keep(it.text.trim_end()), place: it.place })
            }
            ActionText::AddOption(it) => Some(Action::AddOption { option: keep(it.option.trim()) }),
            ActionText::Rename(it) => {
                Some(Action::Rename { path: at.at("path", |at| at.path(&it.path))?, name: keep(&it.name) })
            }
        })
    }

    fn pin(&mut self, text: &PinText) -> Option<Action> {
        let path = self.at("path", |at| at.path(&text.path))?;
        match (&text.list, text.digest) {
            (None, true) => Some(Action::PinDigest { path }),
            (Some(list), false) => {
                if query::find_list(list).is_none_or(|list| !list.is_of_versions()) {
                    let among = query::list_names(true).into_iter().map(str::to_owned).collect();
                    let choice = Some(Choice { word: list.clone(), among });
                    let problem = Problem::new(FIELD, format!("there is no list `{list}` of versions"));
                    self.at("list", |at| at.tell(Problem { choice, ..problem }));
                }
                Some(Action::Pin { path, list: keep(list) })
            }
            _ => {
                self.mistake("needs `list` with the name of a list, or `digest: true`");
                None
            }
        }
    }

    /// A path, each step of which is one name, index, filter or `*`.
    fn path(&mut self, text: &str) -> Option<Query> {
        let is_step = |segment: &Segment| matches!(segment, Segment::Child([_]));
        match query::compile(text) {
            Ok(Compiled::Path(path)) if path.segments.iter().all(is_step) => Some(path),
            Ok(_) => {
                let message = format!("`{text}` must be a path of single steps that starts with `$` or `@`");
                self.mistake(message);
                None
            }
            Err(QueryError { message, range, help, choice }) => {
                self.tell(Problem { range, help, choice, ..Problem::new(FIELD, message) });
                None
            }
        }
    }

    /// The content of a block.
    fn body(&mut self, text: &ContentText) -> Option<Content> {
        if !matches!(text, ContentText::Map(_)) || text.special().is_some() {
            self.mistake("must be a map of what is in it");
            return None;
        }
        self.content(text, 0)
    }

    fn content(&mut self, text: &ContentText, depth: usize) -> Option<Content> {
        if depth > MAX_DEPTH {
            self.mistake(format!("is nested deeper than {MAX_DEPTH} levels"));
            return None;
        }
        Some(match text {
            ContentText::Null => Content::Null,
            ContentText::Bool(value) => Content::Bool(*value),
            ContentText::Int(value) => Content::Int(*value),
            ContentText::Float(value) => Content::Float(*value),
            ContentText::Text(text) => Content::Text(keep(text)),
            ContentText::List(items) => {
                let items = (0_usize..)
                    .zip(items)
                    .map(|(index, item)| self.at(&index.to_string(), |at| at.content(item, depth + 1)));
                Content::List(items.collect::<Option<Vec<_>>>()?.leak())
            }
            ContentText::Map(entries) => match text.special() {
                Some((Special::Ref, name)) => Content::Ref(keep(name)),
                Some((Special::Copy, path)) => Content::Copy(self.at("copy", |at| at.path(path))?),
                Some((Special::Fill, words)) => Content::Fill(keep(words.trim())),
                Some((Special::Raw, text)) => Content::Raw(keep(text.trim())),
                None => {
                    let entry = |(name, value): &(String, ContentText)| {
                        Some((keep(name), self.at(name, |at| at.content(value, depth + 1))?))
                    };
                    Content::Map(entries.iter().map(entry).collect::<Option<Vec<_>>>()?.leak())
                }
            },
        })
    }
}

/// The name of an action in check files.
fn name_of(action: &ActionText) -> &'static str {
    match action {
        ActionText::Set(_) => "set",
        ActionText::Remove(_) => "remove",
        ActionText::Append(_) => "append",
        ActionText::AddBlock(_) => "add_block",
        ActionText::Replace(_) => "replace",
        ActionText::Pin(_) => "pin",
        ActionText::AddResource(_) => "add_resource",
        ActionText::AddInstruction(_) => "add_instruction",
        ActionText::AddOption(_) => "add_option",
        ActionText::Rename(_) => "rename",
    }
}

fn keep(text: &str) -> &'static str {
    text.to_owned().leak()
}
