//! Where the paths of a fix lead to: as far as something is there, and what is not there yet.

use super::Unfixable;
use super::yaml::Step;
use crate::check::query::{Evaluator, Query, Segment, Selector};
use crate::source::Span;
use crate::value::{Entry, Kind, Lookup, Value};

/// A way from the subject to a node, and beyond.
#[derive(Clone, Debug)]
pub(super) struct Aim<'v> {
    /// The values on the way, the subject first, each with the entry that it is the value of.
    way: Vec<(&'v Value, Option<&'v Entry>)>,
    /// What leads on from the last of them and is not there.
    pub(super) rest: Vec<Step>,
    /// Whether the subject is a view, in which names have no places of their own.
    is_view: bool,
}

impl<'v> Aim<'v> {
    /// The subject itself, which may be a view of a resource.
    pub(super) fn root(value: &'v Value, is_view: bool) -> Self {
        Self { way: vec![(value, None)], rest: Vec::new(), is_view }
    }

    /// The node at a normalized path; `None` where there is none.
    pub(super) fn at(root: Self, path: &str) -> Option<Self> {
        let mut aim = root;
        let mut rest = path;
        while !rest.is_empty() {
            if let Some(name) = rest.strip_prefix("['") {
                let end = name.match_indices("']").map(|(at, _)| at).find(|&at| !name[..at].ends_with('\\'))?;
                aim = aim.name(&name[..end].replace("\\'", "'").replace("\\\\", "\\")).ok()?;
                rest = &name[end + 2..];
            } else {
                let (index, behind) = rest.strip_prefix('[')?.split_once(']')?;
                aim = aim.index(index.parse().ok()?);
                rest = behind;
            }
        }
        aim.rest.is_empty().then_some(aim)
    }

    /// What is there at the end of the way.
    pub(super) fn value(&self) -> &'v Value {
        self.way[self.way.len() - 1].0
    }

    /// The entry whose value that is.
    pub(super) fn entry(&self) -> Option<&'v Entry> {
        self.way[self.way.len() - 1].1
    }

    /// The names on the way and beyond; `[]` for an element that is not there.
    pub(super) fn names(&self) -> Vec<&str> {
        let there = self.way.iter().filter_map(|(_, entry)| entry.map(|entry| &*entry.key));
        let absent = self.rest.iter().map(|step| match step {
            Step::Key(key) => &**key,
            Step::Index(_) => "[]",
        });
        there.chain(absent).collect()
    }

    /// What holds it.
    pub(super) fn parent(&self) -> Option<&'v Value> {
        self.way.len().checked_sub(2).map(|index| self.way[index].0)
    }

    /// The subject.
    pub(super) fn subject(&self) -> &'v Value {
        self.way[0].0
    }

    /// The same from one step nearer to the subject, with that step as one that is not there.
    pub(super) fn shorter(&self, step: Step) -> Self {
        let mut rest = vec![step];
        rest.extend(self.rest.iter().cloned());
        Self { way: self.way[..self.way.len() - 1].to_vec(), rest, ..*self }
    }

    fn child(&self, value: &'v Value, entry: Option<&'v Entry>) -> Self {
        let mut way = self.way.clone();
        way.push((value, entry));
        Self { way, rest: Vec::new(), ..*self }
    }

    fn beyond(&self, step: Step) -> Self {
        let mut rest = self.rest.clone();
        rest.push(step);
        Self { way: self.way.clone(), rest, ..*self }
    }

    /// The same with another name in the place of the last one, as far as something is there.
    pub(super) fn beside(&self, name: &str) -> Result<Self, Unfixable> {
        let holder =
            Self { way: self.way[..self.way.len().saturating_sub(1).max(1)].to_vec(), rest: Vec::new(), ..*self };
        self.rest.iter().try_fold(holder.name(name)?, |aim, step| match step {
            Step::Key(name) => aim.name(name),
            Step::Index(index) => Ok(aim.index(*index)),
        })
    }

    fn name(&self, name: &str) -> Result<Self, Unfixable> {
        if !self.rest.is_empty() {
            return Ok(self.beyond(Step::key(name)));
        }
        let value = self.value();
        match value.get(name) {
            Lookup::Found(found) => {
                let entry = value.as_map().and_then(|map| map.entry(name));
                match entry.is_some_and(|entry| self.is_filled_in(entry)) {
                    true => Ok(self.beyond(Step::key(name))),
                    false => Ok(self.child(found, entry)),
                }
            }
            Lookup::Absent => Ok(self.beyond(Step::key(name))),
            Lookup::Unknown(unknown) => {
                Err(Unfixable::new(format!("whether `{name}` is there is not known: {}", unknown.reason)))
            }
        }
    }

    /// Whether an entry stands for what is not written, as defaults of providers do: its name has no place of its own. In views
    /// no name has one; there the namespace alone is filled in, at the place of what holds it.
    fn is_filled_in(&self, Entry { key, key_span, value }: &Entry) -> bool {
        let is_plain = value.as_list().is_none() && value.as_map().is_none() && value.origin.is_none();
        let is_default = !self.is_view || &**key == "namespace" && value.span == self.value().span;
        is_plain && *key_span == value.span && is_default
    }

    fn index(&self, index: usize) -> Self {
        let found = match &self.value().kind {
            Kind::List(list) if self.rest.is_empty() => list.items.get(index),
            _ => None,
        };
        match found {
            Some(item) => self.child(item, None),
            None => self.beyond(Step::Index(index)),
        }
    }

    /// All that a path leads to from here.
    ///
    /// # Errors
    /// Where the path leads through what is not known.
    pub(super) fn follow(&self, path: &Query, eval: &Evaluator<'v, '_>) -> Result<Vec<Self>, Unfixable> {
        let start = if path.relative { self.clone() } else { Self::root(self.subject(), self.is_view) };
        let mut aims = vec![start];
        for segment in path.segments {
            let Segment::Child([selector]) = segment else { return Err(nothing()) };
            let mut next = Vec::new();
            for aim in &aims {
                match selector {
                    Selector::Name(name) => next.push(aim.name(name)?),
                    Selector::Index(index) => next.push(aim.index(usize::try_from(*index).map_err(|_| nothing())?)),
                    Selector::Wildcard => next.extend(aim.children()),
                    Selector::Filter(expr) => {
                        next.extend(
                            aim.children().into_iter().filter(|child| eval.test(expr, child.value()).is_true()),
                        );
                    }
                    Selector::Slice(..) => return Err(nothing()),
                }
            }
            aims = next;
        }
        Ok(aims)
    }

    fn children(&self) -> Vec<Self> {
        if !self.rest.is_empty() {
            return Vec::new();
        }
        match &self.value().kind {
            Kind::List(list) => list.items.iter().map(|item| self.child(item, None)).collect(),
            Kind::Map(map) => map.entries().map(|entry| self.child(&entry.value, Some(entry))).collect(),
            _ => Vec::new(),
        }
    }
}

/// Where a value was written, and whether that is where it is used.
pub(super) fn written(value: &Value) -> Span {
    value.written()
}

fn nothing() -> Unfixable {
    Unfixable::new("what the fix is about is not written here")
}
