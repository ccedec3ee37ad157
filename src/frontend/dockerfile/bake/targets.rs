//! Targets with what they inherit, each as often as its matrix has it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::evaluate::{Evaluator, Locals, Place};
use super::source::{Attribute, Block, Source};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{SourceFile, Span};
use crate::value::{Kind, Map, Reason, Unknown, Value};

/// Most targets that a matrix gives.
const MATRIX_LIMIT: usize = 64;

/// Most targets that inherit from each other in a row.
const DEPTH_LIMIT: usize = 32;

/// Arguments that are put together entry by entry.
const MAPS: [&str; 3] = ["args", "contexts", "labels"];

/// One target, as the files have it.
pub(super) struct Target<'p> {
    pub(super) name: Arc<str>,
    /// Blocks of this name with their files, those that win last.
    blocks: Vec<(&'p SourceFile, &'p Block<'p>)>,
    /// The values of its matrix.
    locals: Locals,
}

/// All targets of files that are read together.
pub(super) struct Targets<'p> {
    evaluator: &'p Evaluator<'p>,
    pub(super) all: Vec<Target<'p>>,
    by_name: HashMap<Arc<str>, usize>,
    /// Those that a group names.
    grouped: HashSet<Arc<str>>,
    /// What targets say with what they inherit.
    resolved: HashMap<usize, Value>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'p> Targets<'p> {
    pub(super) fn new(sources: &'p [Source<'p>], evaluator: &'p Evaluator<'p>) -> Self {
        let mut blocks: indexmap::IndexMap<&str, Vec<(&SourceFile, &Block<'_>)>> = indexmap::IndexMap::new();
        let mut grouped = HashSet::new();
        for source in sources {
            for block in &source.blocks {
                let place = Place { file: source.file, locals: &Locals::new() };
                match &*block.kind {
                    "target" => blocks.entry(&block.name).or_default().push((source.file, block)),
                    "group" => grouped.extend(texts(block, "targets", evaluator, place)),
                    _ => {}
                }
            }
        }
        let (by_name, resolved, diagnostics) = (HashMap::new(), HashMap::new(), Vec::new());
        let mut targets = Self { evaluator, all: Vec::new(), by_name, grouped, resolved, diagnostics };
        for (name, blocks) in blocks {
            targets.add(name, blocks);
        }
        targets
    }

    /// Adds a target, or those that its matrix gives.
    fn add(&mut self, name: &str, blocks: Vec<(&'p SourceFile, &'p Block<'p>)>) {
        let matrix = blocks.iter().rev().find_map(|(file, block)| Some((*file, block.attribute("matrix")?)));
        let Some((file, matrix)) = matrix else {
            self.push(name.into(), blocks, Locals::new());
            return;
        };
        let value = self.evaluator.written(&matrix.value, Place { file, locals: &Locals::new() });
        for locals in combinations(&value) {
            let name = blocks.iter().rev().find_map(|(file, block)| {
                let place = Place { file, locals: &locals };
                self.evaluator.written(&block.attribute("name")?.value, place).as_str().map(Arc::from)
            });
            self.push(name.unwrap_or_else(|| name_of(&blocks)), blocks.clone(), locals);
        }
    }

    fn push(&mut self, name: Arc<str>, blocks: Vec<(&'p SourceFile, &'p Block<'p>)>, locals: Locals) {
        self.by_name.insert(Arc::clone(&name), self.all.len());
        self.all.push(Target { name, blocks, locals });
    }

    /// Targets that only others inherit from, and no group names.
    pub(super) fn bases(&self) -> HashSet<Arc<str>> {
        let of = |target: &Target<'p>| {
            let names = self.inherited(target).into_iter().map(|(name, _)| name);
            names.filter(|name| *name != target.name).collect::<Vec<_>>()
        };
        self.all.iter().flat_map(of).filter(|name| !self.grouped.contains(name)).collect()
    }

    /// The names that a target inherits from, with their place.
    fn inherited(&self, target: &Target<'p>) -> Vec<(Arc<str>, Span)> {
        let last =
            target.blocks.iter().rev().find_map(|(file, block)| Some((*file, *block, block.attribute("inherits")?)));
        let Some((file, block, attribute)) = last else { return Vec::new() };
        let place = Place { file, locals: &target.locals };
        texts(block, "inherits", self.evaluator, place).into_iter().map(|name| (name, attribute.span)).collect()
    }

    /// What a target says, with what it inherits.
    pub(super) fn resolve(&mut self, index: usize) -> Value {
        self.with_inherited(index, &mut Vec::new())
    }

    fn with_inherited(&mut self, index: usize, open: &mut Vec<usize>) -> Value {
        if let Some(known) = self.resolved.get(&index) {
            return known.clone();
        }
        let header = self.all[index].blocks.first().map(|(_, block)| block.header);
        let mut map = Map::new();
        open.push(index);
        for (name, span) in self.inherited(&self.all[index]) {
            let base = self.by_name.get(&name).copied();
            let message = match base {
                Some(base) if open.contains(&base) => Some(format!("target `{name}` inherits from itself")),
                Some(_) if open.len() == DEPTH_LIMIT => Some("too many targets inherit from each other".to_owned()),
                Some(base) => {
                    merge(&mut map, &self.with_inherited(base, open));
                    None
                }
                None => Some(format!("there is no target `{name}`")),
            };
            let said = message.map(|message| Diagnostic::at(Level::Error, "bake-inherits", span, message));
            self.diagnostics.extend(said);
        }
        open.pop();
        let target = &self.all[index];
        for (file, block) in &target.blocks {
            merge(&mut map, &self.own(file, block, &target.locals));
        }
        let span = header.unwrap_or_else(|| self.all[index].blocks[0].1.declaration);
        let value = Value::map(map, span);
        self.resolved.insert(index, value.clone());
        value
    }

    /// The names of a matrix.
    pub(super) fn own_names(&self, file: &SourceFile, matrix: &Attribute<'_>) -> Vec<(Arc<str>, Span)> {
        let value = self.evaluator.written(&matrix.value, Place { file, locals: &Locals::new() });
        let entries = value.as_map().into_iter().flat_map(Map::entries);
        entries.map(|entry| (Arc::clone(&entry.key), entry.key_span)).collect()
    }

    /// What a block says itself.
    pub(super) fn own(&self, file: &SourceFile, block: &Block<'_>, locals: &Locals) -> Value {
        let mut map = Map::new();
        for attribute in block.attributes.iter().filter(|attribute| !matches!(&*attribute.name, "matrix" | "inherits"))
        {
            let value = self.evaluator.written(&attribute.value, Place { file, locals });
            map.insert(Arc::clone(&attribute.name), attribute.span, value);
        }
        Value::map(map, block.declaration)
    }
}

fn name_of(blocks: &[(&SourceFile, &Block<'_>)]) -> Arc<str> {
    blocks.first().map_or_else(|| "".into(), |(_, block)| Arc::clone(&block.name))
}

/// Puts what a target says over what it inherits.
fn merge(map: &mut Map, over: &Value) {
    for entry in over.as_map().into_iter().flat_map(Map::entries).filter(|entry| !entry.value.is_null()) {
        let is_map = MAPS.contains(&&*entry.key);
        match (map.get_mut(&entry.key).map(|value| &mut value.kind), &entry.value.kind) {
            (Some(Kind::Map(below)), Kind::Map(above)) if is_map => {
                let below = Arc::make_mut(below);
                for entry in above.entries().filter(|entry| !entry.value.is_null()) {
                    below.insert(Arc::clone(&entry.key), entry.key_span, entry.value.clone());
                }
            }
            _ => drop(map.insert(Arc::clone(&entry.key), entry.key_span, entry.value.clone())),
        }
    }
}

/// The known texts of a list.
fn texts(block: &Block<'_>, name: &str, evaluator: &Evaluator<'_>, place: Place<'_>) -> Vec<Arc<str>> {
    let value = block.attribute(name).map(|attribute| evaluator.written(&attribute.value, place));
    let items = value.as_ref().and_then(Value::as_list).map_or(&[][..], |list| &list.items);
    items.iter().filter_map(Value::as_str).map(Arc::from).collect()
}

/// Every combination of the values of a matrix. What is not known of it has one, with unknown values.
fn combinations(matrix: &Value) -> Vec<Locals> {
    let mut all = vec![Locals::new()];
    for entry in matrix.as_map().into_iter().flat_map(Map::entries) {
        let unknown =
            || Value::unknown(Unknown::new(Reason::Unsupported("this matrix"), entry.value.span), entry.value.span);
        let items = match &entry.value.kind {
            Kind::List(list) if !list.items.is_empty() && list.items.len() * all.len() <= MATRIX_LIMIT => {
                list.items.clone()
            }
            _ => vec![unknown()],
        };
        let with = |locals: &Locals, item: &Value| {
            let mut locals = locals.clone();
            locals.push((Arc::clone(&entry.key), item.clone()));
            locals
        };
        all = all.iter().flat_map(|locals| items.iter().map(move |item| with(locals, item))).collect();
    }
    all
}
