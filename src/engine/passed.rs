//! Values that modules are given: where a finding about one points.
//!
//! The line of a module that uses an argument is right for whoever calls the module with another value. So where it is called
//! with several, the finding points at where the bad one was written, and the line of the module is related.

use std::collections::HashMap;

use super::credentials::Placed;
use crate::diagnostic::Label;
use crate::finding::Finding;
use crate::model::Resource;
use crate::source::{SourceMap, Span};
use crate::value::{Coercion, Value, equals};

/// Most uses of a module that are compared with one.
const COMPARED: usize = 64;

/// The files in which values are written.
const EXTENSIONS: [&str; 4] = ["tf", "tfvars", "tofu", "json"];

/// The resources of modules, by their headers: one for each use of the module, and each instance.
#[derive(Default)]
pub(super) struct Uses<'r>(HashMap<Span, Vec<&'r Resource>>);

impl<'r> Uses<'r> {
    /// Those of all `resources` that a call leads to.
    pub(super) fn of(resources: &'r [Resource]) -> Self {
        let mut uses: HashMap<Span, Vec<&'r Resource>> = HashMap::new();
        for resource in resources.iter().filter(|resource| !resource.calls.is_empty()) {
            uses.entry(resource.header).or_default().push(resource);
        }
        Self(uses)
    }

    /// The resource of a finding, if a call leads to it.
    fn subject(&self, finding: &Finding) -> Option<&'r Resource> {
        let known = self.0.get(finding.resources.first()?)?;
        let address = finding.addresses.first()?;
        let is_it = |resource: &&&Resource| {
            resource.address.as_str() == address && finding.ways.first().is_some_and(|way| *way == resource.way())
        };
        known.iter().find(is_it).copied()
    }

    /// Whether the expression at this place has another value where the module is used otherwise.
    fn differ(&self, resource: &Resource, place: Span) -> bool {
        let Some(own) = value_at(&resource.body, place) else { return false };
        let way = resource.way();
        let others = self.0.get(&resource.header).into_iter().flatten();
        let others = others.filter(|other| other.way() != way || other.address.module() != resource.address.module());
        let mut values = others.take(COMPARED).map(|other| value_at(&other.body, place));
        values.any(|other| other.is_none_or(|other| !equals(own, other, Coercion::Strict).is_true()))
    }
}

/// The value that the expression at this place gives.
fn value_at(body: &Value, place: Span) -> Option<&Value> {
    let mut open = vec![body];
    while let Some(value) = open.pop() {
        if value.span == place {
            return Some(value);
        }
        open.extend(value.children().rev());
    }
    None
}

/// Lets findings about values that modules are given point at where these are written, where the modules are used with
/// others as well. A module's own default is written in the module, and stays with it. What lies beside the scan root is part of
/// the scan only where files are read for others, `with_context`.
pub(super) fn point_at_written(placed: &mut [Placed], uses: &Uses<'_>, with_context: bool, sources: &SourceMap) {
    let is_read = |span: Span| {
        let path = sources.get(span.file).path();
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        EXTENSIONS.contains(&extension) && (with_context || !path.starts_with("../")) && !path.starts_with('-')
    };
    let folder = |span: Span| sources.get(span.file).folder();
    for Placed { finding, source, sensitive, .. } in placed {
        let (place, source) = (finding.place, *source);
        if *sensitive || source == place || !is_read(source) || folder(source) == folder(place) {
            continue;
        }
        let Some(resource) = uses.subject(finding) else { continue };
        if resource.declaration.contains(place) && uses.differ(resource, place) {
            finding.related.retain(|label| label.span != source);
            finding.related.insert(0, Label { span: place, text: "used here".to_owned() });
            // Whoever excepted it there goes on to do so.
            finding.read_at = finding.read_at.or(Some(place));
            finding.place = source;
        }
    }
}
