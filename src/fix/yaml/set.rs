//! Sets values.

use super::insert::Addition;
use super::place::{Stop, Way, inherited};
use super::print;
use super::source::{entries, items};
use super::style::Style;
use super::{Path, Step, Yaml};
use crate::fix::{Plain, TextEdit, Unfixable};
use crate::syntax::yaml::{Layout, Node, NodeKind, Written, WrittenKind};

impl Yaml<'_> {
    /// Sets the value at a path: in place of what is there, or added with all that leads to it. No edit where it is that
    /// value already.
    ///
    /// What a merge key or an alias gives stays as it is, and the mapping says the other value beside.
    ///
    /// # Errors
    /// It cannot be done without changing something else.
    pub fn set(&self, path: &Path, value: &Plain) -> Result<Vec<TextEdit>, Unfixable> {
        let way = self.follow(path)?;
        let rest = &path.steps[way.taken..];
        if rest.is_empty() && way.meaning.is_some_and(|meaning| value.is_same(meaning)) {
            return Ok(Vec::new());
        }
        let style = Style::of(self, self.document(path.document)?);
        self.put(&way, rest, value, &style)
    }

    /// Adds an item at the end of the list at a path, which is made where it is not there. No edit where the list has it.
    ///
    /// # Errors
    /// It cannot be done without changing something else, or what is there is no list.
    pub fn append(&self, path: &Path, value: &Plain) -> Result<Vec<TextEdit>, Unfixable> {
        let way = self.follow(path)?;
        let rest = &path.steps[way.taken..];
        let style = Style::of(self, self.document(path.document)?);
        let has_it = |list: &Node| list.items().iter().any(|item| value.is_same(item));
        let last = way.last();
        match &last.node.kind {
            _ if !rest.is_empty() => {
                let inherited = inherited(way.meaning, rest);
                let mut all = match inherited.map(Plain::from) {
                    Some(Plain::List(items)) => items,
                    None | Some(Plain::Null) => Vec::new(),
                    Some(_) => return Err(no_list()),
                };
                if inherited.is_some_and(has_it) {
                    return Ok(Vec::new());
                }
                all.push(value.clone());
                self.put(&way, rest, &Plain::List(all), &style)
            }
            WrittenKind::Sequence(..) if way.meaning.is_some_and(has_it) => Ok(Vec::new()),
            WrittenKind::Sequence(_, items) if !items.is_empty() => self.add(last, Addition::Item(value), &style),
            _ if is_nothing(&way) => self.put(&way, rest, &Plain::List(vec![value.clone()]), &style),
            WrittenKind::Alias(_) => Err(Unfixable::new("the list is an alias of what stands elsewhere")),
            _ => Err(no_list()),
        }
    }

    /// Writes a value at the end of steps from the last node of a way.
    fn put(&self, way: &Way<'_>, rest: &[Step], value: &Plain, style: &Style) -> Result<Vec<TextEdit>, Unfixable> {
        let last = way.last();
        let Some((step, deeper)) = rest.split_first() else {
            return self.write(last, value, style);
        };
        if is_nothing(way) {
            return self.write_nested(last, &nested(rest, value, None)?, style);
        }
        match (&last.node.kind, step) {
            (WrittenKind::Mapping(..), Step::Key(key)) => {
                let inherited = way.meaning.and_then(|meaning| meaning.get(key));
                self.add(last, Addition::Entry(key, &nested(deeper, value, inherited)?), style)
            }
            (WrittenKind::Sequence(_, items), Step::Index(index)) if *index == items.len() => {
                self.add(last, Addition::Item(&nested(deeper, value, None)?), style)
            }
            (WrittenKind::Alias(_), Step::Key(key)) => {
                let inherited = way.meaning.and_then(|meaning| meaning.get(key));
                self.beside_alias(last, way.meaning, key, &nested(deeper, value, inherited)?, style)
            }
            (WrittenKind::Sequence(..), Step::Index(_)) => {
                Err(Unfixable::new(format!("the list has no place for {step}")))
            }
            (WrittenKind::Sequence(..), Step::Key(_)) => Err(Unfixable::new(format!("a list has no {step}"))),
            (WrittenKind::Alias(_), _) => Err(Unfixable::new("the list is an alias of what stands elsewhere")),
            _ => Err(Unfixable::new(format!(
                "{step} is to be set in what is no {}",
                match step {
                    Step::Key(_) => "map",
                    Step::Index(_) => "list",
                }
            ))),
        }
    }

    /// Writes a collection where nothing is: in brackets as in the rest of a file of brackets, otherwise without.
    fn write_nested(&self, stop: Stop<'_>, value: &Plain, style: &Style) -> Result<Vec<TextEdit>, Unfixable> {
        let is_empty = entries(stop.node).is_empty() && items(stop.node).is_empty();
        let is_bracket =
            matches!(stop.node.kind, WrittenKind::Mapping(Layout::Flow, _) | WrittenKind::Sequence(Layout::Flow, _));
        match (value, is_bracket && is_empty && stop.slot.is_flow()) {
            (Plain::Map(entries), true) if entries.len() == 1 && matches!(stop.node.kind, WrittenKind::Mapping(..)) => {
                let (key, value) = &entries[0];
                self.add(stop, Addition::Entry(key, value), style)
            }
            (Plain::List(items), true) if items.len() == 1 && matches!(stop.node.kind, WrittenKind::Sequence(..)) => {
                self.add(stop, Addition::Item(&items[0]), style)
            }
            _ => self.write(stop, value, style),
        }
    }

    /// An alias of a mapping becomes a mapping that takes it in by a merge key and says one thing more.
    fn beside_alias(
        &self,
        stop: Stop<'_>,
        meaning: Option<&Node>,
        key: &str,
        value: &Plain,
        style: &Style,
    ) -> Result<Vec<TextEdit>, Unfixable> {
        let is_map = meaning.is_some_and(|meaning| matches!(meaning.kind, NodeKind::Mapping(_)));
        if !is_map || stop.slot.is_flow() {
            return Err(Unfixable::new("this is an alias of what stands elsewhere"));
        }
        let merge = format!("<<: {}", stop.node.range.slice(self.text));
        let lines: Vec<String> = std::iter::once(merge).chain(print::entry(key, value, style)).collect();
        self.write_lines(stop, &lines, false, style)
    }
}

