//! Which resources must be judged so that all is known of some files.

use std::collections::HashSet;

use rayon::prelude::*;

use super::reported::Reported;
use crate::conceal::Concealed;
use crate::model::Resource;
use crate::shape::secrets::ELSEWHERE;
use crate::source::{FileId, SourceFile, SourceMap, Span};
use crate::value::{Kind, Map, Value};

/// The resources that are judged.
pub(in crate::engine) struct Focus {
    /// For each resource whether it is; none where all are.
    chosen: Option<Vec<bool>>,
}

impl Focus {
    /// All resources.
    pub(in crate::engine) const ALL: Self = Self { chosen: None };

    /// Those that can have a finding with its place in one of the `reported` files, or one that is the same as such a
    /// finding, says it already or is counted with it.
    pub(in crate::engine) fn on(
        reported: &Reported,
        resources: &[Resource],
        concealed: &Concealed,
        sources: &SourceMap,
    ) -> Self {
        if reported.is_all() {
            return Self::ALL;
        }
        let files = Files(sources.iter().map(|file| reported.has(SourceFile::path(file))).collect());
        let touching: Vec<bool> =
            resources.par_iter().map_init(HashSet::new, |seen, resource| files.are_in(resource, seen)).collect();
        let chosen =
            || resources.iter().zip(&touching).filter(|(_, touching)| **touching).map(|(resource, _)| resource);
        // What has part in a failure may say it already.
        let attached: HashSet<Span> =
            chosen().flat_map(|resource| &resource.attached).map(|attached| attached.header).collect();
        // Causes that cannot be told apart by more than their order are numbered.
        let address = |resource: &Resource| (resource.platform, resource.address.without_keys().to_string());
        let addresses: HashSet<_> = chosen().map(address).collect();
        let is_chosen = |((resource, view), touching): ((&Resource, &Value), bool)| {
            touching
                || attached.contains(&resource.header)
                || addresses.contains(&address(resource))
                // Of a credential there is one finding, wherever it is written and used.
                || has_secrets(view)
        };
        let all = resources.par_iter().zip(&concealed.views).zip(touching);
        Self { chosen: Some(all.map(is_chosen).collect()) }
    }

    /// Whether the resource at an index is judged.
    pub(in crate::engine) fn has(&self, index: usize) -> bool {
        self.chosen.as_ref().is_none_or(|chosen| chosen[index])
    }
}

/// Whether there is any credential in a `secrets` view.
fn has_secrets(view: &Value) -> bool {
    let mut lists = ["secrets", ELSEWHERE].into_iter().filter_map(|name| view.member(name)?.as_list());
    lists.any(|list| !list.items.is_empty())
}

/// For each file whether it is one that is reported on.
struct Files(Vec<bool>);

impl Files {
    fn has(&self, file: FileId) -> bool {
        self.0.get(file.index()).copied().unwrap_or_default()
    }

    /// Whether a resource, or a value of it, was written in one of the files, or came through one. `seen` has lists and maps
    /// in which nothing was: resources that are attached to each other share them.
    fn are_in(&self, resource: &Resource, seen: &mut HashSet<usize>) -> bool {
        let Resource { declaration, header, grounds, calls, readings, settings, .. } = resource;
        let own = [declaration, header].into_iter().chain(grounds);
        let related = calls.iter().map(|call| &call.span).chain(settings.iter().map(|setting| &setting.span));
        let read = readings.iter().flat_map(|reading| [&reading.text, &reading.call]);
        own.chain(related).chain(read).any(|span| self.has(span.file)) || self.are_in_value(&resource.body, seen)
    }

    fn are_in_value(&self, value: &Value, seen: &mut HashSet<usize>) -> bool {
        let mut open = vec![value];
        let mut new = Vec::new();
        while let Some(value) = open.pop() {
            if self.are_at(value) {
                for shared in &new {
                    seen.remove(shared);
                }
                return true;
            }
            let shared = match &value.kind {
                Kind::List(list) => Some(std::ptr::from_ref(&**list).addr()),
                Kind::Map(map) => Some(std::ptr::from_ref(&**map).addr()),
                _ => None,
            };
            if shared.is_none_or(|shared| seen.insert(shared)) {
                new.extend(shared);
                open.extend(value.children());
            }
        }
        false
    }

    /// Whether a value itself has to do with one of the files.
    fn are_at(&self, value: &Value) -> bool {
        let origin = value.origin.iter().flat_map(|origin| origin.steps()).map(|step| step.span);
        let unknown = value.own_unknowns().flat_map(|unknown| {
            let way = unknown.way.iter().flat_map(|way| way.steps()).map(|step| step.span);
            std::iter::once(unknown.span).chain(way)
        });
        let keys = value.as_map().into_iter().flat_map(Map::entries).map(|entry| entry.key_span);
        let mut spans = std::iter::once(value.span).chain(origin).chain(unknown).chain(keys);
        spans.any(|span| self.has(span.file)) || value.places.as_ref().is_some_and(|places| self.has(places.file()))
    }
}
