//! What the actions of a recipe do to the texts.

use super::aim::{Aim, written};
use super::content::Filler;
use super::dockerfile::Place;
use super::draft::Draft;
use super::language::Language;
use super::op::{Change, Op, Written, no_instructions};
use super::yaml::Step;
use super::{Unfixable, compose, newest, spelling};
use crate::check::fix::{self, Action};
use crate::check::query::Query;
use crate::source::{FileId, Span, TextRange};
use crate::value::{Kind, Value};
use crate::vocabulary::Platform;

/// The member of a container in a view that has what holds of it, wherever that is written.
const EFFECTIVE: &str = "effective";

/// A change of a file.
pub(super) type FileOp = (FileId, Op);

/// Acts for one failing node.
pub(super) struct Actor<'a, 'v> {
    pub(super) filler: Filler<'a, 'v>,
    /// Whether the subject is a view of the resource, and not its body.
    pub(super) is_view: bool,
}

impl<'v> Actor<'_, 'v> {
    /// What an action does. Nothing where it is done already.
    ///
    /// # Errors
    /// Why it cannot be done here.
    pub(super) fn act(&mut self, action: &Action) -> Result<Vec<FileOp>, Unfixable> {
        match action {
            Action::Set { path, value } => {
                let draft = self.filler.draft(value)?;
                self.each(path, |actor, aim| actor.set(aim, &draft))
            }
            Action::Remove { path } => self.each(path, |actor, aim| actor.remove(aim)),
            Action::Append { path, value } => {
                let draft = self.filler.draft(value)?;
                self.each(path, |actor, aim| actor.append(aim, &draft))
            }
            Action::AddBlock { path, body } => {
                let draft = self.filler.draft(body)?;
                let Some((name, holder)) = last_name(path) else { return Err(unwritten()) };
                self.each(&holder, |_, aim| {
                    let rest = [&aim.rest[..], &[Step::key(name)]].concat();
                    at(written(aim.value()), |at| Op::Append { at, rest, value: draft.clone() })
                })
            }
            Action::Replace { path, pattern, with } => {
                let with = self.filler.text(with);
                self.each_there(path, |_, aim| {
                    let old = aim.value().as_str().map(str::to_owned);
                    let change = Change { pattern, with: with.clone() };
                    at(written(aim.value()), |at| Op::Rewrite { at, change, old })
                })
            }
            Action::Pin { path, list } => self.each_there(path, |actor, aim| {
                let value = aim.value();
                let version = value.as_str().map_or_else(|| value.render(), str::to_owned);
                let newest = newest::newest(list, &version);
                let newest = newest.ok_or_else(|| Unfixable::new("the list knows no newer version of it"))?;
                actor.set(aim, &Draft::Text(newest))
            }),
            Action::PinDigest { path } => self.each_there(path, |actor, aim| {
                let image = aim.value().as_str().ok_or_else(unwritten)?;
                let digest = actor.filler.placeholder("digest");
                actor.set(aim, &Draft::Text(format!("{image}@sha256:{digest}")))
            }),
            Action::AddResource { kind, name, body } => self.add_resource(kind, name, body),
            Action::Rename { path, name } => self.each_there(path, |actor, aim| {
                let entry = actor.entry(aim)?;
                Ok(entry.into_iter().map(|(file, entry)| (file, Op::Rename { entry, name })).collect())
            }),
            Action::AddInstruction { text, place } => self.add_instruction(text, *place),
            Action::AddOption { option } => self.add_option(option),
        }
    }

    /// Does something wherever a path leads to, which may be nowhere: of several steps, some do something.
    fn each(
        &mut self,
        path: &Query,
        mut act: impl FnMut(&mut Self, &Aim<'v>) -> Result<Vec<FileOp>, Unfixable>,
    ) -> Result<Vec<FileOp>, Unfixable> {
        let aims = self.filler.node.follow(path, self.filler.eval)?;
        let mut ops = Vec::new();
        for aim in &aims {
            ops.extend(act(self, &self.meant(aim)?)?);
        }
        Ok(ops)
    }

    fn set(&self, aim: &Aim<'v>, draft: &Draft) -> Result<Vec<FileOp>, Unfixable> {
        let value = aim.value();
        if let Some(ops) = self.in_service(aim, draft)? {
            return Ok(ops);
        }
        if !aim.rest.is_empty() {
            let aim = self.grown(aim);
            let (rest, value) = self.spelled(&aim.rest, draft);
            return at(written(aim.value()), |at| Op::Set { at, rest, value });
        }
        if draft.is_same(value) {
            return Ok(Vec::new());
        }
        if let Some(unknown) = value.as_unknown() {
            return Err(Unfixable::new(format!("the value is not known: {}", unknown.reason)));
        }
        if self.blocks(value).is_some() {
            return Err(Unfixable::new("nested blocks are written there"));
        }
        at(written(value), |at| Op::Set { at, rest: Vec::new(), value: draft.clone() })
    }

    fn append(&self, aim: &Aim<'v>, draft: &Draft) -> Result<Vec<FileOp>, Unfixable> {
        let value = aim.value();
        if !aim.rest.is_empty() {
            if let Some(ops) = self.in_service(aim, &Draft::List(vec![draft.clone()]))? {
                return Ok(ops);
            }
            let aim = self.grown(aim);
            let (rest, value) = self.spelled(&aim.rest, draft);
            return at(written(aim.value()), |at| Op::Append { at, rest, value });
        }
        let Kind::List(list) = &value.kind else {
            return Err(Unfixable::new("it is no list"));
        };
        if list.items.iter().any(|item| draft.is_same(item)) {
            return Ok(Vec::new());
        }
        match (self.blocks(value), aim.entry()) {
            (Some(_), Some(entry)) => {
                let aim = aim.shorter(Step::key(&entry.key));
                at(written(aim.value()), |at| Op::Append { at, rest: aim.rest.clone(), value: draft.clone() })
            }
            _ => at(written(value), |at| Op::Append { at, rest: Vec::new(), value: draft.clone() }),
        }
    }

    /// What sets a value of a view of a Compose service, in the words of Compose; `None` for any other subject.
    fn in_service(&self, aim: &Aim<'v>, draft: &Draft) -> Result<Option<Vec<FileOp>>, Unfixable> {
        let resource = self.filler.resource;
        let names = aim.names();
        let is_view = self.is_view && resource.platform == Platform::Compose;
        if !is_view || aim.rest.is_empty() && !matches!(names.first(), Some(&("containers" | "pod"))) {
            return Ok(None);
        }
        if aim.rest.is_empty() && draft.is_same(aim.value()) {
            return Ok(Some(Vec::new()));
        }
        let wordless = || Unfixable::new("Compose has no words for it");
        let Span { file, range: service } = resource.body.span;
        let word = match names.split_first() {
            Some((&"containers", ["image"])) if aim.rest.is_empty() => return Ok(None),
            Some((&"containers", [EFFECTIVE, way @ ..])) => {
                compose::word(&[&["securityContext"], way].concat(), draft).ok_or_else(wordless)?
            }
            Some((&"containers", way)) => compose::word(way, draft).ok_or_else(wordless)?,
            _ => return Err(wordless()),
        };
        let op = match word {
            compose::Word::Set(_, value) if aim.rest.is_empty() => {
                return at(written(aim.value()), |at| Op::Set { at, rest: Vec::new(), value }).map(Some);
            }
            // The element that says the opposite gives way.
            compose::Word::Append(list, value) if aim.rest.is_empty() => {
                let list = list.first().and_then(|step| match step {
                    Step::Key(name) => resource.body.member(name)?.as_list(),
                    Step::Index(_) => None,
                });
                let mut items = list.into_iter().flat_map(|list| &list.items).map(written);
                let item = items.find(|item| item.contains(aim.value().span)).ok_or_else(wordless)?;
                return at(item, |at| Op::Set { at, rest: Vec::new(), value }).map(Some);
            }
            compose::Word::Set(rest, value) => Op::Set { at: service, rest, value },
            compose::Word::Append(rest, value) => Op::Append { at: service, rest, value },
        };
        Ok(Some(vec![(file, op)]))
    }

    /// The same where something is there.
    fn each_there(
        &mut self,
        path: &Query,
        mut act: impl FnMut(&mut Self, &Aim<'v>) -> Result<Vec<FileOp>, Unfixable>,
    ) -> Result<Vec<FileOp>, Unfixable> {
        self.each(path, |actor, aim| if aim.rest.is_empty() { act(actor, aim) } else { Ok(Vec::new()) })
    }

    /// What holds of a container is written in its security context where it is not written yet.
    fn meant(&self, aim: &Aim<'v>) -> Result<Aim<'v>, Unfixable> {
        let is_effective =
            self.is_view && !aim.rest.is_empty() && aim.entry().is_some_and(|entry| &*entry.key == EFFECTIVE);
        if is_effective { aim.beside("securityContext") } else { Ok(aim.clone()) }
    }

    /// What is not there, in the words of its language.
    fn spelled(&self, rest: &[Step], draft: &Draft) -> (Vec<Step>, Draft) {
        let resource = self.filler.resource;
        let is_spelled = self.is_view
            && resource.platform == Platform::Terraform
            && resource.kind.starts_with("kubernetes_")
            && &*resource.kind != "kubernetes_manifest";
        if is_spelled { spelling::in_blocks(rest, draft) } else { (rest.to_vec(), draft.clone()) }
    }

    /// Of nested blocks of which there are too few: what holds them, so that one is added.
    fn grown(&self, aim: &Aim<'v>) -> Aim<'v> {
        match (aim.rest.first(), aim.entry(), self.blocks(aim.value())) {
            (Some(Step::Index(_)), Some(entry), Some(_)) => aim.shorter(Step::key(&entry.key)),
            _ => aim.clone(),
        }
    }

    fn remove(&self, aim: &Aim<'v>) -> Result<Vec<FileOp>, Unfixable> {
        if !aim.rest.is_empty() {
            return Ok(Vec::new());
        }
        let removed = self.entry(aim)?;
        if removed.iter().any(|(file, it)| it.value.in_file(*file) == self.filler.resource.declaration) {
            return Err(Unfixable::new("it is all of the resource"));
        }
        Ok(removed.into_iter().map(|(file, written)| (file, Op::Remove(written))).collect())
    }

    /// What is written of a node: its entry, its blocks, or the element.
    fn entry(&self, aim: &Aim<'v>) -> Result<Vec<(FileId, Written)>, Unfixable> {
        let value = aim.value();
        let of = |span: Span, key: Option<TextRange>, list: Option<TextRange>| {
            (span.file, Written { key, value: span.range, list })
        };
        if let Some(blocks) = self.blocks(value) {
            let name = aim.entry().map_or(0, |entry| entry.key.len());
            let keyword = |span: Span| {
                let start = span.range.start as usize;
                TextRange::new(start, start + name)
            };
            return Ok(blocks.iter().map(|block| of(block.span, Some(keyword(block.span)), None)).collect());
        }
        if self.is_block(value) {
            return Ok(vec![of(value.span, None, None)]);
        }
        if let Some(entry) = aim.entry() {
            return match entry.key_span.file == value.span.file {
                true => Ok(vec![of(value.span, Some(entry.key_span.range), None)]),
                false => Err(unwritten()),
            };
        }
        let is_dockerfile = self.filler.resource.platform == Platform::Dockerfile;
        if let Some(given) = value.member("value").filter(|given| is_dockerfile && given.span.file == value.span.file) {
            // The value of an option may be the next word.
            return Ok(vec![of(Span { range: value.span.range.cover(given.span.range), ..value.span }, None, None)]);
        }
        let list = aim.parent().map(written).filter(|list| list.contains(value.span)).ok_or_else(unwritten)?;
        Ok(vec![of(value.span, None, Some(list.range))])
    }

    /// The nested blocks of which a list is made; none where it is another list.
    fn blocks(&self, value: &'v Value) -> Option<&'v [Value]> {
        let items = &value.as_list()?.items;
        items.first().filter(|first| self.is_block(first)).map(|_| items.as_slice())
    }

    /// Whether a map is a block of Terraform, which begins with its name.
    fn is_block(&self, value: &Value) -> bool {
        let text = self.filler.sources.slice(value.span);
        value.as_map().is_some()
            && value.origin.is_none()
            && text.ends_with('}')
            && text.starts_with(|first: char| first.is_ascii_alphabetic())
            && matches!(Language::of(self.filler.sources.get(value.span.file), Platform::Terraform), Language::Hcl)
            && text.find('{').is_some_and(|brace| !text[..brace].contains(['(', '=', '\n']))
    }

    fn add_instruction(&mut self, text: &str, place: fix::Place) -> Result<Vec<FileOp>, Unfixable> {
        let span = written(self.dockerfile()?.value());
        let place = match place {
            fix::Place::Before => Place::Before(span.range),
            fix::Place::After => Place::After(span.range),
            fix::Place::End => target(self.filler.node.subject()).map_or(Place::End, Place::EndOfStage),
        };
        Ok(vec![(span.file, Op::AddInstruction { place, text: self.filler.text(text) })])
    }

    /// Adds an option to the failing command, or to the failing instruction.
    fn add_option(&mut self, option: &str) -> Result<Vec<FileOp>, Unfixable> {
        let option = self.filler.text(option);
        let node = self.dockerfile()?.value();
        if let Some(word) = node.member("subcommand").or_else(|| node.member("program")) {
            return at(written(word), |behind| Op::AddOption { behind, option });
        }
        match node.member("keyword") {
            Some(keyword) => at(written(keyword), |at| Op::AddFlag { at, flag: option }),
            None => Err(unwritten()),
        }
    }

    /// The failing node, of a Dockerfile.
    fn dockerfile(&self) -> Result<&Aim<'v>, Unfixable> {
        match self.filler.resource.platform {
            Platform::Dockerfile => Ok(self.filler.node),
            _ => Err(no_instructions()),
        }
    }

    fn add_resource(
        &mut self,
        kind: &str,
        name: &str,
        body: &crate::check::fix::Content,
    ) -> Result<Vec<FileOp>, Unfixable> {
        let body = self.filler.draft(body)?;
        let resource = self.filler.resource;
        let name = if name.is_empty() { resource.name.to_string() } else { self.filler.text(name) };
        let Span { file, range: subject } = resource.declaration;
        Ok(vec![(file, Op::Behind { subject, kind: kind.to_owned(), name, body })])
    }
}

/// The stage of a Dockerfile that is built.
fn target(subject: &Value) -> Option<TextRange> {
    let mut stages = subject.member("stages")?.as_list()?.items.iter();
    let target = stages.find(|stage| stage.member("target").and_then(Value::as_bool) == Some(true));
    target.map(|stage| stage.span.range)
}

/// One operation, as what an action gives.
#[expect(clippy::unnecessary_wraps, reason = "most actions can fail")]
fn at(span: Span, op: impl FnOnce(TextRange) -> Op) -> Result<Vec<FileOp>, Unfixable> {
    Ok(vec![(span.file, op(span.range))])
}

/// The last name of a path, and the path to what has it.
fn last_name(path: &Query) -> Option<(&'static str, Query)> {
    use crate::check::query::{Segment, Selector};
    match path.segments.split_last()? {
        (Segment::Child([Selector::Name(name)]), segments) => Some((name, Query { segments, ..*path })),
        _ => None,
    }
}

fn unwritten() -> Unfixable {
    Unfixable::new("what the fix is about is not written here")
}
