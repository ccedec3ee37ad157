//! What only the services of a project together show.

use std::collections::HashMap;

use crate::model::Resource;
use crate::shape::Shape;
use crate::value::{Kind, Value};

/// Reserved name in a service's body: the sources of its mounts that another service mounts as well, and that one of them
/// can write to.
const SHARED_VOLUMES: &str = "_shared_volumes";

/// Adds [`SHARED_VOLUMES`] to the services of one project that have any.
pub(super) fn mark(resources: &mut [Resource]) {
    let views: Vec<Option<Value>> = resources.iter().map(|resource| Shape::Workload.derive(resource)).collect();
    let mut volumes: HashMap<&str, Volume> = HashMap::new();
    for (index, view) in views.iter().enumerate() {
        for (name, _, read_only) in mounts(view.as_ref()) {
            let volume = volumes.entry(name).or_insert(Volume { first: index, is_shared: false, is_written: false });
            volume.is_shared |= volume.first != index;
            volume.is_written |= !read_only;
        }
    }
    for (resource, view) in resources.iter_mut().zip(&views) {
        let is_shared = |name: &str| volumes.get(name).is_some_and(|volume| volume.is_shared && volume.is_written);
        let shared = mounts(view.as_ref()).filter(|(name, ..)| is_shared(name));
        let shared: Vec<Value> = shared.map(|(_, source, _)| source.clone()).collect();
        if let (Kind::Map(body), Some(span)) = (&mut resource.body.kind, shared.first().map(|source| source.span)) {
            std::sync::Arc::make_mut(body).insert(SHARED_VOLUMES, span, Value::list(shared, span));
        }
    }
}

/// What is known of a source while services are gone through.
struct Volume {
    /// The first service that mounts it.
    first: usize,
    is_shared: bool,
    is_written: bool,
}

/// Known sources of a service's mounts: name, value, and whether the service can only read.
fn mounts(view: Option<&Value>) -> impl Iterator<Item = (&str, &Value, bool)> {
    let containers = view.and_then(|view| view.member("containers")?.as_list());
    let mounts = containers.into_iter().flat_map(|list| &list.items).filter_map(|item| item.member("volumeMounts"));
    mounts.filter_map(Value::as_list).flat_map(|list| &list.items).filter_map(|mount| {
        let source = mount.member("name")?;
        let read_only = mount.member("readOnly").and_then(Value::as_bool) == Some(true);
        Some((source.as_str()?, source, read_only))
    })
}
