//! The objects of a scan, as links see them.

use std::collections::HashMap;
use std::sync::Arc;

use super::found::{Match, Uncertainty};
use super::scope::{Folders, Site};
use super::table::{self, Link, Strategy};
use crate::model::Resource;
use crate::shape::workload::{Object, Pod};
use crate::source::{SourceMap, Span};
use crate::value::{Kind, Lookup, Unknown, Value};

/// Most copies of one object that are compared.
const COPIES_LIMIT: usize = 32;

/// A name or namespace.
#[derive(Clone, Debug)]
pub(super) enum Name {
    /// Not said.
    Absent,
    /// This one.
    Known(Arc<str>),
    /// Not known.
    Unknown(Arc<Unknown>),
}

impl Name {
    /// The name that a member of `owner` gives.
    pub(super) fn of(owner: Option<&Value>, member: &str) -> Self {
        match owner.map(|owner| owner.get(member)) {
            None | Some(Lookup::Absent) => Self::Absent,
            Some(Lookup::Unknown(unknown)) => Self::Unknown(Arc::new(unknown.clone()).anonymous()),
            Some(Lookup::Found(value)) => match (&value.kind, value.first_unknown()) {
                (Kind::String(text), _) => Self::Known(Arc::clone(text)),
                (_, Some(unknown)) => {
                    let identity = value.identity().map(Arc::from);
                    Self::Unknown(Arc::new(Unknown { identity, ..Unknown::clone(unknown) }))
                }
                (_, None) => Self::Absent,
            },
        }
    }

    /// Whether two namespaces are one: those of one expression are, whatever it turns out to be.
    pub(super) fn is_same<'v>(&'v self, other: &'v Self) -> Match<'v> {
        match (self, other) {
            (Self::Unknown(left), Self::Unknown(right)) if left.is_same(right) => Match::True,
            (Self::Unknown(unknown), _) | (_, Self::Unknown(unknown)) => Match::Unknown(Uncertainty::Value(unknown)),
            (Self::Absent, Self::Absent) => Match::True,
            (Self::Known(left), Self::Known(right)) => (left == right).into(),
            _ => Match::Unknown(Uncertainty::Because("only one of two objects that fit says its namespace")),
        }
    }
}

/// One object.
pub(super) struct Node<'s> {
    /// Its place among the resources of the scan.
    pub(super) resource: usize,
    pub(super) kind: Arc<str>,
    /// What it has to do with others.
    pub(super) link: Option<&'static Link>,
    pub(super) body: Value,
    pub(super) name: Name,
    pub(super) namespace: Name,
    pub(super) header: Span,
    /// The pods that it runs.
    pub(super) pod: Option<Pod>,
    /// Which of the pods of its object that is; an object with several is a node for each.
    pub(super) part: usize,
    pub(super) site: Site<'s>,
    path: &'s str,
    /// All objects of its kind, name and namespace, itself among them; none where it has no such name.
    copies: Option<usize>,
}

impl Node<'_> {
    /// The same object with another one of its pods.
    fn of_pod(&self, pod: Pod, part: usize) -> Self {
        Self {
            kind: Arc::clone(&self.kind),
            link: None,
            body: self.body.clone(),
            name: self.name.clone(),
            namespace: self.namespace.clone(),
            pod: Some(pod),
            part,
            site: self.site.clone(),
            copies: None,
            ..*self
        }
    }
}

/// Kind, name, and the namespace where one is said.
type Identity = (Arc<str>, Arc<str>, Option<Arc<str>>);

/// All objects of a scan.
pub(super) struct Objects<'s> {
    pub(super) nodes: Vec<Node<'s>>,
    copies: Vec<Vec<usize>>,
    folders: Folders,
}

impl<'s> Objects<'s> {
    pub(super) fn of(resources: &[Resource], sources: &'s SourceMap) -> Self {
        let node = |(resource, declared): (usize, &Resource)| {
            let object = Object::of(declared)?;
            let mut pods = Pod::all(&object).into_iter();
            let metadata = object.body.member("metadata");
            let first = Node {
                resource,
                name: Name::of(metadata, "name"),
                namespace: Name::of(metadata, "namespace"),
                header: declared.header,
                pod: pods.next(),
                part: 0,
                link: table::of(&object.kind, object.body.member("apiVersion").and_then(Value::as_str)),
                kind: object.kind,
                body: object.body,
                site: Site::of(declared, sources),
                path: sources.get(declared.declaration.file).path(),
                copies: None,
            };
            let others: Vec<_> = pods.zip(1..).map(|(pod, part)| first.of_pod(pod, part)).collect();
            Some(std::iter::once(first).chain(others))
        };
        let nodes: Vec<_> = resources.iter().enumerate().filter_map(node).flatten().collect();
        let mut objects = Self { folders: Folders::of(nodes.iter().map(|node| &node.site)), nodes, copies: Vec::new() };
        objects.group();
        objects
    }