fn no_list() -> Unfixable {
    Unfixable::new("what is there is no list")
}

/// Whether nothing is there yet: an empty value, `null`, `{}` or `[]`.
fn is_nothing(way: &Way<'_>) -> bool {
    let node: &Written = way.last().node;
    match &node.kind {
        WrittenKind::Plain => way.meaning.is_some_and(|meaning| matches!(meaning.kind, NodeKind::Null)),
        WrittenKind::Mapping(Layout::Flow, entries) => entries.is_empty(),
        WrittenKind::Sequence(Layout::Flow, items) => items.is_empty(),
        _ => false,
    }
}

/// What gives `value` at the end of the steps, with all that was inherited there.
fn nested(steps: &[Step], value: &Plain, inherited: Option<&Node>) -> Result<Plain, Unfixable> {
    let Some((step, deeper)) = steps.split_first() else { return Ok(value.clone()) };
    match (step, inherited.map_or(Plain::Null, Plain::from)) {
        (Step::Key(key), base @ (Plain::Null | Plain::Map(_))) => {
            let inner = nested(deeper, value, inherited.and_then(|node| node.get(key)))?;
            let Plain::Map(mut entries) = base else { return Ok(Plain::Map(vec![(key.to_string(), inner)])) };
            match entries.iter_mut().find(|(name, _)| **name == **key) {
                Some((_, old)) => *old = inner,
                None => entries.push((key.to_string(), inner)),
            }
            Ok(Plain::Map(entries))
        }
        (Step::Index(index), base @ (Plain::Null | Plain::List(_))) => {
            let old = inherited.and_then(|node| node.items().get(*index));
            let inner = nested(deeper, value, old.map(|item| &**item))?;
            let mut items = if let Plain::List(items) = base { items } else { Vec::new() };
            if *index > items.len() {
                return Err(Unfixable::new(format!("the list has no place for {step}")));
            }
            items.splice(*index..items.len().min(index + 1), [inner]);
            Ok(Plain::List(items))
        }
        _ => Err(Unfixable::new(format!("{step} is to be set in a scalar"))),
    }
}
