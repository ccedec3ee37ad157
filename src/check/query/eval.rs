//! Selection: the walk of a query through a value.

use std::cell::Cell;
use std::ops::ControlFlow;

use super::computed::Patterns;
use super::trail::{Step, Trail};
use super::{Node, Query, Segment, Selector, World};
use crate::source::Span;
use crate::value::{Coercion, Kind, List, Lookup, Truth, Unknown, Value};

/// Most selectors that one evaluator applies.
const MAX_STEPS: u32 = 1_000_000;

/// Deepest level that a descendant segment reaches.
const MAX_DEPTH: usize = 256;

/// What a query selects.
#[derive(Debug, Default)]
pub struct Selection<'v> {
    /// The nodes in order.
    pub nodes: Vec<Node<'v>>,
    /// Set when there may be further nodes, and why that is not known.
    pub more: Option<&'v Unknown>,
}

/// Evaluates queries and expressions on one value.
#[derive(Debug)]
pub struct Evaluator<'v, 'w> {
    root: &'v Value,
    pub(super) coercion: Coercion,
    world: Option<&'w World>,
    pub(super) limit: &'v Unknown,
    steps: Cell<u32>,
    /// The name of the member that a filter is applied to.
    pub(super) member: Cell<Option<&'v str>>,
    /// Those that queries compute.
    pub(super) patterns: Patterns,
    /// Whether `secret` means whatever must not be shown, wherever it is written.
    pub(super) anywhere: bool,
    pub(super) any_case: bool,
}

/// What the walk tells its caller.
pub(super) enum Event<'a, 'v> {
    /// This is selected, with this certainty.
    Node(&'a Trail<'a, 'v>, Truth<'v>),
    /// There may be more, depending on this.
    More(&'v Unknown),
}

/// Broken off when the caller has seen enough, or at the limit.
pub(super) type Flow = ControlFlow<()>;

type Visit<'f, 'v> = &'f mut dyn FnMut(Event<'_, 'v>) -> Flow;

impl<'v, 'w> Evaluator<'v, 'w> {
    /// An evaluator for which a value that is one of several is not known. `limit` is the reason that is given when
    /// evaluation takes too long.
    pub fn new(root: &'v Value, coercion: Coercion, limit: &'v Unknown) -> Self {
        Self {
            root,
            coercion,
            world: None,
            limit,
            steps: Cell::new(0),
            member: Cell::new(None),
            patterns: Patterns::default(),
            anywhere: false,
            any_case: false,
        }
    }

    /// Takes for a secret whatever must not be shown: also what is not written in the code, or bad as a secret.
    #[must_use]
    pub fn anywhere(self, anywhere: bool) -> Self {
        Self { anywhere, ..self }
    }

    /// Takes words that differ in the case of letters alone for one.
    #[must_use]
    pub fn any_case(self, any_case: bool) -> Self {
        Self { any_case, ..self }
    }

    /// Takes one option of each value that is one of several.
    #[must_use]
    pub fn within(self, world: &'w World) -> Self {
        Self { world: Some(world), ..self }
    }

    /// The value at which evaluation starts.
    pub fn root_node(&self) -> Node<'v> {
        Node::root(self.root)
    }