    /// Finds the copies of each object.
    fn group(&mut self) {
        let mut groups: HashMap<Identity, usize> = HashMap::new();
        for (index, node) in self.nodes.iter_mut().enumerate() {
            let Name::Known(name) = &node.name else { continue };
            let namespace = match &node.namespace {
                Name::Absent => None,
                Name::Known(namespace) => Some(Arc::clone(namespace)),
                Name::Unknown(_) => continue,
            };
            let is_first = node.part == 0;
            let group = *groups.entry((Arc::clone(&node.kind), Arc::clone(name), namespace)).or_insert_with(|| {
                self.copies.push(Vec::new());
                self.copies.len() - 1
            });
            node.copies = Some(group);
            if is_first {
                self.copies[group].push(index);
            }
        }
    }

    /// The objects that run pods.
    pub(super) fn workloads(&self) -> impl Iterator<Item = (usize, &Node<'s>, &Pod)> {
        self.nodes.iter().enumerate().filter_map(|(index, node)| Some((index, node, node.pod.as_ref()?)))
    }

    /// The objects of a strategy, with their rows.
    pub(super) fn linked(
        &self,
        is_meant: fn(&Strategy) -> bool,
    ) -> impl Iterator<Item = (usize, &Node<'s>, &'static Link)> {
        let linked = self.nodes.iter().enumerate().filter_map(|(index, node)| Some((index, node, node.link?)));
        linked.filter(move |(.., link)| is_meant(&link.strategy))
    }

    /// Whether two objects that fit each other are meant for each other: of copies the nearest, and what is deployed
    /// together. `within` is the namespace in which they meet.
    pub(super) fn belong<'v>(&self, one: usize, other: usize, within: &Name) -> Match<'v> {
        const APART: Uncertainty<'static> = Uncertainty::Because(
            "two objects that fit each other are in different folders, and nothing says that they are deployed together",
        );
        let within = match within {
            Name::Known(namespace) => Some(&**namespace),
            Name::Absent | Name::Unknown(_) => None,
        };
        let [here, there] = [one, other].map(|index| &self.nodes[index].site);
        self.are_nearest(one, other).and(|| match self.folders.hold_together(here, there, within) {
            true => Match::True,
            false => Match::Unknown(APART),
        })
    }

    /// Whether no copy of either is nearer to the other.
    fn are_nearest<'v>(&self, one: usize, other: usize) -> Match<'v> {
        let distance = self.distance(one, other);
        let nearest = |of: usize, to: usize| {
            let copies = self.nodes[of].copies.map_or(&[][..], |group| &self.copies[group]);
            let is_other = |copy: &&usize| self.nodes[**copy].resource != self.nodes[of].resource;
            let others = copies.iter().take(COPIES_LIMIT).filter(is_other);
            (others.map(|&copy| self.distance(copy, to)).min(), copies.len() > COPIES_LIMIT)
        };
        let ((first, many), (second, too_many)) = (nearest(one, other), nearest(other, one));
        let copies = || {
            Match::Unknown(Uncertainty::Because(
                "there are several copies of one object, and it is not known which is meant",
            ))
        };
        match (first, second) {
            _ if many || too_many => copies(),
            (Some(nearer), _) if nearer < distance => Match::False,
            (Some(near), _) if near == distance => copies(),
            (_, Some(nearer)) if nearer < distance => copies(),
            _ => Match::True,
        }
    }

    /// Steps in the tree of files from one object to another. Those of one build are as near as those of one file.
    fn distance(&self, one: usize, other: usize) -> usize {
        if self.nodes[one].site.is_build_of(&self.nodes[other].site) {
            return 0;
        }
        let (one, other) = (self.nodes[one].path, self.nodes[other].path);
        let common = one.split('/').zip(other.split('/')).take_while(|(left, right)| left == right).count();
        one.split('/').count() + other.split('/').count() - 2 * common
    }
}