    /// Runs a query. Places outside `grounds` are replaced by the nearest one inside.
    pub fn select(&self, query: &Query, grounds: &[Span]) -> Selection<'v> {
        self.select_from(query, &self.root_node(), grounds)
    }

    /// Runs a query with the value of `node` as `@`.
    pub fn select_from(&self, query: &Query, node: &Node<'v>, grounds: &[Span]) -> Selection<'v> {
        let root = self.root_node();
        let from = if query.relative { node } else { &root };
        let mut selection = Selection::default();
        let _ = self.walk(query.segments, &Trail::start(from.value), Truth::True, &mut |event| {
            match event {
                Event::Node(trail, certainty) => selection.nodes.push(trail.node(from, certainty, grounds)),
                Event::More(unknown) => selection.more = selection.more.or(Some(unknown)),
            }
            Flow::Continue(())
        });
        selection
    }

    /// Whether a query with `current` as `@` selects anything.
    pub fn exists(&self, query: &Query, current: &'v Value) -> Truth<'v> {
        let mut result = Truth::False;
        let _ = self.visit(query, current, &mut |event| {
            result = result.or(|| match event {
                Event::Node(_, certainty) => certainty,
                Event::More(unknown) => Truth::Unknown(unknown),
            });
            if result.is_true() { Flow::Break(()) } else { Flow::Continue(()) }
        });
        result
    }

    /// Tells `visit` of all that a query selects.
    pub(super) fn visit(&self, query: &Query, current: &'v Value, visit: Visit<'_, 'v>) -> Flow {
        self.walk(query.segments, &Trail::start(self.start(query, current)), Truth::True, visit)
    }

    pub(super) fn start(&self, query: &Query, current: &'v Value) -> &'v Value {
        if query.relative { current } else { self.root }
    }

    fn walk(&self, segments: &[Segment], here: &Trail<'_, 'v>, certainty: Truth<'v>, visit: Visit<'_, 'v>) -> Flow {
        match segments {
            [] => visit(Event::Node(here, certainty)),
            [Segment::Child(selectors), rest @ ..] => {
                selectors.iter().try_for_each(|selector| self.apply(selector, rest, here, certainty, visit))
            }
            [Segment::Descendant(selectors), rest @ ..] => self.descend(selectors, rest, here, certainty, 0, visit),
        }
    }

    /// Applies the selectors to `here` and to everything below it.
    fn descend(
        &self,
        selectors: &[Selector],
        rest: &[Segment],
        here: &Trail<'_, 'v>,
        certainty: Truth<'v>,
        depth: usize,
        visit: Visit<'_, 'v>,
    ) -> Flow {
        if depth > MAX_DEPTH {
            return visit(Event::More(self.limit));
        }
        let value = self.resolve(here.value);
        if let Some(unknown) = value.as_unknown() {
            return visit(Event::More(unknown));
        }
        for selector in selectors {
            self.apply(selector, rest, here, certainty, visit)?;
        }
        self.children(value, here, &mut |child, presence| {
            self.descend(selectors, rest, child, certainty.and(|| presence), depth + 1, visit)
        })?;
        unknown_children(value, visit)
    }

    fn apply(
        &self,
        selector: &Selector,
        rest: &[Segment],
        here: &Trail<'_, 'v>,
        certainty: Truth<'v>,
        visit: Visit<'_, 'v>,
    ) -> Flow {
        self.count_step(visit)?;
        let value = self.resolve(here.value);
        if let Some(unknown) = value.as_unknown() {
            return visit(Event::More(unknown));
        }
        match (selector, &value.kind) {
            (Selector::Name(name), Kind::Map(map)) => match (map.entry(name), map.rest()) {
                (Some(entry), _) => {
                    let presence = self.presence(&entry.value);
                    let child = here.child(Step::Member(entry), &entry.value);
                    self.enter(rest, &child, certainty.and(|| presence), visit)
                }
                (None, Some(unknown)) => visit(Event::More(unknown)),
                (None, None) => Flow::Continue(()),
            },
            (Selector::Index(index), Kind::List(list)) => match element(list, *index) {
                (index, Lookup::Found(value)) => {
                    self.walk(rest, &here.child(Step::Index(index), value), certainty, visit)
                }
                (_, Lookup::Absent) => Flow::Continue(()),
                (_, Lookup::Unknown(unknown)) => visit(Event::More(unknown)),
            },
            (Selector::Slice(start, end, step), Kind::List(list)) => {
                let (indices, open) = slice(list, *start, *end, *step);
                for index in indices {
                    self.walk(rest, &here.child(Step::Index(index), &list.items[index]), certainty, visit)?;
                }
                open.map_or(Flow::Continue(()), |unknown| visit(Event::More(unknown)))
            }
            (Selector::Wildcard, _) => {
                self.children(value, here, &mut |child, presence| {
                    self.enter(rest, child, certainty.and(|| presence), visit)
                })?;
                unknown_children(value, visit)
            }
            (Selector::Filter(expr), _) => {
                self.children(value, here, &mut |child, presence| {
                    self.count_step(visit)?;
                    let outer = self.member.replace(child.name());
                    let holds = self.test(expr, child.value);
                    self.member.set(outer);
                    self.enter(rest, child, certainty.and(|| presence).and(|| holds), visit)
                })?;
                unknown_children(value, visit)
            }
            _ => Flow::Continue(()),
        }
    }

    /// Goes on from a child, unless it is certainly not selected.
    fn enter(&self, rest: &[Segment], child: &Trail<'_, 'v>, certainty: Truth<'v>, visit: Visit<'_, 'v>) -> Flow {
        if certainty.is_false() { Flow::Continue(()) } else { self.walk(rest, child, certainty, visit) }
    }

    /// The children of a list or a map that are known, each with whether it is there.
    fn children(
        &self,
        value: &'v Value,
        here: &Trail<'_, 'v>,
        each: &mut dyn FnMut(&Trail<'_, 'v>, Truth<'v>) -> Flow,
    ) -> Flow {
        match &value.kind {
            Kind::List(list) => list
                .items
                .iter()
                .enumerate()
                .try_for_each(|(index, item)| each(&here.child(Step::Index(index), item), Truth::True)),
            Kind::Map(map) => map.entries().try_for_each(|entry| match self.presence(&entry.value) {
                Truth::False => Flow::Continue(()),
                presence => each(&here.child(Step::Member(entry), &entry.value), presence),
            }),
            _ => Flow::Continue(()),
        }
    }

    /// Whether a member with this value is set. A null that was written is (RFC 9535); one that depends on a condition
    /// is how Terraform leaves an argument out.
    pub(super) fn presence(&self, value: &'v Value) -> Truth<'v> {
        let certain = |value: &Value| match &value.kind {
            Kind::Unknown(unknown) => !unknown.nullable,
            Kind::Null | Kind::Either(_) => false,
            _ => true,
        };
        match &value.kind {
            Kind::Unknown(unknown) if unknown.nullable => Truth::Unknown(unknown),
            // A choice that does not matter here is left open.
            Kind::Either(either) if !either.options.iter().all(certain) => match &self.resolve(value).kind {
                Kind::Null => Truth::False,
                Kind::Unknown(unknown) if unknown.nullable => Truth::Unknown(unknown),
                Kind::Either(either) => Truth::Unknown(&either.cause),
                _ => Truth::True,
            },
            _ => Truth::True,
        }
    }

    /// The option that this world takes, if the value is one of several.
    pub(super) fn resolve(&self, mut value: &'v Value) -> &'v Value {
        while let (Kind::Either(either), Some(world)) = (&value.kind, self.world) {
            match world.choose(either) {
                Some(option) => value = option,
                None => break,
            }
        }
        value
    }

    fn count_step(&self, visit: Visit<'_, 'v>) -> Flow {
        self.steps.set(self.steps.get().saturating_add(1));
        if self.steps.get() <= MAX_STEPS {
            return Flow::Continue(());
        }
        visit(Event::More(self.limit))?;
        Flow::Break(())
    }
}

/// Tells of the children that may be there besides those that are known.
fn unknown_children<'v>(value: &'v Value, visit: Visit<'_, 'v>) -> Flow {
    let rest = match &value.kind {
        Kind::List(list) => list.rest.as_ref(),
        Kind::Map(map) => map.rest(),
        _ => None,
    };
    rest.map_or(Flow::Continue(()), |unknown| visit(Event::More(unknown)))
}

/// The element at an index, which counts from the end when it is negative, and its index from the start.
pub(super) fn element(list: &List, index: i64) -> (usize, Lookup<'_>) {
    let absent = (0, list.rest.as_deref().map_or(Lookup::Absent, Lookup::Unknown));
    let position = match index {
        0.. => index,
        _ if list.rest.is_some() => return absent,
        _ => (list.items.len() as i64).saturating_add(index),
    };
    match usize::try_from(position).ok().and_then(|position| Some((position, list.items.get(position)?))) {
        Some((position, value)) => (position, Lookup::Found(value)),
        None => absent,
    }
}

/// The indices of a slice as RFC 9535 section 2.3.4.2.2 computes them, and the reason why there may be more.
fn slice(list: &List, start: Option<i64>, end: Option<i64>, step: i64) -> (Vec<usize>, Option<&Unknown>) {
    let length = list.items.len() as i64;
    let open = list.rest.as_deref().filter(|_| step != 0);
    let from_end = |bound: Option<i64>| bound.is_some_and(|bound| bound < 0);
    if open.is_some() && (step < 0 || from_end(start) || from_end(end)) {
        return (Vec::new(), open);
    }
    let normal = |bound: i64| if bound < 0 { length.saturating_add(bound) } else { bound };
    let mut indices = Vec::new();
    if step > 0 {
        let mut index = start.map_or(0, normal).clamp(0, length);
        let upper = end.map_or(length, normal).clamp(0, length);
        while index < upper {
            indices.push(index as usize);
            index = index.saturating_add(step);
        }
    } else if step < 0 {
        let mut index = start.map_or(length - 1, normal).clamp(-1, length - 1);
        let lower = end.map_or(-1, normal).clamp(-1, length - 1);
        while index > lower {
            indices.push(index as usize);
            index = index.saturating_add(step);
        }
    }
    (indices, open.filter(|_| end.is_none_or(|end| end > length)))
}
